"""A store in PostgreSQL with PostGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.errors import MissingExtra, StoreError
from geo.store.sqlite import Box
from geo.store.tables import AREAS_VIEW, GEOMETRY_COLUMN, SPATIAL

if TYPE_CHECKING:
    from geoalchemy2 import WKBElement
    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import URL, ColumnElement, Connection, Engine

_CONNECT_TIMEOUT_S = 10
# "dateline" in ASCII: one program at a time makes or migrates a store.
_LOCK = 0x646174656C696E65
# And one at a time puts events into stories.
_STORIES_LOCK = _LOCK + 1
# And one at a time gives an article its number, so that numbers are seen in their order.
_ARRIVALS_LOCK = _LOCK + 2


def engine(url: URL) -> Engine:
    """Return an engine for the database.

    Raises:
        MissingExtra: if the driver is not installed.
        StoreError: if the URL names another kind of database.

    """
    from sqlalchemy import create_engine

    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise StoreError(f"a store is a file or postgresql://…, not {url.get_backend_name()}://")
    try:
        import psycopg  # noqa: F401  (is the driver there?)
    except ImportError as error:
        raise MissingExtra("a store in PostgreSQL needs psycopg: pip install 'dateline[postgis]'") from error
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
    )


def prepare(connection: Connection) -> None:
    """Wait for others that make or migrate the store, until the end of the transaction."""
    from sqlalchemy import func, select

    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def lock_stories(connection: Connection) -> None:
    """Wait for others that put events into stories, until the end of the transaction."""
    from sqlalchemy import func, select

    connection.execute(select(func.pg_advisory_xact_lock(_STORIES_LOCK)))


def lock_arrivals(connection: Connection) -> None:
    """Wait for others that give an article its number, until the end of the transaction."""
    from sqlalchemy import func, select

    connection.execute(select(func.pg_advisory_xact_lock(_ARRIVALS_LOCK)))


def extend(connection: Connection) -> None:
    """Make PostGIS known to the database, where the user may.

    Raises:
        StoreError: if PostGIS is not installed, or the user may not.

    """
    from sqlalchemy.exc import DBAPIError

    found = connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").first()
    if found:
        return
    try:
        connection.exec_driver_sql("CREATE EXTENSION postgis")
    except DBAPIError as error:
        raise StoreError(
            "this database has no PostGIS: install it (Debian: apt-get install postgresql-postgis) and let an"
            " administrator run CREATE EXTENSION postgis"
        ) from error


def create(connection: Connection) -> None:
    """Make what SQLAlchemy does not make: spatial indexes and the view of areas."""
    for table in SPATIAL:
        index(connection, table.name)
    connection.exec_driver_sql(AREAS_VIEW)


def index(connection: Connection, name: str) -> None:
    """Make the spatial index of a table."""
    connection.exec_driver_sql(f"CREATE INDEX {name}_{GEOMETRY_COLUMN} ON {name} USING gist ({GEOMETRY_COLUMN})")


def encode(geometry: BaseGeometry | None) -> WKBElement | None:
    """Return a geometry as GeoAlchemy2 takes it."""
    from geoalchemy2.shape import from_shape

    return None if geometry is None else from_shape(geometry, srid=4326)


def decode(value: WKBElement | None) -> bytes | None:
    """Return the geometry's WKB (PostGIS' own, with the reference system in it)."""
    from binascii import unhexlify

    if value is None:
        return None
    data = value.data
    return unhexlify(data) if isinstance(data, str) else bytes(data)


def inside(geometry: ColumnElement[Any], box: Box) -> ColumnElement[bool]:
    """Return the condition that a feature meets the box (west, south, east, north in degrees)."""
    from sqlalchemy import func

    found: ColumnElement[bool] = func.ST_Intersects(geometry, func.ST_MakeEnvelope(*box, 4326))
    return found
