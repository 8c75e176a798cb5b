"""What several commands share: options, complaints, and how they end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from geo.errors import DatelineError, InputError
from geo.model import Article

if TYPE_CHECKING:
    from geo.profiles import Export

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

ProfileName = Annotated[
    Literal["acled", "ucdp", "hxl", "timemap", "geojson-simple"] | None,
    typer.Option("--profile", help="Write the events in the columns of others (docs/profiles.md)."),
]
PCodesFile = Annotated[
    Path | None,
    typer.Option("--pcodes", metavar="FILE", help="A table of P-codes (COD-AB's as CSV), for --profile."),
]
# So many names of a table are told.
_FEW = 5


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
        from geo import sources

        self._of_reading = sources.Remarks()
        self._things = self._undated = 0

    def read(self, article: Article) -> None:
        """Say what reading an article had to leave open."""
        for remark in self._of_reading.new(article):
            complain(remark)

    def count(self, things: int, undated: int) -> None:
        """Count events, or articles where their events are not seen, and those of them that nothing dates."""
        self._things += things
        self._undated += undated

    def end(self, noun: str) -> None:
        """Say once what holds of them all; ``noun`` is what was counted."""
        if (rest := self._of_reading.rest()) is not None:
            complain(rest)
        if self._undated >= _FEWEST_UNDATED and 2 * self._undated > self._things:
            complain(
                f"{self._undated:,} of {self._things:,} {noun} have no date, because the articles' day of publication "
                "is not known: give it with --published 2025-04-04"
            )


def export_of(profile: str | None, pcodes: Path | None) -> Export | None:
    """Return what is to be written by a profile, None where none is asked for.

    Raises:
        InputError: if the table of P-codes cannot be read, or is given without a profile.

    """
    if profile is None:
        if pcodes is not None:
            raise InputError("--pcodes is for a --profile, which has columns for them: choose one, e.g. --profile hxl")
        return None
    from geo import profiles

    codes = None if pcodes is None else profiles.read_pcodes(pcodes)
    if codes is not None and (doubled := codes.doubled):
        more = f" and {len(doubled) - _FEW:,} more" if len(doubled) > _FEW else ""
        complain(f"{pcodes}: names with several P-codes get none: {', '.join(doubled[:_FEW])}{more}")
    return profiles.Export(profiles.PROFILES[profile], codes, complain)


def finish(first_error: DatelineError | None, good: int) -> None:
    """End with the first error's code where nothing was good, with 1 where only some was.

    Raises:
        typer.Exit: if there was an error.

    """
    if first_error is not None:
        raise typer.Exit(SOME_SKIPPED if good else first_error.exit_code)
