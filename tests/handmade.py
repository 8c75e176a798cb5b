"""Articles of one's own for the reader's stages, with scores given by hand instead of by a network."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import numpy as np

from geo.events import amounts, candidates, layout
from geo.events.candidates import Page
from geo.events.decoding import decode
from geo.events.material import Material
from geo.events.mentions import Status, Told
from geo.events.reader import CLASSES, STATUSES, NumberSpan, Scores
from geo.inference import Floats
from geo.model import Article, EventClass, Mention, MentionKind, Place, Span, Toponym
from geo.recognition.encoding import Encoded

FRIDAY = dt.date(2025, 4, 4)
TURIN = Place(3165524, "Turin", 45.07, 7.69, "P", "PPLA", "IT", "12", population=870_000)
MILAN = Place(3173435, "Milan", 45.46, 9.19, "P", "PPLA", "IT", "09", population=1_300_000)
ROME = Place(3169070, "Rome", 41.89, 12.48, "P", "PPLC", "IT", "07", population=2_300_000)
ITALY = Place(3175395, "Italy", 42.8, 12.8, "A", "PCLI", "IT", "00")
NAIROBI = Place(184745, "Nairobi", -1.28, 36.82, "P", "PPLC", "KE", "05", population=2_700_000)

# A logit that leaves no doubt, for or against.
SURE = 9.0


def encoded(text: str) -> Encoded:
    """Return ``text`` with its words, without what only the network looks at."""
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    nothing = np.zeros(len(spans), dtype=np.int64)
    return Encoded(text, nothing, nothing, nothing, np.arange(len(spans)), spans)


def toponyms(text: str, places: Mapping[str, Place | None], kind: MentionKind = MentionKind.LITERAL) -> list[Toponym]:
    """Return every whole word of the text that is one of the names."""
    found = [
        Toponym(Mention(Span.of(text, *match.span()), kind), place, 1.0)
        for name, place in places.items()
        for match in re.finditer(rf"\b{name}\b", text)
    ]
    return sorted(found, key=lambda one: one.span)


class Handmade:
    """An article of which nothing is said yet: each trigger is news, nowhere, never and without a number."""

    def __init__(self, text: str, triggers: Sequence[str], names: Sequence[Toponym] = ()) -> None:
        """Mark the words of ``triggers``, each the next of its kind in the text."""
        self.text = text
        self.page = Page.of(encoded(text))
        self.places = candidates.places(self.page, names)
        self.times = candidates.time_candidates(self.page, Article("a", text, published=FRIDAY))
        at, words = 0, []
        for trigger in triggers:
            at = text.index(trigger, at)
            words.append(self._words(at, at + len(trigger)))
            at += len(trigger)
        count = len(words)
        self.spans: list[NumberSpan] = []
        self.owners: list[Floats] = []
        self.words = words
        self.named = np.full(count, 0.95, dtype=np.float32)
        self.classes = np.full((count, len(CLASSES)), 0.1 / (len(CLASSES) - 1), dtype=np.float32)
        self.classes[:, CLASSES.index(EventClass.VIOLENCE)] = 0.9
        self.statuses = np.full((count, len(STATUSES)), 0.02, dtype=np.float32)
        self.statuses[:, STATUSES.index(Status.NEWS)] = 0.94
        self.place_scores = np.full((count, len(self.places) + 1), -SURE, dtype=np.float32)
        self.place_scores[:, -1] = 0
        self.time_scores = np.full((count, len(self.times) + 2), -SURE, dtype=np.float32)
        self.time_scores[:, -1] = 0
        self.same = np.eye(count, dtype=np.float32)
        self.part = np.zeros((count, count), dtype=np.float32)

    def _words(self, start: int, end: int) -> tuple[int, int]:
        words = self.page.words(start, end)
        assert words is not None
        return words

    def status(self, trigger: int, status: Status, probability: float = 0.94) -> None:
        """Say how likely the status of a trigger is."""
        self.statuses[trigger] = (1 - probability) / (len(STATUSES) - 1)
        self.statuses[trigger, STATUSES.index(status)] = probability

    def is_at(self, trigger: int, name: str, logit: float = SURE, nth: int = 0) -> None:
        """Tie a trigger to the ``nth`` candidate of these words."""
        fitting = [number for number, one in enumerate(self.places) if self.text[one.start : one.end] == name]
        self.place_scores[trigger, fitting[nth]] = logit

    def is_on(self, trigger: int, words: str, logit: float = SURE) -> None:
        """Tie a trigger to an expression of time."""
        (number,) = (number for number, one in enumerate(self.times) if one.mention.span.text == words)
        self.time_scores[trigger, number] = logit

    def are_one(self, one: int, other: int, probability: float) -> None:
        """Say how likely two triggers tell of one event."""
        self.same[one, other] = self.same[other, one] = probability

    def counts(self, words: str, what: str, trigger: int | None, logit: float = SURE) -> None:
        """Add a number and say whose it is; None: of no event of the article."""
        start = self.text.index(words)
        row = np.zeros(len(self.words) + 1, dtype=np.float32)
        row[-1 if trigger is None else trigger] = logit
        self.spans.append(NumberSpan(self._words(start, start + len(words)), what, 0.9))
        self.owners.append(row)

    def told(self, today: dt.date | None = FRIDAY) -> list[Told]:
        """Decode what was said."""
        return decode(self.material(today))

    def material(self, today: dt.date | None = FRIDAY) -> Material:
        """Return what was said for decoding to look at."""
        numbers = np.asarray(self.owners, dtype=np.float32).reshape(-1, len(self.words) + 1)
        scores = Scores(
            self.words, self.named, self.classes, self.statuses, self.place_scores, self.time_scores,
            self.spans, numbers, self.same, self.part,
        )  # fmt: skip
        lines = layout.read(self.text)
        return Material(self.page, lines, self.places, self.times, amounts.find(self.text), scores, today)
