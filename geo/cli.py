"""The command line: thin commands over the library. Stdout is data, stderr is for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import DatelineError
from geo.model import Article, ParsedArticle

app = typer.Typer(
    help="Read news and put it on a map: events, geocoded, dated, counted and quoted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# Some articles could not be read; what could be read is written.
_SOME_SKIPPED = 1

Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE…", help="Text, HTML or JSONL files, URLs, or - for standard input.")
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Day of publication (2025-04-04) of articles that do not tell it.")
]
Home = Annotated[
    str | None, typer.Option(metavar="PLACE", help='Where the outlet is at home, e.g. "Alexandria, Louisiana".')
]


def main() -> None:
    """Run the command line; every expected error is one line on stderr and an exit code."""
    try:
        app()
    except DatelineError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of stdout has enough
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        _complain("interrupted")
        sys.exit(130)


def _complain(message: object) -> None:
    line = " ".join(str(message).split())
    print(f"dateline: {line}", file=sys.stderr)


def _version(wanted: bool) -> None:
    if wanted:
        from geo import __version__

        print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


class _Reader:
    """Parses sources, reports each broken article on stderr and remembers the first error."""

    def __init__(self, sources: list[str], published: str | None, home: str | None) -> None:
        from geo import ingest

        self._sources = sources
        self._published = ingest.parse_date(published) if published is not None else None
        self._home = home
        self.good = 0
        self.first_error: DatelineError | None = None

    def __iter__(self) -> Iterator[ParsedArticle]:
        from geo import pipeline

        for result in pipeline.parse_articles(self._progress(self._articles()), self._home):
            if isinstance(result, DatelineError):
                _complain(result)
                self.first_error = self.first_error or result
            else:
                self.good += 1
                yield result

    def _articles(self) -> Iterator[Article | DatelineError]:
        from geo import ingest

        for source in self._sources:
            yield from ingest.read(source, self._published)

    def _progress(self, articles: Iterable[Article | DatelineError]) -> Iterator[Article | DatelineError]:
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = (SpinnerColumn(), "reading articles", MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            yield from progress.track(articles)

    def exit(self) -> None:
        """End with the first error's code where nothing was good, with 1 where only some was."""
        if self.first_error is not None:
            raise typer.Exit(_SOME_SKIPPED if self.good else self.first_error.exit_code)


@app.command()
def parse(sources: Sources, published: Published = None, home: Home = None) -> None:
    """Print the places and events of each article as one JSON object a line."""
    from geo import contract

    reader = _Reader(sources, published, home)
    for parsed in reader:
        print(contract.to_json(parsed), flush=True)
    reader.exit()


@app.command("map")
def map_(
    sources: Sources,
    published: Published = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Directory for the map and the layers.")] = Path("maps"),
    home: Home = None,
) -> None:
    """Write map.html and the layers events, areas and places (GeoJSON) of all articles."""
    from geo import publish

    reader = _Reader(sources, published, home)
    parsed = list(reader)
    if parsed:
        files = publish.write(parsed, out)
        _print_table(parsed)
        for file in files:
            print(file)
    reader.exit()


def _print_table(parsed: list[ParsedArticle]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from geo.words import EVENT_COLUMNS, event_row

    events = [event for article in parsed for event in article.events]
    if not events:
        print("No events found: the map says so, too.", file=sys.stderr)
        return
    table = Table(*EVENT_COLUMNS)
    for event in events:
        # Text, not str: rich would read [markup] in what an article says.
        table.add_row(*(Text("".join(c if c.isprintable() else " " for c in cell)) for cell in event_row(event)))
    Console().print(table)
