"""The network at run time: onnxruntime and tokenizers, no PyTorch."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo import settings
from geo.errors import ModelError
from geo.recognition.encoding import EDGE, Encoded, encode
from geo.recognition.names import NameClasses
from geo.recognition.tags import KINDS, TAGS
from geo.recognition.windows import windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

MODEL = "recogniser.onnx"
TOKENIZER = "recogniser-tokenizer.json"
_REMEDY = "Reinstall dateline, or set DATELINE_DATA to a complete data directory."
# Windows in one run: enough to fill the matrix kernels, few enough to keep memory flat on a text of 1 MB.
_BATCH = 8


class Tagger:
    """A loaded model. It holds no state of a text: one is enough for a process and its threads."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, names: NameClasses) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._names = names
        self._opening, self._closing = _special_tokens(tokenizer)

    @classmethod
    def load(cls, folder: Path, names: NameClasses, threads: int = 1) -> Tagger:
        """Load the model in ``folder``.

        Raises:
            ModelError: if one of its files is missing or corrupt.

        """
        return cls(_session(folder / MODEL, threads), load_tokenizer(folder / TOKENIZER), names)

    def encode(self, text: str) -> Encoded:
        """Return ``text`` as the network's input."""
        return encode(text, self._tokenizer, self._names)

    def probabilities(self, encoded: Encoded) -> tuple[Floats, Floats]:
        """Return the probabilities of the tags and of the kinds, shapes (words, TAGS) and (words, KINDS)."""
        logits = np.zeros((len(encoded), len(TAGS) + len(KINDS)), dtype=np.float32)
        ranges = sorted(windows(encoded), key=lambda window: window[1] - window[0])
        for start in range(0, len(ranges), _BATCH):
            batch = ranges[start : start + _BATCH]
            scores = self._run(encoded, batch)
            for row, (first, last) in enumerate(batch):
                logits[first:last] = scores[row, 1 : last - first + 1]
        of_words = logits[encoded.firsts]
        return softmax(of_words[:, : len(TAGS)]), softmax(of_words[:, len(TAGS) :])

    def _run(self, encoded: Encoded, batch: list[tuple[int, int]]) -> Floats:
        shape = (len(batch), max(last - first for first, last in batch) + 2)
        tokens, cases, classes, mask = (np.zeros(shape, dtype=np.int64) for _ in range(4))
        for row, (first, last) in enumerate(batch):
            end = last - first + 1
            tokens[row, 0], tokens[row, end] = self._opening, self._closing
            cases[row, 0] = cases[row, end] = EDGE
            tokens[row, 1:end] = encoded.tokens[first:last]
            cases[row, 1:end] = encoded.cases[first:last]
            classes[row, 1:end] = encoded.classes[first:last]
            mask[row, : end + 1] = 1
        inputs = {"tokens": tokens, "cases": cases, "classes": classes, "mask": mask}
        scores: Floats = self._session.run(["logits"], inputs)[0]
        return scores


@cache
def default() -> Tagger:
    """Return the shipped model with the embedded gazetteer, loaded once per process.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    from geo import gazetteer

    return Tagger.load(settings.load().data_dir / "models", NameClasses.of_gazetteer(gazetteer.default()))


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True)) if logits.size else logits
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _session(path: Path, threads: int) -> InferenceSession:
    import onnxruntime

    if not path.is_file():
        raise ModelError(f"{path}: the recogniser's model is missing. {_REMEDY}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own, undocumented types for what is no model
        raise ModelError(f"{path}: the recogniser's model is corrupt. {_REMEDY}") from error


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a tokenizer that neither cuts nor pads.

    Raises:
        ModelError: if the file is missing or corrupt.

    """
    from tokenizers import Tokenizer

    if not path.is_file():
        raise ModelError(f"{path}: the recogniser's tokenizer is missing. {_REMEDY}")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises a bare Exception for what is no tokenizer
        raise ModelError(f"{path}: the recogniser's tokenizer is corrupt. {_REMEDY}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _special_tokens(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids of the tokens that open and close a window, by BERT's or by XLM-RoBERTa's names."""
    for opening, closing in (("[CLS]", "[SEP]"), ("<s>", "</s>")):
        first, last = tokenizer.token_to_id(opening), tokenizer.token_to_id(closing)
        if first is not None and last is not None:
            return first, last
    raise ModelError(f"{TOKENIZER}: the recogniser's tokenizer has no special tokens. {_REMEDY}")
