"""What the words around a name say about which place it means.

Everything here reads the text alone; what the words mean for a candidate is decided by the
ranker, which learns it from annotated news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from geo.resolution.kindwords import (
    ARTICLED,
    BASES,
    CAMPS,
    COUNTIES,
    DISTRICTS,
    DIVISIONS,
    REGIONS,
    SMALL,
    STATES,
    TOWNS,
    plurals,
)


class Cue(IntEnum):
    """A kind of word that stands beside a name."""

    NONE = 0
    COUNTY = 1
    PROVINCE = 2
    TOWN = 3
    TOWN_BODY = 4  # police, mayor, hospital: bodies that towns have
    STATE_BODY = 5  # governor, legislature: bodies that states have
    NATION_BODY = 6  # government, army, embassy: bodies that countries have
    NEWSPAPER_OR_TEAM = 7
    LANDFORM = 8
    DIRECTION = 9
    PREPOSITION = 10
    ARTICLE = 11
    OF = 12
    STREET = 13  # streets and roads, which the gazetteer does not have
    FACILITY = 14  # schools, hospitals, stations and other single buildings


_PROVINCES = " ".join((*DIVISIONS, *STATES, *REGIONS))


def _words(words: str) -> str:
    return "|".join(re.escape(word).replace("_", r"\s") for word in words.split())


def _compile(template: str, cues: dict[Cue, str]) -> list[tuple[Cue, re.Pattern[str]]]:
    return [(cue, re.compile(template.format(_words(words)), re.IGNORECASE)) for cue, words in cues.items()]


_AFTER = _compile(
    r"\s+(?:{0})\b",
    {
        Cue.COUNTY: " ".join((*COUNTIES, *plurals(*COUNTIES), "co.")),
        Cue.PROVINCE: " ".join((_PROVINCES, *plurals(*DIVISIONS, *STATES), *DISTRICTS)),
        Cue.TOWN: "city town township village borough downtown suburb neighborhood neighbourhood",
        Cue.TOWN_BODY: "police mayor city_council council high_school middle_school elementary school fire hospital "
        "airport resident residents man woman couple native street road avenue zoo university college office "
        "area_residents teen family courthouse",
        Cue.STATE_BODY: "gov governor lt legislature lawmakers attorney_general sen senator rep republican democrat "
        "supreme_court premier statehouse assembly primary voters",
        Cue.NATION_BODY: "government president prime_minister minister ministry army navy military troops forces "
        "embassy ambassador parliament officials diplomats foreign currency economy",
        Cue.NEWSPAPER_OR_TEAM: "times post magazine herald journal daily tribune gazette news yankees mets jets "
        "knicks giants rangers united fc bulldogs tigers eagles",
        Cue.LANDFORM: "river lake island islands valley bay beach park mountain mountains sea strait gulf desert coast "
        "peninsula",
    },
)
_BEFORE = [
    *_compile(
        r"\b(?:{0})\s(?:city\s)?(?:of\s|in\s)?(?:the\s)?$",
        {
            Cue.TOWN: "city town village capital suburb port community hamlet outskirts streets center centre downtown "
            "mayor near outside neighborhood neighbourhood district_capital",
            Cue.PROVINCE: _PROVINCES,
            Cue.STATE_BODY: "governor gov. sen. rep. d- r-",
            Cue.COUNTY: "county counties parish",
            Cue.NATION_BODY: "president prime_minister minister government king queen army country nation republic_of "
            "ambassador_to invasion war",
            Cue.LANDFORM: "river lake mount gulf sea strait bay island isle",
            Cue.DIRECTION: "north south east west northern southern eastern western central upstate northeast "
            "northwest southeast southwest northeastern northwestern southeastern southwestern",
        },
    ),
    (Cue.PREPOSITION, re.compile(r"\b(?:in|at|from|to|near)\s$", re.IGNORECASE)),
    (Cue.ARTICLE, re.compile(r"\bthe\s$", re.IGNORECASE)),
    (Cue.OF, re.compile(r"\bof\s$", re.IGNORECASE)),
]

_NAME = r"(?:[^\W\d_][\w.’'\-]*\s?){1,4}"
# "Alexandria, La." · "London (Ontario)" · "a hospital in Athens in Ohio"
_ENCLOSING_AFTER = re.compile(rf"(?:\s*(?P<comma>[,(])\s*|\s+in\s+|\s*,\s+in\s+)(?P<name>{_NAME})")
# "Jackson County and Clay County in Kentucky" · "Clay and Breathitt counties, Ky."
# Words that leave no doubt that the name lies in what follows: "Maga, in the Danko-Wasagu area of Kebbi state", "a
# hamlet of Tete province", "Winfield, Ala.,".
_PLACE_NOUNS = "village|hamlet|town|settlement|suburb|community|district|area|part|region|county|ward|municipality"
_PART = r"(?:(?:north|south)(?:[- ]?(?:east|west))?|east|west)ern|central"
_SURELY_WITHIN = re.compile(
    rf"(?:\s(?:{_PLACE_NOUNS}))?(?:,\s(?:in\s)?|\s\(|,?\sin\sthe\s(?:[\w’'-]+\s){{1,3}}(?:{_PLACE_NOUNS})\sof\s"
    rf"|,\san?(?:\s[\w-]+){{0,3}}\s(?:{_PLACE_NOUNS})\s(?:of|in)\s)"
    rf"(?:(?:the\s)?(?:(?:{_PART})\s|(?:state|province|region|governorate|oblast)\sof\s))?"
    r"(?:the\s)?(?P<name>[^\W\d_][\w.’'\-]*(?:\s[A-Z][\w.’'\-]*){0,2})"
    r"(?:\s(?:state|province|region|governorate|oblast))?"
    r"(?=[,;:)!?]|\.?\s*$|\.\s+[A-Z]|\s(?:on|after|when|where|by|as)\b)"
)
_COUNTY = r"(?:[Cc]ount(?:y|ies)|[Pp]arish(?:es)?)"
_OTHERS = rf"(?:(?:,\s(?:and\s)?|\sand\s)[^\W\d_][\w.’'\-]*(?:\s(?!{_COUNTY})[A-Z][\w.’'\-]*)?(?:\s{_COUNTY})?){{1,6}}"
_COUNTIES_WITHIN = re.compile(rf"(?:\s{_COUNTY})?{_OTHERS}(?<=[yYsh])\s?(?P<comma>,\s|\sin\s|in\s)(?P<name>{_NAME})")
# "Clay and Breathitt counties" · "Idlib, Aleppo and Hama provinces"
_LISTED = re.compile(
    r"(?:,\s(?:and\s)?[^\W\d_][\w.’'\-]*(?:\s[^\W\d_a-z][\w.’'\-]*)?){0,6}"
    r",?\s(?:and|or|to|&)\s[^\W\d_][\w.’'\-]*(?:\s[^\W\d_a-z][\w.’'\-]*)?\s"
    rf"(?P<word>{'|'.join(plurals(*COUNTIES, *DIVISIONS, *STATES))}|districts|towns|cities|villages|regions|islands)\b"
)
_LIST_CUES = {
    "counties": Cue.COUNTY,
    "parishes": Cue.COUNTY,
    "towns": Cue.TOWN,
    "cities": Cue.TOWN,
    "villages": Cue.TOWN,
    "islands": Cue.LANDFORM,
}
_INSIDE = {
    word: cue
    for cue, words in {
        Cue.COUNTY: "county counties parish co",
        Cue.PROVINCE: " ".join((*DIVISIONS, *STATES, "region")),
        Cue.TOWN: "city town village township",
        Cue.LANDFORM: "river lake creek island islands mountains mountain sea bay valley beach",
        Cue.STREET: "street st road rd avenue ave drive dr lane ln boulevard blvd highway hwy route parkway way court "
        "place square bridge trail interstate circle pike",
        Cue.FACILITY: "school university college hospital church airport station park stadium centre center hall "
        "library museum building house hotel mall cemetery library club arena academy institute",
    }.items()
    for word in words.split()
}


# What a report's first word may follow: nothing, a line, the end of a title.
_BEGINNINGS = ("", "\n", ".", "!", "?", '"', "”")


class Level(IntEnum):
    """Which level of places the words beside a name leave."""

    ANY = 0
    COUNTY = 1
    DIVISION = 2
    NO_DIVISION = 3  # a dateline: a town, at most a city state
    REGION = 4  # a division where the name's country has divisions of that name
    RIVER = 5  # a river where one bears the name: "the Indus", "burst its banks"
    CAMP = 6  # the camp or the base that is called after the place
    BASE = 7


# Words that leave no doubt about the level, unlike those of the cues: "Idlib province", "Clay and Breathitt counties".
# Lower case for states, since "Michigan State" is a university.
_COUNTY_AFTER = re.compile(r"\s+(?:[Cc]ounty|[Pp]arish)\b(?!\s+[Ss]eat)")
_COUNTIES_AFTER = re.compile(r"\s+(?:[Cc]ounties|[Pp]arishes)\b")
_LAST_OF_A_LIST = re.compile(r"\s(?:and|or|to|&)\s$")
_DIVISION_AFTER = re.compile(rf"\s+(?:(?i:{'|'.join(DIVISIONS)})|{'|'.join(STATES)})s?\b(?!-)")
_REGION_AFTER = re.compile(r"\s+[Rr]egion\b(?!-|['’]s\s)")
_DIVISION_BEFORE = re.compile(rf"\b(?:(?:{'|'.join((*DIVISIONS, *STATES))})s?|[Gg]overnor|[Gg]ov\.)\sof\s$")
_CAMP_AFTER = re.compile(
    rf"(?:(?:,\s(?:and\s)?|\sand\s)[^\W\d_][\w.’'\-]*(?:\s[A-Z][\w.’'\-]*)?){{0,4}}\s(?:{'|'.join(CAMPS)})s?\b",
    re.IGNORECASE,
)
_BASE_AFTER = re.compile(rf"\s(?:{'|'.join(BASES)})\b", re.IGNORECASE)
# With an article a name is a river's, unless it belongs to the noun behind it ("the Missouri governor").
_ARTICLE_BEFORE = re.compile(r"\bthe\s$", re.IGNORECASE)
_NO_NOUN_AFTER = re.compile(
    r"\s*(?:$|[.,;:)!?–—])|\s(?:and|or|in|at|near|on|to|from|by|through|is|was|has|had|that|which|where|when|as|after|"
    r"before|into|during|until|with|but|for|while|will|could|also)\b"
)
_FLOWS_AFTER = re.compile(
    r"\s(?:has\s|had\s|have\s|was\s|is\s)?(?:burst|overflow|overtopp|flood(?:ed|ing|s)\b|crest|swell|swollen|flow|breach|"
    r"broke its banks|rose\b|rises\b|rising\b|recede|reached\b|froze|dried)"
)
_WATER_BEFORE = re.compile(
    r"\b(?:on|along|across|crossed|cross|crossing|down|up|banks?\sof|bed\sof|mouth\sof|waters\sof|tributar(?:y|ies)\sof|"
    r"shores?\sof|sailed|bridge\sover|over|beside|into)\sthe\s$",
    re.IGNORECASE,
)
_SMALL = "|".join((*SMALL, *plurals(*SMALL)))
_SMALL_BEFORE = re.compile(rf"\b(?:{_SMALL})\s(?:of\s|called\s|named\s)?$", re.IGNORECASE)
_SMALL_AFTER = re.compile(rf"\s(?:{_SMALL})\b", re.IGNORECASE)
_SMALL_AT_END = re.compile(rf"\s(?:{_SMALL})$", re.IGNORECASE)
_TOWN_AT_END = re.compile(rf"\s(?:{'|'.join(TOWNS)})$", re.IGNORECASE)
_LISTED_LEVELS = dict.fromkeys(plurals(*COUNTIES), Level.COUNTY) | dict.fromkeys(
    plurals(*DIVISIONS, *STATES), Level.DIVISION
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around one name.

    ``enclosing_after`` are spellings of what may be the enclosing place, longest first
    ("La", for "Alexandria, La."); ``by_comma`` says whether a comma or bracket leads to it.
    ``surely_within`` are spellings of what the words leave no doubt that the name lies in.
    ``small`` says that the words call it a village, a district or the like.
    ``dateline`` marks a name in capitals where a report begins: such names are towns.
    """

    before: Cue
    after: Cue
    inside: Cue
    enclosing_after: tuple[str, ...]
    by_comma: bool
    dateline: bool
    level: Level
    surely_within: tuple[str, ...]
    small: bool


def surroundings(text: str, start: int, end: int) -> Surroundings:
    """Read the words around ``text[start:end]``; only some 60 characters on either side are looked at."""
    left, right = text[max(0, start - 60) : start], text[end : end + 70]
    by_comma = False
    enclosing_after: tuple[str, ...] = ()
    if match := _ENCLOSING_AFTER.match(right):
        by_comma = match["comma"] is not None
        enclosing_after = _prefixes(match["name"])
    if (match := _COUNTIES_WITHIN.match(right)) and re.search(_COUNTY, text[start:end] + match.group()):
        enclosing_after += _prefixes(match["name"])
    within = _SURELY_WITHIN.match(right)
    name_words = text[start:end].rstrip(".").split()
    dateline = end - start > 3 and text[start:end].isupper() and left.rstrip(" \t")[-1:] in _BEGINNINGS
    return Surroundings(
        before=next((cue for cue, pattern in _BEFORE if pattern.search(left)), Cue.NONE),
        after=_after(right),
        inside=_inside(name_words),
        enclosing_after=enclosing_after,
        by_comma=by_comma,
        dateline=dateline,
        level=Level.NO_DIVISION if dateline else _level(left, text[start:end], right),
        surely_within=_prefixes(within["name"].rstrip(".")) if within else (),
        small=bool(_SMALL_BEFORE.search(left) or _SMALL_AFTER.match(right) or _SMALL_AT_END.search(text[start:end])),
    )


def without_town(name: str) -> str:
    """Return the name without the word that says that the town is meant: "Kandahar" of "Kandahar City"."""
    return _TOWN_AT_END.sub("", name)


def _level(left: str, name: str, right: str) -> Level:
    if _COUNTY_AFTER.match(right) or (_COUNTIES_AFTER.match(right) and _LAST_OF_A_LIST.search(left)):
        return Level.COUNTY
    if _DIVISION_AFTER.match(right) or _DIVISION_BEFORE.search(left):
        return Level.DIVISION
    if _REGION_AFTER.match(right):
        return Level.REGION
    if match := _LISTED.match(right):
        return _LISTED_LEVELS.get(match["word"], Level.ANY)
    if _CAMP_AFTER.match(right):
        return Level.CAMP
    if _BASE_AFTER.match(right):
        return Level.BASE
    return Level.RIVER if _as_river(left, name, right) else Level.ANY


def _as_river(left: str, name: str, right: str) -> bool:
    if not _ARTICLE_BEFORE.search(left) or not name[:1].isupper() or name.isupper():
        return False
    if _FLOWS_AFTER.match(right):
        return True
    if not _NO_NOUN_AFTER.match(right):
        return False
    return bool(_WATER_BEFORE.search(left)) or name.lower() not in ARTICLED


_NUMBERED_ROAD = re.compile(
    r"(?:Exit|Interstate|Highway|Hwy\.?|Route|Rte\.?|Rt\.?|Junction|State Road|County Road|U\.?S\.?)\s\d+\w?"
    r"|(?:I|US|SR|CR)-\d+\w?",
    re.IGNORECASE,
)


def is_road(name: str) -> bool:
    """Say whether a name is a street's, a road's or an exit's by its own words: "Oak Street", "Exit 12", "I-95".

    "District Court" is none, and the roads that a country numbers for itself ("A436") are places as much as rivers are.
    """
    words = name.rstrip(".").split()
    street = _inside(words) is Cue.STREET and words[-1].lower() != "court" and words[0].lower() != "rue"
    return street or _NUMBERED_ROAD.fullmatch(name) is not None


def _inside(words: list[str]) -> Cue:
    if len(words) < 2:
        return Cue.NONE
    if words[0].lower() in ("highway", "route", "interstate", "rue"):
        return Cue.STREET
    return _INSIDE.get(words[-1].lower(), Cue.NONE)


def _after(right: str) -> Cue:
    if match := _LISTED.match(right):
        return _LIST_CUES.get(match["word"], Cue.PROVINCE)
    return next((cue for cue, pattern in _AFTER if pattern.match(right)), Cue.NONE)


def _prefixes(name: str) -> tuple[str, ...]:
    words = name.split()
    if not words[0][0].isupper():
        return ()
    return tuple(" ".join(words[:n]) for n in range(len(words), 0, -1))


_CAPITALISED = re.compile(r"[^\W\d_][\w.’'\-]*")
_LONGEST = 4


def capitalised_phrases(text: str) -> list[tuple[list[str], bool]]:
    """Return, for each capitalised word of the text, the phrases of up to four words that it begins, longest first.

    The second of each pair says whether a comma stands before it, as before "Ky." in "Hazard, Ky.".
    Phrases do not run over lines or marks other than full stops.
    """
    words = [(match.group().rstrip("’'-"), match.start(), match.end()) for match in _CAPITALISED.finditer(text)]
    phrases = []
    for i, (word, start, _) in enumerate(words):
        if not word[:1].isupper():
            continue
        last = i
        while last + 1 < len(words) and last + 1 < i + _LONGEST and text[words[last][2] : words[last + 1][1]] == " ":
            last += 1
        phrases.append(
            ([text[start : words[j][2]] for j in range(last, i - 1, -1)], text[max(0, start - 2) : start] == ", ")
        )
    return phrases
