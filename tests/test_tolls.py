"""Which numbers become the toll of an event, and which are somebody's claim."""

import pytest

import geo
from geo.model import Event, Stance

DAY = "2026-07-16"


def the_event(text: str) -> Event:
    (event,) = (event for event in geo.parse(text, published=DAY).events if event.layer == "incident")
    return event


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("The Syrian army said it had killed 40 rebels in Idlib on Monday.", 40),
        ("Israel's military said it killed 12 Hezbollah fighters in Nabatieh.", 12),
        ("The Taliban said 30 soldiers were killed in an ambush near Kunduz.", 30),
    ],
)
def test_enemy_losses_that_a_belligerent_tells_are_its_claim(text: str, claimed: int) -> None:
    event = the_event(text)
    assert event.killed is None
    (claim,) = event.claims
    assert (claim.stance, claim.counts[0].low) == (Stance.CLAIMS, claimed)


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The army said two soldiers were killed in an ambush near Kunduz.", 2),
        ("Police said 12 people were killed in a bombing in Kabul.", 12),
        ("In Karachi, gunmen on a motorcycle shot dead a journalist.", 1),
        ("Gunmen shot dead a teacher in Kano.", 1),
    ],
)
def test_own_losses_and_those_of_bystanders_are_the_toll(text: str, killed: int) -> None:
    event = the_event(text)
    assert event.killed is not None
    assert (event.killed.low, event.killed.high) == (killed, killed)
    assert event.claims == ()


def test_people_without_a_number_are_no_count() -> None:
    event = the_event("Workers at the plant in Lyon were evacuated after a fire.")
    assert (event.killed, event.injured, event.counts) == (None, None, ())


def test_whoever_puts_a_number_at_something_is_its_speaker() -> None:
    event = the_event(
        "A missile hit a market in Kharkiv on Monday. The emergency service put the number of injured at 50."
    )
    assert event.injured is not None
    assert event.injured.speaker is not None
    assert event.injured.speaker.text == "The emergency service"


def test_the_same_number_told_twice_is_one() -> None:
    event = the_event(
        "A flood in Derna killed at least 23 people on Monday. The mayor said 23 people were killed in the flood."
    )
    assert event.killed is not None
    assert event.killed.low == 23
    assert not [count for count in event.counts if count.what == "killed"]


def test_one_arrest_told_twice_is_counted_once() -> None:
    text = "A man was arrested in Turin on Monday, police said. Detectives arrested John Doe, 22, at a motel."
    (event,) = (one for one in geo.parse(text, published=DAY).events if one.counts)
    assert [(count.what, count.low) for count in event.counts] == [("arrested", 1)]


def test_whoever_is_blamed_for_these_attacks_is_blamed_for_all_of_them() -> None:
    text = (
        "Gunmen shot a judge in Cali on Monday. A bomb exploded in Bogota on Tuesday.\n"
        "The authorities blamed a drug cartel for the attacks."
    )
    events = [event for event in geo.parse(text, published=DAY).events if event.layer == "incident"]
    assert [[claim.span.text for claim in event.claims] for event in events] == [
        ["a drug cartel for the attacks"],
        ["a drug cartel for the attacks"],
    ]
