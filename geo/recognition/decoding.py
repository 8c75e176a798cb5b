"""From probabilities to mentions: the best legal tag sequence, then what the whole article says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.model import Mention, MentionKind, Span
from geo.recognition.agreement import agreed, in_full
from geo.recognition.encoding import Encoded
from geo.recognition.names import CODE, DEMONYM
from geo.recognition.tagger import Seen
from geo.recognition.tags import DEMONYM_FIRST, DEMONYM_NEXT, KINDS, OUTSIDE, PLACE_FIRST, PLACE_NEXT, TAGS

Floats = NDArray[np.float32]

_FOLLOWS = {PLACE_NEXT: (PLACE_FIRST, PLACE_NEXT), DEMONYM_NEXT: (DEMONYM_FIRST, DEMONYM_NEXT)}
# What to add to the score of a step from one tag (row) to the next (column).
_FORBIDDEN = np.zeros((len(TAGS), len(TAGS)))
for _following, _before in _FOLLOWS.items():
    _FORBIDDEN[[tag for tag in range(len(TAGS)) if tag not in _before], _following] = -1e4
_SURELY_OUTSIDE = 0.99
_NOT_RULED_OUT = 0.995


@dataclass(slots=True)
class _Found:
    """A run of words tagged as one name."""

    first: int
    last: int
    demonym: bool


def mentions(encoded: Encoded, seen: Seen) -> list[Mention]:
    """Return the mentions that the probabilities of tags and kinds speak for."""
    kinds = seen.kinds
    tags = agreed(encoded, seen.tags)
    found = [_mention(encoded, run, tags, kinds) for run in _runs(_with_demonyms(encoded, tags, best_tags(tags)))]
    return in_full(encoded.text, found)


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


def _with_demonyms(encoded: Encoded, tags: Floats, sequence: list[int]) -> list[int]:
    """Return the tags with the words added that the gazetteer knows as demonyms and the network does not rule out.

    The corpora annotate demonyms now and then only, and the network hesitates as they do.
    """
    known = encoded.classes[encoded.firsts] == DEMONYM
    for word in np.flatnonzero(known & (tags[:, OUTSIDE] < _NOT_RULED_OUT)):
        following = sequence[word + 1] if word + 1 < len(sequence) else OUTSIDE
        if sequence[word] == OUTSIDE and following not in _FOLLOWS:
            sequence[word] = DEMONYM_FIRST
    return sequence


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
    if _is_abbreviation(encoded, found) and encoded.text[span.end : span.end + 1] == ".":
        span = Span.of(encoded.text, span.start, span.end + 1)
    score = float(1 - tags[found.first, OUTSIDE])
    if found.demonym:
        return Mention(span, MentionKind.DEMONYM, score)
    return Mention(span, KINDS[int(kinds[found.first].argmax())], score)


def _is_abbreviation(encoded: Encoded, found: _Found) -> bool:
    """Say whether the name is one shortened word ("Calif", "Mass"), whose full stop is part of it."""
    if found.first != found.last or encoded.classes[encoded.firsts[found.first]] != CODE:
        return False
    return not encoded.text[slice(*encoded.spans[found.first])].isupper()
