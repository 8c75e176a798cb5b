"""What must be true of a file before GDAL may see it, and what GDAL may do then.

GDAL chooses a driver by what a file holds, whatever it is called, and follows what a file refers to: other files,
and addresses. A layer that comes from somebody else must not lead it anywhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from geo.errors import UnreadableSource

# How files begin that are what their suffix says, and the driver of GDAL that reads them (none: GDAL does not).
_BEGINNINGS = {".fgb": b"fgb\x03", ".gpkg": b"SQLite format 3\0", ".parquet": b"PAR1"}
_DRIVERS = {".fgb": "FlatGeobuf", ".gpkg": "GPKG"}
# Where SQLite keeps the application that a database is of, and GeoPackage's names there (OGC 12-128, requirement 2).
_APPLICATION = slice(68, 72)
_GEOPACKAGES = {b"GPKG", b"GP10", b"GP11"}
# Tables whose rows are made by a program when they are read, but for the spatial index.
_VIRTUAL = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage = 0 AND lower(sql) NOT LIKE '%using rtree%'"
)
# No function in a file's schema that is not harmless, no other files by SQL, and no network but by way of a port
# of this machine where nobody listens.
_ALONE = {
    "OGR_SQLITE_PRAGMA": "trusted_schema=0",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
}


def check_beginning(path: Path) -> None:
    """Make sure that a file is what its suffix says, and holds its rows itself.

    Raises:
        UnreadableSource: if it is or does not.

    """
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        first = file.read(_APPLICATION.stop)
    is_right = first.startswith(_BEGINNINGS[suffix])
    if not is_right or (suffix == ".gpkg" and first[_APPLICATION] not in _GEOPACKAGES):
        raise UnreadableSource(f"{path}: is no {suffix} file, whatever it is called")
    if suffix == ".gpkg":
        _check_tables(path)


def _check_tables(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            virtual = database.execute(_VIRTUAL).fetchone()
    except sqlite3.Error as error:
        raise UnreadableSource(f"{path}: is no readable layer ({error})") from error
    if virtual is not None:
        raise UnreadableSource(f"{path}: has a table whose rows are not in the file; save it as plain layers")


def check_driver(path: Path, layer: str) -> None:
    """Make sure that GDAL reads a file by the driver of its suffix.

    Raises:
        UnreadableSource: if it takes the file for something else.

    """
    import pyogrio  # type: ignore[import-untyped]  # ships no types

    if pyogrio.read_info(path, layer=layer)["driver"] != _DRIVERS[path.suffix.lower()]:
        raise UnreadableSource(f"{path}: is no {path.suffix} file, whatever it is called")


@contextmanager
def gdal_alone() -> Iterator[None]:
    """Keep GDAL from the network and from other files until the block ends."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in _ALONE}
    pyogrio.set_gdal_config_options(_ALONE)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
