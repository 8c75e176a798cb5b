"""What a careful analyst puts on the map of an article: the gold of the document-level measures.

It is read from JSON (``*.gold.json``) or made from an article that is annotated at mention level.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.annotation import drawing, pieces
from geo.annotation.model import AnnotatedArticle, AnnotatedEvent, Number, Offsets, OtherNumber, Scope, Site, Status
from geo.errors import InputError
from geo.model import EventClass, Layer

Json = dict[str, Any]

# Where a gold gives no radius.
_RADIUS_KM = 25.0
_UNLIMITED = 99
_NEEDS_AN_AREA = "area_summary"


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees and how far from it is still right, in kilometres."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Toll:
    """Every number that is accepted. ``may_be_untold``: nobody was hurt, which need not be said."""

    values: frozenset[int | float]
    may_be_untold: bool = False


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event of the gold. ``points`` and ``names``: where it may lie; ``is_area``: only as an area."""

    required: bool
    layer: Layer
    classes: tuple[EventClass, ...]
    evidence: tuple[Offsets, ...]
    points: tuple[Point, ...]
    names: tuple[str, ...] = ()
    country_code: str | None = None
    is_area: bool = False
    start: dt.date | None = None
    end: dt.date | None = None
    killed: Toll | None = None
    injured: Toll | None = None
    may_have_no_toll: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold of an article; names are in small letters."""

    id: str
    events: tuple[GoldEvent, ...]
    must_not_map: frozenset[str] = frozenset()
    must_not_map_as_incident: frozenset[str] = frozenset()
    must_not_map_points: tuple[Point, ...] = ()
    max_events: int = _UNLIMITED


def read(path: Path) -> Gold:
    """Read the gold of an article.

    Raises:
        InputError: if the file cannot be read or is no gold.

    """
    try:
        return from_dict(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: no gold of an article ({error!r})") from error


def from_dict(record: Mapping[str, Any]) -> Gold:
    """Return the gold that JSON values give."""
    return Gold(
        id=str(record["id"]),
        events=tuple(_event(one) for one in record["events"]),
        must_not_map=frozenset(name.lower() for name in record.get("must_not_map", [])),
        must_not_map_as_incident=frozenset(name.lower() for name in record.get("must_not_map_as_incident", [])),
        must_not_map_points=_points(record.get("must_not_map_points", [])),
        max_events=record.get("max_events", _UNLIMITED),
    )


def _event(record: Mapping[str, Any]) -> GoldEvent:
    place = record.get("place")
    others = record.get("alt_places") or []
    date = record.get("date") or {}
    untold = bool(record.get("ok_null_casualties"))
    return GoldEvent(
        required=bool(record.get("required")),
        layer=Layer(record["layer"]),
        classes=tuple(EventClass(one) for one in (record["coarse"], *(record.get("alt_coarse") or []))),
        evidence=tuple(Offsets(one["start"], one["end"]) for one in record.get("evidence") or []),
        points=_points([place, *others]),
        names=tuple(one for one in others if isinstance(one, str)),
        country_code=(place or {}).get("country_code"),
        is_area=record.get("location_role") == _NEEDS_AN_AREA,
        start=_day(date.get("start")),
        end=_day(date.get("end")),
        killed=_toll(record.get("killed"), untold),
        injured=_toll(record.get("injured"), untold),
        may_have_no_toll=untold,
    )


def _day(words: str | None) -> dt.date | None:
    return dt.date.fromisoformat(words[:10]) if words else None


def _points(places: Sequence[object]) -> tuple[Point, ...]:
    return tuple(
        Point(place["lat"], place["lon"], place.get("radius_km") or _RADIUS_KM)
        for place in places
        if isinstance(place, dict) and place.get("lat") is not None
    )


def _toll(record: Mapping[str, Any] | None, untold: bool) -> Toll | None:
    if record is None:
        return None
    return Toll(frozenset(_values(record)), may_be_untold=untold and record.get("max") == 0)


def _values(record: Mapping[str, Any]) -> Iterator[int | float]:
    """Yield the bounds and every other number that is accepted, also by who says so."""
    for name in ("min", "max", "accept_value"):
        value = record.get(name)
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int | float))
    sources = record.get("by_source") or []
    for value in sources.values() if isinstance(sources, dict) else sources:
        if isinstance(value, dict):
            yield from _values(value)
        elif isinstance(value, int | float):
            yield value


def from_annotation(article: AnnotatedArticle, text: str) -> Json:
    """Return the gold of an annotated article as JSON values, as ``score_events.py`` and :func:`from_dict` read it.

    Required are main events that are news or statements and have a place with coordinates; others with coordinates
    may be met. A claim of one side about an event is an accepted toll of it. Which names must not be mapped cannot
    be told from an annotation, where only events have places: there are none, and wrong pins count by precision.
    As many events may be mapped as have a place, counting each further place.
    """
    sentences = pieces.split(text)
    events = [event for event in article.events if any(site.latitude is not None for site in event.sites())]
    return {
        "id": article.id,
        "published": article.published and article.published.isoformat(),
        "events": [_event_to_dict(event, article, sentences) for event in events],
        "must_not_map": [],
        "max_events": sum(len(event.sites()) for event in events),
    }


def _event_to_dict(event: AnnotatedEvent, article: AnnotatedArticle, sentences: list[Offsets]) -> Json:
    sites = [_site_to_dict(site) for site in event.sites() if site.latitude is not None]
    when = event.when
    return {
        "id": event.id,
        "required": event.main and event.status is not Status.HISTORY,
        "layer": str(drawing.layer_of(event)),
        "coarse": str(event.event_class),
        "alt_coarse": [str(one) for one in event.alternatives],
        "evidence": [{"start": one.start, "end": one.end} for one in drawing.evidence_of(event, sentences)],
        "place": sites[0],
        "alt_places": sites[1:],
        "date": {"start": when.start.isoformat(), "end": when.end.isoformat()} if when else None,
        "killed": _toll_to_dict(event.killed, "killed", event, article.other_numbers),
        "injured": _toll_to_dict(event.injured, "injured", event, article.other_numbers),
        "part_of": event.part_of,
    }


def _site_to_dict(site: Site) -> Json:
    return {
        "text": site.name,
        "lat": site.latitude,
        "lon": site.longitude,
        "country_code": site.country_code,
        "radius_km": site.radius_km,
    }


def _toll_to_dict(
    number: Number | None, what: str, event: AnnotatedEvent, others: Sequence[OtherNumber]
) -> Json | None:
    if number is None:
        return None
    claims = [
        {"min": one.number.low, "max": one.number.high}
        for one in others
        if one.scope is Scope.CLAIM and one.event == event.id and one.what == what
    ]
    return {"min": number.low, "max": number.high, "by_source": claims}
