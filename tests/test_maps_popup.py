"""What a popup says of numbers: how many of whom, who says so, and nothing twice."""

import dataclasses

import pytest
from browsing import Open
from playwright.sync_api import expect
from test_maps_sight import located

from geo.maps.victims import victims
from geo.model import Claim, Count, Event, ParsedArticle, Span, Stance


def count(evidence: str, low: int | None, what: str = "killed", speaker: str | None = None) -> Count:
    said = Span(0, len(speaker), speaker) if speaker else None
    return Count(what, low, low, "", Span(0, len(evidence), evidence), said)


@pytest.mark.parametrize(
    ("evidence", "who"),
    [
        ("Nine police officers", "police officers"),
        ("at least 30 fighters", "fighters"),
        ("four of the attackers", "attackers"),
        ("twenty-two monks", "monks"),
        ("two of her sons", "of her sons"),
        ("a baker", "(a baker)"),
        ("The baker", "(the baker)"),
        ("Ana Lindqvist", "(Ana Lindqvist)"),
        ("two nurses and a driver", "(two nurses and a driver)"),
        ("a couple and their dog", "(a couple and their dog)"),
        ("Eight people", None),
        ("23", None),
        ("two others", None),
        ("more than 2,000", None),
        ("six deaths", None),
        ("him", None),
        ("", None),
        ("a very long name that goes on and on and on until nobody reads it any more", None),
    ],
)
def test_of_whom_a_number_is(evidence: str, who: str | None) -> None:
    assert victims(count(evidence, 4)) == who


def test_things_have_no_victims_and_nobody_is_nobody() -> None:
    assert victims(count("60 homes", 60, "homes damaged")) is None
    assert victims(count("No soldiers", 0)) is None


def with_numbers(**changes: object) -> list[ParsedArticle]:
    (one,) = located([(47.9, 33.4)])
    event = dataclasses.replace(one.events[0], killed=None, injured=None, counts=(), claims=(), **changes)  # type: ignore[arg-type]
    return [dataclasses.replace(one, events=(event,))]


def told(event: Event) -> Claim:
    quote = event.evidence[0]
    return Claim(Span(0, 8, "the army"), Stance.CLAIMS, quote, (count("30 fighters", 30),))


@pytest.mark.browser
def test_numbers_are_of_somebody_and_told_once(opened: Open) -> None:
    (base,) = with_numbers()
    event = base.events[0]
    police = count("Nine police", 9, speaker="the ministry")
    nobody = count("nobody", 0, "injured")
    full = dataclasses.replace(
        event,
        killed=police,
        injured=nobody,
        counts=(police, count("60 homes", 60, "homes damaged")),
        claims=(told(event),),
        evidence=(event.evidence[0], event.evidence[0], *event.evidence[1:]),
    )
    page = opened([dataclasses.replace(base, events=(full,))])
    row = page.locator("#events button.row")
    expect(row.locator(".row-toll")).to_have_text("9 killed")
    row.click()
    card = page.locator(".event-popup .card")
    numbers = card.locator("> .numbers dd").all_inner_texts()
    assert [each.split("\n")[0] for each in numbers] == ["9 police", "nobody", "60"]
    assert numbers[0].split("\n")[1] == "according to the ministry"
    assert card.locator(".claims dd").inner_text() == "30 fighters"
    assert "the army claims" in card.locator(".claims").inner_text()
    quotes = card.locator("blockquote").all_inner_texts()
    assert len(quotes) == len(set(quotes)) == len(event.evidence)
    link = card.locator(".source a")
    assert link.inner_text() == "Open the source (news.example)"
    assert card.locator("img").count() == 0
