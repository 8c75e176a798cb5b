#!/usr/bin/env bash
# topojson writes a missing name as NaN, which is no JSON, and which GDAL reads as a place called "NaN".
#
# Versions: topojson 2.2, geopandas 1.2.0, pandas 3.1.1, shapely 2.2.0, numpy 2.4.6, pyogrio 0.13.0 (its wheel has GDAL
#           3.12.4), Python 3.11.
#
# Guess:    Topology(frame).to_json() writes null where the frame has no value, as frame.to_json() does. What a browser's
#           JSON.parse or GDAL reads back has a name that is missing.
# Seen:     A column of text of pandas 3 holds NaN where a value is missing, also where it was made from None, and topojson
#           writes "name":NaN (a number that is missing, too). json.loads of Python accepts that, a strict reader refuses
#           the whole file; GDAL takes it for a number among texts, makes it a text, and the name is "NaN". Made from the
#           frame's GeoJSON, the same topology has null.
# Matters:  The map does not load as soon as one event has no name; where it is read with geopandas, dropna() and isna() no
#           longer find the event, and the label on the map is "NaN".
#
# Output:   from the frame        strict JSON: False  Python reads nan   GDAL reads 'NaN', missing: False
#           from its GeoJSON      strict JSON: True   Python reads None  GDAL reads None, missing: True
#           GeoJSON of the frame  strict JSON: True   Python reads None  GDAL reads None, missing: True
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check topojson==2.2 geopandas==1.2.0 pandas==3.1.1 shapely==2.2.0 \
  numpy==2.4.6 pyogrio==0.13.0

"$work/venv/bin/python" - "$work" <<'PY'
import json
import sys
import warnings
from pathlib import Path

import geopandas
from shapely.geometry import box
from topojson import Topology

folder = Path(sys.argv[1])
frame = geopandas.GeoDataFrame(
    {"name": ["Kyiv", None]}, geometry=[box(30, 50, 31, 51), box(31, 50, 32, 51)], crs="EPSG:4326"
)


def refuse(constant):
    raise ValueError(constant)


def read(text, suffix):
    """Return whether a text is JSON, and the second name as Python and as GDAL read it."""
    try:
        json.loads(text, parse_constant=refuse)
        strict = True
    except ValueError:
        strict = False
    found = json.loads(text)
    features = found["features"] if "features" in found else found["objects"]["data"]["geometries"]
    path = folder / f"places.{suffix}"
    path.write_text(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "Could not parse column 'name' as JSON; leaving as string"
        names = geopandas.read_file(path)["name"]
    missing = bool(names.isna()[1])
    return strict, repr(features[1]["properties"]["name"]), repr(None if missing else names[1]), missing


seen = {
    "from the frame": read(Topology(frame).to_json(), "topojson"),
    "from its GeoJSON": read(Topology(json.loads(frame.to_json())).to_json(), "topojson"),
    "GeoJSON of the frame": read(frame.to_json(), "geojson"),
}
for name, (strict, python, gdal, missing) in seen.items():
    print(f"{name:21} strict JSON: {strict!s:5}  Python reads {python:4}  GDAL reads {gdal}, missing: {missing}")
good = (True, "None", "None", True)
sys.exit(0 if list(seen.values()) == [(False, "nan", "'NaN'", False), good, good] else "the behaviour has changed")
PY
