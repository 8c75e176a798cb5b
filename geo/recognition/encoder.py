"""A second encoder, of the same words: vectors for whoever reads on, which know what happens and not only names.

It began as the recogniser's and learnt to read events (:mod:`geo.training.reading`). One encoder for both was tried:
it named places worse (F1 .867 instead of .884 on the development parts), so there are two.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo import settings
from geo.inference import Floats, Network
from geo.recognition import tagger

if TYPE_CHECKING:
    from geo.recognition.encoding import Encoded

MODEL = "reader-encoder.onnx"


def vectors(encoded: Encoded) -> Floats:
    """Return a vector for each word of ``encoded``, shape (words, width).

    Raises:
        ModelError: if the model is missing or corrupt.

    """
    return tagger.run(_network(), "states", encoded, tagger.default().special)


@cache
def _network() -> Network:
    return Network(settings.load().data_dir / "models" / MODEL)
