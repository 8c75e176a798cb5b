"""The stretches of an article that stand in quotation marks."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\"“”„«»]|\n+")
_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")


def find(text: str) -> list[tuple[int, int]]:
    """Return the quoted stretches as character offsets without their marks, in order.

    A quotation that runs over paragraphs opens anew in each and closes in the last, as printers
    do it; one that never closes ends with its paragraph.
    """
    found: list[tuple[int, int]] = []
    start: int | None = None
    for mark in _MARKS.finditer(text):
        sign = mark[0][0]
        if sign == "\n":
            if start is not None:
                found.append((start, mark.start()))
            start = None
        elif start is None and sign not in _CLOSING:
            start = mark.end()
        elif start is not None and sign not in _OPENING:
            found.append((start, mark.start()))
            start = None
    if start is not None:
        found.append((start, len(text)))
    return found


def continues(text: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Say whether a quotation goes on in the next paragraph: the first never closed, the second opens there."""
    between = text[first[1] : second[0]]
    return "\n" in between and not between.strip('\n\r\t "“„«') and between[:1] in ("\n", "\r")
