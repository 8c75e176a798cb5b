"""The encoder: names and events share its vectors of words; each has layers of its own above them.

The layers for events began as the recogniser's and learnt to read events (:mod:`geo.training.reading`). One encoder
for both was tried: it named places worse (F1 .867 instead of .884 on the development parts). Sharing the two lowest
layers, as names need them, was tried too, with a tenth less news: of the main events of real news .63 were found in
place of .65, of our own .42 in place of .48, with the same share of right pins.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geo import settings
from geo.inference import Floats, Network
from geo.recognition.encoding import EDGE
from geo.recognition.windows import windows

if TYPE_CHECKING:
    from geo.recognition.encoding import Encoded

WORDS_MODEL = "encoder.onnx"
EVENTS_MODEL = "reader-encoder.onnx"
SEAM = "words"
"""What the graphs call the vectors of words, shape (windows, tokens, width)."""
# Windows in one run: enough to fill the matrix kernels, few enough to keep memory flat on a text of 1 MB.
_BATCH = 8


class Encoder:
    """The loaded vectors of words. They hold no state of a text: one is enough for a process and its threads."""

    def __init__(self, folder: Path, special: tuple[int, int], threads: int = 1) -> None:
        """Load them from ``folder``; ``special`` are the ids of the tokens that open and close a window.

        Raises:
            ModelError: if the file is missing or corrupt.

        """
        self._network = Network(folder / WORDS_MODEL, threads)
        self._special = special

    def run(self, encoded: Encoded, networks: Sequence[Network]) -> list[Floats]:
        """Return what each of the networks says of each word, shapes (words, width), window by window."""
        parts: list[tuple[int, list[Floats]]] = []
        ranges = sorted(windows(encoded), key=lambda window: window[1] - window[0])
        for start in range(0, len(ranges), _BATCH):
            batch = ranges[start : start + _BATCH]
            inputs = _inputs(encoded, batch, self._special)
            seam = self._network.run(tokens=inputs.pop("tokens"))
            found = [next(iter(network.run(**seam, **inputs).values())) for network in networks]
            parts += [
                (first, [one[row, 1 : last - first + 1] for one in found]) for row, (first, last) in enumerate(batch)
            ]
        parts.sort(key=lambda part: part[0])
        return [np.concatenate([rows[which] for _, rows in parts])[encoded.firsts] for which in range(len(networks))]


def _inputs(encoded: Encoded, batch: list[tuple[int, int]], special: tuple[int, int]) -> dict[str, NDArray[np.int64]]:
    shape = (len(batch), max(last - first for first, last in batch) + 2)
    tokens, cases, classes, mask = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    for row, (first, last) in enumerate(batch):
        end = last - first + 1
        tokens[row, 0], tokens[row, end] = special
        cases[row, 0] = cases[row, end] = EDGE
        tokens[row, 1:end] = encoded.tokens[first:last]
        cases[row, 1:end] = encoded.cases[first:last]
        classes[row, 1:end] = encoded.classes[first:last]
        mask[row, : end + 1] = 1
    return {"tokens": tokens, "cases": cases, "classes": classes, "mask": mask}


@cache
def for_events() -> Network:
    """Return the layers that read events, loaded once per process.

    Raises:
        ModelError: if the model is missing or corrupt.

    """
    return Network(settings.load().data_dir / "models" / EVENTS_MODEL)
