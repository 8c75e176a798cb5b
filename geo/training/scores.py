"""Fit the probability of events: ``python -m geo.training.scores [SHARED]``, after the reader itself.

The reader knows its training articles too well to say how often it is right, so the regression is fitted to the located
events of the development part and of the hard articles, and measured out of fold, whole articles at a time.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo import dateline, gazetteer, recognition, resolution, settings
from geo.annotation import parts, texts
from geo.annotation.parts import Part
from geo.evaluation import news_documents, news_gold
from geo.evaluation.news_gold import Gold
from geo.events import decoding, extraction, records, scoring
from geo.events.mentions import Told
from geo.files import write_whole
from geo.inference import sigmoid
from geo.model import Article

FOLDS = 8
STRENGTHS = (3.0, 10.0, 30.0, 100.0, 300.0)
Rows = NDArray[np.float64]


def articles(shared: Path) -> Iterator[tuple[Article, Gold]]:
    """Yield the articles of the development part and the hard ones, each with what is right of it."""
    for one, source in parts.articles(Part.DEVELOPMENT, shared):
        article = Article(one.id, source.text, source.title, published=one.published)
        yield article, news_gold.from_dict(news_gold.from_annotation(one, source.text))
    for path in sorted((shared / "articles" / "hard").glob("*.gold.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        day = dt.date.fromisoformat(record["published"])
        yield Article(record["id"], text, record.get("title"), published=day), news_gold.read(path)


def examples(shared: Path) -> tuple[Rows, Rows, NDArray[np.int64]]:
    """Return the features of located events, whether each is right, and the number of its article."""
    rows: list[Rows] = []
    right: list[float] = []
    article_of: list[int] = []
    places = gazetteer.default()
    for number, (article, gold) in enumerate(articles(shared)):
        dated = dataclasses.replace(article, dateline=dateline.find(article.text, article.published))
        reading = recognition.read(dated.text)
        if reading is None:
            continue
        toponyms = resolution.resolve(dated, reading.mentions, places)
        told: list[Told] = []
        known: list[Rows] = []
        for material in extraction.materials(dated, reading, toponyms):
            found = decoding.candidates_of(material)
            known += list(scoring.features(found, len(material.page)))
            told += decoding.shifted(found, len(told))
        events = records.records(dated, told, toponyms, reading)
        met = set(news_documents.matched(gold, events).values())
        for at, event in enumerate(events):
            if event.location is not None:
                rows.append(known[at])
                right.append(float(at in met))
                article_of.append(number)
    return np.stack(rows), np.asarray(right), np.asarray(article_of)


def fit(rows: Rows, right: Rows, strength: float) -> Rows:
    """Return weights and bias of a logistic regression; ``strength`` draws the weights of scaled features to 0."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = np.concatenate([(rows - mean) / spread, np.ones((len(rows), 1))], axis=1)
    penalty = np.diag([*[strength] * rows.shape[1], 0.0])
    weights = np.zeros(scaled.shape[1])
    for _ in range(30):  # Newton's steps
        likely = sigmoid(scaled @ weights)
        slope = scaled.T @ (likely - right) + penalty @ weights
        weights -= np.linalg.solve((scaled.T * (likely * (1 - likely))) @ scaled + penalty, slope)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean)


def out_of_fold(rows: Rows, right: Rows, article_of: NDArray[np.int64], strength: float) -> Rows:
    """Return how likely each event is right by a fit to the articles of the other folds."""
    folds = np.random.default_rng(0).permutation(int(article_of.max()) + 1) % FOLDS
    likely = np.zeros(len(rows))
    for fold in range(FOLDS):
        out = folds[article_of] == fold
        weights = fit(rows[~out], right[~out], strength)
        likely[out] = sigmoid(rows[out] @ weights[:-1] + weights[-1])
    return likely


def main() -> None:
    """Fit, say how well it tells right from wrong, and write ``reader-score.json``."""
    parser = argparse.ArgumentParser(prog="python -m geo.training.scores", description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=texts.shared_folder(), help="folder of others' corpora")
    parser.add_argument("--out", type=Path, default=settings.load().data_dir / "models")
    options = parser.parse_args()
    if options.shared is None:
        parser.error("others' corpora are not at hand: name their folder")
    rows, right, article_of = examples(options.shared)
    loss = {}
    for strength in STRENGTHS:
        likely = out_of_fold(rows, right, article_of, strength)
        loss[strength] = -float(np.log(np.where(right > 0, likely, 1 - likely)).mean())
    best = min(loss, key=loss.__getitem__)
    likely = out_of_fold(rows, right, article_of, best)
    for low in np.arange(0, 1, 0.1):
        there = (likely >= low) & (likely < low + 0.1)
        print(f"{low:.1f} to {low + 0.1:.1f}: {int(right[there].sum())} of {int(there.sum())} right")
    weights = fit(rows, right, best)
    named = dict(zip(scoring.FEATURES, (round(float(one), 5) for one in weights), strict=False))
    content = json.dumps({"weights": named, "bias": round(float(weights[-1]), 5)}, indent=1) + "\n"
    print(write_whole(options.out / scoring.MODEL, content.encode()), f"strength {best}, loss {loss[best]:.4f}")


if __name__ == "__main__":
    main()
