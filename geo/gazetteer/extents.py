"""How far places reach from the point that stands for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.model import Place

if TYPE_CHECKING:
    from geo.gazetteer.areas import Area

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
    """Return the distance in metres to the farthest corner of an area's hull."""
    import shapely
    from geopy.distance import great_circle

    corners = shapely.get_coordinates(area.convex_hull)
    return float(max(great_circle((latitude, longitude), (y, x)).meters for x, y in corners))
