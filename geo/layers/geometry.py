"""Geometry that every reader accepts: WGS 84, valid, six decimals, right-handed, cut at the antimeridian."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.errors import InputError

if TYPE_CHECKING:
    from shapely import MultiPolygon, Point
    from shapely.geometry.base import BaseGeometry

# RFC 7946, section 11.2: six decimals are about ten centimetres.
DECIMALS = 6
_GRID = 10**-DECIMALS
# An outline is simplified by a thousandth of its size, at most by one kilometre (degrees): the boundaries are
# not better than that.
_SHARE, _COARSEST = 0.001, 0.01
# Not even Canada is drawn by more points, 40 kB of GeoJSON: on a screen that shows all of it, none of them is missed.
_MOST_POINTS = 2_000
_COARSER = 1.5
_CIRCLE_POINTS = 64
# A quarter of the Earth's girth: a larger circle is a hemisphere and says nothing.
_LARGEST_RADIUS_M = 10_000_000


def position(latitude: float, longitude: float, whose: str) -> tuple[float, float]:
    """Return longitude and latitude with six decimals.

    Raises:
        InputError: if they are no position on Earth; ``whose`` names what they belong to.

    """
    if not (math.isfinite(latitude) and -90 <= latitude <= 90):
        raise InputError(f"{whose}: latitude {latitude} is not between -90 and 90")
    if not (math.isfinite(longitude) and -180 <= longitude <= 180):
        raise InputError(f"{whose}: longitude {longitude} is not between -180 and 180")
    # Adding zero turns -0.0 into 0.0, so that equal places are written alike.
    return round(longitude, DECIMALS) + 0.0, round(latitude, DECIMALS) + 0.0


def point(latitude: float, longitude: float, whose: str) -> Point:
    """Return a point with six decimals; errors as in :func:`position`."""
    from shapely import Point

    return Point(*position(latitude, longitude, whose))


def simplified(geometry: BaseGeometry) -> BaseGeometry:
    """Return an outline with as few points as show it, so that a country is kilobytes and not megabytes.

    Where it has too many still, it is drawn as coarsely as a map shows it that has all of it: step by step with fewer
    points, and without the islands that are smaller than such a step.
    """
    import shapely

    tolerance = min(_SHARE * math.sqrt(geometry.area), _COARSEST)
    simple = shapely.simplify(geometry, tolerance)
    while shapely.get_num_coordinates(simple) > _MOST_POINTS:
        tolerance *= _COARSER
        parts = shapely.get_parts(simple)
        seen = parts[shapely.area(parts) >= tolerance**2]
        simple = shapely.simplify(shapely.union_all(seen) if len(seen) > 1 else simple, tolerance)
    return geometry if simple.is_empty else simple


def multipolygon(geometry: BaseGeometry) -> MultiPolygon:
    """Return the polygons of ``geometry``, valid, on the grid of six decimals, outer rings anticlockwise.

    The result is empty where nothing has an area.
    """
    import shapely

    on_grid = shapely.set_precision(shapely.make_valid(shapely.force_2d(geometry)), _GRID)
    # Twice, as a collection may hold multipolygons.
    parts = shapely.get_parts(shapely.get_parts(on_grid))
    polygons = [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.orient_polygons(shapely.MultiPolygon(polygons))


@lru_cache(maxsize=4096)
def circle(latitude: float, longitude: float, radius_m: float) -> MultiPolygon:
    """Return the geodesic circle around a point, cut at the antimeridian and right over a pole.

    The radius is metres on the WGS 84 ellipsoid.
    """
    import antimeridian
    import numpy as np
    from pyproj import Geod
    from shapely import Polygon

    bearings = np.linspace(0.0, -360.0, _CIRCLE_POINTS, endpoint=False)
    count = len(bearings)
    longitudes, latitudes, _ = Geod(ellps="WGS84").fwd(
        np.full(count, longitude),
        np.full(count, latitude),
        bearings,
        np.full(count, min(radius_m, _LARGEST_RADIUS_M)),
    )
    ring = Polygon(np.column_stack((longitudes, latitudes)))
    # A jump around the globe: the circle crosses the antimeridian, or has a pole inside.
    jumps = np.abs(np.diff(longitudes, append=longitudes[:1])) > 180
    return multipolygon(antimeridian.fix_polygon(ring, fix_winding=False) if jumps.any() else ring)
