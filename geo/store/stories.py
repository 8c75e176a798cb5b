"""Stories of a store: the same event told by several articles, found as the articles come in.

Only articles that are near in time and name a place in common are compared, so that a store of
any size takes the same time for each new article; who is the same is :mod:`geo.events.stories`'s to say.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from geo.events import stories
from geo.model import Event, ParsedArticle
from geo.store import tables
from geo.store.writing import count_sources, insert_unless_there

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from geo.store.store import Store

# How far apart in days two articles of one story are published at most, as in geo.events.stories.
_DAYS = 4
# The articles that share most places with the new one are compared with it.
_COMPARED = 20
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Story:
    """An event with all that tell of it; ``events`` are (article id, event id), the first telling first."""

    story_id: int
    headline: str
    event_class: str
    first_day: dt.date | None
    last_day: dt.date | None
    article_count: int
    events: tuple[tuple[str, str], ...]


def group(store: Store) -> int:
    """Put the events that belong to no story yet into one, their own or that of another article; count them."""
    grouped = 0
    after = 0
    while True:
        with store.reading() as connection:
            rows = connection.execute(_ungrouped(after)).all()
        for row in rows:
            after = row.number
            with store.reading() as connection:
                near = [*_neighbours(connection, row), row.article_id]
            parsed = list(store.parsed(near))
            newest = next((one for one in parsed if one.article.id == row.article_id), None)
            if newest is None:
                continue
            others = [one for one in parsed if one is not newest]
            with store.writing() as connection:
                grouped += _place(connection, others, newest)
        if not rows:
            return grouped


def listed(store: Store, *, least_articles: int = 1, limit: int | None = None, offset: int = 0) -> list[Story]:
    """Return stories, those that most articles tell first."""
    table, members = tables.stories, tables.story_events
    query = select(table).where(table.c.article_count >= least_articles)
    query = query.order_by(table.c.article_count.desc(), table.c.story_id).limit(limit).offset(offset)
    with store.reading() as connection:
        rows = connection.execute(query).all()
        told: dict[int, list[tuple[str, str]]] = {}
        for start in range(0, len(rows), _PAGE):
            ids = [row.story_id for row in rows[start : start + _PAGE]]
            for row in connection.execute(
                select(members, tables.articles.c.number)
                .join(tables.articles, tables.articles.c.article_id == members.c.article_id)
                .where(members.c.story_id.in_(ids))
                .order_by(tables.articles.c.number, members.c.event_id)
            ):
                told.setdefault(row.story_id, []).append((row.article_id, row.event_id))
    return [
        Story(
            row.story_id,
            row.headline,
            row.event_class,
            row.first_day,
            row.last_day,
            row.article_count,
            tuple(told.get(row.story_id, ())),
        )
        for row in rows
    ]


def _ungrouped(after: int) -> Any:
    articles, parses, members = tables.articles, tables.parses, tables.story_events
    told = select(members.c.event_id).where(members.c.article_id == articles.c.article_id)
    return (
        select(articles.c.number, articles.c.article_id, articles.c.published)
        .join(parses, parses.c.article_id == articles.c.article_id)
        .where(articles.c.number > after, parses.c.event_count > 0, ~told.exists())
        .order_by(articles.c.number)
        .limit(_PAGE)
    )


def _neighbours(connection: Connection, row: Any) -> list[str]:
    """Return the earlier articles that are near in time and share most places with this one."""
    articles, mine, theirs = tables.articles, tables.mentions.alias("mine"), tables.mentions.alias("theirs")
    shared = func.count().label("shared")
    query = (
        select(articles.c.article_id, shared)
        .join(theirs, theirs.c.article_id == articles.c.article_id)
        .join(mine, mine.c.place_id == theirs.c.place_id)
        .where(mine.c.article_id == row.article_id, articles.c.article_id != row.article_id)
        .group_by(articles.c.article_id, articles.c.number)
        .order_by(shared.desc(), articles.c.number)
        .limit(_COMPARED)
    )
    members = tables.story_events
    query = query.where(select(members.c.event_id).where(members.c.article_id == articles.c.article_id).exists())
    if row.published is not None:
        first, last = row.published - dt.timedelta(days=_DAYS), row.published + dt.timedelta(days=_DAYS)
        query = query.where(articles.c.published.is_(None) | articles.c.published.between(first, last))
    return [found.article_id for found in connection.execute(query)]


def _place(connection: Connection, others: list[ParsedArticle], newest: ParsedArticle) -> int:
    """Put each event of the newest article into the story of an event that is the same, or into one of its own."""
    together = [*others, newest]
    members = tables.story_events
    touched: set[int] = set()
    for same in stories.events(together):
        mine = [newest.events[number] for position, number in same if position == len(others)]
        known = [together[position].events[number].event_id for position, number in same if position < len(others)]
        story = connection.execute(select(members.c.story_id).where(members.c.event_id.in_(known))).scalar()
        for event in mine:
            story = story or _new_story(connection, event)
            touched.add(story)
            values = {"event_id": event.event_id, "story_id": story, "article_id": newest.article.id}
            insert_unless_there(connection, members, values, ["event_id"])
            _extend(connection, story, event)
    count_sources(connection, sorted(touched))
    return len(newest.events)


def _new_story(connection: Connection, event: Event) -> int:
    values = {"headline": event.headline, "event_class": event.event_class.value, "article_count": 0}
    inserted = connection.execute(tables.stories.insert().values(values)).inserted_primary_key
    return int(inserted[0]) if inserted else 0


def _extend(connection: Connection, story: int, event: Event) -> None:
    """Let the days of a story reach from its first event to its last."""
    if event.date is None:
        return
    table = tables.stories
    row = connection.execute(select(table.c.first_day, table.c.last_day).where(table.c.story_id == story)).one()
    days = [day for day in (*row, event.date.start, event.date.end) if day]
    connection.execute(table.update().where(table.c.story_id == story).values(first_day=min(days), last_day=max(days)))
