"""What several commands share: options, complaints, and how they end."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from geo.errors import DatelineError

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


def finish(first_error: DatelineError | None, good: int) -> None:
    """End with the first error's code where nothing was good, with 1 where only some was.

    Raises:
        typer.Exit: if there was an error.

    """
    if first_error is not None:
        raise typer.Exit(SOME_SKIPPED if good else first_error.exit_code)
