#!/usr/bin/env bash
# GDAL finds no feature in PMTiles whose header says "the whole world", which is what the pmtiles package writes by default.
#
# Versions: pmtiles 3.8.1, mapbox-vector-tile 2.2.0, pyogrio 0.13.0 (its wheel has GDAL 3.12.4), geopandas 1.2.0,
#           pandas 3.1.1, shapely 2.2.0, numpy 2.4.6, Python 3.11.
#
# Guess:    The bounds in the header of PMTiles are a hint for the map's first view. Whoever leaves them out of
#           pmtiles.writer.Writer gets the whole world, and every reader finds the tiles that are there.
# Seen:     The default is -90 to 90 degrees. GDAL turns that into Web Mercator, where the poles are at infinity, and looks
#           for tiles inside: it opens the file, knows layer and fields, and reads no features, without an error or warning.
#           With 89.9 degrees in the header all are there. A reader that asks for a tile, as a map does, finds it always.
# Matters:  The map has its events; geopandas, ogr2ogr and whatever else reads with GDAL, or the test that reads the tiles
#           back, say that there were none.
#
# Output:   no bounds given  header to 90.0  pmtiles finds the tile: True  GDAL reads 0 features of ['mvt_id', 'name']
#           to 89.9          header to 89.9  pmtiles finds the tile: True  GDAL reads 1 features of ['mvt_id', 'name']
#           to 90            header to 90.0  pmtiles finds the tile: True  GDAL reads 0 features of ['mvt_id', 'name']
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pmtiles==3.8.1 mapbox-vector-tile==2.2.0 pyogrio==0.13.0 \
  geopandas==1.2.0 pandas==3.1.1 shapely==2.2.0 numpy==2.4.6

"$work/venv/bin/python" - "$work" <<'PY'
import gzip
import sys
import warnings
from pathlib import Path

import geopandas
import mapbox_vector_tile
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

folder = Path(sys.argv[1])
tile = mapbox_vector_tile.encode(
    [{"name": "events", "features": [{"geometry": "POINT (2048 1024)", "properties": {"name": "flood"}}]}]
)


def write(name, **bounds):
    """Write an archive of one tile with one point; return what its two readers say."""
    path = folder / f"{name}.pmtiles"
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(4, 8, 5), gzip.compress(tile))
        header = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP, **bounds}
        writer.finalize(header, {"vector_layers": [{"id": "events", "fields": {"name": "String"}}]})
    reader = Reader(MemorySource(path.read_bytes()))
    found = gzip.decompress(reader.get(4, 8, 5)) == tile
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = geopandas.read_file(path)
    return reader.header()["max_lat_e7"] / 1e7, found, len(frame), list(frame.columns.drop("geometry"))


def to(latitude):
    """Return the header's bounds from one latitude in the south to the same in the north."""
    edge = round(latitude * 1e7)
    return {"min_lon_e7": -1_800_000_000, "max_lon_e7": 1_800_000_000, "min_lat_e7": -edge, "max_lat_e7": edge}


seen = {"no bounds given": write("default"), "to 89.9": write("near", **to(89.9)), "to 90": write("poles", **to(90))}
for name, (edge, found, count, fields) in seen.items():
    print(f"{name:16} header to {edge}  pmtiles finds the tile: {found}  GDAL reads {count} features of {fields}")
fields = ["mvt_id", "name"]
expected = [(90.0, True, 0, fields), (89.9, True, 1, fields), (90.0, True, 0, fields)]
sys.exit(0 if list(seen.values()) == expected else "the behaviour has changed")
PY
