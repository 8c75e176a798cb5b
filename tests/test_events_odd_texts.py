"""Texts that are hardly texts: no crash, and nothing that they do not tell."""

import pytest

import geo
from geo.events.layout import read

DAY = "2025-04-04"
CLAUSE = "the rebels of the town in the hills of Kabul killed two men and wounded five and "


@pytest.mark.parametrize(
    "text",
    [
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


def test_a_text_of_lines_without_end_has_a_structure() -> None:
    assert len(read("x\n" * 20_000).lines) == 20_000
