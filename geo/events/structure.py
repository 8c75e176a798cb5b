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
        after = text[spans[number + 1][0] :].lstrip()[:1] if number + 1 < len(spans) else ""
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
