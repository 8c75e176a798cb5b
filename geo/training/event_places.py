"""Train the place linker of events: ``python -m geo.training.event_places CORPORA``.

Gradient-boosted trees say for an event and a name how likely the name is where it happened. They learn
from the training parts of ``event_location.jsonl`` (a trigger and its places), ``muc4.jsonl`` (templates with
a chain of places, aligned with the events that Dateline finds) and ``isaf.jsonl`` (the province of the one
event). Seeds are fixed; it takes ten minutes on one core, nearly all of it for reading the articles.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import lightgbm
import numpy as np

from geo import dateline, gazetteer, language, recognition, resolution, settings
from geo.evaluation import corpora, events_places
from geo.evaluation.corpora import Record
from geo.evaluation.events_muc4 import aligned, happenings
from geo.events import extraction, place_features, scenes
from geo.events.drafts import Draft
from geo.events.place_features import Setting
from geo.events.placing import MODEL
from geo.events.scenes import Scene
from geo.gazetteer.names import fold
from geo.model import Article, Layer, ParsedArticle, Toponym
from geo.training.trees import save_as_onnx

if TYPE_CHECKING:
    from spacy.tokens import Doc

SEEDS = (1, 2, 3)
ROUNDS = 250
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 15,
    "min_data_in_leaf": 15,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "num_threads": 1,
    "deterministic": True,
    "verbose": -1,
}
Analysed = tuple[Article, "Doc", list[Toponym]]


@dataclass(slots=True)
class Examples:
    """Rows of features with a label each: whether the name is the place of the event."""

    rows: list[tuple[float, ...]] = dataclasses.field(default_factory=list)
    labels: list[bool] = dataclasses.field(default_factory=list)

    def add(self, rows: Sequence[tuple[float, ...]], labels: Sequence[bool]) -> None:
        """Add the names that may be the place of one event."""
        self.rows += rows
        self.labels += labels


def analysed(record: Record) -> Analysed:
    """Return the article of a record with its parse and toponyms."""
    published = record.get("pub_date")
    article = Article(
        id=str(record["id"]),
        text=record["text"],
        title=record.get("title"),
        published=dt.date.fromisoformat(published) if published else None,
    )
    article = dataclasses.replace(article, dateline=dateline.find(article.text, article.published))
    toponyms = resolution.resolve(article, recognition.recognise(article.text), gazetteer.default())
    return article, language.analyse(article.text, article.dateline), toponyms


def of_triggers(records: Sequence[Record], analyse: Callable[[Record], Analysed], examples: Examples) -> None:
    """Add the triggers of ``event_location``.

    The largest source has one annotated trigger a sentence and mostly no place where the text gives
    one: from it only sentences with a place are learnt.
    """
    for record in records:
        if record["source"] not in events_places.ANNOTATED_WHOLE and not record["locations"]:
            continue
        _, doc, toponyms = analyse(record)
        found = events_places.trigger_with_scenes(record, doc, toponyms)
        if found is None:
            continue
        event, names, setting = found
        examples.add(
            place_features.rows(event, names, setting, None),
            [
                events_places.touches(events_places.answer(scene, setting.scenes), record["locations"])
                for scene in names
            ],
        )


def of_templates(records: Sequence[Record], analyse: Callable[[Record], Analysed], examples: Examples) -> None:
    """Add the events of ``muc4`` that agree with a template which gives a place."""
    places = gazetteer.default()
    for record in records:
        templates = [template for template in record["events"] if not template["optional"]]
        if not templates:
            continue
        article, doc, toponyms = analyse(record)
        told = extraction.tell(extraction.read(article, doc, toponyms, places), article, doc, toponyms)
        parsed = ParsedArticle(article, tuple(toponyms), tuple(told))
        partners = {
            event.trigger.start: template for template, event in aligned(templates, happenings(parsed)) if event
        }
        for event, names, rows in _unplaced(article, doc, toponyms):
            template = partners.get(doc[event.trigger.first].idx)
            chains = [answer["chain"] for answer in (template or {}).get("location", ()) if answer.get("chain")]
            if chains and event.shared is None:
                examples.add(rows, _in_chains(names, chains, article.text))


def of_provinces(records: Sequence[Record], analyse: Callable[[Record], Analysed], examples: Examples) -> None:
    """Add the first incident of each press release of ``isaf``."""
    for record in records:
        wanted = events_places.provinces(record)
        article, doc, toponyms = analyse(record)
        for event, names, rows in _unplaced(article, doc, toponyms):
            if wanted and event.definition.layer is Layer.INCIDENT:
                inside = [(one.place.country_code, one.place.admin1_code) in wanted for one in names]
                right = [one.place for one, here in zip(names, inside, strict=True) if here]
                finest = [not any(scenes.contains(one.place, other) for other in right) for one in names]
                examples.add(rows, [here and fine for here, fine in zip(inside, finest, strict=True)])
                break


def _unplaced(
    article: Article, doc: Doc, toponyms: Sequence[Toponym]
) -> Iterator[tuple[Draft, list[Scene], list[tuple[float, ...]]]]:
    """Yield each event with the names that may be its place and their rows."""
    story = extraction.read(article, doc, toponyms, gazetteer.default())
    setting = Setting.of(doc, story.scenes, story.page, story.country)
    previous = None
    for event in story.events:
        names = place_features.candidates(event, setting)
        if names:
            yield event, names, place_features.rows(event, names, setting, previous)
        if event.link is not None:
            previous = event.link.scene.place


def _in_chains(names: Sequence[Scene], chains: Sequence[Sequence[Record]], text: str) -> list[bool]:
    """Say which names are the finest of a chain of places that any name is."""
    right = [False] * len(names)
    for chain in chains:
        for level in reversed(chain):
            wanted = {fold(str(item["name"])) for item in level.get("between", [level])}
            hits = [bool(wanted & _called(scene, text)) for scene in names]
            if any(hits):
                right = [one or other for one, other in zip(right, hits, strict=True)]
                break
    return right


def _called(scene: Scene, text: str) -> set[str]:
    called = {fold(scene.place.name), fold(text[scene.start : scene.end])}
    return called | {fold(scene.place.country_name)} if scene.place.feature_code.startswith("PCL") else called


def fit(examples: Examples) -> list[lightgbm.Booster]:
    """Return one ensemble of trees for each seed."""
    rows, labels = np.array(examples.rows, np.float32), np.array(examples.labels, np.float32)
    return [lightgbm.train({**PARAMETERS, "seed": seed}, lightgbm.Dataset(rows, labels), ROUNDS) for seed in SEEDS]


def learn(folder: Path, analyse: Callable[[Record], Analysed] = analysed) -> list[lightgbm.Booster]:
    """Return the ensembles that the training parts of the corpora in ``folder`` give."""
    examples = Examples()
    of_triggers(corpora.training(folder / "event_location.jsonl"), analyse, examples)
    of_templates(corpora.training(folder / "muc4.jsonl"), analyse, examples)
    of_provinces(corpora.training(folder / "isaf.jsonl"), analyse, examples)
    print(f"{len(examples.rows)} names beside events, {sum(examples.labels)} of them the place")
    return fit(examples)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the corpora in a folder and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder that holds the corpora")
    parser.add_argument("--out", type=Path, default=settings.load().data_dir / "models")
    options = parser.parse_args(arguments)
    part = options.out / f"{MODEL}.part"
    save_as_onnx(learn(options.corpora), part)
    part.replace(options.out / MODEL)


if __name__ == "__main__":
    main()
