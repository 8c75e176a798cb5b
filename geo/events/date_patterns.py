"""What expressions of dates look like in news English, each kind as one regular expression.

The kinds follow TimeML's (Pustejovsky et al. 2003, the TIMEX3 tag): calendar dates, dates that
count from the day of writing, and dates that count from another date of the text. Durations
("30-day"), frequencies ("every Friday") and clock times are no dates and match nothing here.
"""

from __future__ import annotations

import calendar
import re

from geo.datewords import DAY, MONTH, WEEKDAY, YEAR

_S = r"\s{1,3}"  # words may stand on two lines, not in two paragraphs
_FULL_WEEKDAY = "(?:" + "|".join(calendar.day_name) + "|Tues|Thurs)"
_DAY_PART = r"(?:morning|afternoon|evening|night|lunchtime|noon|midnight|dawn)"
_PART = r"(?:early|earlier|late|later|mid|the\s(?:start|beginning|middle|end)\sof)"
_TO = r"\s?(?:-|–|—|to|until|till|through|and)\s?"
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|twenty|thirty|forty|fifty|sixty)"
)
_UNIT = r"(?:hour|day|week|month|year)"
# A day is no part of a longer number, a price, a time or a score.
_NOT_IN_NUMBER = r"(?<![\d.,:/$£€\-–])(?<!\d )"
_RELATIVE = r"(?:this\s(?:past|coming)|last|next|this|(?:the\s)?(?:previous|preceding|following|same))"

PATTERNS: dict[str, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "iso": rf"(?<![\d-])(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])",
        "numeric": rf"(?<![\d/.])(?P<first>\d{{1,2}})(?P<sep>[/.])(?P<second>\d{{1,2}})(?P=sep)(?P<year>{YEAR})",
        "month_day": (
            rf"(?:\b{WEEKDAY},?{_S})?(?:\b{_PART}{_S})?\b(?P<month>{MONTH}){_S}(?P<day>{DAY})"
            rf"(?:{_TO}(?P<day2>{DAY})(?!{_S}(?!in|at|on|of|as|was|is|has)[a-z]+))?"
            rf"(?:(?:,\s?|{_S})(?P<year>{YEAR}))?"
        ),
        "day_month": (
            rf"(?:\b{WEEKDAY},?{_S})?(?:the{_S})?{_NOT_IN_NUMBER}\b(?P<day>{DAY})(?:{_TO}(?P<day2>{DAY}))?{_S}(?:of{_S})?"
            rf"(?P<month>{MONTH})(?:(?:,\s?|{_S})(?P<year>{YEAR}))?"
        ),
        "month_year": rf"\b(?:(?P<part>{_PART})[\s-])?(?P<month>{MONTH}),?{_S}(?:of{_S})?(?P<year>{YEAR})",
        "month": (
            rf"\b(?:(?P<part>{_PART})[\s-]|(?P<relative>last|this|next){_S}"
            rf"|(?:in|since|during|until|till|by|before|after|from|of|between|throughout|and|to){_S})"
            rf"(?:(?P<part2>{_PART})[\s-])?(?P<month>{MONTH})(?!{_S}\d)"
        ),
        "year": (
            rf"\b(?:in|since|during|until|till|by|before|after|from|between|and|of|to|throughout|the|{_PART})[\s-]"
            rf"(?:the{_S}year{_S})?(?:{_PART}[\s-])?(?<!\d[ ])(?P<year>{YEAR})(?![\w%]|[-–]\d|[,.]\d|'s)"
        ),
        "weekday": (
            rf"\b(?:(?:early|late|later|earlier){_S}(?:on{_S})?)?(?:(?P<relative>{_RELATIVE}){_S})?"
            rf"\b(?P<weekday>{_FULL_WEEKDAY})\b(?:['’]s)?(?:{_S}{_DAY_PART}\b)?"
        ),
        "overnight_weekday": (rf"\bovernight{_S}(?:on{_S}|(?P<into>into{_S}|to{_S}))?(?P<weekday>{_FULL_WEEKDAY})\b"),
        "deictic": (
            r"\b(?:earlier\s|late(?:r)?\s|early\s)?(?P<word>the\sday\sbefore\syesterday|today|tonight|yesterday|tomorrow"
            r"|last\s(?:night|evening)|this\s(?:morning|afternoon|evening|lunchtime)|overnight|this\sday)\b"
            rf"(?:{_S}{_DAY_PART}\b)?"
        ),
        "ago": rf"\b(?P<number>{_NUMBER}){_S}(?P<unit>{_UNIT})s?{_S}ago\b",
        "last_n": (
            rf"\b(?:in|over|during|within){_S}(?:the|these){_S}(?:past|last|previous)"
            rf"(?:{_S}(?P<number>{_NUMBER}))?{_S}(?P<unit>{_UNIT})s?\b"
        ),
        "period": (
            rf"\b(?:earlier{_S}|later{_S}|early{_S}|late{_S})?(?P<relative>last|this|next|this{_S}past|this{_S}coming)"
            rf"{_S}(?P<unit>week|weekend|month|year)\b(?!{_S}(?:of|ago|{_FULL_WEEKDAY}))"
        ),
        "weekend": rf"\b(?:over|at|on|during){_S}the{_S}(?P<unit>weekend)\b",
        "anaphoric": (
            rf"\b(?:(?:that|the|on){_S}(?P<same>same{_S}(?:day|{_DAY_PART}))|(?P<that>that{_S}(?:day|{_DAY_PART}))"
            rf"|(?P<after>(?:the{_S})?(?:next|following){_S}(?:day|{_DAY_PART})|(?:the|a|one){_S}day{_S}(?:after|later))"
            rf"|(?P<before>(?:the{_S})?(?:previous|preceding){_S}(?:day|{_DAY_PART})"
            rf"|(?:the|a|one){_S}day{_S}(?:before|earlier))"
            rf"|(?P<number>{_NUMBER}){_S}(?P<unit>day|week|month|year)s?{_S}(?:(?P<later>later)|earlier))\b"
        ),
        "holiday": r"\b(?P<name>Christmas\s(?:Eve|Day)|New\sYear['’]?s\s(?:Eve|Day))\b",
    }.items()
}

# Days of the year that go by a name.
HOLIDAYS: dict[str, tuple[int, int]] = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "new years eve": (12, 31),
    "new years day": (1, 1),
}

# What makes a date part of a name: "19 April Movement", "25 May Avenue", "Good Friday agreement".
NAME_AFTER = re.compile(
    r"\s(?:movement|front|alliance|brigades?|battalion|party|organi[sz]ation|coalition|committee|avenue|street|road|square"
    r"|boulevard|plaza|park|bridge|stadium|airport|university|school|hospital|neighbou?rhood|district|club|group"
    r"|agreement|revolution(?:ary)?)\b",
    re.IGNORECASE,
)
NAME_BEFORE = re.compile(
    r"\b(?:every|each|most|black|bloody|good|palm|easter|ash|shrove|holy|cyber|super|casual|ruby|sheffield|man)\s(?:the\s)?$",
    re.IGNORECASE,
)
