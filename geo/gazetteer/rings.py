"""Rings and lines as differences of whole units: small, and unpacked by adding up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Json = dict[str, Any]


def steps(geometry: Json, unit: float) -> list[list[int]]:
    """Return the rings or lines of a GeoJSON geometry as differences of whole units (a part of a degree).

    Each is ``[x, y, dx, dy, …]``; what is shorter than a unit is left out.
    """
    packed = []
    for ring in _rings(geometry):
        if not ring:
            continue
        points = np.rint(np.asarray(ring, dtype=float)[:, :2] / unit).astype(np.int64)
        keep = np.ones(len(points), dtype=bool)
        keep[1:] = (points[1:] != points[:-1]).any(axis=1)
        points = points[keep]
        if len(points) < 2:
            continue
        points[1:] -= points[:-1].copy()
        packed.append(points.ravel().tolist())
    return packed


def _rings(geometry: Json) -> Iterable[list[list[float]]]:
    match geometry["type"]:
        case "LineString":
            yield geometry["coordinates"]
        case "Polygon" | "MultiLineString":
            yield from geometry["coordinates"]
        case "MultiPolygon":
            for polygon in geometry["coordinates"]:
                yield from polygon
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from _rings(part)
