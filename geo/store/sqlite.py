"""A store in one SQLite file that is a GeoPackage, too: QGIS and GDAL open its layers as they are.

GeoPackage 1.2 (OGC 12-128r18) with the extension ``gpkg_rtree_index``; no SpatiaLite is needed.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import StoreError
from geo.layers import LAYER_NAMES
from geo.layers.geopackage import style_statements
from geo.store.refusals import foreign, missing
from geo.store.tables import AREAS_VIEW, GEOMETRY_COLUMN, SPATIAL, VERSION_KEY

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import ColumnElement, Connection, Engine

_WAIT_S = 30
_PAUSE_S = 0.02
# How the header of a file says, at bytes 18 and 19, that it has a write-ahead log.
_WAL = b"\2\2"
_APPLICATION_ID = 0x47504B47  # "GPKG"
_GPKG_VERSION = 10200
_SRID = 4326
# West, south, east, north in degrees.
Box = tuple[float, float, float, float]
# GeoPackage writes times like this, and never needs ours.
_TIME = "1970-01-01T00:00:00.000Z"
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_GPKG_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name), UNIQUE (table_name));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  UNIQUE (table_name, column_name, extension_name));
"""
# The triggers that the extension asks for, so that also what QGIS edits stays indexed.
_INSERT = (
    "INSERT OR REPLACE INTO rtree_{t}_{c} VALUES"
    " (NEW.fid, ST_MinX(NEW.{c}), ST_MaxX(NEW.{c}), ST_MinY(NEW.{c}), ST_MaxY(NEW.{c}));"
)
_FULL, _EMPTY = "(NEW.{c} NOTNULL AND NOT ST_IsEmpty(NEW.{c}))", "(NEW.{c} ISNULL OR ST_IsEmpty(NEW.{c}))"
_DELETE = "DELETE FROM rtree_{t}_{c} WHERE id IN (OLD.fid, NEW.fid);"
_RTREE = (
    "CREATE VIRTUAL TABLE rtree_{t}_{c} USING rtree(id, minx, maxx, miny, maxy)",
    f"CREATE TRIGGER rtree_{{t}}_{{c}}_insert AFTER INSERT ON {{t}} WHEN {_FULL} BEGIN {_INSERT} END",
    "CREATE TRIGGER rtree_{t}_{c}_update1 AFTER UPDATE OF {c} ON {t}"
    f" WHEN OLD.fid = NEW.fid AND {_FULL} BEGIN {_INSERT} END",
    "CREATE TRIGGER rtree_{t}_{c}_update2 AFTER UPDATE OF {c} ON {t}"
    f" WHEN OLD.fid = NEW.fid AND {_EMPTY} BEGIN {_DELETE} END",
    f"CREATE TRIGGER rtree_{{t}}_{{c}}_update3 AFTER UPDATE ON {{t}} WHEN OLD.fid != NEW.fid AND {_FULL}"
    f" BEGIN {_DELETE} {_INSERT} END",
    f"CREATE TRIGGER rtree_{{t}}_{{c}}_update4 AFTER UPDATE ON {{t}} WHEN OLD.fid != NEW.fid AND {_EMPTY}"
    f" BEGIN {_DELETE} END",
    "CREATE TRIGGER rtree_{t}_{c}_delete AFTER DELETE ON {t} WHEN OLD.{c} NOTNULL"
    " BEGIN DELETE FROM rtree_{t}_{c} WHERE id = OLD.fid; END",
)


def engine(path: Path, *, make: bool) -> Engine:
    """Return an engine for the file, which is made where there is none, unless ``make`` is False.

    Raises:
        StoreError: if the file cannot be opened, is something else, or is not to be made.

    """
    from sqlalchemy import create_engine, event

    if path.is_dir():
        raise StoreError(f"{path} is a directory: give the name of a file")
    if not make and not (path.exists() and path.stat().st_size):
        raise missing(str(path))
    _refuse_others(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT_S})
    except OSError as error:
        raise StoreError(f"{path}: cannot be written to ({error.strerror}); choose another place") from error
    event.listen(made, "connect", _on_connect)
    event.listen(made, "begin", _on_begin)
    return made


def _refuse_others(path: Path) -> None:
    """Refuse a database of somebody else before anything is changed in it, as a store's journal would.

    What is no database at all, or cannot be read, will say so itself when it is opened.
    """
    with contextlib.suppress(OSError, sqlite3.Error):
        with path.open("rb") as file:
            header = file.read(20)
        if not header or header[18:] == _WAL:  # empty, or with that journal already: nothing changes
            return
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_S)) as database:
            if database.execute("SELECT 1 FROM sqlite_master").fetchone() and not _has_version(database):
                raise foreign(str(path))


def _has_version(database: sqlite3.Connection) -> bool:
    columns = [row[0] for row in database.execute("SELECT name FROM pragma_table_info('meta')")]
    if not {"key", "value"} <= set(columns):
        return False
    return database.execute("SELECT 1 FROM meta WHERE key = ?", (VERSION_KEY,)).fetchone() is not None


def create(connection: Connection) -> None:
    """Make what SQLAlchemy does not make: the GeoPackage's own tables, spatial indexes and the view of areas."""
    for statement in _GPKG_TABLES.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(AREAS_VIEW)
    systems = [
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
        ("WGS 84 geodetic", _SRID, "EPSG", _SRID, _WGS84, "longitude/latitude in degrees"),
    ]
    connection.exec_driver_sql("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", systems)
    features = [("events", "POINT"), ("areas", "MULTIPOLYGON"), ("places", "POINT")]
    connection.exec_driver_sql(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, -180, -90, 180, 90, 4326)",
        [(name, name, _TIME) for name, _ in features],
    )
    connection.exec_driver_sql(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, 4326, 0, 0)",
        [(name, GEOMETRY_COLUMN, kind) for name, kind in features],
    )
    connection.exec_driver_sql(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/"
        "#extension_rtree', 'write-only')",
        [(name, GEOMETRY_COLUMN) for name in ("events", "places")],
    )
    for table in SPATIAL:
        index(connection, table.name)
    for statement, values in style_statements(LAYER_NAMES):
        connection.exec_driver_sql(statement, values)
    connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {_GPKG_VERSION}")


def index(connection: Connection, name: str) -> None:
    """Make the spatial index of a table, with the triggers that keep it."""
    for statement in _RTREE:
        connection.exec_driver_sql(statement.format(t=name, c=GEOMETRY_COLUMN))


def encode(geometry: BaseGeometry | None) -> bytes | None:
    """Return a geometry as GeoPackage's binary: header without an envelope, then WKB, both little-endian."""
    import shapely

    if geometry is None:
        return None
    wkb: bytes = shapely.to_wkb(geometry, byte_order=1)
    # The fourth byte: little-endian, no envelope, not empty.
    return struct.pack("<2sBBi", b"GP", 0, 0b00000001, _SRID) + wkb


def decode(value: bytes | None) -> bytes | None:
    """Return the WKB inside GeoPackage's binary, whose header may hold an envelope that a GIS wrote."""
    if value is None:
        return None
    envelope = (0, 32, 48, 48, 64)[(value[3] >> 1) & 0b111]
    return value[8 + envelope :]


def inside(name: str, fid: ColumnElement[int], box: Box) -> ColumnElement[bool]:
    """Return the condition that the envelope of a feature of the table ``name`` meets the box."""
    from sqlalchemy import column, select, table

    index = table(f"rtree_{name}_{GEOMETRY_COLUMN}", *map(column, ("id", "minx", "maxx", "miny", "maxy")))
    west, south, east, north = box
    met = (index.c.minx <= east, index.c.maxx >= west, index.c.miny <= north, index.c.maxy >= south)
    return fid.in_(select(index.c.id).where(*met))


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy begins transactions itself (_on_begin), Python's driver must not.
    connection.isolation_level = None
    _log_ahead(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    for name, bound in (("ST_MinX", 0), ("ST_MinY", 1), ("ST_MaxX", 2), ("ST_MaxY", 3)):
        connection.create_function(name, 1, lambda value, bound=bound: _bounds(value)[bound], deterministic=True)
    connection.create_function("ST_IsEmpty", 1, lambda value: int(_bounds(value)[0] is None), deterministic=True)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log; while another connection opens or closes, SQLite refuses that without a wait."""
    until = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


def _on_begin(connection: Connection) -> None:
    # A writer that first only reads could not become one while another writes.
    writes = connection.get_execution_options().get("dateline_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bounds(value: bytes | None) -> tuple[float | None, ...]:
    import shapely

    wkb = decode(value)
    geometry = None if wkb is None else shapely.from_wkb(wkb)
    if geometry is None or geometry.is_empty:
        return (None, None, None, None)
    bounds: tuple[float, float, float, float] = geometry.bounds
    return bounds
