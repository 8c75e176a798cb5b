"""The regressions of event types: right on plain sentences of our own, clear where their file is broken."""

from pathlib import Path

import numpy as np
import pytest

from geo import recognition
from geo.errors import ModelError
from geo.events import lexicon, types


def sample(text: str) -> types.Sample:
    return types.sample(recognition.read(text))


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
    assert types.likeliest(types.kinds(sample(text))) == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister threatened to close the border if the attacks go on.", "THREATEN"),
        ("The government rejected the proposal of the mediators.", "REJECT"),
        ("The Norwegian cabinet will send doctors to Peru.", "AGREE"),
        ("The Danish foreign minister is ready to meet the rebels.", "AGREE"),
    ],
)
def test_plain_statements(text: str, code: str) -> None:
    assert types.likeliest(types.codes(sample(text))) == code


def test_every_label_is_a_kind_and_shares_add_up() -> None:
    assert set(types.labels("case").values()) <= set(lexicon.kinds())
    for text in ("x" * 10_000, "", " "):
        assert sum(types.kinds(sample(text)).values()) == pytest.approx(1, abs=1e-4)
        assert sum(types.codes(sample(text)).values()) == pytest.approx(1, abs=1e-4)


def test_a_part_of_a_text_is_seen_alone() -> None:
    text = "Gunmen kidnapped two engineers. Warplanes bombed two villages."
    reading = recognition.read(text)
    assert reading is not None
    first, second = (0, text.index(" Warplanes")), (text.index("Warplanes"), len(text))
    assert "kind abduction" in types.sample(reading, [first]).told
    assert not {"kind air_strike", "word village"} & set(types.sample(reading, [first]).told)
    parts = [types.sample(reading, [one]).vector for one in (first, second)]
    whole = types.sample(reading).vector
    assert np.allclose(types.sample(reading, [first, second]).vector, whole, atol=1e-5)
    assert all(np.linalg.norm(one) == pytest.approx(1, abs=1e-4) for one in (*parts, whole))
    assert not np.allclose(parts[0], parts[1])


def test_no_sentences_are_no_reason_to_fail() -> None:
    assert sum(types.kinds(types.sample(recognition.read("Rain."), [])).values()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("content", [None, b"not a model", b"PK\x03\x04 cut short"])
def test_a_broken_file_names_itself(content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = sample("A bomb exploded.")
    (tmp_path / "models").mkdir()
    if content is not None:
        (tmp_path / "models" / types.MODEL).write_bytes(content)
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    with pytest.raises(ModelError, match=r"event-types.*(missing|corrupt)"):
        types.kinds(told)
