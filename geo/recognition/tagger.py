"""The encoder at run time: what it says of the names in a text, and its vectors for whoever reads on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo import settings
from geo.errors import ModelError
from geo.inference import Floats, Network, load_tokenizer, softmax
from geo.recognition.encoding import EDGE, Encoded, encode
from geo.recognition.names import NameClasses
from geo.recognition.tags import TAGS
from geo.recognition.windows import windows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = "recogniser.onnx"
TOKENIZER = "recogniser-tokenizer.json"
# Windows in one run: enough to fill the matrix kernels, few enough to keep memory flat on a text of 1 MB.
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder makes of a text, an entry a word.

    ``tags`` (words, TAGS) and ``kinds`` (words, KINDS) are probabilities, ``vectors`` (words, width) its states.
    """

    tags: Floats
    kinds: Floats
    vectors: Floats


class Tagger:
    """A loaded model. It holds no state of a text: one is enough for a process and its threads."""

    def __init__(self, network: Network, tokenizer: Tokenizer, names: NameClasses) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._names = names
        self._opening, self._closing = _special_tokens(tokenizer)

    @classmethod
    def load(cls, folder: Path, names: NameClasses, threads: int = 1) -> Tagger:
        """Load the model in ``folder``.

        Raises:
            ModelError: if one of its files is missing or corrupt.

        """
        return cls(Network(folder / MODEL, threads), load_tokenizer(folder / TOKENIZER), names)

    def encode(self, text: str) -> Encoded:
        """Return ``text`` as the network's input."""
        return encode(text, self._tokenizer, self._names)

    def read(self, encoded: Encoded) -> Seen:
        """Return what the network makes of ``encoded``."""
        parts: list[tuple[int, Floats, Floats]] = []
        ranges = sorted(windows(encoded), key=lambda window: window[1] - window[0])
        for start in range(0, len(ranges), _BATCH):
            batch = ranges[start : start + _BATCH]
            logits, states = self._run(encoded, batch)
            parts += [
                (first, logits[row, 1 : last - first + 1], states[row, 1 : last - first + 1])
                for row, (first, last) in enumerate(batch)
            ]
        parts.sort(key=lambda part: part[0])
        of_words = np.concatenate([part[1] for part in parts])[encoded.firsts]
        vectors = np.concatenate([part[2] for part in parts])[encoded.firsts]
        return Seen(softmax(of_words[:, : len(TAGS)]), softmax(of_words[:, len(TAGS) :]), vectors)

    def _run(self, encoded: Encoded, batch: list[tuple[int, int]]) -> tuple[Floats, Floats]:
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
        found = self._network.run(tokens=tokens, cases=cases, classes=classes, mask=mask)
        return found["logits"], found["states"]


@cache
def default() -> Tagger:
    """Return the shipped model with the embedded gazetteer, loaded once per process.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    from geo import gazetteer

    return Tagger.load(settings.load().data_dir / "models", NameClasses.of_gazetteer(gazetteer.default()))


def _special_tokens(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids of the tokens that open and close a window, by BERT's or by XLM-RoBERTa's names."""
    for opening, closing in (("[CLS]", "[SEP]"), ("<s>", "</s>")):
        first, last = tokenizer.token_to_id(opening), tokenizer.token_to_id(closing)
        if first is not None and last is not None:
            return first, last
    raise ModelError(f"{TOKENIZER}: the tokenizer has no special tokens; reinstall dateline.")
