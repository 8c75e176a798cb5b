"""Random parsed articles for tests and benchmarks: made-up sentences about real towns, seeded.

Every span is true to the text (``article.text[start:end] == text``), every event of an article
rests on one of its paragraphs, and the same arguments give the same articles.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

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
    Mention,
    MentionKind,
    ParsedArticle,
    Place,
    Span,
    Stance,
    Toponym,
)

# (geonameid, name, latitude, longitude, country, country name, admin1, admin1 name, population)
_TOWNS = [
    (703448, "Kyiv", 50.45466, 30.5238, "UA", "Ukraine", "12", "Kyiv City", 2797553),
    (360630, "Cairo", 30.06263, 31.24967, "EG", "Egypt", "11", "Cairo", 9606916),
    (2332459, "Lagos", 6.45407, 3.39467, "NG", "Nigeria", "05", "Lagos", 15388000),
    (184745, "Nairobi", -1.28333, 36.81667, "KE", "Kenya", "05", "Nairobi County", 4397073),
    (1273294, "Delhi", 28.65195, 77.23149, "IN", "India", "07", "Delhi", 11034555),
    (1701668, "Manila", 14.6042, 120.9822, "PH", "Philippines", "NCR", "Metro Manila", 1600000),
    (2198148, "Suva", -18.14161, 178.44149, "FJ", "Fiji", "01", "Central", 77366),
    (3936456, "Lima", -12.04318, -77.02824, "PE", "Peru", "15", "Lima", 7737002),
    (3688689, "Bogotá", 4.60971, -74.08175, "CO", "Colombia", "34", "Bogota D.C.", 7674366),
    (3143244, "Oslo", 59.91273, 10.74609, "NO", "Norway", "12", "Oslo", 580000),
    (2643743, "London", 51.50853, -0.12574, "GB", "United Kingdom", "ENG", "England", 8961989),
    (4391812, "Kansas City", 39.09973, -94.57857, "US", "United States", "MO", "Missouri", 508090),
]
_AREAS = [
    (102358, "Saudi Arabia", 25.0, 45.0, "SA", "PCLI", 33699947),
    (2205218, "Fiji", -18.0, 178.0, "FJ", "PCLI", 883483),
    (3017382, "France", 46.0, 2.0, "FR", "PCLI", 66987244),
    (2542007, "Morocco", 32.0, -5.0, "MA", "PCLI", 36029138),
]
# class: (verb phrase, trigger, ACLED type, ACLED sub-type, PLOVER code)
_HAPPENINGS: dict[EventClass, tuple[str, str, str | None, str | None, str | None]] = {
    EventClass.VIOLENCE: (
        "a shelling of the market",
        "shelling",
        "Explosions/Remote violence",
        "Shelling/artillery/missile attack",
        "ASSAULT",
    ),
    EventClass.PROTEST: ("a march of bakers", "march", "Protests", "Peaceful protest", "PROTEST"),
    EventClass.DISASTER: ("a flood of the river", "flood", None, None, None),
    EventClass.ACCIDENT: ("a collision of two trams", "collision", None, None, None),
    EventClass.CRIME: ("a robbery of a jeweller", "robbery", None, None, "CRIME"),
    EventClass.HEALTH: ("an outbreak of measles", "outbreak", None, None, None),
    EventClass.DIPLOMACY: (
        "talks about fishing rights",
        "talks",
        "Strategic developments",
        "Other",
        "CONSULT",
    ),
    EventClass.STATEMENT: ("a speech of the mayor", "speech", None, None, None),
    EventClass.OTHER: ("a visit of a circus", "visit", None, None, None),
}
_LAYERS = {EventClass.DIPLOMACY: Layer.DIPLOMACY, EventClass.STATEMENT: Layer.STATEMENT}
_SPEAKERS = ["the harbour office", "Governor Ana Lindqvist", "the health ministry", "a fire brigade"]
_PRECISIONS = [(1, 1, 500), (1, 1, 5_000), (2, 3, 25_000), (2, 4, 60_000)]
_FIRST_DAY = dt.date(2024, 1, 1)


def town(index: int) -> Place:
    """Return one of the towns; ``index`` wraps around."""
    geonameid, name, lat, lon, country, country_name, admin1, admin1_name, population = _TOWNS[index % len(_TOWNS)]
    return Place(
        geonameid, name, lat, lon, "P", "PPL", country, admin1, "", population, "geonames", admin1_name, country_name
    )


def area(index: int) -> Place:
    """Return one of the countries; ``index`` wraps around."""
    geonameid, name, lat, lon, country, code, population = _AREAS[index % len(_AREAS)]
    return Place(geonameid, name, lat, lon, "A", code, country, "00", "", population, "geonames", "", name)


def articles(count: int, events_each: int = 3, seed: int = 0) -> Iterator[ParsedArticle]:
    """Yield ``count`` parsed articles of ``events_each`` events each.

    About one event in ten is an area, one in twenty has no place, one in ten has no date.
    """
    for number in range(count):
        yield article(number, events_each, seed)


def article(number: int = 0, events_each: int = 3, seed: int = 0) -> ParsedArticle:
    """Return the article with this number."""
    rng = random.Random(f"{seed}/{number}")
    published = _FIRST_DAY + dt.timedelta(days=rng.randrange(700))
    text = ""
    events: list[Event] = []
    toponyms: list[Toponym] = []
    for index in range(events_each):
        paragraph, event, mentioned = _paragraph(rng, len(text), f"{seed}-{number}-{index}", published)
        text += paragraph + "\n\n"
        events.append(event)
        toponyms.extend(mentioned)
    made = Article(
        id=f"generated-{seed}-{number}",
        text=text,
        title=f"Made-up news, number {number}",
        url=f"https://news.example/{seed}/{number}",
        source="The Example Courier",
        published=published,
    )
    return ParsedArticle(made, tuple(toponyms), tuple(events))


def _paragraph(
    rng: random.Random, offset: int, event_id: str, published: dt.date
) -> tuple[str, Event, tuple[Toponym, ...]]:
    """Return the text of an event at ``offset``, the event and its toponyms."""
    event_class = rng.choice(list(EventClass))
    phrase, trigger, event_type, sub_event_type, plover = _HAPPENINGS[event_class]
    kind = rng.random()
    place = None if kind < 0.05 else area(rng.randrange(99)) if kind < 0.15 else town(rng.randrange(99))
    killed, injured = rng.randrange(30), rng.randrange(90)
    speaker = rng.choice(_SPEAKERS)
    when = "on an unknown day" if rng.random() < 0.1 else f"{rng.randrange(2, 20)} days earlier"
    where = place.name if place else "a place that nobody named"
    first = f"There was {phrase} in {where} {when}."
    second = f"At least {killed} people died and {injured} were hurt, said {speaker}."
    third = f"A rival group claims that up to {killed * 2} died."

    def span(sentence: str, start: int, part: str) -> Span:
        position = sentence.index(part)
        return Span(offset + start + position, offset + start + position + len(part), part)

    second_at = len(first) + 1
    third_at = second_at + len(second) + 1
    second_span = span(second, second_at, second)
    voice = span(second, second_at, speaker)
    mention = Mention(span(first, 0, place.name), MentionKind.LITERAL, 0.9) if place else None
    toponyms = (Toponym(mention, place, 0.9),) if mention else ()
    third_span = span(third, third_at, third)
    event = Event(
        event_id=event_id,
        headline=f"{phrase[:1].upper()}{phrase[1:]} in {where}",
        layer=_LAYERS.get(event_class, Layer.BACKGROUND if rng.random() < 0.1 else Layer.INCIDENT),
        event_class=event_class,
        trigger=span(first, 0, trigger),
        evidence=(span(first, 0, first), second_span),
        event_type=event_type,
        sub_event_type=sub_event_type,
        plover_event=plover,
        location=_location(rng, mention.span, place) if place and mention else None,
        date=_date(when, span(first, 0, when), published),
        killed=Count("killed", killed, None, "at least", second_span, voice),
        injured=Count("injured", injured, injured, "", second_span, voice),
        counts=(Count("missing", None, 7, "up to", second_span),) if rng.random() < 0.2 else (),
        actors=(
            Actor("the rival group", ActorRole.ACTOR, span(third, third_at, "rival group")),
            Actor("townspeople", ActorRole.TARGET),
        ),
        claims=(
            Claim(
                span(third, third_at, "A rival group"),
                Stance.CLAIMS,
                third_span,
                (Count("killed", None, killed * 2, "up to", third_span),),
            ),
        ),
        score=round(rng.uniform(0.5, 1.0), 3),
    )
    return f"{first} {second} {third}", event, toponyms


def _location(rng: random.Random, span: Span, place: Place) -> EventLocation:
    if place.feature_class == "A":
        return EventLocation(
            span,
            place,
            place.latitude,
            place.longitude,
            geometry_kind=GeometryKind.AREA,
            geo_precision=3,
            where_prec=6,
            coordinate_uncertainty_m=700_000,
        )
    geo_precision, where_prec, uncertainty = rng.choice(_PRECISIONS)
    return EventLocation(
        span,
        place,
        round(place.latitude + rng.uniform(-0.2, 0.2), 6),
        round(place.longitude + rng.uniform(-0.2, 0.2), 6),
        relation="near" if geo_precision > 1 else None,
        role=LocationRole.EVENT,
        geo_precision=geo_precision,
        where_prec=where_prec,
        coordinate_uncertainty_m=uncertainty,
    )


def _date(when: str, span: Span, published: dt.date) -> DateRange | None:
    if not when[0].isdigit():
        return None
    day = published - dt.timedelta(days=int(when.split(maxsplit=1)[0]))
    return DateRange(day, day, DatePrecision.DAY, span)
