"""Words that move or narrow a place: "40 km north of", "off the coast of", "northern"."""

from __future__ import annotations

import re

_DIRECTIONS = r"(?:north|south|east|west)(?:-?(?:east|west))?"
_OF_THE_CITY = (
    r"\s+(?:the\s+)?(?:(?:[\w-]+\s+){0,2}?(?:port\s+)?(?:city|town|village|port|capital)\s+(?:city\s+)?of\s+)?$"
)
_DISTANCE = re.compile(
    r"(?:(?:about|some|around|roughly|nearly|approximately|almost)\s+)?\d[\d.,]*\s*(?:-\s*)?"
    r"(?:km|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m|nautical miles)\b[^.;:()\n]{0,24}?"
    rf"\b(?:{_DIRECTIONS}|off|from|outside|away)(?:ern)?(?:\s+(?:of|from|the coast of))?{_OF_THE_CITY}",
    re.IGNORECASE,
)
_NEARBY = re.compile(
    r"\b(?:off (?:the )?(?:\w+ )?coast of|near|not far from|close to|on the outskirts of|outside|around|between"
    rf"|{_DIRECTIONS} of){_OF_THE_CITY}"
    # "the western city of X" is the whole of X, "western X" is not.
    rf"|\b(?:{_DIRECTIONS}ern|central)\s+$",
    re.IGNORECASE,
)
_LOOK_BACK = 70


def before(text: str, start: int) -> str | None:
    """Return the words before a name that move or narrow it: "40 km north of", "off the coast of"."""
    window = text[max(0, start - _LOOK_BACK) : start]
    for pattern in (_DISTANCE, _NEARBY):
        match = pattern.search(window)
        if match:
            return match.group().strip()
    return None
