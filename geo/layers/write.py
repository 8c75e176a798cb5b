"""Layers to files, the format by suffix, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError
from geo.files import staging
from geo.layers.build import Layers
from geo.layers.fields import LayerName
from geo.layers.geojson import write_geojson, write_geojsonl
from geo.layers.geopackage import write_geopackage
from geo.layers.kml import write_kml
from geo.layers.ogr import write_flatgeobuf, write_pmtiles
from geo.layers.qgis import style
from geo.layers.tables import write_csv, write_parquet

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# Formats that hold one layer in one file, and formats that hold all.
_ONE: dict[str, Callable[[GeoDataFrame, LayerName, Path], None]] = {
    ".geojson": write_geojson,
    ".geojsonl": write_geojsonl,
    ".fgb": write_flatgeobuf,
    ".parquet": write_parquet,
    ".pmtiles": write_pmtiles,
    ".csv": write_csv,
}
_ALL: dict[str, Callable[[list[tuple[LayerName, GeoDataFrame]], Path], None]] = {
    ".gpkg": write_geopackage,
    ".kml": write_kml,
}
# QGIS loads a .qml by itself beside these.
_STYLED = {".geojson", ".geojsonl", ".fgb", ".parquet"}
SUFFIXES = (*_ONE, *_ALL)


def write(layers: Layers, path: Path | str) -> list[Path]:
    """Write the layers in the format that the suffix of ``path`` names; return the files.

    ``.gpkg`` and ``.kml`` hold all layers. The other formats hold one layer in one file: the
    events are written to ``path``, the others beside it (``raid.geojson``, ``raid-areas.geojson``,
    ``raid-places.geojson``; ``events.geojson``, ``areas.geojson``, ``places.geojson``), with a
    QGIS style (``.qml``) for each. A path without a suffix is a directory, which gets
    ``events.geojson`` and so on. Files of the same name are replaced, and the same layers give
    the same bytes.

    Raises:
        OutputError: if the suffix is unknown or a file cannot be written; nothing is left behind.
        MissingExtra: if ``.parquet`` is asked for without pyarrow.

    """
    path = Path(path)
    if not path.suffix or path.is_dir():
        path = path / "events.geojson"
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise OutputError(f"{path}: unknown format '{path.suffix}'; use one of {', '.join(SUFFIXES)}")
    with staging(path.parent) as place:
        if suffix in _ALL:
            _ALL[suffix](list(layers.items()), place / path.name)
            written = [path.name]
        else:
            written = []
            for layer, frame in layers.items():
                name = _file_name(path, layer)
                _ONE[suffix](frame, layer, place / name)
                written.append(name)
                if suffix in _STYLED:
                    (place / name).with_suffix(".qml").write_text(style(layer), encoding="utf-8", newline="\n")
    return [path.parent / name for name in written]


def _file_name(path: Path, layer: LayerName) -> str:
    if layer == "events":
        return path.name
    stem = layer if path.stem == "events" else f"{path.stem}-{layer}"
    return stem + path.suffix
