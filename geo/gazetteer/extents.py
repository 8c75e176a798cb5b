"""How far places reach from the point that stands for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.model import Place

if TYPE_CHECKING:
    from geo.gazetteer.areas import Area

_EARTH_RADIUS_KM = 6371.009  # IUGG's mean radius
# Orders of magnitude, where there is no polygon: half the width of the median division, part of a river.
_EXTENTS_M = {
    "ADM1": 120_000.0,
    "ADM2": 30_000.0,
    "ADM3": 15_000.0,
    "ADM4": 8_000.0,
    "STM": 25_000.0,
    "CNL": 25_000.0,
    "LK": 10_000.0,
    "MTS": 50_000.0,
}


def extent_m(place: Place, area: Area | None = None) -> float:
    """Return how far a place reaches from its point, in metres.

    Of an area, the distance to its farthest point; of a town, an estimate from its people (built-up
    area grows about linearly with them); of a division without a polygon, a river, a lake or a range the
    order of magnitude of its kind; of anything else, one kilometre.
    """
    if area is not None:
        return reach_m(area, place.latitude, place.longitude)
    if place.feature_class == "P":
        return 1000 + 12 * math.sqrt(max(place.population, 0))
    return _EXTENTS_M.get(place.feature_code, 1000.0)


def reach_m(area: Area, latitude: float, longitude: float) -> float:
    """Return the distance in metres to the farthest corner of an area's hull, on a sphere of Earth's mean radius."""
    import shapely

    corners: list[list[float]] = shapely.get_coordinates(area.convex_hull).tolist()
    return max(_great_circle_m(latitude, longitude, north, east) for east, north in corners)


def _great_circle_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance between two points in degrees by Vincenty's formula for a sphere, exact at any distance."""
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    sine, cosine = math.sin(north), math.cos(north)
    other_sine, other_cosine = math.sin(other_north), math.cos(other_north)
    east = math.radians(other_longitude) - math.radians(longitude)
    across = other_cosine * math.sin(east)
    along = cosine * other_sine - sine * other_cosine * math.cos(east)
    chord = sine * other_sine + cosine * other_cosine * math.cos(east)
    return _EARTH_RADIUS_KM * math.atan2(math.sqrt(across**2 + along**2), chord) * 1000
