"""From probabilities to mentions: the best legal tag sequence, then what the whole article says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.model import Mention, MentionKind, Span
from geo.recognition.agreement import agreed, in_full
from geo.recognition.encoding import Encoded
from geo.recognition.tags import DEMONYM_FIRST, DEMONYM_NEXT, KINDS, OUTSIDE, PLACE_FIRST, PLACE_NEXT, TAGS

Floats = NDArray[np.float32]

_IMPOSSIBLE = -1e4
_FOLLOWS = {PLACE_NEXT: (PLACE_FIRST, PLACE_NEXT), DEMONYM_NEXT: (DEMONYM_FIRST, DEMONYM_NEXT)}


@dataclass(slots=True)
class _Found:
    """A run of words tagged as one name."""

    first: int
    last: int
    demonym: bool


def mentions(encoded: Encoded, probabilities: tuple[Floats, Floats]) -> list[Mention]:
    """Return the mentions that the probabilities of tags and kinds (see ``Tagger.probabilities``) speak for."""
    tags, kinds = probabilities
    tags = agreed(encoded, tags)
    found = [_mention(encoded, run, tags, kinds) for run in _runs(best_tags(tags))]
    return in_full(encoded.text, found)


def best_tags(tags: Floats) -> list[int]:
    """Return the likeliest sequence in which every continuation follows its beginning (Viterbi)."""
    if not len(tags):
        return []
    scores = np.log(tags + 1e-9)
    forbidden = np.zeros((len(TAGS), len(TAGS)))
    for following, before in _FOLLOWS.items():
        forbidden[[tag for tag in range(len(TAGS)) if tag not in before], following] = _IMPOSSIBLE
    best = scores[0] + forbidden[OUTSIDE]
    back = np.zeros(tags.shape, dtype=np.int64)
    for word in range(1, len(tags)):
        paths = best[:, None] + forbidden
        back[word] = paths.argmax(axis=0)
        best = paths.max(axis=0) + scores[word]
    sequence = [int(best.argmax())]
    for word in range(len(tags) - 1, 0, -1):
        sequence.append(int(back[word, sequence[-1]]))
    return sequence[::-1]


def _runs(tags: list[int]) -> list[_Found]:
    runs: list[_Found] = []
    for word, tag in enumerate(tags):
        if tag in (PLACE_FIRST, DEMONYM_FIRST):
            runs.append(_Found(word, word, tag == DEMONYM_FIRST))
        elif tag in _FOLLOWS:
            runs[-1].last = word
    return runs


def _mention(encoded: Encoded, found: _Found, tags: Floats, kinds: Floats) -> Mention:
    span = Span.of(encoded.text, encoded.spans[found.first][0], encoded.spans[found.last][1])
    score = float(1 - tags[found.first, OUTSIDE])
    if found.demonym:
        return Mention(span, MentionKind.DEMONYM, score)
    return Mention(span, KINDS[int(kinds[found.first].argmax())], score)
