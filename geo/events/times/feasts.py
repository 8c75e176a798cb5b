"""The days of the year that have a name, also those that move with Easter."""

from __future__ import annotations

import datetime as dt
import functools
import re

from geo.events.times.reckoning import ONE_DAY, Context, Dated, plain, step_of, values, year_of
from geo.model import DatePrecision


def read(match: re.Match[str], context: Context) -> Dated | None:
    """Return the days of a feast, None for one that is not computed (those of moon calendars, and of nations)."""
    day, days = _feasts()[plain(match["feast"]).replace("'", "")]
    if not day:
        return None
    year = year_of(match, context)
    if year is not None:
        start: dt.date | None = feast_day(day, year)
    else:
        written, step = context.written, step_of(match["relative"])
        dates = [feast_day(day, year) for year in context.years()]
        if written is not None and step:
            beyond = [date for date in dates if (date > written if step > 0 else date < written)]
            start = beyond[0 if step > 0 else -1] if beyond else None
        else:
            start = context.choose(dates, ONE_DAY)
    precision = DatePrecision.DAY if days == "1" else DatePrecision.WEEK
    return None if start is None else (start, start + dt.timedelta(days=int(days) - 1), precision)


@functools.cache
def _feasts() -> dict[str, tuple[str, ...]]:
    return {name.replace("'", ""): value for name, value in values("feast").items()}


def feast_day(day: str, year: int) -> dt.date:
    """Return the first day of a feast in a year: ``day`` is month and day, or days from Easter Sunday."""
    if day[0] in "+-":
        return easter(year) + dt.timedelta(days=int(day))
    month, day_of_month = day.split("-")
    return dt.date(year, int(month), int(day_of_month))


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar, after Meeus, Astronomical Algorithms (1991), chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    offset = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * offset) // 433
    month = (h + offset - 7 * m + 90) // 25
    return dt.date(year, month, (h + offset - 7 * m + 33 * month + 19) % 32)
