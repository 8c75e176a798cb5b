"""The front door for Python: ``parse`` and ``read``, and a result that a notebook shows well."""

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
from geo.model import ParsedArticle
from geo.words import EVENT_COLUMNS, event_row

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame


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
        """Return a table of the events, every text of the article escaped."""
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in event_row(event)) + "</tr>"
            for event in self.events
        )
        head = "".join(f"<th>{name}</th>" for name in EVENT_COLUMNS)
        title = html.escape(self.article.title or self.article.id)
        return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


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
