"""What kind of event a few sentences tell, by two small regressions that learnt it from news.

They look at the mean of the encoder's word vectors (see :mod:`geo.recognition`), at the kinds of the words that the
trigger lexicon finds, and at the words themselves. One knows ACLED's kinds of violence, protest and what goes with
them, the other PLOVER's codes.
How they were trained: :mod:`geo.training.event_types`.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo import settings
from geo.events import lemmas, lexicon
from geo.inference import Floats, load_arrays, softmax

if TYPE_CHECKING:
    from geo.recognition import Reading

MODEL = "event-types.npz"
_LEAST_LENGTH = 1e-6
# How much a feature weighs beside the vector: a kind of trigger (for each time, twice at most), any other.
_TRIGGER, _MOST = 0.3, 2
_WORD = 0.2
_GROUPS = ("actors.tsv", "weapons.tsv", "vehicles.tsv")


@dataclass(frozen=True, slots=True)
class Sample:
    """Sentences as the regressions see them: the mean of the word vectors, at length 1, and what their words are.

    ``told`` gives each feature its weight: "kind attack" (of a trigger), "group police" (of people, weapons and
    vehicles), "word march" (a lemma).
    """

    vector: Floats
    told: Mapping[str, float]


def sample(reading: Reading | None, sentences: Sequence[tuple[int, int]] | None = None) -> Sample:
    """Return ``sentences`` (half-open spans of characters, all of the text where None) of a text that was read."""
    if reading is None:
        return Sample(np.zeros(0, dtype=np.float32), {})
    text, spans = reading.encoded.text, reading.encoded.spans
    total = np.zeros(reading.vectors.shape[1], dtype=np.float32)
    told: dict[str, float] = {}
    triggers: set[tuple[int, str]] = set()  # a word that is a trigger as noun and as verb counts once
    for start, end in [(0, len(text))] if sentences is None else sentences:
        total += reading.vectors[bisect_left(spans, (start,)) : bisect_left(spans, (end,))].sum(axis=0)
        triggers.update((match.start, match.kind) for match in lemmas.triggers(text, start, end))
        for word in lemmas.words(text, start, end):
            told |= dict.fromkeys(_features(word.lower), _WORD)
    counts = Counter(kind for _, kind in triggers)
    told |= {f"kind {kind}": _TRIGGER * min(count, _MOST) for kind, count in counts.items()}
    return Sample(total / max(float(np.linalg.norm(total)), _LEAST_LENGTH), told)


@functools.lru_cache(maxsize=1 << 14)
def _features(word: str) -> frozenset[str]:
    forms = lemmas.lemmas(word)
    tables = [lexicon.groups(name) for name in _GROUPS]
    groups = {f"group {table[form]}" for table in tables for form in forms if form in table}
    return frozenset({f"word {forms[-1]}", *groups})


def kinds(told: Sample) -> dict[str, float]:
    """Return the probability of each kind of event that the CASE 2021 labels tell apart.

    Raises:
        ModelError: if the model is missing or corrupt.

    """
    return _shares(told, _default().kinds, tuple(labels("case").values()))


def codes(told: Sample) -> dict[str, float]:
    """Return the probability of each code of PLOVER's gold standard records.

    Raises:
        ModelError: if the model is missing or corrupt.

    """
    return _shares(told, _default().codes, tuple(labels("plover")))


def likeliest(shares: Mapping[str, float]) -> str:
    """Return the label with the highest probability."""
    return max(shares, key=lambda label: shares[label])


@functools.cache
def labels(corpus: str) -> Mapping[str, str]:
    """Return the labels of a corpus ("case", "plover") with the kinds or codes that they are here."""
    return {label: ours for name, label, ours in lexicon.read("event_labels.tsv") if name == corpus}


def row(told: Sample, names: Sequence[str], width: int) -> Floats:
    """Return what a regression sees: a vector of ``width``, and the weights of the features ``names``."""
    vector = told.vector if len(told.vector) else np.zeros(width, dtype=np.float32)
    return np.concatenate([vector, np.array([told.told.get(name, 0.0) for name in names], dtype=np.float32)])


class Head(NamedTuple):
    """A regression: the features that it looks at beside the vector, and its weights, shape (labels, columns + 1)."""

    names: Sequence[str]
    weights: Floats


class _Model(NamedTuple):
    kinds: Head
    codes: Head


def save(path: Path, kinds: Head, codes: Head) -> None:
    """Write the regressions to ``path``."""
    np.savez_compressed(
        path,
        kinds=kinds.weights,
        kinds_names=np.array(kinds.names),
        codes=codes.weights,
        codes_names=np.array(codes.names),
    )


def _shares(told: Sample, head: Head, names: Sequence[str]) -> dict[str, float]:
    seen = row(told, head.names, head.weights.shape[1] - 1 - len(head.names))
    shares = softmax(head.weights[:, :-1] @ seen + head.weights[:, -1])
    return dict(zip(names, shares.tolist(), strict=True))


def _default() -> _Model:
    return _load(settings.load().data_dir / "models" / MODEL)


@functools.cache
def _load(path: Path) -> _Model:
    saved = load_arrays(path, ("kinds", "kinds_names", "codes", "codes_names"))
    kinds, codes = (
        Head(tuple(str(name) for name in saved[f"{what}_names"]), saved[what]) for what in ("kinds", "codes")
    )
    return _Model(kinds, codes)
