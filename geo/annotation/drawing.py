"""An annotated article as what Dateline would find if it read as people do: to be drawn, and to be measured against.

The best check of an annotation is its map.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.annotation import pieces
from geo.annotation.model import AnnotatedArticle, AnnotatedEvent, Number, Offsets, Site, Status, When
from geo.annotation.texts import Source
from geo.model import (
    Article,
    Count,
    DatePrecision,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    Layer,
    LocationRole,
    ParsedArticle,
    Place,
    Span,
)


@dataclass(frozen=True, slots=True)
class ReadEvent(Event):
    """An event as a reader found it: with every word that tells of it."""

    mentions: tuple[Span, ...] = ()


_ROLES = {Layer.BACKGROUND: LocationRole.BACKGROUND, Layer.STATEMENT: LocationRole.STATEMENT}


def as_parsed(article: AnnotatedArticle, source: Source) -> ParsedArticle:
    """Return the annotation as a result of Dateline; sums and parts stay beside each other."""
    text = source.text
    sentences = pieces.split(text)
    events = [_event(article, event, text, sentences) for event in article.events]
    return ParsedArticle(
        Article(article.id, text, source.title, source=article.corpus, published=article.published),
        events=tuple(sorted(events, key=lambda event: event.trigger)),
    )


def layer_of(event: AnnotatedEvent) -> Layer:
    """Return the layer of the map that an event lies on."""
    if event.status is Status.HISTORY:
        return Layer.BACKGROUND
    if event.status is Status.STATEMENT:
        return Layer.STATEMENT
    return Layer.DIPLOMACY if event.event_class is EventClass.DIPLOMACY else Layer.INCIDENT


def evidence_of(event: AnnotatedEvent, sentences: list[Offsets]) -> list[Offsets]:
    """Return the sentences that the mentions of an event stand in, in order."""
    return [one for one in sentences if any(one.overlaps(mention) for mention in event.mentions)]


def _event(article: AnnotatedArticle, event: AnnotatedEvent, text: str, sentences: list[Offsets]) -> ReadEvent:
    trigger = _span(text, event.mentions[0])
    evidence = tuple(_span(text, one) for one in evidence_of(event, sentences))
    layer = layer_of(event)
    return ReadEvent(
        event_id=f"{article.id}-{event.id}",
        headline=pieces.squeezed(evidence[0].text)[:120],
        layer=layer,
        event_class=event.event_class,
        trigger=trigger,
        evidence=evidence,
        location=_location(event.site, layer, text, trigger) if event.site else None,
        date=_date(event.when, text) if event.when else None,
        killed=_count("killed", event.killed, text, trigger) if event.killed else None,
        injured=_count("injured", event.injured, text, trigger) if event.injured else None,
        counts=tuple(_count(one.what, one.number, text, trigger) for one in event.numbers),
        mentions=tuple(_span(text, mention) for mention in event.mentions),
    )


def _date(when: When, text: str) -> DateRange:
    precision = DatePrecision.DAY if when.start == when.end else DatePrecision.WEEK
    return DateRange(when.start, when.end, precision, _span(text, when.span) if when.span else None)


def _location(site: Site, layer: Layer, text: str, trigger: Span) -> EventLocation | None:
    if site.latitude is None or site.longitude is None:
        return None
    place = Place(
        None, site.name, site.latitude, site.longitude, country_code=site.country_code or "", source="annotation"
    )
    return EventLocation(
        span=_span(text, site.span) if site.span else trigger,
        place=place,
        latitude=site.latitude,
        longitude=site.longitude,
        role=_ROLES.get(layer, LocationRole.EVENT),
        coordinate_uncertainty_m=round(site.radius_km * 1000),
    )


def _count(what: str, number: Number, text: str, trigger: Span) -> Count:
    evidence = _span(text, number.span) if number.span else trigger
    speaker = _span(text, number.speaker) if number.speaker else None
    return Count(what, number.low, number.high, "", evidence, speaker)


def _span(text: str, offsets: Offsets) -> Span:
    return Span.of(text, offsets.start, offsets.end)
