#!/usr/bin/env bash
# mapbox-vector-tile loses the whole numbers and truths of numpy without a word, and keeps its floats and texts.
#
# Versions: mapbox-vector-tile 2.2.0, numpy 2.4.6, pandas 3.1.1, Python 3.11.
#
# Guess:    Properties with values that pandas hands out are encoded like Python's: np.int64(7) as 7, np.bool_(True) as
#           true. What cannot be encoded raises an error, as json.dumps does for both.
# Seen:     The encoder asks isinstance(value, (str, bool, int, float)) and leaves the key out where that is false.
#           np.float64 is a float and np.str_ a str, so these are in the tile; np.int64, np.int32, np.float32 and np.bool_
#           are not, nor are dates and times. An "id" that is an np.int64 is written all the same.
# Matters:  Whether a count is in the tile depends on the way out of pandas: iterrows of a frame that has a text, too, gives
#           Python's int; .at, .iloc, .max() and .values give numpy's. The map then filters and colours by a property that
#           no feature has.
#
# Output:   kept: int, float, bool, np.float64, np.str_
#           lost: np.int64, np.int32, np.float32, np.bool_, pd.Timestamp
#           .at: {'name': 'flood'}  .iloc: {'name': 'flood'}  iterrows: {'name': 'flood', 'dead': 12}  id: 12
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check mapbox-vector-tile==2.2.0 numpy==2.4.6 pandas==3.1.1

"$work/venv/bin/python" - <<'PY'
import sys
import warnings

import mapbox_vector_tile
import numpy as np
import pandas as pd

warnings.simplefilter("error")


def through(properties, **more):
    """Return the feature that comes out of a tile for one that went in."""
    feature = {"geometry": "POINT (1 1)", "properties": properties, **more}
    return mapbox_vector_tile.decode(mapbox_vector_tile.encode([{"name": "events", "features": [feature]}]))["events"][
        "features"
    ][0]


values = {
    "int": 7,
    "float": 1.5,
    "bool": True,
    "np.int64": np.int64(7),
    "np.int32": np.int32(7),
    "np.float64": np.float64(1.5),
    "np.float32": np.float32(1.5),
    "np.bool_": np.bool_(True),
    "np.str_": np.str_("flood"),
    "pd.Timestamp": pd.Timestamp("2026-03-01"),
}
kept = list(through(values)["properties"])
lost = [name for name in values if name not in kept]
print("kept:", ", ".join(kept))
print("lost:", ", ".join(lost))

frame = pd.DataFrame({"name": ["flood"], "dead": [12]})
ways = {
    ".at": {"name": frame.at[0, "name"], "dead": frame.at[0, "dead"]},
    ".iloc": {"name": frame["name"].iloc[0], "dead": frame["dead"].iloc[0]},
    "iterrows": dict(next(frame.iterrows())[1]),
}
seen = {way: through(properties)["properties"] for way, properties in ways.items()}
number = through({}, id=frame.at[0, "dead"])["id"]
print("  ".join(f"{way}: {properties}" for way, properties in seen.items()), f" id: {number}")
same = (
    kept == ["int", "float", "bool", "np.float64", "np.str_"]
    and list(seen.values()) == [{"name": "flood"}, {"name": "flood"}, {"name": "flood", "dead": 12}]
    and number == 12
)
sys.exit(0 if same else "the behaviour has changed")
PY
