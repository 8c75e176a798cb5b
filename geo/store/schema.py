"""The version of a store's tables: made new, brought up to date, or refused with what helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from geo.errors import StoreError
from geo.store import postgis, sqlite, tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA_VERSION = 1
# Step n, at index n - 1, brings a store of version n to version n + 1.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = ()
_KEY = "schema_version"


def prepare(connection: Connection, name: str) -> None:
    """Make the tables where the database is empty, and migrate those of an older version.

    Runs in the transaction of ``connection``: all of it happens, or nothing. ``name`` is what errors call the store.

    Raises:
        StoreError: if the database holds something else, or was made by a newer Dateline.

    """
    from sqlalchemy import inspect, select

    if connection.dialect.name == "postgresql":
        postgis.prepare(connection)
    present = set(inspect(connection).get_table_names())
    if "meta" not in present:
        if present - {"spatial_ref_sys"}:
            raise StoreError(f"{name} is a database, but no store of Dateline: name another file or database")
        _create(connection)
        return
    found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == _KEY)).scalar()
    if found is None or not found.isdigit():
        raise StoreError(f"{name} is a database, but no store of Dateline: name another file or database")
    version = int(found)
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{name} was made by a newer Dateline (its tables have version {version}, this one reads"
            f" {SCHEMA_VERSION}): pip install --upgrade dateline"
        )
    for step in MIGRATIONS[version - 1 : SCHEMA_VERSION - 1]:
        step(connection)
    if version < SCHEMA_VERSION:
        connection.execute(tables.meta.update().where(tables.meta.c.key == _KEY).values(value=str(SCHEMA_VERSION)))


def _create(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        postgis.extend(connection)
    tables.METADATA.create_all(connection)
    (postgis if connection.dialect.name == "postgresql" else sqlite).create(connection)
    connection.execute(tables.meta.insert().values(key=_KEY, value=str(SCHEMA_VERSION)))
