"""The recogniser at run time: what its network says of the names in a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
    """What the network makes of a text: probabilities of ``tags`` (words, TAGS) and ``kinds`` (words, KINDS)."""

    tags: Floats
    kinds: Floats


class Tagger:
    """A loaded model. It holds no state of a text: one is enough for a process and its threads."""

    def __init__(self, network: Network, tokenizer: Tokenizer, names: NameClasses) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._names = names
        self.special = special_tokens(tokenizer)
        """The ids of the tokens that open and close a window."""

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
        of_words = run(self._network, "logits", encoded, self.special)
        return Seen(softmax(of_words[:, : len(TAGS)]), softmax(of_words[:, len(TAGS) :]))


def run(network: Network, output: str, encoded: Encoded, special: tuple[int, int]) -> Floats:
    """Return an output of a network for each word of ``encoded``, shape (words, width), window by window."""
    parts: list[tuple[int, Floats]] = []
    ranges = sorted(windows(encoded), key=lambda window: window[1] - window[0])
    for start in range(0, len(ranges), _BATCH):
        batch = ranges[start : start + _BATCH]
        found = network.run(**_inputs(encoded, batch, special))[output]
        parts += [(first, found[row, 1 : last - first + 1]) for row, (first, last) in enumerate(batch)]
    parts.sort(key=lambda part: part[0])
    result: Floats = np.concatenate([part[1] for part in parts])[encoded.firsts]
    return result


def _inputs(encoded: Encoded, batch: list[tuple[int, int]], special: tuple[int, int]) -> dict[str, NDArray[np.int64]]:
    shape = (len(batch), max(last - first for first, last in batch) + 2)
    tokens, cases, classes, mask = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    for row, (first, last) in enumerate(batch):
        end = last - first + 1
        tokens[row, 0], tokens[row, end] = special
        cases[row, 0] = cases[row, end] = EDGE
        tokens[row, 1:end] = encoded.tokens[first:last]
        cases[row, 1:end] = encoded.cases[first:last]
        classes[row, 1:end] = encoded.classes[first:last]
        mask[row, : end + 1] = 1
    return {"tokens": tokens, "cases": cases, "classes": classes, "mask": mask}


@cache
def default() -> Tagger:
    """Return the shipped model with the embedded gazetteer, loaded once per process.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    from geo import gazetteer

    return Tagger.load(settings.load().data_dir / "models", NameClasses.of_gazetteer(gazetteer.default()))


def special_tokens(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids of the tokens that open and close a window, by BERT's or by XLM-RoBERTa's names."""
    for opening, closing in (("[CLS]", "[SEP]"), ("<s>", "</s>")):
        first, last = tokenizer.token_to_id(opening), tokenizer.token_to_id(closing)
        if first is not None and last is not None:
            return first, last
    raise ModelError(f"{TOKENIZER}: the tokenizer has no special tokens; reinstall dateline.")
