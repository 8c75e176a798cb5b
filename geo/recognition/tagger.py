"""The recogniser at run time: what its network says of the names in a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo import settings
from geo.errors import ModelError
from geo.inference import Floats, Network, load_tokenizer, softmax
from geo.recognition.encoder import Encoder
from geo.recognition.encoding import Encoded, encode
from geo.recognition.names import NameClasses
from geo.recognition.tags import TAGS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = "recogniser.onnx"
TOKENIZER = "recogniser-tokenizer.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network makes of a text: probabilities of ``tags`` (words, TAGS) and ``kinds`` (words, KINDS)."""

    tags: Floats
    kinds: Floats


class Tagger:
    """A loaded model. It holds no state of a text: one is enough for a process and its threads."""

    def __init__(self, encoder: Encoder, network: Network, tokenizer: Tokenizer, names: NameClasses) -> None:
        self._encoder = encoder
        self._network = network
        self._tokenizer = tokenizer
        self._names = names

    @classmethod
    def load(cls, folder: Path, names: NameClasses, threads: int = 1) -> Tagger:
        """Load the model in ``folder``.

        Raises:
            ModelError: if one of its files is missing or corrupt.

        """
        tokenizer = load_tokenizer(folder / TOKENIZER)
        encoder = Encoder(folder, special_tokens(tokenizer), threads)
        return cls(encoder, Network(folder / MODEL, threads), tokenizer, names)

    def encode(self, text: str) -> Encoded:
        """Return ``text`` as the network's input."""
        return encode(text, self._tokenizer, self._names)

    def read(self, encoded: Encoded) -> Seen:
        """Return what the network makes of ``encoded``."""
        return _seen(self._encoder.run(encoded, [self._network])[0])

    def read_on(self, encoded: Encoded, further: Network) -> tuple[Seen, Floats]:
        """Return the same, and what ``further`` says of each word, which goes on from the same vectors."""
        of_words, others = self._encoder.run(encoded, [self._network, further])
        return _seen(of_words), others


def _seen(of_words: Floats) -> Seen:
    return Seen(softmax(of_words[:, : len(TAGS)]), softmax(of_words[:, len(TAGS) :]))


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
