"""From probabilities to mentions: the spans that are likely names, then what the whole article says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.model import Mention, MentionKind, Span
from geo.recognition.agreement import agreed
from geo.recognition.encoding import Encoded
from geo.recognition.judge import Judge
from geo.recognition.names import CODE, DEMONYM
from geo.recognition.tags import DEMONYM_FIRST, KINDS, OUTSIDE
from geo.recognition.viterbi import FOLLOWS, Run, best_tags, runs

Floats = NDArray[np.float32]

_NOT_RULED_OUT = 0.995


def mentions(encoded: Encoded, probabilities: tuple[Floats, Floats], judge: Judge) -> list[Mention]:
    """Return the mentions that the probabilities of tags and kinds (see ``Tagger.probabilities``) speak for.

    A place's score is the probability that exactly these words name one, a demonym's the network's own.
    """
    tags, kinds = agreed(encoded, probabilities[0]), probabilities[1]
    places = judge.names(encoded, tags, kinds)
    taken = {word for first, last in places for word in range(first, last + 1)}
    tagged = runs(_with_demonyms(encoded, tags, best_tags(tags)))
    demonyms = [run for run in tagged if run.demonym and taken.isdisjoint(range(run.first, run.last + 1))]
    found = [
        *(_place(encoded, first, last, kinds, score) for (first, last), score in places.items()),
        *(_demonym(encoded, run, tags) for run in demonyms),
    ]
    return sorted(found, key=lambda mention: mention.span.start)


def _with_demonyms(encoded: Encoded, tags: Floats, sequence: list[int]) -> list[int]:
    """Return the tags with the words added that the gazetteer knows as demonyms and the network does not rule out.

    The corpora annotate demonyms now and then only, and the network hesitates as they do.
    """
    known = encoded.classes[encoded.firsts] == DEMONYM
    for word in np.flatnonzero(known & (tags[:, OUTSIDE] < _NOT_RULED_OUT)):
        following = sequence[word + 1] if word + 1 < len(sequence) else OUTSIDE
        if sequence[word] == OUTSIDE and following not in FOLLOWS:
            sequence[word] = DEMONYM_FIRST
    return sequence


def _place(encoded: Encoded, first: int, last: int, kinds: Floats, score: float) -> Mention:
    span = _span(encoded, first, last)
    if _is_abbreviation(encoded, first, last) and encoded.text[span.end : span.end + 1] == ".":
        span = Span.of(encoded.text, span.start, span.end + 1)
    return Mention(span, KINDS[int(kinds[first].argmax())], score)


def _demonym(encoded: Encoded, run: Run, tags: Floats) -> Mention:
    return Mention(_span(encoded, run.first, run.last), MentionKind.DEMONYM, float(1 - tags[run.first, OUTSIDE]))


def _span(encoded: Encoded, first: int, last: int) -> Span:
    return Span.of(encoded.text, encoded.spans[first][0], encoded.spans[last][1])


def _is_abbreviation(encoded: Encoded, first: int, last: int) -> bool:
    """Say whether the name is one shortened word ("Calif", "Mass"), whose full stop is part of it."""
    if first != last or encoded.classes[encoded.firsts[first]] != CODE:
        return False
    return not encoded.text[slice(*encoded.spans[first])].isupper()
