"""How each kind of date expression is read against the day of writing.

A rule returns the first day, the last day and the precision, or None where the expression names
no day that can be known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from geo.datewords import calendar_date, day_number, month_end, month_number, weekday_number
from geo.events.date_patterns import HOLIDAYS
from geo.events.quantities import small_number
from geo.events.tense import Tense
from geo.model import DatePrecision

Dated = tuple[dt.date, dt.date, DatePrecision]

_ONE_DAY = dt.timedelta(days=1)
# Of the two readings of 03/04/2020 the one this near to the writing is meant, if only one is.
_NEAR = dt.timedelta(days=21)
_DAY, _WEEK, _MONTH, _YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR

_DEICTIC_DAYS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1}


@dataclass(slots=True)
class Reader:
    """What an expression is read against: the day of writing, the tense, and the last day named."""

    written: dt.date | None
    tense: Tense = Tense.PAST
    last_day: dt.date | None = None

    def yearless(self, month: int, day: int) -> dt.date | None:
        """Return the last such day before the writing, or the next one where the text looks ahead."""
        if self.written is None:
            return None
        year = self.written.year
        dates = [date for y in (year - 1, year, year + 1) if (date := calendar_date(y, month, day)) is not None]
        if self.tense is Tense.FUTURE:
            return next((date for date in dates if date >= self.written), None)
        # A day's slack: the reporter's tomorrow may be the reader's today.
        return next((date for date in reversed(dates) if date <= self.written + _ONE_DAY), None)


def _iso(match: re.Match[str], reader: Reader) -> Dated | None:
    return _one_day(calendar_date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: re.Match[str], reader: Reader) -> Dated | None:
    """Read day and month in the order that the numbers allow, or that puts the date near the writing."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    readings = {date for m, d in ((second, first), (first, second)) if (date := calendar_date(year, m, d))}
    if len(readings) == 2 and reader.written is not None:
        readings = {date for date in readings if abs(date - reader.written) <= _NEAR} or readings
    return _one_day(readings.pop()) if len(readings) == 1 else None


def _month_day(match: re.Match[str], reader: Reader) -> Dated | None:
    month, day = month_number(match["month"]), day_number(match["day"])
    last_day = day_number(match["day2"]) if match["day2"] else day
    start = calendar_date(int(match["year"]), month, day) if match["year"] else reader.yearless(month, day)
    if start is None:
        return None
    end = calendar_date(start.year, month, last_day)
    return (start, end, _DAY) if end is not None and end >= start else None


def _month_year(match: re.Match[str], reader: Reader) -> Dated | None:
    return _month_of(int(match["year"]), month_number(match["month"]), match["part"])


def _month(match: re.Match[str], reader: Reader) -> Dated | None:
    month, relative = month_number(match["month"]), (match["relative"] or "").lower()
    if reader.written is None:
        return None
    if relative == "last":
        year = reader.written.year - (month >= reader.written.month)
    elif relative == "next":
        year = reader.written.year + (month <= reader.written.month)
    elif relative == "this":
        year = reader.written.year
    elif reader.tense is Tense.FUTURE:
        year = reader.written.year + (month < reader.written.month)
    else:
        year = reader.written.year - (month > reader.written.month)
    return _month_of(year, month, match["part"] or match["part2"])


def _year(match: re.Match[str], reader: Reader) -> Dated | None:
    year = int(match["year"])
    return dt.date(year, 1, 1), dt.date(year, 12, 31), _YEAR


def _weekday(match: re.Match[str], reader: Reader) -> Dated | None:
    if reader.written is None:
        return None
    weekday = weekday_number(match["weekday"])
    relative = " ".join((match.groupdict().get("relative") or "").lower().split())
    since = (reader.written.weekday() - weekday) % 7
    until = (weekday - reader.written.weekday()) % 7
    if relative == "last":
        return _one_day(reader.written - dt.timedelta(days=since or 7))
    if relative in ("next", "this coming"):
        return _one_day(reader.written + dt.timedelta(days=until or 7))
    if "following" in relative:
        return _counted(reader, (weekday - reader.last_day.weekday() - 1) % 7 + 1) if reader.last_day else None
    if "previous" in relative or "preceding" in relative:
        return _counted(reader, -((reader.last_day.weekday() - weekday - 1) % 7 + 1)) if reader.last_day else None
    if reader.tense is Tense.FUTURE:
        return _one_day(reader.written + dt.timedelta(days=until))
    return _one_day(reader.written - dt.timedelta(days=since))


def _overnight_weekday(match: re.Match[str], reader: Reader) -> Dated | None:
    dated = _weekday(match, reader)
    if dated is None:
        return None
    day = dated[0]
    return (day - _ONE_DAY, day, _DAY) if match["into"] else (day, day + _ONE_DAY, _DAY)


def _deictic(match: re.Match[str], reader: Reader) -> Dated | None:
    if reader.written is None:
        return None
    word = " ".join(match["word"].lower().split())
    if word == "overnight":
        return reader.written - _ONE_DAY, reader.written, _DAY
    return _one_day(reader.written + dt.timedelta(days=_DEICTIC_DAYS.get(word, 0)))


def _ago(match: re.Match[str], reader: Reader) -> Dated | None:
    number = small_number(match["number"])
    return None if number is None else _back(reader.written, number, match["unit"].lower())


def _last_n(match: re.Match[str], reader: Reader) -> Dated | None:
    number = small_number(match["number"]) if match["number"] else 1
    if number is None or reader.written is None:
        return None
    unit = match["unit"].lower()
    if match["number"] is None and unit in ("hour", "day"):
        return None  # "in the past days" names no day
    started = _back(reader.written, number, unit)
    if started is None:
        return None
    near = started[0] >= reader.written - _ONE_DAY
    return started[0], reader.written, _DAY if near else {"day": _WEEK, "week": _WEEK, "month": _MONTH}.get(unit, _YEAR)


def _period(match: re.Match[str], reader: Reader) -> Dated | None:
    if reader.written is None:
        return None
    relative = (match.groupdict().get("relative") or "this").lower().split()
    step = {"last": -1, "next": 1}.get(relative[0], 1 if relative[-1] == "coming" else 0)
    written, unit = reader.written, match["unit"].lower()
    monday = written - dt.timedelta(days=written.weekday())
    if unit == "week":
        start, end = monday + dt.timedelta(weeks=step), monday + dt.timedelta(weeks=step, days=6)
        return (start, min(end, written) if not step and reader.tense is not Tense.FUTURE else end, _WEEK)
    if unit == "weekend":
        saturday = monday + dt.timedelta(days=5)
        if step < 0 or (step == 0 and saturday > written and reader.tense is not Tense.FUTURE):
            saturday -= dt.timedelta(weeks=1)
        elif step > 0 and saturday <= written:
            saturday += dt.timedelta(weeks=1)
        return saturday, saturday + _ONE_DAY, _WEEK
    if unit == "month":
        months = written.year * 12 + written.month - 1 + step
        return _month_of(months // 12, months % 12 + 1, None)
    return dt.date(written.year + step, 1, 1), dt.date(written.year + step, 12, 31), _YEAR


def _anaphoric(match: re.Match[str], reader: Reader) -> Dated | None:
    """Count from the last day that the text named: "the next day" after "on Friday" is Saturday."""
    if match["unit"]:
        number, unit = small_number(match["number"]), match["unit"].lower()
        if number is None or not match["later"]:
            return None if number is None else _back(reader.last_day or reader.written, number, unit)
        return _counted(reader, number * {"day": 1, "week": 7}[unit]) if unit in ("day", "week") else None
    return _counted(reader, 1 if match["after"] else -1 if match["before"] else 0)


def _holiday(match: re.Match[str], reader: Reader) -> Dated | None:
    month, day = HOLIDAYS[re.sub(r"['’]", "", " ".join(match["name"].lower().split()))]
    return _one_day(reader.yearless(month, day))


def _one_day(date: dt.date | None) -> Dated | None:
    return None if date is None else (date, date, _DAY)


def _counted(reader: Reader, days: int) -> Dated | None:
    return None if reader.last_day is None else _one_day(reader.last_day + dt.timedelta(days=days))


def _month_of(year: int, month: int, part: str | None) -> Dated:
    """Return the month, or the ten days that "early", "mid" and "late" mean."""
    word = (part or "").lower()
    end = month_end(year, month)
    if re.search(r"early|start|beginning", word):
        return dt.date(year, month, 1), dt.date(year, month, 10), _MONTH
    if re.search(r"mid", word):
        return dt.date(year, month, 11), dt.date(year, month, 20), _MONTH
    return dt.date(year, month, 21 if re.search(r"late|end", word) else 1), end, _MONTH


def _back(written: dt.date | None, number: int, unit: str) -> Dated | None:
    """Count back from the writing; weeks, months and years ago are not exact."""
    if written is None:
        return None
    if unit == "hour":
        return (written - dt.timedelta(days=-(-number // 24)), written, _DAY) if number > 12 else _one_day(written)
    if unit == "day":
        return _one_day(written - dt.timedelta(days=number))
    if unit == "week":
        day = written - dt.timedelta(weeks=number)
        return day, day, _WEEK
    if unit == "month":
        months = written.year * 12 + written.month - 1 - number
        return _month_of(months // 12, months % 12 + 1, None)
    return dt.date(written.year - number, 1, 1), dt.date(written.year - number, 12, 31), _YEAR


RULES: dict[str, Callable[[re.Match[str], Reader], Dated | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_day": _month_day,
    "day_month": _month_day,
    "month_year": _month_year,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
    "overnight_weekday": _overnight_weekday,
    "deictic": _deictic,
    "ago": _ago,
    "last_n": _last_n,
    "period": _period,
    "weekend": _period,
    "anaphoric": _anaphoric,
    "holiday": _holiday,
}
