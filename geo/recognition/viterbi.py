"""The likeliest legal sequence of tags, and the names that it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.recognition.tags import DEMONYM_FIRST, DEMONYM_NEXT, OUTSIDE, PLACE_FIRST, PLACE_NEXT, TAGS

Floats = NDArray[np.float32]

FOLLOWS = {PLACE_NEXT: (PLACE_FIRST, PLACE_NEXT), DEMONYM_NEXT: (DEMONYM_FIRST, DEMONYM_NEXT)}
"""Which tags a continuing tag may follow."""

# What to add to the score of a step from one tag (row) to the next (column).
_FORBIDDEN = np.zeros((len(TAGS), len(TAGS)))
for _following, _before in FOLLOWS.items():
    _FORBIDDEN[[tag for tag in range(len(TAGS)) if tag not in _before], _following] = -1e4
_SURELY_OUTSIDE = 0.99


@dataclass(slots=True)
class Run:
    """A run of words tagged as one name."""

    first: int
    last: int
    demonym: bool


def best_tags(tags: Floats) -> list[int]:
    """Return the likeliest sequence of tags in which every continuation follows its beginning.

    Most words are surely outside; Viterbi's search runs over the stretches between them.
    """
    sequence = [OUTSIDE] * len(tags)
    unsure = np.flatnonzero(tags[:, OUTSIDE] <= _SURELY_OUTSIDE)
    for stretch in np.split(unsure, np.flatnonzero(np.diff(unsure) > 1) + 1):
        if len(stretch):
            first, last = int(stretch[0]), int(stretch[-1]) + 1
            sequence[first:last] = _viterbi(np.log(tags[first:last] + 1e-9))
    return sequence


def _viterbi(scores: NDArray[np.floating]) -> list[int]:
    """Return the path of the highest sum of log-probabilities, shape (words, TAGS), that starts from outside."""
    best = scores[0] + _FORBIDDEN[OUTSIDE]
    back = []
    for word in scores[1:]:
        paths = best[:, None] + _FORBIDDEN
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + word
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def runs(tags: list[int]) -> list[Run]:
    """Return the names that a legal sequence of tags holds, in order."""
    found: list[Run] = []
    for word, tag in enumerate(tags):
        if tag in (PLACE_FIRST, DEMONYM_FIRST):
            found.append(Run(word, word, tag == DEMONYM_FIRST))
        elif tag in FOLLOWS:
            found[-1].last = word
    return found


def place_runs(tags: Floats) -> list[tuple[int, int]]:
    """Return the first and last word of each name of a place in the likeliest sequence."""
    return [(run.first, run.last) for run in runs(best_tags(tags)) if not run.demonym]
