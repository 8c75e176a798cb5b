"""The words of the calendar, shared by whoever reads dates: months, weekdays, regular expressions."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable

MONTHS: dict[str, int] = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS["sept"] = 9  # the Associated Press's abbreviation

WEEKDAYS: dict[str, int] = {name.lower(): number for number, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name.lower(): number for number, name in enumerate(calendar.day_abbr)}
WEEKDAYS |= {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}


def _alternatives(words: Iterable[str], full: Iterable[str]) -> str:
    """Return the words as one regular expression; an abbreviation may end in a full stop."""
    names = {name.lower() for name in full if name}
    abbreviations = sorted(set(words) - names, key=len, reverse=True)
    return rf"(?:(?:{'|'.join(sorted(names))})\b|(?:{'|'.join(abbreviations)})\b\.?)"


MONTH = _alternatives(MONTHS, calendar.month_name)
WEEKDAY = _alternatives(WEEKDAYS, calendar.day_name)
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%]|:\d)"
YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation, in any case, with or without a full stop."""
    return MONTHS[word.lower().rstrip(".")]


def weekday_number(word: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name or abbreviation."""
    return WEEKDAYS[word.lower().rstrip(".")]


def day_number(word: str) -> int:
    """Return the number of "4", "04" or "4th"."""
    return int(re.sub(r"\D", "", word))


def full_year(word: str) -> int:
    """Return the year of "1990", "'90" or "90"; two digits mean the hundred years up to 2049."""
    number = int(re.sub(r"\D", "", word))
    if number >= 100:
        return number
    return number + (2000 if number < 50 else 1900)


def calendar_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where the calendar has no such day (31 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of the month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])
