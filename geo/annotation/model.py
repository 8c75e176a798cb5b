"""The nouns of annotated news: frozen, slotted dataclasses, without I/O.

Offsets are half-open character offsets into the article's text, coordinates are degrees in WGS 84, radii are
kilometres, dates are calendar dates, both ends of a range included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from geo.model import EventClass

# The corpus of our own articles: their texts are the repository's own, and only theirs may lie in it.
OWN_CORPUS = "dateline"


class Kind(StrEnum):
    """What sort of article it is."""

    EVENT_NEWS = "event news"
    ANALYSIS = "analysis"
    NO_EVENT_NEWS = "no event news"


class Status(StrEnum):
    """How an event that happened is told."""

    NEWS = "news"
    HISTORY = "history"
    STATEMENT = "statement"


class Why(StrEnum):
    """Why a word that looks like an event tells of none."""

    PLANNED = "planned"
    DENIED = "denied"
    UNREAL = "unreal"
    GENERAL = "general"
    FIGURATIVE = "figurative"


class Scope(StrEnum):
    """What a number that is not an event's own toll is to it."""

    EVENT = "event"
    SUM = "sum"
    SUPERSEDED = "superseded"
    CLAIM = "claim"
    HISTORY = "history"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Offsets:
    """Words of the article, by where they start and end."""

    start: int
    end: int

    def overlaps(self, other: Offsets) -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Site:
    """Where an event was: the words, what place they mean, and how far it reaches.

    ``known`` is false where a gazetteer of main places has no such name; ``around`` is then the place that the
    text puts it in, and the coordinates are that one's.
    """

    name: str
    latitude: float | None
    longitude: float | None
    radius_km: float
    country_code: str | None
    span: Offsets | None = None
    known: bool = True
    around: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The day or days of an event. ``span`` None: the text does not name them."""

    start: dt.date
    end: dt.date
    span: Offsets | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its bounds, as ``geo.model.Count`` has them, and the words of who gives it."""

    low: int | None
    high: int | None
    span: Offsets | None = None
    speaker: Offsets | None = None


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A number of ``what`` ("arrested"); one that is no event's own has a scope and perhaps an event."""

    what: str
    number: Number
    scope: Scope = Scope.EVENT
    event: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedEvent:
    """Something that happened or was said, with all words of the article that name it.

    ``main``: any analyst would put it on the article's map. ``alternatives``: other classes that are accepted.
    ``claimed_by``: who says so, where one side's claim is all that it is known from.
    """

    id: str
    event_class: EventClass
    status: Status
    main: bool
    mentions: tuple[Offsets, ...]
    alternatives: tuple[EventClass, ...] = ()
    site: Site | None = None
    more_sites: tuple[Site, ...] = ()
    anaphor: Offsets | None = None
    when: When | None = None
    killed: Number | None = None
    injured: Number | None = None
    numbers: tuple[OtherNumber, ...] = ()
    claimed_by: Offsets | None = None
    part_of: str | None = None

    def sites(self) -> tuple[Site, ...]:
        """Return the first and the further places."""
        return (self.site, *self.more_sites) if self.site else self.more_sites


@dataclass(frozen=True, slots=True)
class NonEvent:
    """A word that looks like an event and tells of none."""

    span: Offsets
    event_class: EventClass
    why: Why


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of our own, and what it was written for."""

    title: str
    text: str
    genre: str
    region: str
    traps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """One article with its events. ``sha256`` is that of its UTF-8 text; ``prose`` is there for our own alone.

    ``published_inferred``: the day follows from the text, which does not give it.
    """

    corpus: str
    id: str
    sha256: str
    kind: Kind
    published: dt.date | None = None
    published_inferred: bool = False
    events: tuple[AnnotatedEvent, ...] = ()
    non_events: tuple[NonEvent, ...] = ()
    other_numbers: tuple[OtherNumber, ...] = ()
    prose: Prose | None = field(default=None, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What the article is known by."""
        return self.corpus, self.id

    @property
    def name(self) -> str:
        """Corpus and id as people write them."""
        return f"{self.corpus}/{self.id}"

    def spans(self) -> Iterator[tuple[str, Offsets]]:
        """Yield every marked word with the field that it stands in, as ``E2.killed.span``."""
        for event in self.events:
            yield from _spans_of(event)
        for position, non_event in enumerate(self.non_events):
            yield f"non_events[{position}].span", non_event.span
        for position, other in enumerate(self.other_numbers):
            yield from _spans_of_number(f"other_numbers[{position}]", other.number)


def _spans_of(event: AnnotatedEvent) -> Iterator[tuple[str, Offsets]]:
    for position, mention in enumerate(event.mentions):
        yield f"{event.id}.mentions[{position}]", mention
    parts = [("place.span", event.site.span if event.site else None), ("anaphor", event.anaphor)]
    parts += [(f"more_places[{position}].span", site.span) for position, site in enumerate(event.more_sites)]
    parts += [("date.span", event.when.span if event.when else None), ("claim.speaker", event.claimed_by)]
    for field_name, span in parts:
        if span:
            yield f"{event.id}.{field_name}", span
    for field_name, number in (("killed", event.killed), ("injured", event.injured)):
        if number:
            yield from _spans_of_number(f"{event.id}.{field_name}", number)
    for position, other in enumerate(event.numbers):
        yield from _spans_of_number(f"{event.id}.other[{position}]", other.number)


def _spans_of_number(name: str, number: Number) -> Iterator[tuple[str, Offsets]]:
    if number.span:
        yield f"{name}.span", number.span
    if number.speaker:
        yield f"{name}.speaker", number.speaker
