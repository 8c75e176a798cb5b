"""Event extraction on texts of our own, with toponyms given by hand: resolution has its own tests."""

import dataclasses
import datetime as dt
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import dateline, gazetteer, language
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
    doc = language.analyse(text, article.dateline)
    return extract(article, doc, sorted(toponyms, key=lambda one: one.span), gazetteer.default())


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
        'The minister said: "He continues to bombard Italy, its people and its towns."',
        "Unions threatened to strike in Turin.",
        "An explosion in Turin could kill hundreds.",
    ],
)
def test_what_did_not_happen_is_no_incident(text: str) -> None:
    assert not incidents(events_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "A teacher died of a heart attack in Turin on Friday.",
        "She had a panic attack in Turin on Friday.",
        "He was charged with murder in Turin on Friday.",
    ],
)
def test_words_that_only_look_like_violence(text: str) -> None:
    assert EventClass.VIOLENCE not in {event.event_class for event in events_of(text)}


def test_who_condemns_an_attack_elsewhere_does_not_move_it() -> None:
    text = "Gunmen killed nine people in Turin on Friday. In Jakarta, the president condemned the attack."
    found = events_of(text)
    assert [(event.layer, where(event)) for event in found] == [
        (Layer.INCIDENT, "Turin"),
        (Layer.STATEMENT, "Jakarta"),
    ]
    assert found[1].headline == "President: condemned the attack"


def test_a_day_in_what_is_said_does_not_date_the_saying() -> None:
    (said,) = events_of("The minister said in Nairobi that soldiers would be sent next Monday.")
    assert said.date is not None
    assert said.date.start == FRIDAY


def test_a_bank_has_no_surname() -> None:
    (said,) = events_of("The World Bank denied that it had cut the funds.")
    assert said.headline.startswith("World Bank: denied")


def test_there_is_the_place_named_before() -> None:
    found = events_of("Thousands marched in Nairobi on Friday. Police arrested 64 protesters there.")
    assert found[-1].headline == "Police arrested 64 protesters in Nairobi"


@pytest.mark.parametrize(
    "line",
    [
        "Read more:\nGunmen kill nine in Milan\nFire destroys market in Turin",
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


def test_demonyms_and_nested_names_are_no_scenes() -> None:
    for kind in (MentionKind.DEMONYM, MentionKind.NESTED):
        found = events_of("Two people were shot dead in Turin on Friday.", {"Turin": kind})
        assert [where(event) for event in found] == [None]


def test_a_government_named_by_its_capital_is_no_scene() -> None:
    found = events_of("Jakarta and Nairobi agreed on a ceasefire on Friday.", dict.fromkeys(IDS, MentionKind.METONYM))
    assert [where(event) for event in found] == [None]


def test_a_row_of_places_is_a_row_of_events() -> None:
    found = events_of("Protesters marched in Nairobi and Mombasa on Thursday.")
    assert [where(event) for event in found] == ["Nairobi", "Mombasa"]
    assert len({event.event_id for event in found}) == 2


def test_the_city_is_the_one_named_before() -> None:
    text = "Milan is calm again. A fire destroyed three houses in the city on Thursday."
    assert [where(event) for event in incidents(events_of(text))] == ["Milan"]


def test_history_is_background_with_its_own_date() -> None:
    text = (
        "An earthquake struck Palu on Thursday, killing three people. "
        "In September 2018, an earthquake killed more than 4,000 people in Palu."
    )
    new, old = events_of(text)
    assert (new.layer, old.layer) == (Layer.INCIDENT, Layer.BACKGROUND)
    assert old.date is not None
    assert (old.date.start, old.date.time_precision) == (dt.date(2018, 9, 1), 3)
    assert new.killed is not None
    assert new.killed.low == 3


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
    found = extract(article, language.analyse(text), toponyms, gazetteer.default())
    check_spans(text, found)
    placed = {
        (where(event), event.event_class, event.layer, event.date.start if event.date else None)
        for event in found
        if event.location
    }
    strike, drones = incidents(found)
    assert (strike.sub_event_type, drones.sub_event_type) == ("Shelling/artillery/missile attack", "Air/drone strike")
    for event in (strike, drones):
        assert (where(event), event.date and event.date.start) == ("Kryvyy Rih", FRIDAY)
    assert strike.killed is not None
    assert strike.injured is not None
    assert strike.killed.speaker is not None
    assert (strike.killed.low, strike.killed.high, strike.killed.speaker.text) == (16, None, "Ukrainian officials")
    assert strike.injured.speaker is not None
    assert (strike.injured.low, strike.injured.high, strike.injured.speaker.text) == (50, None, "emergency services")
    assert drones.killed is None
    assert drones.injured is None
    (claim,) = strike.claims
    assert claim.speaker is not None
    assert claim.speaker.text == "the Russian defence ministry"
    assert 85 in {count.high for count in claim.counts}
    assert ("Brussels", EventClass.STATEMENT, Layer.STATEMENT, FRIDAY) in placed
    agreed = next(event for event in found if event.layer is Layer.BACKGROUND)
    assert agreed.location is not None
    assert agreed.date is not None
    assert (agreed.location.place.geonameid, agreed.location.geometry_kind) == (102358, GeometryKind.AREA)
    assert (str(agreed.date.start), str(agreed.date.end)) == ("2025-03-01", "2025-03-31")
    assert {where(event) for event in found} <= {
        "Kryvyy Rih",
        "Brussels",
        "Saudi Arabia",
        "Kingdom of Saudi Arabia",
        None,
    }


def test_a_flood_told_after_a_fire_is_another_event() -> None:
    text = "A blaze gutted a warehouse in Mombasa on Monday. A flood killed nine villagers."
    fire, flood = incidents(events_of(text))
    assert (fire.killed, where(fire)) == (None, "Mombasa")
    assert flood.killed is not None
    assert flood.killed.low == 9


def test_a_fire_told_after_a_blast_or_a_crash_is_part_of_it() -> None:
    for text in (
        "A gas explosion hit a bakery in Mombasa on Monday. The fire killed two men.",
        "A bus crash blocked a road in Mombasa on Monday. The fire killed two men.",
    ):
        (event,) = incidents(events_of(text))
        assert event.killed is not None
        assert event.killed.low == 2


@pytest.mark.parametrize(
    "text",
    [
        "My uncle bombed it with pepper in Turin.",
        "The comedy bombed in Milan on Friday.",
        "The singer shot to fame in Milan on Friday.",
        "They shot the video in Milan on Friday.",
        "Italy conceded three goals in Mombasa on Friday.",
        "The referee vetoed the goal in Turin.",
        "The guests complained about the soup in Turin.",
        "He proposed to her in Turin on Friday.",
        "The coach resigned in Turin on Friday.",
        "The cook resigned from the restaurant in Turin on Friday.",
    ],
)
def test_everyday_senses_of_verbs_are_no_events(text: str) -> None:
    assert events_of(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Prime Minister Ada Rossi resigned in Turin on Friday.", "RETREAT"),
        ("Ada Rossi resigned from the cabinet on Friday.", "RETREAT"),
        ("Ada Rossi resigned as mayor of Turin on Friday.", "RETREAT"),
        ("Norway's foreign ministry summoned the Swiss ambassador on Friday.", "ACCUSE"),
        ("Norway summoned Denmark's ambassador on Friday.", "ACCUSE"),
        ("The rebels surrendered in Mombasa on Friday.", "RETREAT"),
        ("The government vetoed the budget in Nairobi on Friday.", "REJECT"),
        ("Police shot a man in Turin on Friday.", "ASSAULT"),
        ("Planes bombed the film studio in Nairobi on Friday.", "ASSAULT"),
    ],
)
def test_the_same_verbs_tell_of_events_with_an_office_or_a_victim(text: str, code: str) -> None:
    (event,) = events_of(text)
    assert event.plover_event == code


def test_launched_drones_are_an_air_strike_and_what_was_shot_down_is_none() -> None:
    launched, downed = incidents(
        events_of("Russia launched 46 drones at Kryvyi Rih overnight. Air defences shot down 41 of them.")
    )
    assert launched.sub_event_type == "Air/drone strike"
    assert downed.sub_event_type == "Disrupted weapons use"
    assert incidents(events_of("The firm launched 46 drones in Turin on Friday.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Two men are suspected of involvement in the murder of Judge Ana Ruiz in Turin.",
        "He denied any part in the murder of Judge Ana Ruiz in Turin.",
        "Police in Milan arrested two men suspected of killing Judge Ana Ruiz.",
        "The killing of the judge in Turin is being investigated.",
    ],
)
def test_a_murder_that_somebody_is_suspected_of_was_done(text: str) -> None:
    (murder,) = (event for event in events_of(text) if event.killed is not None)
    assert (murder.killed and murder.killed.low, murder.event_class in (EventClass.CRIME, EventClass.VIOLENCE)) == (
        1,
        True,
    )


@pytest.mark.parametrize(
    "text",
    ["They planned the murder of Judge Ana Ruiz in Turin.", "Guards prevented the murder of the judge in Turin."],
)
def test_a_murder_that_was_only_planned_is_none(text: str) -> None:
    assert [event for event in events_of(text) if event.killed or event.event_class is EventClass.VIOLENCE] == []


def test_what_somebody_is_only_linked_to_is_background() -> None:
    events = events_of("Soldiers detained a man on Thursday. The man is linked to a bombing that killed four nurses.")
    assert [(event.layer, event.killed and event.killed.low) for event in events] == [
        (Layer.INCIDENT, None),
        (Layer.BACKGROUND, 4),
    ]


def test_murders_of_two_named_people_are_two() -> None:
    text = "The murder of Jon Berg took place on Monday. A month before, the murder of Ana Ruiz shook Turin."
    assert [event.killed and event.killed.low for event in events_of(text) if event.killed] == [1, 1]


def test_what_lies_between_two_towns_is_one_event() -> None:
    (event,) = incidents(events_of("A landslide between Turin and Milan blocked the road and killed two people."))
    assert event.location is not None
    assert event.location.relation == "between"


def test_people_in_hospital_do_not_belong_to_an_arrest() -> None:
    events = events_of("A driver was arrested in Turin on Monday. Five people are in hospital.")
    assert [count.what for event in events for count in event.counts] == ["arrested"]


def test_a_sum_of_years_is_background_without_a_day() -> None:
    text = "A mayor was shot dead in Turin on Thursday. Since 1985, nine hundred mayors have been murdered."
    events = events_of(text)
    assert [(event.layer, event.killed and event.killed.low, event.date is None) for event in events] == [
        (Layer.INCIDENT, 1, False),
        (Layer.BACKGROUND, 900, True),
    ]


def test_what_happens_again_since_a_year_is_an_incident() -> None:
    (event,) = events_of("The third bombing since 2010 killed two people in Turin on Thursday.")
    assert event.layer is Layer.INCIDENT
