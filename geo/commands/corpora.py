"""Commands for what is more than a few articles: ``batch``, ``export``, ``add`` and ``reparse``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.commands.common import (
    Home,
    Limit,
    PCodesFile,
    ProfileName,
    Published,
    Remarks,
    check_home,
    complain,
    export_of,
    finish,
)
from geo.errors import DatelineError, SourceNotFound
from geo.settings import ARTICLE_LIMIT_S

if TYPE_CHECKING:
    from geo.layers import Layers
    from geo.model import Article
    from geo.store import StoredArticle

StoreName = Annotated[
    str, typer.Argument(metavar="STORE", help="A file (news.gpkg), or postgresql://user@host/database.")
]
_ARTICLES_A_PART = 250


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(batch)
    app.command()(export)
    app.command()(add)
    app.command()(reparse)


def batch(
    corpora: Annotated[
        list[str], typer.Argument(metavar="CORPUS…", help="JSONL, CSV or Parquet files, or folders of text and HTML.")
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Directory for the parts; started again, it goes on there.")],
    published: Published = None,
    home: Home = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; by default one for each core.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://…", help="Use the workers of this Dask scheduler instead.")
    ] = None,
    limit: Limit = ARTICLE_LIMIT_S,
    articles_a_part: Annotated[int, typer.Option(min=1, help="Articles in each part.")] = _ARTICLES_A_PART,
) -> None:
    """Parse a corpus of any size into GeoParquet parts; what is there already is not done again."""
    from geo.batch import run
    from geo.dateline import tells_day
    from geo.sources import parse_date

    remarks = Remarks()

    def look(article: Article) -> None:
        remarks.read(article)
        remarks.count(1, not tells_day(article))

    check_home(home)
    summary = run(
        corpora,
        out,
        published=parse_date(published) if published is not None else None,
        home=home,
        workers=workers,
        scheduler=scheduler,
        limit_s=limit,
        articles_a_part=articles_a_part,
        look=look,
    )
    remarks.end("articles")
    line = f"{summary.articles:,} articles with {summary.events:,} events ({summary.parsed_now:,} articles parsed now)"
    if summary.duplicates:
        line += f"; {summary.duplicates:,} came before"
    if summary.errors:
        line += f"; {summary.errors:,} could not be read or parsed: see {out / 'errors.jsonl'}"
    if summary.superseded:
        line += f"; {summary.superseded:,} parts of an earlier run are now in {out / 'superseded'}"
    print(line, file=sys.stderr)
    print(out / "batch.json")
    finish(summary.first_error, summary.articles)


def export(
    source: Annotated[str, typer.Argument(metavar="DIR", help="Parts of a batch, or a store (file or database URL).")],
    output: Annotated[Path, typer.Argument(metavar="FILE", help="events.gpkg, .geojson, .parquet, .csv, .pmtiles …")],
    profile: ProfileName = None,
    pcodes: PCodesFile = None,
) -> None:
    """Write the layers of a batch or a store in the format that the suffix names, or the events by a profile."""
    from geo import layers

    wanted = export_of(profile, pcodes)
    built = layers_of(source)
    if wanted is not None:
        for file in wanted.write(built.events, output):
            print(file)
        return
    for file in layers.write(built, output):
        print(file)
    suffix = output.suffix.lower()
    if suffix in (".fgb", ".pmtiles") and (lost := int(built.events.geometry.isna().sum())):
        complain(f"{lost:,} of {len(built.events):,} events could not be located: {suffix} cannot hold them")


def layers_of(source: str) -> Layers:
    """Return the layers of a batch's directory or of a store.

    Raises:
        DatelineError: if there is no such thing, or it cannot be read.

    """
    if "://" not in source:
        path = Path(source)
        if path.is_dir():
            from geo.batch import parts

            _, complete = parts.names(path)
            if not complete:
                complain(f"{path}: the batch did not come to its end; this is what is done so far")
            return parts.read_layers(path)
        if not path.is_file():
            raise SourceNotFound(f"{path}: no such directory or store")
    from geo.store import Store

    with Store(source, make=False) as store:
        return store.layers()


def add(
    store: StoreName,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Articles as for parse, folders and tables.")],
    published: Published = None,
    home: Home = None,
    limit: Limit = ARTICLE_LIMIT_S,
) -> None:
    """Take articles into a store, parse them, and find which tell the same story."""
    from geo import sources as corpora
    from geo.dateline import tells_day
    from geo.store import Store, reparse
    from geo.working import Limited

    check_home(home)
    day = corpora.parse_date(published) if published is not None else None
    first_error: DatelineError | None = None
    remarks = Remarks()
    with Store(store) as opened, Limited(limit) as limited:
        given = new = 0
        for source in sources:
            for article in corpora.read(source, day, limited.read_page):
                if isinstance(article, DatelineError):
                    complain(article)
                    first_error = first_error or article
                    continue
                remarks.read(article)
                remarks.count(1, not tells_day(article))
                given += 1
                new += opened.add(article, home=home)[1]
        failed = _worked(reparse.pending(opened, limited.attempt), new)
        opened.group_stories()
        print(f"{new:,} new articles, {given - new:,} were there before", file=sys.stderr)
    remarks.end("articles")
    finish(first_error or failed, given)


def reparse(
    store: StoreName,
    every: Annotated[bool, typer.Option("--all", help="Also what the versions in use parsed.")] = False,
    limit: Limit = ARTICLE_LIMIT_S,
) -> None:
    """Parse again what another version of Dateline, its models or the gazetteer parsed, and what still waits."""
    from geo.store import Store, reparse
    from geo.working import Limited

    with Store(store, make=False) as opened, Limited(limit) as limited:
        total = opened.count_articles() if every else opened.outdated()
        failed = _worked(reparse.pending(opened, limited.attempt), 0)
        failed = _worked(reparse.outdated(opened, every=every, attempt=limited.attempt), total) or failed
        opened.group_stories()
        print(f"{total:,} articles were out of date" if not every else f"{total:,} articles", file=sys.stderr)
    finish(failed, total)


def _worked(work: Iterable[tuple[StoredArticle, DatelineError | None]], total: int) -> DatelineError | None:
    """Do the work with progress on stderr; return the first error."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn, TimeRemainingColumn

    first_error: DatelineError | None = None
    console = Console(stderr=True)
    columns = (SpinnerColumn(), "parsing articles", MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        for _, error in progress.track(work, total=total or None):
            if error is not None:
                complain(error)
                first_error = first_error or error
    return first_error
