#!/usr/bin/env bash
# antimeridian.bbox of a country with parts at 180 degrees leaves out every part that is elsewhere.
#
# Versions: antimeridian 0.4.9, shapely 2.2.0, Python 3.11.
#
# Guess:    bbox() is the box of RFC 7946 for shapes over the antimeridian: the narrowest from a west that may be larger than
#           the east. For the United States it runs from the Aleutians (172) eastwards to Maine (-67).
# Seen:     As soon as one part touches 180 or -180, it takes the largest of the parts' western edges as west, and the
#           smallest of their eastern edges as east. That is right for two halves of one shape only. The box of the United
#           States ends in Alaska, at -130; the latitudes still go down to Texas. An alert for Fiji and Tonga has a box that
#           ends west of Tonga. Where no part touches 180, all parts are in the box.
# Matters:  "Which events are in this country's box" finds none in the lower 48 states, and the box is well formed, so that
#           nothing downstream objects. (For Russia, whose mainland itself reaches 180, the answer is right.)
#
# Output:   United States   [172.0, 25.0, -130.0, 71.0]    in it: New York: False, Anchorage: True
#           Russia          [27.0, 41.0, -169.0, 77.0]     in it: Moscow: True
#           Fiji and Tonga  [177.0, -22.0, -178.0, -16.0]  in it: Suva: True, Nukualofa: False
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check antimeridian==0.4.9 shapely==2.2.0

"$work/venv/bin/python" - <<'PY'
import sys

import antimeridian
from shapely.geometry import MultiPolygon, box

# Rough outlines; what crosses 180 is cut there, as RFC 7946 asks for and the package's own fix_ functions do.
SHAPES = {
    "United States": [box(-125, 25, -67, 49), box(-180, 51, -130, 71), box(172, 51, 180, 53)],
    "Russia": [box(27, 41, 180, 77), box(-180, 62, -169, 71)],
    "Fiji and Tonga": [box(177, -19, 180, -16), box(-180, -19, -178, -16), box(-176, -22, -174, -18)],
}
PLACES = {
    "New York": ("United States", -74.0, 40.7),
    "Anchorage": ("United States", -149.9, 61.2),
    "Moscow": ("Russia", 37.6, 55.8),
    "Suva": ("Fiji and Tonga", 178.4, -18.1),
    "Nukualofa": ("Fiji and Tonga", -175.2, -21.1),
}


def holds(bounds, x, y):
    """Tell whether a box of RFC 7946 holds a point."""
    west, south, east, north = bounds
    across = west <= x or x <= east if west > east else west <= x <= east
    return across and south <= y <= north


boxes = {name: antimeridian.bbox(MultiPolygon(parts)) for name, parts in SHAPES.items()}
held = {place: holds(boxes[name], x, y) for place, (name, x, y) in PLACES.items()}
for name, bounds in boxes.items():
    places = [f"{place}: {held[place]}" for place, (where, _, _) in PLACES.items() if where == name]
    print(f"{name:15} {bounds!s:30} in it: {', '.join(places)}")
same = (
    boxes["United States"] == [172, 25, -130, 71]
    and boxes["Russia"] == [27, 41, -169, 77]
    and boxes["Fiji and Tonga"] == [177, -22, -178, -16]
    and held == {"New York": False, "Anchorage": True, "Moscow": True, "Suva": True, "Nukualofa": False}
)
sys.exit(0 if same else "the behaviour has changed")
PY
