"""The day that stands above a report: "Published: 4 April 2025, 10:30", "By Jane Roe | Apr 4, 2025".

Only a line, or a part of a line between bars, that is nothing but a day counts, with a word of publication before it
or without: a day within a headline or a sentence is when something happened.
"""

from __future__ import annotations

import datetime as dt
import re

from geo.datewords import WEEKDAY
from geo.errors import InvalidDate
from geo.sources.days import read_day

# A headline, a standfirst, who wrote it, where it came out.
_LINES = 8
_LINE_LENGTH = 160
_PARTS = re.compile(r"\s*[|·•]\s*|\s+[–—-]+\s+")
_PUBLISHED = re.compile(
    r"(?:first |originally )?(?:published|posted|released|issued|filed|date(?:line)?|created)\b(?: on| at)?\s*:?\s*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified|revised)\b(?: on| at)?\s*:?\s*", re.IGNORECASE)
# "The Daily Herald, Friday, April 4, 2025"
_BEFORE_A_WEEKDAY = re.compile(rf"^[^.!?]{{2,60}}?,\s+(?={WEEKDAY},?\s)", re.IGNORECASE)


def day(text: str) -> dt.date | None:
    """Return the day of publication that stands above the report, None where none does.

    The day on which it was updated counts where there is no other. The first that can be read counts.

    Raises:
        InvalidDate: if there is one that may be two days.

    """
    lines = [line.strip() for line in text[: 2 * _LINES * _LINE_LENGTH].splitlines() if line.strip()]
    updated: dt.date | None = None
    unread: InvalidDate | None = None
    for line in lines[:_LINES]:
        for part in _PARTS.split(line) if len(line) <= _LINE_LENGTH else ():
            label = _PUBLISHED.match(part) or _UPDATED.match(part) or _BEFORE_A_WEEKDAY.match(part)
            words = part[label.end() :] if label else part
            if not any(character.isdigit() for character in words):
                continue
            try:
                found = read_day(words)
            except InvalidDate as error:
                # What is no day at all is a line of the report.
                unread = unread or (error if " may be " in str(error) else None)
                continue
            if label is None or label.re is not _UPDATED:
                return found
            updated = updated or found
    if updated is None and unread is not None:
        raise unread
    return updated
