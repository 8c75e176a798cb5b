"""Stories of a store: the same event told by several articles, found as the articles come in.

Only articles that are near in time and name a place in common are compared, so that a store of
any size takes the same time for each new article; who is the same is :mod:`geo.events.stories`'s to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from geo.events import stories
from geo.model import Event, ParsedArticle
from geo.store import postgis, tables
from geo.store.writing import count_sources, insert_unless_there

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from geo.store.store import Store

# How far apart in days two articles of one story are published at most, as in geo.events.stories.
_DAYS = 4
# The articles that share most places with the new one are compared with it.
_COMPARED = 20
# Articles that name a place in common are looked for by the rarest of the places first, and so many are looked at:
# half of the news names the country that it is from.
_LOOKED_AT = 2_000
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


def group(store: Store, article_ids: Sequence[str] | None = None, stop: Callable[[], bool] = lambda: False) -> int:
    """Put the events that belong to no story yet into one, their own or that of another article; count them.

    Args:
        store: what has the events.
        article_ids: whose events; by default everybody's, to find whom takes a look at each article.
        stop: asked before each article whether to leave the others for another time.

    """
    grouped = 0
    after = 0
    while True:
        with store.reading() as connection:
            rows = connection.execute(_ungrouped(after, article_ids)).all()
        for row in rows:
            if stop():
                return grouped
            after = row.number
            grouped += _group_one(store, row)
        if not rows:
            return grouped


def _group_one(store: Store, row: Any) -> int:
    """Put the events of an article into stories; return how many, 0 where another program did it meanwhile."""
    while True:
        with store.reading() as connection:
            near = _neighbours(connection, row)
        parsed = list(store.parsed([*near, row.article_id]))
        newest = next((one for one in parsed if one.article.id == row.article_id), None)
        if newest is None:
            return 0
        others = [one for one in parsed if one is not newest]
        # This takes its time, and holds nobody up; whether it is still true, is looked at then.
        same = stories.events([*others, newest])
        with store.writing() as connection:
            if connection.dialect.name == "postgresql":
                postgis.lock_stories(connection)
            if connection.execute(_ungrouped(row.number - 1, [row.article_id])).first() != row:
                return 0  # told by another program, or parsed again: that will tell its stories
            if _neighbours(connection, row) == near:
                return _place(connection, others, newest, same)


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


def _ungrouped(after: int, article_ids: Sequence[str] | None) -> Any:
    articles, parses, members = tables.articles, tables.parses, tables.story_events
    told = select(members.c.event_id).where(members.c.article_id == articles.c.article_id)
    query = select(articles.c.number, articles.c.article_id, articles.c.published, parses.c.parsed_at)
    if article_ids is not None:
        query = query.where(articles.c.article_id.in_(article_ids))
    return (
        query.join(parses, parses.c.article_id == articles.c.article_id)
        .where(articles.c.number > after, parses.c.event_count > 0, ~told.exists())
        .order_by(articles.c.number)
        .limit(_PAGE)
    )


def _neighbours(connection: Connection, row: Any) -> dict[str, dt.datetime]:
    """Return the told articles that are near in time and share most places with this one, and when each was parsed."""
    articles, parses = tables.articles, tables.parses
    mine, theirs, told = (tables.mentions.alias(name) for name in ("mine", "theirs", "told"))
    shared = func.count().label("shared")
    by_rare = select(told.c.article_id).where(told.c.place_id.in_(_telling_places(connection, row.article_id)))
    query = (
        select(articles.c.article_id, parses.c.parsed_at, shared)
        .join(parses, parses.c.article_id == articles.c.article_id)
        .join(theirs, theirs.c.article_id == articles.c.article_id)
        .join(mine, mine.c.place_id == theirs.c.place_id)
        .where(mine.c.article_id == row.article_id, articles.c.article_id != row.article_id)
        .where(articles.c.article_id.in_(by_rare))
        .group_by(articles.c.article_id, articles.c.number, parses.c.parsed_at)
        .order_by(shared.desc(), articles.c.number)
        .limit(_COMPARED)
    )
    members = tables.story_events
    query = query.where(select(members.c.event_id).where(members.c.article_id == articles.c.article_id).exists())
    if row.published is not None:
        first, last = _days_off(row.published, -_DAYS), _days_off(row.published, _DAYS)
        query = query.where(articles.c.published.is_(None) | articles.c.published.between(first, last))
    return {found.article_id: found.parsed_at for found in connection.execute(query)}


def _telling_places(connection: Connection, article_id: str) -> list[str]:
    """Return the places of an article by which to look for others, the rarest first: one at least."""
    mentions, places = tables.mentions, tables.places
    query = (
        select(mentions.c.place_id, places.c.article_count)
        .join(places, places.c.place_id == mentions.c.place_id)
        .where(mentions.c.article_id == article_id)
        .order_by(places.c.article_count, mentions.c.place_id)
    )
    chosen: list[str] = []
    looked_at = 0
    for place in connection.execute(query):
        looked_at += place.article_count
        if chosen and looked_at > _LOOKED_AT:
            break
        chosen.append(place.place_id)
    return chosen


def _days_off(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later, or the last (first) that there is."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _place(
    connection: Connection, others: list[ParsedArticle], newest: ParsedArticle, groups: list[list[tuple[int, int]]]
) -> int:
    """Put each event of the newest article into the story of an event that is the same, or into one of its own.

    ``groups`` are those of :func:`geo.events.stories.events`, the newest article the last.
    """
    together = [*others, newest]
    members = tables.story_events
    touched: set[int] = set()
    for same in groups:
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
