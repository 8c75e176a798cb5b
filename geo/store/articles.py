"""Articles as the store knows them: whole, and what lists show of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from geo.model import Article
from geo.store import tables
from geo.versions import Versions


class State(StrEnum):
    """What became of an article that came in."""

    PENDING = "pending"
    PARSED = "parsed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article with what became of it. ``reason`` says why it failed, ``made_by`` what parsed it.

    ``number`` is its place in the order of arrival; ``batch`` names what came in together with it;
    ``home`` is where its outlet is at home. ``received_at`` is UTC.
    """

    article: Article
    number: int
    state: State
    received_at: dt.datetime
    reason: str | None = None
    home: str | None = None
    batch: str | None = None
    event_count: int = 0
    made_by: Versions | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of an article; the text, which may be long, stays in the store, but for its length."""

    id: str
    number: int
    title: str | None
    url: str | None
    source: str | None
    published: dt.date | None
    language: str
    characters: int
    state: State
    received_at: dt.datetime
    reason: str | None
    batch: str | None
    event_count: int
    made_by: Versions | None


_MADE = (tables.parses.c.event_count, tables.parses.c.program, tables.parses.c.models, tables.parses.c.gazetteer)
_BOTH = (tables.articles, tables.parses, tables.articles.c.article_id == tables.parses.c.article_id)

ARTICLES = select(tables.articles, *_MADE).outerjoin_from(*_BOTH)
SUMMARIES = select(
    *(column for column in tables.articles.c if column.name not in {"text", "digest", "given_id", "home"}),
    func.length(tables.articles.c.text).label("characters"),
    *_MADE,
).outerjoin_from(*_BOTH)


def article(row: Any) -> Article:
    """Return the article of a row of ``articles``."""
    return Article(
        id=row.article_id,
        text=row.text,
        title=row.title,
        url=row.url,
        source=row.source,
        published=row.published,
        language=row.language,
    )


def stored(row: Any) -> StoredArticle:
    """Return what a row of :data:`ARTICLES` says."""
    return StoredArticle(
        article=article(row),
        number=row.number,
        state=State(row.state),
        received_at=utc(row.received_at),
        reason=row.reason,
        home=row.home,
        batch=row.batch,
        event_count=row.event_count or 0,
        made_by=_made_by(row),
    )


def summary(row: Any) -> Summary:
    """Return what a row of :data:`SUMMARIES` says."""
    return Summary(
        id=row.article_id,
        number=row.number,
        title=row.title,
        url=row.url,
        source=row.source,
        published=row.published,
        language=row.language,
        characters=row.characters,
        state=State(row.state),
        received_at=utc(row.received_at),
        reason=row.reason,
        batch=row.batch,
        event_count=row.event_count or 0,
        made_by=_made_by(row),
    )


def _made_by(row: Any) -> Versions | None:
    return Versions(row.program, row.models, row.gazetteer) if row.program else None


def utc(when: dt.datetime) -> dt.datetime:
    """Return the time as UTC; SQLite keeps no time zone."""
    return when if when.tzinfo else when.replace(tzinfo=dt.UTC)
