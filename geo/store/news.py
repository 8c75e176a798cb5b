"""News: events in the order in which their articles were first read, each article once, however often it is parsed.

``events`` cannot tell that: an article that is parsed again puts its rows in anew. So each article gets a number when
it is parsed for the first time, in the same transaction; numbers are committed in their order, so that whoever has
read up to one never misses a smaller one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from geo.store import postgis, queries, tables
from geo.store.articles import utc
from geo.store.queries import Row, Selection
from geo.store.writing import insert_unless_there

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class News:
    """An event as news.

    Attributes:
        number: which article it is from, in the order in which they were first parsed.
        known_at: when that was (UTC).
        updated_at: when the article was parsed last (UTC).
        row: the event, as :meth:`geo.store.Store.features` gives it.

    """

    number: int
    known_at: dt.datetime
    updated_at: dt.datetime
    row: Row


def announce(connection: Connection, article_id: str) -> None:
    """Give an article that was parsed for the first time its number; the last thing that a transaction does."""
    table = tables.arrivals
    if connection.execute(select(table.c.number).where(table.c.article_id == article_id)).first():
        return
    if connection.dialect.name == "postgresql":
        postgis.lock_arrivals(connection)
    values = {"article_id": article_id, "known_at": dt.datetime.now(dt.UTC)}
    insert_unless_there(connection, table, values, ["article_id"])


def last(connection: Connection) -> int:
    """Return the number of the article that was first parsed last, 0 where there is none."""
    return int(connection.execute(select(func.max(tables.arrivals.c.number))).scalar() or 0)


def latest(connection: Connection, selection: Selection, limit: int, offset: int) -> list[News]:
    """Return selected events, the newest first."""
    query = _news(connection, selection).order_by(tables.arrivals.c.number.desc(), tables.events.c.fid)
    return _read(connection, query.limit(limit).offset(offset))


def after(connection: Connection, selection: Selection, number: int, sent: Collection[str], limit: int) -> list[News]:
    """Return selected events of articles after ``number``, the oldest first, without those with the ids ``sent``."""
    query = _news(connection, selection).where(tables.arrivals.c.number > number)
    if sent:
        query = query.where(tables.events.c.event_id.not_in(sent))
    return _read(connection, query.order_by(tables.arrivals.c.number, tables.events.c.fid).limit(limit))


def _news(connection: Connection, selection: Selection) -> Select[Any]:
    arrivals, events, parses = tables.arrivals, tables.events, tables.parses
    columns = (arrivals.c.number, arrivals.c.known_at, parses.c.parsed_at)
    return (
        queries.selected(connection, "events", selection)
        .add_columns(*columns)
        .join(arrivals, arrivals.c.article_id == events.c.article_id)
        .join(parses, parses.c.article_id == events.c.article_id)
    )


def _read(connection: Connection, query: Select[Any]) -> list[News]:
    return [
        News(row.pop("number"), utc(row.pop("known_at")), utc(row.pop("parsed_at")), row)
        for row in queries.read(connection, query)
    ]
