"""Web pages and feeds, fetched politely: as robots.txt allows, one at a time and not too often from one host."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from geo.errors import InputError, SourceNotFound, UnreadableSource
from geo.fetching import Response, check_url
from geo.fetching.addresses import shown
from geo.watching import feeds
from geo.watching.robots import Robots, Unavailable
from geo.working import tasks

if TYPE_CHECKING:
    from geo.model import Article
    from geo.watching.feeds import Feed, Item
    from geo.working import Workers

_BETWEEN_S = 1.0
# The server or the way to it has a difficulty that may pass.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Fetch(Protocol):
    """Fetches a URL, as :func:`geo.fetching.fetch` does."""

    def __call__(self, url: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer, whatever its status."""
        ...


class Pages:
    """Fetches pages and feeds and finds what is in them, for several threads: each host has its turns, whoever asks."""

    def __init__(
        self,
        fetch: Fetch,
        workers: Workers,
        *,
        between_s: float = _BETWEEN_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Fetch with ``fetch``, read in ``workers``, wait ``between_s`` seconds between two requests to a host."""
        self._fetch = fetch
        self._workers = workers
        self._robots = Robots(fetch, clock)
        self._between_s = between_s
        self._clock = clock
        self._sleep = sleep
        self._turns = threading.Lock()
        self._last: dict[str, float] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return what lies at ``url``, whatever its status, when it is the host's turn.

        Raises:
            AddressRefused: if the address is not one to fetch.
            Unavailable: if there was no answer.

        """
        check_url(url)
        host = urlsplit(url).netloc
        delay = max(self._between_s, self._robots.delay_s(url)) if host in self._last else 0.0
        with self._turns:
            now = self._clock()
            # Who comes meanwhile has its turn after this one.
            turn = self._last[host] = max(now, self._last[host] + delay) if host in self._last else now
        if turn > now:
            self._sleep(turn - now)
        try:
            return self._fetch(url, headers=headers)
        except UnreadableSource as error:
            raise Unavailable(str(error)) from error
        finally:
            with self._turns:
                self._last[host] = max(self._last[host], self._clock())

    def feed(self, answer: Response) -> Feed:
        """Return the feed in ``answer``, read where a limit of time holds.

        Raises:
            UnreadableSource: if it is no feed.
            ArticleError: if reading it took too long.

        """
        kind = answer.headers.get("content-type", "")
        feed: Feed = self._workers.call(feeds.parse, answer.body, answer.url, kind, name=shown(answer.url))
        return feed

    def article(self, item: Item) -> Article:
        """Return the article at the address of ``item``.

        Raises:
            AddressRefused: if the address is not one to fetch.
            InputError: if there is none, or robots.txt keeps programs away from it.
            Unavailable: if it, or what robots.txt says of it, may be there later.
            ArticleError: if reading it took too long.

        """
        check_url(item.url)
        if not self._robots.allows(item.url):
            raise InputError(f"{shown(item.url)}: its host's robots.txt keeps programs away")
        answer = self.get(item.url, {"Accept": "text/html,application/xhtml+xml"})
        if answer.status in _PASSING:
            raise Unavailable(f"{shown(item.url)}: the server answered HTTP {answer.status}")
        if answer.status in {404, 410}:
            raise SourceNotFound(f"{shown(item.url)}: no such page (HTTP {answer.status})")
        if not 200 <= answer.status < 300:
            raise UnreadableSource(f"{shown(item.url)}: the server answered HTTP {answer.status}")
        name = shown(item.url)
        article: Article = self._workers.call(tasks.read_page, answer.body, answer.url, item.published, name=name)
        remarks = article.remarks
        if item.remark and article.published is None:
            remarks += (f"{name}: the feed does not tell its day: {item.remark}",)
        # The page's own idea of its address and title goes before the feed's, but not before none.
        return replace(article, url=article.url or answer.url, title=article.title or item.title, remarks=remarks)


def retry_after_s(answer: Response, now: dt.datetime) -> float | None:
    """Return for how many seconds the server asks to be left alone (RFC 9110, 10.2.3), None where it does not."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) < 10:
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - now).total_seconds())
