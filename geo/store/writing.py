"""Putting the rows of an article into the tables, in the place of those it had before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, select

from geo.model import ParsedArticle
from geo.store import postgis, sqlite, tables
from geo.store.rows import ArticleRows, Feature, digest
from geo.versions import Versions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table
    from sqlalchemy.sql.dml import Insert


def replace(connection: Connection, rows: ArticleRows, article_id: str) -> None:
    """Put the features of an article in, and take out those it had before."""
    _leave_stories(connection, article_id)
    replace_events(connection, rows, article_id)
    _remove_places(connection, article_id)
    _put_places(connection, rows.places, rows.mentions)


def replace_events(connection: Connection, rows: ArticleRows, article_id: str) -> None:
    """Put the events of an article and the areas that they are known by in, in the place of those it had before."""
    connection.execute(tables.events.delete().where(tables.events.c.article_id == article_id))
    encode = _encode(connection)
    events = [feature.row | {tables.GEOMETRY_COLUMN: encode(feature.geometry)} for feature in rows.events]
    if events:
        connection.execute(tables.events.insert(), events)
    _put_areas(connection, rows.areas)


def keep_parse(connection: Connection, parsed: ParsedArticle, content: bytes, made_by: Versions) -> None:
    """Keep all that was found in an article, with the versions that found it."""
    table = tables.parses
    article_id = parsed.article.id
    values = {
        "article_id": article_id,
        "program": made_by.program,
        "models": made_by.models,
        "gazetteer": made_by.gazetteer,
        "parsed_at": dt.datetime.now(dt.UTC),
        "event_count": len(parsed.events),
        "content": content,
    }
    connection.execute(table.delete().where(table.c.article_id == article_id))
    connection.execute(table.insert(), values)


def renamed(parsed: ParsedArticle, article_id: str) -> ParsedArticle:
    """Return the article under another id, its events with ids that no other article's events have."""

    def event_id(old: str) -> str:
        return hashlib.sha256(f"{article_id}\x1f{old}".encode()).hexdigest()[:16]

    article = dataclasses.replace(parsed.article, id=article_id)
    events = tuple(
        dataclasses.replace(
            event, event_id=event_id(event.event_id), part_of=None if event.part_of is None else event_id(event.part_of)
        )
        for event in parsed.events
    )
    return dataclasses.replace(parsed, article=article, events=events)


def insert_unless_there(connection: Connection, table: Table, values: Mapping[str, Any], unique: list[str]) -> bool:
    """Insert a row unless its ``unique`` columns are there already; say whether it was inserted."""
    insert = _upsert(connection, table).values(values).on_conflict_do_nothing(index_elements=unique)
    return connection.execute(insert.returning(table.c[unique[0]])).first() is not None


def _upsert(connection: Connection, table: Table) -> Any:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects import sqlite as sqlite_dialect

    insert: Insert = (postgresql if connection.dialect.name == "postgresql" else sqlite_dialect).insert(table)
    return insert


def _encode(connection: Connection) -> Any:
    return (postgis if connection.dialect.name == "postgresql" else sqlite).encode


def _remove_places(connection: Connection, article_id: str) -> None:
    mentions, places = tables.mentions, tables.places
    mine = mentions.c.article_id == article_id
    # Places in one order everywhere, so that two writers never wait for each other.
    named = connection.execute(select(mentions).where(mine).order_by(mentions.c.place_id)).all()
    if not named:
        return
    less = places.update().where(places.c.place_id == bindparam("place"))
    less = less.values(
        mention_count=places.c.mention_count - bindparam("mentioned"),
        article_count=places.c.article_count - 1,
        event_count=places.c.event_count - bindparam("happened"),
    )
    counts = [{"place": row.place_id, "mentioned": row.mention_count, "happened": row.event_count} for row in named]
    connection.execute(less, counts)
    gone = and_(places.c.article_count <= 0, places.c.place_id.in_([row.place_id for row in named]))
    connection.execute(places.delete().where(gone))
    connection.execute(mentions.delete().where(mine))


def count_sources(connection: Connection, story_ids: Sequence[int]) -> None:
    """Bring the number of articles of these stories up to date, in the stories and in their events."""
    stories, members = tables.stories, tables.story_events
    told = select(func.count(members.c.article_id.distinct())).where(members.c.story_id == stories.c.story_id)
    update = stories.update().where(stories.c.story_id.in_(story_ids))
    connection.execute(update.values(article_count=told.scalar_subquery()))
    touched = select(members.c.event_id).where(members.c.story_id.in_(story_ids))
    events = tables.events
    count = select(stories.c.article_count).join(members, members.c.story_id == stories.c.story_id)
    count = count.where(members.c.event_id == events.c.event_id)
    update = events.update().where(events.c.event_id.in_(touched))
    connection.execute(update.values(number_of_sources=count.scalar_subquery()))


def _leave_stories(connection: Connection, article_id: str) -> None:
    stories, members = tables.stories, tables.story_events
    mine = members.c.article_id == article_id
    left = list(connection.execute(select(members.c.story_id).where(mine).distinct()).scalars())
    if not left:
        return
    connection.execute(members.delete().where(mine))
    count_sources(connection, left)
    connection.execute(stories.delete().where(stories.c.story_id.in_(left), stories.c.article_count == 0))


def _put_areas(connection: Connection, areas: Iterable[Feature]) -> None:
    encode, extents = _encode(connection), tables.extents
    # In one order everywhere, so that two writers never wait for each other.
    for feature in sorted(areas, key=lambda feature: str(feature.row["area_id"])):
        mine = extents.c.area_id == feature.row["area_id"]
        key = digest(feature.geometry)
        if connection.execute(select(extents.c.digest).where(mine)).scalar() == key:
            continue
        values = feature.row | {"digest": key, tables.GEOMETRY_COLUMN: encode(feature.geometry)}
        if not insert_unless_there(connection, extents, values, ["area_id"]):
            connection.execute(extents.update().where(mine).values(values))


def _put_places(connection: Connection, named: Iterable[Feature], mentions: Iterable[dict[str, Any]]) -> None:
    encode, places = _encode(connection), tables.places
    pairs = sorted(zip(named, mentions, strict=True), key=lambda pair: str(pair[1]["place_id"]))
    if not pairs:
        return
    insert = _upsert(connection, places)
    sums = ("mention_count", "article_count", "event_count")
    more = {name: places.c[name] + insert.excluded[name] for name in sums}
    best = func.greatest if connection.dialect.name == "postgresql" else func.max
    more["score"] = best(places.c.score, insert.excluded.score)
    rows = [
        feature.row
        | {name: mention[name] for name in ("mention_count", "event_count", "score")}
        | {"article_count": 1, tables.GEOMETRY_COLUMN: encode(feature.geometry)}
        for feature, mention in pairs
    ]
    connection.execute(insert.on_conflict_do_update(index_elements=["place_id"], set_=more), rows)
    connection.execute(tables.mentions.insert(), [mention for _, mention in pairs])
