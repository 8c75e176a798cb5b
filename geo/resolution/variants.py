"""Other spellings under which the gazetteer may know a name that the text gives.

The variants come in steps; each step strays further from what the text says, and the ranker
learns how much trust is left at each. A step is only taken when the ones before found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from geo.gazetteer.names import fold


class Step(IntEnum):
    """How far a looked-up spelling lies from the text's."""

    EXACT = 0
    SPELLING = 1  # the possessive, an abbreviation written out
    HEAD = 2  # what stands before a comma or bracket; "counties" for "county"
    QUALIFIED = 3  # without "northern", "city of", "district"
    PART = 4  # one side of a hyphen, or with a designator added
    NESTED = 5  # a name inside the name: "Alberta" of "University of Alberta"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ABBREVIATED_WORDS = {
    "co": "county",
    "cos": "counties",
    "twp": "township",
    "hts": "heights",
    "pt": "point",
    "is": "island",
    "mtn": "mountain",
    "mtns": "mountains",
    "intl": "international",
    "univ": "university",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}
# Words that name a kind of place and may be left out, or added, without naming another place.
_DESIGNATORS = _set(
    "area borough city county department district governorate island islands metro oblast parish prefecture "
    "province region state suburb territory town township valley village peninsula"
)
_QUALIFIERS = _set(
    "central coastal downtown east eastern far greater inner lower mainland metro metropolitan mid midtown north "
    "northeast northeastern northern northwest northwestern occupied outer rural south southeast southeastern "
    "southern southwest southwestern suburban upper upstate west western"
)
_OF_PHRASE = re.compile(
    r"^(?:(?:city|town|village|county|borough|state|province|region|district|governorate|port|municipality|"
    r"republic|kingdom|commonwealth|township|island|gulf|emirate) of |the )+"
)
_POSSESSIVE = re.compile(r"[’'`]s?$")
# Words that are names of places somewhere, but hardly ever inside another name.
_NO_NAMES = _set("of the and in at for on club council university college house school bank court hospital")
_LONGEST_NEST = 8
_ADDED = ("county", "city", "island", "district", "province", "township")


def variants(name: str) -> Iterator[tuple[Step, str]]:
    """Yield folding keys to look up, nearest to the text first, each with its step."""
    key = fold(name)
    words = key.split()
    yield Step.EXACT, key

    if _POSSESSIVE.search(name):
        yield Step.SPELLING, fold(_POSSESSIVE.sub("", name))
    if len(words) > 1 and any(word in _ABBREVIATED_WORDS for word in words):
        yield Step.SPELLING, " ".join(_ABBREVIATED_WORDS.get(word, word) for word in words)

    for mark in ",(":
        head, found, _ = name.partition(mark)
        if found and head.strip():
            yield Step.HEAD, fold(head)
    if len(words) > 1 and words[-1] in ("counties", "cos", "provinces", "parishes", "islands", "states"):
        yield Step.HEAD, " ".join([*words[:-1], _singular(words[-1])])

    if len(words) > 1 and words[-1] in _DESIGNATORS:
        yield Step.QUALIFIED, " ".join(words[:-1])
    rest = words
    while len(rest) > 1 and rest[0] in _QUALIFIERS:
        rest = rest[1:]
        yield Step.QUALIFIED, " ".join(rest)
    without = _OF_PHRASE.sub("", key)
    if without != key:
        yield Step.QUALIFIED, without

    if "-" in name:
        for side in name.split("-"):
            if len(side) > 3:
                yield Step.PART, fold(side)
    if len(key) > 4 and key.endswith("s"):
        yield Step.PART, key[:-1]
    for designator in _ADDED:
        yield Step.PART, f"{key} {designator}"

    for start, end in sorted(_inner(len(words)), key=lambda span: (span[0] - span[1], span[0])):
        if "of" in words and words.index("of") == start - 1:
            yield Step.NESTED, " ".join(words[start:end])
    for start, end in sorted(_inner(len(words)), key=lambda span: (span[0] - span[1], span[0])):
        if words[end - 1] not in _NO_NAMES and words[start] not in _NO_NAMES:
            yield Step.NESTED, " ".join(words[start:end])


def _inner(words: int) -> list[tuple[int, int]]:
    """Return the spans of words inside a name of so many words, at its beginning or its end."""
    if words > _LONGEST_NEST:
        return []
    return [(0, end) for end in range(1, words)] + [(start, words) for start in range(1, words)]


def _singular(word: str) -> str:
    if word == "cos":
        return "county"
    return word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith("shes") else word[:-1]
