"""The page's own words: one table, a column a language; numbers and plurals by CLDR."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import json
from collections.abc import Mapping

from geo.errors import InputError
from geo.maps.names import locale
from geo.model import DatePrecision, DateRange

_RIGHT_TO_LEFT = frozenset({"ar"})


@functools.cache
def labels(language: str) -> dict[str, str]:
    """Return the words of the page in a language (``de``, ``de-AT``); what it lacks is English.

    Raises:
        InputError: if there are no words in that language: a page must not claim to be in it.

    """
    table: dict[str, dict[str, str]] = json.loads(
        (importlib.resources.files("geo.maps") / "labels.json").read_text(encoding="utf-8")
    )
    words = table.get(language) or table.get(language.partition("-")[0])
    if words is None:
        raise InputError(f"the map has no words in the language '{language}': choose one of {', '.join(table)}")
    return table["en"] | words


def direction(language: str) -> str:
    """Return how the page runs: "rtl" or "ltr"."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def number(count: int, language: str) -> str:
    """Return a number as the language writes it."""
    if _is_english(language):
        return f"{count:,}"
    from babel.numbers import format_decimal

    return format_decimal(count, locale=locale(language))


def day(date: dt.date, language: str) -> str:
    """Return a day as the language writes it: ``4 April 2025``."""
    if _is_english(language):
        return f"{date.day} {date:%B} {date.year}"
    from babel.dates import format_date

    return format_date(date, "long", locale=locale(language))


def days(dates: DateRange, language: str) -> str:
    """Return when it was as exactly as it is known: ``4 April 2025``, ``April 2025``, ``2025``."""
    first, last, known = dates.start, dates.end, dates.precision
    if known is DatePrecision.YEAR and first.year == last.year:
        return str(first.year)
    if known is DatePrecision.MONTH and first.replace(day=1) == last.replace(day=1):
        return _month(first, language)
    return " – ".join(dict.fromkeys(day(one, language) for one in (first, last)))


def _month(date: dt.date, language: str) -> str:
    if _is_english(language):
        return f"{date:%B} {date.year}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date, locale=locale(language))


def _is_english(language: str) -> bool:
    """Say whether a language needs no babel, which takes long to load."""
    return language.partition("-")[0] == "en"


def counted(key: str, count: int, words: Mapping[str, str], language: str) -> str:
    """Return how many of something, in the plural that the language has for it: ``events.few``."""
    form = ("one" if count == 1 else "other") if language == "en" else str(locale(language).plural_form(count))
    return words.get(f"{key}.{form}", words[f"{key}.other"]).format(n=number(count, language))
