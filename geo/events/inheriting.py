"""Places that an event takes over from the sentences before it, and when it must not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import merging, offsets
from geo.model import DatePrecision, MentionKind, Toponym

if TYPE_CHECKING:
    from geo.events.drafts import Draft

_BEHIND = re.compile(
    r"\b(?:in|at|near|outside)\s(?:the\s(?:\w+\s)?(?:village|town|city|hamlet|suburb|district)\sof\s)?$"
)
_SEEN = 40
_WIDE = ("PCL", "ADM1", "RGN", "CONT")
_LONG = frozenset({DatePrecision.MONTH, DatePrecision.YEAR})


def forget(events: Sequence[Draft], toponyms: Sequence[Toponym], today: dt.date | None) -> None:
    """Take a place from the sentences before away from an event that has none of its own to go with it.

    What is told of another year did not happen where the news did, and what happened in a village that
    no gazetteer knows did not happen in the town that was named before.
    """
    for event in events:
        if event.link is None or event.link.scene.place.feature_code.startswith(_WIDE) or _stands_in(event, event):
            continue  # its own place, or an area that is as likely that of the past
        if _names_another(event, toponyms) or (
            _is_long_ago(event, today)
            and not any(_stands_in(event, one) and _is_long_ago(one, today) for one in events)
        ):
            event.link = None


def _is_long_ago(event: Draft, today: dt.date | None) -> bool:
    """Say whether the event is of another month or year; an exact day long ago may be that of the story itself."""
    date = event.date
    return date is not None and date.precision in _LONG and merging.is_past(date, today)


def _stands_in(placed: Draft, telling: Draft) -> bool:
    """Say whether the words that place one event stand in a sentence that tells of the other."""
    assert placed.link is not None
    return any(words.start <= placed.link.scene.root.i < words.end for words in telling.sentences)


def _names_another(event: Draft, toponyms: Sequence[Toponym]) -> bool:
    """Say whether a sentence of the event says where it was by a name that could not be resolved."""
    return any(
        toponym.place is None
        and toponym.kind is MentionKind.LITERAL
        and words.start_char <= toponym.span.start < words.end_char
        and _BEHIND.search(
            offsets.of(words.doc).text[max(words.start_char, toponym.span.start - _SEEN) : toponym.span.start]
        )
        for toponym in toponyms
        for words in event.sentences
    )
