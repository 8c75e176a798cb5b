"""The places that a name may mean, as columns of numbers.

A name's candidates do not depend on the article, so they are looked up and laid out once and
kept for the articles that follow.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer.names import fold
from geo.model import Candidate, NameKind, Place
from geo.resolution.context import Level, without_town
from geo.resolution.kinds import Kind, is_country, kind_of
from geo.resolution.kindwords import BASES, CAMPS, COUNTIES, DISTRICTS, DIVISIONS, STATES, WATERS
from geo.resolution.variants import Step, spellings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.gazetteer import Gazetteer

    Floats = NDArray[np.float32]
    Codes = NDArray[np.int32]

# A name has at most this many candidates; what lies behind them in the gazetteer's order
# ("San José" has hundreds) was never right in the training articles.
MOST_CANDIDATES = 60
_KEPT_NAMES = 20_000
_KEPT_SENSES = 4_000  # a name with all its candidates takes 10 kB
_TOWN = 1000  # inhabitants
_LARGE_DIVISION = 300_000
_FIRST_READINGS = 3
_FIRST_FEW = 12  # countries and divisions come first among the places of a name

# From the widest to the narrowest; the ranker splits between neighbours.
_LEVELS = {
    code: level
    for level, codes in enumerate(
        (
            ("CONT",),
            ("RGN", "RGNH", "RGNE", "AREA"),
            ("PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR"),
            ("ADM1", "ADM1H"),
            ("ADM2", "ADM2H"),
            ("ADM3", "ADM4", "ADM5", "ADMD", "ADMF"),
            ("PPLC",),
            ("PPLA",),
            ("PPLA2",),
            ("PPLA3", "PPLA4", "PPLA5", "PPLG"),
            ("PPL", "PPLS", "PPLF", "PPLL", "PPLR"),
            ("PPLX",),
            ("PPLH", "PPLQ", "PPLW", "PPLCH"),
            ("ISL", "ISLS", "PEN"),
            ("MT", "MTS", "PK", "VAL", "DSRT", "CAPE"),
            ("OCN", "SEA", "GULF", "STRT", "BAY"),
            ("LK", "LKS", "RSV"),
            ("STM", "STMS", "CNL"),
            ("AIRP", "AIRB", "INSM", "MILB"),
        )
    )
    for code in codes
}
_OTHER_LEVEL = 19
_CLASSES = {name: number for number, name in enumerate("ALPHSTRUV")}
_KINDS = {kind: number for number, kind in enumerate(NameKind)}

_RIVERS = ("STM", "STMS")
_REGION = " region"
# Where "region" after a name is only its surroundings.
_WITHOUT_REGIONS = frozenset({"US", "CA", "AU", "GB", "IE", "IN"})
_OF_LEVEL = {
    Level.COUNTY: (Kind.DISTRICT,),
    Level.DIVISION: (Kind.DIVISION, Kind.DISTRICT),
}

# The words that make a name of another place, and the classes that it then has.
_NAMED_WITH: dict[Level, tuple[tuple[str, ...], str]] = {
    Level.COUNTY: (COUNTIES, "A"),
    Level.CAMP: (CAMPS, "SLP"),
    Level.BASE: (BASES, "SL"),
}

STATIC_FEATURES = (
    "log population",
    "population against the largest",
    "rank by population",
    "rank in the gazetteer",
    "level",
    "feature class",
    "kind of name",
    "step",
    "main name is the same",
    "similarity",
    "candidates",
    "candidates in the country",
    "candidates in the admin1",
    "log population of the largest",
    "has a division",
    "has a town",
    "same name as its admin1",
    "length",
    "words",
    "United States",
    "largest in its country",
    "lead over namesakes",
)


STEP = STATIC_FEATURES.index("step")
# Of a name as an enclosing place: its countries, its first-order divisions, and the likeliest of all (0: none).
Around = tuple[frozenset[int], frozenset[int], int]
_NOWHERE: Around = (frozenset(), frozenset(), 0)


@dataclass(frozen=True, slots=True)
class Senses:
    """The candidates of one name in columns; row i of each is candidate i.

    Latitudes and longitudes are radians. Codes are numbers for a country, a first-order and a
    second-order division; 0 is none.
    """

    key: str
    candidates: tuple[Candidate, ...]
    static: Floats
    latitude: Floats
    longitude: Floats
    place: Codes
    country: Codes
    admin1: Codes
    admin2: Codes
    is_country: NDArray[np.bool_]
    is_admin1: NDArray[np.bool_]
    is_admin2: NDArray[np.bool_]
    is_local: NDArray[np.bool_]
    level: Codes
    kind: Codes

    def __len__(self) -> int:
        return len(self.candidates)


class SenseInventory:
    """Looks names up in one gazetteer and keeps what it found."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._numbers: dict[object, int] = {}
        self.senses = lru_cache(maxsize=_KEPT_SENSES)(self._senses)
        self._looked_up: dict[str, list[Candidate]] = {}
        self._around: dict[str, Around] = {}

    def read_ahead(self, names: Iterable[str]) -> None:
        """Look the names of an article up in one go; they are kept until those of the next article come."""
        self._looked_up = self.gazetteer.lookup_all(names, MOST_CANDIDATES)

    def _lookup(self, name: str) -> list[Candidate]:
        """Return the likeliest places of a name."""
        found = self._looked_up.get(name)
        return self.gazetteer.lookup(name, MOST_CANDIDATES) if found is None else found

    def as_town(self, name: str, level: Level) -> tuple[str, Level]:
        """Return "Kandahar" for "Kandahar City", a name that no place bears, and that only a town is left."""
        town = without_town(name)
        known = town == name or level is not Level.ANY or self._lookup(fold(name)) or not self._lookup(fold(town))
        return (name, level) if known else (town, Level.NO_DIVISION)

    def number(self, *code: object) -> int:
        """Return the number that stands for a code in this process; equal codes have equal numbers."""
        return self._numbers.setdefault(code, len(self._numbers) + 1)

    def country_number(self, place: Place) -> int:
        """Return the number of the place's country, 0 for a place that belongs to none."""
        return self.number(place.country_code) if place.country_code else 0

    def admin1_number(self, place: Place) -> int:
        """Return the number of the place's first-order division, 0 for none."""
        if not place.admin1_code or place.admin1_code == "00":
            return 0
        return self.number(place.country_code, place.admin1_code)

    def admin2_number(self, place: Place) -> int:
        """Return the number of the place's second-order division, 0 for none."""
        if not place.admin2_code:
            return 0
        return self.number(place.country_code, place.admin1_code, place.admin2_code)

    def is_well_known_division(self, name: str) -> bool:
        """Say whether a name is first of all a country's or a large division's own: "Bantam" is hardly Banten."""
        return any(
            (is_country(candidate.place) or candidate.place.feature_code == "ADM1")
            and candidate.name_kind in (NameKind.MAIN, NameKind.SHORT, NameKind.ABBREVIATION)
            and candidate.place.population >= _LARGE_DIVISION
            for candidate in self.gazetteer.lookup(name, _FIRST_READINGS)
        )

    def enclosing(self, name: str) -> Around:
        """Return what ``name`` means as an enclosing place.

        The numbers of the countries and of the first-order divisions of that name, and of the
        most likely one among them all (0 where the name is no such place).
        """
        return self.enclosing_all((name,))[name]

    def enclosing_all(self, names: Collection[str]) -> Mapping[str, Around]:
        """Return :meth:`enclosing` of many names at least, with one look at the gazetteer for those not yet known."""
        unknown = [name for name in dict.fromkeys(names) if name not in self._around]
        if unknown:
            if len(self._around) + len(unknown) > _KEPT_NAMES:
                self._around = {name: self._around[name] for name in names if name in self._around}
            for name, found in self.gazetteer.lookup_all(unknown, _FIRST_FEW).items():
                self._around[name] = self._as_enclosing(found) if found else _NOWHERE
        return self._around

    def _as_enclosing(self, found: Iterable[Candidate]) -> Around:
        countries, divisions, first, best = set(), set(), 0, -1.0
        for candidate in found:
            place = candidate.place
            if is_country(place):
                number = self.country_number(place)
                countries.add(number)
                weight = place.population + 1e9
            elif place.feature_code == "ADM1":
                number = self.admin1_number(place)
                divisions.add(number)
                weight = float(place.population)
            else:
                continue
            if weight > best:
                first, best = number, weight
        return frozenset(countries), frozenset(divisions), first

    def _senses(self, name: str, metonym: bool = False, level: Level = Level.ANY) -> Senses:
        """Lay out the candidates of ``name``.

        ``metonym`` says that it stands for a government ("Moscow said"), ``level`` what the words beside it leave.
        """
        found = self._named_with(name, level)
        stem = name[: -len(_REGION)] if name.lower().endswith(_REGION) else name
        if level is Level.REGION or stem != name:
            found = self._region(stem)
        if not found:
            found = _of_level(_of_kind(_of_its_word(name, self._candidates(name)), metonym), level)
        candidates = tuple(candidate for candidate, _ in found)
        places = [candidate.place for candidate in candidates]
        key = fold(name)
        count = len(places)
        population = np.array([place.population for place in places], np.float32)
        log_population = np.log10(population + 1)
        largest = float(log_population.max()) if count else 0.0
        country = np.array([self.country_number(place) for place in places], np.int32)
        admin1 = np.array([self.admin1_number(place) for place in places], np.int32)
        width = np.array([_LEVELS.get(place.feature_code, _OTHER_LEVEL) for place in places], np.int32)
        by_country, by_admin1 = Counter(country.tolist()), Counter(admin1.tolist())
        rank = np.empty(count, np.float32)
        rank[np.argsort(-population, kind="stable")] = np.arange(count)
        largest_in_country: dict[int, float] = {}
        for number, value in zip(country.tolist(), log_population.tolist(), strict=True):
            largest_in_country[number] = max(value, largest_in_country.get(number, 0.0))
        lead = _lead(log_population, country, admin1)
        whole = (
            math.log1p(count),
            largest,
            float(any(place.feature_code in ("ADM1", "ADM2") for place in places)),
            float(any(place.feature_class == "P" for place in places)),
        )
        rows = [
            (
                log_population[i],
                log_population[i] - largest,
                rank[i],
                i,
                width[i],
                _CLASSES.get(place.feature_class, len(_CLASSES)),
                _KINDS[candidate.name_kind],
                int(step),
                fold(place.name) == key,
                _similarity(key, fold(place.name)),
                whole[0],
                math.log1p(by_country[int(country[i])]),
                math.log1p(by_admin1[int(admin1[i])]),
                whole[1],
                whole[2],
                whole[3],
                bool(place.admin1_name) and fold(place.admin1_name) == key,
                len(name),
                name.count(" ") + 1,
                place.country_code == "US",
                log_population[i] >= largest_in_country[int(country[i])],
                lead[i],
            )
            for i, ((candidate, step), place) in enumerate(zip(found, places, strict=True))
        ]
        return Senses(
            key=key,
            candidates=candidates,
            static=np.array(rows, np.float32).reshape(count, len(STATIC_FEATURES)),
            latitude=np.radians(np.array([place.latitude for place in places], np.float32)),
            longitude=np.radians(np.array([place.longitude for place in places], np.float32)),
            place=np.array([self.number(place.key) for place in places], np.int32),
            country=country,
            admin1=admin1,
            admin2=np.array([self.admin2_number(place) for place in places], np.int32),
            is_country=np.array([is_country(place) for place in places], bool),
            is_admin1=np.array([place.feature_code == "ADM1" for place in places], bool),
            is_admin2=np.array([place.feature_code == "ADM2" for place in places], bool),
            is_local=np.array(
                [not is_country(place) and place.feature_code not in ("ADM1", "CONT") for place in places], bool
            ),
            level=width,
            kind=np.array([kind_of(place) for place in places], np.int32),
        )

    def _named_with(self, name: str, level: Level) -> list[tuple[Candidate, Step]]:
        """Return the places of a name and the word beside it: "Clay and Breathitt counties", "Shati refugee camp"."""
        words, classes = _NAMED_WITH.get(level, ((), ""))
        found = [
            candidate
            for word in words
            for candidate in self.gazetteer.lookup(f"{name} {word}", MOST_CANDIDATES)
            if candidate.place.feature_class in classes
        ]
        return [(candidate, Step.EXACT) for candidate in {one.place.key: one for one in reversed(found)}.values()][::-1]

    def _region(self, name: str) -> list[tuple[Candidate, Step]]:
        """Return the divisions that are called the region of a name: "Kyiv region" is not Kyiv City."""
        known = self.gazetteer.lookup(name, 1)
        if not known or known[0].place.country_code in _WITHOUT_REGIONS:
            return []
        regions = [
            candidate
            for candidate in self.gazetteer.lookup(f"{name}{_REGION}", MOST_CANDIDATES)
            if candidate.place.feature_code == "ADM1" and candidate.place.country_code == known[0].place.country_code
        ]
        return [(candidate, Step.EXACT) for candidate in regions if "City" not in candidate.place.name]

    def _candidates(self, name: str) -> list[tuple[Candidate, Step]]:
        """Return the places of the name and of its nearest variant; of a name inside it only where there are none."""
        found: dict[tuple[str, str], tuple[Candidate, Step]] = {}
        for step, key in spellings(name):
            if step is Step.NESTED and found:
                break
            candidates = self._lookup(key)
            for candidate in candidates:
                found.setdefault(candidate.place.key, (candidate, step))
            if candidates and step is not Step.EXACT:
                break
        return list(found.values())[:MOST_CANDIDATES]


def _of_its_word(name: str, found: list[tuple[Candidate, Step]]) -> list[tuple[Candidate, Step]]:
    """Keep the candidates that are what the name says it is, the name as it stands first, where there are any.

    "Red Sea" is no province called after it, "Ghazni province" no town.
    """
    words = fold(name).split()
    if not set(WATERS).isdisjoint(words):
        kept = "H"
    elif len(words) > 1 and words[-1] in (*DIVISIONS, *DISTRICTS, *STATES):
        kept = "A"
    else:
        return found
    kinds = [item for item in found if item[0].place.feature_class == kept]
    if kept == "A" and kinds and all(step is Step.VARIANT for _, step in kinds):
        # Without the word that said so: the division is what the name says, as if spelled in full.
        return [(candidate, Step.EXACT) for candidate, _ in kinds]
    kinds = kinds or found
    return [item for item in kinds if item[1] is Step.EXACT] or kinds


def _of_level(found: list[tuple[Candidate, Step]], level: Level) -> list[tuple[Candidate, Step]]:
    """Keep the candidates of a level where there are any, the divisions of the first order before others.

    "US states" are no division called US.
    """
    if level is Level.REGION:
        return _of_region(found)
    if level is Level.RIVER:
        return _of_river(found)
    kinds = {kind_of(candidate.place) for candidate, step in found if step is Step.EXACT}
    if level is Level.NO_DIVISION and Kind.TOWN in kinds:
        divisions = (Kind.DIVISION, Kind.DISTRICT)
        return [item for item in found if kind_of(item[0].place) not in divisions]
    for kind in () if Kind.COUNTRY in kinds else _OF_LEVEL.get(level, ()):
        kept = [item for item in found if kind_of(item[0].place) is kind]
        if kept:
            return kept
    return found


def _of_river(found: list[tuple[Candidate, Step]]) -> list[tuple[Candidate, Step]]:
    """Keep the rivers where there are any, unless other waters or grounds have the name: "the Channel", "the Gulf"."""
    exact = [item for item in found if item[1] is Step.EXACT]
    other = any(item[0].place.feature_class in "HTL" and item[0].place.feature_code not in _RIVERS for item in exact)
    return found if other else [item for item in exact if item[0].place.feature_code in _RIVERS] or found


def _of_region(found: list[tuple[Candidate, Step]]) -> list[tuple[Candidate, Step]]:
    """Keep the divisions of the first order of the country that the name is best known in, where it calls them so.

    "Kharkiv region" is Kharkiv's oblast; "the Washington region" is no state.
    """
    if not found or found[0][0].place.country_code in _WITHOUT_REGIONS:
        return found
    country = found[0][0].place.country_code
    kept = [item for item in found if item[0].place.feature_code == "ADM1" and item[0].place.country_code == country]
    return kept or found


def _of_kind(found: list[tuple[Candidate, Step]], metonym: bool) -> list[tuple[Candidate, Step]]:
    """Leave out the countries that a seat may stand for, unless the seat itself is no place worth the name.

    "Moscow" is the city, whether it speaks or not: so annotate all corpora, and the mention's
    kind says the rest. "The Kremlin" is Russia rather than some village of that name.
    """
    others = [candidate.place for candidate, _ in found if candidate.name_kind is not NameKind.METONYM]
    if metonym:
        known = any(place.feature_code in ("PPLC", "PPLA") for place in others)
    else:
        known = any(place.population >= _TOWN or place.feature_class != "P" for place in others)
    return [item for item in found if not (known and item[0].name_kind is NameKind.METONYM)]


def _lead(log_population: Floats, country: Codes, admin1: Codes) -> Floats:
    """Return how much more populous each candidate is than the largest elsewhere: a city's own county is no rival."""
    elsewhere = (country[:, None] != country) | (
        (admin1[:, None] != admin1) & (admin1[:, None] > 0) & (admin1[None, :] > 0)
    )
    lead: Floats = log_population - np.where(elsewhere, log_population, 0).max(axis=1, initial=0)
    return lead


def _similarity(name: str, other: str) -> float:
    """Return the share of common letter trigrams (Jaccard index)."""
    mine, yours = _trigrams(name), _trigrams(other)
    return len(mine & yours) / len(mine | yours)


def _trigrams(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
