"""Layers back from files, also from files that a user edited; errors name file, feature and field."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geo import parquet
from geo.errors import InputError, SourceNotFound, UnreadableSource
from geo.layers.build import Layers
from geo.layers.check import Table, checked
from geo.layers.edits import drawn_apart, followed
from geo.layers.fields import FIELDS, LAYER_NAMES, LayerName
from geo.layers.foreign import check_beginning, check_driver, gdal_alone
from geo.layers.frames import frame
from geo.layers.read_geojson import read_geojson, read_geojsonl
from geo.layers.read_parquet import read_parquet

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

READABLE = (".geojson", ".json", ".geojsonl", ".fgb", ".gpkg", ".parquet")
# What hold layers and articles alike, and tables, which hold layers without their geometry.
_AMBIGUOUS = (".json", ".parquet", ".csv", ".tsv")
_IDS = frozenset({"event_id", "area_id", "place_id"})
_COLUMNS = sorted({field.name for fields in FIELDS.values() for field in fields})
_LONGEST_HEADER = 100_000
# The texts of JSON, with what follows a member's name, and its brackets; a text that never ends is one, too.
_SIGNS = re.compile(
    rb"""
    " ( (?: [^"\\]++ | \\. )*+ ) (?: " | \\?\Z )
    ( \s*+ : \s*+ (?: "(?: Feature | FeatureCollection )" )? )?
    | [\[\]{}]
    """,
    re.VERBOSE | re.DOTALL,
)


def is_layer(path: Path | str) -> bool:
    """Say whether a file is called or, where articles come under the same suffix, looks like a layer.

    That is GeoJSON, Parquet with a geometry, or a table that names its rows as layers do (and which :func:`read`
    refuses, as it has no geometry). What cannot be opened is none.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _AMBIGUOUS:
        return suffix in READABLE
    try:
        if suffix == ".parquet":
            schema = parquet.opened(path).schema_arrow
            is_plain = "text" in schema.names and not _IDS.intersection(schema.names)
            return b"geo" in (schema.metadata or {}) and not is_plain
        with path.open("rb") as file:
            if suffix == ".json":
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    return _is_geojson(content)
            header = file.readline(_LONGEST_HEADER).decode("utf-8-sig", "replace")
    except (OSError, ValueError):  # also of an empty file; whoever reads it says what is wrong
        return False
    names = {name.strip(' "\r\n').lower() for name in re.split(r"[,;\t|]", header)}
    return bool(names & _IDS) and "text" not in names


def _is_geojson(content: mmap.mmap) -> bool:
    """Say whether the type of a JSON object is that of features, without decoding what else is in it."""
    depth = 0
    for sign in _SIGNS.finditer(content):
        if sign[0] in b"[{":
            if not depth and sign[0] == b"[":  # a list of records
                return False
            depth += 1
        elif sign[0] in b"]}":
            depth -= 1
        elif depth == 1 and sign[2] is not None:
            if sign[1] == b"text":
                return False
            if sign[1] == b"type" and sign[2].endswith(b'"'):
                return True
    return False


def read(*paths: Path | str) -> Layers:
    """Read layers that :func:`geo.layers.write` wrote, edited or not.

    Args:
        paths: files of one layer (``.geojson``, ``.geojsonl``, ``.fgb``, ``.parquet``), files of
            all (``.gpkg``), or directories with ``events.geojson`` and so on. Which layer a
            file holds is told by its columns and geometry. Layers that no file holds are empty.

    Columns that are missing are null, other columns are left out, and the geometry decides over
    the columns latitude and longitude. What a GIS changes in a geometry alone is followed up: the
    event of an area that was moved lies at that point, an event drawn as a polygon has that area, and
    where an area was moved away from its events they lie on its surface again.

    Raises:
        SourceNotFound: if there is no such file.
        UnreadableSource: if a file is no layer.
        InputError: if a value is not allowed; the message names file, feature and field.

    """
    found: dict[LayerName, list[GeoDataFrame]] = {name: [] for name in LAYER_NAMES}
    for path in _files(Path(path) for path in paths):
        for table in _tables(path):
            # Without features, GeoJSON tells no fields either.
            for layer, part in _parts(table) if len(table.geometries) else ():
                found[layer].append(checked(part, layer))
    layers = Layers(*(_joined(name, found[name]) for name in LAYER_NAMES))
    return Layers(*followed(layers.events, layers.areas), layers.places)


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [file for name in LAYER_NAMES if (file := path / f"{name}.geojson").is_file()]
            if not inside:
                raise SourceNotFound(f"{path}: holds no events.geojson, areas.geojson or places.geojson")
            files.extend(inside)
        elif not path.is_file():
            raise SourceNotFound(f"{path}: there is no such file")
        elif path.suffix.lower() not in READABLE:
            raise UnreadableSource(f"{path}: layers are read from {', '.join(READABLE)}, which hold their geometry")
        else:
            files.append(path)
    return files


def _tables(path: Path) -> list[Table]:
    """Return every layer of a file."""
    match path.suffix.lower():
        case ".geojson" | ".json":
            return [read_geojson(path)]
        case ".geojsonl":
            return [read_geojsonl(path)]
    rows = check_beginning(path)
    if path.suffix.lower() == ".parquet":
        return [read_parquet(path)]
    import pyogrio  # type: ignore[import-untyped]  # ships no types
    import pyogrio.errors  # type: ignore[import-untyped]

    try:
        with gdal_alone():
            names = [name for name, geometry in pyogrio.list_layers(path) if geometry is not None]
            several = len(names) > 1
            return [_ogr_layer(path, name, f"{path}, layer {name}" if several else str(path), rows) for name in names]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise UnreadableSource(f"{path}: is no readable layer ({' '.join(str(error).split())})") from error


def _ogr_layer(path: Path, name: str, label: str, rows: Mapping[str, int] | None) -> Table:
    import pyogrio
    import shapely

    check_driver(path, name)
    # The arrays as GDAL gives them: data frames would guess at columns with values of several types.
    # It makes room for as many features as the file says that it has, and for all columns; 0 would mean all features.
    most = None if rows is None else max(rows.get(name.lower(), 0), 1)
    meta, _, wkb, arrays = pyogrio.raw.read(
        path, layer=name, columns=_COLUMNS, max_features=most, force_2d=True, datetime_as_string=True
    )
    columns = {str(field): values.tolist() for field, values in zip(meta["fields"], arrays, strict=True)}
    return Table(label, columns, shapely.from_wkb(wkb), meta["crs"])


def _parts(table: Table) -> list[tuple[LayerName, Table]]:
    """Return the layers that a table holds: one, or events with the areas that they are drawn as."""
    if "place_id" in table.columns:
        return [("places", table)]
    if "event_id" in table.columns:
        return drawn_apart(table)
    # Events name their areas, too.
    if "area_id" in table.columns and "trigger" not in table.columns:
        return [("areas", table)]
    raise InputError(f"{table.label}: has none of the fields event_id, area_id and place_id, so it is no layer")


def _joined(name: LayerName, tables: list[GeoDataFrame]) -> GeoDataFrame:
    import geopandas
    import pandas as pd

    if not tables:
        return frame(name, [])
    return geopandas.GeoDataFrame(pd.concat(tables, ignore_index=True)) if len(tables) > 1 else tables[0]
