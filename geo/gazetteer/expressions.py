"""Name expressions: "Paris, Texas", "northern Gaza", "40 km north of Palu", "between A and B".

``parse_expression`` takes an expression apart, ``parse_relation`` only the words before the name,
and ``locate`` turns a place with such words into a point with its uncertainty and, where it is an
area, its polygon.

Uncertainties follow A. D. Chapman and J. R. Wieczorek, *Georeferencing Best Practices* (GBIF 2020):
the extent of the named place, the precision of the stated distance, and that of the direction
("north" may be anything from north-west to north-east) add up.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.gazetteer import areas
from geo.gazetteer.extents import extent_m, reach_m
from geo.model import Place

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer.areas import Area

# UCDP GED counts an event "near" a place as within about 25 km (where_prec 2).
NEAR_M = 25_000
# How far out "off the coast" is looked for, nearest first; beyond the last, a place has no coast.
_OFFSHORE_M = (20_000, 50_000, 100_000)
# The belt of water that is "off the coast" of a country or region, about 60 km.
_BELT_DEGREES = 0.5
# The part of an area that is its "centre": so much of its width and height.
_CENTRAL_SHARE = 0.5
# Islands within so many degrees of the mainland, or of each other, count with it.
_ISLANDS_DEGREES = 4.0

_UNITS_M = {"km": 1000.0, "kilomet": 1000.0, "nautical": 1852.0, "mi": 1609.344, "mile": 1609.344, "m": 1.0, "met": 1.0}
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "a dozen": 12, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100, "one hundred": 100,
}  # fmt: skip
_BEARINGS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
_BEARINGS |= {"northeast": 45.0, "southeast": 135.0, "southwest": 225.0, "northwest": 315.0}

_DIRECTION = r"(?P<direction>(?:north|south)(?:[- ]?(?:east|west))?|east|west)"
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:[.,]\d{1,3})?"
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER = rf"(?P<number>{_DIGITS}|{_WORDS})(?:\s*(?:-|–|to)\s*(?P<upper>{_DIGITS}))?"
_UNIT = r"(?P<unit>nautical|kilomet|km|miles?\b|mi\b|met|m\b)(?:re|er)?s?\.?(?:\s+miles?)?"
_DISTANCE = re.compile(
    rf"\b{_NUMBER}[\s-]*{_UNIT}(?:\s+(?:\(.*?\)|due|to the|further|farther|away|inland|offshore|off|out|from))*"
    rf"(?:\s+{_DIRECTION})?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COAST = re.compile(
    rf"\b(?:off|along|on)\b(?:\s+the)?(?:\s+{_DIRECTION}(?:ern)?)?\s+(?:(?:\w+\s+)?coast|shores?|coastline)\b",
    re.IGNORECASE,
)
_OFF = re.compile(r"\boff\s*$", re.IGNORECASE)
_PART = re.compile(
    rf"^\s*(?:the\s+|in\s+)*(?:{_DIRECTION}ern|(?P<central>central))\b(?:\s+(?:part|half|tip|edge)s?\s+of)?",
    re.IGNORECASE,
)
_SIDE = re.compile(rf"\b{_DIRECTION}(?:ern)?\s+(?:of|from)\b", re.IGNORECASE)
_PART_OF = re.compile(
    rf"\b(?:the\s+)?{_DIRECTION}(?:ern)?(?:\s+(?:part|half|side|tip|edge|of)){{1,2}}\b", re.IGNORECASE
)
_OUTSKIRTS = re.compile(r"\b(?:outskirts|suburbs?|edge)\s+of\b", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:near(?:by)?|not far from|close to|outside|around|in the vicinity of|next to|away from)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"^\s*(?:half-?way\s+|midway\s+)?between\b", re.IGNORECASE)


class RelationKind(StrEnum):
    """How words move or narrow a place."""

    PART = "part"
    OFFSET = "offset"
    COAST = "coast"
    NEAR = "near"
    OUTSKIRTS = "outskirts"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Relation:
    """Words that move or narrow a place.

    ``bearing`` is degrees clockwise from north, None where none is said ("central", "10 km from");
    ``distance_m`` metres, with ``precision_m`` how exactly it is stated (half the unit it is given in).
    """

    kind: RelationKind
    bearing: float | None = None
    distance_m: float | None = None
    precision_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Expression:
    """A name with what is said about it: ``within`` are the larger places named after it.

    ``other`` is the second name of "between A and B", else None.
    """

    name: str
    relation: Relation | None = None
    within: tuple[str, ...] = ()
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A point in degrees, the radius in metres that surely holds what is meant, and its area if it has one."""

    latitude: float
    longitude: float
    uncertainty_m: int
    geometry: Area | None = None


def parse_relation(words: str) -> Relation | None:
    """Understand the words before a name: "40 km north of", "off the coast of", "northern", "near".

    None where they neither move nor narrow the place.
    """
    distance = _DISTANCE.search(words)
    coast = _COAST.search(words)
    offset = _offset(distance) if distance else None
    if coast or _OFF.search(words):
        bearing = _bearing(coast) if coast else None
        if offset:
            bearing = bearing if offset.bearing is None else offset.bearing
            return Relation(RelationKind.COAST, bearing, offset.distance_m, offset.precision_m)
        return Relation(RelationKind.COAST, bearing)
    if offset:
        return offset
    if _BETWEEN.search(words):
        return Relation(RelationKind.BETWEEN)
    if _OUTSKIRTS.search(words):
        return Relation(RelationKind.OUTSKIRTS)
    part = _PART.search(words)
    if part:
        return Relation(RelationKind.PART, _bearing(part))
    side = _SIDE.search(words)
    if side:
        return Relation(RelationKind.NEAR, _bearing(side))
    part = _PART_OF.search(words)
    if part:
        return Relation(RelationKind.PART, _bearing(part))
    return Relation(RelationKind.NEAR) if _NEAR.search(words) else None


def parse_expression(text: str) -> Expression:
    """Take an expression apart into its name, what moves or narrows it, and what it lies in.

    Names that begin like a relation ("Northern Ireland") are for the caller to look up whole first.
    """
    between = re.match(r"\s*(?:half-?way\s+|midway\s+)?between\s+(.+?)\s+and\s+(.+)$", text, re.IGNORECASE | re.DOTALL)
    if between:
        return Expression(between[1].strip(), Relation(RelationKind.BETWEEN), (), between[2].strip())
    relation, rest = _split(text.strip())
    name, *within = (part.strip() for part in rest.split(","))
    return Expression(name, relation, tuple(part for part in within if part))


_AGAIN = rf"(?:{_DIGITS}|{_WORDS})(?:\s*(?:-|–|to)\s*(?:{_DIGITS}))?[\s-]*{_UNIT.replace('?P<unit>', '?:')}"
_WIND = _DIRECTION.replace("?P<direction>", "?:")
_LEADING = re.compile(
    rf"""^(?:(?:about|some|around|roughly|nearly|approximately|almost)\s+)?
    (?: {_AGAIN}\s+(?:off|from)\s+(?:the\s+)?(?:\w+\s+)?(?:coast|shores?)\s+of
      | {_AGAIN}\s+(?:(?:due|away|inland|offshore|off|out|to\ the)\s+)*(?:{_WIND}\s+)?(?:off?|from)\b
      | (?:off|along)\s+(?:the\s+)?(?:\w+\s+)?(?:coast|shores?)\s+of | off
      | (?:on\s+)?(?:the\s+)?(?:outskirts|suburbs?)\s+of
      | near | not\ far\ from | close\ to | outside | around
      | (?:just\s+)?(?:to\ the\s+)?(?:north|south|east|west)(?:-?(?:east|west))?\s+of
      | (?:the\s+)?(?:north|south|east|west)(?:-?(?:east|west))?ern\s+(?:(?:part|half)\s+of)?
      | central )
    \s*(?:the\s+(?:(?:port|capital)\s+)?(?:city|town|village|port)\s+of\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)


def _split(text: str) -> tuple[Relation | None, str]:
    match = _LEADING.match(text)
    if not match or not text[match.end() :].strip():
        return None, text
    relation = parse_relation(match.group())
    return (relation, text[match.end() :]) if relation else (None, text)


def _offset(match: re.Match[str]) -> Relation:
    low = _number(match["number"])
    high = _number(match["upper"]) if match["upper"] else low
    unit = next(metres for name, metres in _UNITS_M.items() if match["unit"].lower().startswith(name))
    distance = (low + high) / 2
    return Relation(
        RelationKind.OFFSET, _bearing(match), distance * unit, max((high - low) / 2, _half_unit(low)) * unit
    )


def _number(text: str) -> float:
    word = text.lower()
    if word in _NUMBERS:
        return float(_NUMBERS[word])
    return float(re.sub(r",(?=\d{3}\b)", "", text).replace(",", "."))


def _half_unit(number: float) -> float:
    """Return half of the decimal step that a number is given in: 5 for 40, 0.5 for 43, 0.05 for 4.3."""
    if number != int(number):
        return 0.05
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step / 2


def _bearing(match: re.Match[str]) -> float | None:
    direction = match.groupdict().get("direction")
    return _BEARINGS[re.sub(r"[- ]", "", direction).lower()] if direction else None


def locate(place: Place, relation: Relation | str | None = None, other: Place | None = None) -> Located:
    """Return where the words put the event: the point, the uncertainty in metres and the area, if any.

    ``relation`` may be the words themselves; None, or words that say nothing of the kind, give the
    place itself. ``other`` is the second place of "between".

    Raises:
        GazetteerError: if the areas file is missing or damaged.

    """
    if isinstance(relation, str):
        relation = parse_relation(relation)
    area = areas.polygon(place)
    extent = extent_m(place, area)
    match relation:
        case Relation(RelationKind.PART) if area is not None:
            return _within(_part(area, relation.bearing))
        case Relation(RelationKind.PART, float(bearing)):
            return _moved(place, bearing, extent / 2, extent)
        case Relation(RelationKind.OFFSET, bearing, float(distance)):
            return _offset_from(place, bearing, distance, relation.precision_m + extent)
        case Relation(RelationKind.COAST):
            return _off_coast(place, area, relation.bearing, relation.distance_m)
        case Relation(RelationKind.NEAR, float(bearing)):
            return _moved(place, bearing, NEAR_M / 2, NEAR_M + extent)
        case Relation(RelationKind.NEAR):
            return Located(place.latitude, place.longitude, round(NEAR_M + extent))
        case Relation(RelationKind.OUTSKIRTS):
            return Located(place.latitude, place.longitude, round(1.5 * extent))
        case Relation(RelationKind.BETWEEN) if other is not None:
            return _between(place, other)
        case Relation(RelationKind.BETWEEN):
            return Located(place.latitude, place.longitude, round(NEAR_M + extent))
    return Located(place.latitude, place.longitude, round(extent), area)


def _part(area: Area, bearing: float | None) -> Area:
    """Return the side of an area that a direction names, cut at the centre; without one, its middle."""
    import shapely

    area = _mainland(area)
    west, south, east, north = area.bounds
    centre = area.centroid
    if bearing is None:
        width, height = (east - west) * _CENTRAL_SHARE / 2, (north - south) * _CENTRAL_SHARE / 2
        frame = shapely.box(centre.x - width, centre.y - height, centre.x + width, centre.y + height)
    else:
        radians = math.radians(bearing)
        northward, eastward = round(math.cos(radians)), round(math.sin(radians))
        frame = shapely.box(
            centre.x if eastward > 0 else west,
            centre.y if northward > 0 else south,
            centre.x if eastward < 0 else east,
            centre.y if northward < 0 else north,
        )
    part = areas.polygonal(shapely.intersection(area, frame))
    return area if part.is_empty else part


def _mainland(area: Area) -> Area:
    """Return the largest part with what is near it, step by step: "southern France" is not in the Pacific."""
    import shapely

    parts = shapely.get_parts(area)
    boxes = shapely.envelope(parts)  # near enough, and a thousand times faster in Canada
    tree = shapely.STRtree(boxes)
    border = [int(shapely.area(parts).argmax())]
    found = set(border)
    while border:
        near = {int(part) for part in tree.query(boxes[border.pop()], predicate="dwithin", distance=_ISLANDS_DEGREES)}
        border += near - found
        found |= near
    return areas.polygonal(shapely.MultiPolygon(list(parts[sorted(found)])))


def _within(area: Area) -> Located:
    centre = area.centroid
    point = centre if area.covers(centre) else area.point_on_surface()
    reach = reach_m(area, point.y, point.x)
    return Located(round(point.y, 6), round(point.x, 6), round(reach), area)


def _moved(place: Place, bearing: float, distance_m: float, uncertainty_m: float) -> Located:
    latitude, longitude = _destination(place.latitude, place.longitude, bearing, distance_m)
    return Located(latitude, longitude, round(uncertainty_m))


def _destination(latitude: float, longitude: float, bearing: float, distance_m: float) -> tuple[float, float]:
    from geopy.distance import geodesic

    point = geodesic(meters=distance_m).destination((latitude, longitude), bearing)
    return round(point.latitude, 6), round((point.longitude + 180) % 360 - 180, 6)


def _offset_from(place: Place, bearing: float | None, distance_m: float, slack_m: float) -> Located:
    if bearing is None:  # "10 km from Goma": anywhere on the ring
        return Located(place.latitude, place.longitude, round(distance_m + slack_m))
    # "North" reaches from north-west to north-east, "north-east" half as far: the chord to the limit.
    spread = 45.0 if bearing % 90 == 0 else 22.5
    chord = 2 * distance_m * math.sin(math.radians(spread) / 2)
    return _moved(place, bearing, distance_m, chord + slack_m)


def _between(place: Place, other: Place) -> Located:
    from geographiclib.geodesic import Geodesic

    line = Geodesic.WGS84.InverseLine(place.latitude, place.longitude, other.latitude, other.longitude)
    middle = line.Position(line.s13 / 2)
    return Located(round(middle["lat2"], 6), round(middle["lon2"], 6), round(line.s13 / 2))


def _off_coast(place: Place, area: Area | None, bearing: float | None, distance_m: float | None) -> Located:
    import shapely

    land, seas = areas.land(), _waters()
    if area is not None and place.feature_class != "H":
        belt = shapely.buffer(area if bearing is None else _part(area, bearing), _BELT_DEGREES)
        water = shapely.union_all(seas.geometries.take(seas.query(belt, predicate="intersects")))
        offshore = areas.polygonal(shapely.intersection(belt, water))
        if not offshore.is_empty:
            return _within(offshore)
    bearings = [step * 22.5 for step in range(16)]
    if bearing is not None:
        bearings = [angle for angle in bearings if abs((angle - bearing + 180) % 360 - 180) <= 45]
    for distance in _OFFSHORE_M if distance_m is None else (distance_m,):
        points = [_destination(place.latitude, place.longitude, angle, distance) for angle in bearings]
        wet = [point for point in points if seas.query(shapely.Point(point[::-1]), predicate="within").size]
        if wet:
            latitude, longitude = max(wet, key=lambda point: _distance_to(land, shapely.Point(point[::-1])))
            return Located(latitude, longitude, round(distance + NEAR_M / 2))
    return Located(place.latitude, place.longitude, _OFFSHORE_M[-1])


def _distance_to(tree: STRtree, point: BaseGeometry) -> float:
    """Return the distance in degrees, which is enough to compare points close to each other."""
    import shapely

    return float(shapely.distance(tree.geometries[tree.nearest(point)], point))


@lru_cache(maxsize=1)
def _waters() -> STRtree:
    from shapely import STRtree

    return STRtree([area for _, area in areas.seas()])
