"""Train the ranker of places from annotated news.

One command, one thread, a fixed seed, minutes::

    python -m geo.training.resolution CORPUS.jsonl… [--output data/models]

Only the training part of each corpus is read (``geo.evaluation.corpora.training``). Scores that
feed a later stage are always out of fold: an article is scored by an ensemble that has not seen
it. Needs the extra ``dateline[train]``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import gazetteer as gazetteers
from geo.evaluation import corpora, geoparsing
from geo.evaluation.geoparsing_metrics import Gold
from geo.model import Article, Mention, MentionKind, Span
from geo.resolution import _home_place, _inventory
from geo.resolution.confidence import CONFIDENCE, confidence_features
from geo.resolution.features import Document, Home, distances_km
from geo.resolution.outlets import home as outlet_home
from geo.resolution.ranking import DESCRIPTION, PASSES, softmax_by_mention
from geo.training.trees import save_as_onnx

if TYPE_CHECKING:
    import lightgbm

    from geo.resolution.senses import Floats, SenseInventory

SEED = 7
FOLDS = 5
_SEEDS = 3
# A candidate this near counts as right where the gazetteer lacks the gold's own id: waters and
# regions are given by a point anywhere in them.
_SAME_PLACE_KM = {"H": 300.0, "T": 100.0, "L": 100.0}
_SAME_TOWN_KM = 20.0
# What stands for the score of a name that a recogniser found: anything below certainty.
_FOUND = 0.9
# An article that names one town twenty times teaches no more than one that names it three times.
_MOST_MENTIONS = 3
_RANKING = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 5,
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 40,
    "lambda_l2": 3.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
_CONFIDENCE = {
    "objective": "binary",
    "num_leaves": 8,
    "learning_rate": 0.08,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
_ROUNDS = {"first": 130, "second": 90, "confidence": 60}


@dataclass(slots=True)
class Example:
    """A training article: its rows, which of them are right, and the fold it belongs to."""

    corpus: str
    document: Document
    golds: tuple[Gold, ...]
    right: Floats  # 1 for rows that are the gold's place
    exact: Floats  # 1 for rows with exactly the gold's id
    fold: int
    rows: Floats = field(default_factory=lambda: np.zeros(0, np.float32))  # what the latest pass saw
    scores: Floats = field(default_factory=lambda: np.zeros(0, np.float32))  # and what it gave


def read(paths: Sequence[Path], gazetteer: gazetteers.Gazetteer) -> list[Example]:
    """Lay out the training part of each corpus, and once more with the outlets' homes where they are known."""
    inventory = _inventory(gazetteer)
    examples = []
    for path in paths:
        for record in corpora.training(path):
            golds = geoparsing.annotated(record, gazetteer)
            if not golds:
                continue
            home = outlet_home(record.get("source")) or outlet_home(record.get("domain"))
            place = _home_place(home, gazetteer) if home else None
            for known in [None, Home.of(place, inventory)] if place else [None]:
                examples.append(example(path.stem, record, golds, inventory, known))
    return examples


def example(
    corpus: str,
    record: corpora.Record,
    golds: tuple[Gold, ...],
    inventory: SenseInventory,
    home: Home | None,
) -> Example:
    """Lay out one article."""
    article = Article(id=str(record["id"]), text=record["text"], title=record.get("title"))
    mentions = [
        Mention(Span(gold.start, gold.end, gold.name), MentionKind.DEMONYM if gold.demonym else MentionKind.LITERAL)
        for gold in golds
    ]
    document = Document(article, mentions, inventory, home)
    right, exact = np.zeros(len(document), np.float32), np.zeros(len(document), np.float32)
    for m, (gold, senses) in enumerate(zip(golds, document.senses, strict=True)):
        if not len(senses) or gold.latitude is None or gold.longitude is None:
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
    digest = hashlib.sha256(f"fold/{corpus}/{article.id}".encode()).digest()
    return Example(corpus, document, golds, right, exact, digest[0] % FOLDS)


class Stage:
    """One ensemble: its features, how to train it, and its scores out of fold."""

    def __init__(self, name: str, columns: Sequence[str], parameters: dict[str, Any]) -> None:
        self.name = name
        self.columns = columns
        self.parameters = parameters
        self.boosters: list[lightgbm.Booster] = []

    def train(self, rows: Floats, labels: Floats, groups: list[int] | None) -> list[lightgbm.Booster]:
        """Fit ensembles that differ in their seed alone; ``groups`` are the numbers of rows of one mention each."""
        import lightgbm

        data = lightgbm.Dataset(rows, labels, group=groups, feature_name=[n.replace(" ", "_") for n in self.columns])
        parameters = {**self.parameters, "num_threads": 1, "deterministic": True, "verbosity": -1}
        return [
            lightgbm.train({**parameters, "seed": SEED + number}, data, _ROUNDS[self.name]) for number in range(_SEEDS)
        ]


def mean_score(boosters: Sequence[lightgbm.Booster], rows: Floats) -> Floats:
    """Return the mean raw score of each row."""
    scores = [booster.predict(rows, raw_score=True, num_threads=1) for booster in boosters]
    mean: Floats = np.mean(scores, axis=0).astype(np.float32)
    return mean


def rank(stage: Stage, examples: Sequence[Example]) -> list[Floats]:
    """Train a ranking stage on all examples; return each example's raw scores, out of fold."""
    raw: list[Floats] = [np.zeros(0, np.float32)] * len(examples)
    for fold in range(FOLDS):
        boosters = stage.train(*ranking_rows([item for item in examples if item.fold != fold]))
        for i, item in enumerate(examples):
            if item.fold == fold and len(item.rows):
                raw[i] = mean_score(boosters, item.rows)
    stage.boosters = stage.train(*ranking_rows(examples))
    return raw


def ranking_rows(examples: Sequence[Example]) -> tuple[Floats, Floats, list[int]]:
    """Stack the rows of mentions that have a right candidate; of a name's mentions in an article only the first few."""
    rows, labels, groups = [], [], []
    for item in examples:
        for m in (m for mentions in item.document.names for m in mentions[:_MOST_MENTIONS]):
            mine = item.document.rows(m)
            if item.right[mine].any():
                rows.append(item.rows[mine])
                labels.append(item.right[mine])
                groups.append(mine.stop - mine.start)
    return np.concatenate(rows), np.concatenate(labels), groups


def best_scale(examples: Sequence[Example], raw: Sequence[Floats]) -> float:
    """Return the factor on raw scores that makes their softmax likeliest (a temperature)."""

    def loss(scale: float) -> float:
        total, count = 0.0, 0
        for item, scores in zip(examples, raw, strict=True):
            shares = softmax_by_mention(scores * np.float32(scale), item.document)
            for m in range(len(item.golds)):
                mine = item.document.rows(m)
                if item.right[mine].any():
                    total -= float(np.log((shares[mine] * item.right[mine]).sum() + 1e-9))
                    count += 1
        return total / count

    return min((0.3, 0.45, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0), key=loss)


def accuracy(examples: Iterable[Example], demonyms: bool = False) -> tuple[int, int]:
    """Return how many golds with an id got exactly that id, and how many there are."""
    right = count = 0
    for item in examples:
        for m, gold in enumerate(item.golds):
            if gold.geonameid is None or (gold.demonym and not demonyms):
                continue
            mine = item.document.rows(m)
            count += 1
            if mine.stop > mine.start:
                right += int(item.exact[mine.start + int(np.argmax(item.scores[mine]))])
    return right, count


def train(examples: list[Example]) -> tuple[dict[str, Stage], dict[str, Any]]:
    """Train all stages; return them and what the runtime has to know about them."""
    stages: dict[str, Stage] = {}
    scale: dict[str, float] = {}
    for name, columns in PASSES.items():
        stages[name] = Stage(name, columns, _RANKING)
        for item in examples:
            item.rows = item.document.first_pass if name == "first" else item.document.second_pass(item.scores)
        raw = rank(stages[name], examples)
        scale[name] = best_scale(examples, raw)
        for item, scores in zip(examples, raw, strict=True):
            item.scores = softmax_by_mention(scores * np.float32(scale[name]), item.document)
        report(f"{name} pass", examples)
    stages["confidence"] = Stage("confidence", CONFIDENCE, _CONFIDENCE)
    certainty = train_confidence(stages["confidence"], examples)
    description = {
        "features": {name: list(stage.columns) for name, stage in stages.items()},
        "scale": scale,
        "certainty": certainty,
    }
    return stages, description


def train_confidence(stage: Stage, examples: Sequence[Example]) -> list[float]:
    """Train the probability that the best candidate is right; return its calibration (Platt 1999): slope, offset.

    Linked golds are seen twice: as names given for sure, and as names that a recogniser found.
    Names that the annotators linked to no place are seen as found ones, for which any answer is
    wrong. A place without a GeoNames id is right where the gold is the same place.
    """
    from sklearn.linear_model import LogisticRegression

    rows, labels, folds = [], [], []
    given = CONFIDENCE.index("recogniser's score")
    for item in examples:
        matrix = confidence_features(item.document, item.rows, item.scores)
        for m, gold in enumerate(item.golds):
            mine = item.document.rows(m)
            if mine.stop == mine.start:
                continue
            best = int(np.argmax(item.scores[mine]))
            has_id = item.document.senses[m].candidates[best].place.geonameid is not None
            judged = item.exact if has_id and gold.geonameid is not None else item.right
            for score in [_FOUND] if gold.latitude is None else [_FOUND, 1.0]:
                matrix[m, given] = score
                rows.append(matrix[m].copy())
                labels.append(judged[mine.start + best])
                folds.append(item.fold)
    x, y, fold = np.array(rows, np.float32), np.array(labels, np.float32), np.array(folds)
    raw = np.zeros(len(y))
    for number in range(FOLDS):
        boosters = stage.train(x[fold != number], y[fold != number], None)
        raw[fold == number] = mean_score(boosters, x[fold == number])
    stage.boosters = stage.train(x, y, None)
    sigmoid = LogisticRegression(C=1e6).fit(raw[:, None], y)
    return [round(float(sigmoid.coef_[0, 0]), 5), round(float(sigmoid.intercept_[0]), 5)]


def report(stage: str, examples: Sequence[Example]) -> None:
    """Print out-of-fold accuracy by corpus, without and with the outlets' homes."""
    for at_home in (False, True):
        chosen = [item for item in examples if (item.document.home is not None) is at_home]
        figures = []
        for corpus in [*dict.fromkeys(item.corpus for item in chosen), "pooled"]:
            pool = ("lgl", "trnews", "gwn") if corpus == "pooled" else (corpus,)
            right, count = accuracy(item for item in chosen if item.corpus in pool)
            figures.append(f"{corpus} {right / max(1, count):.4f} of {count}")
        print(f"{stage}, {'with' if at_home else 'without'} home: " + ", ".join(figures), flush=True)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description="Train the ranker of places.")
    parser.add_argument("corpora", nargs="+", type=Path, help="annotated corpora (JSONL)")
    parser.add_argument("--output", type=Path, default=Path("data/models"), help="where the weights go")
    arguments = parser.parse_args()
    examples = read(arguments.corpora, gazetteers.default())
    stages, description = train(examples)
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, stage in stages.items():
        save_as_onnx(stage.boosters, arguments.output / f"ranker-{name}.onnx")
    records = [record for path in arguments.corpora for record in corpora.training(path)]
    corpora.write_learnt_from(records, arguments.output / corpora.LEARNT_FROM)
    text = json.dumps(description, indent=1, ensure_ascii=False)
    (arguments.output / DESCRIPTION).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
