"""The areas of events for the page: simplified GeoJSON with the events that lie somewhere in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from geo.layers.geometry import simplified
from geo.maps.document import Entry, area_name
from geo.model import GeometryKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geo.layers import Boundaries, Layers

# Three decimals of a degree are a hundred metres.
_GRID = 0.001
# Gives the area that an event is known by, and its identifier.
Outline = Callable[[Entry], "tuple[str, BaseGeometry] | None"]


def from_layers(layers: Layers) -> Outline:
    """Return what looks the areas of events up in the layers (EPSG:4326)."""
    polygons = dict(zip(layers.areas["area_id"], layers.areas.geometry, strict=True))
    events = layers.events[layers.events["area_id"].isin(polygons)]
    articles = events["article_id"].fillna("")  # as for events of no known article
    drawn = dict(zip(zip(articles, events["event_id"], strict=True), events["area_id"], strict=True))

    def outline(entry: Entry) -> tuple[str, BaseGeometry] | None:
        area_id = drawn.get((entry.article.id, entry.event.event_id))
        return None if area_id is None else (area_id, polygons[area_id])

    return outline


def from_gazetteer(gazetteer: Boundaries) -> Outline:
    """Return what draws the areas of events as the layer of areas has them."""
    from geo.layers.extents import Extents

    extents = Extents(gazetteer)

    def outline(entry: Entry) -> tuple[str, BaseGeometry] | None:
        if entry.event.location is None:
            return None
        extent = extents.of_event(entry.event.location)
        return extent.area_id, extent.polygon

    return outline


def pack(entries: Sequence[Entry], outline: Outline) -> list[dict[str, Any]]:
    """Return ``{name, geometry, events}`` for each area that an event is known by, each area once.

    ``entries`` are the page's events, in its order.
    """
    import shapely

    found: dict[str, dict[str, Any]] = {}
    for index, entry in enumerate(entries):
        location = entry.event.location
        if location is None or location.geometry_kind is not GeometryKind.AREA:
            continue
        area = outline(entry)
        if area is None or area[1].is_empty:
            continue
        area_id, geometry = area
        if area_id not in found:
            # Simplified also where somebody has drawn it anew.
            simple = shapely.set_precision(simplified(geometry), _GRID)
            found[area_id] = {
                "name": area_name(location),
                "geometry": shapely.geometry.mapping(simple if not simple.is_empty else geometry),
                "events": [],
            }
        found[area_id]["events"].append(index)
    return list(found.values())
