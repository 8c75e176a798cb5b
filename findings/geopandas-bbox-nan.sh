#!/usr/bin/env bash
# A layer in which nothing is located becomes text that is no JSON: geopandas writes its bbox as NaN.
#
# Versions: geopandas 1.2.0, shapely 2.2.0, pandas 3.1.1, orjson 3.13.0, Python 3.11.
#
# Guess:    RFC 7946 lets a feature have no geometry, and bbox is optional. So a layer of events without a place yet, or
#           of no events, is written by to_json without a bbox, or with the members that can be told.
# Seen:     The bbox is there, as [NaN, NaN, NaN, NaN], which JSON has no word for: GeoSeries.to_json() as it stands, and
#           GeoDataFrame.to_json(show_bbox=True). Each feature without a place also has "bbox": null, where the RFC wants
#           an array. With one located feature in the layer the bbox of the whole is right.
# Matters:  A quiet day has such a layer. json.loads of Python takes it, so tests in Python pass, and a strict reader
#           (orjson here, JSON.parse in a browser's map) refuses all of it, with the properties of its features.
#
# Output:   none located, frame    bbox [NaN, NaN, NaN, NaN]         feature null   json: read  orjson: JSONDecodeError
#           none located, series   bbox [NaN, NaN, NaN, NaN]         feature null   json: read  orjson: JSONDecodeError
#           no rows, series        bbox [NaN, NaN, NaN, NaN]         feature -      json: read  orjson: JSONDecodeError
#           one of two located     bbox [12.5, 41.9, 12.5, 41.9]     feature null   json: read  orjson: read
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check geopandas==1.2.0 shapely==2.2.0 pandas==3.1.1 orjson==3.13.0

"$work/venv/bin/python" - <<'PY'
import json
import sys

import geopandas
import orjson
from shapely import Point


def frame(*places):
    events = {"event": [f"event {i}" for i, _ in enumerate(places)]}
    return geopandas.GeoDataFrame(events, geometry=list(places), crs="EPSG:4326")


texts = {
    "none located, frame": frame(None).to_json(show_bbox=True),
    "none located, series": frame(None).geometry.to_json(),
    "no rows, series": geopandas.GeoSeries([], crs="EPSG:4326").to_json(),
    "one of two located": frame(None, Point(12.5, 41.9)).to_json(show_bbox=True),
}


def reads(reader, text):
    try:
        reader(text)
    except ValueError as error:
        return type(error).__name__
    return "read"


seen = {}
for name, text in texts.items():
    layer = json.loads(text)
    features = layer["features"]
    first = json.dumps(features[0].get("bbox", "none")) if features else "-"
    seen[name] = json.dumps(layer.get("bbox")), first, reads(json.loads, text), reads(orjson.loads, text)
    print("{:22} bbox {:28} feature {:6} json: {}  orjson: {}".format(name, *seen[name]))

nan = "[NaN, NaN, NaN, NaN]"
expected = {
    "none located, frame": (nan, "null", "read", "JSONDecodeError"),
    "none located, series": (nan, "null", "read", "JSONDecodeError"),
    "no rows, series": (nan, "-", "read", "JSONDecodeError"),
    "one of two located": ("[12.5, 41.9, 12.5, 41.9]", "null", "read", "read"),
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
