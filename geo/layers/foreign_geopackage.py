"""What must be true of a GeoPackage before GDAL may see it: its rows are in the file, and reading them ends.

A database computes when it is read: a table may be made by a program, a view by a query without end, a value by a
function that makes a gigabyte of a letter, and pages that point at one another hold rows without number. So every
layer is read through once, by work that is counted and by functions that always give the same.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from geo.errors import UnreadableSource

# What SQLite makes by any other statement of a schema, whatever the schema calls it, is a table whose rows a program
# makes when they are read. The spatial index is known by the name of its program, which is where the grammar has it:
# the same word may be a table's name, or a comment.
_HELD = re.compile(
    r"""CREATE \s+ (?:
        (?: TABLE | VIEW | TRIGGER | (?: UNIQUE \s+ )? INDEX ) \s
      | VIRTUAL \s+ TABLE \s+ (?: "(?:[^"]|"")*" | '(?:[^']|'')*' | `(?:[^`]|``)*` | \[[^\]]*\] | \w+ )
        \s+ USING \s+ rtree \s* \(
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_STATEMENTS = "SELECT CAST(sql AS TEXT) FROM sqlite_master WHERE sql IS NOT NULL"
# GDAL looks into views that are no layers, too.
_NAMES = "SELECT name FROM sqlite_master WHERE type = 'view' UNION SELECT table_name FROM gpkg_geometry_columns"
# The coordinate systems of the layers; 0 and -1 are none (OGC 12-128, requirement 11).
_SYSTEMS = (
    "SELECT s.* FROM gpkg_geometry_columns c LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = c.srs_id"
    " WHERE c.srs_id NOT IN (0, -1)"
)
_GENERATED = (2, 3)
# Functions that a view may call: they always give the same, and nothing that is longer than what they are given.
_FUNCTIONS = {
    *("abs", "avg", "coalesce", "count", "ifnull", "iif", "instr", "length", "like", "lower", "max", "min", "nullif"),
    *("round", "row_number", "substr", "sum", "total", "trim", "typeof", "upper"),
}
# Instructions of SQLite's machine: for the least of files, and for each byte; a row of an event takes some 300, and has
# 600 bytes.
_LEAST_WORK, _WORK_PER_BYTE, _COUNTED = 50_000_000, 10, 10_000
# Bytes of a layer: those of a file that is plain, and how many times its size.
_LEAST_BYTES, _TIMES = 100_000_000, 30


def check(path: Path) -> tuple[Mapping[str, int], list[dict[str, Any]]]:
    """Return how many rows each layer and view has (names in small letters), and the coordinate systems of the layers.

    Raises:
        UnreadableSource: if it is no GeoPackage, holds its rows elsewhere, or unpacks beyond measure.

    """
    size = path.stat().st_size
    work = _Work(_LEAST_WORK + size * _WORK_PER_BYTE)
    most_bytes = max(_LEAST_BYTES, size * _TIMES)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most_bytes)
            database.set_progress_handler(work.is_too_much, _COUNTED)
            held = all(_HELD.match(statement) for (statement,) in database.execute(_STATEMENTS))
            if not held:
                raise _not_held(path)
            names = [str(name) for (name,) in database.execute(_NAMES)]
            rows = {name.lower(): _rows(database, name, most_bytes, path) for name in names}
            database.row_factory = sqlite3.Row
            return rows, [dict(row) for row in database.execute(_SYSTEMS)]
    except sqlite3.Error as error:
        if work.left < 0:
            raise UnreadableSource(f"{path}: takes too long to read; save it as plain layers") from error
        if "not authorized" in str(error):
            raise _not_held(path) from error
        raise UnreadableSource(f"{path}: is no readable layer ({error})") from error


def _rows(database: sqlite3.Connection, layer: str, most_bytes: int, path: Path) -> int:
    """Return how many rows a layer or view has."""
    columns = database.execute(f"PRAGMA table_xinfo({_quoted(layer)})").fetchall()
    if any(hidden in _GENERATED for *_, hidden in columns):
        raise _not_held(path)
    sums = "".join(f", total(length({_quoted(name)}))" for _, name, *_ in columns)
    database.set_authorizer(_authorized)
    try:
        rows, *lengths = database.execute(f"SELECT count(*){sums} FROM {_quoted(layer)}").fetchone()  # noqa: S608
    finally:
        database.set_authorizer(None)
    if sum(lengths) > most_bytes:
        raise UnreadableSource(f"{path}: unpacks to more than {most_bytes // 1_000_000} MB; save it as plain layers")
    return int(rows)


def _authorized(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = (name or "").lower() in _FUNCTIONS
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _not_held(path: Path) -> UnreadableSource:
    return UnreadableSource(f"{path}: has a table whose rows are not in the file; save it as plain layers")


class _Work:
    """Counts the work of SQLite, and ends it where it is too much."""

    def __init__(self, most: int) -> None:
        self.left = most

    def is_too_much(self) -> bool:
        self.left -= _COUNTED
        return self.left < 0
