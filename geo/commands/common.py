"""What several commands share: options, complaints, and how they end."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from geo.errors import DatelineError
from geo.model import Article

# A corpus of a million lines may have a million bad days.
_MOST_REMARKS = 50
# One or two undated events are seen at a glance, and are the articles' own affair.
_FEWEST_UNDATED = 3
# Some articles could not be read; what could be read is written.
SOME_SKIPPED = 1

Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Day of publication (2025-04-04) of articles that do not tell it.")
]
Home = Annotated[
    str | None, typer.Option(metavar="PLACE", help='Where the outlet is at home, e.g. "Alexandria, Louisiana".')
]
Limit = Annotated[
    float,
    typer.Option(min=1, metavar="SECONDS", help="Time that reading a page, or parsing an article, may take."),
]


def complain(message: object) -> None:
    """Print one line on stderr."""
    line = " ".join(str(message).split())
    print(f"dateline: {line}", file=sys.stderr)


def check_home(home: str | None) -> None:
    """Say where an outlet's home is unknown; the articles are parsed without it."""
    from geo import pipeline

    if (problem := pipeline.unknown_home(home)) is not None:
        complain(problem)


class Remarks:
    """What is to be said of articles that were read, besides errors: each line once, and not without end."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._unsaid = 0
        self._things = self._undated = 0

    def read(self, article: Article) -> None:
        """Say what reading an article had to leave open."""
        for remark in article.remarks:
            if remark not in self._said and len(self._said) >= _MOST_REMARKS:
                self._unsaid += 1
            elif remark not in self._said:
                self._said.add(remark)
                complain(remark)

    def count(self, things: int, undated: int) -> None:
        """Count events, or articles where their events are not seen, and those of them that nothing dates."""
        self._things += things
        self._undated += undated

    def end(self, noun: str) -> None:
        """Say once what holds of them all; ``noun`` is what was counted."""
        if self._unsaid:
            complain(f"{self._unsaid:,} more remarks like these")
        if self._undated >= _FEWEST_UNDATED and 2 * self._undated > self._things:
            complain(
                f"{self._undated:,} of {self._things:,} {noun} have no date, because the articles' day of publication "
                "is not known: give it with --published 2025-04-04"
            )


def finish(first_error: DatelineError | None, good: int) -> None:
    """End with the first error's code where nothing was good, with 1 where only some was.

    Raises:
        typer.Exit: if there was an error.

    """
    if first_error is not None:
        raise typer.Exit(SOME_SKIPPED if good else first_error.exit_code)
