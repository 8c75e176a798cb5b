"""The areas of events for the page: simplified GeoJSON with the events that lie somewhere in each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.maps.document import Entry
from geo.model import GeometryKind

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# An outline is simplified by a thousandth of its size, at most by one kilometre (degrees).
SHARE, COARSEST = 0.001, 0.01


def pack(frame: GeoDataFrame, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return ``{name, geometry, events}`` for each area that an event is known by, each area once.

    ``frame`` is the layer of areas (EPSG:4326); ``entries`` are the page's events, in its order.
    """
    import shapely

    at: dict[tuple[str, str], list[int]] = {}
    for index, (event, _, article, _) in enumerate(entries):
        if event.location and event.location.geometry_kind is GeometryKind.AREA:
            at.setdefault((article.id, event.event_id), []).append(index)
    found: dict[bytes, dict[str, Any]] = {}
    for article_id, event_id, geometry in zip(frame["article_id"], frame["event_id"], frame.geometry, strict=True):
        indices = at.get((article_id, event_id))
        if not indices or geometry is None or geometry.is_empty:
            continue
        key = geometry.wkb
        if key not in found:
            tolerance = min(SHARE * math.sqrt(geometry.area), COARSEST)
            simple = shapely.set_precision(shapely.simplify(geometry, tolerance), 0.001)
            location = entries[indices[0]].event.location
            found[key] = {
                "name": location.place.name if location else "",
                "geometry": shapely.geometry.mapping(simple if not simple.is_empty else geometry),
                "events": [],
            }
        found[key]["events"].extend(indices)
    return list(found.values())
