"""The gazetteer's say on each word: is it part of a known name, and of what kind of place?

The classes are coarse on purpose: the network's weights stay valid when the gazetteer grows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo.model import Candidate, NameKind

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

NONE, COUNTRY, REGION, DISTRICT, HAMLET, TOWN, CITY, METROPOLIS, FEATURE, DEMONYM, CODE = range(11)
_KINDS = 11
CLASSES = 2 * _KINDS
"""How many gazetteer classes a word can have: each kind for the first and for the later words of a name."""

_CANDIDATES = 3
_LONGEST_NAME = 5
# Words that are written small inside names ("Ivory Coast", but "Republic of the Congo").
_SMALL = "of the and de del la las los le les do da dos das di du al el en am an der upon on in sur"
_SMALL_WORDS = frozenset(_SMALL.split())
# Closed-class words that are also names or codes of some hamlet: no name begins with them.
_CLOSED_CLASS = """
a about after all also although an and any are as at be because been before both but by can could did do does during
each even every few first for from had has have he her here him his how i if in into is it its just like many may me
more most much must my next no nor not now of off on once one only or other our out over own said same she should
since so some still such than that the their them then there these they this those though through to too two under
until up upon us very was we well were what when where whether which while who whom whose why will with within without
would yes yet you your
"""
FUNCTION_WORDS = frozenset(_CLOSED_CLASS.split())
_JOINED = re.compile(r"[ \u00a0]|[-–'’ʼ`./]|\. |['’] |")

Classify = Callable[[str], int]


class NameClasses:
    """Looks words up in a gazetteer; keeps what it has seen, since news repeats its names."""

    def __init__(self, classify: Classify) -> None:
        self._classify = lru_cache(maxsize=50_000)(classify)

    @classmethod
    def of_gazetteer(cls, gazetteer: Gazetteer) -> NameClasses:
        """Return the classes of ``gazetteer``: those of the most prominent place of each name."""

        def classify(name: str) -> int:
            for candidate in gazetteer.lookup(name, limit=_CANDIDATES):
                # "The" and "At" are codes of airports and countries, but only in capitals.
                if candidate.name_kind is not NameKind.CODE or name.isupper():
                    return kind_of(candidate)
            return NONE

        return cls(classify)

    def of_words(self, text: str, spans: list[tuple[int, int]]) -> NDArray[np.int64]:
        """Return the class of each word, shape (words,): longest match first, from left to right.

        Only names that begin with a capital are looked up, unless the text has no capitals at all.
        """
        classes = np.zeros(len(spans), dtype=np.int64)
        caseless = text.islower()
        first = 0
        while first < len(spans):
            if not _may_begin(text[spans[first][0] : spans[first][1]], caseless):
                first += 1
                continue
            last, kind = self._longest(text, spans, first, caseless)
            if kind:
                classes[first] = kind
                classes[first + 1 : last + 1] = kind + _KINDS
            first = last + 1
        return classes

    def _longest(self, text: str, spans: list[tuple[int, int]], first: int, caseless: bool) -> tuple[int, int]:
        """Return the last word and the kind of the longest known name that begins at the word ``first``."""
        ends = [first]
        count = 1
        for index in range(first + 1, min(first + 2 * _LONGEST_NAME, len(spans))):
            if not _JOINED.fullmatch(text[spans[index - 1][1] : spans[index][0]]):
                break
            word = text[spans[index][0] : spans[index][1]]
            if word[0].isalnum():
                count += 1
                if count > _LONGEST_NAME or not (caseless or not word[0].islower() or word in _SMALL_WORDS):
                    break
                if caseless or not word[0].islower():
                    ends.append(index)
            elif word == "." and spans[index - 1][1] - spans[index - 1][0] == 1:
                ends.append(index)  # "U.S."
            elif word not in "-–'’ʼ`./":
                break
        for last in reversed(ends):
            name = text[spans[first][0] : spans[last][1]]
            kind = self._classify(name)
            if kind:
                return last, kind
        return first, NONE


def _may_begin(word: str, caseless: bool) -> bool:
    if not word[0].isalpha() or (word[0].islower() and not (caseless and len(word) > 3)):
        return False
    return word.casefold() not in FUNCTION_WORDS or word == "US"


def kind_of(candidate: Candidate) -> int:
    """Return the coarse class of a place under one of its names."""
    if candidate.name_kind is NameKind.DEMONYM:
        return DEMONYM
    if candidate.name_kind in (NameKind.CODE, NameKind.ABBREVIATION):
        return CODE
    place = candidate.place
    if place.feature_code.startswith("PCL"):
        return COUNTRY
    if place.feature_code == "ADM1":
        return REGION
    if place.feature_class == "A":
        return DISTRICT
    if place.feature_class != "P":
        return FEATURE
    bounds = ((1_000_000, METROPOLIS), (100_000, CITY), (5_000, TOWN))
    return next((kind for least, kind in bounds if place.population >= least), HAMLET)
