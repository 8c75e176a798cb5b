"""What "there", "the town" and "the capital" stand for: the nearest fitting name before them, else the first after."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from geo.events import lexicon
from geo.events.candidates import Page, PlaceCandidate
from geo.model import MentionKind, Place

_ANY = "*"


def resolve(candidate: PlaceCandidate, found: Sequence[PlaceCandidate], page: Page) -> PlaceCandidate:
    """Return the name that ``candidate`` stands for in the article; a name is itself."""
    if candidate.toponym is not None or candidate.key[0] != "anaphor":
        return candidate
    words = page.text[candidate.start : candidate.end].lower().split()[-1]
    fitting = [one for one in found if _may_mean(one, _meanings()[words])]
    before = [one for one in fitting if one.start < candidate.start]
    if before:
        return max(before, key=lambda one: one.start)
    return min(fitting, key=lambda one: one.start, default=candidate)


def _may_mean(name: PlaceCandidate, meanings: Sequence[str]) -> bool:
    toponym = name.toponym
    if toponym is None or toponym.kind in (MentionKind.DEMONYM, MentionKind.NESTED):
        return False
    if toponym.place is None:
        return _ANY in meanings or "P" in meanings
    return any(meaning == _ANY or _is(toponym.place, meaning) for meaning in meanings)


def _is(place: Place, meaning: str) -> bool:
    return place.feature_class == meaning if len(meaning) == 1 else place.feature_code.startswith(meaning)


@functools.cache
def _meanings() -> dict[str, tuple[str, ...]]:
    rows = lexicon.read("anaphors.tsv")
    return {row[1]: tuple(row[2].split()) for row in rows if row[0] in ("noun", "adverb")}
