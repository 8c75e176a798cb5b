"""The tables of a store; the layers' columns are those of :data:`geo.layers.FIELDS`.

``events`` and ``places`` are feature tables that a GIS opens, ``areas`` is a view that joins the rows of
``area_rows`` to their polygons in ``extents``, each of which is held once. On PostgreSQL geometry is
PostGIS', in SQLite it is GeoPackage's binary (OGC 12-128r18, clause 2.1.3).
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
    Index("events_by_day", "event_date", "event_date_end"),
)

extents = Table(
    "extents",
    METADATA,
    Column("fid", _NUMBER, primary_key=True, autoincrement=True),
    _geometry("areas"),
    Column("digest", Text, nullable=False, unique=True),
)

# ``area_id`` is the event's id or, for a place that articles only name, the place's.
area_rows = Table(
    "area_rows",
    METADATA,
    Column("fid", _NUMBER, primary_key=True, autoincrement=True),
    Column("area_id", Text, nullable=False, unique=True),
    Column("extent", _NUMBER, ForeignKey("extents.fid"), nullable=False, index=True),
    *_fields("areas"),
    Index("area_rows_by_article", "article_id"),
    Index("area_rows_by_day", "event_date", "event_date_end"),
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

# The features of each layer: their table, and the column that identifies one for good.
FEATURES: dict[LayerName, tuple[Table, str]] = {
    "events": (events, "event_id"),
    "areas": (area_rows, "area_id"),
    "places": (places, "place_id"),
}
SPATIAL = (events, extents, places)

# A place that is only named is not drawn where an event fills the same area.
_COLUMNS = ", ".join(f"a.{field.name} AS {field.name}" for field in FIELDS["areas"])
AREAS_VIEW = (
    f"CREATE VIEW areas AS SELECT a.fid AS fid, x.{GEOMETRY_COLUMN} AS {GEOMETRY_COLUMN}, {_COLUMNS}"  # noqa: S608
    " FROM area_rows a JOIN extents x ON x.fid = a.extent WHERE a.event_id IS NOT NULL"
    " OR NOT EXISTS (SELECT 1 FROM area_rows o WHERE o.extent = a.extent AND o.event_id IS NOT NULL)"
)
