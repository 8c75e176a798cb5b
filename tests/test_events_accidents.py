"""Accidents, disasters and disease: what kind of event they are, and whose toll is whose."""

import datetime as dt

from geo.model import Article, Event, EventClass
from geo.pipeline import parse_article

PUBLISHED = dt.date(2026, 11, 19)  # a Thursday


def events_of(text: str) -> list[Event]:
    return list(parse_article(Article("accidents", text, published=PUBLISHED)).events)


def test_a_plane_that_crashes_is_no_weapon() -> None:
    (crash,) = events_of("A Blue Air jet crashed near Cluj, Romania, on Sunday, killing 61 people.")
    assert crash.event_class is EventClass.ACCIDENT
    assert crash.killed is not None
    assert crash.killed.low == 61


def test_a_leak_that_kills_is_no_attack() -> None:
    (leak,) = events_of("A gas leak at a bakery in Lyon killed one person and injured 12 on Monday.")
    assert leak.event_class is EventClass.ACCIDENT


def test_nobody_drowns_in_an_attack() -> None:
    text = "A soldier was stabbed to death by a man in Gdansk in May. On Thursday three migrants drowned off Sopot."
    assert events_of(text)[-1].event_class is EventClass.ACCIDENT


def test_a_joint_statement_is_an_agreement() -> None:
    (signed,) = events_of("The two presidents signed a joint statement in Astana on Thursday.")
    assert signed.plover_event == "AGREE"
    assert signed.location is not None
    assert signed.location.place.name == "Astana"


def test_a_crash_elsewhere_is_not_the_crash_told_before() -> None:
    text = "A light plane crashed near Narromine on Monday. Two teenagers were hurt when a ute rolled at Wellington."
    assert not events_of(text)[-1].headline.startswith("Air")
