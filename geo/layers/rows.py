"""One event, one place or one area as a row of flat scalars; keys are the names in fields.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.layers.fields import GEONAMES, PEOPLE
from geo.layers.geometry import point, position
from geo.layers.texts import claim_line, count_line, lines, listed, quoted
from geo.model import ActorRole, Article, Count, Event, ParsedArticle, Place, Toponym

# A row also holds the geometry, under this key.
GEOMETRY = "geometry"
Row = dict[str, Any]


def event_row(event: Event, article: Article) -> Row:
    """Return an event at its point, that of the place where only an area is known; without a place there is none.

    Raises:
        InputError: if its coordinates are no position on Earth.

    """
    row: Row = {
        "event_id": event.event_id,
        "headline": event.headline,
        "layer": event.layer.value,
        "event_class": event.event_class.value,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "plover_event": event.plover_event,
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "quote": quoted(event.evidence),
        **_toll("killed", event.killed),
        **_toll("injured", event.injured),
        **_people(event),
        "counts": lines(count_line(count) for count in event.counts),
        "actors": _names(event, ActorRole.ACTOR),
        "targets": _names(event, ActorRole.TARGET),
        "speakers": _names(event, ActorRole.SPEAKER),
        "claims": lines(claim_line(claim) for claim in event.claims),
        "part_of": event.part_of,
        "score": event.score,
        **_article(article),
    }
    if date := event.date:
        row |= {
            "event_date": date.start,
            "event_date_end": date.end,
            "time_precision": date.time_precision,
            "date_text": date.span.text if date.span else None,
        }
    if location := event.location:
        whose = f"article {article.id}, event {event.event_id}"
        longitude, latitude = position(location.latitude, location.longitude, whose)
        row |= {
            "location": location.span.text,
            "location_start": location.span.start,
            "location_end": location.span.end,
            "relation": location.relation,
            "location_role": location.role.value,
            "geometry_kind": location.geometry_kind.value,
            "geo_precision": location.geo_precision,
            "where_prec": location.where_prec,
            "coordinate_uncertainty_m": location.coordinate_uncertainty_m,
            "latitude": latitude,
            "longitude": longitude,
            "place_name": location.place.name,
            **_geonames(location.place),
            GEOMETRY: point(latitude, longitude, whose),
        }
    return row


def place_id(place: Place) -> str:
    """Return the identifier of a place, "geonames/703845"."""
    return "/".join(place.key)


@dataclass(slots=True)
class PlaceMentions:
    """A place with everything that names it, gathered over the articles."""

    place: Place
    toponyms: list[Toponym] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)

    def add(self, toponym: Toponym, article: Article) -> None:
        """Remember one mention of the place."""
        self.toponyms.append(toponym)
        self.articles.append(article.id)

    def row(self) -> Row:
        """Return the place at its point."""
        place = self.place
        whose = f"place {place.name}"
        longitude, latitude = position(place.latitude, place.longitude, whose)
        return {
            "place_id": place_id(place),
            "name": place.name,
            **_geonames(place),
            "latitude": latitude,
            "longitude": longitude,
            "mention_count": len(self.toponyms),
            "mentions": listed(toponym.span.text for toponym in self.toponyms),
            "kinds": listed(sorted({toponym.kind.value for toponym in self.toponyms})),
            "article_count": len(set(self.articles)),
            "article_ids": listed(self.articles),
            "event_count": len(set(self.events)),
            "event_ids": listed(self.events),
            "score": max(toponym.score for toponym in self.toponyms),
            GEOMETRY: point(latitude, longitude, whose),
        }


def place_mentions(parsed: Sequence[ParsedArticle]) -> list[PlaceMentions]:
    """Return every place that the articles name, once, in the order of the first mention."""
    places: dict[tuple[str, str], PlaceMentions] = {}
    for result in parsed:
        for toponym in result.toponyms:
            if toponym.place:
                places.setdefault(toponym.place.key, PlaceMentions(toponym.place)).add(toponym, result.article)
    for result in parsed:
        for event in result.events:
            if event.location and (mentioned := places.get(event.location.place.key)):
                mentioned.events.append(event.event_id)
    return list(places.values())


def area_row(events: Sequence[Row]) -> Row:
    """Return what an area says of the events that are known by it, without its polygon."""
    first = events[0]
    classes = {row["event_class"] for row in events}
    days = [(row["event_date"], row["event_date_end"]) for row in events if row.get("event_date") is not None]
    names = ("area_id", "place_name", "relation", *(field.name for field in GEONAMES))
    return {name: first.get(name) for name in names} | {
        "event_count": len(events),
        "headline": first["headline"] if len(events) == 1 else None,
        "event_class": first["event_class"] if len(classes) == 1 else None,
        "event_date": min(day for day, _ in days) if days else None,
        "event_date_end": max(day for _, day in days) if days else None,
    }


def _names(event: Event, role: ActorRole) -> str | None:
    # A name with a semicolon in it would be read as two.
    return listed(actor.name.replace(";", ",") for actor in event.actors if actor.role is role)


def _people(event: Event) -> Row:
    """Return the bounds of the counts that have columns: of several, the one that the text gives first."""
    found: Row = {}
    for count in event.counts:
        if count.what in PEOPLE:
            found.setdefault(f"{count.what}_low", count.low)
            found.setdefault(f"{count.what}_high", count.high)
    return found


def _geonames(place: Place) -> Row:
    return {
        "geonameid": place.geonameid,
        "feature_class": place.feature_class or None,
        "feature_code": place.feature_code or None,
        "country_code": place.country_code or None,
        "country_name": place.country_name or None,
        "admin1_code": place.admin1_code or None,
        "admin1_name": place.admin1_name or None,
        "admin2_code": place.admin2_code or None,
        # GeoNames writes 0 where it knows no population.
        "population": place.population or None,
        "place_source": place.source,
    }


def _article(article: Article) -> Row:
    return {
        "article_id": article.id,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "published": article.published,
        "language": article.language,
    }


def _toll(name: str, count: Count | None) -> Row:
    if count is None:
        return {}
    return {
        f"{name}_low": count.low,
        f"{name}_high": count.high,
        f"{name}_qualifier": count.qualifier or None,
        f"{name}_speaker": count.speaker.text if count.speaker else None,
    }
