#!/usr/bin/env bash
# In spherely two countries with a common border touch, are 0 m apart, and do not intersect.
#
# Versions: spherely 0.1.1, shapely 2.2.0, numpy 2.4.6, Python 3.11.
#
# Guess:    spherely is shapely's functions on the sphere, with the same names. What touches intersects, "disjoint" is no
#           for both, and a town on the border is covered by the country, and so intersects it.
# Seen:     touches and covers count the border in, as in shapely; intersects, disjoint and contains go by S2's rule, in
#           which of a polygon's corners some belong to it and others to the neighbour. So two neighbours touch and are
#           disjoint; a square covers its four corners, is disjoint of three of them, and contains the fourth, which
#           shapely never does. Lines and their ends intersect as expected.
# Matters:  "intersects" is the filter before all else: neighbours of a country, districts along a river that is their
#           border, events placed on a corner. They are lost, or found in one of four corners, while distance is 0.
#
# Output:   neighbours           spherely: touches disjoint 0 m                   shapely: touches intersects 0 m
#           corner at 0 0        spherely: touches covers disjoint 0 m            shapely: touches covers intersects 0 m
#           corner at 1 0        spherely: touches covers contains intersects 0 m shapely: touches covers intersects 0 m
#           road from a corner   spherely: touches disjoint 0 m                   shapely: touches intersects 0 m
#           road along border    spherely: touches covers intersects 0 m          shapely: touches covers intersects 0 m
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check spherely==0.1.1 shapely==2.2.0 numpy==2.4.6

"$work/venv/bin/python" - <<'PY'
import sys

import shapely
import spherely

SQUARE = "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"
FLAT = "touches intersects 0 m"
FLAT_COVERED = "touches covers intersects 0 m"
expected = {
    "neighbours": ("POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))", "touches disjoint 0 m", FLAT),
    "corner at 0 0": ("POINT (0 0)", "touches covers disjoint 0 m", FLAT_COVERED),
    "corner at 1 0": ("POINT (1 0)", "touches covers contains intersects 0 m", FLAT_COVERED),
    "road from a corner": ("LINESTRING (1 1, 2 2)", "touches disjoint 0 m", FLAT),
    "road along border": ("LINESTRING (1 0, 1 1)", "touches covers intersects 0 m", FLAT_COVERED),
}


def describe(library, other):
    """Return what holds between the square and another shape, and their distance."""
    square, shape = library.from_wkt(SQUARE), library.from_wkt(other)
    names = ("touches", "covers", "contains", "intersects", "disjoint")
    return " ".join([name for name in names if getattr(library, name)(square, shape)]) + (
        f" {float(library.distance(square, shape)):.0f} m"
    )


same = True
for name, (other, *answers) in expected.items():
    seen = [describe(library, other) for library in (spherely, shapely)]
    same &= seen == answers
    print(f"{name:20} spherely: {seen[0]:38} shapely: {seen[1]}")
sys.exit(0 if same else "the behaviour has changed")
PY
