"""When an event happened whose own words do not say it.

A report tells of one stretch of time: what it dates in one sentence also dates the sentences that
go on with it. Such dates carry no span, because no words of the text give them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import offsets
from geo.events.dates import date_for, has_unread
from geo.model import DatePrecision, DateRange, Layer

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.events.drafts import Draft

# A day that the report names within this time before it was written is the day of its news.
_NEWS = dt.timedelta(days=7)


def infer(events: Sequence[Draft], found: Sequence[DateRange], today: dt.date | None) -> None:
    """Date the events that no words of their own date.

    In this order: by a date of the same sentence or of the sentences before it in the paragraph;
    for incidents, by the first recent day that dates an incident of the report; by the day of
    writing, which is then right to the week only. What is told as further back ("had been
    killed", "since then", or after a month or a year in its paragraph) and what has a day that no calendar
    knows stays undated.
    """
    lead = next((event.date for event in events if _is_news(event, today)), None)
    for event in events:
        if event.date is not None:
            continue
        near = None if event.is_spoken_of or event.is_sum else _near(event, found)
        if near is not None:
            event.date = DateRange(near.start, near.end, near.precision)
        elif _keeps_its_own_time(event, found):
            continue
        elif lead is not None and event.definition.layer is Layer.INCIDENT:
            event.date = DateRange(lead.start, lead.end, lead.precision)
        elif today is not None:
            event.date = DateRange(today, today, DatePrecision.WEEK)


def _is_news(event: Draft, today: dt.date | None) -> bool:
    return (
        today is not None
        and event.date is not None
        and event.definition.layer is Layer.INCIDENT
        and event.date.precision in (DatePrecision.DAY, DatePrecision.WEEK)
        and today - _NEWS <= event.date.start <= today + dt.timedelta(days=1)
    )


def _near(event: Draft, found: Sequence[DateRange]) -> DateRange | None:
    """Return the date that the sentences of the event, or those before them, give to its words."""
    for trigger in event.triggers:
        date = date_for(trigger.token, found)
        if date is not None and date.precision in (DatePrecision.DAY, DatePrecision.WEEK):
            return date
    return None


def _keeps_its_own_time(event: Draft, found: Sequence[DateRange]) -> bool:
    """Say whether the event has another time than the news, though no date of its own could be read."""
    if event.is_spoken_of or event.is_sum or any(has_unread(trigger.token.sent) for trigger in event.triggers):
        return True
    return _told_as_further_back(event.trigger.token) or _goes_on_with_history(event.trigger.token, found)


def _told_as_further_back(token: Token) -> bool:
    """Say whether the verb is in the past perfect."""
    return any(child.dep_ == "aux" and child.lower_ == "had" for child in token.children)


def _goes_on_with_history(token: Token, found: Sequence[DateRange]) -> bool:
    """Say whether the paragraph tells, up to here, of a month or a year, or the sentence of a time since."""
    start = offsets.of(token.doc).text.rfind("\n", 0, token.idx) + 1
    before = [date for date in found if date.span is not None and start <= date.span.start < token.idx]
    if before and before[-1].precision in (DatePrecision.MONTH, DatePrecision.YEAR):
        return True
    return any(word.lower_ == "since" and word.dep_ == "prep" for word in token.doc[token.sent.start : token.i])
