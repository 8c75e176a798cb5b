#!/usr/bin/env bash
# GDAL drops the Z of a time without seconds, and of that only: "12:00Z" has no zone, "12:00+02:00" has one.
#
# Versions: pyogrio 0.13.0 (its wheel has GDAL 3.12.4), geopandas 1.2.0, pandas 3.1.1, shapely 2.2.0, numpy 2.4.6,
#           Python 3.11.
#
# Guess:    A text of GeoJSON that GDAL takes for a time is read whole: with its zone, or, in a form that it does not know,
#           left as text. ISO 8601 allows times without seconds, and Python's datetime.fromisoformat reads them.
# Seen:     "2026-03-01T12:00Z" becomes a time without a zone. "2026-03-01T12:00+02:00" keeps the zone, and so does
#           "…12:00:00Z". A small z, which RFC 3339 allows, is dropped with seconds, too. If one time of the column has
#           seconds, the whole column is in UTC again.
# Matters:  Feeds of forecasts and warnings often give hours and minutes with Z. The column is naive, so that what comes next
#           takes it for local time, or refuses to compare it with others; and whether it is depends on the other rows.
#
# Output:   12:00:00Z             2026-03-01T12:00:00+00:00
#           12:00Z                2026-03-01T12:00:00
#           12:00+02:00           2026-03-01T12:00:00+02:00
#           12:00:00z             2026-03-01T12:00:00
#           12:00Z 13:00:00Z      2026-03-01T12:00:00+00:00 2026-03-01T13:00:00+00:00
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check geopandas==1.2.0 pandas==3.1.1 shapely==2.2.0 numpy==2.4.6 \
  pyogrio==0.13.0

"$work/venv/bin/python" - "$work" <<'PY'
import json
import sys
import warnings
from datetime import datetime
from pathlib import Path

import geopandas

warnings.simplefilter("error")
path = Path(sys.argv[1], "events.geojson")


def read(times):
    """Return the times of a column as GDAL reads them from GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"time": f"2026-03-01T{time}"},
            "geometry": {"type": "Point", "coordinates": [30.5, 50.5]},
        }
        for time in times.split()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return [time.isoformat() for time in geopandas.read_file(path)["time"]]


seen = {times: read(times) for times in ("12:00:00Z", "12:00Z", "12:00+02:00", "12:00:00z", "12:00Z 13:00:00Z")}
for times, found in seen.items():
    print(f"{times:21} {' '.join(found)}")
python = {
    times: [datetime.fromisoformat(f"2026-03-01T{time.upper()}").isoformat() for time in times.split()] for times in seen
}
differ = [times for times in seen if seen[times] != python[times]]
same = differ == ["12:00Z", "12:00:00z"] and all(seen[times] == ["2026-03-01T12:00:00"] for times in differ)
sys.exit(0 if same else "the behaviour has changed")
PY
