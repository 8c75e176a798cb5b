"""The nouns of event extraction: what the reader finds in one article, before it becomes records.

All are frozen; a stage returns new ones. Spans are half-open character offsets into the article's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from geo.model import Count, DateRange, EventClass, Place, Reason, Span


class Status(StrEnum):
    """Whether what a word tells of has happened, and when it is told of."""

    NEWS = "news"
    HISTORY = "history"
    STATEMENT = "statement"
    NONE = "none"
    """Planned, denied, unreal, general or figurative."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that names an event. ``score`` is the probability that it does and that the event is real."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an event is told to have happened: the words and the place, None where no gazetteer has it.

    ``name_start`` is where the name of the place stands, None where the words stand for one named elsewhere
    ("there"). ``is_within``: the words name what no gazetteer has, and ``place`` is where the text puts it;
    ``is_far``: not in the same sentence.
    """

    words: Span
    place: Place | None
    score: float
    name_start: int | None = None
    is_within: bool = False
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the network is of an event: probabilities that it happened, of its place, of nowhere, of its class.

    ``resolved`` is how likely the name of its place means that place, ``second`` the share of the next likeliest
    place. ``sentences`` is how many tell of it, ``first`` the number of the first of them, ``words`` how many words
    name it, ``namings`` how often the article names its place; ``is_beside``: it does so in one of those sentences;
    ``is_demonym``: only by the people of the place ("the French").
    """

    happened: float = 1.0
    place: float = 1.0
    nowhere: float = 0.0
    event_class: float = 1.0
    resolved: float = 1.0
    second: float = 0.0
    sentences: int = 1
    first: int = 0
    words: int = 1
    namings: int = 1
    is_beside: bool = True
    is_demonym: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the whole article tells it, one value a slot.

    ``score`` is the probability that event, place and class are right; ``part_of`` the index of the sum or series
    that covers the event, among the article's. ``besides`` are numbers told beside it that are not its toll: what one
    side claims, an earlier state, a sum.
    """

    triggers: tuple[Trigger, ...]
    event_class: EventClass
    status: Status
    score: float = 1.0
    sureness: Sureness = Sureness()
    scene: Scene | None = None
    further_scenes: tuple[Scene, ...] = ()
    date: DateRange | None = None
    killed: Count | None = None
    injured: Count | None = None
    counts: tuple[Count, ...] = ()
    besides: tuple[Count, ...] = ()
    part_of: int | None = None
    reasons: tuple[Reason, ...] = ()
