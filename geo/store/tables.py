"""The tables of a store; the layers' columns are those of :data:`geo.layers.FIELDS`.

``events`` and ``places`` are feature tables that a GIS opens, ``areas`` is a view of ``extents`` that says what
the events known by each of them are. On PostgreSQL geometry is PostGIS', in SQLite it is GeoPackage's binary (OGC
12-128r18, clause 2.1.3).
"""

from __future__ import annotations

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    case,
    func,
)
from sqlalchemy.types import TypeEngine

from geo.layers import FIELDS, GEOMETRY_TYPES, FieldType, LayerName

# SQLite counts rows only in a column that is called INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_TYPES: dict[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: Text(),
    FieldType.INTEGER: _NUMBER,
    FieldType.NUMBER: Float(53),
    FieldType.DATE: Date(),
}
GEOMETRY_COLUMN = "geom"

METADATA = MetaData()


def _geometry(layer: LayerName) -> Column[Any]:
    postgis = Geometry(GEOMETRY_TYPES[layer].upper(), srid=4326, spatial_index=False)
    return Column(GEOMETRY_COLUMN, LargeBinary().with_variant(postgis, "postgresql"))


def _fields(layer: LayerName) -> list[Column[Any]]:
    return [Column(field.name, _TYPES[field.type]) for field in FIELDS[layer]]


# Under this key is the version of the tables (geo.store.schema).
VERSION_KEY = "schema_version"
meta = Table("meta", METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

# Feeds and pages that are watched. ``next_at`` and the others are UTC.
sources = Table(
    "sources",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("title", Text),
    Column("home", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("moved_to", Text),
    Column("checked_at", DateTime(timezone=True)),
    Column("next_at", DateTime(timezone=True)),
    Column("failures", Integer, nullable=False, server_default="0"),
)

# Items of feeds that need not be looked at again, whatever became of them.
seen_items = Table(
    "seen_items",
    METADATA,
    Column("item", Text, primary_key=True),
    Column("source_url", Text),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)

# ``number`` is the order of arrival. ``digest`` is the SHA-256 of the text. ``batch`` is what came in together.
articles = Table(
    "articles",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("article_id", Text, nullable=False, unique=True),
    Column("given_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("title", Text),
    Column("url", Text, index=True),
    Column("source", Text),
    Column("published", Date),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("home", Text),
    Column("batch", Text, index=True),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("received_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("given_id", "digest"),
    Index("articles_by_state", "state", "number"),
    Index("articles_by_digest", "digest"),
    Index("articles_by_day", "published"),
    sqlite_autoincrement=True,
)

# The one parse that counts, with the versions that made it.
parses = Table(
    "parses",
    METADATA,
    Column("article_id", Text, ForeignKey("articles.article_id"), primary_key=True),
    Column("program", Text, nullable=False),
    Column("models", Text, nullable=False),
    Column("gazetteer", Text, nullable=False),
    Column("parsed_at", DateTime(timezone=True), nullable=False),
    Column("event_count", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("parses_by_version", "program", "models", "gazetteer"),
)

# The order in which articles were first parsed, and when (geo.store.news).
arrivals = Table(
    "arrivals",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("article_id", Text, ForeignKey("articles.article_id"), nullable=False, unique=True),
    Column("known_at", DateTime(timezone=True), nullable=False),
    sqlite_autoincrement=True,
)

# How far each webhook is (geo.store.outbox): all up to the article ``done`` was delivered, and of later ones the
# events ``sent`` (a JSON list of ids). ``holder`` delivers until ``held_until`` (UTC), and nobody else.
webhooks = Table(
    "webhooks",
    METADATA,
    Column("webhook", Text, primary_key=True),
    Column("done", _NUMBER, nullable=False),
    Column("sent", Text, nullable=False),
    Column("holder", Text),
    Column("held_until", DateTime(timezone=True)),
)

# What several articles tell of: one story, one or more events.
stories = Table(
    "stories",
    METADATA,
    Column("story_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("headline", Text, nullable=False),
    Column("event_class", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("article_count", Integer, nullable=False),
)

# Which event, point or area, belongs to which story.
story_events = Table(
    "story_events",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("story_id", _NUMBER, ForeignKey("stories.story_id"), nullable=False, index=True),
    Column("article_id", Text, nullable=False, index=True),
)

events = Table(
    "events",
    METADATA,
    Column("fid", _NUMBER, primary_key=True, autoincrement=True),
    _geometry("events"),
    *_fields("events"),
    UniqueConstraint("event_id"),
    Index("events_by_article", "article_id"),
    Index("events_by_area", "area_id"),
    Index("events_by_day", "event_date", "event_date_end"),
)

# What an area says of the events that are known by it, as SQL says it, too; all else is the place's.
AREA_SUMS: dict[str, Any] = {
    "event_count": func.count(),
    "headline": case((func.count() == 1, func.min(events.c.headline))),
    "event_class": case(
        (func.min(events.c.event_class) == func.max(events.c.event_class), func.min(events.c.event_class))
    ),
    "event_date": func.min(events.c.event_date),
    "event_date_end": func.max(events.c.event_date_end),
}

# ``digest`` is that of the polygon, which another gazetteer may draw otherwise. Who has no event any more stays here,
# and is no area until an event is known by it again.
extents = Table(
    "extents",
    METADATA,
    Column("fid", _NUMBER, primary_key=True, autoincrement=True),
    _geometry("areas"),
    Column("digest", Text, nullable=False),
    *(column for column in _fields("areas") if column.name not in AREA_SUMS),
    UniqueConstraint("area_id"),
)

places = Table(
    "places",
    METADATA,
    Column("fid", _NUMBER, primary_key=True, autoincrement=True),
    _geometry("places"),
    *_fields("places"),
    UniqueConstraint("place_id"),
)

# How one article names one place.
mentions = Table(
    "mentions",
    METADATA,
    Column("article_id", Text, ForeignKey("articles.article_id"), primary_key=True),
    Column("place_id", Text, primary_key=True, index=True),
    Column("mentions", Text),
    Column("kinds", Text),
    Column("mention_count", Integer, nullable=False),
    Column("event_count", Integer, nullable=False),
    Column("event_ids", Text),
    Column("score", Float(53)),
)

# The table of each layer, and the column that identifies a feature for good.
FEATURES: dict[LayerName, tuple[Table, str]] = {
    "events": (events, "event_id"),
    "areas": (extents, "area_id"),
    "places": (places, "place_id"),
}
SPATIAL = (events, extents, places)


def _area_column(name: str) -> str:
    """Return a column of the view of areas; a GIS learns its type where it comes from a column of a table."""
    known = "FROM events e WHERE e.area_id = x.area_id"
    one = f"(SELECT count(*) {known}) = 1"
    of_one_class = f"(SELECT count(DISTINCT event_class) {known}) = 1"
    columns = {
        "event_count": f"CAST((SELECT count(*) {known}) AS INTEGER)",
        "headline": f"(SELECT headline {known} AND {one} LIMIT 1)",
        "event_class": f"(SELECT event_class {known} AND {of_one_class} LIMIT 1)",
        "event_date": f"(SELECT event_date {known} AND event_date IS NOT NULL ORDER BY event_date LIMIT 1)",
        "event_date_end": f"(SELECT event_date_end {known} AND event_date_end IS NOT NULL"
        " ORDER BY event_date_end DESC LIMIT 1)",
    }
    return f"{columns.get(name, f'x.{name}')} AS {name}"


_COLUMNS = ", ".join(_area_column(field.name) for field in FIELDS["areas"])
AREAS_VIEW = (
    f"CREATE VIEW areas AS SELECT x.fid AS fid, x.{GEOMETRY_COLUMN} AS {GEOMETRY_COLUMN}, {_COLUMNS}"  # noqa: S608
    " FROM extents x WHERE EXISTS (SELECT 1 FROM events e WHERE e.area_id = x.area_id)"
)
