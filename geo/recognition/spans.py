"""Spans of words that may be names, and what speaks for each.

The network says what each word is; a name is a whole, and where it begins and ends, and whether the
articles' annotators would take it for one, shows better in the whole: the words around, the
capitalised run that it lies in, the gazetteer's say on it, and what becomes of its other
occurrences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.recognition.agreement import capitalised_runs
from geo.recognition.cues import cue
from geo.recognition.encoding import Encoded
from geo.recognition.names import NONE, NameClasses
from geo.recognition.tags import KINDS, OUTSIDE, PLACE_FIRST, PLACE_NEXT
from geo.recognition.viterbi import place_runs

Floats = NDArray[np.float32]
Words = tuple[int, int]
"""The first and the last word of a name."""

# How much likelier "no name" is made to be, to find what the network nearly takes for a name, or only just.
_ODDS = (1.0, 0.2, 0.05, 4.0)
_LONGEST = 8
_LEAST = 1e-6
# Occurrences are counted in so many characters at most: very long texts stay fast.
_MOST_READ = 200_000

COLUMNS = (
    *(f"found at odds {odds:g}" for odds in _ODDS),
    "log-probability",
    "first word begins",
    "first word is none",
    "first word continues",
    "first word is a demonym",
    "weakest continuation",
    "weakest word",
    "strongest word",
    "next word continues",
    "next word is none",
    "word before is named",
    *KINDS,
    "words",
    "rivals found",
    "longest rival",
    "class of the first word",
    "class of the last word",
    "class of the next word",
    "class of the word before",
    "class of the name",
    "capitalised words before",
    "capitalised words after",
    "capitalised words",
    "occurrences",
    "occurrences found",
    "share of occurrences found",
    "cue inside",
    "cue after",
    "cue before",
    "capital after",
    "capital before",
    "begins a line",
    "begins a sentence",
    "comma after",
    "comma before",
    "in capitals",
    "position",
    "names a word",
)


def candidates(encoded: Encoded, tags: Floats) -> dict[Words, set[float]]:
    """Return spans that may be names, with the odds at which the network finds them; variants of those have none."""
    found: dict[Words, set[float]] = {}
    for odds in _ODDS:
        leaning = tags.copy()
        leaning[:, OUTSIDE] *= odds
        for span in place_runs(leaning / leaning.sum(axis=1, keepdims=True)):
            found.setdefault(span, set()).add(odds)
    runs = {word: run for run in capitalised_runs(encoded) for word in run}
    for first, last in list(found):
        run = runs.get(first, [first])
        variants = [(first, last - 1), (first + 1, last)] if last > first else []
        if last <= run[-1]:
            variants += [(run[0], last), (first, run[-1]), (run[0], run[-1])]
            variants += [(first, last + 1)] if last < run[-1] else []
            variants += [(first - 1, last)] if first > run[0] else []
        for span in variants:
            if span[1] - span[0] < _LONGEST:
                found.setdefault(span, set())
    return found


def describe(
    encoded: Encoded, tags: Floats, kinds: Floats, spans: dict[Words, set[float]], names: NameClasses
) -> Floats:
    """Return the numbers of ``COLUMNS`` for each span, shape (spans, COLUMNS).

    ``tags`` and ``kinds`` are the probabilities of ``Tagger.probabilities``, the tags after the article's agreement.
    """
    logs = np.log(tags + _LEAST)
    classes = encoded.classes[encoded.firsts]
    words = [encoded.text[start:end] for start, end in encoded.spans]
    runs = {word: run for run in capitalised_runs(encoded) for word in run}
    chosen = sorted(span for span, odds in spans.items() if 1.0 in odds)
    found = Counter(" ".join(words[first : last + 1]) for first, last in chosen)
    density = len(chosen) / max(1, len(words))
    count = cache(encoded.text[:_MOST_READ].count)
    rows = np.zeros((len(spans), len(COLUMNS)), np.float32)
    for row, ((first, last), odds) in enumerate(spans.items()):
        before, after = first - 1, last + 1
        has_before, has_after = first > 0, after < len(words)
        surface = encoded.text[encoded.spans[first][0] : encoded.spans[last][1]]
        gap = encoded.text[encoded.spans[before][1] : encoded.spans[first][0]] if has_before else "\n"
        run = runs.get(first, [first])
        rivals = [(a, b) for a, b in _touching(chosen, first, last) if (a, b) != (first, last)]
        inner = logs[first + 1 : after, PLACE_NEXT]
        goes_on = tags[after, PLACE_NEXT] if has_after else 0.0
        occurrences = count(surface)
        named = found[" ".join(words[first:after])]
        previous, following = (words[before] if has_before else ""), (words[after] if has_after else "")
        rows[row] = (
            *(value in odds for value in _ODDS),
            logs[first, PLACE_FIRST] + inner.sum() + np.log(max(_LEAST, 1 - goes_on)),
            logs[first, PLACE_FIRST],
            logs[first, OUTSIDE],
            logs[first, PLACE_NEXT],
            logs[first, PLACE_NEXT + 1],
            inner.min() if len(inner) else 0,
            1 - tags[first:after, OUTSIDE].max(),
            1 - tags[first:after, OUTSIDE].min(),
            goes_on,
            tags[after, OUTSIDE] if has_after else 1,
            1 - tags[before, OUTSIDE] if has_before else 0,
            *kinds[first],
            after - first,
            len(rivals),
            max((b - a for a, b in rivals), default=-1),
            classes[first],
            classes[last],
            classes[after] if has_after else NONE,
            classes[before] if has_before else NONE,
            names.of_name(surface),
            first - run[0],
            run[-1] - last,
            len(run),
            occurrences,
            named,
            named / max(1, occurrences),
            cue(words[last]),
            cue(following),
            cue(previous),
            following[:1].isupper(),
            previous[:1].isupper(),
            "\n" in gap,
            previous in {".", "!", "?", ":", ";", '"', "“"},
            following == ",",
            previous == ",",
            words[first].isupper(),
            encoded.spans[first][0] / len(encoded.text),
            density,
        )
    return rows


def _touching(chosen: list[Words], first: int, last: int) -> list[Words]:
    """Return the found spans that share a word with the one from ``first`` to ``last``; ``chosen`` is sorted."""
    start = bisect_left(chosen, (first, -1))
    start = start - 1 if start and chosen[start - 1][1] >= first else start
    end = bisect_left(chosen, (last + 1, -1))
    return chosen[start:end]
