"""What tells a right answer from a wrong one, once the candidates are ranked.

Wrong is also a place for what is no place's name: people, firms, streets. The words beside the
name and what the rest of the article makes of it tell some of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from geo.model import Mention, MentionKind
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
    "distinct names",
    "lead over namesakes",
    "its country's share of the wording",
)
_OF_THE_NAME = (
    "best",
    "second best",
    "entropy",
    "recogniser's score",
    "demonym",
    "nested",
    "metonym",
    "mentions",
    "word before",
    "word after",
    "its other mentions' score",
    "share of its occurrences found",
)
CONFIDENCE = (*_OF_THE_NAME, *_OF_THE_BEST)

_WORD_BEFORE = re.compile(r"([\w.’'&-]+)\s$")
_WORD_AFTER = re.compile(r"\s([\w’'&-]+)")
# No recogniser is surer of a name than this; only names that a person gives are certain.
_SUREST = 0.9999
# Occurrences are counted in so many characters at most: very long texts stay fast.
_MOST_READ = 200_000


def confidence_features(document: Document, described: Floats, scores: Floats) -> Floats:
    """Return a row for each mention; mentions without candidates have a row of NaN.

    ``described`` is what the second pass saw, of which some columns say what the best candidate
    is and how it fits the article; ``scores`` are the probabilities that it gave.
    """
    matrix = np.full((len(document.mentions), len(CONFIDENCE)), np.nan, np.float32)
    if not len(document):
        return matrix
    columns = [SECOND_PASS.index(name) for name in _OF_THE_BEST]
    text = document.article.text
    by_name: dict[str, list[float]] = defaultdict(list)
    for mention in document.mentions:
        by_name[mention.span.text].append(mention.score)
    shares = {name: _share_found(text[:_MOST_READ], name, len(found)) for name, found in by_name.items()}
    for m, mention in enumerate(document.mentions):
        mine = scores[document.rows(m)]
        if not len(mine):
            continue
        ordered = np.sort(mine)[::-1]
        span, alike = mention.span, by_name[mention.span.text]
        matrix[m, : len(_OF_THE_NAME)] = (
            ordered[0],
            ordered[1] if len(ordered) > 1 else 0,
            -float(np.sum(mine * np.log(mine + 1e-9))),
            1.0 if given_for_sure(mention) else min(mention.score, _SUREST),
            mention.kind is MentionKind.DEMONYM,
            mention.kind is MentionKind.NESTED,
            mention.kind is MentionKind.METONYM,
            len(document.mentions),
            _word(_WORD_BEFORE.search(text[max(0, span.start - 30) : span.start])),
            _word(_WORD_AFTER.match(text[span.end : span.end + 30])),
            (sum(alike) - mention.score) / (len(alike) - 1) if len(alike) > 1 else np.nan,
            shares[span.text],
        )
        matrix[m, len(_OF_THE_NAME) :] = described[document.offsets[m] + int(np.argmax(mine)), columns]
    return matrix


def given_for_sure(mention: Mention) -> bool:
    """Say whether a person gave the mention, rather than that a recogniser found it."""
    return mention.score == 1.0


def _word(match: re.Match[str] | None) -> int:
    """Return 0 for no word, 1 for one in small letters, 2 for one with a capital, 3 for a number."""
    if not match:
        return 0
    first = match[1][0]
    return 3 if first.isdigit() else 2 if first.isupper() else 1


def _share_found(text: str, name: str, found: int) -> float:
    """Return which share of the name's occurrences in the text are mentions."""
    return min(1.0, found / max(1, text.count(name)))
