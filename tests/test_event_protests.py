"""Protests: how many marched, what became of them, and strikes that are stoppages of work."""

import geo
from geo.model import Event

DAY = "2026-07-16"


def incidents(text: str) -> list[Event]:
    return [event for event in geo.parse(text, published=DAY).events if event.layer == "incident"]


def test_those_who_march_are_counted_only_by_a_number() -> None:
    (event,) = incidents("Students marched through Lyon on Monday.")
    assert event.counts == ()
