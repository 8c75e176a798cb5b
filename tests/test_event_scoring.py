"""How likely an event is right, from what the network is sure of and how the event is told."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from handmade import TURIN

from geo.errors import ModelError
from geo.events import scoring
from geo.events.mentions import Scene, Status, Sureness, Told, Trigger
from geo.model import EventClass, Span
from geo.training import scores

TEXT = "A raid in Turin."
RAID = Told(
    triggers=(Trigger(Span.of(TEXT, 2, 6), 0.9),),
    event_class=EventClass.VIOLENCE,
    status=Status.NEWS,
    sureness=Sureness(0.9, 0.8, 0.1, 0.9),
    scene=Scene(Span.of(TEXT, 10, 15), TURIN, 0.8, 10),
)


def test_each_feature_has_a_weight_and_every_event_a_probability() -> None:
    assert scoring.features([RAID, RAID], 4).shape == (2, len(scoring.FEATURES))
    assert scoring.features([], 4).shape == (0, len(scoring.FEATURES))
    (one,) = scoring.default().scored([RAID], 4)
    assert 0 < one.score < 1
    assert replace(one, score=RAID.score) == RAID


@pytest.mark.parametrize(
    "sureness", [Sureness(0.4, 0.8, 0.1, 0.9), Sureness(0.9, 0.8, 0.1, 0.3), Sureness(0.9, 0.3, 0.6, 0.9)]
)
def test_what_the_network_is_less_sure_of_is_less_likely_right(sureness: Sureness) -> None:
    sure, unsure = (scoring.default().scored([one], 100)[0].score for one in (RAID, replace(RAID, sureness=sureness)))
    assert unsure < sure


@pytest.mark.parametrize("content", ["", "{}", '{"weights": {"x": 1}, "bias": 0}', '{"weights": [], "bias": 0}'])
def test_weights_that_are_damaged_or_of_another_version_are_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / scoring.MODEL
    path.write_text(content)
    with pytest.raises(ModelError, match=scoring.MODEL):
        scoring.Judge(tmp_path)


def test_the_shipped_weights_are_of_this_version() -> None:
    path = Path(scoring.settings.load().data_dir) / "models" / scoring.MODEL
    assert tuple(json.loads(path.read_text())["weights"]) == scoring.FEATURES


def test_the_fit_finds_what_makes_events_right() -> None:
    draw = np.random.default_rng(1)
    rows = draw.normal(size=(2000, 3))
    right = (draw.random(2000) < 1 / (1 + np.exp(-(2 * rows[:, 0] - rows[:, 1])))).astype(float)
    *weights, bias = scores.fit(rows, right, 1.0)
    assert weights == pytest.approx([2, -1, 0], abs=0.3)
    assert bias == pytest.approx(0, abs=0.3)
    likely = scores.out_of_fold(rows, right, np.arange(2000) // 10, 1.0)
    assert likely[right > 0].mean() > likely[right == 0].mean() + 0.3
