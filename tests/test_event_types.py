"""The classifier of event types: right on plain sentences of our own, clear where its files are broken."""

from pathlib import Path

import pytest

from geo import language
from geo.errors import ModelError
from geo.events import lexicon, predicates, triggers, types


def told(text: str) -> list[list[str]]:
    return [[trigger.kind for trigger in triggers.find(language.analyse(text))]]


def kinds(text: str) -> dict[str, float]:
    return types.kinds([text], told(text))[0]


def codes(text: str) -> dict[str, float]:
    return types.codes([predicates.read(language.analyse(text))], told(text))[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Warplanes bombed two villages in the north on Monday.", "air_strike"),
        ("A roadside bomb killed four soldiers in their truck.", "remote_explosive"),
        ("Thousands of people marched peacefully through the city against the new law.", "peaceful_protest"),
        ("Gunmen kidnapped two engineers on the road to the mine.", "abduction"),
        ("Police seized forty rifles and boxes of ammunition in a warehouse.", "disrupted_weapons"),
    ],
)
def test_plain_sentences(text: str, kind: str) -> None:
    assert types.likeliest(kinds(text)) == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister threatened to close the border if the attacks go on.", "THREATEN"),
        ("The government rejected the proposal of the mediators.", "REJECT"),
        ("The Norwegian cabinet will send doctors to Peru.", "AGREE"),
        ("Norway, which broke off relations with Peru in May, sent it doctors on Monday, officials said.", "AID"),
        ("The finance ministry in Oslo has frozen the accounts of two Danish banks.", "SANCTION"),
        ("The Danish foreign minister is ready to meet the rebels.", "AGREE"),
    ],
)
def test_plain_statements(text: str, code: str) -> None:
    assert types.likeliest(codes(text)) == code


def test_every_label_is_a_kind_and_shares_add_up() -> None:
    assert set(types.LABELS) <= set(lexicon.kinds())
    for text in ("x" * 10_000, ""):
        assert sum(kinds(text).values()) == pytest.approx(1, abs=1e-4)
        assert sum(codes(text).values()) == pytest.approx(1, abs=1e-4)
    assert types.kinds([], []) == []
    assert types.codes([], []) == []


def test_broken_files_name_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / types.MODEL).write_bytes(b"not a model")
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    with pytest.raises(ModelError, match="event-types"):
        types.kinds(["A bomb exploded."], [[]])
