"""Names whose form leaves no doubt: countries, large cities of several words, lawmakers' homes, counties of roads."""

from __future__ import annotations

import pytest

from geo import gazetteer
from geo.model import Mention, MentionKind, Span
from geo.recognition.forms import with_certain_forms


def names(text: str, *found: str) -> list[str]:
    mentions = [Mention(Span.of(text, at := text.index(name), at + len(name))) for name in found]
    return [mention.span.text for mention in with_certain_forms(text, mentions, gazetteer.default())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He turned down Tuvalu's request.", ["Tuvalu"]),
        ("A Kuala Lumpur nursery closed.", ["Kuala Lumpur"]),
        ("Rep. Ann Roe (R-Tulsa) and Sen. Jo Doe, D-Vt., spoke.", ["Tulsa", "Vt."]),
        ("Delegates Roe, D-Clay; Doe, R-McDowell.", ["Clay", "McDowell"]),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ms Tuvalu sang, and HMS Jamaica sank.",
        "Kevin Tonga and the Dominica Times",
        "A turkey named Turkey and Guinea pigs.",
        "The D-Day landings (D-Day) and an R-Type.",
        "Paris had been shot. TONGA",
        "",
    ],
)
def test_people_ships_and_things_stay_so(text: str) -> None:
    assert names(text) == []


def test_of_a_countys_road_the_county_is_the_place() -> None:
    assert names("Closed: Pine County Road 8.", "Pine County Road 8") == ["Pine County"]
    assert names("Closed: Oak Road.", "Oak Road") == ["Oak Road"]


def test_what_is_found_stays_and_nothing_overlaps() -> None:
    text = "The Tuvalu Islands and Tuvalu"
    mention = Mention(Span.of(text, 23, 29), MentionKind.METONYM, 0.5)
    assert with_certain_forms(text, [mention], gazetteer.default()) == [mention]


def test_time_grows_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    overlaps = Span.overlaps

    def counting(self: Span, other: Span) -> bool:
        nonlocal compared
        compared += 1
        return overlaps(self, other)

    monkeypatch.setattr(Span, "overlaps", counting)
    text = "He left Tuvalu for Tonga. " * 500
    assert len(names(text)) == 1000
    found = with_certain_forms(text, [], gazetteer.default())
    assert with_certain_forms(text, found, gazetteer.default()) == found
    assert compared < 5 * len(found)
