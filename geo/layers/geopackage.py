"""GeoPackage: all layers in one file, with QGIS styles, the same bytes for the same layers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from geo.layers.fields import GEOMETRY_TYPES, LayerName
from geo.layers.ogr import write_layer
from geo.layers.qgis import style

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# Files carry no time of writing (reproducible-builds.org): the same layers give the same bytes.
_TIME = "1970-01-01T00:00:00.000Z"
# The table in which QGIS itself stores styles, as QGIS 3 creates it.
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256),
  f_table_schema TEXT(256),
  f_table_name TEXT(256),
  f_geometry_column TEXT(256),
  styleName TEXT(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30),
  ui TEXT(30),
  update_time DATETIME
)
"""


def write_geopackage(layers: Iterable[tuple[LayerName, GeoDataFrame]], path: Path) -> None:
    """Write a new GeoPackage 1.2, the version that every reader in use knows.

    Raises:
        OSError: if the file cannot be written.

    """
    names: list[LayerName] = []
    for name, frame in layers:
        version, column = {"VERSION": "1.2"}, {"GEOMETRY_NAME": "geom"}
        write_layer(frame, name, path, "GPKG", dataset_options=version, layer_options=column)
        names.append(name)
    try:
        with closing(sqlite3.connect(path)) as database, database:
            for statement, values in style_statements(names):
                database.execute(statement, values)
            database.execute("UPDATE gpkg_contents SET last_change = ?", (_TIME,))
    except sqlite3.Error as error:
        raise OSError(f"SQLite could not write {path.name}: {error}") from error


def style_statements(names: Iterable[LayerName]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the statements, with their values, that give layers of a GeoPackage their QGIS styles."""
    yield _STYLES, ()
    yield (
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, ?, ?, ?)",
        ("layer_styles", "attributes", "layer_styles", _TIME),
    )
    for name in names:
        yield (
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, 'geom', 'Dateline', ?, '', 1, ?, '', ?)",
            (name, style(name), f"{GEOMETRY_TYPES[name]}s of the layer {name}", _TIME),
        )
