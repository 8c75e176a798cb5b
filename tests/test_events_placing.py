"""Where events are placed, on texts of our own."""

import pytest
from test_events import events_of, incidents, where

from geo.model import Article, MentionKind
from geo.pipeline import parse_article


def test_an_attack_that_is_condemned_is_the_one_told_before() -> None:
    text = (
        "Gunmen attacked a bus in Turin on Monday, killing three people. "
        "The attack was condemned on Wednesday by the mayor, who spoke in Milan."
    )
    (attack,) = incidents(events_of(text, {"Milan": MentionKind.LITERAL}))
    assert where(attack) == "Turin"
    assert attack.date is not None
    assert attack.date.start.day == 31


def test_where_somebody_comes_from_is_no_scene() -> None:
    """Not a second event at the home of the victim."""
    text = "A bomb exploded in Turin on Monday. A woman from Milan was killed, and two tourists from Rome were hurt."
    assert {where(event) for event in incidents(events_of(text))} == {"Turin"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("On Wednesday shelling of a market in Omdurman killed 15 people.", "Omdurman"),
        ("A dam near Bento Goncalves partially collapsed on Thursday.", "Bento Gonçalves"),
        ("A bridge over a river in Cao Bang collapsed on Monday.", "Cao Bằng"),
    ],
)
def test_a_place_behind_what_broke_or_was_hit(text: str, place: str) -> None:
    (event,) = parse_article(Article("behind", text)).events
    assert event.location is not None
    assert event.location.place.name == place


def test_the_state_is_no_district_that_was_named_since() -> None:
    text = (
        "Floods killed nine people in the state of Rio Grande do Sul. A dam burst near Bento Goncalves. President Ana"
        " Lima visited the state on Sunday."
    )
    visit = next(event for event in parse_article(Article("state", text)).events if event.plover_event == "CONSULT")
    assert visit.location is not None
    assert visit.location.place.name == "Rio Grande do Sul"


def test_arrests_told_elsewhere_are_not_in_the_town_of_the_sentence_before() -> None:
    text = "A minister arrived in Rabat on Monday. In Tunis, the ministry said it had arrested eight people."
    arrests = parse_article(Article("opened", text)).events[-1]
    assert arrests.location is None or arrests.location.place.name == "Tunis"
