"""The areas of events for the page: simplified GeoJSON with the events that lie somewhere in each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from geo.maps.document import Entry
from geo.model import GeometryKind

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geo.layers import Boundaries

# An outline is simplified by a thousandth of its size, at most by one kilometre (degrees).
SHARE, COARSEST = 0.001, 0.01


Outline = Callable[[Entry], "BaseGeometry | None"]


def from_layer(frame: GeoDataFrame) -> Outline:
    """Return what looks the outlines of events up in the layer of areas (EPSG:4326)."""
    articles = frame["article_id"].fillna("")  # as for events of no known article
    drawn = dict(zip(zip(articles, frame["event_id"], strict=True), frame.geometry, strict=True))
    return lambda entry: drawn.get((entry.article.id, entry.event.event_id))


def from_gazetteer(gazetteer: Boundaries) -> Outline:
    """Return what draws the outlines of events as the layer of areas does."""
    from geo.layers.extents import Extents
    from geo.layers.rows import GEOMETRY

    extents = Extents(gazetteer)
    return lambda entry: extents.of_event(entry.event.location)[GEOMETRY] if entry.event.location else None


def pack(entries: Sequence[Entry], outline: Outline) -> list[dict[str, Any]]:
    """Return ``{name, geometry, events}`` for each area that an event is known by, each area once.

    ``entries`` are the page's events, in its order.
    """
    import shapely

    found: dict[bytes, dict[str, Any]] = {}
    keys: dict[int, tuple[BaseGeometry, bytes]] = {}  # with the geometry, so that its id stays its own
    for index, entry in enumerate(entries):
        location = entry.event.location
        if location is None or location.geometry_kind is not GeometryKind.AREA:
            continue
        geometry = outline(entry)
        if geometry is None or geometry.is_empty:
            continue
        if id(geometry) not in keys:
            keys[id(geometry)] = geometry, geometry.wkb
        key = keys[id(geometry)][1]
        if key not in found:
            tolerance = min(SHARE * math.sqrt(geometry.area), COARSEST)
            simple = shapely.set_precision(shapely.simplify(geometry, tolerance), 0.001)
            found[key] = {
                "name": location.place.name,
                "geometry": shapely.geometry.mapping(simple if not simple.is_empty else geometry),
                "events": [],
            }
        found[key]["events"].append(index)
    return list(found.values())
