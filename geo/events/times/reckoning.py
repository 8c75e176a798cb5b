"""What an expression of a date is read against, and how days, weeks, months and years are counted.

Functions raise ``OverflowError`` or ``ValueError`` beyond the calendar's years 1 to 9999.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from geo.datewords import day_number, month_end
from geo.events import amounts, lexicon
from geo.model import DatePrecision

Dated = tuple[dt.date, dt.date, DatePrecision]

ONE_DAY = dt.timedelta(days=1)
_DAY, _WEEK, _MONTH, _YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against.

    ``written`` is the day of writing, ``ahead`` says whether the words before the expression look ahead,
    ``last_day`` is the last day that the text has named, ``last`` the beginning of the last date of any precision.
    """

    written: dt.date | None
    ahead: bool = False
    last_day: dt.date | None = None
    last: dt.date | None = None

    def choose(self, dates: Iterable[dt.date | None], slack: dt.timedelta = dt.timedelta(0)) -> dt.date | None:
        """Return the last of the ascending dates before the writing, or the first after it where the text looks ahead.

        ``slack`` lets a date a little after the writing count as before it.
        """
        if self.written is None:
            return None
        known = [date for date in dates if date is not None]
        if self.ahead:
            return next((date for date in known if date >= self.written), None)
        return next((date for date in reversed(known) if date <= self.written + slack), None)

    def years(self) -> Iterable[int]:
        """Return the year of writing with the years around it."""
        year = self.written.year if self.written is not None else 0
        return (year - 1, year, year + 1)


def plain(words: str | None) -> str:
    """Return the words in lower case with single blanks and straight apostrophes."""
    return " ".join((words or "").lower().replace("’", "'").split())


def step_of(words: str | None) -> int:
    """Return -1 for what points back ("last"), 1 for what points ahead ("next"), else 0."""
    words = plain(words)
    if re.search(r"next|following|coming", words):
        return 1
    return -1 if re.search(r"last|previous|preceding", words) else 0


def is_anaphoric(words: str | None) -> bool:
    """Say whether the words count from another date of the text and not from the writing."""
    return re.search(r"previous|preceding|following|same|that", plain(words)) is not None


def one_day(date: dt.date | None) -> Dated | None:
    """Return the day as a range."""
    return None if date is None else (date, date, _DAY)


def span_of(day: dt.date, unit: str, step: int) -> Dated:
    """Return the week, month, quarter, year or decade that lies ``step`` of them after that of the day."""
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=step)
        return monday, monday + dt.timedelta(days=6), _WEEK
    length = value("months", unit)
    first = (day.year * 12 + day.month - 1) // length * length + step * length
    last = first + length - 1
    first = first or 12  # there is no year 0
    end = month_end(last // 12, last % 12 + 1)
    return dt.date(first // 12, first % 12 + 1, 1), end, _MONTH if length < 12 else _YEAR


def part_of_month(year: int, month: int, part: str | None) -> Dated:
    """Return the month, or the ten days that "early", "mid" and "late" mean."""
    word, end = plain(part), month_end(year, month)
    if re.search(r"early|start|beginning", word):
        return dt.date(year, month, 1), dt.date(year, month, 10), _MONTH
    if re.search(r"mid", word):
        return dt.date(year, month, 11), dt.date(year, month, 20), _MONTH
    return dt.date(year, month, 21 if re.search(r"late|end", word) else 1), end, _MONTH


def moved(day: dt.date | None, number: int, unit: str) -> Dated | None:
    """Return the day so many units later, earlier where negative; weeks and more are not exact."""
    if day is None or unit == "minute":
        return one_day(day)
    if unit == "hour":
        if abs(number) <= 12:
            return one_day(day)
        later = day + dt.timedelta(days=number // 24 if number < 0 else -(-number // 24))
        return (min(day, later), max(day, later), _DAY)
    if unit in values("days"):
        length = value("days", unit)
        later = day + dt.timedelta(days=number * length)
        return later, later, _DAY if length == 1 else _WEEK
    if unit == "month":
        return span_of(day, "month", number)
    return span_of(day, "year", number * value("months", unit) // 12)


def number_of(words: str | None) -> int | None:
    """Return how many units there are: "the" is one."""
    return 1 if plain(words) == "the" else amounts.whole(words or "")


def year_of(match: re.Match[str], context: Context) -> int | None:
    """Return the year that a month or a day is given ("2024", "last year", "the same year"), None without one."""
    if match["year"]:
        return int(match["year"])
    if not match["whose"]:
        return None
    day = context.last if is_anaphoric(match["whose"]) else context.written
    if day is None:
        raise ValueError("the year counts from a day that is unknown")
    return day.year + step_of(match["whose"])


@functools.cache
def values(sort: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a sort of ``time_words.tsv`` with their values."""
    return {row[1]: row[2:] for row in lexicon.read("time_words.tsv") if row[0] == sort}


def value(sort: str, word: str) -> int:
    """Return the number of a word of a sort, ``KeyError`` where it is none."""
    return int(values(sort)[word][0])


def ordinal_of(words: str) -> int:
    """Return the number of "first" or "21st"."""
    return day_number(words) if words[0].isdigit() else value("ordinal", plain(words))
