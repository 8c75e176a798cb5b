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
    none: dict[str, object] = {"killed": None, "injured": None, "counts": (), "claims": ()}
    event = dataclasses.replace(one.events[0], **none | changes)  # type: ignore[arg-type]
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


@pytest.mark.parametrize(
    ("language", "line", "numbers"),
    [
        ("en", "at least 1,200 killed · about 40 injured", ["at least 1,200", "about 40", "dozens"]),
        ("de", "mindestens 1.200 getötet · etwa 40 verletzt", ["mindestens 1.200", "etwa 40", "dozens"]),
        ("fr", "au moins 1 200 tués · environ 40 blessés", ["au moins 1 200", "environ 40", "dozens"]),
        ("ar", "ما لا يقل عن 1,200 قتلى · نحو 40 جرحى", ["ما لا يقل عن 1,200", "نحو 40", "dozens"]),
    ],
)
def test_numbers_are_in_the_words_of_the_page(opened: Open, language: str, line: str, numbers: list[str]) -> None:
    told_of = Span(0, 0, "")
    killed, injured = Count("killed", 1200, None, "at least", told_of), Count("injured", 40, 40, "about", told_of)
    vague = Count("missing", None, None, "dozens", told_of)
    page = opened(with_numbers(killed=killed, injured=injured, counts=(vague,)), made={"language": language})
    said = page.locator("#events .row-toll").inner_text()
    assert said.replace("\u202f", " ") == line
    page.locator("#events button.row").click()
    shown = [each.replace("\u202f", " ") for each in page.locator(".event-popup .numbers b").all_inner_texts()]
    assert shown == numbers
    page.keyboard.press("Escape")
    page.click("#tab-story")
    assert page.locator(".step .row-toll").inner_text() == said
    assert page.evaluate("getComputedStyle(document.querySelector('.step .row-toll')).direction") == (
        "rtl" if language == "ar" else "ltr"
    )


@pytest.mark.parametrize(
    ("language", "low", "high", "said"), [("es", 3, 5, "de 3 a 5"), ("uk", None, 9, "до 9"), ("de", 7, 7, "7")]
)
def test_bounds_are_in_the_words_of_the_page(
    opened: Open, language: str, low: int | None, high: int, said: str
) -> None:
    one = Count("killed", low, high, "", Span(0, 0, ""))
    page = opened(with_numbers(killed=one, injured=None), made={"language": language})
    assert page.locator("#events .row-toll").inner_text().startswith(f"{said} ")
