"""What the page knows about the events: plain JSON, made from parsed articles.

Offsets become UTF-16 code units here, because that is what JavaScript counts in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from geo.maps.headlines import readable
from geo.maps.victims import victims
from geo.model import Article, Claim, Count, DateRange, Event, EventLocation, GeometryKind, ParsedArticle, Place, Span
from geo.preferred import preferred
from geo.words import count_words

Json = dict[str, Any]


class Entry(NamedTuple):
    """An event with its article, that article's number and how the article spells the place.

    ``inside``: the words name something in the place, which no gazetteer has ("Flin Flon", known to be in Manitoba).
    """

    event: Event
    number: int
    article: Article
    spelling: str | None = None
    inside: bool = False


def is_unsure(event: Event) -> bool:
    """Say whether the place or the date of the event is not exactly known (a hollow symbol)."""
    location, date = event.location, event.date
    return bool((location and location.geo_precision > 1) or (date and date.time_precision > 1))


# What the reader takes for likelier wrong than right is folded away until somebody asks for it.
DOUBTFUL_BELOW = 0.5


def is_doubtful(event: Event) -> bool:
    """Say whether event, place and class are likelier wrong than right, by the probability of the reader."""
    return event.score < DOUBTFUL_BELOW


def harmed(event: Event) -> int:
    """Return how many people were killed and injured at least, as far as the article says."""
    counts = [count for count in (event.killed, event.injured) if count]
    return sum(count.low if count.low is not None else count.high or 0 for count in counts)


# What is null of an event without a place, or without a date.
_LOCATED = ("at", "kind", "precision_code", "uncertainty", "relation", "place")
_DATED = ("from", "to", "precision", "time_precision")


def event_json(entry: Entry) -> Json:
    """Return everything that the page shows of an event."""
    event, number, article, spelling, inside = entry
    location, date = event.location, event.date
    return {
        "id": event.event_id,
        "headline": event.headline,
        "line": line if (line := readable(event)) != event.headline else None,
        "class": event.event_class.value,
        "layer": event.layer.value,
        "type": event.event_type,
        "sub": event.sub_event_type,
        "article": number if article.text else None,
        "unsure": is_unsure(event),
        **(_located(location, spelling, inside) if location else dict.fromkeys(_LOCATED)),
        **(_dated(date) if date else dict.fromkeys(_DATED)),
        "killed": _count(event.killed),
        "injured": _count(event.injured),
        "counts": [_count(count) for count in event.counts],
        "actors": [{"name": actor.name, "role": actor.role.value} for actor in event.actors],
        "claims": [_claim(claim) for claim in event.claims],
        "score": round(event.score, 2),
        "quotes": [_quote(span, event) for span in event.evidence],
    }


def _located(location: EventLocation, spelling: str | None, inside: bool) -> Json:
    return {
        "at": [round(location.latitude, 6), round(location.longitude, 6)],
        "kind": location.geometry_kind.value,
        "precision_code": location.geo_precision,
        "uncertainty": location.coordinate_uncertainty_m,
        "relation": location.relation,
        "place": _place(location, spelling, inside),
    }


def _dated(date: DateRange) -> Json:
    return {
        "from": date.start.isoformat(),
        "to": date.end.isoformat(),
        "precision": date.precision.value,
        "time_precision": date.time_precision,
    }


def spelling_of(location: EventLocation) -> str | None:
    """Return the article's own name of the place, where readers know it by that: "Hodeidah" for Al Hudaydah.

    Capitals ("US", a dateline) and parts of the full name ("Breathitt" of Breathitt County) say less than it.
    """
    text, name = location.span.text, location.place.name
    part = set(text.casefold().split()) < set(name.casefold().split())
    return None if text.isupper() or part else " ".join(text.split())


def area_name(location: EventLocation) -> str:
    """Return what an area is called on the map: its own name, never that of a town in it."""
    name = preferred(location.place.name, location.place.country_code)
    return f"{location.relation} {name}" if location.relation else name


def _place(location: EventLocation, spelling: str | None, inside: bool) -> Json:
    place = location.place
    code, official = place.country_code, preferred(place.name, place.country_code)
    region = preferred(place.admin1_name, code)
    known = {
        "name": preferred(spelling, code) if spelling else official,
        "official": official,
        "gazetteer": place.name if place.name != official else None,
        "area": area_name(location) if location.geometry_kind is GeometryKind.AREA else None,
        "inside": inside or None,
        "admin1": place.admin1_name,
        "region": region if region != place.admin1_name else None,
        "country": place.country_name,
        "code": code,
        "division": f"{code}.{place.admin1_code}" if place.admin1_code else None,
    }
    return _said(known)


def _said(known: Json) -> Json:
    """Leave out what is not known: a hundred thousand events would say so a hundred thousand times."""
    return {name: value for name, value in known.items() if value is not None}


def _count(count: Count | None) -> Json | None:
    if count is None:
        return None
    return {
        "what": count.what,
        "low": count.low,
        "high": count.high,
        "qualifier": count.qualifier,
        "words": count_words(count),
        "speaker": count.speaker.text if count.speaker else None,
    } | _said({"of": victims(count)})


def _claim(claim: Claim) -> Json:
    return {
        "speaker": claim.speaker.text if claim.speaker else None,
        "stance": claim.stance.value,
        "text": claim.span.text,
        "counts": [_count(count) for count in claim.counts],
    }


def _quote(sentence: Span, event: Event) -> Json:
    """Return the sentence with the words in it that say what, where, when and how many."""
    spans: list[tuple[Span, str]] = [(event.trigger, "what")]
    if event.location:
        spans.append((event.location.span, "where"))
    if event.date and event.date.span:
        spans.append((event.date.span, "when"))
    counts = [event.killed, event.injured, *event.counts]
    spans.extend((count.evidence, "count") for count in counts if count)
    inside = [
        (span.start - sentence.start, span.end - sentence.start, kind)
        for span, kind in spans
        if sentence.start <= span.start < span.end <= sentence.end and span.end - span.start < len(sentence.text)
    ]
    units = Utf16(sentence.text)
    return {"text": sentence.text, "marks": [[units.at(s), units.at(e), kind] for s, e, kind in _apart(inside)]}


def _apart(marks: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep marks that do not overlap, shorter ones first, in the order of the text."""
    kept: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda mark: (mark[1] - mark[0], mark)):
        if all(mark[1] <= other[0] or mark[0] >= other[1] for other in kept):
            kept.append(mark)
    return sorted(kept)


class Utf16:
    """Turn offsets in code points into offsets in UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, character in enumerate(text) if ord(character) > 0xFFFF] if not text.isascii() else []

    def at(self, offset: int) -> int:
        """Return the offset in UTF-16 code units."""
        return offset + bisect_left(self._wide, offset)


def source_json(article: Article) -> Json:
    """Return what the page says about where an event was read."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
    }


def article_json(one: ParsedArticle, events: Sequence[tuple[int, Event]]) -> Json:
    """Return the article for the reading view; ``events`` are its events with their index on the page."""
    article = one.article
    units = Utf16(article.text)
    places = [
        [
            units.at(toponym.span.start),
            units.at(toponym.span.end),
            toponym.kind.value if toponym.place else "none",
            ", ".join(full_name(toponym.place)) if toponym.place else "",
        ]
        for toponym in one.toponyms
    ]
    return source_json(article) | {
        "language": article.language,
        "text": article.text,
        "places": sorted(places),
        "told": [[units.at(start), units.at(end), told] for start, end, told in _told(events)],
        "events": [at for at, _ in events],
    }


def full_name(place: Place) -> list[str]:
    """Return the place's name with its division and country, without repetitions."""
    parts = [place.name, place.admin1_name, place.country_name]
    return [part for at, part in enumerate(parts) if part and part not in parts[:at]]


def _told(events: Sequence[tuple[int, Event]]) -> list[tuple[int, int, list[int]]]:
    """Return the stretches of the text that tell of events, those that overlap made one."""
    spans = sorted((span.start, span.end, at) for at, event in events for span in event.evidence)
    merged: list[tuple[int, int, list[int]]] = []
    for start, end, at in spans:
        if merged and start < merged[-1][1]:
            first, last, told = merged[-1]
            merged[-1] = (first, max(last, end), told if at in told else [*told, at])
        else:
            merged.append((start, end, [at]))
    return merged
