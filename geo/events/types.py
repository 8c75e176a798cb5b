"""What kind of event a sentence tells, by a small classifier that learnt it from news.

It looks at the sentence through an encoder (int8 ONNX) and at the kinds of its trigger words; for PLOVER's
codes it looks at the core of the sentence and at its verbs with what they govern. How it was trained is in
:mod:`geo.training.event_types`. Its files are ``data/models/event-types*``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geo import settings
from geo.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from geo.events.predicates import Telling

MODEL = "event-types.onnx"
TOKENIZER = "recogniser-tokenizer.json"  # both encoders are MiniLM's, with its subwords: kept once
HEADS = "event-types.npz"
LENGTH = 96
_TRIGGER_WEIGHT = 0.3
_WORD_WEIGHT = 0.4

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


def kinds(texts: Sequence[str], told: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Return for each text the probability of each kind of ``LABELS``.

    Args:
        texts: sentences or short snippets.
        told: for each text the kinds of its triggers (see :func:`geo.events.triggers.find`).

    Raises:
        ModelError: if the model's files are missing or damaged.

    """
    if not texts:
        return []
    heads = _heads(settings.load().data_dir / "models" / HEADS)
    return _shares(features(texts, told, heads.names), heads.kinds, LABELS)


def codes(tellings: Sequence[Telling], told: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Return for each telling (see :func:`geo.events.predicates.read`) the probability of each of PLOVER's ``CODES``.

    Args:
        tellings: what sentences tell at their core.
        told: for each of them the kinds of its triggers.

    Raises:
        ModelError: if the model's files are missing or damaged.

    """
    if not tellings:
        return []
    heads = _heads(settings.load().data_dir / "models" / HEADS)
    rows = features([telling.gist for telling in tellings], told, heads.names)
    return _shares(with_words(rows, [telling.words for telling in tellings], heads.words), heads.codes, CODES)


def likeliest(shares: Mapping[str, float]) -> str:
    """Return the label with the highest probability."""
    return max(shares, key=lambda label: shares[label])


def _shares(rows: NDArray[np.float32], weights: NDArray[np.float32], labels: Sequence[str]) -> list[dict[str, float]]:
    shares = _softmax(rows @ weights[:, :-1].T + weights[:, -1])
    return [dict(zip(labels, share.tolist(), strict=True)) for share in shares]


def features(texts: Sequence[str], told: Sequence[Sequence[str]], names: Sequence[str]) -> NDArray[np.float32]:
    """Return what the classifier sees: the encoder's vector, and how often each of ``names`` is told (2 at most)."""
    import numpy as np

    tokenizer, session = _encoder(settings.load().data_dir / "models")
    # One by one: in a batch the int8 network scales each text by the others, too.
    vectors = np.concatenate([_vector(tokenizer, session, text) for text in texts])
    counts = np.array([[min(kinds.count(name), 2) for name in names] for kinds in told], dtype=np.float32)
    rows: NDArray[np.float32] = np.concatenate([vectors, _TRIGGER_WEIGHT * counts], axis=1)
    return rows


def _vector(tokenizer: Tokenizer, session: Any, text: str) -> NDArray[np.float32]:
    tokens, mask = encode(tokenizer, [text])
    vectors: NDArray[np.float32] = session.run(None, {"tokens": tokens, "mask": mask})[0]
    return vectors


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


class _Heads(NamedTuple):
    """The kinds and words that the two regressions look for, and their weights (labels x columns + 1)."""

    names: list[str]
    words: list[str]
    kinds: NDArray[np.float32]
    codes: NDArray[np.float32]


@functools.cache
def _heads(path: Path) -> _Heads:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as saved:
            names, words = ([str(name) for name in saved[key]] for key in ("names", "words"))
            return _Heads(names, words, saved["kinds"], saved["codes"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: missing or damaged; reinstall dateline, or train it anew.") from error
