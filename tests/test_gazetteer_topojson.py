"""Decoding TopoJSON: shared arcs, arcs run backwards, holes, quantisation."""

from __future__ import annotations

import pytest

from geo.gazetteer import topojson

# Two unit squares side by side that share the arc from (1, 0) to (1, 1).
TOPOLOGY = {
    "type": "Topology",
    "arcs": [[[1, 0], [1, 1]], [[1, 1], [0, 1], [0, 0], [1, 0]], [[1, 0], [2, 0], [2, 1], [1, 1]]],
    "objects": {
        "squares": {
            "geometries": [
                {"type": "Polygon", "id": "west", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "id": "east", "arcs": [[[2, -1]]]},
                {"type": None},
            ]
        },
        "border": {
            "geometries": [{"type": "LineString", "arcs": [0]}, {"type": "MultiLineString", "arcs": [[0], [1]]}]
        },
        "points": {"geometries": [{"type": "Point", "coordinates": [0, 0]}]},
    },
}


def test_polygons_share_their_arcs() -> None:
    found = {member["id"]: geometry for member, geometry in topojson.features(TOPOLOGY, "squares")}
    assert found["west"].bounds == (0, 0, 1, 1)
    assert found["east"].bounds == (1, 0, 2, 1)
    assert found["west"].intersection(found["east"]).length == 1


def test_lines() -> None:
    lengths = [geometry.length for _, geometry in topojson.features(TOPOLOGY, "border")]
    assert lengths == [1, 4]


def test_quantised_arcs_are_steps_from_their_first_point() -> None:
    quantised = {
        "transform": {"scale": [0.5, 0.25], "translate": [10, 20]},
        "arcs": [[[2, 4], [2, 0], [0, 4]]],
        "objects": {"way": {"geometries": [{"type": "LineString", "arcs": [0]}]}},
    }
    ((_, line),) = topojson.features(quantised, "way")
    assert list(line.coords) == [(11, 21), (12, 21), (12, 22)]


def test_other_geometries_are_refused() -> None:
    with pytest.raises(ValueError, match="Point"):
        list(topojson.features(TOPOLOGY, "points"))
