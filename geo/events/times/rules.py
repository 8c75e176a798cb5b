"""How each kind of date expression is read against the day of writing.

A rule returns the first day, the last day and the precision, or None where the expression names no day that can be
known. Dates beyond the calendar's years 1 to 9999 raise ``OverflowError`` or ``ValueError``; ``normalise`` catches
both.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from geo.datewords import calendar_date, day_number, month_end, month_number, weekday_number
from geo.events.times import feasts
from geo.events.times.reckoning import (
    ONE_DAY,
    Context,
    Dated,
    is_anaphoric,
    moved,
    number_of,
    one_day,
    ordinal_of,
    part_of_month,
    plain,
    span_of,
    step_of,
    value,
    values,
    year_of,
)
from geo.model import DatePrecision

_DAY, _WEEK, _MONTH, _YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR
# Of the two readings of 03/04/2020 the one this near to the writing is meant, if only one is.
_NEAR = dt.timedelta(days=21)


def normalise(kind: str, match: re.Match[str], context: Context) -> Dated | None:
    """Return what the expression means, None where it names no day that can be known."""
    try:
        return _RULES[kind](match, context)
    except (OverflowError, ValueError):  # beyond the calendar
        return None


def _iso(match: re.Match[str], context: Context) -> Dated | None:
    return one_day(calendar_date(int(match["year"]), int(match["month"]), int(match["day"])))


def _numeric(match: re.Match[str], context: Context) -> Dated | None:
    """Read day and month in the order that the numbers allow, or that puts the date near the writing."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    readings = {date for m, d in ((second, first), (first, second)) if (date := calendar_date(year, m, d))}
    if len(readings) == 2 and context.written is not None:
        readings = {date for date in readings if abs(date - context.written) <= _NEAR} or readings
    return one_day(readings.pop()) if len(readings) == 1 else None


def _month_day(match: re.Match[str], context: Context) -> Dated | None:
    month, day, year = month_number(match["month"]), day_number(match["day"]), year_of(match, context)
    if year is not None:
        start = calendar_date(year, month, day)
    else:
        # A day's slack: the reporter's tomorrow may be the reader's today.
        start = context.choose((calendar_date(year, month, day) for year in context.years()), ONE_DAY)
    if start is None:
        return None
    end = calendar_date(start.year, month, day_number(match["day2"])) if match["day2"] else start
    return (start, end, _DAY) if end is not None and end >= start else None


def _day(match: re.Match[str], context: Context) -> Dated | None:
    """Read the day of a month that is not said ("on the 28th"): the last such day, or the next one."""
    if context.written is None:
        return None
    months = [span_of(context.written, "month", step)[0] for step in (-2, -1, 0, 1, 2)]
    if match["relative"]:
        month = months[2 + step_of(match["relative"])]
        return one_day(calendar_date(month.year, month.month, int(match["day"])))
    return one_day(context.choose((calendar_date(m.year, m.month, int(match["day"])) for m in months), ONE_DAY))


def _month_year(match: re.Match[str], context: Context) -> Dated | None:
    year = year_of(match, context)
    return None if year is None else part_of_month(year, month_number(match["month"]), match["part"])


def _month(match: re.Match[str], context: Context) -> Dated | None:
    month, written = month_number(match["month"]), context.written
    if written is None:
        return None
    relative = plain(match["relative"])
    if relative == "last":
        year = written.year - (month >= written.month)
    elif relative == "next":
        year = written.year + (month <= written.month)
    elif relative == "this":
        year = written.year
    elif context.ahead:
        year = written.year + (month < written.month)
    else:
        year = written.year - (month > written.month)
    return part_of_month(year, month, match["part"])


def _year(match: re.Match[str], context: Context) -> Dated | None:
    return span_of(dt.date(int(match["year"]), 1, 1), "year", 0)


def _decade(match: re.Match[str], context: Context) -> Dated | None:
    """Read "the 1990s" and "the '90s"; "the 1800s" are the century, two figures are of the twentieth."""
    year = int(match["year"] or f"19{match['short']}")
    return span_of(dt.date(year, 1, 1), "century" if year % 100 == 0 and year < 2000 else "decade", 0)


def _century(match: re.Match[str], context: Context) -> Dated | None:
    """Read a century as people count it: the twentieth is 1900 to 1999."""
    if match["ordinal"]:
        return span_of(dt.date(1, 1, 1), "century", ordinal_of(match["ordinal"]) - 1)
    if context.written is None or not (match["relative"] or plain(match[0]).startswith("this")):
        return None
    return span_of(context.written, "century", -1 if match["relative"] else 0)


def _season(match: re.Match[str], context: Context) -> Dated | None:
    """Read a season as three months of the northern hemisphere; a winter is named by the year of its December."""
    month = value("season", plain(match["season"] or match["season2"]))
    year = int(match["year2"]) if match["year2"] else year_of(match, context)
    anaphoric, step = is_anaphoric(match["relative"]), step_of(match["relative"])
    today = context.last if anaphoric else context.written
    if year is None:
        if today is None:
            return None
        return _season_by(today, month, step, ahead=context.ahead)
    return _three_months(dt.date(year, month, 1))


def _season_by(today: dt.date, month: int, step: int, *, ahead: bool) -> Dated:
    """Return the season from ``month`` on that a text of ``today`` means: "last", "next" or plain "in summer"."""
    found = [_three_months(dt.date(year, month, 1)) for year in range(today.year - 2, today.year + 3)]
    if step < 0:
        return max(one for one in found if one[1] < today)
    if step > 0 or ahead:
        return min(one for one in found if (one[0] if step else one[1]) >= today)
    return max(one for one in found if one[0] <= today)


def _three_months(start: dt.date) -> Dated:
    return start, span_of(start, "month", 2)[1], _MONTH


def _quarter(match: re.Match[str], context: Context) -> Dated | None:
    ordinal = match["number"] or match["ordinal"].lower()
    number = 4 if ordinal == "last" else int(ordinal) if match["number"] else ordinal_of(ordinal)
    if match["year"] or (match["whose"] and plain(match["whose"]) != "the"):
        year = year_of(match, context)
        return None if year is None else span_of(dt.date(year, number * 3, 1), "quarter", 0)
    if context.written is None:
        return None
    if ordinal == "last" and not match["whose"]:
        return span_of(context.written, "quarter", -1)
    starts = [dt.date(year, number * 3 - 2, 1) for year in context.years()]
    start = context.choose(starts)
    return None if start is None else span_of(start, "quarter", 0)


def _first_of_month(match: re.Match[str], context: Context) -> dt.date | None:
    """Return the first day of the month, of the year that is given or of the last one before the writing."""
    month, year = month_number(match["month"]), year_of(match, context)
    if year is not None:
        return dt.date(year, month, 1)
    return context.choose(calendar_date(year, month, 1) for year in context.years())


def _half(match: re.Match[str], context: Context) -> Dated | None:
    second = match["ordinal"].lower() == "second"
    if match["month"]:
        first = _first_of_month(match, context)
        if first is None:
            return None
        middle = first.replace(day=15)
        last = month_end(first.year, first.month)
        return (middle + ONE_DAY, last, _MONTH) if second else (first, middle, _MONTH)
    if match["year2"]:
        year = int(match["year2"])
    elif context.written is not None:
        year = context.written.year + step_of(match["whose2"])
    else:
        return None
    return dt.date(year, 7 if second else 1, 1), dt.date(year, 12, 31) if second else dt.date(year, 6, 30), _MONTH


def _week_of(match: re.Match[str], context: Context) -> Dated | None:
    """Read "the first week of March" as its first seven days, "the last Sunday" and "the first weekend" by weekday."""
    first = _first_of_month(match, context)
    if first is None:
        return None
    last, unit = month_end(first.year, first.month), match["unit"]
    weekday = None if unit == "week" else 5 if unit == "weekend" else weekday_number(unit)
    if match["ordinal"] == "last":
        start = last - dt.timedelta(days=6 if weekday is None else (last.weekday() - weekday) % 7)
    else:
        start = first + dt.timedelta(weeks=ordinal_of(match["ordinal"]) - 1)
        start += dt.timedelta(days=0 if weekday is None else (weekday - first.weekday()) % 7)
    if start.month != first.month:
        return None
    days = {"week": 6, "weekend": 1}.get(unit, 0)
    return start, start + dt.timedelta(days=days), _WEEK if days else _DAY


def _weekday(match: re.Match[str], context: Context) -> Dated | None:
    written, groups = context.written, match.groupdict()
    weekday, relative = weekday_number(match["weekday"]), plain(groups.get("relative"))
    if written is None:
        return None
    if groups.get("week"):
        return one_day(span_of(written, "week", step_of(groups["week"]))[0] + dt.timedelta(days=weekday))
    since, until = (written.weekday() - weekday) % 7, (weekday - written.weekday()) % 7
    if is_anaphoric(relative):
        return _anaphoric_weekday(weekday, step_of(relative), context.last_day)
    if relative == "last":
        return one_day(written - dt.timedelta(days=since or 7))
    if relative in ("next", "this coming"):
        return one_day(written + dt.timedelta(days=until or 7))
    return one_day(written + dt.timedelta(days=until if context.ahead else -since))


def _anaphoric_weekday(weekday: int, step: int, last_day: dt.date | None) -> Dated | None:
    if last_day is None:
        return None
    if step > 0:
        return one_day(last_day + dt.timedelta(days=(weekday - last_day.weekday() - 1) % 7 + 1))
    return one_day(last_day - dt.timedelta(days=(last_day.weekday() - weekday + step) % 7 - step))


def _overnight_weekday(match: re.Match[str], context: Context) -> Dated | None:
    dated = _weekday(match, context)
    if dated is None:
        return None
    day = dated[0]
    return (day - ONE_DAY, day, _DAY) if match["into"] else (day, day + ONE_DAY, _DAY)


def _deictic(match: re.Match[str], context: Context) -> Dated | None:
    if context.written is None:
        return None
    word = plain(match["word"])
    if word == "overnight":
        return context.written - ONE_DAY, context.written, _DAY
    return one_day(
        context.written + dt.timedelta(days=value("from_writing", word) if word in values("from_writing") else 0)
    )


def _ago(match: re.Match[str], context: Context) -> Dated | None:
    number = number_of(match["number"])
    return None if number is None else moved(context.written, -number, match["unit"].lower())


def _last_n(match: re.Match[str], context: Context) -> Dated | None:
    """Read the time up to the writing; "in the past days" names no day."""
    unit, number = match["unit"].lower(), number_of(match["number"] or "one")
    plural = not match["number"] and (unit in ("minute", "hour", "day") or match["words"].lower().endswith("s"))
    if number is None or context.written is None or plural:
        return None
    started = moved(context.written, -number, unit)
    if started is None:
        return None
    near = started[0] >= context.written - ONE_DAY
    precision = {"day": _WEEK, "night": _WEEK, "week": _WEEK, "fortnight": _WEEK, "month": _MONTH}.get(unit, _YEAR)
    return started[0], context.written, _DAY if near else precision


def _period(match: re.Match[str], context: Context) -> Dated | None:
    written, unit, step = context.written, match["unit"].lower(), step_of(match.groupdict().get("relative"))
    if written is None:
        return None
    if unit == "weekend":
        saturday = span_of(written, "week", 0)[0] + dt.timedelta(days=5)
        if step < 0 or (step == 0 and saturday > written and not context.ahead):
            saturday -= dt.timedelta(weeks=1)
        elif step > 0 and saturday <= written:
            saturday += dt.timedelta(weeks=1)
        return saturday, saturday + ONE_DAY, _WEEK
    start, end, precision = span_of(written, unit, step)
    return start, written if unit == "week" and step == 0 and not context.ahead else end, precision


def _anaphoric(match: re.Match[str], context: Context) -> Dated | None:
    """Count from the last date that the text named: "the next day" after "on Friday" is Saturday."""
    step = 1 if match["after"] else -1 if match["before"] else 0
    if match["unit"]:
        return None if context.last is None else span_of(context.last, match["unit"].lower(), step)
    return moved(context.last_day, step, "day")


def _counted(match: re.Match[str], context: Context) -> Dated | None:
    """Count days, weeks and so on from the last day that the text named ("three days later", "the evening before")."""
    unit, later = plain(match["unit"]), bool(match["later"] or match["after"])
    number = number_of(match["number"])
    if number is None and unit in ("minute", "hour"):
        number = 0
    if number is None or match["other"] is not None or (match["unit"] is None and number != 1):
        return None
    day = context.last_day or context.last
    if day is None and not later:
        day = context.written
    return moved(day, number if later else -number, unit or "day")


_RULES: dict[str, Callable[[re.Match[str], Context], Dated | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_day": _month_day,
    "day_month": _month_day,
    "day": _day,
    "month_year": _month_year,
    "month": _month,
    "year": _year,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "quarter": _quarter,
    "half": _half,
    "week_of": _week_of,
    "weekday": _weekday,
    "overnight_weekday": _overnight_weekday,
    "deictic": _deictic,
    "ago": _ago,
    "last_n": _last_n,
    "period": _period,
    "weekend": _period,
    "anaphoric": _anaphoric,
    "counted": _counted,
    "feast": feasts.read,
    "feast_days": feasts.read,
}
