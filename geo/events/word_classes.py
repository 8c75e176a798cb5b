"""What class of event a word has mostly told of: "overturn" an accident, in an article about a war as well.

The network reads a word in its article and leans towards what the article is about. How often each word has named
events of each class, counted by :mod:`geo.training.trigger_classes`, leans the other way.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from geo import settings
from geo.errors import ModelError
from geo.events.lemmas import lemmas, words
from geo.inference import Floats
from geo.model import EventClass

MODEL = "trigger-classes.tsv"
_REMEDY = "Reinstall dateline, or count anew with `python -m geo.training.trigger_classes`."
# Chosen on the development part: how much the words say beside the network, and how many times a word must have been
# seen to say as much as all words together.
WEIGHT = 0.4
SEEN = 10.0


def keys(text: str) -> set[str]:
    """Return the words of a trigger as they are counted: the shortest of their dictionary forms."""
    return {min(lemmas(word.text), key=len) for word in words(text)}


def weighed(classes: Floats, triggers: Sequence[str]) -> Floats:
    """Return the probabilities of ``classes`` (triggers, EventClass) with what the words of the triggers add.

    Raises:
        ModelError: if the counts are missing or damaged.

    """
    leanings = np.asarray([_leaning(trigger) for trigger in triggers]).reshape(classes.shape)
    weighed = classes * np.exp(WEIGHT * leanings)
    result: Floats = (weighed / weighed.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def _leaning(trigger: str) -> NDArray[np.float64]:
    """Return how much likelier each class is for the words of a trigger than for any, as a logarithm."""
    counts, shares = _counts()
    seen = [counts[key] for key in sorted(keys(trigger)) if key in counts]
    likely = [np.log((row + SEEN * shares) / ((row.sum() + SEEN) * shares)) for row in seen]
    result: NDArray[np.float64] = np.mean(likely, axis=0) if likely else np.zeros(len(shares))
    return result


@functools.cache
def _counts() -> tuple[Mapping[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Return how often each word has named each class, and the share of each class among all of them."""
    path = settings.load().data_dir / "models" / MODEL
    try:
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
        counts = {row[0]: np.asarray([float(cell) for cell in row[1:]]) for row in lines}
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: the counts of words cannot be read ({error}). {_REMEDY}") from error
    if not counts or {len(row) for row in counts.values()} != {len(EventClass)}:
        raise ModelError(f"{path}: the counts of words are of another version of Dateline. {_REMEDY}")
    total = np.sum(list(counts.values()), axis=0)
    return counts, total / total.sum()


def table(counted: Iterable[tuple[str, EventClass]], least: int) -> str:
    """Return the counts of (trigger, class) pairs as the lines of ``MODEL``, words seen ``least`` times or more."""
    columns = list(EventClass)
    rows: dict[str, list[int]] = {}
    for trigger, event_class in counted:
        for key in keys(trigger):
            rows.setdefault(key, [0] * len(columns))[columns.index(event_class)] += 1
    return "".join("\t".join((key, *map(str, row))) + "\n" for key, row in sorted(rows.items()) if sum(row) >= least)
