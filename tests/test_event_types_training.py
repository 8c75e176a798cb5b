"""The sentences that are composed to teach PLOVER's codes, and what the training makes of examples."""

from pathlib import Path

import numpy as np
import pytest

from geo.events import types
from geo.training import event_types, plover_sentences


def test_acts_are_told_in_several_ways_and_always_the_same() -> None:
    sentences = plover_sentences.compose(2)
    assert sentences == plover_sentences.compose(2)
    assert {code for code, _ in sentences} <= set(types.labels("plover"))
    done = plover_sentences.compose(0)
    assert len(done) < len(sentences) <= 3 * len(done)
    assert not any("{" in text for _, text in sentences)


def test_our_own_examples_bear_labels_that_are_known() -> None:
    kinds = {label for label, _ in event_types.own_examples("event_type_examples.tsv")}
    codes = {label for label, _ in event_types.own_examples("plover_examples.tsv")}
    assert kinds <= set(types.labels("case").values())
    assert codes <= set(types.labels("plover"))


def test_a_sample_holds_words_groups_and_triggers_twice_at_most() -> None:
    texts = [
        "A raid.",
        "Two raids on villages and a raid on a town.",
        "Five raids: " + "raid " * 5,
        "The police slept.",
    ]
    one, two, many, police = event_types.samples(texts)
    assert two.told["kind attack"] == many.told["kind attack"] == pytest.approx(2 * one.told["kind attack"])
    assert {"group police", "word sleep"} <= set(police.told)
    assert "kind attack" not in police.told
    names = event_types.vocabulary([one, two, police])
    assert "word raid" in names
    assert "word sleep" not in names
    rows = event_types.features([one, police], names)
    width = len(one.vector)
    assert np.linalg.norm(rows[:, :width], axis=1) == pytest.approx(1, abs=1e-4)
    assert rows[0, width + names.index("kind attack")] == pytest.approx(one.told["kind attack"])


def test_a_label_without_examples_is_never_the_answer() -> None:
    pytest.importorskip("sklearn")
    rows = np.eye(4, dtype=np.float32)
    labels = ["fire", "storm", "flood", "quake"]
    weights = event_types.fit(rows, ["fire", "fire", "flood", "quake"], 3, labels, 10_000.0)
    logits = rows @ weights[:, :-1].T + weights[:, -1]
    assert [labels[answer] for answer in logits.argmax(axis=1)] == ["fire", "fire", "flood", "quake"]
    assert (logits[:, 1] < -20).all()


def test_what_is_saved_is_what_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    kinds, codes = list(types.labels("case").values()), list(types.labels("plover"))
    weights = np.zeros((len(kinds), 4), dtype=np.float32)
    weights[kinds.index("grenade"), 2] = 9.0
    never = np.zeros((len(codes), 3), dtype=np.float32)
    types.save(tmp_path / "models" / types.MODEL, types.Head(["word grenade"], weights), types.Head([], never))
    told = types.Sample(np.ones(2, dtype=np.float32), {"word grenade": 1.0})
    assert types.likeliest(types.kinds(told)) == "grenade"
    assert list(types.codes(told).values()) == pytest.approx([1 / len(codes)] * len(codes))
