"""The learned stage: an encoded article with its candidates -> what the network thinks of each word and each pair.

Two small graphs stand on the encoder's word vectors. ``reader-words.onnx`` lets the sentences of the article see each
other and marks the words that name events and the numbers of people; ``reader-arguments.onnx`` says of each marked
word its class and status, and scores it against every place, time, number and other marked word of the article. Nothing
is decided here: :mod:`geo.events.decoding` does. How it was trained: :mod:`geo.training.reading`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo import settings
from geo.events import candidates, counting, word_classes
from geo.events.candidates import Page, PlaceCandidate, TimeCandidate, Words
from geo.events.mentions import Status
from geo.inference import Floats, Network, sigmoid, softmax
from geo.model import EventClass

WORDS_MODEL = "reader-words.onnx"
ARGUMENTS_MODEL = "reader-arguments.onnx"

CLASSES = tuple(EventClass)
STATUSES = tuple(Status)
COUNTED = ("killed", "injured", "other")
"""What numbers the network tells apart; each has a tag for its first and one for its further words."""
MOST_SENTENCES = 64
"""Sentences further down share one place in the article."""
# A word may name an event from here on; what is less likely is not looked at.
_LEAST_TRIGGER = 0.2
# The same of numbers.
LEAST_COUNTED = 0.2
_LEAST_FURTHER = 0.5
# What the network is surer of than this counts what it says; a number that only words tell of counts so much.
_SURE = 0.5
_SAID = 0.5


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """Words that give a number of people: ``what`` is one of ``COUNTED``.

    ``toll`` is which of killed and injured they may count if they count nothing else, None where neither is likely.
    """

    words: Words
    what: str
    score: float
    toll: str | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Probabilities for the triggers of an article, in the order of the text.

    ``named`` (triggers,) that the words name an event at all; ``classes`` (triggers, CLASSES) and ``statuses``
    (triggers, STATUSES); ``places`` (triggers, places + 1) and ``times`` (triggers, times + 2) are logits, the
    last of ``places`` for no place, the last two of ``times`` for the day of the report and for no time;
    ``numbers`` (numbers, triggers + 1) logits, the last for no event of the article; ``same`` and ``part``
    (triggers, triggers): that two tell of one event, that the first is part of the second.
    """

    triggers: list[Words]
    named: Floats
    classes: Floats
    statuses: Floats
    places: Floats
    times: Floats
    number_spans: list[NumberSpan]
    numbers: Floats
    same: Floats
    part: Floats


class Reader:
    """The loaded graphs."""

    def __init__(self, folder: Path) -> None:
        """Load the graphs in ``folder``.

        Raises:
            ModelError: if one is missing or corrupt.

        """
        self._words = Network(folder / WORDS_MODEL)
        self._arguments = Network(folder / ARGUMENTS_MODEL)

    def read(  # noqa: PLR0917 - what is known of the page, and what may be given
        self,
        page: Page,
        vectors: Floats,
        found: Sequence[PlaceCandidate],
        dates: Sequence[TimeCandidate],
        triggers: Sequence[Words] | None = None,
        tolls: Sequence[candidates.Toll] = (),
    ) -> Scores | None:
        """Return what the network thinks of ``page``, None where no word names an event.

        Args:
            page: the article.
            vectors: the encoder's for the page's words, shape (words, width).
            found: the names of places in it and what stands for places.
            dates: its expressions of time.
            triggers: the words that name events, where they are known; None: the network finds them.
            tolls: numbers of which words say what they count: their own noun always, what stands beside them where the
                network is not sure; where a toll is put at them they count also where it sees none.

        """
        means, sentence_of = _sentence_means(page, vectors)
        seen = self._words.run(means=means, vectors=vectors, sentences=sentence_of)
        context = seen["context"]
        begins = softmax(seen["triggers"])
        triggers = list(_trigger_words(begins) if triggers is None else triggers)
        if not triggers:
            return None
        spans = _with_tolls(list(_number_words(softmax(seen["numbers"]))), tolls)
        firsts = np.asarray([words[0] for words in triggers], dtype=np.int64)

        def pairs(others: Sequence[Words], ones: NDArray[np.int64] = firsts) -> Floats:
            return candidates.pair_features(page, ones, np.asarray([one[0] for one in others], dtype=np.int64))

        def beside(features: Floats, own: Floats) -> Floats:
            return np.concatenate([features, np.broadcast_to(own[None], (len(features), *own.shape))], axis=-1)

        number_firsts = np.asarray([span.words[0] for span in spans], dtype=np.int64)
        kinds = np.eye(len(COUNTED), dtype=np.float32)[[COUNTED.index(span.what) for span in spans]]
        kinds = kinds.reshape(-1, len(COUNTED))
        number_features = pairs(triggers, number_firsts)
        number_features = np.concatenate(
            [number_features, np.broadcast_to(kinds[:, None], (len(spans), len(triggers), len(COUNTED)))], axis=-1
        )
        of_triggers = _means(vectors, triggers)
        scored = self._arguments.run(
            triggers=of_triggers,
            around=context[sentence_of[firsts]],
            trigger_features=candidates.trigger_features(page, triggers, dates),
            places=_means(vectors, [one.words for one in found]),
            place_features=beside(pairs([one.words for one in found]), candidates.place_features(page, found)),
            times=_means(vectors, [one.words for one in dates]),
            time_features=beside(pairs([one.words for one in dates]), candidates.time_features(page, dates)),
            numbers=_means(vectors, [span.words for span in spans]),
            number_features=number_features,
            same_features=candidates.same_features(page, triggers, found, dates),
        )
        same = sigmoid(scored["same"])
        return Scores(
            triggers=triggers,
            named=begins[firsts, 1],
            classes=word_classes.weighed(
                softmax(scored["classes"]), [page.text[slice(*page.characters(one))] for one in triggers]
            ),
            statuses=softmax(scored["statuses"]),
            places=scored["place_scores"],
            times=scored["time_scores"],
            number_spans=spans,
            numbers=scored["number_scores"],
            same=((same + same.T) / 2).astype(np.float32),
            part=sigmoid(scored["part"]),
        )


@cache
def default() -> Reader:
    """Return the shipped reader, loaded once per process.

    Raises:
        ModelError: if the model is missing or corrupt.

    """
    return Reader(settings.load().data_dir / "models")


def _sentence_means(page: Page, vectors: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return the mean vector of each sentence and the sentence of each word."""
    count = int(page.sentence_of[-1]) + 1
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, page.sentence_of, vectors)
    lengths = np.maximum(np.bincount(page.sentence_of, minlength=count), 1).astype(np.float32)
    return sums / lengths[:, None], page.sentence_of


def _means(vectors: Floats, spans: Sequence[Words]) -> Floats:
    """Return the mean of the vectors of each span's words, shape (spans, width)."""
    if not spans:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return np.stack([vectors[first : last + 1].mean(axis=0) for first, last in spans])


def _trigger_words(tags: Floats) -> Iterator[Words]:
    """Yield the words that may name an event; ``tags`` (words, 3): outside, first, further word."""
    word = 0
    while word < len(tags):
        if tags[word, 1] < _LEAST_TRIGGER:
            word += 1
            continue
        last = word
        while last + 1 < len(tags) and tags[last + 1, 2] > _LEAST_FURTHER:
            last += 1
        yield word, last
        word = last + 1


def _with_tolls(spans: Sequence[NumberSpan], tolls: Sequence[candidates.Toll]) -> list[NumberSpan]:
    """Return the network's numbers with what words say of them, and those that it does not see."""
    result = list(spans)
    for toll in tolls:
        covered = [number for number, one in enumerate(result) if _overlap(one.words, toll.words)]
        what = toll.what if toll.what in counting.TOLLS else None
        if not covered and toll.is_put_at:
            result.append(NumberSpan(toll.words, toll.what, _SAID, what))
        for number in covered:
            seen = result[number]
            # Between the dead and the hurt the words decide: "50 people were wounded".
            both_tolls = toll.what in counting.TOLLS and seen.what in counting.TOLLS
            if (seen.score < _SURE or toll.is_named or both_tolls) and seen.what != toll.what:
                result[number] = replace(seen, what=toll.what, toll=what)
    return sorted(result, key=lambda one: one.words)


def _overlap(one: Words, other: Words) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _number_words(tags: Floats) -> Iterator[NumberSpan]:
    """Yield the numbers of people; ``tags`` (words, 1 + 2 * COUNTED): outside, then first and further word of each."""
    word = 0
    while word < len(tags):
        firsts = tags[word, 1::2]
        if firsts.sum() < LEAST_COUNTED:
            word += 1
            continue
        last = word
        while last + 1 < len(tags) and tags[last + 1, 2::2].sum() > _LEAST_FURTHER:
            last += 1
        kind = int(firsts.argmax())
        toll = int(firsts[:2].argmax())
        may_be_toll = firsts[toll] >= LEAST_COUNTED
        yield NumberSpan((word, last), COUNTED[kind], float(firsts.sum()), COUNTED[toll] if may_be_toll else None)
        word = last + 1
