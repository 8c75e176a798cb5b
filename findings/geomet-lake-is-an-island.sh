#!/usr/bin/env bash
# geomet makes a second polygon of every hole in an ArcGIS polygon: the lake becomes an island on top of the land.
#
# Versions: geomet 1.1.0, Python 3.11.
#
# Guess:    Esri's JSON has outer rings clockwise and holes the other way in one list, "rings". geomet.esri.loads sorts
#           them by that, so that an island with a lake is a Polygon with a hole; dumps turns the rings of GeoJSON, which
#           go the other way by RFC 7946, to Esri's. Read back, what was written is what it was.
# Seen:     Neither looks at the direction. loads makes of each ring a polygon of its own, always in a MultiPolygon, whose
#           parts overlap where there was a hole. dumps leaves the directions of GeoJSON, in which, for ArcGIS, the land
#           is the hole. Heights ("z") are dropped both ways.
# Matters:  Flooded areas, fire perimeters and evacuation zones come from ArcGIS services. What was cut out of them is
#           inside, is counted twice in the area, and an event in it is in the zone.
#
# Output:   the GeoJSON itself    1 polygon, with 1 hole, area 96
#           read from ArcGIS      2 polygons, with 0 holes, area 104
#           written, read again   2 polygons, with 0 holes, area 104
#           written for ArcGIS    outer ring clockwise: False
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check geomet==1.1.0

"$work/venv/bin/python" - <<'PY'
import json
import sys

from geomet import esri

LAND = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]  # counterclockwise
LAKE = [[2, 2], [2, 4], [4, 4], [4, 2], [2, 2]]  # clockwise
geojson = {"type": "Polygon", "coordinates": [LAND, LAKE]}
arcgis = {"rings": [LAND[::-1], LAKE[::-1]], "spatialReference": {"wkid": 4326}}


def area(ring):
    """Return the area of a ring, more than 0 if it runs counterclockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)) / 2


def describe(geometry):
    """Return the number of polygons and holes of a geometry, and the area that is left of them."""
    several = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
    holes = sum(len(rings) - 1 for rings in polygons)
    left = sum(abs(area(rings[0])) - sum(abs(area(hole)) for hole in rings[1:]) for rings in polygons)
    return f"{len(polygons)} polygon{'s' * several}, with {holes} hole{'s' * (holes != 1)}, area {left:.0f}"


written = esri.dumps(geojson)
seen = {
    "the GeoJSON itself": describe(geojson),
    "read from ArcGIS": describe(esri.loads(json.dumps(arcgis))),
    "written, read again": describe(esri.loads(json.dumps(written))),
    "written for ArcGIS": f"outer ring clockwise: {area(written['rings'][0]) < 0}",
}
for name, text in seen.items():
    print(f"{name:21} {text}")
island = "2 polygons, with 0 holes, area 104"
height = esri.loads('{"x": 1, "y": 2, "z": 3}')["coordinates"]
expected = ["1 polygon, with 1 hole, area 96", island, island, "outer ring clockwise: False"]
sys.exit(0 if list(seen.values()) == expected and len(height) == 2 else "the behaviour has changed")
PY
