"""Names that the gazetteer spells in another way, found by their sound near what else the article names.

Arabic, Persian, Hebrew and Cyrillic names are written in many ways, of which a gazetteer knows some. By sound alone a
name meets places all over the world; one of them close to another place of the article is hardly chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from geo.gazetteer.lookup import distance_m
from geo.gazetteer.names import fold
from geo.model import Candidate, MentionKind, Place, Toponym
from geo.resolution.kinds import is_country

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

_KINDS = (MentionKind.LITERAL, MentionKind.METONYM)
# How near another place of the article has to be.
_NEAR_M = 150_000
# How like the spellings have to be, vowels included (difflib's ratio).
_LEAST_LIKE = 0.7
# How often such an answer is right: measured on annotated news.
_SURE = 0.7


def by_sound(toponyms: Sequence[Toponym], unknown: Sequence[bool], gazetteer: Gazetteer) -> list[Toponym]:
    """Return the toponyms with a place for ``unknown`` names, where one near the others sounds like them."""
    known = [one.place for one in toponyms if one.place and not is_country(one.place)]
    around = list({place.key: place for place in known}.values())
    found: dict[str, Candidate | None] = {}
    result = []
    for toponym, is_unknown in zip(toponyms, unknown, strict=True):
        name = toponym.span.text
        if around and is_unknown and toponym.place is None and toponym.kind in _KINDS:
            if name not in found:
                found[name] = _nearest(name, around, gazetteer)
            best = found[name]
            if best is not None:
                toponym = replace(toponym, place=best.place, score=_SURE, candidates=(best,))  # noqa: PLW2901
        result.append(toponym)
    return result


def _nearest(name: str, around: Sequence[Place], gazetteer: Gazetteer) -> Candidate | None:
    """Return the place that is most like ``name`` of those that sound like it near the other places."""
    near = [
        (_alike(candidate), candidate)
        for candidate in gazetteer.sounding(name)
        if any(_is_near(candidate.place, place) for place in around)
    ]
    likeness, best = max(near, key=lambda one: (one[0], one[1].place.population), default=(0.0, None))
    return replace(best, score=_SURE) if best and likeness >= _LEAST_LIKE else None


def _is_near(one: Place, other: Place) -> bool:
    return (
        one.country_code == other.country_code
        and distance_m(one.latitude, one.longitude, other.latitude, other.longitude) <= _NEAR_M
    )


def _alike(candidate: Candidate) -> float:
    return SequenceMatcher(None, candidate.matched_name, fold(candidate.place.name), autojunk=False).ratio()
