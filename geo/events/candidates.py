"""What an event of an article may be tied to: its words, sentences, names of places and expressions of time.

The reader's network sees an article as words (see :mod:`geo.recognition.encoding`) and scores each word that names an
event against each *candidate*: a name of a place or what stands for one ("there", "the capital"), an expression of
time, a number. The features that it sees beside the vectors are made here, for training and for reading alike.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.events import capitals, counting, layout, lexicon, times
from geo.events.lemmas import sort_of
from geo.model import Article, MentionKind, Toponym

if TYPE_CHECKING:
    from geo.recognition.encoding import Encoded

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Words = tuple[int, int]
"""First and last word, both included."""

PLACE_FEATURES = 20
PAIR_FEATURES = 17
_ANAPHOR = 4
_KINDS = (MentionKind.LITERAL, MentionKind.METONYM, MentionKind.DEMONYM, MentionKind.NESTED)
_SPOTS = ("S", "L", "H", "T", "V", "R")
# A name before the dash of a dateline: "KABUL, Afghanistan (AP) -".
_DATELINE = re.compile(r"\s*(?:,[^.\n]{0,25})?\s*(?:\([A-Z][^)]{1,25}\))?\s*(?:--|—|–|-|:)\s")
_LOOK_BACK = 14
_APOSTROPHES = ("'", "’")
_POSSESSIVE = ("'s", "’s")
_SHOUTED = 3


@dataclass(frozen=True, slots=True)
class Page:
    """An article as the reader sees it; ``sentence_of`` and ``paragraph_of`` have the shape (words,)."""

    text: str
    encoded: Encoded
    starts: Integers
    ends: Integers
    sentence_of: Integers
    paragraph_of: Integers

    @classmethod
    def of(cls, encoded: Encoded, first: int = 0, last: int | None = None) -> Page:
        """Return the page of an encoded text, or of its words from ``first`` to before ``last``."""
        text = encoded.text
        spans = np.asarray(encoded.spans, dtype=np.int64).reshape(-1, 2)[first:last]
        starts, ends = spans[:, 0], spans[:, 1]
        begins = np.asarray([start for start, _ in layout.sentences(text)[1:]], dtype=np.int64)
        lines = np.asarray([match.end() for match in re.finditer(r"\n+", text)], dtype=np.int64)
        sentence_of = np.searchsorted(begins, starts, side="right")
        paragraph_of = np.searchsorted(lines, starts, side="right")
        return cls(text, encoded, starts, ends, sentence_of - sentence_of[0], paragraph_of - paragraph_of[0])

    def __len__(self) -> int:
        return len(self.starts)

    def words(self, start: int, end: int) -> Words | None:
        """Return the words that the characters from ``start`` to ``end`` touch, None where there are none."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left")) - 1
        return (first, last) if first <= last and first < len(self) and self.starts[first] < end else None

    def characters(self, words: Words) -> tuple[int, int]:
        """Return the half-open span of characters of ``words``."""
        return int(self.starts[words[0]]), int(self.ends[words[1]])


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A name of a place, or words that stand for one; equal ``key``: the same place."""

    words: Words
    start: int
    end: int
    key: tuple[str, object]
    toponym: Toponym | None


def places(page: Page, toponyms: Sequence[Toponym]) -> list[PlaceCandidate]:
    """Return the names of places in the article and what stands for places, names first."""
    found: list[PlaceCandidate] = []
    taken: list[tuple[int, int]] = []
    people = _people(page, [one for one in toponyms if one.place is None])
    here = (one for one in toponyms if page.words(one.span.start, one.span.end) is not None)
    for toponym in (capitals.meant(page.text, one) for one in here):
        words = page.words(toponym.span.start, toponym.span.end)
        if words is not None and not (toponym.place is None and toponym.span.text in people):
            unknown: tuple[str, object] = ("name", toponym.span.text.lower().strip())
            key = ("place", toponym.place.key) if toponym.place else unknown
            found.append(PlaceCandidate(words, toponym.span.start, toponym.span.end, key, toponym))
            taken.append((toponym.span.start, toponym.span.end))
    ends = np.asarray([end for _, end in taken], dtype=np.int64)
    for match in _anaphors().finditer(page.text, *page.characters((0, len(page) - 1))):
        words = page.words(match.start(), match.end())
        name = int(np.searchsorted(ends, match.start(), side="right"))
        if words is not None and not (name < len(taken) and taken[name][0] < match.end()):
            found.append(PlaceCandidate(words, match.start(), match.end(), ("anaphor", match.start()), None))
    return found


def _people(page: Page, unknown: Sequence[Toponym]) -> frozenset[str]:
    """Return those of the ``unknown`` names that the article gives to people.

    Such a name stands behind a first name, or has something of its own wherever it stands ("Ana Ruiz's home town"),
    and nothing is "in" or "near" it.
    """
    names = {toponym.span.text for toponym in unknown}
    words = [page.text[start:end] for start, end in zip(page.starts.tolist(), page.ends.tolist(), strict=True)]
    before: dict[str, set[str]] = {}
    for first, name, following in zip(words, words[1:], [*words[2:], ""], strict=False) if names else ():
        if name in names and not following.startswith(_APOSTROPHES):
            before.setdefault(name, set()).add(first)
    behind_first_names = {
        name
        for name, firsts in before.items()
        if any(first[0].isupper() and first[1:].islower() and sort_of(first.lower()) is None for first in firsts)
        and not any(sort_of(first.lower()) == "preposition" for first in firsts)
    }
    owners = names - {one.span.text for one in unknown if not page.text.startswith(_POSSESSIVE, one.span.end)}
    return frozenset(behind_first_names | owners)


@functools.cache
def _anaphors() -> re.Pattern[str]:
    nouns = "|".join(lexicon.rows_of("anaphors.tsv", "noun"))
    adverbs = "|".join(lexicon.rows_of("anaphors.tsv", "adverb"))
    return re.compile(rf"\b(?:{adverbs}|the (?:{nouns}))\b", re.IGNORECASE)


def place_features(page: Page, found: Sequence[PlaceCandidate]) -> Floats:
    """Return what each candidate is by itself, shape (candidates, PLACE_FEATURES)."""
    rows = np.zeros((len(found), PLACE_FEATURES), dtype=np.float32)
    often = Counter(candidate.key for candidate in found)
    for row, candidate in zip(rows, found, strict=True):
        toponym = candidate.toponym
        place = toponym.place if toponym else None
        feature_class, code = (place.feature_class, place.feature_code) if place else ("", "")
        row[_KINDS.index(toponym.kind) if toponym else _ANAPHOR] = 1
        word = candidate.words[0]
        text = page.text[candidate.start : candidate.end]
        before = page.text[max(0, candidate.start - _LOOK_BACK) : candidate.start].lower()
        early = page.paragraph_of[word] <= 1
        row[5:] = (
            place is None,
            feature_class == "P",
            code.startswith("PCL"),
            code.startswith("ADM1"),
            feature_class == "A" and not code.startswith(("PCLI", "ADM1")),
            feature_class in _SPOTS,
            np.log1p(often[candidate.key]) / 2,
            page.sentence_of[word] == 0,
            page.paragraph_of[word] == 0,
            text.isupper() and len(text) > _SHOUTED,
            early and bool(_DATELINE.match(page.text, candidate.end)),
            before.endswith((" in ", " at ")),
            before.endswith((" near ", " outside ", " of ")),
            before.endswith((" from ", " to ")),
            before.endswith(", "),
        )
    return rows


@dataclass(frozen=True, slots=True)
class TimeCandidate:
    """An expression of time with what it means; ``age`` in days on the day of writing, below 0 for what is to come."""

    words: Words
    mention: times.TimeMention
    age: int | None


def time_candidates(page: Page, article: Article) -> list[TimeCandidate]:
    """Return the expressions of time in the article, those of its dateline left out."""
    mentions = times.mentions(article.text, article.published, article.dateline)
    return of_times(page, mentions, times.writing_day(article.published, article.dateline))


def of_times(page: Page, mentions: Sequence[times.TimeMention], today: dt.date | None) -> list[TimeCandidate]:
    """Return those of the expressions that stand on ``page``; ``today`` is the day of writing."""
    found = ((page.words(one.span.start, one.span.end), one) for one in mentions)
    return [
        TimeCandidate(words, one, (today - one.range.end).days if today is not None and one.range else None)
        for words, one in found
        if words is not None
    ]


@dataclass(frozen=True, slots=True)
class Toll:
    """A number and ``what`` the words beside it say that it counts (killed, injured, other).

    ``is_put_at``: a toll is put at it; ``is_named``: its own noun says so ("21 deaths").
    """

    words: Words
    what: str
    is_put_at: bool = False
    is_named: bool = False


def tolls(page: Page, numbers: Sequence[tuple[int, int]]) -> list[Toll]:
    """Return what the words beside the numbers, spans of characters, say that these count, where any does."""
    found = []
    for start, end in numbers:
        words = page.words(start, end)
        if words is None:
            continue
        named, is_put_at = counting.named(page.text, start, end), counting.is_put_at(page.text, start)
        if named is not None:
            found.append(Toll(words, named if named in counting.TOLLS else "other", is_put_at, is_named=True))
        elif (beside := counting.toll(page.text, start, end)) is not None:
            found.append(Toll(words, beside, is_put_at))
    return found


# The kinds that the network was trained on, in the order of its inputs; another kind is none of them.
_TIME_KINDS = (
    "iso", "numeric", "month_day", "day_month", "month_year", "month", "year", "weekday", "overnight_weekday",
    "deictic", "ago", "last_n", "period", "weekend", "anaphoric", "holiday",
)  # fmt: skip
# Up to so many days old; beside these the network sees "older" and "not known".
_AGES = (-1, 1, 7, 31, 366)
AGE_FEATURES = len(_AGES) + 2
TIME_FEATURES = len(_TIME_KINDS) + 2 + AGE_FEATURES
TRIGGER_FEATURES = AGE_FEATURES + 1


def time_features(page: Page, found: Sequence[TimeCandidate]) -> Floats:
    """Return what each expression is by itself, shape (candidates, TIME_FEATURES)."""
    rows = np.zeros((len(found), TIME_FEATURES), dtype=np.float32)
    bounding = tuple(f" {word} " for word in lexicon.rows_of("anaphors.tsv", "bound"))
    for row, candidate in zip(rows, found, strict=True):
        if candidate.mention.kind in _TIME_KINDS:
            row[_TIME_KINDS.index(candidate.mention.kind)] = 1
        start = candidate.mention.span.start
        row[-2] = page.text[max(0, start - _LOOK_BACK // 2) : start].lower().endswith(bounding)
        row[-1] = page.sentence_of[candidate.words[0]] == 0
        row[len(_TIME_KINDS) + _age_step(candidate)] = 1
    return rows


def _age_step(candidate: TimeCandidate) -> int:
    return AGE_FEATURES - 1 if candidate.age is None else bisect.bisect_left(_AGES, candidate.age)


_Candidate = TypeVar("_Candidate", TimeCandidate, PlaceCandidate)


def trigger_features(page: Page, triggers: Sequence[Words], dates: Sequence[TimeCandidate]) -> Floats:
    """Return how old the nearest time in the sentence of each word is, shape (triggers, TRIGGER_FEATURES).

    The last column says that there is none.
    """
    rows = np.zeros((len(triggers), TRIGGER_FEATURES), dtype=np.float32)
    for row, near in zip(rows, _nearest(page, triggers, dates), strict=True):
        row[_age_step(near) if near else -1] = 1
    return rows


def _nearest(page: Page, triggers: Sequence[Words], found: Sequence[_Candidate]) -> list[_Candidate | None]:
    """Return for each trigger the nearest candidate in its sentence."""
    beside: dict[int, list[_Candidate]] = {}
    for one in found:
        beside.setdefault(int(page.sentence_of[one.words[0]]), []).append(one)
    near: list[_Candidate | None] = []
    for word, _ in triggers:
        there = beside.get(int(page.sentence_of[word]), [])
        distances = [abs(one.words[0] - word) for one in there]
        near.append(there[distances.index(min(distances))] if there else None)
    return near


def pair_features(page: Page, firsts: Integers, others: Integers) -> Floats:
    """Return how words stand to others, shape (words, others, PAIR_FEATURES).

    ``firsts`` and ``others`` are the numbers of words, shapes (words,) and (others,).
    """
    one, other = firsts[:, None], others[None, :]
    shape = (len(firsts), len(others))
    result = np.zeros((*shape, PAIR_FEATURES), dtype=np.float32)
    if 0 in shape:
        return result
    sentences = page.sentence_of[one] - page.sentence_of[other]
    paragraphs = page.paragraph_of[one] - page.paragraph_of[other]
    distance = one - other
    rank = np.argsort(np.argsort(np.abs(distance), axis=1, kind="stable"), axis=1, kind="stable")
    before = distance > 0
    last = np.where(before, other, -1)
    first = np.where(before, np.iinfo(np.int64).max, other)
    beside = sentences == 0
    number_beside = beside.sum(axis=1, keepdims=True)
    for column, values in enumerate(
        (
            beside,
            sentences == 1,
            sentences == -1,
            sentences > 1,
            sentences < -1,
            np.minimum(np.abs(sentences), 10) / 10,
            paragraphs == 0,
            np.minimum(np.abs(paragraphs), 8) / 8,
            np.log1p(np.abs(distance)) / 5,
            before,
            rank == 0,
            rank == 1,
            np.minimum(rank, 10) / 10,
            before & (last == last.max(axis=1, keepdims=True)),
            ~before & (first == first.min(axis=1, keepdims=True)),
            beside & (number_beside == 1),
            np.minimum(number_beside, 4) / 4,
        )
    ):
        result[:, :, column] = values
    return result


SAME_FEATURES = 20
_STEM = 5
_SHORT = 2
# So many words open a sentence: "Later on Friday", not "The state later".
_OPENING = 1


def same_features(
    page: Page, triggers: Sequence[Words], found: Sequence[PlaceCandidate], dates: Sequence[TimeCandidate]
) -> Floats:
    """Return how words for events stand to each other, shape (triggers, triggers, SAME_FEATURES).

    ``found`` and ``dates`` are the article's places and times: sentences that name two towns or two days seldom tell
    of one event, those that name one speaker often of one statement.
    """
    firsts = np.asarray([trigger[0] for trigger in triggers], dtype=np.int64)
    columns = [
        *_alike([page.text[slice(*page.characters(trigger))].lower() for trigger in triggers]),
        *_apart(page, firsts),
        *_agreement(_sites(page, triggers, found)),
        *_agreement(_days(page, triggers, dates)),
        *_told_of(page, firsts),
    ]
    return np.stack(np.broadcast_arrays(*columns), axis=-1).astype(np.float32)


Columns = Sequence[NDArray[np.bool_] | NDArray[np.floating]]


def _alike(words: Sequence[str]) -> Columns:
    whole, stem = np.asarray(words, dtype=object), np.asarray([word[:_STEM] for word in words], dtype=object)
    return whole[:, None] == whole[None], stem[:, None] == stem[None]


def _apart(page: Page, firsts: Integers) -> Columns:
    sentence, paragraph = page.sentence_of[firsts], page.paragraph_of[firsts]
    apart = np.abs(sentence[:, None] - sentence[None])
    distance = firsts[:, None] - firsts[None]
    return (
        np.log1p(np.abs(distance)) / 5,
        apart == 0,
        np.minimum(np.abs(paragraph[:, None] - paragraph[None]), 8) / 8,
        apart == 1,
        (sentence == 0)[:, None],
        (sentence == 0)[None],
        distance > 0,
    )


def _sites(page: Page, triggers: Sequence[Words], found: Sequence[PlaceCandidate]) -> list[object]:
    """Return the place that is named nearest to each trigger in its sentence, None where there is none."""
    named = [one for one in found if one.toponym is not None and one.toponym.kind is not MentionKind.DEMONYM]
    return [None if near is None else near.key for near in _nearest(page, triggers, named)]


def _days(page: Page, triggers: Sequence[Words], dates: Sequence[TimeCandidate]) -> list[object]:
    ranges = [None if near is None else near.mention.range for near in _nearest(page, triggers, dates)]
    return [None if one is None else (one.start, one.end) for one in ranges]


def _told_of(page: Page, firsts: Integers) -> Columns:
    """Return which sentences share names, which tell of something anew, and which triggers are known already."""
    sentence, later = page.sentence_of[firsts], firsts[:, None] > firsts[None]
    told = [_sentence_words(page, int(number)) for number in sentence]
    anew = _holds(told, "anew")
    known = _holds([_words(page, first - 2, first) for first in firsts.tolist()], "known")
    names = [{word for word in own if _is_name(word)} for own in told]
    shared = np.asarray([[len(one & other) for other in names] for one in names], dtype=np.float32)
    shared = shared.reshape(len(names), len(names)) * (sentence[:, None] != sentence[None])
    return (
        shared > 0,
        np.minimum(shared, 3) / 3,
        anew[:, None],
        anew[None],
        anew[:, None] & later,
        known[:, None],
        known[None],
    )


def goes_on(page: Page, triggers: Sequence[Words]) -> NDArray[np.bool_]:
    """Return which triggers stand in a sentence that opens with a word for another event ("Later on Friday")."""
    told = [_sentence_words(page, int(page.sentence_of[first]))[:_OPENING] for first, _ in triggers]
    return _holds(told, "opening")


def _is_name(word: str) -> bool:
    return word[0].isupper() and len(word) > _SHORT and not sort_of(word.lower())


def _words(page: Page, first: int, last: int) -> list[str]:
    """Return the words from ``first`` to before ``last``."""
    first = max(first, 0)
    spans = zip(page.starts[first:last].tolist(), page.ends[first:last].tolist(), strict=True)
    return [page.text[start:end] for start, end in spans]


def _sentence_words(page: Page, sentence: int) -> list[str]:
    first, last = np.searchsorted(page.sentence_of, [sentence, sentence + 1])
    return _words(page, int(first), int(last))


def _holds(told: Sequence[Sequence[str]], what: str) -> NDArray[np.bool_]:
    words = frozenset(lexicon.rows_of("anaphors.tsv", what))
    return np.asarray([any(word.lower() in words for word in own) for own in told], dtype=np.bool_)


def _agreement(values: Sequence[object]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which two of the values are equal and which two differ; None is neither."""
    there = np.asarray([value is not None for value in values], dtype=np.bool_)
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    of_each = np.asarray([numbers[value] for value in values], dtype=np.int64)
    both = there[:, None] & there[None]
    equal = of_each[:, None] == of_each[None]
    return both & equal, both & ~equal
