"""The classifier of event types: right on plain sentences of our own, clear where its files are broken."""

from pathlib import Path

import pytest

from geo import language
from geo.errors import ModelError
from geo.events import lexicon, triggers, types


def classified(text: str) -> types.Shares:
    doc = language.analyse(text)
    (shares,) = types.classify([text], [[trigger.kind for trigger in triggers.find(doc)]], [types.frames(doc)])
    return shares


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
    assert classified(text).kind == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister threatened to close the border if the attacks go on.", "THREATEN"),
        ("The government rejected the proposal of the mediators.", "REJECT"),
    ],
)
def test_plain_statements(text: str, code: str) -> None:
    assert classified(text).code == code


def test_every_label_is_a_kind_and_shares_add_up() -> None:
    assert set(types.LABELS) <= set(lexicon.kinds())
    shares = classified("x" * 10_000)
    assert sum(shares.kinds.values()) == pytest.approx(1, abs=1e-4)
    assert sum(shares.codes.values()) == pytest.approx(1, abs=1e-4)
    assert types.classify([], [], []) == []


def test_broken_files_name_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / types.MODEL).write_bytes(b"not a model")
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    with pytest.raises(ModelError, match="event-types"):
        types.classify(["A bomb exploded."], [[]], [frozenset()])
