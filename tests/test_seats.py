"""Seats of government: places where something is at them, no places where they speak."""

import pytest

from geo import gazetteer, recognition, resolution
from geo.model import Article, MentionKind


@pytest.mark.parametrize(
    ("text", "name", "building"),
    [
        ("The two presidents met at the White House on Monday.", "White House", "White House"),
        ("They shook hands in the Oval Office.", "Oval Office", "White House"),
        ("Nurses gathered outside 10 Downing Street.", "10 Downing Street", "Downing Street"),
        ("A drone came down near the Kremlin.", "Kremlin", "Kremlin"),
        ("The premier was received at the Élysée.", "Élysée", "Elysee Palace"),
    ],
)
def test_where_something_is_at_a_seat_it_is_the_building(text: str, name: str, building: str) -> None:
    mentions = recognition.recognise(text)
    toponyms = resolution.resolve(Article("seat", text), mentions, gazetteer.default())
    (seat,) = [toponym for toponym in toponyms if toponym.span.text == name]
    assert seat.kind is MentionKind.LITERAL
    assert seat.place is not None
    assert seat.place.name == building
    assert seat.place.feature_class in ("S", "R")


@pytest.mark.parametrize(
    "text", ["The White House said that it would reply.", "He works at the White House Press Office, the paper said."]
)
def test_who_speaks_or_works_for_a_government_is_at_no_building(text: str) -> None:
    toponyms = resolution.resolve(Article("seat", text), recognition.recognise(text), gazetteer.default())
    assert not [toponym for toponym in toponyms if toponym.place and toponym.place.name == "White House"]
