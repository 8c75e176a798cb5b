"""Train the ranker of places from annotated news.

One command, one thread, a fixed seed, minutes::

    python -m geo.training.resolution CORPUS.jsonl… [--recognised FILE] [--output data/models]

Only the training part of each corpus is read (``geo.evaluation.corpora.training``). Scores that
feed a later stage are always out of fold: an article is scored by an ensemble that has not seen
it. ``--recognised`` is what a recogniser finds in articles that it did not learn from
(``geo.training.recognition --leave-out``): from it the confidence learns how names go wrong that are
no places. Needs the extra ``dateline[train]``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import gazetteer as gazetteers
from geo.evaluation import corpora
from geo.resolution.coherence import COHERENCE
from geo.resolution.confidence import CONFIDENCE, confidence_features
from geo.resolution.ranking import DESCRIPTION, PASSES, softmax_by_mention
from geo.training.known_places import CORPUS
from geo.training.resolution_data import FOLDS, Example, read, read_known, read_recognised
from geo.training.trees import save_as_onnx

if TYPE_CHECKING:
    import lightgbm

    from geo.resolution.senses import Floats

SEED = 7
_SEEDS = 4
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
    "num_leaves": 12,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
# Articles of our own on well-known places, beside one of a newspaper's.
_KNOWN_WEIGHT = 0.2
_ROUNDS = {"first": 130, "second": 90, "confidence": 120}


# What never speaks against a candidate, however much of it there is, and what never speaks for one: the few hundred
# articles alone would teach otherwise here and there. Half of the ensemble is held to it; the mean of both halves
# carries over to other articles best.
_FOR = (
    "inside what follows",
    "country named",
    "admin1 named",
    "country's share of those named",
    "admin1's share of those named",
    "fits the words after it or in it",
    "fits the words before it",
    "wording of its country",
    "its country's share of the wording",
    "in the home's admin1",
    "in the home's country",
    *COHERENCE,
    "country of others",
    "admin1 of others",
    "admin2 of others",
    "others within 50 km",
    "others within 200 km",
    "share of others within 1000 km",
    "nearest other",
    "its country is named",
    "its admin1 is named",
    "its admin2 is named",
    "same place by another name",
    "score for the name",
    "lead over namesakes",
    "first score",
    "first score against the best",
)
_AGAINST = ("step", "distance to home", "first rank", "distance to the name before", "distance to the name after")


def monotone(columns: Sequence[str]) -> list[int]:
    """Return LightGBM's monotone constraints for the columns of a ranking stage."""
    return [1 if name in _FOR else -1 if name in _AGAINST else 0 for name in columns]


class Stage:
    """One ensemble: its features, how to train it, and its scores out of fold."""

    def __init__(self, name: str, columns: Sequence[str], parameters: dict[str, Any]) -> None:
        self.name = name
        self.columns = columns
        self.parameters = parameters
        self.boosters: list[lightgbm.Booster] = []

    def train(self, rows: Floats, labels: Floats, weights: Floats, groups: list[int] | None) -> list[lightgbm.Booster]:
        """Fit ensembles of other seeds, every second one under constraints; ``groups``: rows of one mention each."""
        import lightgbm

        data = lightgbm.Dataset(
            rows, labels, weight=weights, group=groups, feature_name=[n.replace(" ", "_") for n in self.columns]
        )
        parameters = {**self.parameters, "num_threads": 1, "deterministic": True, "verbosity": -1}
        constraints: tuple[dict[str, Any], ...] = (
            {},
            {"monotone_constraints": monotone(self.columns)} if groups else {},
        )
        return [
            lightgbm.train({**parameters, **constraints[number % 2], "seed": SEED + number}, data, _ROUNDS[self.name])
            for number in range(_SEEDS)
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
        boosters = stage.train(*ranking_rows([item for item in examples if item.fold != fold and not item.found]))
        for i, item in enumerate(examples):
            if item.fold == fold and len(item.rows):
                raw[i] = mean_score(boosters, item.rows)
    stage.boosters = stage.train(*ranking_rows([item for item in examples if not item.found]))
    return raw


def ranking_rows(examples: Sequence[Example]) -> tuple[Floats, Floats, Floats, list[int]]:
    """Stack the rows of mentions that have a right candidate; of a name's mentions in an article only the first few."""
    rows, labels, weights, groups = [], [], [], []
    for item in examples:
        for m in (m for mentions in item.document.names for m in mentions[:_MOST_MENTIONS]):
            mine = item.document.rows(m)
            if item.right[mine].any():
                rows.append(item.rows[mine])
                labels.append(item.right[mine])
                weights.append(np.full(mine.stop - mine.start, item.weight, np.float32))
                groups.append(mine.stop - mine.start)
    return np.concatenate(rows), np.concatenate(labels), np.concatenate(weights), groups


def best_scale(examples: Sequence[Example], raw: Sequence[Floats]) -> float:
    """Return the factor on raw scores that makes their softmax likeliest (a temperature)."""

    def loss(scale: float) -> float:
        total, count = 0.0, 0
        for item, scores in zip(examples, raw, strict=True):
            if item.found or item.corpus == CORPUS:
                continue
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
            if gold is None or gold.geonameid is None or (gold.demonym and not demonyms):
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

    Names that the annotators linked to no place are names for which any answer is wrong. A place
    without a GeoNames id is right where the gold is the same place.
    """
    from sklearn.linear_model import LogisticRegression

    recognised = {item.corpus for item in examples if item.found}
    rows, labels, weights, folds = [], [], [], []
    for item in examples:
        matrix = confidence_features(item.document, item.rows, item.scores)
        for m, gold in enumerate(item.golds):
            mine = item.document.rows(m)
            if mine.stop == mine.start:
                continue
            best = int(np.argmax(item.scores[mine]))
            has_id = item.document.senses[m].candidates[best].place.geonameid is not None
            judged = item.exact if has_id and gold is not None and gold.geonameid is not None else item.right
            for score in _scores(item, m, recognised):
                matrix[m, CONFIDENCE.index("recogniser's score")] = score
                rows.append(matrix[m].copy())
                labels.append(judged[mine.start + best])
                weights.append(item.weight)
                folds.append(item.fold)
    x, y, weight = (np.array(values, np.float32) for values in (rows, labels, weights))
    fold = np.array(folds)
    raw = np.zeros(len(y))
    for number in range(FOLDS):
        boosters = stage.train(x[fold != number], y[fold != number], weight[fold != number], None)
        raw[fold == number] = mean_score(boosters, x[fold == number])
    stage.boosters = stage.train(x, y, weight, None)
    sigmoid = LogisticRegression(C=1e6).fit(raw[:, None], y, weight)
    return [round(float(sigmoid.coef_[0, 0]), 5), round(float(sigmoid.intercept_[0]), 5)]


def _scores(item: Example, mention: int, recognised: set[str]) -> list[float]:
    """Return the recogniser's scores to learn a mention with: its own, or what stands for it in a gold."""
    gold = item.golds[mention]
    if item.found:
        return [item.document.mentions[mention].score]
    assert gold is not None
    linked = [] if gold.latitude is None else [1.0]
    return linked if item.corpus in recognised else [_FOUND, *linked]


def report(stage: str, examples: Sequence[Example]) -> None:
    """Print out-of-fold accuracy by corpus, without and with the outlets' homes."""
    for at_home in (False, True):
        chosen = [item for item in examples if (item.document.home is not None) is at_home and not item.found]
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
    parser.add_argument(
        "--recognised", type=Path, help="a recogniser's output on articles it did not learn from (JSONL)"
    )
    parser.add_argument("--output", type=Path, default=Path("data/models"), help="where the weights go")
    arguments = parser.parse_args()
    gazetteer = gazetteers.default()
    examples = read(arguments.corpora, gazetteer, read_recognised(arguments.recognised))
    examples += read_known(gazetteer, _KNOWN_WEIGHT)
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
