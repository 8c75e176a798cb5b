"""From an article with resolved toponyms to its events."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events import (
    actors,
    dates,
    dating,
    drafts,
    headlines,
    inheriting,
    linking,
    merging,
    placing,
    precision,
    relations,
    scenes,
    settling,
    structure,
    tolls,
)
from geo.events.drafts import Draft
from geo.events.linking import Link
from geo.events.place_features import Setting
from geo.events.scenes import Scene
from geo.events.triggers import Mode
from geo.gazetteer import expressions
from geo.model import (
    Article,
    Count,
    DatePrecision,
    DateRange,
    Event,
    EventLocation,
    Layer,
    LocationRole,
    Place,
    Span,
    Toponym,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geo.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Story:
    """The events of an article as its words tell them, with what the stages after that look at."""

    events: list[Draft]
    scenes: list[Scene]
    page: structure.Structure
    dates: list[DateRange]
    today: dt.date | None
    country: Scene | None


def extract(article: Article, doc: Doc, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> list[Event]:
    """Return the events of ``article`` in the order of the text.

    ``doc`` is the parse of ``article.text`` (see :func:`geo.language.analyse`) and ``toponyms``
    its resolved place names. An event that cannot be placed or dated has ``location`` or
    ``date`` None; nothing is guessed from the dateline.
    """
    story = read(article, doc, toponyms, gazetteer)
    setting = Setting.of(doc, story.scenes, story.page, story.country)
    placing.settle(story.events, setting)
    inheriting.forget(story.events, toponyms, story.today)
    return tell(story, article, doc, toponyms)


def read(article: Article, doc: Doc, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> Story:
    """Return what the article tells, mentions of one event together, placed by the rules of syntax alone."""
    page = structure.read(article.text, article.title)
    places = [scene for scene in scenes.find(doc, toponyms) if not _in_dateline(article, scene.start)]
    found_dates = dates.find(doc, article.published, article.dateline)
    today = dates.writing_day(article.published, article.dateline)
    mentions = drafts.find(doc, page, places, found_dates, toponyms, today=today)
    events = merging.merge(mentions, today)
    for event in events:
        if event.link is None and (event.family in drafts.PLACED_BY_CONTEXT or event.kind == "arrests"):
            event.link = _beside_arrests(event, events)
            if event.link is None and not (event.kind == "arrests" and _opened(event, places)):
                event.link = linking.from_context(event.trigger, places, page)
    country = settling.country_scene(article, doc, toponyms, gazetteer)
    return Story(events, places, page, found_dates, today, country)


def _opened(event: Draft, places: Sequence[Scene]) -> bool:
    """Say whether the sentence opens with a place of its own: "In Tunis, the ministry said it had arrested ..."."""
    sentence = event.trigger.token.sent
    return any(scene.opens and sentence.start <= scene.root.i < sentence.end for scene in places)


def _beside_arrests(arrests: Draft, events: Sequence[Draft]) -> Link | None:
    """Return where those were arrested who clashed or marched in the same sentence."""
    if arrests.kind != "arrests":
        return None
    beside = (one for one in events if one.last == arrests.last and one.family in ("violence", "protest"))
    return next((Link(one.link.scene, one.link.score) for one in beside if one.link), None)


def tell(story: Story, article: Article, doc: Doc, toponyms: Sequence[Toponym]) -> list[Event]:
    """Return the events of a story with their kinds, dates, numbers, actors and claims."""
    events, today = story.events, story.today
    settling.settle_kinds(events, doc)
    settling.settle_types(events)
    settling.settle_countries(events, story.country)
    _date_statements(events, today)
    dating.infer(events, story.dates, today)
    counted = tolls.assign(doc, events, story.page)
    countries = actors.states(toponyms)
    told = [_event(article, draft, toll, today, countries) for draft, toll in zip(events, counted, strict=True)]
    # What nobody says nowhere is no statement: "accusing the police".
    return [
        event
        for event, draft in zip(told, events, strict=True)
        if (event.layer is not Layer.STATEMENT or event.location or event.actors)
        and (draft.kind != "act" or draft.code is not None)
    ]


def _in_dateline(article: Article, offset: int) -> bool:
    return article.dateline is not None and article.dateline.span.start <= offset < article.dateline.span.end


def _date_statements(events: Sequence[Draft], today: dt.date | None) -> None:
    """Date what is said without a day: like what is said at the same place, else on the day of the report."""
    for event in events:
        if event.date is not None or event.definition.layer is not Layer.STATEMENT or event.link is None:
            continue
        same_place = [
            other.date
            for other in events
            if other.date
            and other.definition.layer is Layer.STATEMENT
            and other.link
            and other.link.scene.place.key == event.link.scene.place.key
        ]
        day = same_place[0] if same_place else None
        if day is not None:
            event.date = DateRange(day.start, day.end, day.precision)
        elif today is not None:
            event.date = DateRange(today, today, DatePrecision.DAY)


def _event(article: Article, draft: Draft, toll: tolls.Toll, today: dt.date | None, countries: dict[int, str]) -> Event:
    kind = draft.definition
    is_told_history = merging.is_past(draft.date, today) or (
        draft.date is None and (draft.is_spoken_of or draft.is_sum)
    )
    layer = Layer.BACKGROUND if is_told_history else kind.layer
    location = _location(article, draft, layer)
    first, last = draft.trigger.first, draft.trigger.last
    doc = draft.trigger.token.doc
    trigger = Span.of(article.text, doc[first].idx, doc[last].idx + len(doc[last]))
    evidence = tuple(
        dict.fromkeys(_trimmed(article.text, words.start_char, words.end_char) for words in draft.sentences)
    )
    # The town that is hit is no actor; the state that is visited or warned is one.
    hit = location is not None and kind.layer is Layer.INCIDENT
    there = frozenset({location.span.start}) if location is not None and hit else frozenset[int]()
    people = actors.of(draft.triggers, article.text, there, countries)
    return Event(
        event_id=_identifier(article, trigger, location),
        headline=headlines.of(draft, location, (toll.killed, toll.injured, *_other_harm(toll)), people),
        layer=layer,
        event_class=kind.event_class,
        trigger=trigger,
        evidence=evidence,
        event_type=kind.event_type,
        sub_event_type=kind.sub_event_type,
        plover_event=kind.plover_event or draft.code,
        location=location,
        date=draft.date,
        killed=toll.killed,
        injured=toll.injured,
        counts=toll.others,
        actors=tuple(people),
        claims=toll.claims,
        score=_score(draft),
    )


def _location(article: Article, draft: Draft, layer: Layer) -> EventLocation | None:
    if draft.link is None:
        return None
    scene = draft.link.scene
    place = scene.place
    bare = scene.nominal or scene.local or scene.preposition == scenes.ASSUMED
    relation = None if bare else relations.before(article.text, scene.start)
    codes = precision.of(place, relation)
    located = _located(place, relation)
    role = LocationRole.EVENT
    if layer is Layer.BACKGROUND:
        role = LocationRole.BACKGROUND
    elif layer is Layer.STATEMENT:
        role = LocationRole.STATEMENT
    return EventLocation(
        span=Span.of(article.text, scene.start, scene.end),
        place=place,
        latitude=located.latitude,
        longitude=located.longitude,
        relation=relation,
        role=role,
        geometry_kind=codes.geometry_kind,
        geo_precision=codes.geo_precision,
        where_prec=codes.where_prec,
        coordinate_uncertainty_m=round(located.uncertainty_m),
    )


@functools.lru_cache(maxsize=4096)
def _located(place: Place, relation: str | None) -> expressions.Located:
    return expressions.locate(place, relation)


def _other_harm(toll: tolls.Toll) -> list[Count]:
    """Return the further number that a headline gives where nobody is counted as killed or injured."""
    if toll.killed is not None or toll.injured is not None:
        return []
    return [count for count in toll.others if count.what not in ("killed", "injured")][:1]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span.of(text, start, end)


def _identifier(article: Article, trigger: Span, location: EventLocation | None) -> str:
    """Return an id that stays the same for the same article, words and place."""
    place = "" if location is None else "/".join(location.place.key)
    digest = hashlib.sha256(f"{article.id}\x1f{trigger.start}\x1f{trigger.text}\x1f{place}".encode())
    return digest.hexdigest()[:16]


def _score(draft: Draft) -> float:
    """Return how sure the event is: told twice, by a verb, with a place tied to it, is surest."""
    score = 0.55 if draft.trigger.mode is Mode.EVENT else 0.45
    score += 0.1 if draft.trigger.is_verb or len(draft.triggers) > 1 else 0.0
    score += 0.2 * draft.link.score if draft.link else 0.0
    score += 0.1 if draft.date is not None else 0.0
    return round(min(score, 0.99), 3)
