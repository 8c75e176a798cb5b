"""Layers back from files, also from files that a user edited; errors name file, feature and field."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from geo import parquet
from geo.errors import InputError, SourceNotFound, UnreadableSource
from geo.layers.build import Layers
from geo.layers.check import Table, checked
from geo.layers.edits import drawn_apart, on_their_areas
from geo.layers.fields import LAYER_NAMES, LayerName
from geo.layers.foreign import check_beginning, check_driver, gdal_alone
from geo.layers.frames import frame
from geo.layers.read_geojson import read_geojson, read_geojsonl

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

READABLE = (".geojson", ".json", ".geojsonl", ".fgb", ".gpkg", ".parquet")


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
    return Layers(on_their_areas(layers.events, layers.areas), layers.areas, layers.places)


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
            raise UnreadableSource(f"{path}: layers are read from {', '.join(READABLE)}")
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
    check_beginning(path)
    if path.suffix.lower() == ".parquet":
        return [_parquet(path)]
    import pyogrio  # type: ignore[import-untyped]  # ships no types
    import pyogrio.errors  # type: ignore[import-untyped]

    try:
        with gdal_alone():
            names = [name for name, geometry in pyogrio.list_layers(path) if geometry is not None]
            several = len(names) > 1
            return [_ogr_layer(path, name, f"{path}, layer {name}" if several else str(path)) for name in names]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise UnreadableSource(f"{path}: is no readable layer ({' '.join(str(error).split())})") from error


def _ogr_layer(path: Path, name: str, label: str) -> Table:
    import pyogrio
    import shapely

    check_driver(path, name)
    # The arrays as GDAL gives them: data frames would guess at columns with values of several types.
    meta, _, wkb, arrays = pyogrio.raw.read(path, layer=name, force_2d=True, datetime_as_string=True)
    columns = {str(field): values.tolist() for field, values in zip(meta["fields"], arrays, strict=True)}
    return Table(label, columns, shapely.from_wkb(wkb), meta["crs"])


def _parquet(path: Path) -> Table:
    import geopandas
    import shapely

    parquet.check_size(path)
    import pyarrow as pa

    # What GeoPandas makes of metadata that are not what they should be is any of these.
    broken = (
        pa.ArrowException,
        shapely.errors.ShapelyError,
        ValueError,
        OSError,
        LookupError,
        TypeError,
        AttributeError,
    )
    try:
        frame = geopandas.read_parquet(path)
    except broken as error:
        raise UnreadableSource(f"{path}: is no GeoParquet file ({' '.join(str(error).split())})") from error
    columns = {
        str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist()
        for name in frame.columns
        if name != frame.geometry.name
    }
    return Table(str(path), columns, frame.geometry.to_numpy(), frame.crs)


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
