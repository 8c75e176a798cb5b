"""The store: articles that came in, what was found in them, and the sources they came from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from geo import versions
from geo.layers import Extents
from geo.model import Article, ParsedArticle
from geo.store import articles, content, news, queries, stories, tables, writing
from geo.store.articles import State, StoredArticle, Summary
from geo.store.database import Database
from geo.store.news import News
from geo.store.queries import EVERYTHING, Selection
from geo.store.rows import rows_of, with_own_ids
from geo.store.stories import Story
from geo.versions import Versions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row, Select

    from geo.layers import LayerName, Layers

# Boundaries and disputes looked up once are remembered for so many articles.
_REMEMBERED = 2_000


class Store:
    """Articles and what was found in them, in an SQLite file or in PostgreSQL with PostGIS.

    An article is the same where id and text are the same: given twice it is there once. An id
    that comes with another text is made different by a part of the text's digest, so that every
    article and every event has an id of its own.

    Every method is one transaction: after any crash all of it happened or nothing. A store may
    be used from several threads, and its file or database from several processes.
    """

    def __init__(self, where: str | Path, *, make: bool = True) -> None:
        """Open the store at a path or database URL (``postgresql://user@host/database``).

        It is made where there is none (unless ``make`` is False), and migrated where it is of an older version.

        Raises:
            StoreError: if it cannot be opened, is something else, was made by a newer version, or is not to be made.
            MissingExtra: if PostgreSQL is asked for and its driver is not installed.

        """
        self._database = Database(where, make=make)
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
        query = articles.ARTICLES.where(tables.articles.c.state == State.PENDING).order_by(tables.articles.c.number)
        with self.reading() as connection:
            return [articles.stored(row) for row in connection.execute(query.limit(limit))]

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

    def has_url(self, url: str) -> bool:
        """Say whether an article from this address is in the store."""
        return self._exists(tables.articles.c.url == url)

    # What is in the store.

    def article(self, article_id: str) -> StoredArticle | None:
        """Return one article, or None."""
        with self.reading() as connection:
            row = connection.execute(articles.ARTICLES.where(tables.articles.c.article_id == article_id)).first()
        return articles.stored(row) if row else None

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
        found = self._matching(articles.ARTICLES, search, state, batch, ids)
        return [articles.stored(row) for row in self._latest(found, limit, offset)]

    def summaries(
        self,
        *,
        search: str = "",
        state: State | None = None,
        batch: str | None = None,
        ids: Sequence[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Summary]:
        """Return what lists show of the articles that :meth:`articles` returns, without reading their texts."""
        found = self._matching(articles.SUMMARIES, search, state, batch, ids)
        return [articles.summary(row) for row in self._latest(found, limit, offset)]

    def article_ids(self, batch: str) -> list[str]:
        """Return the ids of all articles that came in together, the latest first."""
        query = queries.matching(select(tables.articles.c.article_id), "", None, batch)
        with self.reading() as connection:
            return list(connection.execute(query.order_by(tables.articles.c.number.desc())).scalars())

    def count_articles(
        self,
        *,
        search: str = "",
        state: State | None = None,
        batch: str | None = None,
        ids: Sequence[str] | None = None,
    ) -> int:
        """Return how many articles :meth:`articles` would return without a limit."""
        query = self._matching(select(func.count()).select_from(tables.articles), search, state, batch, ids)
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
                yield content.unpack(row.content, articles.article(row))
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
        query = articles.ARTICLES.where(tables.articles.c.state != State.PENDING, tables.articles.c.number > after)
        if not every:
            query = query.where(tables.articles.c.state == State.PARSED, queries.outdated(versions.current()))
        query = query.order_by(tables.articles.c.number).limit(limit)
        with self.reading() as connection:
            return [articles.stored(row) for row in connection.execute(query)]

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

    def latest_news(self, selection: Selection = EVERYTHING, *, limit: int = 100, offset: int = 0) -> list[News]:
        """Return events, those of the article that was first parsed last first; parsing one again moves nothing."""
        with self.reading() as connection:
            return news.latest(connection, selection, limit, offset)

    # Stories.

    def group_stories(
        self, article_ids: Sequence[str] | None = None, *, stop: Callable[[], bool] = lambda: False
    ) -> int:
        """Put events that are in no story yet into one, their own or another article's; return how many.

        Args:
            article_ids: whose events; by default everybody's, to find whom takes a look at each article.
            stop: asked before each article whether to leave the others for another time.

        """
        return stories.group(self, article_ids, stop)

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
        news.announce(connection, stored.id)
        return stored.id

    def _matching(
        self, query: Select[Any], search: str, state: State | None, batch: str | None, ids: Sequence[str] | None
    ) -> Select[Any]:
        found = queries.matching(query, search, state, batch)
        if ids is None:
            return found
        on_postgresql = self._database.on_postgresql
        return found.where(queries.among(tables.articles.c.article_id, ids, on_postgresql=on_postgresql))

    def _latest(self, query: Select[Any], limit: int | None, offset: int) -> Sequence[Row[Any]]:
        latest = query.order_by(tables.articles.c.number.desc()).limit(limit).offset(offset)
        with self.reading() as connection:
            return connection.execute(latest).all()

    def _exists(self, condition: Any) -> bool:
        with self.reading() as connection:
            return connection.execute(select(tables.articles.c.number).where(condition).limit(1)).first() is not None


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
        return articles.article(row), False
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
        return articles.article(connection.execute(same).one()), False
    return stored, True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
