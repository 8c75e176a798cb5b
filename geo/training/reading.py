"""Train the reader: ``python -m geo.training.reading CORPORA --out data/models``.

CORPORA is the folder with ``geoparsing/*.jsonl``, ``events/*.jsonl`` and ``ner/*``. Events are learnt from the training
part of the annotated news (:mod:`geo.annotation`), names of places are rehearsed on the recogniser's material.
The encoder starts from the recogniser's, by default the shipped one, and shares its vectors of words;
``--start reader.pt`` goes on from all the weights of an earlier run, best with ``--rate`` halved, and ``--share 0.3``
keeps seven tenths of those.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from geo import dateline, gazetteer, recognition, resolution, settings
from geo.annotation import parts
from geo.annotation.model import AnnotatedArticle
from geo.annotation.parts import Part
from geo.events.candidates import Page
from geo.gazetteer import Gazetteer
from geo.inference import load_tokenizer
from geo.model import Article
from geo.recognition.encoding import encode
from geo.recognition.names import NameClasses
from geo.training import encoder_start, reading_export, recognition_names
from geo.training.reading_data import Example, example
from geo.training.reading_loop import Plan, Reader, Special, train
from geo.training.recognition import LAYERS, encoder_folder, epochs, read
from geo.training.recognition_loop import Plan as NamePlan
from geo.training.recognition_loop import batches, loss_of
from geo.training.recognition_network import RecognitionNetwork

# Tokens of names in each step beside the articles.
_REHEARSED = 256


def examples(corpora: Path, part: Part) -> Iterator[Example]:
    """Yield the annotated articles of ``part`` as the reader learns from them."""
    places = gazetteer.default()
    classes = NameClasses.of_gazetteer(places)
    tokenizer = load_tokenizer(encoder_folder() / "tokenizer.json")
    for annotated, source in parts.articles(part, corpora.parent):
        yield _example(annotated, source.text, places, tokenizer, classes)


def _example(
    annotated: AnnotatedArticle, text: str, places: Gazetteer, tokenizer: Tokenizer, classes: NameClasses
) -> Example:
    article = Article(id=annotated.id, text=text, published=annotated.published)
    article = dataclasses.replace(article, dateline=dateline.find(text, annotated.published))
    toponyms = resolution.resolve(article, recognition.recognise(text), places)
    return example(annotated, article, Page.of(encode(text, tokenizer, classes)), toponyms)


def rehearsal(network: RecognitionNetwork, corpora: Path, special: Special, seed: int) -> Callable[[float], Tensor]:
    """Return the loss of naming places on a fresh batch, for the share of the training that is done."""
    done = [0.0]
    tokenizer = load_tokenizer(encoder_folder() / "tokenizer.json")
    places = gazetteer.default()
    epoch = epochs(read(corpora), tokenizer, NameClasses.of_gazetteer(places), recognition_names.load(places))
    rng = random.Random(seed)  # noqa: S311 - reproducible training, no secret
    plan = NamePlan(steps=sys.maxsize, batch_tokens=_REHEARSED, window=250, seed=seed)
    endless = batches(lambda draw, _: epoch(draw, done[0]), plan, special, rng)

    def loss(share: float) -> Tensor:
        done[0] = share
        batch = next(endless)
        return loss_of(network(*batch.inputs).float(), batch)

    return loss


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, export and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m geo.training.reading", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with geoparsing/, events/ and ner/")
    parser.add_argument("--start", type=Path, default=settings.load().data_dir / "models")
    parser.add_argument("--out", type=Path, required=True, help="folder for the models, such as data/models")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument(
        "--rate", type=float, default=Plan().rate, help="of the encoder; that of the heads is four times"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the new weights, beside those of --start reader.pt"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)  # numbers that small cost time and change nothing
    torch.manual_seed(options.seed)
    learnt = list(examples(options.corpora, Part.TRAINING))
    _say(f"{len(learnt)} articles, {time.monotonic() - started:.0f} s")
    network = RecognitionNetwork(encoder_folder(), LAYERS)
    vocabulary = load_tokenizer(encoder_folder() / "tokenizer.json").get_vocab()
    special = (vocabulary["[CLS]"], vocabulary["[SEP]"], vocabulary["[UNK]"])
    reader = Reader(network, int(network.bert.config.hidden_size))
    earlier: dict[str, Tensor] = {}
    if options.start.suffix == ".pt":
        earlier = torch.load(options.start, weights_only=True)
        reader.load_state_dict(earlier)
    else:
        network.load_state_dict(encoder_start.weights(options.start), strict=False)
    names = rehearsal(network, options.corpora, special, options.seed)
    plan = Plan(epochs=options.epochs, rate=options.rate, head_rate=4 * options.rate, seed=options.seed)
    weights = train(reader, learnt, plan, special, rehearsal=names, say=_say)
    for name in weights.keys() & earlier.keys():
        if weights[name].is_floating_point():
            weights[name] = earlier[name].lerp(weights[name], options.share)
    reader.load_state_dict(weights, strict=False)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(reader.state_dict(), options.out / "reader.pt")
    reading_export.export(reader, options.out)
    _say(f"{options.out}: {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
