"""Which spans are names: a tree ensemble that weighs what the network and the article say about each.

``geo.training.recognition_spans`` writes it; the model card is in ``data/models/README.md``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo import settings
from geo.errors import ModelError
from geo.recognition.encoding import Encoded
from geo.recognition.names import NameClasses
from geo.recognition.spans import COLUMNS, Words, candidates, describe

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Floats = NDArray[np.float32]

MODEL = "recogniser-spans.onnx"
# On articles that neither network nor trees learnt from, F1 is the same from here to 0.5; a missed name is the worse
# error, because what follows can still doubt a wrong one.
LIKELY = 0.3
_REMEDY = "Reinstall dateline, or set DATELINE_DATA to a complete data directory."


class Judge:
    """A loaded ensemble. It holds no state of a text: one is enough for a process and its threads."""

    def __init__(self, session: InferenceSession, names: NameClasses) -> None:
        self._session = session
        self._names = names

    @classmethod
    def load(cls, path: Path, names: NameClasses) -> Judge:
        """Load the ensemble.

        Raises:
            ModelError: if the file is missing, corrupt or made for other columns.

        """
        import onnxruntime

        if not path.is_file():
            raise ModelError(f"{path}: the recogniser's judge of spans is missing. {_REMEDY}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            width = session.get_inputs()[0].shape[1]
        except Exception as error:  # onnxruntime raises its own, undocumented types for what is no model
            raise ModelError(f"{path}: the recogniser's judge of spans is corrupt. {_REMEDY}") from error
        if width != len(COLUMNS):
            raise ModelError(f"{path}: the judge of spans was trained for another version of Dateline. {_REMEDY}")
        return cls(session, names)

    def names(self, encoded: Encoded, tags: Floats, kinds: Floats) -> dict[Words, float]:
        """Return the likely names, none overlapping another, with their probabilities."""
        spans = candidates(encoded, tags)
        if not spans:
            return {}
        rows = describe(encoded, tags, kinds, spans, self._names)
        scores = 1 / (1 + np.exp(-self._session.run(None, {"rows": rows})[0][:, 0]))
        return likeliest(list(spans), [float(score) for score in scores])


def likeliest(spans: list[Words], scores: list[float]) -> dict[Words, float]:
    """Return the likely ones of ``spans``: where two overlap, the likelier one."""
    chosen: dict[Words, float] = {}
    taken: set[int] = set()
    for score, (first, last) in sorted(zip(scores, spans, strict=True), reverse=True):
        if score < LIKELY:
            break
        words = range(first, last + 1)
        if taken.isdisjoint(words):
            taken.update(words)
            chosen[first, last] = score
    return chosen


@cache
def default() -> Judge:
    """Return the shipped ensemble, loaded once per process.

    Raises:
        ModelError: if it is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    from geo import gazetteer

    return Judge.load(settings.load().data_dir / "models" / MODEL, NameClasses.of_gazetteer(gazetteer.default()))
