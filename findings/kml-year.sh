#!/usr/bin/env bash
# GDAL reads a month in KML as the first of the month, and a year as no time at all.
#
# Versions: simplekml 1.3.6, pyogrio 0.13.0 (its wheel has GDAL 3.12.4 with the driver LIBKML), geopandas 1.2.0,
#           pandas 3.1.1, shapely 2.2.0, numpy 2.4.6, Python 3.11.
#
# Guess:    The times of KML may be as short as a month ("2024-03") or a year ("2024"), the specification has examples of
#           both. GDAL, whose times are full ones, reads them as the first of the month and of January, or both not at all.
# Seen:     "2024-03" is 2024-03-01, "2024" is missing, in <when>, <begin> and <end>, without a warning. A span whose begin
#           is a day and whose end is a year has a begin and no end.
# Matters:  Of events that are dated to the year, which is what old events and slow disasters are, the time is gone, and
#           whatever has no end counts as going on. Nothing tells that from a file in which it was never said.
#
# Output:   2024                timestamp=-           begin=-           end=-
#           2024-03             timestamp=2024-03-01  begin=-           end=-
#           2024-03-05          timestamp=2024-03-05  begin=-           end=-
#           2023/2024           timestamp=-           begin=-           end=-
#           2023-05/2024-06     timestamp=-           begin=2023-05-01  end=2024-06-01
#           2023-05-07/2024     timestamp=-           begin=2023-05-07  end=-
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check simplekml==1.3.6 geopandas==1.2.0 pandas==3.1.1 \
  shapely==2.2.0 numpy==2.4.6 pyogrio==0.13.0

"$work/venv/bin/python" - "$work" <<'PY'
import sys
import warnings
from pathlib import Path

import geopandas
import simplekml

warnings.simplefilter("error")
path = Path(sys.argv[1], "events.kml")
kml = simplekml.Kml()
for time in ("2024", "2024-03", "2024-03-05"):
    kml.newpoint(name=time, coords=[(30.5, 50.5)]).timestamp.when = time
for begin, end in (("2023", "2024"), ("2023-05", "2024-06"), ("2023-05-07", "2024")):
    span = kml.newpoint(name=f"{begin}/{end}", coords=[(30.5, 50.5)]).timespan
    span.begin, span.end = begin, end
kml.save(path)

frame = geopandas.read_file(path)
seen = []
for row in frame.itertuples():
    times = [f"{time:%Y-%m-%d}" if time == time else "-" for time in (row.timestamp, row.begin, row.end)]
    seen.append(times)
    print(f"{row.Name:19} timestamp={times[0]:10}  begin={times[1]:10}  end={times[2]}")
expected = [
    ["-", "-", "-"],
    ["2024-03-01", "-", "-"],
    ["2024-03-05", "-", "-"],
    ["-", "-", "-"],
    ["-", "2023-05-01", "2024-06-01"],
    ["-", "2023-05-07", "-"],
]
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
