"""The front door for Python: ``parse``, ``read`` and ``parse_frame``, and a result that a notebook shows well."""

from __future__ import annotations

import datetime as dt
import html
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any

from geo import contract, pipeline, sources
from geo.errors import DatelineError, InputError, Remark
from geo.model import Article, ParsedArticle
from geo.words import EVENT_COLUMNS, event_row

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame
    from pandas import DataFrame

# Columns of a frame, besides that of the text, that say something of an article.
_COLUMNS = ("id", "title", "url", "source", "published", "language")


class Parsed(ParsedArticle):
    """A parsed article that turns itself into dicts, GeoDataFrames and maps.

    ``article``, ``toponyms`` and ``events`` are those of :class:`geo.model.ParsedArticle`.
    """

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the output contract as JSON values (what ``dateline parse`` prints)."""
        return contract.to_dict(self)

    def to_geodataframe(self, layer: str = "events") -> GeoDataFrame:
        """Return one of the layers "events", "areas" and "places" (EPSG:4326).

        Raises:
            InputError: if there is no such layer.
        """
        from geo import gazetteer, layers

        if layer not in layers.LAYER_NAMES:
            raise InputError(f"there is no layer {layer!r}: {', '.join(layers.LAYER_NAMES)}")
        frame: GeoDataFrame = getattr(layers.build([self], gazetteer.default()), layer)
        return frame

    def to_map(self) -> folium.Map:
        """Return the interactive map; a notebook shows it, also without a network."""
        from geo import maps

        return maps.build([self])

    def _repr_html_(self) -> str:
        """Return the map and a table of the events, every text of the article escaped."""
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in event_row(event)) + "</tr>"
            for event in self.events
        )
        head = "".join(f"<th>{name}</th>" for name in EVENT_COLUMNS)
        title = html.escape(self.article.title or self.article.id)
        table = f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return f"{self.to_map()._repr_html_()}\n{table}"


def parse(
    text: str,
    *,
    published: dt.date | str | None = None,
    title: str | None = None,
    home: str | None = None,
) -> Parsed:
    """Find the places and events of one article.

    Args:
        text: the article; all offsets of the result count in it.
        published: the day of publication, a date or ISO 8601 text; relative dates need it. Where it is not given,
            the day that stands above the text counts.
        title: the headline, where it is not part of the text.
        home: where the outlet is at home ("Alexandria, Louisiana"), a hint for ambiguous names; a warning
            says where it is unknown.

    Events are read in English only; of another language a warning (:class:`geo.errors.Remark`) says so.

    Raises:
        InputError: if there is no text, ``published`` is no date, or something is of a wrong type.
        GazetteerError, ModelError: if a file that Dateline ships is missing or corrupt.
    """
    _check(text, str, "text")
    _check(title, str | None, "title")
    _check_home(home)
    article = sources.article_from_text(text, published=_day(published), title=title)
    for remark in article.remarks:
        warnings.warn(remark, Remark, stacklevel=2)
    return _parsed(pipeline.parse_article(article, home))


def read(source: str | Path, *, published: dt.date | str | None = None, home: str | None = None) -> Iterator[Parsed]:
    """Find the places and events of every article of a source, which is read as the command line reads it.

    Args:
        source: a file (text, HTML, JSONL, JSON, CSV, Parquet), a folder of such, a URL, or "-" for standard input.
        published: the day of publication of articles that do not tell it themselves.
        home: where the outlets are at home, a hint for ambiguous names.

    What had to be left open (a day that cannot be read, another language) is a warning, :class:`geo.errors.Remark`.

    Raises:
        DatelineError: at the first article that cannot be read or parsed; the command line
            reports such an article and goes on. What is of a wrong type is refused at once.
    """
    _check(source, str | Path, "source")
    _check_home(home)
    return _read(str(source), _day(published), home)


def parse_frame(frame: DataFrame, text: str = "text", *, home: str | None = None) -> GeoDataFrame:
    """Find the events of every article of a DataFrame.

    Args:
        frame: an article a row. Columns "id", "title", "url", "source", "published" and "language" are used where
            they are there; relative dates need "published".
        text: the name of the column with the texts.
        home: where the outlet is at home, as for :func:`parse`.

    Returns:
        An event a row (EPSG:4326), with the columns that docs/layers.md describes and the index of the row that its
        article is in, for ``frame.merge`` with ``left_index=True, right_index=True``. A warning says how
        many rows could not be read or parsed, and why the first could not. What had to be left open (a day that cannot
        be read, another language) is a warning, :class:`geo.errors.Remark`, each line once and fifty at most.

    Raises:
        InputError: if ``frame`` is no DataFrame, or has no such column or several.
        GazetteerError, ModelError: if a file that Dateline ships is missing or corrupt.

    """
    import pandas as pd

    from geo import gazetteer, layers

    _check(frame, pd.DataFrame, "frame")
    _check_home(home)
    named = {"text": text} | {name: name for name in _COLUMNS if name in frame.columns and name != text}
    for column in named.values():
        if list(frame.columns).count(column) != 1:
            raise InputError(f"one column {column!r} is needed, the frame has {list(frame.columns).count(column)}")
    columns = {name: frame[column].tolist() for name, column in named.items()}
    articles = (
        _article({name: values[at] for name, values in columns.items()}, f"row {label!r}"[:80])
        for at, label in enumerate(frame.index)
    )
    parsed: list[ParsedArticle] = []
    positions: list[int] = []
    errors: list[DatelineError] = []
    remarks = sources.Remarks()
    for at, result in enumerate(pipeline.parse_articles(articles, home)):
        if isinstance(result, DatelineError):
            errors.append(result)
        else:
            parsed.append(result)
            positions += [at] * len(result.events)
            for remark in remarks.new(result.article):
                warnings.warn(remark, Remark, stacklevel=2)
    if (rest := remarks.rest()) is not None:
        warnings.warn(rest, Remark, stacklevel=2)
    if errors:
        message = f"{len(errors)} of {len(frame)} rows are left out, the first because {errors[0]}"
        warnings.warn(message, stacklevel=2)
    events = layers.build(parsed, gazetteer.default()).events
    return events.set_axis(frame.index.take(positions))


def _article(record: dict[str, Any], where: str) -> Article | InputError:
    """Return the article of a row, whose values are as pandas has them."""
    import pandas as pd

    plain = {
        name: None if pd.api.types.is_scalar(value) and pd.isna(value) else value for name, value in record.items()
    }
    if isinstance(day := plain.get("published"), dt.date):  # also a Timestamp
        plain["published"] = day.isoformat()[:10]
    try:
        return sources.article_from_record(plain, where, None)
    except InputError as error:
        return error


def _read(source: str, published: dt.date | None, home: str | None) -> Iterator[Parsed]:
    for result in pipeline.parse_articles(sources.read(source, published), home):
        if isinstance(result, DatelineError):
            raise result
        for remark in result.article.remarks:
            warnings.warn(remark, Remark, stacklevel=2)
        yield _parsed(result)


def _day(published: dt.date | str | None) -> dt.date | None:
    _check(published, dt.date | str | None, "published")
    return None if published is None else sources.parse_date(str(published))


def _check(value: object, kind: type | UnionType, name: str) -> None:
    if not isinstance(value, kind):
        wanted = str(getattr(kind, "__name__", kind)).replace("datetime.", "").replace("pathlib.", "")
        raise InputError(f"{name}: {wanted} is needed, not {type(value).__name__}")


def _check_home(home: str | None) -> None:
    _check(home, str | None, "home")
    if (problem := pipeline.unknown_home(home)) is not None:
        warnings.warn(problem, stacklevel=3)


def _parsed(result: ParsedArticle) -> Parsed:
    return Parsed(result.article, result.toponyms, result.events)
