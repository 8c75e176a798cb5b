"""Notation into annotated articles: quotes become offsets, and what cannot be is named by file and line.

An article's notation (``//`` begins a comment, numbered pieces are skipped)::

    @ corpus/id | event news | 2024-05-15 inferred        kind; day or "-"; "inferred" if the text does not give it
    E1 violence news main alt=crime                       id, class, status, main, other classes that are accepted
      m 0:kill ; 1:attacks ; 4:died                       mentions
      p 2:Harbel = Harbel @ 6.28,-10.35 r20 LR unknown around Margibi
      p+ 3:Kakata = Kakata @ 6.53,-10.35 r15 LR           further places of the same event
      a 5:the village                                     words that stand for the place
      d 1:Sunday = 2024-05-12                             day, or first..last
      k 1:at least 31 = 31.. by 1:two doctors             killed; i injured; n WHAT: other numbers
      c 6:the rebels                                      who says so, where it is known from one side alone
      in E4                                               part of
    N planned diplomacy: 9:will meet ; 10:to sign         words that tell of no event
    X killed superseded E1 6:12 = 12 by 6:a doctor        numbers that are no event's own: what, scope, event or "-"

A patch holds only what changes: a whole event replaces the one of its id or is new, ``- E3, N, X`` takes an event,
all non-events or all numbers away, ``-N 4:will`` one non-event.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from geo.annotation import pieces as quoting
from geo.annotation.dumping import NONE
from geo.annotation.model import (
    AnnotatedArticle,
    AnnotatedEvent,
    Kind,
    NonEvent,
    Number,
    Offsets,
    OtherNumber,
    Scope,
    Site,
    Status,
    When,
    Why,
)
from geo.annotation.pieces import NotationError
from geo.annotation.texts import Key, Source, digest
from geo.errors import InputError
from geo.model import EventClass

Labels = TypeVar("Labels", bound=StrEnum)

_HEADER = re.compile(r"@ ([^/|]+)/([^|]+?)\s*(?:\|\s*([^|]+?)\s*)?(?:\|\s*(-|\d{4}-\d\d-\d\d)(\s+inferred)?\s*)?")
_NUMBERED = re.compile(r"\s*\d+\| ")
_SITE = re.compile(
    r"(?P<words>.+?)\s=\s(?P<name>.+?)\s@\s*(?P<lat>-?[\d.]+|\?)\s*,\s*(?P<lon>-?[\d.]+|\?)\s+r(?P<radius>[\d.]+)"
    r"\s+(?P<country>[A-Z]{2}|--)(?P<unknown>\s+unknown)?(?:\s+around\s+(?P<around>.+))?\s*"
)
_NUMBER = re.compile(r"(?P<words>.+?)\s=\s*(?P<bounds>[\d.,\s]*?)(?:\s+by\s+(?P<speaker>.+))?\s*")
_WHEN = re.compile(r"(?P<words>.+?)\s=\s(?P<start>[\d-]+)(?:\.\.(?P<end>[\d-]+))?\s*")
_OTHER = re.compile(r"X (?P<what>\S+) (?P<scope>\w+) (?P<event>\S+) (?P<number>.+)")
_NONE_EVENTS = re.compile(r"N (?P<why>\w+) (?P<class>\w+): (?P<quotes>.+)")
_EVENT_ID = re.compile(r"E\w+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of notation with its number in the file, from 1."""

    number: int
    words: str


@dataclass(slots=True)
class Compiled:
    """The articles in order, and for each line that could not be understood ``file:line: article: what``."""

    articles: list[AnnotatedArticle]
    faults: list[str]


def compile_file(path: Path, sources: Mapping[Key, Source], base: Iterable[AnnotatedArticle] | None = None) -> Compiled:
    """Compile a file of notation, from nothing or as a patch on ``base``, whose other articles are kept.

    Raises:
        InputError: if the file cannot be read.

    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    compiled: dict[Key, AnnotatedArticle] = {article.key: article for article in base or ()}
    faults: list[str] = []
    done: set[Key] = set()
    for header, lines in _articles(content, path.name, faults):
        where = f"{path.name}:{header.number}"
        try:
            article = _opened(header, sources, compiled if base is not None else None)
        except NotationError as error:
            faults.append(f"{where}: {error}")
            continue
        if article.key in done:
            faults.append(f"{where}: {article.name}: comes twice")
        done.add(article.key)
        editor = _Editor(article, sources[article.key].text)
        for block in _blocks(lines):
            try:
                editor.apply(block)
            except NotationError as error:
                faults.append(f"{path.name}:{block[0].number}: {article.name}: {error}")
        compiled[article.key] = editor.finished()
    return Compiled(list(compiled.values()), faults)


def _articles(content: str, file: str, faults: list[str]) -> Iterator[tuple[Line, list[Line]]]:
    header: Line | None = None
    lines: list[Line] = []
    for number, words in enumerate(content.split("\n"), start=1):
        if words.startswith("@ "):
            if header:
                yield header, lines
            header, lines = Line(number, words), []
        elif not words.strip() or words.lstrip().startswith("//") or _NUMBERED.match(words):
            continue
        elif header:
            lines.append(Line(number, words.rstrip()))
        else:
            faults.append(f"{file}:{number}: before the first article: {words!r}")
    if header:
        yield header, lines


def _opened(
    header: Line, sources: Mapping[Key, Source], base: Mapping[Key, AnnotatedArticle] | None
) -> AnnotatedArticle:
    match = _HEADER.fullmatch(header.words.strip())
    if not match:
        raise NotationError(f"{header.words!r}: write @ corpus/id | kind | 2024-05-15 or -")
    corpus, name, kind, day, inferred = match.groups()
    key = (corpus.strip(), name.strip())
    if key not in sources:
        raise NotationError(f"there is no text of {'/'.join(key)}")
    if base is not None:
        article = base.get(key)
        if article is None:
            raise NotationError(f"{'/'.join(key)} is not among the articles to patch")
    elif kind is None:
        raise NotationError(f"{'/'.join(key)}: the kind is missing")
    else:
        source = sources[key]
        article = AnnotatedArticle(*key, digest(source.text), _label(kind, Kind), prose=source.prose)
    if kind:
        article = dataclasses.replace(article, kind=_label(kind, Kind))
    if day:
        published = None if day == NONE else _day(day)
        article = dataclasses.replace(article, published=published, published_inferred=bool(inferred))
    return article


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield each line that is not indented with the indented ones below it."""
    block: list[Line] = []
    for line in lines:
        if block and not line.words[0].isspace():
            yield block
            block = []
        block.append(line)
    if block:
        yield block


class _Editor:
    """An article on its way; each block adds, replaces or takes away."""

    def __init__(self, article: AnnotatedArticle, text: str) -> None:
        self._article = article
        self._text = text
        self._pieces = quoting.split(text)
        self._events = {event.id: event for event in article.events}
        self._non_events = {one.span: one for one in article.non_events}
        self._numbers = list(article.other_numbers)

    def apply(self, block: Sequence[Line]) -> None:
        """Apply one block.

        Raises:
            NotationError: if it cannot be understood.

        """
        head = block[0].words
        if head.startswith("- "):
            self._take_away([name.strip() for name in head[2:].split(",")])
        elif head.startswith("-N "):
            for span in self._finds(head[3:]):
                if self._non_events.pop(span, None) is None:
                    raise NotationError(f"{head!r}: there is no such non-event")
        elif match := _NONE_EVENTS.fullmatch(head):
            why, event_class = _label(match["why"], Why), _label(match["class"], EventClass)
            self._non_events |= {span: NonEvent(span, event_class, why) for span in self._finds(match["quotes"])}
        elif match := _OTHER.fullmatch(head):
            self._numbers.append(self._other_number(match))
        elif _EVENT_ID.match(head):
            event = self._event(block)
            self._events[event.id] = event
        else:
            raise NotationError(f"{head!r}: no such line")

    def finished(self) -> AnnotatedArticle:
        """Return the article; what is a mention of an event is no non-event."""
        mentions = {mention for event in self._events.values() for mention in event.mentions}
        return dataclasses.replace(
            self._article,
            events=tuple(self._events.values()),
            non_events=tuple(one for span, one in sorted(self._non_events.items()) if span not in mentions),
            other_numbers=tuple(self._numbers),
        )

    def _take_away(self, names: Iterable[str]) -> None:
        for name in names:
            if name == "N":
                self._non_events.clear()
            elif name == "X":
                self._numbers.clear()
            elif self._events.pop(name, None) is None:
                raise NotationError(f"there is no event {name!r} to take away")
        self._events = {
            event.id: event if event.part_of in self._events else dataclasses.replace(event, part_of=None)
            for event in self._events.values()
        }

    def _event(self, block: Sequence[Line]) -> AnnotatedEvent:
        name, *labels = block[0].words.split()
        if len(labels) < 2:
            raise NotationError(f"{block[0].words!r}: write E1 class status [main] [alt=class,class]")
        event = AnnotatedEvent(
            name, _label(labels[0], EventClass), _label(labels[1], Status), main="main" in labels[2:], mentions=()
        )
        for label in labels[2:]:
            if label.startswith("alt="):
                others = tuple(_label(one, EventClass) for one in label[4:].split(",") if one)
                event = dataclasses.replace(event, alternatives=others)
            elif label != "main":
                raise NotationError(f"{name}: {label!r} is no label")
        for line in block[1:]:
            event = self._with(event, *line.words.strip().partition(" ")[::2])
        if not event.mentions:
            raise NotationError(f"{name}: has no mentions")
        return event

    def _with(self, event: AnnotatedEvent, key: str, rest: str) -> AnnotatedEvent:
        """Return the event with what one line says of it."""
        match key:
            case "m":
                mentions = tuple(sorted({*event.mentions, *self._finds(rest)}))
                return dataclasses.replace(event, mentions=mentions)
            case "p":
                return dataclasses.replace(event, site=self._site(rest))
            case "p+":
                return dataclasses.replace(event, more_sites=(*event.more_sites, self._site(rest)))
            case "a":
                return dataclasses.replace(event, anaphor=self._find(rest))
            case "d":
                return dataclasses.replace(event, when=self._when(rest))
            case "k":
                return dataclasses.replace(event, killed=self._number(rest))
            case "i":
                return dataclasses.replace(event, injured=self._number(rest))
            case "n":
                what, _, number = rest.partition(": ")
                return dataclasses.replace(
                    event, numbers=(*event.numbers, OtherNumber(what.strip(), self._number(number)))
                )
            case "c":
                return dataclasses.replace(event, claimed_by=self._find(rest))
            case "in":
                return dataclasses.replace(event, part_of=rest.strip())
        raise NotationError(f"{event.id}: there is no line of kind {key!r}")

    def _find(self, quote: str) -> Offsets:
        return quoting.find(self._text, self._pieces, quote)

    def _finds(self, quotes: str) -> list[Offsets]:
        return [self._find(quote) for quote in quotes.split(";") if quote.strip()]

    def _words(self, quote: str) -> Offsets | None:
        return None if quote.strip() == NONE else self._find(quote)

    def _site(self, words: str) -> Site:
        match = _SITE.fullmatch(words)
        if not match:
            raise NotationError(f"{words!r}: write 2:words = Name @ LAT,LON rKM CC [unknown] [around NAME]")
        latitude, longitude = (None if match[name] == "?" else _real(match[name]) for name in ("lat", "lon"))
        return Site(
            name=match["name"].strip(),
            latitude=latitude,
            longitude=longitude,
            radius_km=_real(match["radius"]),
            country_code=None if match["country"] == "--" else match["country"],
            span=self._words(match["words"]),
            known=not match["unknown"],
            around=match["around"].strip() if match["around"] else None,
        )

    def _when(self, words: str) -> When:
        match = _WHEN.fullmatch(words)
        if not match:
            raise NotationError(f"{words!r}: write 1:words = 2024-05-12[..2024-05-14]")
        return When(_day(match["start"]), _day(match["end"] or match["start"]), self._words(match["words"]))

    def _number(self, words: str) -> Number:
        match = _NUMBER.fullmatch(words)
        if not match:
            raise NotationError(f"{words!r}: write 1:words = low..high [by 1:speaker]")
        low, high = bounds(match["bounds"])
        speaker = self._find(match["speaker"]) if match["speaker"] else None
        return Number(low, high, self._words(match["words"]), speaker)

    def _other_number(self, match: re.Match[str]) -> OtherNumber:
        event = None if match["event"] == NONE else match["event"]
        return OtherNumber(
            match["what"].replace("_", " "), self._number(match["number"]), _label(match["scope"], Scope), event
        )


def _label(word: str, labels: type[Labels]) -> Labels:
    try:
        return labels(word)
    except ValueError:
        raise NotationError(f"unknown label {word!r}; there are {', '.join(labels)}") from None


def _day(words: str) -> dt.date:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise NotationError(f"{words!r} is no day as 2024-05-12") from None


def _real(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        raise NotationError(f"{words!r} is no number") from None


def bounds(words: str) -> tuple[int | None, int | None]:
    """Return the bounds that :func:`geo.annotation.dumping.bounds` writes.

    Raises:
        NotationError: if there are none.

    """
    low, dots, high = words.strip().replace(",", "").partition("..")
    try:
        first, last = (int(bound) if bound.strip() else None for bound in (low, high if dots else low))
    except ValueError:
        raise NotationError(f"{words!r} are no bounds: write 31, 31.., ..85 or 9..12") from None
    if first is None and last is None:
        raise NotationError("a number without bounds")
    return first, last
