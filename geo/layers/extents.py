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

    def __init__(self, gazetteer: Boundaries | None) -> None:
        self._gazetteer = gazetteer
        self._boundaries_of: dict[tuple[str, str], Row | None] = {}
        self._disputes_at: dict[tuple[float, float], str | None] = {}
        self._parts_of: dict[tuple[tuple[str, str], str], Row | None] = {}

    def of_event(self, location: EventLocation) -> Row:
        """Return geometry and extent_source of an event that is known only as an area."""
        found = self._part(location.place, location.relation) if location.relation else self._boundary(location.place)
        if found is not None:
            return found
        radius_m = max(location.coordinate_uncertainty_m, _LEAST_RADIUS_M)
        drawn = circle(location.latitude, location.longitude, radius_m)
        return {GEOMETRY: drawn, "extent_source": ExtentSource.UNCERTAINTY.value}

    def of_place(self, place: Place) -> Row | None:
        """Return geometry and extent_source of a country, region or sea, None for any other place."""
        # P (populated places) and S (buildings) are points, however large.
        return self._boundary(place) if place.feature_class not in {"P", "S"} else None

    def dispute(self, location: EventLocation) -> str | None:
        """Return the name of the disputed or breakaway area that an event lies in."""
        if self._gazetteer is None:
            return None
        from geo.gazetteer import areas

        key = (location.latitude, location.longitude)
        if key not in self._disputes_at:
            self._disputes_at[key] = areas.dispute(*key)
        return self._disputes_at[key]

    def _boundary(self, place: Place) -> Row | None:
        if place.key not in self._boundaries_of:
            polygon = self._gazetteer.polygon(place) if self._gazetteer else None
            source = self._gazetteer.extent_source(place) if self._gazetteer else None
            self._boundaries_of[place.key] = _extent(polygon, ExtentSource(source or ExtentSource.BOUNDARY))
        return self._boundaries_of[place.key]

    def _part(self, place: Place, relation: str) -> Row | None:
        """Return what the words leave of a place ("northern"), None where that is no known area."""
        key = (place.key, relation)
        if key not in self._parts_of:
            from geo.gazetteer import expressions

            area = expressions.locate(place, relation).geometry if self._gazetteer else None
            # Nobody draws the border of "northern Gaza".
            self._parts_of[key] = _extent(area, ExtentSource.EXTENT)
        return self._parts_of[key]


def _extent(polygon: BaseGeometry | None, source: ExtentSource) -> Row | None:
    drawn = multipolygon(polygon) if polygon is not None else None
    if drawn is None or drawn.is_empty:
        return None
    return {GEOMETRY: drawn, "extent_source": source.value}
