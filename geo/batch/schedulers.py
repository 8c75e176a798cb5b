"""Who parses the chunks: processes on this machine, or the workers of a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

from geo.batch import parts
from geo.batch.chunks import Chunk
from geo.batch.parts import Part
from geo.errors import ArticleError, DatelineError, InputError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Article

T = TypeVar("T")
# Making the files of a part, of thousands of articles on a busy machine.
_MAKING_S = 1800.0
# Chunks on their way for each worker: enough that none waits while a slow chunk is written in its turn.
_AHEAD = 3
_TRIES = 3


class Scheduler(Protocol):
    """Something that parses several chunks at a time."""

    def width(self) -> int:
        """Return how many chunks may be on their way."""
        ...

    def submit(
        self, articles: Sequence[Article], home: str | None, failed: list[tuple[str, str]]
    ) -> Callable[[], Part]:
        """Start to parse articles; what is returned waits for the part.

        That raises ArticleError where the work failed as a whole, another DatelineError where no
        article can be parsed.
        """
        ...


def in_order(
    scheduler: Scheduler, chunks: Iterable[tuple[Chunk, T, bool]], home: str | None
) -> Iterator[tuple[Chunk, T, Part | None]]:
    """Yield the chunks in their order with their parts; chunks that are done already (True) have none."""
    waiting: deque[tuple[Chunk, T, Callable[[], Part] | None]] = deque()
    for chunk, extra, done in chunks:
        waiting.append((chunk, extra, None if done else scheduler.submit(chunk.articles, home, [])))
        while waiting and (waiting[0][2] is None or sum(one[2] is not None for one in waiting) >= scheduler.width()):
            yield _finished(scheduler, home, *waiting.popleft())
    while waiting:
        yield _finished(scheduler, home, *waiting.popleft())


def _finished(
    scheduler: Scheduler, home: str | None, chunk: Chunk, extra: T, result: Callable[[], Part] | None
) -> tuple[Chunk, T, Part | None]:
    if result is None:
        return chunk, extra, None
    try:
        return chunk, extra, result()
    except ArticleError:
        return chunk, extra, _without_the_broken(scheduler, chunk.articles, home)


def _without_the_broken(scheduler: Scheduler, articles: Sequence[Article], home: str | None) -> Part:
    """Find the articles that take their process down, one by one, and parse the others."""
    good: list[Article] = []
    failed: list[tuple[str, str]] = []
    for article in articles:
        try:
            scheduler.submit([article], home, [])()
            good.append(article)
        except ArticleError as error:
            failed.append((article.id, f"article {article.id}: {error}"))
    return scheduler.submit(good, home, failed)()


class Processes(AbstractContextManager["Processes"]):
    """Processes on this machine, in which no article may take longer than ``limit_s``."""

    def __init__(self, count: int, limit_s: float) -> None:
        from geo.working.workers import Workers

        self._workers = Workers(count, limit_s)
        self._threads = ThreadPoolExecutor(count)

    def width(self) -> int:
        """Return how many chunks may be on their way."""
        return _AHEAD * self._workers.count

    def submit(
        self, articles: Sequence[Article], home: str | None, failed: list[tuple[str, str]]
    ) -> Callable[[], Part]:
        """Start to parse articles, each in the next process that is free."""
        return self._threads.submit(self._part, articles, home, failed).result

    def _part(self, articles: Sequence[Article], home: str | None, failed: list[tuple[str, str]]) -> Part:
        # This process only hands on what was found: unpacked, it would be the one that all workers wait for.
        outcomes = [self._outcome(article, home) for article in articles]
        made: Part = self._workers.call(parts.make_of_packed, outcomes, failed, name="a part", limit_s=_MAKING_S)
        return made

    def _outcome(self, article: Article, home: str | None) -> bytes | parts.Failed:
        try:
            found: bytes = self._workers.call(parts.packed_outcome, article, home, name=f"article {article.id}")
        except ArticleError as error:
            return article.id, str(error)
        return found

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._workers.close()
        self._threads.shutdown(wait=True)


class Cluster(AbstractContextManager["Cluster"]):
    """The workers of a Dask scheduler, one chunk a thread of theirs.

    They need the same version of Dateline, but no common file system: parts come back as bytes.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError as error:
            raise MissingExtra("--scheduler needs Dask: pip install 'dateline[cluster]'") from error
        try:
            self._client = distributed.Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise InputError(f"{address}: no Dask scheduler answers there; start one with dask scheduler") from error

    def width(self) -> int:
        """Return how many chunks may be on their way."""
        threads: int = sum(self._client.nthreads().values())
        return _AHEAD * max(threads, 1)

    def submit(
        self, articles: Sequence[Article], home: str | None, failed: list[tuple[str, str]]
    ) -> Callable[[], Part]:
        """Start to parse articles on the next worker that is free."""
        future = self._client.submit(parts.parse, list(articles), home, failed, pure=False, retries=_TRIES)

        def wait() -> Part:
            try:
                part: Part = future.result()
            except DatelineError:
                raise
            except Exception as error:  # whatever took the worker down; the others go on
                raise ArticleError(f"the worker that parsed it was lost ({type(error).__name__})") from error
            finally:
                future.release()
            return part

        return wait

    def __exit__(self, *_: object) -> None:
        self._client.close()
