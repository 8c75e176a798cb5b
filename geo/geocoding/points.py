"""Points as people write them: "47.9, 33.4", "47 54 39 N 33 23 06 E", "47°54′39″N 33°23′06″E", "47,9 33,4"."""

from __future__ import annotations

import contextlib
import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.point import Point

_MOST_READ = 200
_PREFIX = re.compile(r"^[^\W\d_]{2,20}\s*:\s*")  # "UT: N 39°20′ / W 74°35′"
_ALTITUDE = re.compile(r"[,;/\s]\s*[+-]?\d+(?:\.\d+)?\s*(?:km|mi|ft|nmi|nm|m)$", re.IGNORECASE)
# Spelled out, and marks that keyboards have in place of those for minutes and seconds.
_SPELLED = [
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (r"\b(n)orth\b|\b(s)outh\b|\b(e)ast\b|\b(w)est\b", r"\1\2\3\4"),
        (r"(?<![^\W\d_])deg(?:rees?)?\b\.?", "°"),
        (r"(?<![^\W\d_])min(?:utes?)?\b\.?", "′"),
        (r"(?<![^\W\d_])sec(?:onds?)?\b\.?", "″"),
        ("´´|′′", "″"),
        ("´", "′"),
    )
]
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
# "47,9 33,4": a comma inside both numbers and something else between them.
_DECIMAL_COMMAS = re.compile(r"([+-]?\d+),(\d+)(?:\s*[;/]\s*|\s*,\s+|\s+)([+-]?\d+),(\d+)")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>[+\-−]?\s?\d+(?:\.\d+)?(?:e-\d{1,3}(?!\d))?)|(?P<direction>[NSEWnew])(?![^\W\d_])"
    r"|(?P<mark>''|[°º*Dd′'m″\"s”’])(?!i)|(?P<break>[,;/]))"
)
_DEGREES, _MINUTES = "°º*d", "′'m’"
_NORTHERN, _EASTERN = "NS", "EW"


@dataclass(slots=True)
class _Angle:
    """One side of a point: up to three numbers (degrees, minutes, seconds) and a letter."""

    numbers: list[float]
    negative: bool = False
    direction: str = ""
    closed: bool = False  # by a letter, a separator or a mark that the next number cannot follow
    marked: bool = False

    def value(self, most: int) -> float:
        degrees, *smaller = self.numbers
        minutes, seconds = smaller[:1], smaller[1:]
        # geopy rounds seconds and may write "53m 60s".
        beyond = any(not 0 <= part < 60 for part in minutes) or any(not 0 <= part <= 60 for part in seconds)
        if beyond or (smaller and degrees % 1):
            raise ValueError("minutes and seconds are less than 60")
        if self.negative and self.direction:
            raise ValueError("a minus and a letter are one too many")
        value: float = degrees + sum(part / 60**power for power, part in enumerate(smaller, start=1))
        if value > most:
            raise ValueError(f"{value:g} degrees are more than {most}")
        return -value if self.negative or self.direction in ("S", "W") else value


def read_point(query: Any) -> tuple[float, float]:
    """Return latitude and longitude in degrees of a text, of a pair of numbers or of anything that geopy's Point takes.

    geopy's own reading of a text begins anywhere in it ("47 54 39 N 33 23 06 E" becomes 39, 33); here the whole
    text has to be a point, or it is refused.

    Raises:
        geopy.exc.GeocoderQueryError: if ``query`` is no point on the globe.

    """
    try:
        if query is None:  # geopy's Point of nothing is 0, 0
            raise ValueError("it is nothing")
        if isinstance(query, str):
            return _read(query)
        with warnings.catch_warnings():  # geopy warns of a latitude over 90 and then raises
            warnings.simplefilter("ignore", UserWarning)
            point = Point(query)
        return float(point.latitude), float(point.longitude)
    except (TypeError, ValueError) as error:
        shown = repr(query)[:_MOST_READ]
        raise GeocoderQueryError(f"a point is needed, such as '47.9, 33.4', not {shown} ({error})") from error


def _read(text: str) -> tuple[float, float]:
    if len(text) > _MOST_READ:
        raise ValueError("it is too long")
    text = _PREFIX.sub("", text.strip().strip("()[]").strip())
    if match := _DECIMAL_COMMAS.fullmatch(text):
        text = f"{match[1]}.{match[2]} {match[3]}.{match[4]}"
    for spelled, sign in _SPELLED:
        text = spelled.sub(sign, text)
    first, second = _halves(text)
    if first.direction in ("E", "W"):
        first, second = second, first
    for angle, letters in ((first, _NORTHERN), (second, _EASTERN)):
        if angle.direction and angle.direction not in letters:
            raise ValueError("one half is north or south, the other east or west")
    return first.value(90), second.value(180)


def _halves(text: str) -> tuple[_Angle, _Angle]:
    """Take a text apart as it stands, else without an altitude, else with its commas for decimal ones."""
    for reading in (text, _ALTITUDE.sub("", text), _DECIMAL_COMMA.sub(".", text)):
        with contextlib.suppress(ValueError):
            return _angles(reading)
    return _angles(text)


def _angles(text: str) -> tuple[_Angle, _Angle]:
    """Take a text apart at its letters, separators and degree marks, in this order of trust."""
    angles: list[_Angle] = []
    position, ahead = 0, ""
    letters_first = text[:1].upper() in (*_NORTHERN, *_EASTERN)
    while position < len(text.rstrip()):
        token = _TOKEN.match(text, position)
        if token is None:
            raise ValueError("it is not understood")
        position = token.end()
        if token["number"]:
            _add_number(angles, token["number"].replace("−", "-").replace(" ", ""), ahead)
            ahead = ""
        elif token["direction"]:
            letter = token["direction"].upper()
            if letters_first:
                ahead = letter
            elif angles and not angles[-1].direction:
                angles[-1].direction, angles[-1].closed = letter, True
            else:
                raise ValueError("a letter has no number")
        elif not angles:
            raise ValueError("it is not understood")
        elif token["mark"]:
            _add_mark(angles, token["mark"].lower())
        else:
            angles[-1].closed = True
    if ahead:
        raise ValueError("a letter has no number")
    return _pair(angles)


def _add_number(angles: list[_Angle], number: str, ahead: str) -> None:
    signed = number[0] in "+-"
    value = float(number.lstrip("+-"))
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    if not angles or angles[-1].closed or ahead or signed or len(angles[-1].numbers) == 3:
        angles.append(_Angle([value], number.startswith("-"), ahead))
    else:
        angles[-1].numbers.append(value)


def _add_mark(angles: list[_Angle], mark: str) -> None:
    """A mark says which of degrees, minutes and seconds the number before it is; they come in that order."""
    angle = angles[-1]
    if mark in _DEGREES and len(angle.numbers) > 1:  # "39°20′ 74°35′"
        angle.closed = True
        angles.append(angle := _Angle([angle.numbers.pop()]))
    place = 1 if mark in _DEGREES else 2 if mark in _MINUTES else 3
    if place == 3 and len(angle.numbers) == 2:  # "39° 20″"
        angle.numbers.insert(1, 0.0)
    if len(angle.numbers) != place:
        raise ValueError("degrees, minutes and seconds come in this order")
    angle.marked, angle.closed = True, place == 3


def _pair(angles: Sequence[_Angle]) -> tuple[_Angle, _Angle]:
    if len(angles) == 1 and len(angles[0].numbers) == 2 and not (angles[0].direction or angles[0].marked):
        whole = angles[0]
        return _Angle(whole.numbers[:1], whole.negative), _Angle(whole.numbers[1:])
    if len(angles) != 2 or bool(angles[0].direction) != bool(angles[1].direction):
        raise ValueError("it has not two halves")
    first, second = angles
    if not (first.closed or second.direction) and len(first.numbers) != len(second.numbers):
        raise ValueError("it is not clear where its second half begins")
    return first, second
