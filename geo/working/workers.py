"""Processes that read and parse articles, each with a time limit.

One poisonous article must not stop the service: an article that takes too long, or takes its
process down with it, is an error of that article, and a new process takes the place of the old one.
What happens to a process before it was given an article is no article's fault.
Each process has a pipe of its own and shares no lock, so that it may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geo.errors import ArticleError, DatelineError, Interrupted
from geo.working import logs, tasks

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_log = logging.getLogger(__name__)
# A process that was killed from outside is no fault of its article, which gets another try.
_TRIES = 3
# Loading models and gazetteer takes seconds, on a busy machine minutes.
_START_S = 600.0
# Processes in a row that may end before they are ready, until it is said that none can be had.
_STARTS = 5
_READY = "ready"


class Workers:
    """A fixed number of processes that call functions of this program, one call at a time each."""

    def __init__(self, count: int, limit_s: float, prepare: Callable[[], None] | None = tasks.prepare) -> None:
        """Start the processes.

        Args:
            count: how many.
            limit_s: how long a call may take; loading what ``prepare`` loads does not count.
            prepare: what each process does first; by default it loads what parsing needs.

        """
        self.count = count
        self.limit_s = limit_s
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all = [_Worker(prepare) for _ in range(count)]
        self._closed = False
        self._lock = threading.Lock()  # of replacing and closing, so that no process outlives its owner
        for worker in self._all:
            self._idle.put(worker)

    def call(self, function: Callable[..., Any], *arguments: Any, name: str, limit_s: float | None = None) -> Any:
        """Return what ``function`` returns in a process; waits for one that is free.

        Args:
            function: a function of a module, with arguments and results that pickle.
            arguments: its arguments.
            name: what errors call the work ("article 7").
            limit_s: how long it may take; by default as long as the work of these processes may.

        Raises:
            DatelineError: what the function raised; an ArticleError where it took too long, failed
                in an unexpected way or took its process down more than once.
            Interrupted: if the processes are closed, or none comes to be ready; the work is as good as before.

        """
        limit_s = limit_s or self.limit_s
        with self._worker() as worker:
            for _ in range(_TRIES):
                self._make_ready(worker)
                try:
                    return worker.call(function, arguments, name, limit_s)
                except DatelineError:  # some of which are OSErrors, too
                    raise
                except TimeoutError as error:
                    self._replace(worker)
                    said = f"{name}: took longer than {limit_s:g} s and was stopped (see --limit)"
                    raise ArticleError(said) from error
                except (EOFError, OSError):
                    self._replace(worker)
            raise ArticleError(f"{name}: the process that worked on it was ended {_TRIES} times")

    def pids(self) -> list[int]:
        """Return the ids of the processes."""
        return [worker.pid for worker in self._all]

    def close(self) -> None:
        """End all processes, also those at work."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_ready(self, worker: _Worker) -> None:
        for _ in range(_STARTS):
            if worker.is_ready(_START_S):
                return
            self._replace(worker)
        raise Interrupted(f"{_STARTS} processes ended before they were ready: is there enough memory?")

    def _replace(self, worker: _Worker) -> None:
        with self._lock:
            if self._closed:
                raise Interrupted("the program ends")
            _log.warning("process %s is gone or stuck; a new one takes its place", worker.pid)
            worker.restart()

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)


class _Worker:
    """One process and the pipe to it, used by one thread at a time."""

    def __init__(self, prepare: Callable[[], None] | None) -> None:
        self._prepare = prepare
        self._process: SpawnProcess | None = None
        self._ready = False
        self._start()

    @property
    def pid(self) -> int:
        return (self._process.pid if self._process else None) or 0

    def is_ready(self, limit_s: float) -> bool:
        """Wait until the process has loaded what it needs; say whether it has."""
        if not self._ready:
            with contextlib.suppress(EOFError, OSError):
                self._ready = self._pipe.poll(limit_s) and self._pipe.recv() == _READY
        return self._ready

    def call(self, function: Callable[..., Any], arguments: tuple[Any, ...], name: str, limit_s: float) -> Any:
        self._pipe.send((function, arguments, name))
        if not self._pipe.poll(limit_s):
            raise TimeoutError
        good, result = self._pipe.recv()
        if not good:
            raise result
        return result

    def restart(self) -> None:
        self.kill()
        self._pipe.close()
        self._start()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, other = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(other, self._prepare), daemon=True)
        self._process.start()
        other.close()
        self._ready = False


def _serve(pipe: Connection, prepare: Callable[[], None] | None) -> None:
    """Call what comes through the pipe until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the service's to handle
    with contextlib.suppress(OSError):
        os.nice(5)  # answering readers comes before parsing
    logs.begin()
    if prepare:
        prepare()
    with contextlib.suppress(EOFError, OSError):
        pipe.send(_READY)
        while True:
            function, arguments, name = pipe.recv()
            pipe.send(_outcome(function, arguments, name))


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...], name: str) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except DatelineError as error:
        return False, type(error)(str(error))  # without the chain, which may hold text of the article
    except Exception as error:  # whatever one article breaks, the process goes on
        _log.warning("work failed with %s", type(error).__name__)
        return False, ArticleError(f"{name}: could not be read or parsed ({type(error).__name__})")
