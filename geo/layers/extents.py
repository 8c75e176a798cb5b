"""The polygons of areas: boundaries from the gazetteer, else circles of the uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from geo.layers.fields import ExtentSource
from geo.layers.geometry import circle, multipolygon
from geo.layers.rows import GEOMETRY, Row
from geo.model import EventLocation, Place

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

# An area without a boundary and without an uncertainty is drawn as large as a town.
_LEAST_RADIUS_M = 1_000


class Boundaries(Protocol):
    """What the layers need of a gazetteer."""

    def polygon(self, place: Place) -> BaseGeometry | None:
        """Return the boundary of ``place`` in degrees, or None where none is known."""
        ...


class Extents:
    """Looks polygons up, each boundary once."""

    def __init__(self, boundaries: Boundaries | None) -> None:
        self._boundaries = boundaries
        self._found: dict[tuple[str, str], MultiPolygon | None] = {}

    def of_event(self, location: EventLocation) -> Row:
        """Return geometry and extent_source of an event that is known only as an area."""
        boundary = self._boundary(location.place)
        if boundary is not None:
            return {GEOMETRY: boundary, "extent_source": ExtentSource.BOUNDARY.value}
        radius_m = max(location.coordinate_uncertainty_m, _LEAST_RADIUS_M)
        drawn = circle(location.latitude, location.longitude, radius_m)
        return {GEOMETRY: drawn, "extent_source": ExtentSource.UNCERTAINTY.value}

    def of_place(self, place: Place) -> Row | None:
        """Return geometry and extent_source of a country, region or sea, None for any other place."""
        # P (populated places) and S (buildings) are points, however large.
        boundary = self._boundary(place) if place.feature_class not in {"P", "S"} else None
        if boundary is None:
            return None
        return {GEOMETRY: boundary, "extent_source": ExtentSource.BOUNDARY.value}

    def _boundary(self, place: Place) -> MultiPolygon | None:
        if place.key not in self._found:
            polygon = self._boundaries.polygon(place) if self._boundaries else None
            cleaned = multipolygon(polygon) if polygon is not None else None
            self._found[place.key] = cleaned if cleaned is not None and not cleaned.is_empty else None
        return self._found[place.key]
