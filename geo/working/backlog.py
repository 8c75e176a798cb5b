"""The articles of a store that wait to be parsed, worked off by processes.

The queue is the store itself: what was taken in stays pending until its result is saved, so that
a crash loses nothing. Two programs may work on one store; an article that both parse is saved once.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from geo.errors import ArticleError, DatelineError, InputError, Interrupted, StoreError
from geo.working import tasks
from geo.working.grouping import Grouping
from geo.working.workers import Workers

if TYPE_CHECKING:
    from geo.store import Store, StoredArticle

_log = logging.getLogger(__name__)
_FETCHED = 100  # pending articles read from the store at once
_LOOK_S = 5.0  # how often to look for what other programs put in
_WAIT_S = 5.0  # after the store could not be written


class Backlog:
    """Parses what is pending in a store until it is closed, ``workers.count`` articles at a time.

    A little later, what was parsed is put into stories (:class:`Grouping`).
    """

    def __init__(self, store: Store, workers: Workers, done: Callable[[str], None] | None = None) -> None:
        """Start working.

        Args:
            store: where articles wait and results go.
            workers: the processes; others may use them, too.
            done: called with the id of each article that was parsed or failed.

        """
        self._store = store
        self._workers = workers
        self._done = done
        self._stories = Grouping(store)
        self._waiting: deque[StoredArticle] = deque()
        self._at_work: set[str] = set()
        self._changed = threading.Condition()
        self._closing = False
        self._threads = [
            threading.Thread(target=self._work, name=f"backlog-{number}", daemon=True)
            for number in range(workers.count)
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that something new is pending."""
        with self._changed:
            self._changed.notify_all()

    def drain(self) -> None:
        """Wait until nothing is pending and all stories are told."""
        with self._changed:
            while not self._closing and (self._at_work or self._waiting or self._store.pending(1)):
                self._changed.wait(_LOOK_S)
        self._stories.drain()

    def close(self) -> None:
        """Stop; what is not done stays pending. The workers are to be closed by their owner."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._stories.close()

    def join(self) -> None:
        """Wait until the threads have ended, which needs the workers to be closed."""
        for thread in self._threads:
            thread.join()
        self._stories.join()

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            saved = False
            try:
                self._parse(entry)
                saved = True
            except Interrupted as error:
                if not self._closing:
                    _log.error("%s", error)
            except DatelineError as error:
                # The store is away, or a model or the gazetteer is missing: the article stays pending meanwhile.
                _log.error("%s", error)
            except Exception as error:
                # A thread that dies would silently halve the service.
                _log.error("article %s: %s", entry.article.id, type(error).__name__)
            finally:
                with self._changed:
                    self._at_work.discard(entry.article.id)
                    self._changed.notify_all()
                    if not saved and not self._closing:
                        self._changed.wait(_WAIT_S)
            if saved and self._done:
                self._done(entry.article.id)

    def _next(self) -> StoredArticle | None:
        """Return an article that nobody works on, None when closing."""
        with self._changed:
            while not self._closing:
                if not self._waiting:
                    self._refill()
                if self._waiting:
                    entry = self._waiting.popleft()
                    self._at_work.add(entry.article.id)
                    return entry
                self._changed.wait(_LOOK_S)
        return None

    def _refill(self) -> None:
        try:
            pending = self._store.pending(_FETCHED + len(self._at_work))
        except StoreError as error:
            _log.error("%s", error)
            return
        self._waiting.extend(entry for entry in pending if entry.article.id not in self._at_work)

    def _parse(self, entry: StoredArticle) -> None:
        article = entry.article
        try:
            parsed = self._workers.call(tasks.parse, article, entry.home, name=f"article {article.id}")
            saved = self._store.save(parsed, home=entry.home, batch=entry.batch)
        except (ArticleError, InputError) as error:
            self._store.fail(article.id, " ".join(str(error).split()))
        else:
            self._stories.note(saved)
