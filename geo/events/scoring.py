"""How likely an event, its place and its class are right, by what the network is sure of and by how the event is told.

The network is surer than it is right, and knows nothing of the events beside. A logistic regression on a few features,
fitted to located events of the development part by :mod:`geo.training.scores`, says how often such events are right.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo import settings
from geo.errors import ModelError
from geo.events.mentions import Status, Told
from geo.inference import sigmoid
from geo.model import EventClass

MODEL = "reader-score.json"
_REMEDY = "Reinstall dateline, or fit it again with `python -m geo.training.scores`."
_COUNTRY, _FIRST_DIVISION = "PCL", "ADM1"
_FAINTEST = 1e-4
_FIGURED = (
    "happened", "place", "nowhere", "class", "resolved", "second", "sentences", "first", "named by", "namings",
    "beside", "demonym", "country", "first division", "within", "far", "toll", "dated", "further", "events",
    "of this place", "words",
)  # fmt: skip
FEATURES = (*_FIGURED, *(f"class {kind}" for kind in EventClass), *(f"status {status}" for status in Status))
"""What the regression sees, in the order of its inputs."""


def features(told: Sequence[Told], words: int) -> NDArray[np.float64]:
    """Return what is known of the events of one article of so many words, shape (events, FEATURES)."""
    often = Counter(_place_of(one) for one in told)
    rows = [_row(one, len(told), often[_place_of(one)], words) for one in told]
    return np.asarray(rows, dtype=np.float64).reshape(len(told), len(FEATURES))


def _row(one: Told, events: int, of_this_place: int, words: int) -> list[float]:
    place = one.scene.place if one.scene else None
    code = place.feature_code if place else ""
    sure = one.sureness
    figured = (
        _logit(sure.happened),
        _logit(sure.place),
        _logit(sure.nowhere),
        _logit(sure.event_class),
        _logit(sure.resolved),
        _logit(sure.second),
        math.log(max(sure.sentences, 1)),
        math.log1p(sure.first),
        math.log(max(sure.words, 1)),
        math.log(max(sure.namings, 1)),
        sure.is_beside,
        sure.is_demonym,
        code.startswith(_COUNTRY),
        code.startswith(_FIRST_DIVISION),
        one.scene is not None and one.scene.is_within,
        one.scene is not None and one.scene.is_far,
        one.killed is not None or one.injured is not None,
        one.date is not None,
        len(one.further_scenes),
        math.log(events),
        math.log(of_this_place),
        math.log(max(words, 1)),
    )
    kinds = [one.event_class is kind for kind in EventClass]
    return [*map(float, (*figured, *kinds)), *(float(one.status is status) for status in Status)]


def _place_of(one: Told) -> object:
    return one.scene.place.key if one.scene and one.scene.place else None


def _logit(probability: float) -> float:
    bounded = min(max(probability, _FAINTEST), 1 - _FAINTEST)
    return math.log(bounded / (1 - bounded))


class Judge:
    """The fitted regression."""

    def __init__(self, folder: Path) -> None:
        """Load it from ``folder``.

        Raises:
            ModelError: if its file is missing, damaged or made for other features.

        """
        path = folder / MODEL
        try:
            fitted = json.loads(path.read_text(encoding="utf-8"))
            names = tuple(fitted["weights"])
            self._weights = np.asarray(list(fitted["weights"].values()), dtype=np.float64)
            self._bias = float(fitted["bias"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"{path}: the weights of the score cannot be read ({error}). {_REMEDY}") from error
        if names != FEATURES:
            raise ModelError(f"{path}: the score was fitted for another version of Dateline. {_REMEDY}")

    def scored(self, told: Sequence[Told], words: int) -> list[Told]:
        """Return the events of an article with their ``score``."""
        likely = sigmoid(features(told, words) @ self._weights + self._bias)
        return [replace(one, score=round(float(score), 4)) for one, score in zip(told, likely, strict=True)]


@cache
def default() -> Judge:
    """Return the shipped judge, loaded once per process.

    Raises:
        ModelError: see ``Judge``.

    """
    return Judge(settings.load().data_dir / "models")
