"""What somebody handed in, and how far it is: text, files, an address or a feed becomes articles of the store."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo.errors import ArticleError, DatelineError, InputError
from geo.store import State
from geo.working import tasks

if TYPE_CHECKING:
    from geo.model import Article
    from geo.store import Store
    from geo.watching import Pages
    from geo.working import Backlog, Workers

_log = logging.getLogger(__name__)
# The service remembers so many jobs; of older ones the store still knows the articles.
_REMEMBERED = 1_000
_ERRORS = 100
_LISTED = 1_000
# Feeds that are read at the same time.
_FEEDS = 4
# Pages and files that are read at the same time; more would leave no thread to answer readers.
_READING = 12


class Busy(Exception):
    """There is more to do already than is sensible; to be tried again later."""


@dataclass(slots=True)
class Job:
    """One handing-in. ``reading`` until all its articles are in the store.

    ``known`` counts articles that the store had before; ``errors`` are what could not be read, and what
    reading left open.
    ``expected`` is how many items a feed has, where that is known.
    """

    id: str
    kind: str
    name: str
    created: dt.datetime
    reading: bool = True
    expected: int | None = None
    articles: list[str] = field(default_factory=list)
    known: int = 0
    errors: list[str] = field(default_factory=list)
    skipped: int = 0

    def complain(self, error: object) -> None:
        """Remember what went wrong with one article."""
        self.skipped += 1
        if len(self.errors) < _ERRORS:
            self.errors.append(" ".join(str(error).split()))

    def remark(self, article: Article) -> None:
        """Remember what reading an article had to leave open, each line once."""
        self.errors += [one for one in article.remarks if one not in self.errors][: _ERRORS - len(self.errors)]


class Jobs:
    """Takes in what is handed in, and tells how far it is."""

    def __init__(self, store: Store, workers: Workers, backlog: Backlog, pages: Pages, max_pending: int) -> None:
        """Take articles into ``store`` until ``max_pending`` wait there."""
        self._store = store
        self._workers = workers
        self._backlog = backlog
        self._pages = pages
        self._max_pending = max_pending
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._feeds = threading.BoundedSemaphore(_FEEDS)
        self._reading = threading.BoundedSemaphore(_READING)

    def take_file(self, data: bytes, name: str, suffix: str, published: dt.date | None, home: str | None) -> Job:
        """Take in text, a web page or a JSONL corpus; it is in the store when this returns.

        Raises:
            Busy: if too many articles wait, or too much is read already.
            InputError: if there is no article in it.
            ArticleError: if reading it took too long.

        """
        self._check_room()
        with self._place_to_read():
            found = self._workers.call(tasks.read, data, name, suffix, published, name=name)
        errors = [one for one in found if isinstance(one, InputError)]
        if len(errors) == len(found):
            raise errors[0] if errors else InputError(f"{name}: there is no article in it")
        job = self._new("file" if suffix else "text", name)
        for one in found:
            if isinstance(one, InputError):
                job.complain(one)
            else:
                self._add(job, one, home)
        job.reading = False
        return job

    def take_text(self, article: Article, home: str | None) -> Job:
        """Take in an article; it is in the store when this returns.

        Raises:
            Busy: if too many articles wait.

        """
        self._check_room()
        job = self._new("text", article.title or "text")
        self._add(job, article, home)
        job.reading = False
        return job

    def take_page(self, url: str, published: dt.date | None, home: str | None) -> Job:
        """Fetch the article at ``url``; it is in the store when this returns.

        Raises:
            Busy: if too many articles wait, or too much is read already.
            InputError: if it cannot be had.
            ArticleError: if reading it took too long.

        """
        from geo.watching.feeds import Item

        self._check_room()
        with self._place_to_read():
            article = self._pages.article(Item(url, published=published))
        job = self._new("url", url)
        self._add(job, article, home)
        job.reading = False
        return job

    def take_feed(self, url: str, home: str | None) -> Job:
        """Fetch the articles of a feed, one after the other, while the job tells how far that is.

        Raises:
            Busy: if too many articles wait, or too many feeds are read already.
            AddressRefused: if ``url`` is no web address.

        """
        from geo.fetching import check_url

        self._check_room()
        check_url(url)
        if not self._feeds.acquire(blocking=False):
            raise Busy
        job = self._new("feed", url)
        threading.Thread(target=self._read_feed, args=(job, url, home), name=f"feed-{job.id}", daemon=True).start()
        return job

    def get(self, job_id: str) -> Job | None:
        """Return a job; after a restart one that the store knows by its articles, else None."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None and (latest := self._store.summaries(batch=job_id, limit=1)):
            ids = self._store.article_ids(job_id)
            return Job(job_id, "earlier", "", latest[0].received_at, False, None, ids)
        return job

    def article_ids(self, job_id: str) -> tuple[str, ...] | None:
        """Return the ids of all articles of a job, or None where there is no such job."""
        with self._lock:
            job = self._jobs.get(job_id)
        return tuple(job.articles if job else self._store.article_ids(job_id)) or (() if job else None)

    def latest(self, limit: int, offset: int) -> tuple[list[Job], int]:
        """Return jobs, the latest first, and how many there are."""
        with self._lock:
            jobs = list(reversed(self._jobs.values()))
        return jobs[offset : offset + limit], len(jobs)

    def as_json(self, job: Job, root: str) -> dict[str, Any]:
        """Return a job with how far it is."""
        counts = {state: self._store.count_articles(batch=job.id, state=state) for state in State}
        done = not job.reading and not counts[State.PENDING]
        return {
            "id": job.id,
            "kind": job.kind,
            "name": job.name[:200],
            "created": job.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "state": "reading" if job.reading else "done" if done else "parsing",
            "expected": job.expected,
            "articles": len(job.articles),
            "parsed": counts[State.PARSED],
            "failed": counts[State.FAILED],
            "pending": counts[State.PENDING],
            "known": job.known,
            "skipped": job.skipped,
            "errors": list(job.errors),
            "article_ids": job.articles[:_LISTED],
            "links": [
                {"href": f"{root}/jobs/{job.id}", "rel": "self", "type": "application/json"},
                {"href": f"{root}/map?job={job.id}", "rel": "alternate", "type": "text/html"},
            ],
        }

    def _check_room(self) -> None:
        if self._store.count_articles(state=State.PENDING) >= self._max_pending:
            raise Busy

    @contextmanager
    def _place_to_read(self) -> Iterator[None]:
        if not self._reading.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._reading.release()

    def _new(self, kind: str, name: str) -> Job:
        job = Job(secrets.token_hex(8), kind, name, dt.datetime.now(dt.UTC))
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > _REMEMBERED:
                self._jobs.popitem(last=False)
        return job

    def _add(self, job: Job, article: Article, home: str | None) -> None:
        job.remark(article)
        stored, new = self._store.add(article, home=home, batch=job.id)
        job.articles.append(stored.id)
        job.known += not new
        self._backlog.wake()

    def _read_feed(self, job: Job, url: str, home: str | None) -> None:
        from geo.watching import Visit, Watch

        def progress(visit: Visit, expected: int) -> None:
            job.expected = expected
            job.known = visit.known
            if len(visit.taken) > len(job.articles):
                job.articles.extend(visit.taken[len(job.articles) :])
                self._backlog.wake()

        try:
            visit = Watch(self._store, self._pages, batch=job.id).visit(url, progress, home=home)
            for error in visit.errors:
                job.complain(error)
        except (DatelineError, ArticleError) as error:
            job.complain(error)
        except Exception as error:  # the job must end, whatever a feed breaks
            _log.error("feed of job %s: %s", job.id, type(error).__name__)
            job.complain("this feed could not be read")
        finally:
            job.reading = False
            self._feeds.release()
