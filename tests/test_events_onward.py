"""What a text leaves unsaid: ellipses, sentences that only go on, capitals by their country, numbers left open."""

from __future__ import annotations

import datetime as dt

import pytest

import geo
from geo import gazetteer
from geo.events import amounts, capitals, counting, lexicon, word_classes
from geo.model import Event, Mention, MentionKind, Place, Span, Toponym

FRIDAY = dt.date(2025, 4, 4)


def events_of(text: str) -> list[Event]:
    return [event for event in geo.parse(text, published=FRIDAY).events if event.location]


def place_of(event: Event) -> str:
    assert event.location
    return event.location.place.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A storm killed seven people in Lugo, three in Ourense and two others in Vigo on Thursday.",
            {"Lugo": 7, "Ourense": 3, "Vigo": 2},
        ),
        (
            "Eleven people were injured in Gdańsk and four in Sopot when shells fell on Tuesday.",
            {"Gdańsk": 11, "Sopot": 4},
        ),
    ],
)
def test_each_place_of_a_list_has_its_own_number(text: str, expected: dict[str, int]) -> None:
    events = events_of(text)
    tolls = {place_of(event): event.killed or event.injured for event in events}
    assert {name: toll and toll.low for name, toll in tolls.items()} == expected
    assert list(tolls) == list(expected)  # in the order of the text
    starts = [event.trigger.start for event in events]
    assert starts == sorted(starts)
    assert len({event.event_id for event in events}) == len(events)


def test_another_verb_is_no_list() -> None:
    events = events_of("Flooding killed 12 people in Porto and left 300 homeless in Braga on Tuesday.")
    assert not [event for event in events if place_of(event) == "Braga" and event.killed]


def test_a_sentence_that_goes_on_gives_the_day() -> None:
    (attack,) = events_of(
        "Raiders shot dead at least 14 herders in a settlement near Yola, a chief said on Friday."
        " They came on donkeys on Tuesday night."
    )
    assert attack.date
    assert attack.date.start == dt.date(2025, 4, 1)


def test_a_sentence_that_goes_on_gives_the_nearer_place() -> None:
    events = events_of("An avalanche in Switzerland has killed five skiers. It came down on Wednesday near Davos.")
    assert {place_of(event) for event in events} == {"Davos"}
    assert all(event.date and event.date.start == dt.date(2025, 4, 2) for event in events)


def test_what_goes_on_in_the_paragraph_is_of_its_day() -> None:
    events = events_of(
        "Police detained 70 people on Tuesday at rallies against a toll road in Lisbon and elsewhere."
        " In Faro lorry drivers closed a motorway and eight of them were detained."
    )
    assert {place_of(event): event.date and event.date.start for event in events} == {
        "Lisbon": dt.date(2025, 4, 1),
        "Faro": dt.date(2025, 4, 1),
    }


def test_of_whom_a_number_is_a_part_is_no_event() -> None:
    events = events_of(
        "A bus fell into a gorge near Huaraz on Tuesday, killing 22 people. Nine of the dead came from Lima."
    )
    assert "Lima" not in {place_of(event) for event in events}
    assert {event.killed.low for event in events if event.killed} == {22}


@pytest.mark.parametrize(
    ("text", "capital"),
    [
        ("A mine exploded under a van in the Colombian capital on Monday, killing two men.", "Bogotá"),
        ("Thousands marched through Slovakia's capital on Thursday.", "Bratislava"),
        ("A fire destroyed a market in the capital of Laos on Tuesday.", "Vientiane"),
        ("Gunmen killed a judge in the Somali capital on Sunday.", "Mogadishu"),
    ],
)
def test_a_capital_is_named_by_its_country(text: str, capital: str) -> None:
    assert {place_of(event) for event in events_of(text)} == {capital}


@pytest.mark.parametrize("text", ["The Danish capital markets fell.", "Danish capital", "the Danish capital's mayor"])
def test_money_is_no_capital(text: str) -> None:
    start = text.index("Danish")
    country = gazetteer.default().country("DK")
    named = Toponym(Mention(Span.of(text, start, start + 6), MentionKind.DEMONYM), country)
    meant = capitals.meant(text, named).place
    assert meant
    assert (meant.name == "Copenhagen") == ("mayor" in text)


def test_every_capital_is_a_town_of_its_country() -> None:
    places = gazetteer.default()

    def found(code: str, name: str) -> list[Place]:
        return [
            one.place
            for one in places.lookup(name)
            if one.place.country_code == code and one.place.feature_class == "P"
        ]

    rows = lexicon.read("capitals.tsv")
    assert len(rows) > 200
    assert [row for row in rows if not found(*row)] == []


@pytest.mark.parametrize(
    ("text", "number", "is_open"),
    [
        ("Up to nine sailors may have drowned.", "nine", True),
        ("Nine sailors drowned, and the captain may have been drunk.", "Nine", False),
        ("It is feared that nine sailors are dead.", "nine", True),
        ("Perhaps nine sailors died.", "nine", True),
        ("Nine sailors died in May.", "Nine", False),
        ("The slide could have buried nine farmers.", "nine", True),
    ],
)
def test_a_number_that_the_text_leaves_open_is_no_toll(text: str, number: str, is_open: bool) -> None:
    start = text.index(number)
    assert counting.is_open(text, start, start + len(number)) == is_open


def test_a_toll_that_is_left_open_is_none() -> None:
    (fire,) = events_of("A fire broke out in a hotel in Graz on Monday. Two guests might have been killed.")
    assert fire.killed is None


@pytest.mark.parametrize(
    ("text", "counted", "low"),
    [
        ("Some 300 households (about 1,400 people) left.", "Some 300 households", 1400),
        ("60 families, or some 250 people, left.", "60", 250),
        ("60 families left. Later 250 people went.", "60 families", 60),
    ],
)
def test_households_are_counted_by_their_people(text: str, counted: str, low: int) -> None:
    quantity = amounts.read(text[: amounts.end_with_people(text, 0, len(counted))])
    assert quantity
    assert quantity.low == low


def test_what_a_word_mostly_tells_of_counts_beside_the_article() -> None:
    import numpy as np

    even = np.full((2, 9), 1 / 9, dtype=np.float32)
    leaning = word_classes.weighed(even, ["overturned", "qwxyz"])
    assert leaning.sum(axis=1) == pytest.approx(1, abs=1e-5)
    from geo.events.reader import CLASSES

    assert CLASSES[int(leaning[0].argmax())].value == "accident"
    assert leaning[1] == pytest.approx(even[1])
