"""Event extraction on texts of our own, with toponyms given by hand: resolution has its own tests."""

import dataclasses
import datetime as dt
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import dateline, gazetteer, recognition
from geo.events import extract
from geo.model import Article, Event, EventClass, GeometryKind, Layer, Mention, MentionKind, Span, Toponym

FRIDAY = dt.date(2025, 4, 4)
SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2] / "shared"))
IDS = {
    "Kryvyi Rih": 703845,
    "Brussels": 2800866,
    "Saudi Arabia": 102358,
    "Palu": 1633034,
    "Nairobi": 184745,
    "Mombasa": 186301,
    "Jakarta": 1642911,
    "Turin": 3165524,
    "Milan": 3173435,
    "Italy": 3175395,
}


def toponym(text: str, start: int, name: str, geonameid: int | None, kind: MentionKind) -> Toponym:
    place = None if geonameid is None else gazetteer.default().place(geonameid)
    return Toponym(Mention(Span.of(text, start, start + len(name)), kind), place, 1.0)


def events_of(text: str, kinds: dict[str, MentionKind] | None = None, title: str | None = None) -> list[Event]:
    """Extract with every name of ``IDS`` in the text as a toponym, literal unless ``kinds`` says otherwise."""
    toponyms = []
    for name, geonameid in IDS.items():
        start = text.find(name)
        while start >= 0:
            kind = (kinds or {}).get(name, MentionKind.LITERAL)
            toponyms.append(toponym(text, start, name, geonameid, kind))
            start = text.find(name, start + 1)
    article = Article("test", text, title=title, published=FRIDAY, dateline=dateline.find(text))
    return extract(article, recognition.read(text), sorted(toponyms, key=lambda one: one.span))


def incidents(events: list[Event]) -> list[Event]:
    return [event for event in events if event.layer is Layer.INCIDENT]


def where(event: Event) -> str | None:
    return event.location.place.name if event.location else None


def test_place_day_and_class_of_a_strike() -> None:
    (event,) = events_of("A missile strike on Kryvyi Rih killed nine people on Thursday, the mayor said.")
    assert (where(event), event.event_class) == ("Kryvyy Rih", EventClass.VIOLENCE)
    assert event.sub_event_type == "Shelling/artillery/missile attack"
    assert event.date is not None
    assert event.date.start == dt.date(2025, 4, 3)
    assert event.killed is not None
    assert (event.killed.low, event.killed.high) == (9, 9)


@pytest.mark.parametrize(
    "text",
    [
        "The mayor denied that a strike on Turin took place.",
        "A bomb would have killed dozens in Turin, police said.",
        "The army plans to attack Turin next week.",
        "There was no attack in Turin on Thursday.",
        "Unions threatened to strike in Turin.",
    ],
)
def test_what_did_not_happen_is_no_incident(text: str) -> None:
    assert not incidents(events_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "A teacher died of a heart attack in Turin on Friday.",
        "He was charged with murder in Turin on Friday.",
    ],
)
def test_words_that_only_look_like_violence(text: str) -> None:
    assert EventClass.VIOLENCE not in {event.event_class for event in events_of(text)}


def test_a_day_in_what_is_said_does_not_date_the_saying() -> None:
    (said,) = events_of("The minister said in Nairobi that soldiers would be sent next Monday.")
    assert said.date is not None
    assert said.date.start == FRIDAY


@pytest.mark.parametrize(
    "line",
    [
        "Related: Gunmen kill nine in Milan",
        "Live: gunmen kill nine in Milan, latest",
        "Photo: A man burnt tyres during a riot in Milan",
        "Sign up to our newsletter for news of attacks in Milan.",
    ],
)
def test_headline_links_and_captions_are_no_events(line: str) -> None:
    text = f"Thousands marched in Nairobi on Friday against a new tax.\n\n{line}\n\nThe march ended before noon."
    assert {where(event) for event in events_of(text)} == {"Nairobi"}


def test_where_a_thing_is_said_is_not_where_it_happened() -> None:
    text = "A spokesman told reporters in Jakarta that an earthquake near Palu had killed four people on Friday."
    by_layer = {event.layer: where(event) for event in events_of(text)}
    assert by_layer == {Layer.STATEMENT: "Jakarta", Layer.INCIDENT: "Palu"}


def test_the_city_is_the_one_named_before() -> None:
    text = "Milan is calm again. A fire destroyed three houses in the city on Thursday."
    assert [where(event) for event in incidents(events_of(text))] == ["Milan"]


def test_a_country_is_an_area_and_a_town_is_a_point() -> None:
    country, town = (
        events_of(f"Thousands protested in {name} on Thursday.")[0].location for name in ("Italy", "Turin")
    )
    assert country is not None
    assert town is not None
    assert (country.geometry_kind, country.geo_precision, country.where_prec) == (GeometryKind.AREA, 3, 6)
    assert (town.geometry_kind, town.geo_precision, town.where_prec) == (GeometryKind.POINT, 1, 1)
    assert country.coordinate_uncertainty_m > town.coordinate_uncertainty_m > 0


def test_one_event_told_twice_is_one_event() -> None:
    text = (
        "A bomb attack in Turin killed two people on Thursday. The attack in Turin wounded five others, doctors said."
    )
    (event,) = incidents(events_of(text))
    assert len(event.evidence) == 2
    assert event.injured is not None
    assert event.injured.low == 5


def test_an_event_without_a_place_stays() -> None:
    (event,) = incidents(events_of("Gunmen killed two farmers on Thursday."))
    assert event.location is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "TURIN TURIN TURIN",
        "GUNMEN KILL NINE IN TURIN",
        "Results: Turin 2, Milan 1. Nairobi 0, Palu 0.",
        "Нападение в городе произошло в пятницу.",
        "昨日、市内で爆発があった。",
        "“An unclosed quote that (never ends",
        "a b c " * 2000,
        "| Team | Won | Lost |\n| Turin | 3 | 1 |\n| Milan | 2 | 2 |",
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    check_spans(text, events_of(text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["killed", "Turin", "in", "strike", "no", "the", "“", "\n", "10", "Friday", ".", "said"]))
)
def test_any_words_give_true_spans_and_the_same_result_twice(words: list[str]) -> None:
    text = " ".join(words)
    found = events_of(text)
    check_spans(text, found)
    assert found == events_of(text)


def check_spans(text: str, events: list[Event]) -> None:
    def spans(value: object) -> list[Span]:
        if isinstance(value, Span):
            return [value]
        if isinstance(value, tuple):
            return [span for part in value for span in spans(part)]
        if dataclasses.is_dataclass(value):
            return [span for field in dataclasses.fields(value) for span in spans(getattr(value, field.name))]
        return []

    for event in events:
        for span in spans(event):
            assert text[span.start : span.end] == span.text


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared corpora")
def test_the_real_article_with_its_own_toponyms() -> None:
    gold = json.loads((SHARED / "articles/kryvyi-rih-2025-04-04.gold.json").read_text(encoding="utf-8"))
    text = (SHARED / "articles/kryvyi-rih-2025-04-04.txt").read_text(encoding="utf-8")
    toponyms = []
    for mention in gold["place_mentions"]:
        role, name = mention["role"], mention["resolves_to"]
        if name is None or "nominal" in role or role in ("organisation", "channel"):
            continue
        kind = MentionKind.LITERAL
        if "demonym" in role or role == "origin_of_object":
            kind = MentionKind.DEMONYM
        elif "metonym" in role:
            kind = MentionKind.METONYM
        toponyms.append(toponym(text, mention["start"], mention["text"], IDS.get(name), kind))
    article = Article("real", text, published=FRIDAY)
    found = extract(article, recognition.read(text), toponyms)
    check_spans(text, found)
    placed = {
        (where(event), event.event_class, event.layer, event.date.start if event.date else None)
        for event in found
        if event.location
    }
    strike = next(one for one in incidents(found) if one.sub_event_type == "Shelling/artillery/missile attack")
    assert (where(strike), strike.date and strike.date.start) == ("Kryvyy Rih", FRIDAY)
    assert strike.killed is not None
    assert strike.injured is not None
    assert strike.killed.speaker is not None
    assert (strike.killed.low, strike.killed.high, strike.killed.speaker.text) == (16, None, "Ukrainian officials")
    assert strike.injured.speaker is not None
    assert (strike.injured.low, strike.injured.high, strike.injured.speaker.text) == (50, None, "emergency services")
    assert 85 not in {count.high for count in (strike.killed, strike.injured)}  # one side's claim
    assert ("Brussels", EventClass.STATEMENT, Layer.STATEMENT, FRIDAY) in placed
    assert {where(event) for event in found} <= {
        "Kryvyy Rih",
        "Brussels",
        "Saudi Arabia",
        "Kingdom of Saudi Arabia",
        None,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Prime Minister Ada Rossi resigned in Turin on Friday.", "RETREAT"),
        ("Ada Rossi resigned from the cabinet on Friday.", "RETREAT"),
        ("Ada Rossi resigned as mayor of Turin on Friday.", "RETREAT"),
        ("The rebels surrendered in Mombasa on Friday.", "RETREAT"),
        ("Police shot a man in Turin on Friday.", "ASSAULT"),
        ("Planes bombed the film studio in Nairobi on Friday.", "ASSAULT"),
    ],
)
def test_the_same_verbs_tell_of_events_with_an_office_or_a_victim(text: str, code: str) -> None:
    (event,) = events_of(text)
    assert event.plover_event == code
