"""What kind of event a sentence tells, by a small classifier that learnt it from news.

It looks at the sentence through an encoder (int8 ONNX) and at the kinds of its trigger words, for PLOVER's
codes also at its verbs with what they govern; how it was trained is in :mod:`geo.training.event_types`. Its files
are ``data/models/event-types*``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import settings
from geo.errors import ModelError
from geo.events import predicates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Token
    from tokenizers import Tokenizer

MODEL = "event-types.onnx"
TOKENIZER = "event-types-tokenizer.json"
HEADS = "event-types.npz"
LENGTH = 96
_TRIGGER_WEIGHT = 0.3
_WORD_WEIGHT = 0.4
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "AUX", "ADV"})
_GOVERNED = frozenset({"dobj", "xcomp", "prep", "prt", "ccomp", "aux", "neg", "nsubjpass"})

# The labels of the CASE 2021 shared task (task 2) as kinds of events (``data/kinds.tsv``).
CASE_LABELS = {
    "ARMED_CLASH": "armed_clash",
    "GOV_REGAINS_TERIT": "government_regains",
    "NON_STATE_ACTOR_OVERTAKES_TER": "nonstate_overtakes",
    "AIR_STRIKE": "air_strike",
    "ART_MISS_ATTACK": "shelling",
    "SUIC_BOMB": "suicide_bomb",
    "REM_EXPLOS": "remote_explosive",
    "GRENADE": "grenade",
    "CHEM_WEAP": "chemical_weapon",
    "ATTACK": "attack",
    "SEX_VIOL": "sexual_violence",
    "ABDUCT_DISSAP": "abduction",
    "VIOL_DEMONSTR": "violent_demonstration",
    "MOB_VIOL": "mob_violence",
    "PEACE_PROTEST": "peaceful_protest",
    "PROTEST_WITH_INTER": "protest_intervention",
    "FORCE_AGAINST_PROTEST": "excessive_force",
    "AGREEMENT": "agreement",
    "ARREST": "arrests",
    "CHANGE_TO_GROUP_ACT": "group_change",
    "DISR_WEAP": "disrupted_weapons",
    "HQ_ESTABLISHED": "base_established",
    "PROPERTY_DISTRUCT": "looting",
    "NON_VIOL_TERRIT_TRANSFER": "territory_transfer",
    "OTHER": "strategic_other",
    "DIPLO": "meeting",
    "NATURAL_DISASTER": "disaster",
    "MAN_MADE_DISASTER": "accident",
    "ORG_CRIME": "trafficking",
    "ATTRIB": "attribution",
}
LABELS = tuple(CASE_LABELS.values())
# The codes of PLOVER's gold standard records, with their names in the current manual where they changed.
CURRENT_CODES = {
    "AGREE": "AGREE",
    "CONSULT": "CONSULT",
    "SUPPORT": "SUPPORT",
    "COOPERATE": "COOPERATE",
    "AID": "AID",
    "CONCEDE": "CONCEDE",
    "RETREAT": "RETREAT",
    "INVESTIGATE": "INVESTIGATE",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "REJECT": "REJECT",
    "THREATEN": "THREATEN",
    "PROTEST": "PROTEST",
    "MOBILIZE": "MOBILIZE",
    "SANCTION": "SANCTION",
    "COERCE": "COERCE",
    "ASSAULT": "ASSAULT",
    "FIGHT": "ASSAULT",
}
CODES = tuple(CURRENT_CODES)


@dataclass(frozen=True, slots=True)
class Shares:
    """The probability of each kind of ``LABELS`` and of each of PLOVER's ``CODES`` for one sentence."""

    kinds: dict[str, float]
    codes: dict[str, float]

    @property
    def kind(self) -> str:
        """The likeliest kind."""
        return max(self.kinds, key=lambda label: self.kinds[label])

    @property
    def code(self) -> str:
        """The likeliest of PLOVER's codes."""
        return max(self.codes, key=lambda label: self.codes[label])


def classify(texts: Sequence[str], told: Sequence[Sequence[str]], words: Sequence[frozenset[str]]) -> list[Shares]:
    """Say for each text what kind of event it tells and which PLOVER code it has.

    Args:
        texts: sentences or short snippets.
        told: for each text the kinds of its triggers (see :func:`geo.events.triggers.find`).
        words: for each text its words and frames (see :func:`frames`).

    Raises:
        ModelError: if the model's files are missing or damaged.

    """
    if not texts:
        return []
    names, vocabulary, *heads = _heads(settings.load().data_dir / "models" / HEADS)
    rows = features(texts, told, names)
    seen = (rows, with_words(rows, words, vocabulary))
    kinds, codes = (
        _softmax(columns @ weights[:, :-1].T + weights[:, -1]) for columns, weights in zip(seen, heads, strict=True)
    )
    return [
        Shares(dict(zip(LABELS, kind.tolist(), strict=True)), dict(zip(CODES, code.tolist(), strict=True)))
        for kind, code in zip(kinds, codes, strict=True)
    ]


def features(texts: Sequence[str], told: Sequence[Sequence[str]], names: Sequence[str]) -> NDArray[np.float32]:
    """Return what the classifier sees: the encoder's vector, and how often each of ``names`` is told (2 at most)."""
    import numpy as np

    tokenizer, session = _encoder(settings.load().data_dir / "models")
    tokens, mask = encode(tokenizer, texts)
    (vectors,) = session.run(None, {"tokens": tokens, "mask": mask})
    counts = np.array([[min(kinds.count(name), 2) for name in names] for kinds in told], dtype=np.float32)
    rows: NDArray[np.float32] = np.concatenate([vectors, _TRIGGER_WEIGHT * counts], axis=1)
    return rows


def frames(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the content words of a sentence, its verbs with what they govern ("cut dobj tie"), and its core."""
    words = list(tokens)
    found = predicates.of(words)
    for token in words:
        word = token.lemma_.lower()
        if token.pos_ in _CONTENT or token.dep_ in ("neg", "prt"):
            found.add(word)
        if token.dep_ == "ROOT":
            found.add(f"root {word}")
        if token.pos_ == "VERB":
            for child in token.children:
                if child.dep_ in _GOVERNED:
                    found.add(f"{word} {child.dep_} {'' if child.dep_ == 'ccomp' else child.lemma_.lower()}")
    return frozenset(found)


def with_words(
    rows: NDArray[np.float32], words: Sequence[frozenset[str]], vocabulary: Sequence[str]
) -> NDArray[np.float32]:
    """Return ``rows`` with a column for each word or frame of ``vocabulary``."""
    import numpy as np

    there = np.array([[word in found for word in vocabulary] for found in words], dtype=np.float32)
    wider: NDArray[np.float32] = np.concatenate([rows, _WORD_WEIGHT * there], axis=1)
    return wider


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return token ids and mask (texts x tokens) as the network reads them."""
    import numpy as np

    encoded = tokenizer.encode_batch(list(texts))
    tokens = np.array([item.ids for item in encoded], dtype=np.int64)
    mask = np.array([item.attention_mask for item in encoded], dtype=np.int64)
    return tokens, mask


@functools.cache
def load_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer at ``path``, set to pad and to cut at ``LENGTH`` tokens."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception for a missing or broken file
        raise ModelError(f"{path}: missing or damaged; reinstall dateline, or train it anew.") from error
    tokenizer.enable_truncation(LENGTH)
    tokenizer.enable_padding()
    return tokenizer


@functools.cache
def _encoder(folder: Path) -> tuple[Tokenizer, Any]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    path = folder / MODEL
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own untyped errors
        raise ModelError(f"{path}: missing or damaged; reinstall dateline, or train it anew.") from error
    return load_tokenizer(folder / TOKENIZER), session


@functools.cache
def _heads(path: Path) -> tuple[list[str], list[str], NDArray[np.float32], NDArray[np.float32]]:
    """Return the kinds and words that the regressions look for, and the weights of the two (labels x columns + 1)."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as saved:
            names, words = ([str(name) for name in saved[key]] for key in ("names", "words"))
            return names, words, saved["kinds"], saved["codes"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: missing or damaged; reinstall dateline, or train it anew.") from error
