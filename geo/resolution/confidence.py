"""What tells a right answer from a wrong one, once the candidates are ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.model import MentionKind
from geo.resolution.features import SECOND_PASS, Document

if TYPE_CHECKING:
    from geo.resolution.senses import Floats

_OF_THE_BEST = (
    "log population",
    "population against the largest",
    "level",
    "feature class",
    "kind of name",
    "step",
    "similarity",
    "candidates",
    "words",
    "cue before",
    "cue after",
    "cue inside",
    "inside what follows",
    "country named",
    "admin1 named",
    "country of others",
    "admin1 of others",
    "others within 50 km",
    "nearest other",
    "others inside it",
    "certainty of the others",
    "distance to home",
)
CONFIDENCE = ("best", "second best", "entropy", "recogniser's score", "demonym", "nested", "mentions", *_OF_THE_BEST)


def confidence_features(document: Document, described: Floats, scores: Floats) -> Floats:
    """Return a row for each mention; mentions without candidates have a row of NaN.

    ``described`` is what the second pass saw, of which some columns say what the best candidate
    is and how it fits the article; ``scores`` are the probabilities that it gave.
    """
    matrix = np.full((len(document.mentions), len(CONFIDENCE)), np.nan, np.float32)
    if not len(document):
        return matrix
    columns = [SECOND_PASS.index(name) for name in _OF_THE_BEST]
    for m, mention in enumerate(document.mentions):
        mine = scores[document.rows(m)]
        if not len(mine):
            continue
        ordered = np.sort(mine)[::-1]
        matrix[m, :7] = (
            ordered[0],
            ordered[1] if len(ordered) > 1 else 0,
            -float(np.sum(mine * np.log(mine + 1e-9))),
            mention.score,
            mention.kind is MentionKind.DEMONYM,
            mention.kind is MentionKind.NESTED,
            len(document.mentions),
        )
        matrix[m, 7:] = described[document.offsets[m] + int(np.argmax(mine)), columns]
    return matrix
