"""Protests: how many marched, what became of them, and strikes that are stoppages of work."""

import pytest

import geo
from geo.model import Event

DAY = "2026-07-16"


def incidents(text: str) -> list[Event]:
    return [event for event in geo.parse(text, published=DAY).events if event.layer == "incident"]


@pytest.mark.parametrize(
    "text",
    [
        "Police opened fire on protesters in Lagos on Monday, killing four.",
        "About 2,000 people marched through Lagos on Monday. Police opened fire on the protest and killed four people.",
    ],
)
def test_a_protest_that_police_shoot_at_is_no_peaceful_one(text: str) -> None:
    (event,) = incidents(text)
    assert event.sub_event_type == "Excessive force against protesters"
    assert event.killed is not None
    assert event.killed.low == 4


def test_a_protest_that_police_only_watch_stays_peaceful() -> None:
    (event,) = incidents("Thousands of people protested in Lyon on Monday while police stood by.")
    assert event.sub_event_type == "Peaceful protest"
    assert [(count.what, count.low, count.high) for count in event.counts] == [("protesters", 2000, None)]


def test_those_who_march_are_counted_only_by_a_number() -> None:
    (event,) = incidents("Students marched through Lyon on Monday.")
    assert event.counts == ()


@pytest.mark.parametrize("trade", ["ferry", "rail", "doctors'"])
def test_a_strike_of_a_service_is_a_stoppage_of_work(trade: str) -> None:
    (event,) = incidents(f"A {trade} strike began in Harwich on Monday.")
    assert event.event_class == "protest"
