"""The polygons of areas: boundaries from the gazetteer, else circles of the uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from geo.layers.fields import ExtentSource
from geo.layers.geometry import circle, multipolygon
from geo.layers.rows import GEOMETRY, Row
from geo.model import EventLocation, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# An area without a boundary and without an uncertainty is drawn as large as a town.
_LEAST_RADIUS_M = 1_000


class Boundaries(Protocol):
    """What the layers need of a gazetteer."""

    def polygon(self, place: Place) -> BaseGeometry | None:
        """Return the boundary of ``place`` in degrees, or None where none is known."""
        ...

    def extent_source(self, place: Place) -> str | None:
        """Say where the polygon comes from, in the words of :class:`geo.layers.fields.ExtentSource`."""
        ...


class Extents:
    """Looks polygons up, each boundary once."""

    def __init__(self, boundaries: Boundaries | None) -> None:
        self._boundaries = boundaries
        self._found: dict[tuple[str, str], Row | None] = {}

    def of_event(self, location: EventLocation) -> Row:
        """Return geometry and extent_source of an event that is known only as an area."""
        boundary = self._boundary(location.place)
        if boundary is not None:
            return boundary
        radius_m = max(location.coordinate_uncertainty_m, _LEAST_RADIUS_M)
        drawn = circle(location.latitude, location.longitude, radius_m)
        return {GEOMETRY: drawn, "extent_source": ExtentSource.UNCERTAINTY.value}

    def of_place(self, place: Place) -> Row | None:
        """Return geometry and extent_source of a country, region or sea, None for any other place."""
        # P (populated places) and S (buildings) are points, however large.
        return self._boundary(place) if place.feature_class not in {"P", "S"} else None

    def _boundary(self, place: Place) -> Row | None:
        if place.key not in self._found:
            self._found[place.key] = self._look_up(place)
        return self._found[place.key]

    def _look_up(self, place: Place) -> Row | None:
        polygon = self._boundaries.polygon(place) if self._boundaries else None
        if self._boundaries is None or polygon is None:
            return None
        drawn = multipolygon(polygon)
        if drawn.is_empty:
            return None
        source = self._boundaries.extent_source(place) or ExtentSource.BOUNDARY
        return {GEOMETRY: drawn, "extent_source": ExtentSource(source).value}
