"""The dates that a text gives, read as a reader on the day of publication reads them.

No date is better than a wrong one: an expression that stays ambiguous ("03/04/2020" with nothing
to settle the order), that the calendar does not know (31 February) or that counts from a day
that is unknown gives nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from geo.events import offsets
from geo.events.date_patterns import NAME_AFTER, NAME_BEFORE, PATTERNS
from geo.events.date_rules import RULES, Reader
from geo.events.tense import Tense, tense_at
from geo.model import Dateline, DatePrecision, DateRange, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

# A dateline older than this is not when the report was written, but part of an old story.
_DATELINE_AGE = dt.timedelta(days=10)
# What a calendar says for certain; where it cannot be read, no other day stands in for it.
_CALENDAR = frozenset({"iso", "numeric", "month_day", "day_month"})
_UNREAD = "dateline.unread_dates"
_RANGE_WORDS = ("to", "-", "–", "—", "until", "till", "through", "into")
# A clause boundary between a date and an event makes it less likely that they belong together:
# more so if the boundary is the date's own ("who was freed on Monday") than if it is the event's.
_CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp"})
_DATE_CLAUSE_COST, _EVENT_CLAUSE_COST, _CONJUNCT_COST = 3.0, 1.0, 1.0
# What is nearer in the tree or the text comes first where the clauses leave it open.
_TOKEN_COST, _ARC_COST = 0.01, 0.02
_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "to"})
# What happened since, until or before a day did not happen on it.
_BOUNDING = frozenset({"since", "until", "till", "before", "by"})


def writing_day(published: dt.date | None, dateline: Dateline | None) -> dt.date | None:
    """Return the day that "today" means in the article, or None where nothing says it."""
    filed = dateline.date if dateline is not None else None
    if filed is None or published is None:
        return filed or published
    return filed if dt.timedelta(0) <= published - filed <= _DATELINE_AGE else published


def find(doc: Doc, published: dt.date | None = None, dateline: Dateline | None = None) -> list[DateRange]:
    """Return the dates of ``doc`` in the order of the text, each with its span.

    Relative dates count from the day of writing, which is the dateline's where it has one, else
    the day of publication; where both are unknown, only calendar dates with a year are found.
    The dateline itself is not among them.
    """
    reader = Reader(writing_day(published, dateline))
    found: list[DateRange] = []
    unread: list[int] = []
    doc.user_data[_UNREAD] = unread
    text = offsets.of(doc).text
    for kind, match in _expressions(text):
        if dateline is not None and match.start() < dateline.span.end and match.end() > dateline.span.start:
            continue
        reader.tense = tense_at(doc, match.start(), match.end())
        dated = RULES[kind](match, reader)
        if dated is None:
            if kind in _CALENDAR:
                unread.append(match.start())
            continue
        start, end, precision = dated
        if precision is DatePrecision.DAY:
            reader.last_day = end
        found.append(DateRange(start, end, precision, Span.of(text, match.start(), match.end())))
    return _joined(found, text)


def _expressions(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the expressions from left to right; of overlapping ones the earliest, then the longest."""
    matches = [(kind, match) for kind, pattern in PATTERNS.items() for match in pattern.finditer(text)]
    matches.sort(key=lambda found: (found[1].start(), -found[1].end()))
    end = 0
    for kind, match in matches:
        if match.start() < end or _is_a_word(kind, match):
            continue
        end = match.end()
        before = text[max(0, match.start() - 12) : match.start()]
        if not NAME_AFTER.match(text, end) and not NAME_BEFORE.search(before):
            yield kind, match


def _is_a_word(kind: str, match: re.Match[str]) -> bool:
    """Say whether a month without a day is only a word ("may", "march")."""
    return kind == "month" and not match["month"][0].isupper()


def _joined(dates: list[DateRange], text: str) -> list[DateRange]:
    """Join what is said as one range ("from Thursday to Friday", "between 3 March and 7 March")."""
    joined: list[DateRange] = []
    for date in dates:
        if joined and joined[-1].span and date.span and joined[-1].start <= date.start:
            first, last = joined[-1].span, date.span
            between = text[first.end : last.start].strip().lower()
            opening = f"{text[max(0, first.start - 9) : first.start]}{first.text}".lower()
            if between in _RANGE_WORDS or (between == "and" and "between" in opening):
                joined[-1] = DateRange(joined[-1].start, date.end, date.precision, Span.of(text, first.start, last.end))
                continue
        joined.append(date)
    return joined


def has_unread(sentence: Words) -> bool:
    """Say whether the sentence gives a day that ``find`` could not know ("on 31 February")."""
    unread: list[int] = sentence.doc.user_data.get(_UNREAD, [])
    return any(sentence.start_char <= start < sentence.end_char for start in unread)


def date_for(trigger: Token, dates: Sequence[DateRange]) -> DateRange | None:
    """Return the date of what ``trigger`` tells, or None where no date is near enough.

    The date that the sentence's syntax brings nearest to the trigger wins; a sentence without
    a date takes the last day that the sentences before it in the same paragraph name, but what
    has happened takes no day that is told of as still to come.
    """
    sentence = trigger.sent
    near = [date for date in dates if date.span and sentence.start_char <= date.span.start < sentence.end_char]
    if near or has_unread(sentence):
        return nearest(trigger, near)
    ahead = _looks_ahead(trigger)
    paragraph = offsets.of(trigger.doc).text.rfind("\n", 0, sentence.start_char) + 1
    before = [
        date
        for date in dates
        if date.span
        and paragraph <= date.span.start < sentence.start_char
        and date.precision in (DatePrecision.DAY, DatePrecision.WEEK)
        and not _bounds(date, trigger.doc)
        and (ahead or tense_at(trigger.doc, date.span.start, date.span.end) is Tense.PAST)
    ]
    return before[-1] if before else None


def nearest(trigger: Token, dates: Iterable[DateRange]) -> DateRange | None:
    """Return the date of the trigger's sentence that its syntax brings nearest, None where all are another's."""
    held = [(cost, date) for date in dates if date.span and (cost := distance(trigger, date)) is not None]
    return min(held, key=lambda pair: pair[0])[1] if held else None


def is_told_of_then(trigger: Token, day: Words) -> bool:
    """Say whether a clause on the date tells what ``trigger`` tells: "since 2022, when nine were killed"."""
    node = trigger
    while node.dep_ != "relcl" and node.head.i != node.i:
        node = node.head
    return node.dep_ == "relcl" and day.start <= node.head.i < day.end and node.i >= day.end


def _looks_ahead(trigger: Token) -> bool:
    """Say whether the trigger tells of what is still to come, by its own words or by those above it."""
    if any(child.dep_ == "aux" and child.lower_ in _FUTURE for child in trigger.children):
        return True
    return tense_at(trigger.doc, trigger.idx, trigger.idx + len(trigger)) is Tense.FUTURE


def _bounds(date: DateRange, doc: Doc) -> bool:
    """Say whether the date only bounds a time ("since Monday")."""
    assert date.span is not None
    words = date.span.text.lower().split()
    first = offsets.of(doc).words(date.span.start, date.span.end).start
    before = doc[first - 1].lower_ if first else ""
    return words[0] in _BOUNDING or before in _BOUNDING


def distance(trigger: Token, date: DateRange) -> float | None:
    """Return how far the syntax holds date and trigger apart, None where the date is another's."""
    assert date.span is not None
    span = offsets.of(trigger.doc).words(date.span.start, date.span.end)
    if _bounds(date, trigger.doc) and not is_told_of_then(trigger, span):
        return None
    above_trigger = [trigger, *trigger.ancestors]
    steps = {token.i: n for n, token in enumerate(above_trigger)}
    cost = abs(trigger.i - span.root.i) * _TOKEN_COST
    node = span.root
    while node.i not in steps:
        # "the quake that struck on Friday": the clause tells of the trigger itself
        own = node.dep_ in ("relcl", "acl") and node.head.i == trigger.i
        cost += (
            _ARC_COST + _DATE_CLAUSE_COST * (node.dep_ in _CLAUSES and not own) + _CONJUNCT_COST * (node.dep_ == "conj")
        )
        if node.head.i == node.i:
            break
        node = node.head
    for token in above_trigger[: steps.get(node.i, len(above_trigger))]:
        cost += _ARC_COST + _EVENT_CLAUSE_COST * (token.dep_ in _CLAUSES) + _CONJUNCT_COST * (token.dep_ == "conj")
    return cost
