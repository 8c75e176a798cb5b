"""The articles that the ranker learns from: annotated news, laid out in rows of candidates.

Each article of the training parts comes as its annotators see it (names given, once more with the outlet's home where
that is known) and, where a recogniser's output is at hand, as the recogniser sees it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geo import gazetteer as gazetteers
from geo.errors import InputError
from geo.evaluation import corpora, geoparsing
from geo.evaluation.geoparsing_metrics import Gold
from geo.model import Article, Mention, MentionKind, Span
from geo.resolution import _inventory, home_place
from geo.resolution.distances import distances_km
from geo.resolution.features import Document, Home
from geo.resolution.outlets import home as outlet_home
from geo.training.known_places import CORPUS, known_places

if TYPE_CHECKING:
    from geo.resolution.senses import Floats


FOLDS = 5
# A candidate this near counts as right where the gazetteer lacks the gold's own id: waters and
# regions are given by a point anywhere in them.
_SAME_PLACE_KM = {"H": 300.0, "T": 100.0, "L": 100.0}
_SAME_TOWN_KM = 20.0
# Rounded scores of a recogniser must not look like the certainty of a name that is given.
_SUREST = 0.9999

# The recogniser's mentions of each article, by corpus and article.
Recognised = dict[tuple[str, str], list[tuple[int, int, str, float]]]


@dataclass(slots=True)
class Example:
    """A training article: its rows, which of them are right, and the fold it belongs to.

    ``golds`` has an entry for each mention of the document, None where the annotators name no place.
    """

    corpus: str
    document: Document
    golds: tuple[Gold | None, ...]
    found: bool  # whether a recogniser found the names
    fold: int
    right: Floats  # 1 for rows that are the gold's place
    exact: Floats  # 1 for rows with exactly the gold's id
    weight: float = 1.0  # how much it counts in learning
    rows: Floats = field(default_factory=lambda: np.zeros(0, np.float32))  # what the latest pass saw
    scores: Floats = field(default_factory=lambda: np.zeros(0, np.float32))  # and what it gave


def read(paths: Sequence[Path], gazetteer: gazetteers.Gazetteer, recognised: Recognised) -> list[Example]:
    """Lay out the training part of each corpus."""
    return [
        item for path in paths for record in corpora.training(path) for item in _of(path, record, gazetteer, recognised)
    ]


def read_known(gazetteer: gazetteers.Gazetteer, weight: float) -> list[Example]:
    """Lay out articles of our own that name a well-known place without context."""
    inventory = _inventory(gazetteer)
    examples = []
    for known in known_places(gazetteer):
        golds = [
            Gold(m.span.start, m.span.end, m.span.text, place.latitude, place.longitude, place.geonameid, demonym=False)
            for m, place in zip(known.mentions, known.places, strict=True)
        ]
        document = Document(known.article, known.mentions, inventory, None)
        examples.append(_example(CORPUS, document, golds, found=False, weight=weight))
    return examples


def read_recognised(path: Path | None) -> Recognised:
    """Read a recogniser's output on articles that it did not learn from.

    JSONL, an article a line: ``{"corpus", "id", "mentions": [[start, end, kind, score], ...]}``.

    Raises:
        InputError: if the file cannot be read or a line is of another form.

    """
    if path is None:
        return {}
    try:
        with path.open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        return {
            (record["corpus"], str(record["id"])): [tuple(mention) for mention in record["mentions"]]
            for record in records
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: not a recogniser's output ({error})") from error


def _of(
    path: Path, record: corpora.Record, gazetteer: gazetteers.Gazetteer, recognised: Recognised
) -> Iterator[Example]:
    golds = geoparsing.annotated(record, gazetteer)
    if not golds:
        return
    inventory = _inventory(gazetteer)
    article = Article(id=str(record["id"]), text=record["text"], title=record.get("title"))
    home = outlet_home(record.get("source")) or outlet_home(record.get("domain"))
    place = home_place(home, gazetteer) if home else None
    given = [
        Mention(Span(gold.start, gold.end, gold.name), MentionKind.DEMONYM if gold.demonym else MentionKind.LITERAL)
        for gold in golds
    ]
    found = [
        Mention(Span.of(article.text, start, end), MentionKind(kind), min(score, _SUREST))
        for start, end, kind, score in recognised.get((path.stem, article.id), [])
    ]
    for known in [None, Home.of(place, inventory)] if place else [None]:
        yield _example(path.stem, Document(article, given, inventory, known), golds, found=False)
        if found:
            yield _example(path.stem, Document(article, found, inventory, known), golds, found=True)


def _example(
    corpus: str, document: Document, annotated: Sequence[Gold], *, found: bool, weight: float = 1.0
) -> Example:
    """Lay out one article."""
    by_span = {(gold.start, gold.end): gold for gold in annotated}
    golds = tuple(by_span.get((mention.span.start, mention.span.end)) for mention in document.mentions)
    right, exact = np.zeros(len(document), np.float32), np.zeros(len(document), np.float32)
    for m, (gold, senses) in enumerate(zip(golds, document.senses, strict=True)):
        if gold is None or not len(senses) or gold.latitude is None or gold.longitude is None:
            continue
        ids = np.array([candidate.place.geonameid or -1 for candidate in senses.candidates])
        rows = document.rows(m)
        exact[rows] = ids == gold.geonameid
        right[rows] = exact[rows]
        if not exact[rows].any():
            kilometres = distances_km(
                senses.latitude, senses.longitude, np.radians(gold.latitude), np.radians(gold.longitude)
            )
            reach = np.array(
                [_SAME_PLACE_KM.get(c.place.feature_class, _SAME_TOWN_KM) for c in senses.candidates], np.float32
            )
            nearest = int(np.argmin(kilometres / reach))
            right[rows.start + nearest] = kilometres[nearest] < reach[nearest]
    digest = hashlib.sha256(f"fold/{corpus}/{document.article.id}".encode()).digest()
    return Example(corpus, document, golds, found, digest[0] % FOLDS, right, exact, weight)
