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
        ("The army said its troops killed 11 rebels near Maiduguri.", 11),
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
        ("Police said 12 people were killed in a bombing in Kabul.", 12),
        ("Gunmen shot dead a teacher in Kano.", 1),
        ("The army said its soldiers killed two students near Maiduguri.", 2),
        ("A student was fatally shot outside a bar in Athens, Ohio.", 1),
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


def test_one_arrest_told_twice_is_counted_once() -> None:
    text = "A man was arrested in Turin on Monday, police said. Detectives arrested John Doe, 22, at a motel."
    (event,) = (one for one in geo.parse(text, published=DAY).events if one.counts)
    assert [(count.what, count.low) for count in event.counts] == [("arrested", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "A fishing vessel that had left Cork sank on Monday, killing 18 people.",
    ],
)
def test_a_ship_that_sinks_is_an_accident(text: str) -> None:
    event = the_event(text)
    assert (event.event_class, event.headline.split()[0]) == ("accident", "Shipping")
    assert event.killed is not None


@pytest.mark.parametrize("text", ["The dispute sank the talks in Cork on Monday."])
def test_what_sinks_without_being_a_ship_is_none(text: str) -> None:
    assert not [event for event in geo.parse(text, published=DAY).events if event.event_class == "accident"]


def test_who_is_blamed_for_a_deed_is_so_wherever_the_text_comes_back_to_it() -> None:
    text = (
        "The murder of Judge Ana Ruiz in Abra shocked the country. The minister blamed the cartel for the murder.\n\n"
        "Prices rose again in May, and farmers were glad.\n\nRain fell on the coast.\n\nThe harvest was good.\n\n"
        "Ana Ruiz was murdered on 2 May 2025, a neighbour recalled."
    )
    murders = [event for event in geo.parse(text, published=DAY).events if event.trigger.text.startswith("murder")]
    assert murders
    assert all(any(claim.stance is Stance.CLAIMS for claim in event.claims) for event in murders)


def test_a_sum_of_separate_acts_stands_where_none_is_told() -> None:
    event = the_event("Twelve people were killed in two separate attacks in Kabul.")
    assert event.killed is not None
    assert event.killed.low == 12


@pytest.mark.parametrize("number", ["Ten billion", "Ten thousand million", "Nine to twelve billion", "10,000,000,000"])
def test_a_toll_of_more_than_all_people_is_none(number: str) -> None:
    event = the_event(f"A flood killed {number.lower()} people in Turin on Monday.")
    assert event.killed is None
