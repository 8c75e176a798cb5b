"""Telling stories of what was parsed: which events of several articles are the same.

That takes a moment for each article, so it is done behind the back of those who wait for theirs:
when nothing was parsed for a second, or, where news never stops, every quarter of a minute.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from geo.errors import DatelineError

if TYPE_CHECKING:
    from geo.store import Store

_log = logging.getLogger(__name__)
_QUIET_S = 1.0
_LONGEST_S = 15.0
_WAIT_S = 5.0  # after the store could not be read or written


class Grouping:
    """Puts the events of the articles that it is told of into stories, until it is closed.

    At first it does so with all that another program, or this one when it was killed, left undone.
    """

    def __init__(self, store: Store, *, quiet_s: float = _QUIET_S, longest_s: float = _LONGEST_S) -> None:
        """Start working on ``store``, ``quiet_s`` after the last article or ``longest_s`` after the first."""
        self._store = store
        self._quiet_s = quiet_s
        self._longest_s = longest_s
        self._waiting: dict[str, None] = {}
        self._first_at = self._last_at = 0.0
        self._busy = True
        self._failing = False
        self._hurry = False
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="grouping", daemon=True)
        self._thread.start()

    def note(self, article_id: str) -> None:
        """Say that an article was parsed and saved."""
        with self._changed:
            self._last_at = time.monotonic()
            if not self._waiting:
                self._first_at = self._last_at
            self._waiting[article_id] = None
            self._changed.notify_all()

    def drain(self) -> None:
        """Wait until all that was noted is done, or the store cannot be had."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            while not self._closing and not self._failing and (self._busy or self._waiting):
                self._changed.wait()
            self._hurry = False

    def close(self) -> None:
        """Stop; what is not done is done at the next start."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    def _work(self) -> None:
        everything = not self._done(None)
        while (noted := self._next()) is not None:
            if everything:
                everything = not self._done(None)
                left = noted if everything else []
            else:
                left = [one for one in noted if not self._done([one])]
            with self._changed:
                self._waiting = dict.fromkeys(left) | self._waiting

    def _next(self) -> list[str] | None:
        """Wait until something is to be done; return it, or None when closing."""
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            if self._failing:
                self._changed.wait_for(lambda: self._closing, _WAIT_S)
            while not self._closing and (left_s := self._left_s()) > 0:
                self._changed.wait(None if left_s == float("inf") else left_s)
            if self._closing:
                return None
            self._busy, self._failing = True, False
            noted, self._waiting = list(self._waiting), {}
            return noted

    def _left_s(self) -> float:
        if not self._waiting:
            return float("inf")
        if self._hurry:
            return 0.0
        now = time.monotonic()
        return min(self._last_at + self._quiet_s, self._first_at + self._longest_s) - now

    def _done(self, article_ids: list[str] | None) -> bool:
        """Tell the stories of these articles, or of all; say whether that need not be tried again."""
        if self._closing or self._failing:
            return False
        try:
            self._store.group_stories(article_ids, stop=lambda: self._closing)
        except DatelineError as error:
            _log.error("%s", error)
            self._failing = True
            return False
        except Exception as error:  # one odd article must not end this for all
            _log.error("stories of %s: %s", article_ids or "all articles", type(error).__name__)
        return True
