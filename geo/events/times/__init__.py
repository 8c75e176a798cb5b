"""The dates that a text gives, read as a reader on the day of publication reads them.

No date is better than a wrong one: an expression that stays ambiguous ("03/04/2020" with nothing to settle the
order), that the calendar does not know (31 February) or that counts from a day that is unknown is found, but means
nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from geo.events import lexicon
from geo.events.times.patterns import LONGEST_NAME_BEFORE, NAME_AFTER, NAME_BEFORE, PATTERNS
from geo.events.times.reckoning import Context
from geo.events.times.rules import normalise
from geo.model import Dateline, DatePrecision, DateRange, Span

# A dateline older than this is not when the report was written, but part of an old story.
_DATELINE_AGE = dt.timedelta(days=10)
_DASHES = frozenset("-–—")
# Further away than this, in characters, a verb says nothing about a date any more.
_FAR = 160
_SENTENCE_END = re.compile(r"[.!?][\"”’')]?\s|\n")
_LONGEST_JOINT = 16


@dataclass(frozen=True, slots=True)
class TimeMention:
    """An expression of a date: its words, its kind (a key of ``patterns.PATTERNS``, or "range" where two are joined).

    ``range`` holds the same span; it is None where the expression names no day that can be known.
    """

    span: Span
    kind: str
    range: DateRange | None


def writing_day(published: dt.date | None, dateline: Dateline | None) -> dt.date | None:
    """Return the day that "today" means in the article, or None where nothing says it."""
    filed = dateline.date if dateline is not None else None
    if filed is None or published is None:
        return filed or published
    return filed if dt.timedelta(0) <= published - filed <= _DATELINE_AGE else published


def find(text: str, published: dt.date | None = None, dateline: Dateline | None = None) -> list[DateRange]:
    """Return the dates of ``text`` in its order, each with its span; see ``mentions``."""
    return [mention.range for mention in mentions(text, published, dateline) if mention.range is not None]


def mentions(text: str, published: dt.date | None = None, dateline: Dateline | None = None) -> list[TimeMention]:
    """Return the expressions of dates in ``text`` in its order, without overlaps.

    Relative dates count from the day of writing, which is the dateline's where it has one, else the day of
    publication; where both are unknown, only calendar dates with a year have a range. The dateline itself is not
    among them. Seasons are those of the northern hemisphere.
    """
    context = Context(writing_day(published, dateline))
    found: list[TimeMention] = []
    for kind, match, span in _expressions(text):
        if dateline is not None and span.overlaps(dateline.span):
            continue
        dated = normalise(kind, match, replace(context, ahead=_looks_ahead(text, span)))
        if dated is None:
            found.append(TimeMention(span, kind, None))
            continue
        start, end, precision = dated
        last_day = end if precision is DatePrecision.DAY else context.last_day
        context = replace(context, last=start, last_day=last_day)
        found.append(TimeMention(span, kind, DateRange(start, end, precision, span)))
    return _joined(found, text)


def _expressions(text: str) -> Iterator[tuple[str, re.Match[str], Span]]:
    """Yield the expressions from left to right; of overlapping ones the earliest, then the longest."""
    lower = _lower(text)
    matches = [
        (*match.span("words" if "words" in pattern.groupindex and match["words"] else 0), kind, match)
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(lower)
    ]
    matches.sort(key=lambda found: (found[0], -found[1]))
    last = 0
    for start, end, kind, match in matches:
        if start < last or _is_a_word(text, kind, match):
            continue
        last = end
        before = lower[max(0, start - LONGEST_NAME_BEFORE) : start]
        if not NAME_AFTER.match(lower, end) and not NAME_BEFORE.search(before):
            yield kind, match, Span.of(text, start, end)


def _lower(text: str) -> str:
    """Return the text in lower case, with every character where it was."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _is_a_word(text: str, kind: str, match: re.Match[str]) -> bool:
    """Say whether a month without a day may be only a word or a name ("may", "march", "April")."""
    if kind != "month":
        return False
    if not text[match.start("month")].isupper():
        return True
    return not (match["in"] or match["part"] or match["relative"]) and match["month"] not in _plain_months()


@functools.cache
def _plain_months() -> frozenset[str]:
    return frozenset(lexicon.rows_of("time_words.tsv", "month"))


@functools.cache
def _joints() -> frozenset[str]:
    """Return the words that join two dates to a range."""
    return frozenset(lexicon.rows_of("time_words.tsv", "range"))


@functools.cache
def _cues() -> re.Pattern[str]:
    """Return what tells of a time ahead (group ``ahead``), behind (``back``), or only seems to (no group)."""
    words = {
        sort: "|".join(re.escape(word) for word in lexicon.rows_of("time_words.tsv", sort))
        for sort in ("ahead", "back")
    }
    return re.compile(
        rf"(?<!\w)(?P<ahead>{words['ahead'].replace(chr(92) + ' ', chr(92) + 's')})(?!\w)"
        # "will be opened", "the injured": a participle that is not the verb of the clause
        r"|\b(?:(?:be|been|being)\s(?:\w+ly\s)?|(?:the|an?|its|their|his|her|of|for)\s)\w+ed\b"
        rf"|\b(?P<back>{words['back'].replace(chr(92) + ' ', chr(92) + 's')}|\w*[^\We]ed)\b",
        re.IGNORECASE,
    )


def _looks_ahead(text: str, span: Span) -> bool:
    """Say whether the date is told of as still to come; behind where no word says it.

    The nearest word before the date in its sentence decides; where the date opens the sentence, the nearest after.
    """
    before = _SENTENCE_END.split(text[max(0, span.start - _FAR) : span.start])[-1]
    if len(before.split()) > 1:
        cues = [cue.lastgroup for cue in _cues().finditer(before) if cue.lastgroup]
        return bool(cues) and cues[-1] == "ahead"
    after = _SENTENCE_END.split(text[span.end : span.end + _FAR], maxsplit=1)[0]
    return next((cue.lastgroup for cue in _cues().finditer(after) if cue.lastgroup), None) == "ahead"


def _joined(mentions: list[TimeMention], text: str) -> list[TimeMention]:
    """Join what is said as one range ("from Thursday to Friday", "between 3 March and 7 March")."""
    joined: list[TimeMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and before.range and mention.range and before.range.start <= mention.range.start:
            between = text[before.span.end : mention.span.start][:_LONGEST_JOINT].strip().lower()
            opening = text[max(0, before.span.start - len("between ")) : before.span.start].lower()
            if between in _DASHES or between in _joints() or (between == "and" and opening == "between "):
                span = Span.of(text, before.span.start, mention.span.end)
                whole = DateRange(before.range.start, mention.range.end, mention.range.precision, span)
                joined[-1] = TimeMention(span, "range", whole)
                continue
        joined.append(mention)
    return joined
