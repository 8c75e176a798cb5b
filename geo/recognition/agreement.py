"""What the whole article says about a name: the network reads windows, an article means one thing by one name.

One sense per discourse (Gale, Church and Yarowsky, 1992), softly: the same run of capitalised words
is a place in all its occurrences or in none, and a name given in full once is not found in parts elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from geo.inference import sigmoid
from geo.model import Mention, MentionKind, Span
from geo.recognition.encoding import Encoded
from geo.recognition.names import FUNCTION_WORDS
from geo.recognition.tags import OUTSIDE

Floats = NDArray[np.float32]

# How far each occurrence moves to the mean of all, in log-odds: 0 keeps it, 1 makes all equal.
_PULL = 0.7
_SURE = 0.8
_BOUNDS = (1e-4, 1 - 1e-4)


def agreed(encoded: Encoded, tags: Floats) -> Floats:
    """Return the tag probabilities, shape (words, TAGS), with those of equal names drawn together."""
    occurrences: dict[tuple[str, ...], list[list[int]]] = defaultdict(list)
    for run in _capitalised_runs(encoded):
        name = tuple(encoded.text[slice(*encoded.spans[word])] for word in run)
        occurrences[name].append(run)
    result = tags.copy()
    for runs in occurrences.values():
        if len(runs) < 2:
            continue
        words = np.asarray(runs)
        named = np.clip(1 - tags[words, OUTSIDE], *_BOUNDS)
        odds = np.log(named / (1 - named))
        moved = sigmoid(odds + _PULL * (odds.mean(axis=0) - odds))
        result[words, 1:] *= (moved / named)[..., None]
        result[words, OUTSIDE] = 1 - moved
    return result


def _capitalised_runs(encoded: Encoded) -> list[list[int]]:
    """Return the longest runs of capitalised words that nothing but a space or hyphen divides."""
    runs: list[list[int]] = []
    current: list[int] = []
    for index, (start, end) in enumerate(encoded.spans):
        word = encoded.text[start:end]
        if word == "-" and current:
            continue
        capitalised = word[0].isupper() and word.casefold() not in FUNCTION_WORDS
        if capitalised and current and encoded.text[encoded.spans[current[-1]][1] : start] in (" ", "-"):
            current.append(index)
            continue
        if current:
            runs.append(current)
        current = [index] if capitalised else []
    if current:
        runs.append(current)
    return runs


def in_full(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with parts of a name made whole where the name is surely known from elsewhere in ``text``."""
    names = {
        mention.span.text
        for mention in mentions
        if mention.score >= _SURE and mention.kind is not MentionKind.DEMONYM and " " in mention.span.text
    }
    if not names:
        return mentions
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    result: list[Mention] = []
    rest = iter(known.finditer(text))
    whole = next(rest, None)
    for mention in mentions:
        while whole and whole.end() <= mention.span.start:
            whole = next(rest, None)
        if whole and whole.start() <= mention.span.start and mention.span.end <= whole.end():
            if result and result[-1].span.start == whole.start():
                continue  # a second part of the same name
            mention = Mention(Span.of(text, *whole.span()), mention.kind, mention.score)  # noqa: PLW2901
        result.append(mention)
    return result
