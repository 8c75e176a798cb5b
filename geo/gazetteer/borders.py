"""The lines between the divisions of a country: their borders without coasts and without the country's own border."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def common(divisions: Iterable[tuple[str, BaseGeometry]], tolerance: float) -> dict[str, BaseGeometry]:
    """Return the lines between the divisions of each whole, by whole, in the order of their names.

    Args:
        divisions: the name of the whole ("UA") and the polygon of a part of it, in degrees.
        tolerance: how far apart, in degrees, neighbours may draw the border between them.

    """
    import numpy as np
    import shapely

    parts = list(divisions)
    whole_of = [whole for whole, _ in parts]
    shapes = np.array([geometry for _, geometry in parts], dtype=object)
    reaches = shapely.buffer(shapes, tolerance, quad_segs=2)
    borders = shapely.boundary(shapes)
    lines: dict[str, list[BaseGeometry]] = defaultdict(list)
    # Neighbours may draw their border apart, so it is what one has within reach of the other.
    for first, second in sorted(
        zip(*shapely.STRtree(shapes).query(reaches, predicate="intersects").tolist(), strict=True)
    ):
        if first < second and whole_of[first] == whole_of[second]:
            lines[whole_of[first]].append(shapely.intersection(borders[second], reaches[first]))
    # Simplified by a hair: cutting has left points in the middle of straight lines.
    return {
        whole: shapely.simplify(shapely.line_merge(shapely.union_all(found)), tolerance / 10)
        for whole, found in sorted(lines.items())
    }
