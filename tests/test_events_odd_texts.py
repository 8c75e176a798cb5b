"""Texts that are hardly texts: no crash, and nothing that they do not tell."""

import pytest

import geo
from geo.events.structure import read

DAY = "2025-04-04"
CLAUSE = "the rebels of the town in the hills of Kabul killed two men and wounded five and "


def test_a_sentence_of_twenty_thousand_words_tells_of_nothing() -> None:
    text = CLAUSE * (20_000 // len(CLAUSE.split()))
    assert geo.parse(text, published=DAY).events == ()


def test_what_stands_before_a_sentence_without_end_is_still_told() -> None:
    text = f"A bomb killed two people in Kabul on Thursday.\n\n{CLAUSE * 100}"
    (event,) = geo.parse(text, published=DAY).events
    assert event.killed is not None
    assert (event.killed.low, event.date and event.date.start.isoformat()) == (2, "2025-04-03")


@pytest.mark.parametrize(
    "text",
    [
        "TURIN BEAT MILAN 3-1 IN THE FINAL ROUND ON SUNDAY. NAPLES DREW 0-0 WITH ROME.",
        "Turin 3 Milan 1\nNaples 0 Rome 0\nGenoa 2 Bari 2\n" * 30,
        "| Team | Won | Lost |\n| Turin | 3 | 1 |\n| Milan | 2 | 2 |\n",
        "“The road to Turin is long, “and it goes by Milan, “and nobody knows “where it ends",
        "((((" * 500 + " Turin " + "))))" * 500,
        "Turin, Milan, Naples, Rome, Genoa, Bari, " * 300,
        "$ 10^400 " * 200,
        "31 February, 30 February, 45 May, 99/99/9999",
    ],
)
def test_what_tells_of_nothing_has_no_events(text: str) -> None:
    assert geo.parse(text, published=DAY).events == ()


def test_a_quote_that_never_closes_keeps_its_event() -> None:
    (event,) = geo.parse("Police said: “A bomb killed two people in Turin on Thursday.", published=DAY).events
    assert event.killed is not None
    assert event.killed.low == 2


def test_an_impossible_day_and_an_impossible_number_are_left_out() -> None:
    (event,) = geo.parse("A bomb killed 10^400 people in Turin on 31 February.", published=DAY).events
    assert (event.date, event.killed) == (None, None)


def test_a_text_of_lines_without_end_has_a_structure() -> None:
    assert len(read("x\n" * 20_000).lines) == 20_000
