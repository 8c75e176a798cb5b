"""Decoding TopoJSON (https://github.com/topojson/topojson-specification) into shapely geometries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Line = NDArray[np.float64]


def features(topology: dict[str, Any], name: str) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Yield each member of the object ``name`` with its geometry in degrees (lines and polygons only)."""
    arcs = _arcs(topology)
    for member in topology["objects"][name]["geometries"]:
        if member.get("type") is not None:
            yield member, _geometry(member, arcs)


def _arcs(topology: dict[str, Any]) -> list[Line]:
    import numpy as np

    transform = topology.get("transform")
    if transform is None:
        return [np.asarray(arc, float) for arc in topology["arcs"]]
    scale, translate = np.asarray(transform["scale"]), np.asarray(transform["translate"])
    return [np.cumsum(arc, axis=0) * scale + translate for arc in topology["arcs"]]


def _geometry(member: dict[str, Any], arcs: list[Line]) -> BaseGeometry:
    import numpy as np
    import shapely

    def line(indices: list[int]) -> Line:
        # ~i is arc i backwards; consecutive arcs share their joint.
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    def polygon(rings: list[list[int]]) -> shapely.Polygon | None:
        lines = [ring for ring in map(line, rings) if len(ring) >= 4]
        return shapely.Polygon(lines[0], lines[1:]) if lines else None

    match member["type"]:
        case "LineString":
            return shapely.LineString(line(member["arcs"]))
        case "MultiLineString":
            return shapely.MultiLineString([line(indices) for indices in member["arcs"]])
        case "Polygon":
            return shapely.make_valid(polygon(member["arcs"]) or shapely.Polygon())
        case "MultiPolygon":
            polygons = [polygon(rings) for rings in member["arcs"]]
            return shapely.make_valid(shapely.MultiPolygon([p for p in polygons if p is not None]))
        case other:
            raise ValueError(f"TopoJSON geometry {other!r} is not read here")
