"""What expressions of dates look like in news English, each kind as one regular expression.

The kinds follow TimeML's (Pustejovsky et al. 2003, the TIMEX3 tag): calendar dates, dates that count from the day
of writing, and dates that count from another date of the text. As there, a preposition before the expression is no
part of it: where a pattern needs one, the group ``words`` holds the expression. The patterns are for a text in lower
case, which is searched twice as fast as one in any case. Durations ("30-day"), frequencies
("every Friday") and clock times are no dates and match nothing here. No pattern repeats without a bound, so that
the search is linear in the length of the text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable

from geo.datewords import DAY, MONTH, WEEKDAY, YEAR
from geo.events import lexicon

_WORDS = "time_words.tsv"


def _any(words: Iterable[str]) -> str:
    """Return an expression for any of the words, the longest first; a blank is any blank, an apostrophe any or none."""
    escaped = (re.escape(word).replace(r"\ ", r"\s{1,3}").replace("'", "['’]?") for word in words)
    return "(?:" + "|".join(sorted(escaped, key=len, reverse=True)) + ")"


def _sort(sort: str) -> list[str]:
    return lexicon.rows_of(_WORDS, sort)


def _feasts(least: int, most: int) -> list[str]:
    return [row[1] for row in lexicon.read(_WORDS) if row[0] == "feast" and least <= int(row[3]) <= most]


_NUMERALS = [row[1] for row in lexicon.read("number_words.tsv") if row[0] in ("unit", "ten")]
_VAGUE = [row[1] for row in lexicon.read("number_words.tsv") if row[0] in ("vague", "exact")]

_S = r"\s{1,3}"  # words may stand on two lines, not in two paragraphs
_FULL_WEEKDAY = "(?:" + "|".join(day.lower() for day in calendar.day_name) + "|tues|thurs)"
_DAY_PART = r"(?:morning|afternoon|evening|night|lunchtime|noon|midnight|dawn)"
_PART = r"(?:early|earlier|late|later|mid|the\s(?:start|beginning|middle|end)\sof)"
_HOURS = (
    rf"(?:(?:the{_S})?(?:early|small){_S}(?:hours|morning){_S}(?:of|on){_S}"
    rf"|(?:early|late|later|earlier){_S}(?:on{_S})?)"
)
_TO = r"\s?(?:-|–|—|to|until|till|through|and)\s?"
# A number is no part of a longer one, a price, a time or a score.
_NOT_IN_NUMBER = r"(?<![\d.,:/$£€\-–^])(?<!\d )"
_NUMBER = (
    rf"(?:{_NOT_IN_NUMBER}\b\d{{1,3}}(?:,\d{{3}}){{0,3}}"
    rf"|(?:{_any(_NUMERALS)}-)?{_any([*_NUMERALS, *_VAGUE, 'an', 'a'])})"
)
_UNIT = r"(?:minute|hour|day|night|week|fortnight|month|year|decade)"
_SEASON = _any(_sort("season"))
_ORDINAL = rf"(?:{_any(_sort('ordinal'))}|\d{{1,2}}(?:st|nd|rd|th))"
_RELATIVE = r"(?:this\s(?:past|coming)|last|next|this|(?:the\s)?(?:previous|preceding|following|same))"
_ABOUT = r"(?:last|this|next|(?:the\s)?(?:previous|preceding|following|same)|that)"
# "March 2024", "March of last year"
_OF_YEAR = rf"(?:(?:,\s?|{_S}(?:of{_S}|in{_S})?)(?P<year>{YEAR})|{_S}(?:of{_S}|in{_S})?(?P<whose>{_ABOUT}|the){_S}year)"
_IN = r"(?:in|since|during|until|till|by|before|after|from|of|between|throughout|and|to|over|for|through)"

PATTERNS: dict[str, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        "iso": rf"(?<![\d-])(?P<year>{YEAR})(?P<sep>[-/])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?![\d-])",
        "numeric": rf"(?<![\d/.])(?P<first>\d{{1,2}})(?P<sep>[/.])(?P<second>\d{{1,2}})(?P=sep)(?P<year>{YEAR})",
        "month_day": (
            rf"\b{_HOURS}?(?:{WEEKDAY},?{_S})?(?:the{_S})?\b(?P<month>{MONTH}){_S}(?P<day>{DAY})"
            rf"(?:{_TO}(?P<day2>{DAY})(?!{_S}(?!in|at|on|of|as|was|is|has)[a-z]+))?{_OF_YEAR}?"
        ),
        "day_month": (
            rf"(?:\b{_HOURS})?(?:\b{WEEKDAY},?{_S})?(?:\bthe{_S})?{_NOT_IN_NUMBER}\b(?P<day>{DAY})(?:{_TO}(?P<day2>{DAY}))?"
            rf"{_S}(?:of{_S})?(?P<month>{MONTH}){_OF_YEAR}?"
        ),
        "day": (
            rf"\bon{_S}(?P<words>the{_S}(?P<day>\d{{1,2}})(?:st|nd|rd|th)"
            rf"(?:{_S}of{_S}(?P<relative>last|this|the|next){_S}month)?)"
            rf"(?=\s?(?:[.,;:!?)\]\"”’–—-]|\Z)|{_S}{_any(_sort('after_day'))}\b)"
        ),
        "month_year": rf"\b(?:(?P<part>{_PART})[\s-])?(?P<month>{MONTH}){_OF_YEAR}",
        "month": (
            rf"\b(?:(?P<in>{_IN}){_S})?(?P<words>(?:(?P<relative>last|this|next){_S})?(?:(?P<part>{_PART})[\s-])?"
            rf"(?P<month>{MONTH}))(?!{_S}\d)"
        ),
        "year": (
            rf"\b(?:{_IN}|the|an?|its|their|(?P<part>{_PART}))[\s-](?:the{_S}year{_S})?(?:{_PART}[\s-])?(?<!\d[ ])"
            rf"(?P<words>(?P<year>{YEAR}))(?![\w%]|[-–]\d|[,.]\d|'s)"
        ),
        "decade": (
            rf"\b(?:the{_S})?(?:{_PART}[\s-])?(?:(?P<year>(?:1[5-9]|20)\d0)['’]?|(?<=the )['’]?(?P<short>\d0))s\b"
        ),
        "century": (
            rf"\b(?:the|this){_S}(?:{_PART}{_S})?"
            rf"(?:(?P<relative>last|past|previous){_S}|(?P<ordinal>{_ORDINAL})[\s-])?century\b"
        ),
        "season": (
            rf"\b(?:(?:in|since|during|over|by){_S}|(?={_ABOUT}{_S}))(?P<words>(?:(?P<relative>{_ABOUT}){_S})?(?:the{_S})?"
            rf"(?:(?:early|late|mid)[\s-])?(?P<season>{_SEASON})\b{_OF_YEAR}?)"
            rf"|\b(?:the{_S})?(?P<season2>{_SEASON}){_S}(?:of{_S})?(?P<year2>{YEAR})"
        ),
        "quarter": (
            rf"\b(?:q(?P<number>[1-4])|(?:the{_S})?(?P<ordinal>first|second|third|fourth|last){_S}quarter)\b{_OF_YEAR}?"
            rf"(?!{_S}of\b|[\s-]final)"
        ),
        "half": (
            rf"\b(?:the{_S})?(?P<ordinal>first|second){_S}half{_S}of{_S}"
            rf"(?:(?P<month>{MONTH}){_OF_YEAR}?|(?P<year2>{YEAR})|(?P<whose2>{_ABOUT}|the){_S}year\b)"
        ),
        "week_of": (
            rf"\b(?:the{_S})?(?P<ordinal>first|second|third|fourth|last){_S}(?P<unit>week|weekend|{_FULL_WEEKDAY}){_S}(?:of|in){_S}"
            rf"(?P<month>{MONTH}){_OF_YEAR}?"
        ),
        "weekday": (
            rf"\b{_HOURS}?(?:(?P<relative>{_RELATIVE}){_S})?"
            rf"\b(?P<weekday>{_FULL_WEEKDAY})\b(?:['’]s)?(?:{_S}{_DAY_PART}\b)?"
            rf"(?:{_S}(?:of{_S})?(?P<week>last|this|next){_S}week\b)?"
        ),
        "overnight_weekday": rf"\bovernight{_S}(?:on{_S}|(?P<into>into{_S}|to{_S}))?(?P<weekday>{_FULL_WEEKDAY})\b",
        "deictic": (
            rf"\b{_HOURS}?(?P<word>the\sday\s(?:before\syesterday|after\stomorrow)|today|tonight|yesterday|tomorrow"
            r"|last\s(?:night|evening)|this\s(?:morning|afternoon|evening|lunchtime)|overnight|this\sday)\b"
            rf"(?:{_S}{_DAY_PART}\b)?"
        ),
        "ago": rf"\b(?:(?P<number>{_NUMBER}){_S})?(?P<unit>{_UNIT}|century)s?{_S}ago\b",
        "last_n": (
            rf"\b(?:(?:in|over|during|within|for){_S}|(?=the\spast\s))(?P<words>(?:(?:the|these){_S}(?:past|last|previous)"
            rf"(?:{_S}(?P<number>{_NUMBER}))?|recent){_S}(?P<unit>{_UNIT})s?)\b"
        ),
        "period": (
            rf"\b(?:earlier{_S}|later{_S}|early{_S}|late{_S})?(?P<relative>last|this|next|this{_S}past|this{_S}coming)"
            rf"{_S}(?P<unit>week|weekend|month|quarter|year)\b(?!{_S}(?:of|ago|{_FULL_WEEKDAY}))"
        ),
        "weekend": rf"\b(?:over|at|on|during){_S}(?P<words>the{_S}(?P<unit>weekend))\b",
        "anaphoric": (
            rf"\b(?:(?:later{_S}|earlier{_S})?(?P<same>that|(?:the{_S}|on{_S})?same)"
            rf"|(?P<after>(?:the{_S})?following|the{_S}next|next(?={_S}(?:day|{_DAY_PART})))|(?P<before>(?:the{_S})?(?:previous|preceding)))"
            rf"{_S}(?:(?P<unit>week|month|year)|day|{_DAY_PART})\b"
        ),
        "counted": (
            rf"\b(?:(?P<number>{_NUMBER}|the){_S})?(?:(?P<unit>{_UNIT})s?|{_DAY_PART}){_S}"
            rf"(?:(?P<later>later)|earlier|(?:(?P<after>after(?:wards)?)|before)(?P<other>(?={_S}[\w“\"]))?)\b"
        ),
        "feast": (
            rf"\b(?:(?P<relative>last|this|next){_S})?(?P<feast>{_any(_feasts(1, 1))})\b"
            rf"(?:{_S}{_DAY_PART}\b)?{_OF_YEAR}?"
        ),
        "feast_days": (
            rf"\b(?:(?:at|on|over|during|since|before|after|until|by|around){_S}|(?=(?:last|this|next){_S}))"
            rf"(?P<words>(?:(?P<relative>last|this|next){_S})?(?:the{_S})?(?P<feast>{_any(_feasts(2, 9))})\b"
            rf"{_OF_YEAR}?)"
        ),
    }.items()
}

# What makes a date part of a name: "19 April Movement", "25 May Avenue", "Good Friday agreement".
NAME_AFTER = re.compile(rf"\s{_any(_sort('name_after'))}\b")
NAME_BEFORE = re.compile(rf"\b{_any(_sort('name_before'))}\s(?:the\s)?$")
LONGEST_NAME_BEFORE = 14
