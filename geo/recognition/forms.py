"""Names that the network misses or cuts where their form leaves no doubt.

A country's own name and a large city's of several words are places whatever stands around them ("Dominica's request",
"a Los Angeles high school"); a lawmaker's home stands behind the party ("Rep. Jay Roberts, R-Ocilla"); and a county's
roads are called after it: of "Otter Tail County Road 80" no gazetteer knows more than the county.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from geo.model import Mention, MentionKind, NameKind, Span
from geo.recognition.names import FUNCTION_WORDS

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

# How sure a name is that its form and the gazetteer agree on.
SURE = 0.9
_LARGE_CITY = 500_000
_FIRST_FEW = 3
_BEFORE = FUNCTION_WORDS | {"near", "outside", "inside"}
_OWN_NAMES = (NameKind.MAIN, NameKind.SHORT)
_WORD = r"[A-ZÀ-Þ][\w’'.]*"
# A run of words with capitals, whole: nothing with a capital stands beside it.
_RUN = re.compile(
    r"(?<![\w’'@#&/.-])(?<![A-ZÀ-Þ]\w )(?P<name>[A-ZÀ-Þ][\w-]*(?:[ ](?:of |the |and )?[A-ZÀ-Þ][\w-]*){0,4})"
    r"(?![\w@-])(?!\.\w)"
)
_HOME = re.compile(rf"(?<=[(,;—])\s?(?:R|D|I|DFL)-(?!Day\b)(?P<name>{_WORD}(?:\s{_WORD}){{0,2}})")
_COUNTY_ROAD = re.compile(r"(?P<county>.+\s(?:County|Parish))\s(?:Road|Rd\.?|Highway|Hwy\.?|Route|Line)\b")


def with_certain_forms(text: str, found: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Return the mentions with those whose form is certain, and counties in place of their roads; in order."""
    result = [_without_road(text, mention) for mention in found]
    taken = sorted(mention.span for mention in result)
    first = 0
    for span in sorted({*_homes(text, gazetteer), *_unmistakable(text, gazetteer)}):
        while first < len(taken) and taken[first].end <= span.start:
            first += 1
        if first == len(taken) or not taken[first].overlaps(span):
            result.append(Mention(span, MentionKind.LITERAL, SURE))
    return sorted(result, key=lambda mention: mention.span)


def _without_road(text: str, mention: Mention) -> Mention:
    match = _COUNTY_ROAD.match(mention.span.text)
    if match is None:
        return mention
    return replace(mention, span=Span.of(text, mention.span.start, mention.span.start + match.end("county")))


def _homes(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the longest name behind each lawmaker's party that the gazetteer knows: "R-Ocilla", "D-Conn."."""
    for match in _HOME.finditer(text):
        words = match["name"].split(" ")
        # "D-Conn." is written with its full stop; "D-McDowell." ends a sentence.
        spellings = [
            spelling
            for count in range(len(words), 0, -1)
            for name in (" ".join(words[:count]),)
            for spelling in (name, re.sub(r"(?:\.|[’']s)$", "", name))
        ]
        known = next((spelling for spelling in spellings if _is_known(spelling, gazetteer)), None)
        if known:
            yield Span.of(text, match.start("name"), match.start("name") + len(known))


def _is_known(name: str, gazetteer: Gazetteer) -> bool:
    first = next(iter(gazetteer.lookup(name, 1)), None)
    return first is not None and (not name.endswith(".") or first.name_kind is NameKind.ABBREVIATION)


def _unmistakable(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the names that are a place's whatever stands around them, unless a title makes them somebody's."""
    for match in _RUN.finditer(text):
        start, end = match.span("name")
        # "A Kuala Lumpur nursery", "In Tuvalu"
        while (space := text.find(" ", start, end)) > 0 and text[start:space].lower() in _BEFORE:
            start = space + 1
        if _has_one_meaning(text[start:end], gazetteer):
            before = text[max(0, start - 20) : start].split()
            if not before or before[-1].lower() not in _words("titled"):
                yield Span.of(text, start, end)


@lru_cache(maxsize=20_000)
def _has_one_meaning(name: str, gazetteer: Gazetteer) -> bool:
    """Say whether a name is a country's own or a large city's of several words, no code and no ambiguous one."""
    if name in _words("ambiguous") or (name.isupper() and " " not in name):
        return False
    places = [one.place for one in gazetteer.lookup(name, _FIRST_FEW) if one.name_kind in _OWN_NAMES]
    if places and places[0].feature_code.startswith("PCL"):
        return True
    # A city's district or province of its name may come before it.
    return " " in name and any(one.feature_class == "P" and one.population >= _LARGE_CITY for one in places)


@cache
def _words(group: str) -> frozenset[str]:
    text = resources.files("geo.recognition").joinpath("forms.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return frozenset(word for name, words in rows if name == group for word in words.split("|"))
