"""The dateline of a wire report: where and when it was filed.

Agencies open a report with the place, often the date and the agency, and then a dash or a line
break ("KABUL, Afghanistan (Jan. 25, 2013) -", "San Salvador, 3 Jan 90 (EFE) --",
"CARTHAGE, N.C. (AP) -"); the Associated Press's stylebook describes the form.
"""

from __future__ import annotations

import datetime as dt
import re

from geo.datewords import DAY, MONTH, YEAR, calendar_date, day_number, full_year, month_number
from geo.model import Article, Dateline, Span

# A dateline stands at the very beginning, behind a headline or a release number at most.
_SEARCHED_CHARACTERS = 800

_DATE = (
    rf"(?:(?P<month>{MONTH})[ ]?(?P<day>{DAY})(?:(?:[,.][ ]*|[ ]+)(?P<year>{YEAR}))?"
    rf"|(?P<day2>{DAY})[ ](?P<month2>{MONTH})(?:[ ](?P<year2>{YEAR}|\d\d\b))?|no[ ]date)"
)
_AGENCY = r"[ ]?[(\[][^()\n]{2,60}[)\]]"
# What ends a dateline: a dash; or, after a bracket, the end of the line or the report's first words.
_DASH = r"(?=\s*(?:--|[–—―]|-\s))"
_END = rf"(?:{_DASH}|(?<=[)\]])(?=\s*(?:$|[A-Z\"“‘\[]))|(?<=[)\]])(?=[ ]*[\n\u2028\u2029]))"
_NAME = r"[^\W\d_][\w.'’‘\-]*"
_PLACE = rf"{_NAME}(?:[ ]{_NAME}){{0,4}}(?:,[ ]{_NAME}(?:[ ]{_NAME}){{0,4}}|[ ]\([^\W\d_][^()\d\n]{{1,30}}\))?"
_LINE_START = r"(?:^|(?<=[\n\u2028\u2029\xa0])|(?<=[ ][ ])|(?<=[.!?][ ]))"

_DATED = re.compile(
    rf"{_LINE_START}(?P<place>{_PLACE})(?:,?[ ]|[ ]?\(){_DATE}\)?(?:{_AGENCY})?{_END}",
    re.IGNORECASE,
)
_CAPITALS = r"[^\W\d_a-z]{2}[^\W\d_a-z.'’\-]*"
_UNDATED = re.compile(
    rf"{_LINE_START}(?P<place>{_CAPITALS}(?:[ ]{_CAPITALS}){{0,3}}(?:,[ ]{_NAME}(?:[ ]{_NAME}){{0,4}})?)"
    rf"(?:{_AGENCY}{_END}|{_DASH})"
)
# A date above the report: "Apr. 23: Two arrested" or, with its year, "Operational update, May 31, 2011".
_DATE_FIRST = re.compile(rf"\A\s*{_DATE}:\s", re.IGNORECASE)
_DATE_LAST = re.compile(rf"\A\s*[^\n\u2028]{{0,120}}?\b{_DATE}\s*?(?=[\n\u2028])", re.IGNORECASE)
_HEADER_YEAR = re.compile(rf"(?<!\w){YEAR}(?!\w)")


def find(text: str, published: dt.date | None = None) -> Dateline | None:
    """Return the dateline at the beginning of ``text``, or None.

    A date without a year takes the year from ``published``, or else from a header above the
    dateline (a release number such as "2010-09-CA-005"); where neither gives one year, the
    dateline has a place and no date. A date above the report stands in for a missing dateline,
    which then has no place.
    """
    opening = text[:_SEARCHED_CHARACTERS]
    match = _DATED.search(opening)
    if match is not None:
        place = _without_header_words(match["place"])
        start = match.end("place") - len(place)
        return Dateline(Span.of(text, start, match.end()), place, _date(match, opening[:start], published))
    date = _header_date(text, opening, published)
    match = _UNDATED.search(opening)
    if match is not None:
        span = Span.of(text, match.start(), match.end())
        return Dateline(span, match["place"], date.date if date is not None else None)
    return date


def tells_day(article: Article) -> bool:
    """Say whether it is known on what day the article was written, by its record, page, head or dateline."""
    if article.published is not None:
        return True
    found = article.dateline or find(article.text)
    return found is not None and found.date is not None


def _header_date(text: str, opening: str, published: dt.date | None) -> Dateline | None:
    """Return the date that stands above a report without a dateline, as a dateline without a place."""
    match = _DATE_FIRST.match(opening)
    if match is None:
        match = _DATE_LAST.match(opening)
        if match is None or not (match["year"] or match["year2"]):
            return None
    date = _date(match, opening, published)
    if date is None:
        return None
    start = match.start("month") if match["month"] else match.start("day2")
    return Dateline(Span.of(text, start, len(match[0].rstrip(": \n"))), None, date)


def _without_header_words(place: str) -> str:
    """Cut what a header left in front of a place in capitals ("Immediate Release KABUL")."""
    words = place.split(",", maxsplit=1)[0].split()
    if "(" not in place and words[-1].isupper():
        kept = next(n for n in range(len(words), -1, -1) if n == 0 or not words[n - 1].isupper())
        return place[place.index(words[kept], sum(len(word) + 1 for word in words[:kept])) :]
    return place


def _date(match: re.Match[str], header: str, published: dt.date | None) -> dt.date | None:
    month, day, year = (match[name] or match[f"{name}2"] for name in ("month", "day", "year"))
    if month is None:
        return None
    if year is not None:
        return calendar_date(full_year(year), month_number(month), day_number(day))
    if published is not None:
        return _latest_before(published, month_number(month), day_number(day))
    years = set(_HEADER_YEAR.findall(header))
    if len(years) != 1:
        return None
    return calendar_date(int(years.pop()), month_number(month), day_number(day))


def _latest_before(published: dt.date, month: int, day: int) -> dt.date | None:
    """Return the last such day that is not after publication (a day's slack for time zones)."""
    for year in (published.year, published.year - 1):
        date = calendar_date(year, month, day)
        if date is not None and date <= published + dt.timedelta(days=1):
            return date
    return None
