"""Names that the gazetteer lacks and that the words place inside one that it has: "the Santa Rita quarter of Harbel".

An event there keeps the finer words and gets the place that they lie in, with its position and precision.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from geo.model import MentionKind, Place, Toponym

_LONGEST_TIE = 60
_LOOKS_BACK = 600
_PART = (
    r"(?:neighbou?rhood|suburb|quarter|district|sector|section|street|avenue|road|square|zone|area|colony|ward|borough"
    r"|hamlet|village|town|farm|canton|jurisdiction|municipality|community|camp|market|hospital|airport|bridge)s?"
)
# Behind the finer name: "X in northern", "X neighbourhood of", "X, in the department of".
_INSIDE = re.compile(rf"(?: {_PART})?(?:,? (?:in|of|at)) (?:the )?(?:[\w-]+ ){{0,3}}?(?:[a-z]+ of )?")
_NEXT = re.compile(rf"(?: {_PART})?, (?:the )?(?:[\w-]+ ){{0,2}}?(?:{_PART} of )?")
_OWNED = re.compile(r"['’]s? (?:[a-z-]+ ){0,2}")
_IN_A_ROW = re.compile(r"(?: \w+)?(?:,| and| or)\b ?(?:and )?[\"“(]?[A-Z]")
_OF_A_PART = re.compile(r"\b(?:neighbou?rhood|suburb|quarter|colony|sector|district) of (?:the )?$", re.IGNORECASE)
_TOWN_PARTS = re.compile(
    r" (?:neighbou?rhood|suburb|quarter|street|avenue|square|sector|colony|ward)s?\b", re.IGNORECASE
)


def containers(text: str, toponyms: Sequence[Toponym]) -> Mapping[int, Place]:
    """Return for each unknown name that lies in a known one, by where it starts, the known place.

    ``toponyms`` are in the order of the text.
    """
    found: dict[int, Place] = {}
    for i in range(len(toponyms) - 1, -1, -1):
        unknown = toponyms[i]
        if unknown.place is not None or unknown.kind is not MentionKind.LITERAL or not _is_name(unknown.span.text):
            continue
        place = _after(text, toponyms, i, found) or _before(text, toponyms, i) or _around(text, toponyms, i)
        if place is not None:
            found[unknown.span.start] = place
    return found


def _is_name(words: str) -> bool:
    return len(words) > 1 and words[0].isupper()


def _after(text: str, toponyms: Sequence[Toponym], i: int, found: Mapping[int, Place]) -> Place | None:
    if i + 1 == len(toponyms):
        return None
    following = toponyms[i + 1]
    place = following.place or found.get(following.span.start)
    tie = text[toponyms[i].span.end : following.span.start]
    if place is None or following.kind is not MentionKind.LITERAL or len(tie) > _LONGEST_TIE:
        return None
    if _INSIDE.fullmatch(tie):
        return place
    if _NEXT.fullmatch(tie) and not _IN_A_ROW.match(text, following.span.end):
        return place
    if _NEXT.fullmatch(tie) and place.feature_class == "A":
        return place
    return None


def _before(text: str, toponyms: Sequence[Toponym], i: int) -> Place | None:
    if i == 0:
        return None
    owner = toponyms[i - 1]
    tie = text[owner.span.end : toponyms[i].span.start]
    return owner.place if len(tie) <= _LONGEST_TIE and _OWNED.fullmatch(tie) else None


def _around(text: str, toponyms: Sequence[Toponym], i: int) -> Place | None:
    """Return the town that was named last, for what the words call a part of a town."""
    span = toponyms[i].span
    if not (_TOWN_PARTS.match(text, span.end) or _OF_A_PART.search(text, max(0, span.start - 30), span.start)):
        return None
    for other in reversed(toponyms[:i]):
        if span.start - other.span.end > _LOOKS_BACK:
            return None
        if other.place is not None and other.kind is MentionKind.LITERAL and other.place.feature_class == "P":
            return other.place
    return None
