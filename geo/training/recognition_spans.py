"""Train the judge of spans: ``python -m geo.training.recognition_spans CORPORA FOLD… --out data/models``.

Each FOLD is a folder that ``python -m geo.training.recognition CORPORA --fold I/N --out FOLD`` wrote, in the order of
I: its network says what it thinks of the articles that it did not learn from, and the trees learn how far to believe
it. Articles are also cut to a few sentences and written in capitals or small letters, so that short and shouted texts
are known. Writes ``recogniser-spans.onnx`` and, for the ranker's training, ``mentions.jsonl``: what network and trees
find in articles that neither learnt from.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import gazetteer as gazetteers
from geo.evaluation import corpora, geoparsing
from geo.evaluation.geoparsing_metrics import Gold
from geo.recognition import judge, spans
from geo.recognition.agreement import agreed
from geo.recognition.decoding import mentions
from geo.recognition.encoding import Encoded
from geo.recognition.judge import Judge, likeliest
from geo.recognition.names import NameClasses
from geo.recognition.tagger import Tagger
from geo.training.recognition import GEOPARSING
from geo.training.recognition_data import fold_of
from geo.training.trees import save_as_onnx

if TYPE_CHECKING:
    import lightgbm

    from geo.recognition.spans import Floats, Words

FOLDS = 5
SEED = 1
_TREES = 250
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "deterministic": True,
    "verbosity": -1,
}
# The other corpora are encyclopedic texts and web pages: they count for less than news.
_NEWS = frozenset({"lgl", "trnews", "gwn"})
_NO_NEWS = 0.4
_SHORT, _SHOUTED = 0.3, 0.3
_SENTENCES = (60, 500)
NEUTRAL = -1


@dataclass(slots=True)
class Sample:
    """An article, or a piece of one, with its candidate spans; ``labels`` are 1, 0 or ``NEUTRAL``."""

    corpus: str
    id: str
    whole: bool
    weight: float
    fold: int
    encoded: Encoded
    probabilities: tuple[Floats, Floats]
    spans: list[Words]
    rows: Floats
    labels: np.ndarray[Any, np.dtype[np.int64]]
    golds: int


def read(root: Path, folds: Sequence[Path]) -> list[Sample]:
    """Return the training articles as the network that did not learn from each sees it."""
    gazetteer = gazetteers.default()
    names = NameClasses.of_gazetteer(gazetteer)
    taggers = [Tagger.load(folder, names) for folder in folds]
    rng = random.Random(SEED)  # noqa: S311 - reproducible training, no secret
    found = []
    for corpus in GEOPARSING:
        for record in corpora.training(root / "geoparsing" / f"{corpus}.jsonl"):
            identity = str(record["id"])
            tagger = taggers[fold_of(corpus, identity, len(folds))]
            share = 1.0 if corpus in _NEWS else _NO_NEWS
            fold = fold_of(f"spans/{corpus}", identity, FOLDS)
            golds = geoparsing.annotated(record, gazetteer)
            for text, kept, weight in _variants(record["text"], golds, rng):
                sample = _sample(tagger, names, text, kept)
                sample.corpus, sample.id, sample.fold = corpus, identity, fold
                sample.whole, sample.weight = weight == 1.0, weight * share
                found.append(sample)
        print(f"{corpus} read", file=sys.stderr, flush=True)
    return found


def _variants(text: str, golds: Sequence[Gold], rng: random.Random) -> Iterator[tuple[str, list[Gold], float]]:
    """Yield an article as it is, in one or two short pieces, and now and then in capitals or small letters."""
    yield text, list(golds), 1.0
    for _ in range(2):
        length = rng.randint(*_SENTENCES)
        start = text.rfind(". ", 0, rng.randint(0, len(text))) + 2 if len(text) > length else 0
        start = 0 if start == 1 else start
        end = text.find(". ", start + length) + 1 or len(text)
        inside = (gold for gold in golds if start <= gold.start and gold.end <= end)
        kept = [replace(gold, start=gold.start - start, end=gold.end - start) for gold in inside]
        yield text[start:end], kept, _SHORT
    draw = rng.random()
    if draw < 2 * _SHOUTED / 3:
        other = text.upper() if draw < _SHOUTED / 3 else text.lower()
        if len(other) == len(text):
            yield other, list(golds), _SHOUTED


def _sample(tagger: Tagger, names: NameClasses, text: str, golds: Sequence[Gold]) -> Sample:
    encoded = tagger.encode(text)
    tags, kinds = tagger.probabilities(encoded)
    found = spans.candidates(encoded, tags := agreed(encoded, tags)) if text.strip() else {}
    rows = spans.describe(encoded, tags, kinds, found, names)
    right = {(g.start, g.end) for g in golds if not g.demonym and g.latitude is not None}
    neutral = [g for g in golds if g.demonym or g.latitude is None]
    labels = [
        1 if (at := _characters(encoded, span)) in right or _with_full_stop(encoded, at) in right
        else NEUTRAL if any(g.start < at[1] and at[0] < g.end for g in neutral)
        else 0
        for span in found
    ]  # fmt: skip
    return Sample("", "", True, 1.0, 0, encoded, (tags, kinds), list(found), rows, np.asarray(labels), len(right))


def _characters(encoded: Encoded, span: Words) -> tuple[int, int]:
    return encoded.spans[span[0]][0], encoded.spans[span[1]][1]


def _with_full_stop(encoded: Encoded, span: tuple[int, int]) -> tuple[int, int] | None:
    return (span[0], span[1] + 1) if encoded.text[span[1] : span[1] + 1] == "." else None


def fit(samples: Sequence[Sample], seed: int) -> lightgbm.Booster:
    """Train one ensemble on the spans of ``samples`` that are not neutral."""
    import lightgbm

    rows = np.concatenate([sample.rows[sample.labels != NEUTRAL] for sample in samples])
    labels = np.concatenate([sample.labels[sample.labels != NEUTRAL] for sample in samples])
    weights = np.concatenate([np.full((sample.labels != NEUTRAL).sum(), sample.weight) for sample in samples])
    data = lightgbm.Dataset(rows, labels, weight=weights)
    return lightgbm.train({**_PARAMETERS, "seed": seed}, data, _TREES)


def out_of_fold(samples: Sequence[Sample]) -> list[Floats]:
    """Return the probabilities of each sample's spans, by trees that did not learn from its article."""
    found: list[Floats] = [np.zeros(0, np.float32)] * len(samples)
    for fold in range(FOLDS):
        booster = fit([sample for sample in samples if sample.fold != fold], SEED)
        for number, sample in enumerate(samples):
            if sample.fold == fold and len(sample.rows):
                found[number] = booster.predict(sample.rows, num_threads=1).astype(np.float32)
    return found


class _Known(Judge):
    """A judge whose probabilities of one article are already known."""

    def __init__(self, scores: dict[Words, float]) -> None:
        self._scores = scores

    def names(self, encoded: Encoded, tags: Floats, kinds: Floats) -> dict[Words, float]:
        """Return the likely names."""
        del encoded, tags, kinds
        return likeliest(list(self._scores), list(self._scores.values()))


def report(samples: Sequence[Sample], scores: Sequence[Floats]) -> str:
    """Return precision, recall and F1 of whole articles of news, by the threshold."""
    lines = []
    for least in (0.0, 0.3, 0.35, 0.4, 0.45, 0.5):
        right = found = wanted = 0
        for sample, probabilities in zip(samples, scores, strict=True):
            if sample.whole and sample.corpus in _NEWS:
                label = dict(zip(sample.spans, sample.labels, strict=True))
                if least:
                    likely = [p if p >= least else 0.0 for p in probabilities.tolist()]
                    chosen = list(likeliest(sample.spans, likely))
                else:  # what the network alone finds
                    chosen = [s for s, row in zip(sample.spans, sample.rows, strict=True) if row[0]]
                right += sum(label[span] == 1 for span in chosen)
                found += sum(label[span] != NEUTRAL for span in chosen)
                wanted += sample.golds
        name = f"from {least:.2f}" if least else "network "
        lines.append(f"{name}: P {right / found:.3f} R {right / wanted:.3f} F1 {2 * right / (found + wanted):.4f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write and say how good the trees are out of fold."""
    parser = argparse.ArgumentParser(prog="python -m geo.training.recognition_spans", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with geoparsing/*.jsonl")
    parser.add_argument("folds", type=Path, nargs="+", help="networks trained without one part of the articles each")
    parser.add_argument("--out", type=Path, required=True, help="folder for the trees, such as data/models")
    parser.add_argument("--mentions", type=Path, help="where to write what is found in articles not learnt from")
    options = parser.parse_args(arguments)
    samples = read(options.corpora, options.folds)
    scores = out_of_fold(samples)
    print(report(samples, scores), file=sys.stderr)
    boosters = [fit(samples, SEED + number) for number in range(3)]
    save_as_onnx(boosters, options.out / judge.MODEL)
    if options.mentions:
        write_mentions(samples, scores, options.mentions)


def write_mentions(samples: Sequence[Sample], scores: Sequence[Floats], path: Path) -> None:
    """Write what is found in each whole article, one a line, as ``geo.training.resolution --recognised`` reads it."""
    with path.open("w", encoding="utf-8") as lines:
        for sample, probabilities in zip(samples, scores, strict=True):
            if sample.whole:
                known = _Known(dict(zip(sample.spans, probabilities.tolist(), strict=True)))
                found = [
                    [mention.span.start, mention.span.end, mention.kind, round(mention.score, 4)]
                    for mention in mentions(sample.encoded, sample.probabilities, known)
                ]
                lines.write(json.dumps({"corpus": sample.corpus, "id": sample.id, "mentions": found}) + "\n")


if __name__ == "__main__":
    main()
