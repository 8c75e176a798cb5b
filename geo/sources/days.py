"""Days as people, feeds and pages write them: what has one reading is read, what has two is none.

The day is the one that the writer's own clock showed: "Sat, 05 Apr 2025 00:30:00 +0530" is the fifth, whatever the
day was in Greenwich. Only a number of seconds since 1970 has no other day than Greenwich's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache

from geo.datewords import DAY, MONTH, WEEKDAY, calendar_date, day_number, full_year, month_number
from geo.errors import InvalidDate

# Older "news" has a date that stands for none, such as 0001-01-01.
EARLIEST = dt.date(1500, 1, 1)
_LONGEST = 80
_ISO = "write it as 2025-04-04"

# Programs that know no day write the zero of their clock: of Unix, here or west of Greenwich, and of spreadsheets.
_ZEROS = frozenset({dt.date(1970, 1, 1), dt.date(1969, 12, 31), dt.date(1900, 1, 1), dt.date(1899, 12, 30)})

_ZONE = (
    r"(?:Z|[+-]\d{2}(?::?\d{2})?|\(?[A-Za-z]{1,5}\)?(?:[+-]\d{1,2}(?::?\d{2})?)?|\([A-Za-z ]{1,40}\)|[A-Z][a-z]+/\w+)"
)
_CLOCK = (
    rf"\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}}(?:[.,:]\d+)?)?(?:\s*[ap]\.?m\b\.?)?(?:\s*{_ZONE}){{0,2}}(?:\s*\[[\w/]+\])?"
)
_TIME = rf"(?:\s*(?:[T,|·•–—-]|\bat\b)?\s*{_CLOCK})?"
_NAMED = rf"(?:{WEEKDAY}(?:,\s*|\s+))?"
_YEAR = r"(?P<year>\d{4})"
_MONTH_ALONE = re.compile(rf"\d{{4}}(?:[-/.]\d{{1,2}})?|{MONTH},?\s\d{{4}}", re.IGNORECASE)

Reading = Callable[[re.Match[str]], "list[dt.date | None]"]


def read_day(text: str) -> dt.date:
    """Return the day that ``text`` gives, in any form that has one reading; a time of day is left out.

    Raises:
        InvalidDate: if it gives none, may be one of two, lies in the future (a day ahead is allowed: time zones), or
            before there was news.

    """
    words = " ".join(text[: _LONGEST + 1].split())
    for form, reading in _FORMS:
        match = _compiled(form).fullmatch(words) if len(words) <= _LONGEST else None
        if match is None:
            continue
        days = sorted({day for day in reading(match) if day is not None})
        if len(days) > 1:
            either = " or ".join(f"{day:%B} {day.day}" for day in days)
            raise InvalidDate(f"'{shown(text)}' may be {either}: write it as {' or '.join(map(str, days))}")
        if days[:1] and days[0] in _ZEROS and _has_time(words):
            raise InvalidDate(f"'{shown(text)}' is the zero of a clock, which stands for no date: {_ISO}")
        if days:
            return possible(days[0])
    if _MONTH_ALONE.fullmatch(words):
        raise InvalidDate(f"'{shown(text)}' names no day: {_ISO}")
    raise InvalidDate(f"'{shown(text)}' is no date: {_ISO}")


def _has_time(words: str) -> bool:
    return (words.isdecimal() and len(words) > len("19700101")) or re.search(_CLOCK, words, re.IGNORECASE) is not None


def parse_date(text: str, today: dt.date | None = None) -> dt.date:
    """Return the calendar date that ``text`` gives in ISO 8601 (a time of day is cut off).

    Raises:
        InvalidDate: if it is no date, lies in the future (a day ahead is allowed: time zones), or
            before there was news.

    """
    try:
        date = dt.date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise InvalidDate(f"'{shown(text)}' is no date: {_ISO}") from error
    if text.strip()[10:11] not in {"", "T", " "}:
        raise InvalidDate(f"'{shown(text)}' is no date: {_ISO}")
    return possible(date, today)


def possible(day: dt.date, today: dt.date | None = None) -> dt.date:
    """Return ``day`` where news can have come out on it.

    Raises:
        InvalidDate: if it lies in the future, or before there was news.

    """
    if day > (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1):
        raise InvalidDate(f"{day} lies in the future: give the day on which the article was published")
    if day < EARLIEST:
        raise InvalidDate(f"{day} lies before there was news: leave the day out where it is not known")
    return day


def shown(text: str) -> str:
    """Return ``text`` fit for one line on a terminal."""
    line = "".join(character if character.isprintable() else "�" for character in text)
    return line if len(line) <= 200 else line[:200] + "…"


def _seconds(match: re.Match[str]) -> list[dt.date | None]:
    number = int(match["number"]) / (1000 if len(match["number"]) == 13 else 1)
    return [dt.datetime.fromtimestamp(number, dt.UTC).date()]


def _year_first(match: re.Match[str]) -> list[dt.date | None]:
    return [calendar_date(int(match["year"]), int(match["month"]), int(match["day"]))]


def _iso_week(match: re.Match[str]) -> list[dt.date | None]:
    try:
        return [dt.date.fromisocalendar(int(match["year"]), int(match["week"]), int(match["day"]))]
    except ValueError:
        return []


def _day_of_year(match: re.Match[str]) -> list[dt.date | None]:
    year, number = int(match["year"]), int(match["number"])
    first = calendar_date(year, 1, 1)
    day = first + dt.timedelta(days=number - 1) if first and year < dt.MAXYEAR else None
    return [day] if day and day.year == year and number else []


def _day_first(match: re.Match[str]) -> list[dt.date | None]:
    return [calendar_date(int(match["year"]), int(match["second"]), int(match["first"]))]


def _either(match: re.Match[str]) -> list[dt.date | None]:
    return [*_day_first(match), calendar_date(int(match["year"]), int(match["first"]), int(match["second"]))]


def _named_month(match: re.Match[str]) -> list[dt.date | None]:
    year = full_year(match["year"]) if len(match["year"]) == 2 else int(match["year"])
    return [calendar_date(year, month_number(match["month"]), day_number(match["day"]))]


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Return a form as a pattern, made when a day is to be read: every command loads this module, few read one."""
    return re.compile(form, re.IGNORECASE)


_FORMS: tuple[tuple[str, Reading], ...] = (
    (r"(?P<number>\d{10}|\d{13})(?:\.\d+)?", _seconds),
    (
        rf"{_YEAR}(?P<cut>[-/.])(?P<month>\d{{1,2}})(?P=cut)(?P<day>\d{{1,2}})(?:{_TIME}|(?:[T ]\d\d)?{_ZONE}?)",
        _year_first,
    ),
    (rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:[T ]?\d{{4}}(?:\d\d(?:\.\d+)?)?{_ZONE}?)?", _year_first),
    (rf"{_YEAR}-?W(?P<week>\d\d)-?(?P<day>[1-7]){_TIME}", _iso_week),
    (rf"{_YEAR}-(?P<number>\d{{3}}){_TIME}", _day_of_year),
    (rf"{_YEAR}\.\s(?P<month>\d{{1,2}})\.\s(?P<day>\d{{1,2}})\.?{_TIME}", _year_first),
    # With full stops the day comes first wherever days are written so.
    (rf"{_NAMED}(?P<first>\d{{1,2}})\.\s?(?P<second>\d{{1,2}})\.\s?{_YEAR}{_TIME}", _day_first),
    (rf"{_NAMED}(?P<first>\d{{1,2}})(?P<cut>[-/])(?P<second>\d{{1,2}})(?P=cut){_YEAR}{_TIME}", _either),
    (rf"{_NAMED}(?P<day>{DAY})(?:\.?\s|-|\sof\s)(?P<month>{MONTH})(?:,?\s|-){_YEAR}{_TIME}", _named_month),
    (rf"{_NAMED}(?P<month>{MONTH})(?:\s|-)(?P<day>{DAY})(?:,\s?|\s|-){_YEAR}{_TIME}", _named_month),
    # RFC 822 has years of two digits, and a time behind them; C's clock has the year behind the time.
    (rf"{_NAMED}(?P<day>{DAY})(?P<cut>[\s-])(?P<month>{MONTH})(?P=cut)(?P<year>\d\d)\s{_CLOCK}", _named_month),
    (rf"{_NAMED}(?P<month>{MONTH})\s(?P<day>{DAY})\s{_CLOCK}\s{_YEAR}", _named_month),
    # "10:30 BST, 4 April 2025", as outlets put it over a report.
    (rf"{_CLOCK},?\s{_NAMED}(?P<day>{DAY})\s(?P<month>{MONTH}),?\s{_YEAR}", _named_month),
    (rf"{_CLOCK},?\s{_NAMED}(?P<month>{MONTH})\s(?P<day>{DAY}),?\s{_YEAR}", _named_month),
)
