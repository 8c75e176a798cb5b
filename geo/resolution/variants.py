"""The spellings to look a name up under: its own, then guesses, the nearest to the text first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from geo.gazetteer import names


class Step(IntEnum):
    """How far a looked-up spelling lies from the text's; the ranker learns how much trust is left at each."""

    EXACT = 0
    VARIANT = 1  # see geo.gazetteer.names.variants
    NESTED = 2  # a name inside the name: "Alberta" of "University of Alberta"


_LONGEST_NEST = 8
# Words that are names of places somewhere, but hardly ever inside another name.
_HEADS = (
    "of the and in at for on club council university college house school bank court hospital church association"
    " center centre office party team"
)
_NO_NAMES = frozenset(_HEADS.split())
# Words that say what a place is: alone they are not the place in a longer name ("Lake Vermont" is in no county "Lake").
_KINDS = (
    "lake river creek bay beach island islands valley mountain mountains mount hill hills park forest wood woods spring"
    " springs falls point port ridge canyon canal city town village county parish township district province state"
    " region north south east west northern southern eastern western central upper lower street road avenue highway"
    " square bridge field fields garden gardens airport street national international high middle old new great saint"
)
_ONLY_KINDS = frozenset(_KINDS.split())
# "N.Y" where the sentence's full stop took the name's.
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


# Words that begin names and name nothing by themselves, though some river may be called so.
_BEGINNINGS = frozenset(
    ("new", "old", "great", "saint", "san", "santa", "fort", "mount", "upper", "lower", "little", "big")
)


def spellings(name: str) -> Iterator[tuple[Step, str]]:
    """Yield folding keys to look up, each with its step."""
    if _INITIALS.fullmatch(name):
        name += "."
    if names.fold(name) in _BEGINNINGS:
        return
    yield Step.EXACT, names.fold(name)
    for variant in names.variants(name):
        yield Step.VARIANT, variant
    for nested in _nested(names.fold(name).split()):
        yield Step.NESTED, nested


def _nested(words: list[str]) -> Iterator[str]:
    """Yield what follows "of" and then the beginnings and ends of a name of several words, the longest first."""
    if not 1 < len(words) <= _LONGEST_NEST:
        return
    if "of" in words[:-1]:
        yield " ".join(words[words.index("of") + 1 :])
    for length in range(len(words) - 1, 0, -1):
        for part in (words[:length], words[-length:]):
            if part[0] not in _NO_NAMES and part[-1] not in _NO_NAMES and not _ONLY_KINDS.issuperset(part):
                yield " ".join(part)
