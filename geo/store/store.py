"""The store: articles that came in, what was found in them, and the sources they came from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from geo import versions
from geo.layers import Extents
from geo.model import Article, ParsedArticle
from geo.store import content, queries, stories, tables, writing
from geo.store.database import Database
from geo.store.queries import EVERYTHING, Selection
from geo.store.rows import rows_of, with_own_ids
from geo.store.stories import Story
from geo.versions import Versions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from geo.layers import LayerName, Layers

# Boundaries and disputes looked up once are remembered for so many articles.
_REMEMBERED = 2_000


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


class Store:
    """Articles and what was found in them, in an SQLite file or in PostgreSQL with PostGIS.

    An article is the same where id and text are the same: given twice it is there once. An id
    that comes with another text is made different by a part of the text's digest, so that every
    article and every event has an id of its own.

    Every method is one transaction: after any crash all of it happened or nothing. A store may
    be used from several threads, and its file or database from several processes.
    """

    def __init__(self, where: str | Path) -> None:
        """Open the store at a path or database URL (``postgresql://user@host/database``).

        It is made where there is none, and migrated where it is of an older version.

        Raises:
            StoreError: if it cannot be opened, is something else, or was made by a newer version.
            MissingExtra: if PostgreSQL is asked for and its driver is not installed.

        """
        self._database = Database(where)
        self._extents: Extents | None = None
        self._saved = 0

    @property
    def name(self) -> str:
        """The path or URL (without a password)."""
        return self._database.name

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for queries over :mod:`geo.store.tables`."""
        return self._database.engine

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection for queries of one's own."""
        return self._database.reading()

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection inside a transaction that is committed when the block ends well."""
        return self._database.writing()

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Articles that come in.

    def add(self, article: Article, *, home: str | None = None, batch: str | None = None) -> tuple[Article, bool]:
        """Take an article in, to be parsed later; return it as it is stored, and whether it is new.

        The stored article may have another id (see above): parse that one. Once this returned,
        the article is in :meth:`pending` until it was saved or failed, whatever crashes.
        """
        kept = content.clean(article)
        return self._database.write(lambda connection: _add(connection, kept, home, batch))

    def pending(self, limit: int | None = None) -> list[StoredArticle]:
        """Return the articles that are still to be parsed, first come first."""
        query = _ARTICLES.where(tables.articles.c.state == State.PENDING).order_by(tables.articles.c.number)
        with self.reading() as connection:
            return [_stored(row) for row in connection.execute(query.limit(limit))]

    def save(
        self,
        parsed: ParsedArticle,
        *,
        home: str | None = None,
        batch: str | None = None,
        made_by: Versions | None = None,
    ) -> str:
        """Keep what was found in an article in the place of what was known before; return the article's id.

        An article that is not in the store yet is taken in, too. ``made_by`` is what parsed it,
        by default what is in use.

        Raises:
            InputError: if a coordinate is no position on Earth.

        """
        parsed = replace(parsed, article=replace(content.clean(parsed.article), dateline=parsed.article.dateline))
        by = made_by or versions.current()
        saved = self._database.write(lambda connection: self._save(connection, parsed, home, batch, by))
        self._saved += 1
        return saved

    def fail(self, article_id: str, reason: str) -> None:
        """Note that an article could not be parsed, and why."""
        table = tables.articles
        values = {"state": State.FAILED, "reason": reason}
        self._database.write(lambda c: c.execute(table.update().where(table.c.article_id == article_id).values(values)))

    def has_text(self, text: str) -> bool:
        """Say whether an article with exactly this text is in the store."""
        return self._exists(tables.articles.c.digest == _digest(text))

    def has_url(self, url: str) -> bool:
        """Say whether an article from this address is in the store."""
        return self._exists(tables.articles.c.url == url)

    # What is in the store.

    def article(self, article_id: str) -> StoredArticle | None:
        """Return one article, or None."""
        with self.reading() as connection:
            row = connection.execute(_ARTICLES.where(tables.articles.c.article_id == article_id)).first()
        return _stored(row) if row else None

    def articles(
        self,
        *,
        search: str = "",
        state: State | None = None,
        batch: str | None = None,
        ids: Sequence[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[StoredArticle]:
        """Return articles, the latest first; ``search`` is words that title, source or text all hold."""
        found = queries.matching(_ARTICLES, search, state, batch)
        if ids is not None:
            on_postgresql = self._database.on_postgresql
            found = found.where(queries.among(tables.articles.c.article_id, ids, on_postgresql=on_postgresql))
        query = found.order_by(tables.articles.c.number.desc()).limit(limit).offset(offset)
        with self.reading() as connection:
            return [_stored(row) for row in connection.execute(query)]

    def article_ids(self, batch: str) -> list[str]:
        """Return the ids of all articles that came in together, the latest first."""
        query = queries.matching(select(tables.articles.c.article_id), "", None, batch)
        with self.reading() as connection:
            return list(connection.execute(query.order_by(tables.articles.c.number.desc())).scalars())

    def count_articles(self, *, search: str = "", state: State | None = None, batch: str | None = None) -> int:
        """Return how many articles :meth:`articles` would return without a limit."""
        query = queries.matching(select(func.count()).select_from(tables.articles), search, state, batch)
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def parsed(self, article_ids: Iterable[str] | None = None) -> Iterator[ParsedArticle]:
        """Yield parsed articles, those with these ids or all, in the order of their arrival."""
        last = 0
        wanted = None if article_ids is None else list(article_ids)
        while True:
            with self.reading() as connection:
                rows = connection.execute(queries.parses_after(last, wanted)).all()
            for row in rows:
                yield content.unpack(row.content, _article(row))
            if not rows:
                return
            last = rows[-1].number

    def outdated(self) -> int:
        """Return how many parses were made by other versions than those in use."""
        query = select(func.count()).select_from(tables.parses).where(queries.outdated(versions.current()))
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def to_reparse(self, limit: int, *, after: int = 0, every: bool = False) -> list[StoredArticle]:
        """Return parsed articles that other versions made (or all, also what failed), after number ``after``."""
        query = _ARTICLES.where(tables.articles.c.state != State.PENDING, tables.articles.c.number > after)
        if not every:
            query = query.where(tables.articles.c.state == State.PARSED, queries.outdated(versions.current()))
        with self.reading() as connection:
            return [_stored(row) for row in connection.execute(query.order_by(tables.articles.c.number).limit(limit))]

    # The layers.

    def features(
        self, layer: LayerName, selection: Selection = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Return features of a layer in a fixed order, newest last.

        Each is a dict with the fields of :data:`geo.layers.FIELDS`, ``"id"`` (text, the same for
        good, unique in the layer) and ``"geometry"`` (shapely, degrees WGS 84, or None). A place
        has its counts and, where a hundred articles at most name it, also their ids.
        """
        with self.reading() as connection:
            return queries.features(connection, layer, selection, limit, offset)

    def count_features(self, layer: LayerName, selection: Selection = EVERYTHING) -> int:
        """Return how many features :meth:`features` would return without a limit."""
        with self.reading() as connection:
            return queries.count(connection, layer, selection)

    def feature(self, layer: LayerName, feature_id: str) -> dict[str, Any] | None:
        """Return one feature as :meth:`features` does, or None."""
        with self.reading() as connection:
            found = queries.features(connection, layer, Selection(ids=(feature_id,)), 1, 0)
        return found[0] if found else None

    def layers(self, selection: Selection = EVERYTHING) -> Layers:
        """Return the features of all layers as GeoDataFrames, to be written or mapped."""
        with self.reading() as connection:
            return queries.layers(connection, selection)

    # Stories.

    def group_stories(self) -> int:
        """Put events that are in no story yet into one, their own or another article's; return how many."""
        return stories.group(self)

    def stories(self, *, least_articles: int = 1, limit: int | None = None, offset: int = 0) -> list[Story]:
        """Return stories that so many articles tell, those that most tell first."""
        return stories.listed(self, least_articles=least_articles, limit=limit, offset=offset)

    def _save(
        self, connection: Connection, parsed: ParsedArticle, home: str | None, batch: str | None, by: Versions
    ) -> str:
        stored, _ = _add(connection, parsed.article, home, batch)
        # Who saves the same article at the same time waits here.
        mine = select(tables.articles.c.number).where(tables.articles.c.article_id == stored.id)
        connection.execute(mine.with_for_update())
        if stored.id != parsed.article.id:
            parsed = writing.renamed(parsed, stored.id)
        parsed = with_own_ids(parsed)
        if self._extents is None or self._saved % _REMEMBERED == 0:
            from geo import gazetteer

            self._extents = Extents(gazetteer.default())
        writing.replace(connection, rows_of(parsed, self._extents), stored.id)
        writing.keep_parse(connection, parsed, content.pack(parsed), by)
        table = tables.articles
        done = table.update().where(table.c.article_id == stored.id).values(state=State.PARSED, reason=None)
        connection.execute(done)
        return stored.id

    def _exists(self, condition: Any) -> bool:
        with self.reading() as connection:
            return connection.execute(select(tables.articles.c.number).where(condition).limit(1)).first() is not None


_ARTICLES = select(
    tables.articles,
    tables.parses.c.event_count,
    tables.parses.c.program,
    tables.parses.c.models,
    tables.parses.c.gazetteer,
).outerjoin_from(tables.articles, tables.parses, tables.articles.c.article_id == tables.parses.c.article_id)


def _add(connection: Connection, article: Article, home: str | None, batch: str | None) -> tuple[Article, bool]:
    table = tables.articles
    digest = _digest(article.text)
    same = select(table).where(
        table.c.digest == digest, (table.c.given_id == article.id) | (table.c.article_id == article.id)
    )
    row = connection.execute(same).first()
    if row:
        if row.state == State.FAILED:  # given again, it gets another try
            again = table.update().where(table.c.number == row.number)
            connection.execute(again.values(state=State.PENDING, reason=None))
        return _article(row), False
    taken = connection.execute(select(table.c.number).where(table.c.article_id == article.id)).first()
    stored = replace(article, id=f"{article.id}~{digest[:12]}") if taken else article
    values = {
        "article_id": stored.id,
        "given_id": article.id,
        "digest": digest,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "published": article.published,
        "language": article.language,
        "text": article.text,
        "home": home,
        "batch": batch,
        "state": State.PENDING,
        "received_at": dt.datetime.now(dt.UTC),
    }
    added = writing.insert_unless_there(connection, table, values, ["given_id", "digest"])
    if not added:  # another process was quicker
        return _article(connection.execute(same).one()), False
    return stored, True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _article(row: Any) -> Article:
    return Article(
        id=row.article_id,
        text=row.text,
        title=row.title,
        url=row.url,
        source=row.source,
        published=row.published,
        language=row.language,
    )


def _stored(row: Any) -> StoredArticle:
    received = row.received_at
    return StoredArticle(
        article=_article(row),
        number=row.number,
        state=State(row.state),
        # SQLite keeps no time zone; all times are UTC.
        received_at=received if received.tzinfo else received.replace(tzinfo=dt.UTC),
        reason=row.reason,
        home=row.home,
        batch=row.batch,
        event_count=row.event_count or 0,
        made_by=Versions(row.program, row.models, row.gazetteer) if row.program else None,
    )
