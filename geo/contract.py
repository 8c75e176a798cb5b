"""The output contract: a parsed article as plain JSON values, with the field names that users rely on.

Fields may be added, none is ever renamed. Coordinates are WGS 84 degrees with six decimals at
most, dates are ISO 8601, offsets are half-open character offsets into ``article.text``.
"""

from __future__ import annotations

import json
from typing import Any

from geo.model import (
    Actor,
    Article,
    Claim,
    Count,
    Event,
    EventLocation,
    ParsedArticle,
    Place,
    Reason,
    Span,
    Toponym,
)

Json = dict[str, Any]


def to_json(parsed: ParsedArticle, *, explained: bool = False) -> str:
    """Return ``parsed`` as one line of JSON. The same input gives the same characters.

    ``explained``: each event also says, slot by slot, which words decided it and how sure that is ("reasons").
    """
    record = to_dict(parsed)
    if explained:
        for event, told in zip(record["events"], parsed.events, strict=True):
            event["reasons"] = [_reason(reason) for reason in told.reasons]
    return json.dumps(record, ensure_ascii=False)


def to_dict(parsed: ParsedArticle) -> Json:
    """Return ``parsed`` as JSON values: ``{"article": …, "toponyms": […], "events": […]}``."""
    return {
        "article": _article(parsed.article),
        "toponyms": [_toponym(toponym) for toponym in parsed.toponyms],
        "events": [event_to_dict(event) for event in parsed.events],
    }


def _article(article: Article) -> Json:
    dateline = article.dateline
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "dateline": dateline
        and {
            **_span(dateline.span),
            "place": dateline.place,
            "date": dateline.date.isoformat() if dateline.date else None,
        },
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def place_to_dict(place: Place) -> Json:
    """Return a place as JSON values, coordinates with six decimals at most."""
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "latitude": round(place.latitude, 6),
        "longitude": round(place.longitude, 6),
        "country_code": place.country_code,
        "admin1_code": place.admin1_code,
        "admin2_code": place.admin2_code,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "population": place.population,
        "source": place.source,
        "admin1_name": place.admin1_name,
        "country_name": place.country_name,
    }


def _toponym(toponym: Toponym) -> Json:
    return {
        **_span(toponym.span),
        "kind": str(toponym.kind),
        "place": place_to_dict(toponym.place) if toponym.place else None,
        "score": round(toponym.score, 4),
    }


def event_to_dict(event: Event) -> Json:
    """Return one event as JSON values."""
    location = event.location
    date = event.date
    return {
        "event_id": event.event_id,
        "headline": event.headline,
        "layer": str(event.layer),
        "event_class": str(event.event_class),
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "plover_event": event.plover_event,
        "trigger": _span(event.trigger),
        "evidence": [_span(span) for span in event.evidence],
        "location": _location(location) if location else None,
        "location_role": str(location.role) if location else None,
        "geo_precision": location.geo_precision if location else None,
        "where_prec": location.where_prec if location else None,
        "coordinate_uncertainty_m": location.coordinate_uncertainty_m if location else None,
        "geometry_kind": str(location.geometry_kind) if location else None,
        "latitude": round(location.latitude, 6) if location else None,
        "longitude": round(location.longitude, 6) if location else None,
        "event_date": date.start.isoformat() if date else None,
        "event_date_end": date.end.isoformat() if date else None,
        "time_precision": date.time_precision if date else None,
        "date_evidence": _span(date.span) if date and date.span else None,
        "killed": _count(event.killed) if event.killed else None,
        "injured": _count(event.injured) if event.injured else None,
        "counts": [{"what": count.what, **_count(count)} for count in event.counts],
        "actors": [_actor(actor) for actor in event.actors],
        "claims": [_claim(claim) for claim in event.claims],
        "part_of": event.part_of,
        "mentions": [_span(span) for span in event.mentions],
        "score": round(event.score, 4),
    }


def _reason(reason: Reason) -> Json:
    span = _span(reason.span) if reason.span else None
    return {"slot": reason.slot, "value": reason.value, "score": round(reason.score, 4), "words": span}


def _location(location: EventLocation) -> Json:
    return {**_span(location.span), "place": place_to_dict(location.place), "relation": location.relation}


def _count(count: Count) -> Json:
    speaker = count.speaker
    return {
        "low": count.low,
        "high": count.high,
        "qualifier": count.qualifier,
        "speaker": speaker.text if speaker else None,
        "speaker_span": _span(speaker) if speaker else None,
        "evidence": _span(count.evidence),
    }


def _actor(actor: Actor) -> Json:
    span = actor.span
    return {
        "name": actor.name,
        "role": str(actor.role),
        "start": span.start if span else None,
        "end": span.end if span else None,
    }


def _claim(claim: Claim) -> Json:
    speaker = claim.speaker
    return {
        "speaker": speaker.text if speaker else None,
        "speaker_span": _span(speaker) if speaker else None,
        "text": claim.span.text,
        "stance": str(claim.stance),
        "start": claim.span.start,
        "end": claim.span.end,
        "counts": [{"what": count.what, **_count(count)} for count in claim.counts],
    }
