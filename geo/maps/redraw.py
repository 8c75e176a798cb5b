"""Layers back to events, so that a map can be drawn again from what a user edited in a GIS.

A layer holds less than an article did: the quoted sentences stand in for the text, and the words
that the map marks are looked for in them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo.model import (
    Actor,
    ActorRole,
    Article,
    Claim,
    Count,
    DatePrecision,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    GeometryKind,
    Layer,
    LocationRole,
    ParsedArticle,
    Place,
    Span,
    Stance,
)

if TYPE_CHECKING:
    from geo.layers import Layers

Row = Mapping[str, Any]
_PRECISION = {1: DatePrecision.DAY, 2: DatePrecision.WEEK, 3: DatePrecision.MONTH}


def articles_of(layers: Layers) -> list[ParsedArticle]:
    """Return the events of the layers, grouped by their article; the articles have no text."""
    events: dict[str, list[Event]] = {}
    articles: dict[str, Article] = {}
    for row in layers.events.drop(columns="geometry").to_dict("records"):
        known = {str(key): value for key, value in row.items() if not _missing(value)}
        article = _article(known)
        articles.setdefault(article.id, article)
        events.setdefault(article.id, []).append(_event(known))
    return [ParsedArticle(article, (), tuple(events[key])) for key, article in articles.items()]


def _missing(value: Any) -> bool:
    return value is None or value != value or type(value).__name__ in {"NaTType", "NAType"}  # noqa: PLR0124 - NaN


def _article(row: Row) -> Article:
    return Article(
        id=row.get("article_id", ""),
        text="",
        title=row.get("title"),
        url=row.get("url"),
        source=row.get("source"),
        published=_day(row.get("published")),
        language=row.get("language", "en"),
    )


def _event(row: Row) -> Event:
    quotes = _Quotes(row.get("quote", ""))
    actors = [(ActorRole.ACTOR, "actors"), (ActorRole.TARGET, "targets"), (ActorRole.SPEAKER, "speakers")]
    return Event(
        event_id=row["event_id"],
        headline=row["headline"],
        layer=Layer(row["layer"]),
        event_class=EventClass(row["event_class"]),
        trigger=quotes.find(row.get("trigger")),
        evidence=quotes.sentences,
        event_type=row.get("event_type"),
        sub_event_type=row.get("sub_event_type"),
        plover_event=row.get("plover_event"),
        location=_location(row, quotes),
        date=_date(row, quotes),
        killed=_toll(row, "killed"),
        injured=_toll(row, "injured"),
        counts=tuple(_line_count(line) for line in row.get("counts", "").splitlines()),
        actors=tuple(Actor(name, role) for role, key in actors for name in row.get(key, "").split("; ") if name),
        claims=tuple(_claim(line) for line in row.get("claims", "").splitlines()),
        score=row.get("score", 1.0),
        part_of=row.get("part_of"),
    )


class _Quotes:
    """The quoted sentences one after the other, as if they were the article."""

    def __init__(self, quote: str) -> None:
        self._text = quote
        sentences, start = [], 0
        for sentence in quote.split(" […] "):
            if sentence:
                sentences.append(Span(start, start + len(sentence), sentence))
            start += len(sentence) + len(" […] ")
        self.sentences = tuple(sentences)

    def find(self, words: str | None) -> Span:
        """Return where the words are quoted; an empty span where they are not."""
        at = self._text.find(words) if words else -1
        return Span(at, at + len(words), words) if words and at >= 0 else Span(0, 0, words or "")


def _location(row: Row, quotes: _Quotes) -> EventLocation | None:
    if "latitude" not in row or "longitude" not in row:
        return None
    place = Place(
        geonameid=row.get("geonameid"),
        name=row.get("place_name", row.get("location", "")),
        latitude=row["latitude"],
        longitude=row["longitude"],
        feature_class=row.get("feature_class", ""),
        feature_code=row.get("feature_code", ""),
        country_code=row.get("country_code", ""),
        admin1_code=row.get("admin1_code", ""),
        admin2_code=row.get("admin2_code", ""),
        population=row.get("population", 0),
        source=row.get("place_source", "geonames"),
        admin1_name=row.get("admin1_name", ""),
        country_name=row.get("country_name", ""),
    )
    return EventLocation(
        span=quotes.find(row.get("location")),
        place=place,
        latitude=row["latitude"],
        longitude=row["longitude"],
        relation=row.get("relation"),
        role=LocationRole(row.get("location_role", LocationRole.EVENT)),
        geometry_kind=GeometryKind(row.get("geometry_kind", GeometryKind.POINT)),
        geo_precision=row.get("geo_precision", 1),
        where_prec=row.get("where_prec", 1),
        coordinate_uncertainty_m=row.get("coordinate_uncertainty_m", 0),
    )


def _date(row: Row, quotes: _Quotes) -> DateRange | None:
    start = _day(row.get("event_date"))
    if start is None:
        return None
    end = _day(row.get("event_date_end")) or start
    precision = _PRECISION.get(row.get("time_precision", 1), DatePrecision.DAY)
    if precision is DatePrecision.MONTH and (end - start).days > 31:
        precision = DatePrecision.YEAR
    span = quotes.find(row.get("date_text"))
    return DateRange(start, max(start, end), precision, span if span.text else None)


def _day(value: Any) -> dt.date | None:
    if value is None:
        return None
    return value.date() if isinstance(value, dt.datetime) else dt.date.fromisoformat(str(value)[:10])


def _toll(row: Row, what: str) -> Count | None:
    low, high = row.get(f"{what}_low"), row.get(f"{what}_high")
    if low is None and high is None:
        return None
    speaker = row.get(f"{what}_speaker")
    return Count(
        what, low, high, row.get(f"{what}_qualifier", ""), Span(0, 0, ""), Span(0, 0, speaker) if speaker else None
    )


def _line_count(line: str) -> Count:
    """Read "missing: up to 7 (the harbour office)" as what, its words and who says so."""
    what, _, words = line.partition(": ")
    words, _, speaker = words.removesuffix(")").partition(" (")
    return Count(what, None, None, words, Span(0, 0, ""), Span(0, 0, speaker) if speaker else None)


def _claim(line: str) -> Claim:
    """Read "the ministry denies: “…”"."""
    for stance in Stance:
        speaker, found, text = line.partition(f" {stance.value}: “")
        if found:
            return Claim(Span(0, 0, speaker), stance, Span(0, 0, text.removesuffix("”")))
    return Claim(None, Stance.CLAIMS, Span(0, 0, line))
