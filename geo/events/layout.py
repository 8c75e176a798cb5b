"""What each line of an article is: told text, a crosshead, or furniture of the page.

Headlines of other articles ("Read more: …"), captions, adverts and newsletter lines come along with
extracted pages. Nothing in them is an event of this article.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from geo.events import lexicon

_FINAL = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_CROSSHEAD_WORDS = 14
_HEADLINE_WORDS = 25


class LineKind(StrEnum):
    """The part that a line plays on the page."""

    BODY = "body"
    HEADLINE = "headline"
    CROSSHEAD = "crosshead"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the article, ``text[start:end]``. ``paragraph`` counts the lines of its kind from 0."""

    start: int
    end: int
    kind: LineKind


class Structure:
    """The lines of an article, in order."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._starts = [line.start for line in self.lines]

    def index_at(self, offset: int) -> int:
        """Return the number of the line that holds the character at ``offset``."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def kind_at(self, offset: int) -> LineKind:
        """Return what the line that holds the character at ``offset`` is."""
        return self.lines[self.index_at(offset)].kind if self.lines else LineKind.BODY

    def is_furniture(self, offset: int) -> bool:
        """Say whether the character at ``offset`` stands in a link, an advert or the like."""
        return self.kind_at(offset) is LineKind.FURNITURE


def read(text: str, title: str | None = None) -> Structure:
    """Split ``text`` into lines and say what each is.

    A line without a full stop is a headline at the top and a crosshead further down. Where no line
    ends with a full stop (a list, a single snippet), there is nothing to tell apart: all is told text.
    """
    spans = [match.span() for match in re.finditer(r"[^\r\n\u2028\u2029\x85]+", text) if match.group().strip()]
    told = any(_FINAL.search(text[start:end].rstrip()) for start, end in spans)
    lines: list[Line] = []
    in_links = False
    for number, (start, end) in enumerate(spans):
        line = text[start:end].strip()
        words = len(line.split())
        after = text[slice(*spans[number + 1])].lstrip()[:1] if number + 1 < len(spans) else ""
        # A line that goes on in lower case was only wrapped.
        wrapped = after.islower() or line[0].islower()
        complete = bool(_FINAL.search(line)) or words > _HEADLINE_WORDS or wrapped
        if _furniture().search(line) and (not complete or words <= _CROSSHEAD_WORDS):
            kind = LineKind.FURNITURE
            in_links = line.endswith(":") or words <= 3
        elif in_links and not complete:
            kind = LineKind.FURNITURE
        elif title and line == title.strip():
            kind, in_links = LineKind.HEADLINE, False
        elif complete or not told:
            kind, in_links = LineKind.BODY, False
        elif number == 0:
            kind = LineKind.HEADLINE
        elif words <= _CROSSHEAD_WORDS:
            kind = LineKind.CROSSHEAD
        else:
            kind = LineKind.BODY
        lines.append(Line(start, end, kind))
    return Structure(lines)


@functools.cache
def _furniture() -> re.Pattern[str]:
    openings = "|".join(lexicon.rows_of("furniture.tsv", "opening"))
    anywhere = "|".join(lexicon.rows_of("furniture.tsv", "anywhere"))
    return re.compile(rf"^\W*(?:{openings})|(?:{anywhere})", re.IGNORECASE)


# A sentence ends at its mark where the next one begins with a capital, a figure or a quotation mark.
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-ZÀ-Þ0-9@])|[\n\r\u2028\u2029\x85]+\s*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")


@functools.lru_cache(maxsize=8)
def sentences(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the sentences of ``text``, in order; no sentence runs over a line's end.

    A full stop after an abbreviation ("Gen. Smith", "U.S. forces", "J. Ortiz") ends none.
    """
    cuts = [0]
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _abbreviates(text[max(0, match.start() - 12) : match.start() + 1]):
            continue
        cuts.append(match.end())
    cuts.append(len(text))
    return [(start, end) for start, end in pairwise(cuts) if text[start:end].strip()]


def sentence_at(text: str, offset: int) -> tuple[int, int]:
    """Return the sentence that the character at ``offset`` stands in."""
    found = sentences(text)
    index = bisect_right(found, offset, key=lambda sentence: sentence[0]) - 1
    return found[max(index, 0)] if found else (0, len(text))


def _abbreviates(words: str) -> bool:
    match = _WORD_BEFORE.search(words)
    return match is not None and (len(match[1]) == 1 or "." in match[1] or match[1] in _abbreviations())


@functools.cache
def _abbreviations() -> frozenset[str]:
    return frozenset(lexicon.rows_of("abbreviations.tsv", "before a name"))
