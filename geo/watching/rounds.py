"""Visiting feeds as they become due, several hosts at once, so that a slow one holds up only itself."""

from __future__ import annotations

import datetime as dt
import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.errors import DatelineError, Interrupted, MissingExtra, StoreError

if TYPE_CHECKING:
    from geo.watching.watch import Visit, Watch

_log = logging.getLogger(__name__)
AT_ONCE = 8
_LOOK_S = 60.0


class Rounds:
    """Visits the feeds of a watch, one of each host at a time."""

    def __init__(self, watch: Watch, stop: threading.Event, at_once: int = AT_ONCE) -> None:
        """Visit until ``stop`` is set, ``at_once`` feeds at most at the same time."""
        self._watch = watch
        self._stop = stop
        self._at_once = at_once
        self._ended: queue.SimpleQueue[tuple[str, Visit | DatelineError]] = queue.SimpleQueue()
        self._hosts: set[str] = set()  # that are visited now
        self._under_way: set[str] = set()
        self._resting: dict[str, dt.datetime] = {}  # feeds whose visit the store, not they, made fail

    def run(self, report: Callable[[Visit], None], *, once: bool = False) -> None:
        """Visit feeds as they become due; with ``once``, those that are due now, each once.

        Raises:
            StoreError: with ``once``, if the store cannot be read or written; otherwise that is waited for.

        """
        left = set(self._watch.due()) if once else None
        while not self._stop.is_set():
            try:
                wait_s = self._begin(left)
            except StoreError as error:  # the store may come back
                if once:
                    raise
                _log.error("%s", error)
                wait_s = _LOOK_S
            if self._under_way:
                self._end_one(wait_s, report, once=once)
            elif once and not left:
                return
            else:
                self._stop.wait(wait_s)

    def _begin(self, left: set[str] | None) -> float:
        """Begin to visit what is due (and left); return after how many seconds to look again."""
        now = self._watch.now()
        wait_s = _LOOK_S
        for url, next_at in self._watch.times():
            at = max(next_at, self._resting.get(url, next_at))
            if at > now:
                wait_s = min(wait_s, (at - now).total_seconds())
                continue
            host = urlsplit(url).netloc
            wanted = left is None or url in left
            if wanted and host not in self._hosts and len(self._under_way) < self._at_once:
                if left is not None:
                    left.discard(url)
                self._hosts.add(host)
                self._under_way.add(url)
                threading.Thread(target=self._visit, args=(url,), name=f"visit {host}", daemon=True).start()
        return max(0.1, wait_s)

    def _visit(self, url: str) -> None:
        try:
            self._ended.put((url, self._watch.visit(url, stop=self._stop)))
        except DatelineError as error:
            self._ended.put((url, error))
        except BaseException as error:
            self._ended.put((url, Interrupted(f"{type(error).__name__} in a visit")))

    def _end_one(self, wait_s: float, report: Callable[[Visit], None], *, once: bool) -> None:
        """Wait for a visit to end, so many seconds at most."""
        try:
            url, found = self._ended.get(timeout=wait_s)
        except queue.Empty:
            return
        self._under_way.discard(url)
        self._hosts.discard(urlsplit(url).netloc)
        if not isinstance(found, DatelineError):
            report(found)
        elif once or isinstance(found, MissingExtra):
            raise found
        elif not self._stop.is_set():
            _log.error("%s", found)
            self._resting[url] = self._watch.now() + dt.timedelta(seconds=_LOOK_S)
