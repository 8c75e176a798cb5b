"""What a bare name means where nothing stands around it: the town before its province, the river of "the Nile".

The gazetteer orders the places of a name by the number of their people, so that a province comes before its
capital and a country's alternate name before the city that bears it first of all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from geo.gazetteer.lookup import distance_m
from geo.gazetteer.names import fold
from geo.model import Candidate, NameKind, Place

# A capital this large means more to the world than a far-away division of its name ("Sofia" in Madagascar), unless
# that has many times its people ("Victoria" in Australia).
_KNOWN_CAPITAL = 100_000
_MANY_TIMES = 10
# A city and the division that it heads, where the codes say that it lies beside it ("Kiev").
_HEADS_WITHIN_M = 100_000
# A village of a division's name is not what the name means; a town has so much of the division's people.
_TOWN_SHARE = 0.02
# Countries that English gives an article, so that "the Congo" is not the river.
_WITH_ARTICLE = frozenset({"CD", "CG", "GM"})
_THE = re.compile(r"\s*the\s", re.IGNORECASE)
_SAYS_DIVISION = re.compile(
    r"\b(?:province|state|governorate|oblast|prefecture|district|region|county|raion|division|department)\s*$"
    r"|^\s*(?:the\s+)?(?:province|state|governorate|oblast|prefecture|district|region|county)\s+of\b",
    re.IGNORECASE,
)
_VOWELS_AND_DOUBLES = re.compile(r"[aeiouyh\W]+|(.)(?=\1)")


def as_meant(name: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the places of a bare name in the order that news means them; ``found`` is in the gazetteer's.

    A name that says what it is ("Kabul province") keeps its divisions first; "the Niger" is the river.
    """
    if _SAYS_DIVISION.search(name):
        return sorted(found, key=lambda candidate: candidate.place.feature_class != "A")
    result = list(found)
    for town in found:
        if town.place.feature_class == "P":
            _before(result, town, _gives_way_to_town)
    river = next((candidate for candidate in found if _is_river(candidate.place)), None)
    if river:
        _before(result, river, _gives_way_to_the_river if _THE.match(name) else _gives_way_to_river)
    return result


def _before(order: list[Candidate], one: Candidate, gives_way: Callable[[Candidate, Candidate], bool]) -> None:
    """Move ``one`` before the first in ``order`` that gives way to it, if that comes earlier."""
    place = order.index(one)
    first = next((i for i, other in enumerate(order[:place]) if gives_way(other, one)), None)
    if first is not None:
        order.insert(first, order.pop(place))


def _gives_way_to_town(other: Candidate, town: Candidate) -> bool:
    place = other.place
    if town.name_kind is NameKind.MAIN and town.place.feature_code == "PPLC":
        same = place.country_code == town.place.country_code
        larger = town.place.population >= _KNOWN_CAPITAL and not _is_country(place)
        if other.name_kind is not NameKind.MAIN and (same or larger):
            return True  # "Tunis" is another name of Tunisia, "Dili" one of Delhi
        if place.feature_class == "A" and larger and place.population < _MANY_TIMES * town.place.population:
            return True
    return _is_division(place) and _bears_it(town, other) and _heads(town.place, place)


def _bears_it(town: Candidate, division: Candidate) -> bool:
    """Say whether the name is the town's own, not one that it got from the division.

    Nor is it the division's own where both have it as one name among others ("Hargeisa").
    """
    if town.name_kind in (NameKind.MAIN, NameKind.SHORT):
        return True
    if town.name_kind is not NameKind.ALTERNATE:
        return False
    own = division.name_kind is not NameKind.ALTERNATE and not alike(division.matched_name, town.place.name)
    return alike(town.place.name, division.place.name) or not own


def _heads(town: Place, division: Place) -> bool:
    """Say whether a town is one of the division's and large enough to be what the name of both means."""
    if town.country_code != division.country_code:
        return False
    if town.feature_code not in ("PPLC", "PPLA") and town.population < _TOWN_SHARE * division.population:
        return False
    if town.admin1_code == division.admin1_code:
        return True
    return (
        town.feature_code in ("PPLC", "PPLA")
        and distance_m(town.latitude, town.longitude, division.latitude, division.longitude) <= _HEADS_WITHIN_M
    )


def _gives_way_to_river(other: Candidate, river: Candidate) -> bool:
    """Say whether a place is called after the river, or so by few: "Irrawaddy" is no main name of a region."""
    return _is_division(other.place) and river.name_kind is NameKind.MAIN and other.name_kind is not NameKind.MAIN


def _gives_way_to_the_river(other: Candidate, _: Candidate) -> bool:
    return other.place.feature_class in "APL" and not (
        _is_country(other.place) and other.place.country_code in _WITH_ARTICLE
    )


def _is_river(place: Place) -> bool:
    return place.feature_code in ("STM", "STMS")


def _is_country(place: Place) -> bool:
    return place.feature_code.startswith("PCL") or place.feature_code == "TERR"


def _is_division(place: Place) -> bool:
    return place.feature_class == "A" and not _is_country(place)


def alike(name: str, other: str) -> bool:
    """Say whether two names have the same consonants: "Kyiv" and "Kiev", not "Mosul" and "Nineveh"."""
    return _VOWELS_AND_DOUBLES.sub("", fold(name)) == _VOWELS_AND_DOUBLES.sub("", fold(other))
