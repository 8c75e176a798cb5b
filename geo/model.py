"""Every noun of Dateline: frozen, slotted dataclasses, without I/O and without library types.

Offsets are half-open character offsets into ``Article.text``, which never changes once its
source was read: ``article.text[span.start:span.end] == span.text`` holds for every span of every result.
Coordinates are degrees in WGS 84, distances are metres, dates are calendar dates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters of the article that a result rests on."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span of ``text`` from ``start`` to ``end``."""
        return cls(start, end, text[start:end])

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a wire report, such as ``KABUL, Afghanistan (Jan. 25, 2013)``."""

    span: Span
    place: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. ``text`` is what all offsets count in; shown, an article is its facts without it.

    ``remarks`` are for people: what reading its source had to leave open, one line each.
    """

    id: str
    text: str = field(repr=False)
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: dt.date | None = None
    language: str = "en"
    dateline: Dateline | None = None
    remarks: tuple[str, ...] = field(default=(), compare=False)


class MentionKind(StrEnum):
    """How a name of a place is used.

    ``NESTED`` is a name inside the name of an organisation, team or product ("University of
    Idaho"): it is found and resolved, but it is no scene of anything by itself.
    """

    LITERAL = "literal"
    DEMONYM = "demonym"
    METONYM = "metonym"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a place in the text. ``score`` is the recogniser's probability, 0 to 1."""

    span: Span
    kind: MentionKind = MentionKind.LITERAL
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry with GeoNames' field names.

    ``geonameid`` is None only for a place from elsewhere, which ``source`` then names.
    ``admin1_name`` and ``country_name`` are for people to read; the codes are for joins.
    """

    geonameid: int | None
    name: str
    latitude: float
    longitude: float
    feature_class: str = ""
    feature_code: str = ""
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0
    source: str = "geonames"
    admin1_name: str = ""
    country_name: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Identify the place across results, also where there is no GeoNames id."""
        if self.geonameid is not None:
            return ("geonames", str(self.geonameid))
        return (self.source, f"{self.name}@{self.latitude:.5f},{self.longitude:.5f}")


class NameKind(StrEnum):
    """What a gazetteer name is to its place; ranking tells them apart."""

    MAIN = "main"
    ALTERNATE = "alternate"
    SHORT = "short"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    METONYM = "metonym"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``score`` is 0 to 1 once ranked, 0 before."""

    place: Place
    matched_name: str
    name_kind: NameKind = NameKind.MAIN
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A mention with the place it means. ``place`` None is an honest "not in the gazetteer"."""

    mention: Mention
    place: Place | None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = field(default=(), repr=False)

    @property
    def span(self) -> Span:
        """The characters of the name."""
        return self.mention.span

    @property
    def kind(self) -> MentionKind:
        """How the name is used."""
        return self.mention.kind


class DatePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateRange:
    """A day or a range of days, both ends included. ``span`` None: inferred from context."""

    start: dt.date
    end: dt.date
    precision: DatePrecision = DatePrecision.DAY
    span: Span | None = None

    @property
    def time_precision(self) -> int:
        """ACLED's code: 1 the day, 2 the week, 3 the month or less exact."""
        return {DatePrecision.DAY: 1, DatePrecision.WEEK: 2}.get(self.precision, 3)


# No count of people is above the people of the world (United Nations, World Population Prospects 2024, for mid-2026).
WORLD_POPULATION = 8_300_000_000


@dataclass(frozen=True, slots=True)
class Count:
    """A number that the text gives, with its bounds and who says so.

    "at least 16" is low 16, high None; "up to 85" is low None, high 85; a plain number is both.
    ``what`` is "killed", "injured", "hospitalised", "missing", "displaced", "arrested", "cases",
    "buildings damaged" and the like. ``qualifier`` is the text's own word ("at least", "dozens"),
    empty where there is none.
    """

    what: str
    low: int | None
    high: int | None
    qualifier: str
    evidence: Span
    speaker: Span | None = None


class ActorRole(StrEnum):
    """What an actor does in an event."""

    ACTOR = "actor"
    TARGET = "target"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, is acted upon or speaks. ``span`` None: implied, not named."""

    name: str
    role: ActorRole
    span: Span | None = None


class Stance(StrEnum):
    """What a speaker does with a claim."""

    CLAIMS = "claims"
    DENIES = "denies"
    DISPUTES = "disputes"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one side says about an event; its counts never enter the event's toll."""

    speaker: Span | None
    stance: Stance
    span: Span
    counts: tuple[Count, ...] = ()


class Layer(StrEnum):
    """On which layer of the map an event lies."""

    INCIDENT = "incident"
    STATEMENT = "statement"
    DIPLOMACY = "diplomacy"
    BACKGROUND = "background"


class EventClass(StrEnum):
    """The coarse class of an event, which gives its colour and shape on the map."""

    VIOLENCE = "violence"
    PROTEST = "protest"
    DISASTER = "disaster"
    ACCIDENT = "accident"
    CRIME = "crime"
    HEALTH = "health"
    DIPLOMACY = "diplomacy"
    STATEMENT = "statement"
    OTHER = "other"


class LocationRole(StrEnum):
    """What the place is to the event: its scene, where it was said, or told history."""

    EVENT = "event"
    STATEMENT = "statement"
    BACKGROUND = "background"


class GeometryKind(StrEnum):
    """Whether the event is drawn as a point or, known only by region, as an area."""

    POINT = "point"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class EventLocation:
    """Where an event happened: the words, the place and their relation.

    ``relation`` holds words that move or narrow the place ("40 km north of", "off the coast
    of", "northern"). ``latitude`` and ``longitude`` are the event's own and differ from the
    place's where there is such a relation. Precision in the field's codes: ``geo_precision``
    ACLED 1-3, ``where_prec`` UCDP 1-7, ``coordinate_uncertainty_m`` Darwin Core.
    """

    span: Span
    place: Place
    latitude: float
    longitude: float
    relation: str | None = None
    role: LocationRole = LocationRole.EVENT
    geometry_kind: GeometryKind = GeometryKind.POINT
    geo_precision: int = 1
    where_prec: int = 1
    coordinate_uncertainty_m: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slot of an event has its value: how sure the reader is of it, from 0 to 1, and the words that it is from.

    ``slot`` is "trigger", "event_class", "status", "location", "event_date", or what a number counts ("killed").
    ``span`` is None where no words of their own decide it.
    """

    slot: str
    value: str | None
    score: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or was said, with the characters that say so.

    ``event_type`` and ``sub_event_type`` are ACLED's names, ``plover_event`` is PLOVER's code;
    each is None where its scheme has none. ``killed`` and ``injured`` are the toll that the
    article reports as fact; what belligerents claim is in ``claims``. ``part_of`` is the id of the sum or
    series that covers the event, ``mentions`` are all the words that name it, in the order of the text.
    ``score`` is the probability that event, place and class are right, ``reasons`` what it comes from.
    """

    event_id: str
    headline: str
    layer: Layer
    event_class: EventClass
    trigger: Span
    evidence: tuple[Span, ...]
    event_type: str | None = None
    sub_event_type: str | None = None
    plover_event: str | None = None
    location: EventLocation | None = None
    date: DateRange | None = None
    killed: Count | None = None
    injured: Count | None = None
    counts: tuple[Count, ...] = ()
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    score: float = 1.0
    part_of: str | None = None
    mentions: tuple[Span, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article with everything that was found in it."""

    article: Article
    toponyms: tuple[Toponym, ...] = ()
    events: tuple[Event, ...] = ()

    def __repr__(self) -> str:
        """Return one line, which a notebook or a debugger can show."""
        named = f" {self.article.title[:60]!r}" if self.article.title else ""
        counts = f"{len(self.events)} events, {len(self.toponyms)} toponyms"
        return f"<{type(self).__name__} {self.article.id[:60]!r}{named}: {counts}>"
