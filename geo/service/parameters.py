"""The query parameters of a request for features, checked, as the store takes them.

OGC API - Features Part 1 (OGC 17-069r4), clauses 7.15.2 to 7.15.5: ``limit``, ``bbox``,
``datetime`` and one parameter for each property.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.errors import InputError
from geo.layers import FIELDS, Field, FieldType, LayerName
from geo.store import Selection, State
from geo.store.sqlite import Box

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
MAX_LIMIT = 10_000
DEFAULT_LIMIT = 100
STATES = tuple(str(state) for state in State)

# Parameters of events that ask for a least toll, and the field that must have it.
LEAST: dict[str, str] = {"min_killed": "killed_low", "min_injured": "injured_low"}

_TEXT_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Page:
    """Which features of those selected are asked for."""

    selection: Selection
    limit: int = DEFAULT_LIMIT
    offset: int = 0


def page(
    query: Mapping[str, str],
    layer: LayerName,
    *,
    articles: tuple[str, ...] | None = None,
    only_located: bool = False,
) -> Page:
    """Return what the query parameters of a request for features of ``layer`` ask for.

    ``articles`` and ``only_located`` are those of :class:`geo.store.Selection`.

    Raises:
        InputError: naming the parameter that is unknown or wrong.

    """
    rest = dict(query)
    rest.pop("f", None)
    for name in ("crs", "bbox-crs"):
        if rest.pop(name, CRS84) != CRS84:
            raise InputError(f"{name}: only {CRS84} is served")
    limit = whole("limit", rest.pop("limit", str(DEFAULT_LIMIT)), 1)
    offset = whole("offset", rest.pop("offset", "0"), 0)
    box = _box(rest.pop("bbox")) if "bbox" in rest else None
    since, until = _interval(rest.pop("datetime")) if "datetime" in rest else (None, None)
    if layer == "places":
        since = until = None  # places have no time, so that each is as good at any
    search = words("q", rest.pop("q")) if "q" in rest else ""
    tolls = LEAST if layer != "places" else {}
    at_least = {field: whole(name, rest.pop(name), 0) for name, field in tolls.items() if name in rest}
    fields = {field.name: field for field in FIELDS[layer]}
    for name in rest:
        if name not in fields:
            raise InputError(f"there is no parameter '{name[:60]}'")
    values = {name: _value(fields[name], text) for name, text in rest.items()}
    selection = Selection(
        box,
        since,
        until,
        search,
        values,
        articles,
        only_located=only_located,
        at_least=at_least,
    )
    return Page(selection, min(limit, MAX_LIMIT), offset)


def whole(name: str, text: str, least: int) -> int:
    """Return a whole number from ``least``; an InputError names the parameter."""
    if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < least:
        raise InputError(f"{name}: a whole number from {least} is needed")
    return int(text)


def words(name: str, text: str) -> str:
    """Return text that a database can be asked for; an InputError names the parameter."""
    if len(text) > _TEXT_LENGTH or "\0" in text:
        raise InputError(f"{name}: {_TEXT_LENGTH} characters at most, and no NUL")
    # Half of a surrogate pair is in no database.
    return text.encode("utf-8", "replace").decode("utf-8")


def _box(text: str) -> Box:
    wrong = InputError("bbox: four numbers are needed, west,south,east,north in degrees (or six, with heights)")
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise wrong from None
    if len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
        raise wrong
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if south > north or south > 90 or north < -90:
        raise InputError("bbox: the south lies north of the north, or off the Earth")
    west, east = _longitudes(west, east)
    return west, max(south, -90.0), east, min(north, 90.0)


def _longitudes(west: float, east: float) -> tuple[float, float]:
    """Return the bounds within -180 to 180; a map that was panned around the Earth asks beyond them."""
    if east - west >= 360:
        return -180.0, 180.0
    if -180 <= west <= 180 and -180 <= east <= 180:
        return west, east
    return _wrapped(west), _wrapped(east)


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def _interval(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day (UTC) of an instant or interval of RFC 3339; None is open."""
    parts = text.split("/")
    if len(parts) > 2:
        raise InputError("datetime: one day or time, or two with a slash between them")
    since, until = (_day(part) for part in (parts if len(parts) == 2 else parts * 2))
    if len(parts) == 1 and since is None:
        raise InputError("datetime: a day such as 2025-04-04 is needed, or two with a slash between them")
    if since and until and since > until:
        raise InputError("datetime: the interval ends before it begins")
    return since, until


def _day(text: str) -> dt.date | None:
    if text in {"", ".."}:
        return None
    wrong = InputError("datetime: days are written as 2025-04-04, times as 2025-04-04T12:00:00Z")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?", text, re.ASCII):
        raise wrong
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
        whole = re.sub(r"\.\d+", "", text.upper())
        return dt.datetime.fromisoformat(whole).astimezone(dt.UTC).date()
    except (ValueError, OverflowError):
        raise wrong from None


def _value(field: Field, text: str) -> str | int | float | dt.date:
    text = words(field.name, text)
    wrong = InputError(f"{field.name}: '{text[:60]}' is no {field.type}")
    match field.type:
        case FieldType.TEXT:
            # What can be found nowhere is a mistake, which a feed or webhook would keep to itself for good.
            if field.values and text not in field.values:
                raise InputError(f"{field.name}: '{text[:60]}' is none of {', '.join(field.values)}")
            return text
        case FieldType.INTEGER:
            if not re.fullmatch(r"-?[0-9]{1,18}", text):
                raise wrong
            return int(text)
        case FieldType.NUMBER:
            try:
                number = float(text)
            except ValueError:
                raise wrong from None
            if not math.isfinite(number):
                raise wrong
            return number
        case FieldType.DATE:
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                raise wrong from None


def storable(given: str) -> str:
    """Return text without what no database holds: halves of surrogate pairs and NUL."""
    return (
        given.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


def wanted_articles(query: Mapping[str, str]) -> dict[str, Any]:
    """Return what :meth:`geo.store.Store.articles` takes to find what is asked for."""
    state = query.get("state")
    if state is not None and state not in STATES:
        raise InputError(f"state: one of {', '.join(STATES)}")
    return {
        "search": words("q", query.get("q", "")),
        "state": State(state) if state else None,
        "batch": words("job", query["job"]) if "job" in query else None,
    }
