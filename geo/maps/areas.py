"""The areas of events for the page: simplified GeoJSON with the events that lie somewhere in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

TOLERANCE = 0.01  # degrees, about one kilometre: no more than the basemap shows


def pack(frame: GeoDataFrame, events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ``{name, geometry, events}`` for each area that an event is known by, each area once.

    ``frame`` is the layer of areas (EPSG:4326); ``events`` are the page's, in its order.
    """
    import shapely

    at = {event["id"]: index for index, event in enumerate(events) if event["kind"] == "area"}
    found: dict[bytes, dict[str, Any]] = {}
    for event_id, geometry in zip(frame["event_id"], frame.geometry, strict=True):
        index = at.get(event_id)
        if index is None or geometry is None or geometry.is_empty:
            continue
        key = geometry.wkb
        if key not in found:
            simple = shapely.set_precision(shapely.simplify(geometry, TOLERANCE), 0.001)
            place = events[index]["place"]
            found[key] = {
                "name": place["name"] if place else "",
                "geometry": shapely.geometry.mapping(simple if not simple.is_empty else geometry),
                "events": [],
            }
        found[key]["events"].append(index)
    return list(found.values())
