"""Visiting feeds: what is new in them goes into the store, and nothing is asked for twice.

What is known of each feed (its validators, when to come again, how often it failed) is in the
store, so that a watch that was stopped goes on where it was.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import ArticleError, InputError, Interrupted, MissingExtra, StoreError, UnreadableSource
from geo.fetching import check_url
from geo.fetching.addresses import shown
from geo.sources.pages import OWN_DAY
from geo.watching import feeds
from geo.watching.pages import Pages, retry_after_s
from geo.watching.robots import Unavailable
from geo.watching.rounds import Rounds

if TYPE_CHECKING:
    from geo.store import Store
    from geo.watching.feeds import Feed

INTERVAL_S = 900.0
# However often a feed failed, it is visited once a day.
_LONGEST_S = 86_400.0
_JITTER = 0.1
_BEGINNING = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class Visit:
    """What came of visiting a feed: new articles by id, how many were known, and what went wrong."""

    url: str
    title: str | None = None
    taken: list[str] = field(default_factory=list)
    known: int = 0
    errors: list[str] = field(default_factory=list)
    failed: bool = False
    next_s: float = INTERVAL_S


@dataclass(frozen=True, slots=True)
class _Source:
    """A feed as the store knows it."""

    url: str
    moved_to: str | None
    etag: str | None
    last_modified: str | None
    home: str | None
    failures: int


class Watch:
    """Visits the feeds of a store when they are due."""

    def __init__(
        self,
        store: Store,
        pages: Pages,
        *,
        interval_s: float = INTERVAL_S,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        jitter: random.Random | None = None,
        batch: str | None = None,
    ) -> None:
        """Watch the feeds in ``store``.

        Args:
            store: knows the feeds and takes the articles.
            pages: fetches.
            interval_s: seconds between two visits to a feed, give or take a tenth.
            now: the time, UTC.
            jitter: so that not all watches of the world ask in the same second.
            batch: what the articles came in with, for a single visit that somebody asked for.

        """
        self._store = store
        self._pages = pages
        self._interval_s = interval_s
        self.now = now
        self._jitter = jitter or random.Random()  # noqa: S311 - nothing secret depends on it
        self._batch = batch

    def add(self, urls: Iterable[str], home: str | None = None) -> None:
        """Remember feeds to visit; those that are known keep what is known of them.

        Raises:
            AddressRefused: if one is no web address.

        """
        from geo.store import tables

        for url in urls:
            check_url(url)
            with self._store.writing() as connection:
                known = connection.execute(tables.sources.select().where(tables.sources.c.url == url)).first()
                if known is None:
                    connection.execute(tables.sources.insert(), {"url": url, "home": home, "failures": 0})
                elif home is not None:
                    change = tables.sources.update().where(tables.sources.c.url == url)
                    connection.execute(change.values(home=home))

    def urls(self) -> list[str]:
        """Return all feeds that are watched."""
        from geo.store import tables

        with self._store.reading() as connection:
            return [row.url for row in connection.execute(tables.sources.select().order_by(tables.sources.c.url))]

    def times(self) -> list[tuple[str, dt.datetime]]:
        """Return the feeds and when each is to be visited, the longest overdue first."""
        from geo.store import tables

        with self._store.reading() as connection:
            rows = connection.execute(tables.sources.select().order_by(tables.sources.c.next_at, tables.sources.c.url))
            times = [(row.url, _utc(row.next_at) or _BEGINNING) for row in rows]
        return sorted(times, key=lambda one: one[1])  # databases differ about where nothing comes

    def due(self) -> list[str]:
        """Return the feeds that it is time to visit, the longest overdue first."""
        now = self.now()
        return [url for url, at in self.times() if at <= now]

    def visit(
        self,
        url: str,
        progress: Callable[[Visit, int], None] | None = None,
        *,
        home: str | None = None,
        stop: threading.Event | None = None,
    ) -> Visit:
        """Visit one feed now, and take in what is new.

        Args:
            url: the feed.
            progress: called with the visit so far and the number of its items after each item.
            home: where the outlet is at home, for a feed that the store does not know.
            stop: set when the visit is to be broken off.

        Raises:
            Interrupted: if it was, or there is no process to read pages; what was taken in stays so.
            StoreError: if the store cannot be read or written.

        """
        source = self._source(url, home)
        visit = Visit(url)
        try:
            self._read(source, visit, progress, stop)
        except (InputError, ArticleError) as error:
            visit.failed = True
            visit.errors.append(str(error))
        except (StoreError, MissingExtra, Interrupted):
            raise
        except Exception as error:  # whatever a server makes break, the other feeds go on
            visit.failed = True
            visit.errors.append(_unforeseen(url, error))
        failures = source.failures + 1 if visit.failed else 0
        wait = max(min(self._interval_s * 2.0**failures, _LONGEST_S), min(visit.next_s, _LONGEST_S))
        wait *= (
            1 + self._jitter.uniform(-_JITTER, _JITTER) if not visit.failed else 1 + self._jitter.uniform(0, _JITTER)
        )
        now = self.now()
        self._remember(url, failures=failures, checked_at=now, next_at=now + dt.timedelta(seconds=wait))
        return visit

    def run(self, stop: threading.Event, report: Callable[[Visit], None], *, once: bool = False) -> None:
        """Visit feeds as they become due, until ``stop`` is set; with ``once``, those that are due now.

        Raises:
            StoreError: with ``once``, if the store cannot be read or written; otherwise that is waited for.

        """
        Rounds(self, stop).run(report, once=once)

    def _read(
        self,
        source: _Source,
        visit: Visit,
        progress: Callable[[Visit, int], None] | None,
        stop: threading.Event | None,
    ) -> None:
        headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"}
        moved_to = source.moved_to
        if moved_to and source.failures % 2:
            moved_to = None  # it may have come back: after each failure elsewhere, the old address has its turn
        elif source.etag or source.last_modified:
            validators = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
            headers |= {name: value for name, value in validators.items() if value}
        answer = self._pages.get(moved_to or source.url, headers)
        visit.next_s = retry_after_s(answer, self.now()) or 0.0
        if answer.status == 304:
            return
        if not 200 <= answer.status < 300:
            raise UnreadableSource(f"{shown(source.url)}: the server answered HTTP {answer.status}")
        feed = self._pages.feed(answer)
        if feed.cut:
            visit.errors.append(f"{shown(source.url)}: only the first {feeds.MAX_ITEMS} items are read")
        visit.title = feed.title
        whole = self._take(feed, source, visit, progress, stop)
        self._remember(
            source.url,
            title=feed.title,
            moved_to=answer.moved_to or moved_to,
            # With items left over, the next visit must get the feed again.
            etag=_header(answer.headers.get("etag")) if whole else None,
            last_modified=_header(answer.headers.get("last-modified")) if whole else None,
        )

    def _take(
        self,
        feed: Feed,
        source: _Source,
        visit: Visit,
        progress: Callable[[Visit, int], None] | None,
        stop: threading.Event | None,
    ) -> bool:
        """Take the items in; return whether each was dealt with for good."""
        whole = True
        for item in feed.items:
            if stop is not None and stop.is_set():
                raise Interrupted("the program ends")
            if self._seen(item.url):
                visit.known += 1
            else:
                try:
                    read = self._pages.article(item)
                    # A feed's day is nobody's wish: that the page's own goes before it, is to be expected.
                    visit.errors += [one for one in read.remarks if one not in {OWN_DAY, *visit.errors}]
                    article, new = self._store.add(read, home=source.home, batch=self._batch or source.url)
                    if new:
                        visit.taken.append(article.id)
                    else:
                        visit.known += 1
                    self._see(item.url, source.url)
                except Unavailable as error:
                    whole = False
                    visit.errors.append(str(error))
                except (InputError, ArticleError) as error:
                    visit.errors.append(str(error))
                    self._see(item.url, source.url)
                except (StoreError, MissingExtra, Interrupted):
                    raise
                except Exception as error:  # the other items are taken; the feed is asked again, but later
                    whole = False
                    visit.failed = True
                    visit.errors.append(_unforeseen(item.url, error))
            if progress:
                progress(visit, len(feed.items))
        return whole

    def _source(self, url: str, home: str | None) -> _Source:
        from geo.store import tables

        with self._store.reading() as connection:
            row = connection.execute(tables.sources.select().where(tables.sources.c.url == url)).first()
        if row is None:
            return _Source(url, None, None, None, home, 0)
        return _Source(url, row.moved_to, row.etag, row.last_modified, row.home or home, row.failures)

    def _remember(self, url: str, **values: Any) -> None:
        from geo.store import tables

        with self._store.writing() as connection:
            connection.execute(tables.sources.update().where(tables.sources.c.url == url).values(**values))

    def _seen(self, item: str) -> bool:
        from geo.store import tables

        with self._store.reading() as connection:
            seen = connection.execute(tables.seen_items.select().where(tables.seen_items.c.item == item)).first()
        return seen is not None or self._store.has_url(item)

    def _see(self, item: str, source: str) -> None:
        from geo.store import tables
        from geo.store.writing import insert_unless_there

        values = {"item": item, "source_url": source, "seen_at": self.now()}
        with self._store.writing() as connection:
            insert_unless_there(connection, tables.seen_items, values, ["item"])


def _unforeseen(url: str, error: Exception) -> str:
    return f"{shown(url)}: cannot be read ({type(error).__name__}: {shown(str(error))})"


def _header(value: str | None) -> str | None:
    """Return a validator as it may be sent back; what is no printable ASCII is none."""
    return value if value and len(value) < 1_000 and value.isascii() and value.isprintable() else None


def _utc(when: dt.datetime | None) -> dt.datetime | None:
    return when if when is None or when.tzinfo else when.replace(tzinfo=dt.UTC)
