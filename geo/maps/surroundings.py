"""What lies around the events, finer than the basemap: coasts, borders and divisions of a zoomed-in map.

The basemap is good to about three kilometres. Within some 150 km of events the page has the
gazetteer's own areas (about one kilometre), cut to that window, with the lines between the
first- and second-order divisions and their names.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.gazetteer import areas, borders
from geo.preferred import preferred

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer import Gazetteer

AT_MOST = 60  # places that are drawn finely
REACH = 1.4  # degrees of latitude, about 155 km
LARGEST_REACH = 4.0  # degrees of longitude, near the poles
TOLERANCE = 0.01  # degrees: how far apart neighbours draw their common border
SAME = 0.03  # degrees: lines so close are the same line, simplified differently
UNIT = 0.001  # degrees, about 110 m
# The zooms from which divisions are named.
REGION_ZOOM, DISTRICT_ZOOM = 6, 9
KINDS = (areas.Kind.COUNTRY, areas.Kind.ADMIN1, areas.Kind.ADMIN2)


def around(points: Sequence[tuple[float, float]], gazetteer: Gazetteer) -> dict[str, Any]:
    """Return the window around these points and what it shows, as geometries in degrees.

    ``window`` and ``land`` are polygons, ``borders``, ``admin1`` and ``admin2`` are lines, ``names`` are
    ``[name, latitude, longitude, first zoom, "region" or "district", width in degrees]``.
    """
    import shapely

    window = shapely.union_all([box for point in points[:AT_MOST] for box in _boxes(*point)])
    wider = shapely.buffer(window, SAME, join_style="mitre")  # what reaches beyond the window has no end in it
    countries, regions, districts = (areas.meeting(kind, wider) for kind in KINDS)

    def cut(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
        return shapely.union_all([shapely.intersection(geometry, wider) for geometry in geometries])

    def between(divisions: Iterable[tuple[str, BaseGeometry]]) -> BaseGeometry:
        inside = ((whole, shapely.intersection(geometry, wider)) for whole, geometry in divisions)
        return cut(borders.common(inside, TOLERANCE).values())

    # Counties' lines are finer than states', which are not drawn beside them a second time.
    inner = between((district.within, district.geometry) for district in districts)
    fine = between((district.country, district.geometry) for district in districts)
    coarse = between((region.country, region.geometry) for region in regions)
    land = [areas.polygonal(shapely.intersection(country.geometry, wider)) for country in countries]
    return {
        "window": window,
        "land": shapely.MultiPolygon([part for country in land for part in shapely.get_parts(country)]),
        "borders": cut(country.geometry.boundary for country in countries),
        "admin1": shapely.union(
            shapely.difference(fine, shapely.buffer(inner, TOLERANCE / 10)),
            shapely.difference(coarse, shapely.buffer(fine, SAME)),
        ),
        "admin2": inner,
        "names": [
            *(_name(region, _official(region, gazetteer), REGION_ZOOM, "region") for region in regions),
            *(_name(district, district.name, DISTRICT_ZOOM, "district") for district in districts),
        ],
    }


def _official(region: areas.Division, gazetteer: Gazetteer) -> str:
    place = gazetteer.admin1(region.country, region.code.rpartition(".")[2])
    return preferred(place.name if place else region.name, region.country)


def _boxes(latitude: float, longitude: float) -> list[BaseGeometry]:
    """Return the box around a point, in two parts where it crosses the antimeridian."""
    import shapely

    reach = min(REACH / max(math.cos(math.radians(latitude)), 1e-6), LARGEST_REACH)
    south, north = max(latitude - REACH, -90.0), min(latitude + REACH, 90.0)
    west, east = longitude - reach, longitude + reach
    whole = shapely.box(max(west, -180.0), south, min(east, 180.0), north)
    if west < -180:
        return [whole, shapely.box(west + 360, south, 180.0, north)]
    return [whole, shapely.box(-180.0, south, east - 360, north)] if east > 180 else [whole]


def _name(division: areas.Division, name: str, zoom: int, kind: str) -> list[Any]:
    import shapely

    largest = max(shapely.get_parts(division.geometry), key=lambda part: part.area)
    middle = largest.centroid if largest.contains(largest.centroid) else largest.point_on_surface()
    west, _, east, _ = largest.bounds
    return [name, round(middle.y, 3), round(middle.x, 3), zoom, kind, round(east - west, 2)]
