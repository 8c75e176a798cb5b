"""What the reader learns from: annotated articles as words with targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.annotation.model import AnnotatedArticle, AnnotatedEvent, Offsets, OtherNumber, Scope
from geo.events import candidates
from geo.events.candidates import Page, PlaceCandidate, TimeCandidate, Words
from geo.events.mentions import Status
from geo.events.reader import CLASSES, COUNTED, STATUSES
from geo.model import Article, Toponym

Floats = NDArray[np.float32]

REPORT = "report"
"""The target of an event on the day of the report, which no words name."""
SKIPPED = "skipped"
"""The target of an event whose time is told by no candidate: nothing to learn from."""
Target = list[int] | str | None


@dataclass(frozen=True, slots=True)
class TriggerTarget:
    """A word for an event: ``event`` is the index of the event, None for what tells of none."""

    words: Words
    event_class: int
    alternatives: tuple[int, ...]
    status: int
    event: int | None


@dataclass(frozen=True, slots=True)
class NumberTarget:
    """A number of ``COUNTED[kind]``; ``event`` None: of no single event of the article."""

    words: Words
    kind: int
    event: int | None


@dataclass(slots=True)
class Example:
    """An article with what the network is to say of it.

    ``scenes`` has for each event the indexes of the candidates that name its place (empty: no place), or None where
    none of them does; ``times`` the same for expressions of time.
    """

    page: Page
    places: list[PlaceCandidate]
    place_features: Floats
    dates: list[TimeCandidate]
    date_features: Floats
    triggers: list[TriggerTarget]
    scenes: list[list[int] | None]
    times: list[Target]
    numbers: list[NumberTarget]
    parts: set[tuple[int, int]]
    corpus: str
    main: list[bool] = field(default_factory=list)


def example(annotated: AnnotatedArticle, article: Article, page: Page, toponyms: Sequence[Toponym]) -> Example:
    """Return ``annotated`` as targets for its page."""
    found = candidates.places(page, toponyms)
    scenes = [_scene(page, event, found) for event in annotated.events]
    dates = candidates.time_candidates(page, article)
    indexes = {event.id: number for number, event in enumerate(annotated.events)}
    return Example(
        page,
        found,
        candidates.place_features(page, found),
        dates,
        candidates.time_features(page, dates),
        _triggers(annotated, page),
        scenes,
        [_time(page, event, dates, article) for event in annotated.events],
        _numbers(annotated, page, indexes),
        {(indexes[event.id], indexes[event.part_of]) for event in annotated.events if event.part_of},
        annotated.corpus,
        [event.main for event in annotated.events],
    )


def _triggers(annotated: AnnotatedArticle, page: Page) -> list[TriggerTarget]:
    found: dict[Words, TriggerTarget] = {}
    for number, event in enumerate(annotated.events):
        kind = CLASSES.index(event.event_class)
        others = tuple(CLASSES.index(one) for one in event.alternatives)
        status = STATUSES.index(Status(event.status.value))
        for mention in event.mentions:
            words = page.words(mention.start, mention.end)
            if words:
                found.setdefault(words, TriggerTarget(words, kind, others, status, number))
    none = STATUSES.index(Status.NONE)
    for non_event in annotated.non_events:
        words = page.words(non_event.span.start, non_event.span.end)
        if words:
            kind = CLASSES.index(non_event.event_class)
            found.setdefault(words, TriggerTarget(words, kind, (), none, None))
    kept: list[TriggerTarget] = []
    for words in sorted(found):  # of two that overlap, the first
        if not kept or words[0] > kept[-1].words[1]:
            kept.append(found[words])
    return kept


def _scene(page: Page, event: AnnotatedEvent, found: list[PlaceCandidate]) -> list[int] | None:
    """Return the candidates for the event's place; one that the recogniser missed is added to ``found``."""
    sites = event.sites()
    spans = [site.span for site in sites if site.span]
    named = {site.name.lower().strip() for site in sites}
    if event.anaphor:
        spans.append(event.anaphor)
    right = [
        index
        for index, one in enumerate(found)
        if any(_shares(span, one.start, one.end) for span in spans)
        or page.text[one.start : one.end].lower().strip() in named
    ]
    if spans and all(found[index].key[0] == "anaphor" for index in right):
        words = page.words(spans[0].start, spans[0].end)
        if words:
            key = ("name", page.text[spans[0].start : spans[0].end].lower().strip())
            found.append(PlaceCandidate(words, spans[0].start, spans[0].end, key, None))
            right.append(len(found) - 1)
    return right if right or not sites else None


def _shares(span: Offsets, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def _time(page: Page, event: AnnotatedEvent, dates: Sequence[TimeCandidate], article: Article) -> Target:
    when = event.when
    if when is None:
        return None
    if when.span is None:
        fresh = article.published is not None and abs((when.end - article.published).days) <= 1
        return REPORT if fresh else SKIPPED
    right = [
        index for index, one in enumerate(dates) if _shares(when.span, one.mention.span.start, one.mention.span.end)
    ]
    return right or SKIPPED


def _numbers(annotated: AnnotatedArticle, page: Page, indexes: dict[str, int]) -> list[NumberTarget]:
    told: list[tuple[Offsets | None, str, int | None]] = []
    for number, event in enumerate(annotated.events):
        told += [
            (count.span, what, number)
            for what, count in (("killed", event.killed), ("injured", event.injured))
            if count is not None
        ]
        told += [(other.number.span, other.what, number) for other in event.numbers]
    told += [(other.number.span, other.what, None) for other in annotated.other_numbers if not _is_own(other)]
    found: list[NumberTarget] = []
    taken: set[int] = set()
    for span, what, event_number in told:
        words = page.words(span.start, span.end) if span else None
        if words is None or taken & set(range(words[0], words[1] + 1)):
            continue
        taken |= set(range(words[0], words[1] + 1))
        kind = COUNTED.index(what) if what in COUNTED else COUNTED.index("other")
        found.append(NumberTarget(words, kind, event_number))
    return found


def _is_own(other: OtherNumber) -> bool:
    return other.scope is Scope.EVENT
