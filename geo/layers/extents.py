"""The polygons of areas: boundaries from the gazetteer, else circles of the uncertainty."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from geo.layers.fields import ExtentSource
from geo.layers.geometry import circle, multipolygon, simplified
from geo.layers.rows import GEOMETRY, Row, place_id
from geo.model import EventLocation, Place

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

# An area without a boundary and without an uncertainty is drawn as large as a town.
_LEAST_RADIUS_M = 1_000
# Laying an outline on the grid takes as long as parsing a paragraph, and the same countries come again and again.
_KEPT = 512


class Boundaries(Protocol):
    """What the layers need of a gazetteer."""

    def polygon(self, place: Place) -> BaseGeometry | None:
        """Return the boundary of ``place`` in degrees, or None where none is known."""
        ...

    def extent_source(self, place: Place) -> str | None:
        """Say where the polygon comes from, in the words of :class:`geo.layers.fields.ExtentSource`."""
        ...


class Extent(NamedTuple):
    """The area that is known of an event, the same for all events that are known by it."""

    area_id: str
    polygon: MultiPolygon
    source: ExtentSource


class Extents:
    """Looks polygons up, each boundary once."""

    def __init__(self, gazetteer: Boundaries | None) -> None:
        self._gazetteer = gazetteer
        self._extents_of: dict[tuple[str, str], Extent | None] = {}
        self._disputes_at: dict[tuple[float, float], str | None] = {}
        self._points_in: dict[tuple[str, float, float], Row] = {}

    def of_event(self, location: EventLocation) -> Extent:
        """Return the area of an event that is known only by one."""
        relation = location.relation or ""
        area_id = f"{place_id(location.place)}/{relation}" if relation else place_id(location.place)
        key = (area_id, relation)
        if key not in self._extents_of:
            self._extents_of[key] = self._known(area_id, location.place, relation)
        if (known := self._extents_of[key]) is not None:
            return known
        latitude, longitude = location.latitude, location.longitude
        radius_m = max(location.coordinate_uncertainty_m, _LEAST_RADIUS_M)
        drawn = circle(latitude, longitude, radius_m)
        return Extent(f"{area_id}@{latitude:.5f},{longitude:.5f},{radius_m}", drawn, ExtentSource.UNCERTAINTY)

    def point_in(self, extent: Extent, latitude: float, longitude: float) -> Row:
        """Return geometry, latitude and longitude of an event on the surface of its area.

        That is where it is said to be, where that lies in the area (the middle of an archipelago is at sea).
        """
        import shapely

        key = (extent.area_id, latitude, longitude)
        if key not in self._points_in:
            point = shapely.Point(longitude, latitude)
            if not extent.polygon.covers(point):
                point = shapely.set_precision(extent.polygon.representative_point(), 1e-6)
            self._points_in[key] = {GEOMETRY: point, "latitude": point.y, "longitude": point.x}
        return self._points_in[key]

    def dispute(self, location: EventLocation) -> str | None:
        """Return the name of the disputed or breakaway area that an event lies in."""
        if self._gazetteer is None:
            return None
        from geo.gazetteer import areas

        key = (location.latitude, location.longitude)
        if key not in self._disputes_at:
            self._disputes_at[key] = areas.dispute(*key)
        return self._disputes_at[key]

    def _known(self, area_id: str, place: Place, relation: str) -> Extent | None:
        """Return the boundary of a place or what the words leave of it ("northern"), None where none is known."""
        if self._gazetteer is None:
            return None
        polygon: BaseGeometry | None
        if relation:
            from geo.gazetteer import expressions

            polygon = expressions.locate(place, relation).geometry
            source = ExtentSource.EXTENT  # nobody draws the border of "northern Gaza"
        else:
            polygon = self._gazetteer.polygon(place)
            source = ExtentSource(self._gazetteer.extent_source(place) or ExtentSource.BOUNDARY)
        drawn = _drawn(polygon) if polygon is not None else None
        return None if drawn is None or drawn.is_empty else Extent(area_id, drawn, source)


@lru_cache(maxsize=_KEPT)
def _drawn(polygon: BaseGeometry) -> MultiPolygon:
    """Return a polygon as layers have it: simplified, valid and on the grid."""
    return multipolygon(simplified(polygon))
