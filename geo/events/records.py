"""From what an article tells to the records that Dateline gives: ids, codes, places, parties, claims and titles."""

from __future__ import annotations

import functools
import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.events import attribution, codes, parties, precision, relations, sentences, titles, types
from geo.events.mentions import Scene, Status, Told
from geo.gazetteer import expressions
from geo.model import (
    Article,
    Claim,
    Count,
    Event,
    EventClass,
    EventLocation,
    Layer,
    LocationRole,
    Place,
    Span,
    Toponym,
)

if TYPE_CHECKING:
    from geo.recognition import Reading

# What an unknown name is to the place that the text puts it in.
_NEAR = "near"
_ROLES = {Layer.BACKGROUND: LocationRole.BACKGROUND, Layer.STATEMENT: LocationRole.STATEMENT}


def records(article: Article, told: Sequence[Told], toponyms: Sequence[Toponym], reading: Reading) -> list[Event]:
    """Return the events of ``article``, one for each that it tells.

    Args:
        article: the article.
        told: its events as the reader finds them; ``part_of`` counts in this sequence.
        toponyms: the names of places in it, in its order: a town is no party, a state is one.
        reading: the article as the encoder has read it.

    """
    identifiers = [_identifier(article, one) for one in told]
    wholes = [None if one.part_of is None else identifiers[one.part_of] for one in told]
    return [
        _event(article.text, one, ids, toponyms, reading)
        for one, ids in zip(told, zip(identifiers, wholes, strict=True), strict=True)
    ]


def _event(text: str, told: Told, ids: tuple[str, str | None], toponyms: Sequence[Toponym], reading: Reading) -> Event:
    """Return the record of an event; ``ids`` are its own and that of the event that it is part of."""
    mentions = tuple(sorted({trigger.span for trigger in told.triggers}))
    lead = _lead(told)
    telling = sentences.all_around(text, mentions)
    numbers = [count.evidence for count in (*_counts(told), *told.besides)]
    evidence = sentences.all_around(text, [*mentions, *(count.evidence for count in _counts(told))])
    ordered = sorted(telling, key=lambda sentence: not sentence[0] <= lead.start < sentence[1])
    shares = types.kinds(types.sample(reading, telling)) if codes.is_classified(told.event_class) else None
    kind = codes.kind_of(
        [span.text for span in mentions],
        [text[start:end] for start, end in ordered],
        told.event_class,
        told.status,
        shares,
    )
    layer = layer_of(told)
    location = _location(text, told.scene, layer)
    wider = sentences.all_around(text, [*mentions, *numbers])
    toponyms = _within(toponyms, wider)
    names = frozenset(toponym.span.start for toponym in toponyms)
    claims = attribution.claims_of(text, wider, mentions, [*_counts(told), *told.besides], names)
    told = _without(claims, _spoken(text, told, names))
    people = parties.of(text, telling, mentions, toponyms, event_class=told.event_class, status=told.status)
    if location is not None and layer is Layer.INCIDENT:
        # The town or state that is hit is no party.
        people = [actor for actor in people if actor.span is None or not actor.span.overlaps(location.span)]
    return Event(
        event_id=ids[0],
        headline=titles.title(text, told, kind, location, people),
        layer=layer,
        event_class=told.event_class,
        trigger=lead,
        evidence=tuple(Span.of(text, start, end) for start, end in evidence),
        event_type=kind.event_type,
        sub_event_type=kind.sub_event_type,
        plover_event=kind.plover_event,
        location=location,
        date=told.date,
        killed=told.killed,
        injured=told.injured,
        counts=told.counts,
        actors=tuple(people),
        claims=claims,
        score=told.score,
        part_of=ids[1],
        mentions=mentions,
        reasons=told.reasons,
    )


def _within(toponyms: Sequence[Toponym], parts: Sequence[tuple[int, int]]) -> list[Toponym]:
    """Return the names that begin in one of the parts of the text, without looking at all others."""

    def first(offset: int) -> int:
        return bisect_left(toponyms, offset, key=lambda toponym: toponym.span.start)

    return [toponyms[at] for at in sorted({at for start, end in parts for at in range(first(start), first(end))})]


def layer_of(told: Told) -> Layer:
    """Return the layer of the map that an event lies on: told history is background, whatever it is about."""
    if told.status is Status.HISTORY:
        return Layer.BACKGROUND
    if told.status is Status.STATEMENT or told.event_class is EventClass.STATEMENT:
        return Layer.STATEMENT
    return Layer.DIPLOMACY if told.event_class is EventClass.DIPLOMACY else Layer.INCIDENT


def _lead(told: Told) -> Span:
    """Return the words that name the event most surely, the first of them."""
    return max(told.triggers, key=lambda trigger: (trigger.score, -trigger.span.start)).span


def _counts(told: Told) -> Iterator[Count]:
    yield from (count for count in (told.killed, told.injured, *told.counts) if count is not None)


def _spoken(text: str, told: Told, names: frozenset[int]) -> Told:
    """Return the event with the speakers of its numbers."""

    def attributed(count: Count) -> Count:
        speaker = attribution.speaker_of(text, sentences.around(text, count.evidence), count.evidence, names)
        return replace(count, speaker=count.speaker or speaker)

    return replace(
        told,
        killed=told.killed and attributed(told.killed),
        injured=told.injured and attributed(told.injured),
        counts=tuple(attributed(count) for count in told.counts),
    )


def _without(claims: Sequence[Claim], told: Told) -> Told:
    """Return the event without the numbers that one side only claims."""
    claimed = {count.evidence for claim in claims for count in claim.counts}
    return replace(
        told,
        killed=None if told.killed and told.killed.evidence in claimed else told.killed,
        injured=None if told.injured and told.injured.evidence in claimed else told.injured,
        counts=tuple(count for count in told.counts if count.evidence not in claimed),
    )


def _location(text: str, scene: Scene | None, layer: Layer) -> EventLocation | None:
    if scene is None or scene.place is None:
        return None
    place = scene.place
    # Words that stand for a name ("there") have no relation of their own.
    relation = relations.before(text, scene.name_start) if scene.name_start is not None else None
    if relation is None and scene.is_within:
        relation = _NEAR
    exact = precision.of(place, relation)
    located = _located(place, relation)
    return EventLocation(
        span=scene.words,
        place=place,
        latitude=located.latitude,
        longitude=located.longitude,
        relation=relation,
        role=_ROLES.get(layer, LocationRole.EVENT),
        geometry_kind=exact.geometry_kind,
        geo_precision=exact.geo_precision,
        where_prec=exact.where_prec,
        coordinate_uncertainty_m=round(located.uncertainty_m),
    )


@functools.lru_cache(maxsize=4096)
def _located(place: Place, relation: str | None) -> expressions.Located:
    return expressions.locate(place, relation)


def _identifier(article: Article, told: Told) -> str:
    """Return an id that stays the same for the same article, words and place."""
    trigger = _lead(told)
    place = told.scene.place if told.scene else None
    key = "/".join(place.key) if place else ""
    return hashlib.sha256(f"{article.id}\x1f{trigger.start}\x1f{trigger.text}\x1f{key}".encode()).hexdigest()[:16]
