"""The version of a store's tables: made new, brought up to date, or refused with what helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from geo.errors import StoreError
from geo.store import postgis, sqlite, tables
from geo.store.refusals import foreign, missing
from geo.store.tables import VERSION_KEY

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _areas_once(connection: Connection) -> None:
    """Bring a store of version 1, in which an area was an event's own, to one that holds each area once."""
    on_postgresql = connection.dialect.name == "postgresql"
    connection.exec_driver_sql("DROP VIEW areas")
    connection.exec_driver_sql("DROP TABLE area_rows")
    if not on_postgresql:
        connection.exec_driver_sql(f"DROP TABLE rtree_extents_{tables.GEOMETRY_COLUMN}")
    connection.exec_driver_sql("DROP TABLE extents")
    _add_columns(connection)
    connection.exec_driver_sql("CREATE INDEX events_by_area ON events (area_id)")
    tables.METADATA.create_all(connection, [tables.extents])
    (postgis if on_postgresql else sqlite).index(connection, tables.extents.name)
    connection.exec_driver_sql(tables.AREAS_VIEW)
    _events_anew(connection)


def _people_and_sums(connection: Connection) -> None:
    """Give the events of version 4 the columns of the affected, missing, evacuated and displaced, and of their sum."""
    if _add_columns(connection):
        _events_anew(connection)


def _add_columns(connection: Connection) -> bool:
    """Add the columns that the table of events lacks; say whether there were any."""
    from sqlalchemy import inspect

    present = {column["name"] for column in inspect(connection).get_columns(tables.events.name)}
    lacking = [column for column in tables.events.columns if column.name not in present]
    for column in lacking:
        kind = column.type.compile(connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE events ADD COLUMN {column.name} {kind}")
    return bool(lacking)


def _events_anew(connection: Connection) -> None:
    """Write the events of every article again, from what was found in it."""
    from geo import gazetteer
    from geo.layers import Extents
    from geo.store import articles, content, queries, writing
    from geo.store.rows import rows_of

    extents = Extents(gazetteer.default())
    last = 0
    while rows := connection.execute(queries.parses_after(last, None)).all():
        for row in rows:
            parsed = content.unpack(row.content, articles.article(row))
            writing.replace_events(connection, rows_of(parsed, extents), row.article_id)
        last = rows[-1].number
    stories = connection.exec_driver_sql("SELECT story_id FROM stories").scalars().all()
    for start in range(0, len(stories), 100):
        writing.count_sources(connection, stories[start : start + 100])


def _days_indexed(connection: Connection) -> None:
    """Bring a store of version 2 to one that finds articles by their day of publication."""
    connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS articles_by_day ON articles (published)")


def _arrivals(connection: Connection) -> None:
    """Number the parsed articles of a store of version 3 in the order of their arrival."""
    tables.METADATA.create_all(connection, [tables.arrivals, tables.webhooks])
    connection.exec_driver_sql(
        "INSERT INTO arrivals (article_id, known_at) SELECT parses.article_id, parses.parsed_at FROM parses"
        " JOIN articles ON articles.article_id = parses.article_id ORDER BY articles.number"
    )


SCHEMA_VERSION = 5
# Step n, at index n - 1, brings a store of version n to version n + 1.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_areas_once, _days_indexed, _arrivals, _people_and_sums)


def prepare(connection: Connection, name: str, *, make: bool) -> None:
    """Make the tables where the database is empty (and they are to be made), and migrate those of an older version.

    Runs in the transaction of ``connection``: all of it happens, or nothing. ``name`` is what errors call the store.

    Raises:
        StoreError: if the database holds something else, or nothing, or was made by a newer Dateline.

    """
    from sqlalchemy import inspect, select

    if connection.dialect.name == "postgresql":
        postgis.prepare(connection)
    present = set(inspect(connection).get_table_names())
    if "meta" not in present:
        if present - {"spatial_ref_sys"}:
            raise foreign(name)
        if not make:
            raise missing(name)
        _create(connection)
        return
    found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.key == VERSION_KEY)).scalar()
    if found is None or not found.isdigit():
        raise foreign(name)
    version = int(found)
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{name} was made by a newer Dateline (its tables have version {version}, this one reads"
            f" {SCHEMA_VERSION}): pip install --upgrade dateline"
        )
    for step in MIGRATIONS[version - 1 : SCHEMA_VERSION - 1]:
        step(connection)
    if version < SCHEMA_VERSION:
        connection.execute(
            tables.meta.update().where(tables.meta.c.key == VERSION_KEY).values(value=str(SCHEMA_VERSION))
        )


def _create(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        postgis.extend(connection)
    tables.METADATA.create_all(connection)
    (postgis if connection.dialect.name == "postgresql" else sqlite).create(connection)
    connection.execute(tables.meta.insert().values(key=VERSION_KEY, value=str(SCHEMA_VERSION)))
