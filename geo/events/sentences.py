"""The sentences around a few words."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable

from geo.events import layout
from geo.model import Span

# No sentence is looked at further than so many characters from the words.
_REACH = 1000
_BLANK = re.compile(r"\s")


@functools.lru_cache(maxsize=4)
def _of(text: str) -> tuple[list[int], list[int]]:
    found = layout.sentences(text)
    return [start for start, _ in found], [end for _, end in found]


def around(text: str, span: Span) -> tuple[int, int]:
    """Return the half-open span of the sentence in which ``span`` begins, without blanks at its ends."""
    starts, ends = _of(text)
    number = bisect_right(starts, span.start) - 1
    start, end = (starts[number], ends[number]) if number >= 0 else (span.start, span.end)
    if start < span.start - _REACH:
        blank = _BLANK.search(text, span.start - _REACH, span.start)
        start = blank.end() if blank else span.start  # never from the middle of a word
    end = max(min(end, span.end + _REACH), span.end)
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def all_around(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the sentences of several spans, each once, in the order of the text."""
    return sorted({around(text, span) for span in spans})
