"""The command line: thin commands over the library. Stdout is data, stderr is for people."""

from __future__ import annotations

import importlib.util
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from geo.commands import assistants, corpora, maps, service
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
from geo.errors import DatelineError, InputError
from geo.model import Article, Candidate, ParsedArticle
from geo.settings import ARTICLE_LIMIT_S

if TYPE_CHECKING:
    from rich.console import Console

    from geo.evaluation.report import Report
    from geo.gazetteer.expressions import Located
    from geo.working import Limited

app = typer.Typer(
    help="Read news and put it on a map: events, geocoded, dated, counted and quoted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

# A report with more columns than this is printed with its measures downwards.
_WIDE = 8

Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE…", help="Text, HTML, JSONL, CSV or Parquet files, folders, URLs, or -.")
]


def main() -> None:
    """Run the command line; every expected error is one line on stderr and an exit code."""
    # What a service would write into its log is told by those lines; `serve` and `watch` have a log besides.
    logging.getLogger("geo").addHandler(logging.NullHandler())
    try:
        app()
    except DatelineError as error:
        complain(error)
        sys.exit(error.exit_code)


def _version(wanted: bool) -> None:
    if wanted:
        from geo.about import VERSION

        print(VERSION)
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

    def __init__(self, sources: list[str], published: str | None, home: str | None, limit_s: float) -> None:
        from geo.sources import parse_date

        self._sources = sources
        self._published = parse_date(published) if published is not None else None
        check_home(home)
        self._home = home
        self._limit_s = limit_s
        self._remarks = Remarks()
        self.good = 0
        self.first_error: DatelineError | None = None

    def __iter__(self) -> Iterator[ParsedArticle]:
        from geo.working import Limited

        with Limited(self._limit_s) as limited:
            for result in limited.parse_articles(self._progress(self._articles(limited)), self._home):
                if isinstance(result, DatelineError):
                    complain(result)
                    self.first_error = self.first_error or result
                else:
                    self.good += 1
                    undated = sum(event.date is None for event in result.events) if not result.article.published else 0
                    self._remarks.count(len(result.events), undated)
                    yield result

    def _articles(self, limited: Limited) -> Iterator[Article | DatelineError]:
        from geo import sources

        for source in self._sources:
            for found in sources.read(source, self._published, limited.read_page):
                if isinstance(found, Article):
                    self._remarks.read(found)
                yield found

    def _progress(self, articles: Iterable[Article | DatelineError]) -> Iterator[Article | DatelineError]:
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

        console = Console(stderr=True)
        columns = (SpinnerColumn(), "reading articles", MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            yield from progress.track(articles)

    def exit(self) -> None:
        """End with the first error's code where nothing was good, with 1 where only some was."""
        self._remarks.end("events")
        finish(self.first_error, self.good)


@app.command()
def parse(
    sources: Sources,
    published: Published = None,
    home: Home = None,
    limit: Limit = ARTICLE_LIMIT_S,
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say for each slot of an event which words decided it, and how sure.")
    ] = False,
) -> None:
    """Print the places and events of each article as one JSON object a line."""
    from geo import contract

    reader = _Reader(sources, published, home, limit)
    for parsed in reader:
        print(contract.to_json(parsed, explained=explain), flush=True)
    reader.exit()


@app.command("map")
def map_(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Articles as for parse, layers (.geojson, .gpkg …) to draw again, or the directory of a batch.",
        ),
    ],
    *,
    published: Published = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Directory for the map and the layers.")] = Path("maps"),
    home: Home = None,
    limit: Limit = ARTICLE_LIMIT_S,
    png: maps.Png = False,
    title: maps.Title = None,
    language: maps.Language = "en",
    tiles: maps.TilesOption = None,
    theme: maps.ThemeOption = "auto",
    story: maps.StoryOption = False,
    steps: maps.Steps = None,
    embed: maps.Embed = False,
    address: maps.Address = None,
    profile: ProfileName = None,
    pcodes: PCodesFile = None,
) -> None:
    """Write map.html and the layers events, areas and places (GeoJSON) of all articles."""
    from geo import layers, publish
    from geo.batch import parts

    look = maps.look_of(title, language, tiles=tiles, theme=theme, story=story, steps=steps, address=address)
    export = export_of(profile, pcodes)
    edited = [layers.is_layer(source) for source in sources]
    if any(edited) and not all(edited):
        raise InputError("layers and articles cannot be mixed: map either the one or the other")
    if all(edited):
        files = publish.redraw([Path(source) for source in sources], out, picture=png, export=export, **look)
        maps.print_files(files, embed, address)
        return
    if len(sources) == 1 and parts.is_batch(Path(sources[0])):
        files = publish.write_layers(corpora.layers_of(sources[0]), out, picture=png, export=export, **look)
        maps.print_files(files, embed, address)
        return
    reader = _Reader(sources, published, home, limit)
    found = list(reader)
    # The same text under the same id is the same article, however often it is given.
    parsed = list({(one.article.id, one.article.text): one for one in found}.values())
    if len(parsed) < len(found):
        print(f"{len(found) - len(parsed)} of the articles were given before and are mapped once", file=sys.stderr)
    if parsed:
        files = publish.write(parsed, out, picture=png, export=export, **look)
        if not embed:
            _print_table(parsed)
        maps.print_files(files, embed, address)
    reader.exit()


def _print_table(parsed: list[ParsedArticle]) -> None:
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
    _console().print(table)


@app.command()
def geocode(
    names: Annotated[list[str], typer.Argument(metavar="NAME…", help='E.g. Hodeidah or "Paris, Texas".')],
    limit: Annotated[int, typer.Option(min=1, help="Candidates for each name.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    online: Annotated[
        str | None,
        typer.Option(
            metavar="SERVICE", help="Ask a geocoder of geopy (nominatim, photon, …) for names not known here."
        ),
    ] = None,
    online_option: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="What that geocoder needs, e.g. username=… or domain=…."),
    ] = None,
) -> None:
    """Print the places that a name may mean, the likeliest first; exit code 1 if a name has none."""
    from geo import geocoding

    service = geocoding.OnlineGeocoder(online, options=_pairs(online_option or [])) if online else None
    missing = False
    for name in names:
        found: list[tuple[Candidate, Located | None]] = [
            (match.candidate, match.located) for match in geocoding.matches(name)[:limit]
        ]
        if not found and service:
            found = [(candidate, None) for candidate in service.candidates(name)[:limit]]
        missing = missing or not found
        if not found:
            complain(f"{name[:200]!r} is not in the gazetteer")
        for rank, (candidate, located) in enumerate(found, start=1):
            _print_candidate(name, rank, candidate, located, as_json)
    if missing:
        raise typer.Exit(1)


def _pairs(options: list[str]) -> dict[str, str]:
    pairs = [option.partition("=") for option in options]
    wrong = [key for key, equals, _ in pairs if not key or not equals]
    if wrong:
        raise InputError(f"--online-option {wrong[0]!r}: KEY=VALUE is needed, e.g. domain=nominatim.example.org")
    return {key: value for key, _, value in pairs}


def _print_candidate(name: str, rank: int, candidate: Candidate, located: Located | None, as_json: bool) -> None:
    from geo.words import place_words

    place = candidate.place
    if as_json:
        from geo import contract

        row = {"name": name, "rank": rank, "name_kind": candidate.name_kind, "place": contract.place_to_dict(place)}
        if located:
            row |= {"latitude": located.latitude, "longitude": located.longitude}
            row |= {"coordinate_uncertainty_m": located.uncertainty_m}
        print(json.dumps(row, ensure_ascii=False))
        return
    latitude, longitude = (located or place).latitude, (located or place).longitude
    radius = f" ± {located.uncertainty_m / 1000:.3g} km" if located else ""
    code = f"{place.feature_class}.{place.feature_code}".strip(".")
    print(
        f"{rank}. {place_words(place)}  [{place.geonameid or place.source}, {code}]"
        f"  {latitude:.5f}, {longitude:.5f}{radius}"
    )


corpora.register(app)
service.register(app)
assistants.register(app)
evaluate_app = typer.Typer(help="Measure Dateline on annotated corpora (JSONL).", no_args_is_help=True)
if importlib.util.find_spec("geo.evaluation"):  # in a checkout, with what it needs to measure; not in a package
    app.add_typer(evaluate_app, name="evaluate")
gazetteer_app = typer.Typer(
    help="The place database: what is in use, and how to build a larger one.", no_args_is_help=True
)
app.add_typer(gazetteer_app, name="gazetteer")


@gazetteer_app.command("build")
def gazetteer_build(
    geonames: Annotated[Path, typer.Option(metavar="FILE", help="GeoNames' allCountries.zip, or a country's.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The gazetteer to write.")],
    alternate_names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' alternateNamesV2.zip: names in all languages.")
    ] = None,
) -> None:
    """Build a gazetteer from GeoNames' dump; name it in DATELINE_GAZETTEER to use it."""
    from geo.gazetteer import Gazetteer
    from geo.gazetteer.dump import build_from_dump
    from geo.gazetteer.unpack import embedded

    def progress(what: str, rows: int) -> None:
        print(f"\r{what} {rows:,} " if rows else f"\r{what}            ", end="", file=sys.stderr, flush=True)

    build_from_dump(geonames, output, alternate_names, Gazetteer.open(embedded()), progress)
    print(f"\r{output}: set DATELINE_GAZETTEER to it", file=sys.stderr)


@gazetteer_app.command("info")
def gazetteer_info() -> None:
    """Say which gazetteer is in use, of which day, from which sources, under which licence."""
    from geo import gazetteer
    from geo.gazetteer.dump import info

    print(json.dumps(info(gazetteer.default()), ensure_ascii=False, indent=2))


Corpora = Annotated[list[Path], typer.Argument(metavar="CORPUS…", help="JSONL files with their annotations.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Part = Annotated[
    Literal["unseen", "development", "training", "all"],
    typer.Option(help="Which articles: by default those that the shipped weights did not learn from."),
]


@evaluate_app.command("gazetteer")
def evaluate_gazetteer(corpora: Corpora, as_json: Json = False) -> None:
    """Candidate recall: is the right place among those that the gazetteer offers for a name?"""
    from geo.evaluation import gazetteer

    _print_report(gazetteer.evaluate(corpora), as_json)


@evaluate_app.command("geoparsing")
def evaluate_geoparsing(
    corpora: Corpora,
    homes: Annotated[bool, typer.Option("--homes", help="Tell the resolver each outlet's home.")] = False,
    part: Part = "unseen",
    as_json: Json = False,
) -> None:
    """Recognition, resolution and both end to end, on the articles that nothing was trained on, beside the peers."""
    from geo.evaluation import geoparsing

    for report in geoparsing.beside_peers(corpora, part=part, homes=homes):
        _print_report(report, as_json)


@evaluate_app.command("events")
def evaluate_events(corpora: Corpora, part: Part = "unseen", as_json: Json = False) -> None:
    """Events, their places, dates, numbers and codes, on the articles that nothing was trained on."""
    from geo.evaluation import events

    _print_report(events.evaluate(corpora, part=part), as_json)


@evaluate_app.command("events-news")
def evaluate_events_news(
    part: Annotated[
        Literal["development", "test", "training"], typer.Option(help="The test part is for a release alone.")
    ] = "development",
    shared: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", envvar="DATELINE_SHARED", help="Where others' corpora lie; without it, our own articles."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a table.")] = False,
) -> None:
    """Events on annotated news: as maps and word by word, beside naive floors and a second reader."""
    from geo.annotation import texts
    from geo.annotation.parts import Part
    from geo.evaluation import news

    for report in news.evaluate(texts.annotations_folder(), shared or texts.shared_folder(), Part(part)):
        _print_report(report, as_json)


def _print_report(report: Report, as_json: bool) -> None:
    if as_json:
        print(report.to_json())
        return
    from rich.table import Table

    columns = report.columns()
    rows = [[_figure(row.get(name)) for name in columns] for row in report.rows]
    if len(columns) > _WIDE:  # measures downwards, corpora across
        columns, rows = (
            [columns[0], *(row[0] for row in rows)],
            [list(line) for line in zip(columns, *rows, strict=True)],
        )
        del rows[0]
    table = Table(*columns, title=report.title)
    for cells in rows:
        table.add_row(*cells)
    _console().print(table)
    for note in report.notes:
        print(note)


def _figure(cell: str | float | None) -> str:
    return "" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _console() -> Console:
    """Return a console on stdout; off a terminal it is wide enough for every table."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=140)
