"""The trained ranker: ensembles of trees, as ONNX graphs.

``geo.training.resolution`` writes the files; the model card in ``data/models/README.md`` says
what they learnt from.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo import settings
from geo.errors import ModelError
from geo.inference import Network, sigmoid
from geo.resolution.confidence import CONFIDENCE, confidence_features
from geo.resolution.features import FIRST_PASS, SECOND_PASS, Document

if TYPE_CHECKING:
    from geo.resolution.senses import Floats

DESCRIPTION = "ranker.json"
# Each pass sees the scores of the one before.
PASSES = {"first": FIRST_PASS, "second": SECOND_PASS}
_STAGES = {**PASSES, "confidence": CONFIDENCE}
_REMEDY = "Reinstall dateline, or train the ranker again with `python -m geo.training.resolution`."


class Ranker:
    """Scores the candidates of an article's mentions."""

    def __init__(self, directory: Path) -> None:
        """Load the ensembles from a directory.

        Raises:
            ModelError: if a file is missing, damaged or made for other features.

        """
        path = directory / DESCRIPTION
        try:
            description = json.loads(path.read_text(encoding="utf-8"))
            features = description["features"]
            self.scale: dict[str, float] = description["scale"]
            self.slope, self.offset = map(float, description["certainty"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: the ranker's description cannot be read ({error}). {_REMEDY}") from error
        if features != {name: list(columns) for name, columns in _STAGES.items()}:
            raise ModelError(f"{path}: the ranker was trained for another version of Dateline. {_REMEDY}")
        self._ensembles = {name: Network(directory / f"ranker-{name}.onnx") for name in _STAGES}

    def rank(self, document: Document) -> tuple[Floats, Floats]:
        """Return a probability for each row and, for each mention, how sure its best row is right.

        The probabilities of a mention's rows sum to 1.
        """
        scores = rows = np.zeros(0, np.float32)
        for name in PASSES:
            rows = document.first_pass if name == "first" else document.second_pass(scores)
            scores = softmax_by_mention(self.predict(name, rows) * np.float32(self.scale[name]), document)
        raw = self.predict("confidence", confidence_features(document, rows, scores))
        return scores, sigmoid(self.slope * raw + self.offset)

    def predict(self, name: str, matrix: Floats) -> Floats:
        """Return the raw output of one ensemble, one number a row."""
        if not len(matrix):
            return np.zeros(0, np.float32)
        (output,) = self._ensembles[name].run(rows=matrix).values()
        return output[:, 0]


def softmax_by_mention(values: Floats, document: Document) -> Floats:
    """Return values that sum to 1 over the rows of each mention; rows that are ruled out get 0."""
    if not len(values):
        return values
    values = np.where(document.ruled_out, np.float32(-1e9), values)
    starts = document.offsets[:-1][document.sizes > 0]
    sizes = document.sizes[document.sizes > 0]
    powers = np.exp(values - np.repeat(np.maximum.reduceat(values, starts), sizes))
    shares: Floats = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
    return shares


@cache
def default() -> Ranker:
    """Return the shipped ranker, loaded once per process.

    Raises:
        ModelError: see ``Ranker``.

    """
    return Ranker(settings.load().data_dir / "models")
