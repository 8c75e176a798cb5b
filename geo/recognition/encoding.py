"""Text as the recogniser's network sees it: subword ids with the case and the gazetteer class of each word.

A *word* is what the tokenizer's pre-tokenisation makes of the text: a run of letters and digits,
or one punctuation mark. Names begin and end at words, so the offsets of results are the text's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.recognition.names import NONE, NameClasses

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Integers = NDArray[np.int64]

LOWER, TITLE, UPPER, MIXED, DIGITS, PUNCTUATION, CAPITAL, EDGE, UPPER_LINE = range(9)
CASES = 9
"""How many classes of letter case there are; ``EDGE`` marks the special tokens around a window."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as arrays: one entry for each subword token, and the words they belong to.

    ``tokens``, ``cases`` and ``classes`` have the shape (tokens,); ``firsts`` (words,) holds the
    index of the first token of each word, ``spans`` its half-open character offsets.
    """

    text: str
    tokens: Integers
    cases: Integers
    classes: Integers
    firsts: Integers
    spans: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.tokens)


_WORD = re.compile(r"[^\W\d_]{2,}")
# A line in capitals of fewer words may be one name in capitals.
_WORDS_IN_A_LINE = 4
# What no tokenizer takes (half a character, from a broken decoder) or drops so that words run together.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def encode(text: str, tokenizer: Tokenizer, names: NameClasses) -> Encoded:
    """Return ``text`` as the network's input.

    Control characters divide words, and belong to none as little as direction marks do.
    """
    encoding = tokenizer.encode(_UNPRINTABLE.sub(" ", text), add_special_tokens=False)
    firsts: list[int] = []
    spans: list[tuple[int, int]] = []
    word_of_token: list[int] = []
    previous: int | None = None
    for index, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        while start < end and text[start].isspace():  # SentencePiece counts the space before a word to the word
            start += 1  # noqa: PLW2901
        if start == end and word != previous:
            word_of_token.append(-1)
            continue
        if word is None or word != previous:
            firsts.append(index)
            spans.append((start, end))
            previous = word
        elif end > spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        word_of_token.append(len(spans) - 1)
    shouted = _lines_in_capitals(text)
    words = np.asarray(word_of_token, dtype=np.int64)
    # The last entry, at index -1, is for tokens of no word.
    cases = np.asarray([*(_case(text, *span, shouted) for span in spans), PUNCTUATION], dtype=np.int64)
    classes = np.append(names.of_words(text, spans), NONE)
    return Encoded(
        text=text,
        tokens=np.asarray(encoding.ids, dtype=np.int64),
        cases=cases[words],
        classes=classes[words],
        firsts=np.asarray(firsts, dtype=np.int64),
        spans=spans,
    )


def _lines_in_capitals(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines without a lower-case letter and with more than a few words in capitals."""
    lines: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if line.isupper() and len(_WORD.findall(line)) >= _WORDS_IN_A_LINE:
            lines.append((start, end))
        start = end
    return lines


def _case(text: str, start: int, end: int, shouted: list[tuple[int, int]]) -> int:
    word = text[start:end]
    if word.islower():
        return LOWER
    if word.isdigit():
        return DIGITS
    if word.isupper():
        if len(word) == 1:
            return CAPITAL
        return UPPER_LINE if any(a <= start < b for a, b in shouted) else UPPER
    if word[:1].isupper() and word[1:].islower():
        return TITLE
    return MIXED if any(map(str.isalnum, word)) else PUNCTUATION
