"""What the means make of an attack."""

import pytest

from geo import language
from geo.events import means, triggers
from geo.events.drafts import Draft


def draft(text: str, kind: str) -> Draft:
    doc = language.analyse(text)
    return Draft(triggers.find(doc), kind, sentences=list(doc.sents))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The gang attacked the pipeline with dynamite.", "remote_explosive"),
        ("The attack on the mayor was a powerful explosion.", "remote_explosive"),
        ("Gunmen attacked the mayor with rifles after a bomb was found.", None),
        ("The gang attacked the mayor.", None),
    ],
)
def test_explosives_make_an_attack_a_bombing(text: str, expected: str | None) -> None:
    assert means.of_attack(draft(text, "attack")) == expected


def test_only_a_plain_attack_becomes_a_bombing() -> None:
    assert means.of_attack(draft("The gang kidnapped the mayor with a bomb.", "abduction")) is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Rebels attacked the base of the air force.", "air_strike", False),
        ("A drone attacked the base.", "air_strike", True),
        ("Rebels attacked the base.", "grenade", False),
        ("Rebels attacked the base.", "armed_clash", True),
    ],
)
def test_a_kind_named_after_means_needs_their_word(text: str, kind: str, expected: bool) -> None:
    assert means.is_told(kind, draft(text, "attack")) is expected
