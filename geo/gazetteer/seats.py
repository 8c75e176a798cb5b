"""Seats of government that are meant as buildings: "met at the White House", not "the White House said".

Such a name mostly stands for a government or is part of an organisation's name, and corpora disagree
on when it is a place. After a word that says where ("at", "outside") it is the building itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The name in the text and the name of the building in the gazetteer.
_BUILDINGS = {
    "White House": "White House",
    "Oval Office": "White House",
    "West Wing": "White House",
    "Pentagon": "Pentagon",
    "Kremlin": "Kremlin",
    "10 Downing Street": "Downing Street",
    "Downing Street": "Downing Street",
    "Buckingham Palace": "Buckingham Palace",
    "Houses of Parliament": "Houses of Parliament",
    "Elysee Palace": "Elysee Palace",
    "Élysée Palace": "Elysee Palace",
    "Elysee": "Elysee Palace",
    "Élysée": "Elysee Palace",
    "Reichstag": "Reichstag",
    "Zhongnanhai": "Zhongnanhai",
    "Great Hall of the People": "Great Hall of the People",
    "Blue House": "Blue House",
    "Casa Rosada": "Casa Rosada",
    "Miraflores Palace": "Miraflores Palace",
    "Parliament Hill": "Parliament Hill",
    "U.S. Capitol": "United States Capitol",
    "US Capitol": "United States Capitol",
}
# How sure it is that a seat after a word that says where is the building.
SURE = 0.9
_WHERE = "at|in|inside|into|outside|near|around|opposite|behind|visit|visited|visiting"
_NAMES = "|".join(re.escape(name) for name in sorted(_BUILDINGS, key=len, reverse=True))
# "at the White House Press Office" and "the Kremlin-backed" name something else.
_IN_PLACE_USE = re.compile(rf"\b(?i:{_WHERE})\s(?:the\s)?(?P<name>{_NAMES})(?![\w’'-]|\s[A-Z]\w)")


def meant_as_buildings(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start and end of each seat in ``text`` that is a place there, and its building's name in the gazetteer."""
    for match in _IN_PLACE_USE.finditer(text):
        yield *match.span("name"), _BUILDINGS[match["name"]]
