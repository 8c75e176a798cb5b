"""How far a batch is: articles done, rate, and time left, on stderr."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager

from geo import sources

# Off a terminal, in a log, a line now and then is enough.
_EVERY_S = 0.5
_EVERY_S_IN_A_LOG = 30.0


class Progress(AbstractContextManager["Progress"]):
    """Writes one line that changes on a terminal, else a line every half minute.

    The corpus is counted while the work goes on; until that is known, no time left is shown.
    """

    def __init__(self, corpora: Sequence[str]) -> None:
        self._total: int | None = None
        self._done = self._new = 0
        self._started = self._shown = time.monotonic()
        self._terminal = sys.stderr.isatty()
        threading.Thread(target=self._count, args=(tuple(corpora),), daemon=True).start()

    def show(self, count: int, *, is_new: bool) -> None:
        """Count articles as done; the rate counts only those that were parsed now."""
        self._done += count
        self._new += count if is_new else 0
        now = time.monotonic()
        if now - self._shown >= (_EVERY_S if self._terminal else _EVERY_S_IN_A_LOG):
            self._shown = now
            self._print(self._line(now))

    def __exit__(self, *_: object) -> None:
        self._print(self._line(time.monotonic()))
        if self._terminal:
            print(file=sys.stderr)

    def _count(self, corpora: tuple[str, ...]) -> None:
        counts = [sources.count(corpus) for corpus in corpora]
        if None not in counts:
            self._total = sum(count or 0 for count in counts)

    def _line(self, now: float) -> str:
        rate = self._new / max(now - self._started, 1e-9)
        line = f"{self._done:,} articles" if self._total is None else f"{self._done:,} of {self._total:,} articles"
        if self._new:
            line += f", {rate:,.1f} a second"
            if self._total and self._total > self._done:
                line += f", {_duration((self._total - self._done) / rate)} left"
        return line

    def _print(self, line: str) -> None:
        print(
            f"\r{line}\x1b[K" if self._terminal else line,
            end="" if self._terminal else "\n",
            file=sys.stderr,
            flush=True,
        )


def _duration(seconds: float) -> str:
    minutes, _ = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {round(seconds) % 60:02d} s"
