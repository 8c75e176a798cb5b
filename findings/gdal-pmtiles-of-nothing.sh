#!/usr/bin/env bash
# GDAL writes no PMTiles of a layer without features, unless it is given an option that it says it does not support.
#
# Versions: pyogrio 0.13.0 (its wheel has GDAL 3.12.4), numpy 2.4.6, Python 3.11.
#
# Guess:    An empty layer becomes an archive without tiles, as it becomes an empty table in GeoPackage and an empty
#           collection in GeoJSON. A creation option that the driver "does not support" changes nothing.
# Seen:     The layer fails with "Invalid bounds" when the file is closed, after all was well. With BOUNDS it is written,
#           345 bytes or so that a reader takes for an archive without tiles; and GDAL warns that the driver does not support
#           BOUNDS, which it hands to the driver of MBTiles inside.
# Matters:  A day without events breaks the nightly job that writes the map's tiles, and the message speaks of bounds.
#
# Output:   plain   DataSourceError … Invalid bounds
#           BOUNDS  written, begins with PMTiles, warning: driver PMTiles does not support creation option BOUNDS
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pyogrio==0.13.0 numpy==2.4.6

"$work/venv/bin/python" - "$work" <<'PY'
import sys
import warnings
from pathlib import Path

import numpy as np
import pyogrio

folder = Path(sys.argv[1])


def write(name, **options):
    """Write a layer of points without any; return the file, or what GDAL says, and its warnings."""
    path = folder / f"{name}.pmtiles"
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            pyogrio.raw.write(
                path=str(path),
                layer="events",
                driver="PMTiles",
                geometry=np.array([], dtype=object),
                field_data=[np.array([], dtype=object)],
                fields=["event_id"],
                geometry_type="Point",
                crs="EPSG:4326",
                dataset_options=options,
            )
        except Exception as error:
            return f"{type(error).__name__}: {error}", []
    return path.read_bytes(), [str(warning.message) for warning in said]


plain, _ = write("plain")
print(f"plain   {plain}")
bounded, said = write("bounded", BOUNDS="-180,-85,180,85")
print(f"BOUNDS  written, begins with {bounded[:7]!r}, warnings: {said}")
same = (
    isinstance(plain, str)
    and "Invalid bounds" in plain
    and bounded[:7] == b"PMTiles"
    and any("does not support creation option BOUNDS" in one for one in said)
)
sys.exit(0 if same else "the behaviour has changed")
PY
