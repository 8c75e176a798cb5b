"""Train the regressions of event types: ``python -m geo.training.event_types CORPORA``.

They look at what the shipped encoder makes of a sentence (see :mod:`geo.events.types`), so that they are trained anew
whenever it is. They learn from the training parts of ``case2021_task2.jsonl`` (snippets of news with ACLED sub-event
types) and ``plover_gsr.jsonl`` (sentences with PLOVER codes), from ``event_type_examples.tsv`` and
``plover_examples.tsv``, sentences of our own, and from those that :mod:`geo.training.plover_sentences` composes. The
strength of each is the best in five-fold cross-validation on its corpus. Seeds are fixed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo import recognition, settings
from geo.evaluation import corpora
from geo.events import types
from geo.events.types import Head, Sample
from geo.training import plover_sentences

SEED = 1
FOLDS = 5
STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)
"""Inverse strengths of the penalty to choose from."""
# Each number of the vectors is put to this standard deviation, so that all have the same say beside the words.
_SPREAD = 0.05
_LEAST = 1e-4
# In how many ways each composed act is told besides as done.
WAYS = 10
_NEVER = -30.0
Rows = NDArray[np.float32]
Labelled = list[tuple[str, str]]


def own_examples(name: str) -> Labelled:
    """Return the labels and sentences of a file of examples beside this module."""
    lines = resources.files("geo.training").joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(label, text) for label, text in rows]


def samples(texts: Sequence[str]) -> list[Sample]:
    """Return the texts as the regressions see them."""
    return [types.sample(recognition.read(text)) for text in texts]


def vocabulary(seen: Sequence[Sample]) -> list[str]:
    """Return the features of more than one text."""
    counts = Counter(name for one in seen for name in one.told)
    return sorted(name for name, count in counts.items() if count > 1)


def features(seen: Sequence[Sample], names: Sequence[str]) -> Rows:
    """Return the columns of each sample, shape (samples, columns)."""
    width = max(len(one.vector) for one in seen)
    return np.stack([types.row(one, names, width) for one in seen])


def fit(rows: Rows, answers: Sequence[str], width: int, labels: Sequence[str], strength: float) -> Rows:
    """Return the weights of a regression, shape (labels, columns + 1); the last column is the bias.

    The first ``width`` columns are a vector.
    """
    from sklearn.linear_model import LogisticRegression

    vectors = np.arange(rows.shape[1]) < width
    means = np.where(vectors, rows.mean(axis=0), 0)
    scales = np.where(vectors, _SPREAD / (rows.std(axis=0) + _LEAST), 1)
    model = LogisticRegression(C=strength, max_iter=3000, class_weight="balanced").fit((rows - means) * scales, answers)
    weights = np.zeros((len(labels), rows.shape[1] + 1), dtype=np.float32)
    weights[:, -1] = _NEVER  # a label without an example is never the answer
    for row, label in enumerate(model.classes_):
        weights[labels.index(label), :-1] = model.coef_[row] * scales
        weights[labels.index(label), -1] = model.intercept_[row] - model.coef_[row] @ (means * scales)
    return weights


def trained(of_corpus: Labelled, of_ours: Labelled, labels: Sequence[str]) -> tuple[Head, float, float]:
    """Return what a corpus and examples of ours teach, with its strength and share of right answers out of fold.

    Only the corpus is held out in cross-validation: the examples of ours are always learnt from.
    """
    seen = samples([text for _, text in (*of_corpus, *of_ours)])
    answers = np.array([label for label, _ in (*of_corpus, *of_ours)])
    names = vocabulary(seen)
    rows = features(seen, names)
    width = rows.shape[1] - len(names)
    folds = np.full(len(seen), FOLDS)
    folds[: len(of_corpus)] = np.random.default_rng(SEED).permutation(len(of_corpus)) % FOLDS

    def right(strength: float) -> float:
        hits = 0
        for fold in range(FOLDS):
            kept, out = folds != fold, folds == fold
            weights = fit(rows[kept], answers[kept].tolist(), width, labels, strength)
            best = (rows[out] @ weights[:, :-1].T + weights[:, -1]).argmax(axis=1)
            hits += int((np.array(labels)[best] == answers[out]).sum())
        return hits / len(of_corpus)

    shares = {strength: right(strength) for strength in STRENGTHS}
    best = max(STRENGTHS, key=lambda strength: shares[strength])
    return Head(names, fit(rows, answers.tolist(), width, labels, best)), best, shares[best]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the corpora in a folder and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder that holds the corpora")
    parser.add_argument("--out", type=Path, default=settings.load().data_dir / "models")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    case, plover = types.labels("case"), types.labels("plover")
    snippets = corpora.training(options.corpora / "case2021_task2.jsonl")
    snippets = [record for record in snippets if record["case_label"] in case]
    coded = [record for record in corpora.training(options.corpora / "plover_gsr.jsonl") if record["event"] in plover]
    kinds, *of_kinds = trained(
        [(case[record["case_label"]], record["text"]) for record in snippets],
        own_examples("event_type_examples.tsv"),
        list(case.values()),
    )
    codes, *of_codes = trained(
        [(record["event"], record["text"]) for record in coded],
        own_examples("plover_examples.tsv") + plover_sentences.compose(WAYS),
        list(plover),
    )
    types.save(options.out / types.MODEL, kinds, codes)
    # The rules and lexicons of event extraction were written on the training parts of the other corpora.
    seen = snippets + coded
    for name in ("isaf", "muc4", "event_location", "giveme5w1h"):
        seen += corpora.training(options.corpora / f"{name}.jsonl")
    corpora.write_learnt_from(seen, options.out / "learnt-from-events.txt")
    for what, (strength, share) in (("kinds", of_kinds), ("codes", of_codes)):
        print(f"{what}: strength {strength}, right out of fold {share:.3f}")


if __name__ == "__main__":
    main()
