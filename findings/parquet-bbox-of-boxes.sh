#!/usr/bin/env bash
# bbox= of geopandas.read_parquet keeps countries far from the box, which bbox= of read_file leaves out.
#
# Versions: geopandas 1.2.0, pandas 3.1.1, shapely 2.2.0, numpy 2.4.6, pyarrow 26.0.1, pyogrio 0.13.0 (its wheel has GDAL
#           3.12.4), Python 3.11.
#
# Guess:    The argument bbox means the same in both: the features that meet the box. The column of boxes that to_parquet
#           writes (write_covering_bbox) is an index, which saves reading, and changes nothing in the answer.
# Seen:     read_parquet compares the box with the boxes of the features, and that is the answer. A country with a part
#           overseas, or on both sides of 180, has a box as wide as an ocean, or as the world. read_file compares the
#           shapes (GDAL's wheel has GEOS), also of FlatGeobuf, whose index is of boxes as well. The docstrings of both
#           speak of filtering by a bounding box, and not of which of the two it is.
# Matters:  "In which country is this event" has two more answers once the layer is moved from GeoPackage to GeoParquet, and
#           the wrong ones are always the same: France, Russia, the United States.
#
# Output:   Madrid  parquet: France, Russia, Spain, United States   gpkg: Spain  fgb: Spain
#           Niamey  parquet: France                                 gpkg: -      fgb: -
#           Lisbon  parquet: France, United States                  gpkg: -      fgb: -
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check geopandas==1.2.0 pandas==3.1.1 shapely==2.2.0 numpy==2.4.6 \
  pyarrow==26.0.1 pyogrio==0.13.0

"$work/venv/bin/python" - "$work" <<'PY'
import sys
from pathlib import Path

import geopandas
from shapely.geometry import MultiPolygon, box

folder = Path(sys.argv[1])
# Rough outlines, cut at 180 degrees as RFC 7946 asks for.
france = [box(-1, 43.5, 6, 50), box(-54.5, 2, -51.6, 5.8), box(55.2, -21.4, 55.9, -20.8)]  # with Guiana and Réunion
russia = [box(40, 45, 180, 70), box(40, 41.2, 48, 45), box(-180, 64, -170, 69)]
states = [box(-125, 30, -80, 49), box(-100, 26, -97, 30), box(-180, 51, -130, 71), box(172, 51, 180, 53)]
countries = geopandas.GeoDataFrame(
    {"name": ["France", "Russia", "United States", "Spain"]},
    geometry=[MultiPolygon(france), MultiPolygon(russia), MultiPolygon(states), box(-8, 37, -1, 43)],
    crs="EPSG:4326",
)
countries.to_parquet(folder / "countries.parquet", write_covering_bbox=True)
countries.to_file(folder / "countries.gpkg")
countries.to_file(folder / "countries.fgb")

places = {
    "Madrid": (-3.8, 41.3, -3.6, 41.5),
    "Niamey": (2.0, 13.4, 2.2, 13.6),
    "Lisbon": (-9.3, 38.6, -9.0, 38.8),
}
seen = {}
for place, bounds in places.items():
    found = [sorted(geopandas.read_parquet(folder / "countries.parquet", bbox=bounds)["name"])]
    found += [sorted(geopandas.read_file(folder / f"countries.{end}", bbox=bounds)["name"]) for end in ("gpkg", "fgb")]
    seen[place] = found
    texts = [", ".join(names) or "-" for names in found]
    print(f"{place}  parquet: {texts[0]:38} gpkg: {texts[1]:6} fgb: {texts[2]}")
expected = {
    "Madrid": [["France", "Russia", "Spain", "United States"], ["Spain"], ["Spain"]],
    "Niamey": [["France"], [], []],
    "Lisbon": [["France", "United States"], [], []],
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
