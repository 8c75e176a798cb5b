"""States, capitals and cities that speak and deal: "Kharkiv said …", "talks between Czechia and …".

The network has seldom seen the names of places that news quotes without a preposition, and takes the rarer ones for
people and firms. What the gazetteer knows for sure (a country, a capital, a large city) is a place where the words
around it make it a speaker or somebody's counterpart, unless the article gives the name to a person. Such names
stand for a government or a town's people: they are metonyms, and nothing happened there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources

from geo.gazetteer.bare import alike
from geo.gazetteer.lookup import Gazetteer
from geo.model import Candidate, Mention, MentionKind, NameKind, Span
from geo.recognition.names import FUNCTION_WORDS

# How sure a name is that the frame and the gazetteer agree on; the network found nothing to set against it.
SURE = 0.9
# Inhabitants of a town that its name means first of all; capitals are known whatever their size.
_KNOWN_CITY = 100_000
_KNOWN_SEAT = 20_000  # of a first-order division
_KNOWN_DIVISION = 250_000
_SHORTEST = 3
_SHORTEST_ALTERNATE = 4
_FIRST_FEW = 3
_OWN_NAMES = (NameKind.MAIN, NameKind.SHORT)
_NAMES = (*_OWN_NAMES, NameKind.ALTERNATE)

# A run of words with capitals: "Côte d'Ivoire", "Hamas-run Gaza", "Kingdom of Tonga", "Dar es Salaam", "St. Lucia".
_RUN = re.compile(
    r"(?<![\w’'@#/-])[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:(?:(?<=\bSt)\.)?[ \u00a0]"
    r"(?:of |the |d[’']|and |es |al-|ez-|el-|de |del |da |do |la )?[^\W\d_a-zß-öø-ÿ][\w’'-]*){0,5}"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_HELD_BY = re.compile(r"[\w’']+-[a-z]+[ \u00a0]")
_HELD_LAST = re.compile(r"(?<![\w’'])[\w’']+-(?:run|held|ruled|controlled|occupied|led|governed)[ \u00a0]$")
_REACH = 70

_HELPERS = (
    r"has|have|had|will|would|could|may|must|also|later|then|again|now|still|today|yesterday|on \w+day|did not|does not"
)
_MORE_HELPERS = r"meanwhile|officially|formally|strongly|reportedly|repeatedly|publicly|immediately|itself"
_PARTNER = r"(?:,? and (?:the )?[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*)?)?"


def with_speakers(text: str, found: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Return the mentions with the speakers that were missed or cut, and with the kind of those that speak.

    People, ships and the like that bear the name of a place ("Ms Chad") go; ``found`` is in the order of the text.
    """
    added: list[Mention] = []
    cut: set[Mention] = set()
    people = _people(text)
    first = 0
    for span in _names(text, gazetteer):
        while first < len(found) and found[first].span.end <= span.start:
            first += 1
        last = first
        while last < len(found) and found[last].span.start < span.end:
            last += 1
        touching = found[first:last]
        whole = any(mention.span.start <= span.start and span.end <= mention.span.end for mention in touching)
        if whole or not (touching or _frame(text, span)):
            continue
        if span.text in people or not _is_sure(span.text, gazetteer):
            continue
        cut.update(touching)
        kind = touching[0].kind if touching and not _frame(text, span) else MentionKind.METONYM
        added.append(Mention(span, kind, max([SURE, *(mention.score for mention in touching)])))
    kept = (mention for mention in found if mention not in cut and not _is_no_place(text, mention))
    return sorted((_speaking(text, mention) for mention in (*kept, *added)), key=lambda mention: mention.span)


def _speaking(text: str, mention: Mention) -> Mention:
    """Return a place that is the subject of speech as a metonym: "Kabul said", not "police in Kabul said".

    So is the counterpart of a deal or of what is said ("talks between Kabul and Doha", "told Kabul that"), and a body
    that the network took for a part of a longer name ("with the European Union").
    """
    span = mention.span
    if mention.kind not in (MentionKind.LITERAL, MentionKind.NESTED):
        return mention
    speaks = (_says(text, span) and _begins(text, span.start)) or _done_by(text, span) or _deals(text, span)
    if mention.kind is MentionKind.NESTED:
        speaks = speaks or (_word_before(text, span.start) in _words("with") and bool(_ENDS.match(text, span.end)))
    return replace(mention, kind=MentionKind.METONYM) if speaks else mention


def _names(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the runs of capitals that may be a name, without an article, a day or "rebel-held" before it.

    Two names that "and" joins are two, unless the gazetteer knows them as one.
    """
    for match in _RUN.finditer(text):
        start, end = match.span()
        while (word := _first_word(text[start:end])) and word.lower() in _words("before"):
            start += len(word) + 1
        if held := _HELD_BY.match(text, start, end):
            start = held.end()
        if " and " in text[start:end] and not _is_sure(text[start:end], gazetteer):
            middle = text.rindex(" and ", start, end)
            yield from _bare(text, start, middle)
            start = middle + len(" and ")
        yield from _bare(text, start, end)


def _bare(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the name without the mark of the genitive, if anything is left."""
    end -= len(possessive[0]) if (possessive := _POSSESSIVE.search(text[start:end])) else 0
    if end - start > 1:
        yield Span.of(text, start, end)


def _first_word(run: str) -> str:
    first, blank, _ = run.replace("\u00a0", " ").partition(" ")
    return first if blank else ""


def _is_no_place(text: str, mention: Mention) -> bool:
    """Say whether a name is a feast's, or by its title a person's or a ship's: "Passover", "Ms Chad", "HMS London"."""
    if mention.kind is MentionKind.DEMONYM:
        return False
    return mention.span.text.lower() in _words("feast") or _word_before(text, mention.span.start) in _words("titled")


def _frame(text: str, span: Span) -> bool:
    """Say whether the words around a name make it a speaker or a counterpart, and no person, ship or team."""
    before = _word_before(text, span.start)
    if before in _words("title", "titled") or text[span.end : span.end + 1] in ("-", "@"):
        return False
    if _says(text, span) or _deals(text, span):
        return True
    return before in _words("with") and bool(_ENDS.match(text, span.end))


def _before(text: str, start: int) -> str:
    """Return what stands before a name, without the "rebel-held" of "rebel-held Goma"."""
    return _HELD_LAST.sub("", text[max(0, start - _REACH) : start])


def _word_before(text: str, start: int) -> str:
    """Return the word before a name and its article, in small letters; empty where something else stands there."""
    left = _before(text, start)
    words = left.split()
    if not words or not left[-1].isspace():
        return ""
    if words[-1].lower() == "the" and len(words) > 1:
        words.pop()
    return words[-1].lower()


def _says(text: str, span: Span) -> bool:
    return bool(_act().match(text[span.end : span.end + _REACH]))


def _begins(text: str, start: int) -> bool:
    """Say whether a clause begins at the name, so that it is the subject of what follows."""
    left = _before(text, start)
    if _CLAUSE.search(left):
        return True
    word = _LAST_WORD.search(left)
    return word is not None and (word[1].isdigit() or word[1].lower() in _words("clause"))


# A clause begins after a mark; the words that it begins after ("that", "on Monday", "last week") are in the table.
_CLAUSE = re.compile(r"(?:^|[.!?:;,\n”\"“—–]\s*)(?:the\s)?$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?<![\w-])([^\W\d_]+|\d{4})\s(?:the\s)?$", re.IGNORECASE)
_ENDS = re.compile(r"(?!\s[A-ZÀ-Þ])(?!\s?[’']s\s[A-ZÀ-Þ])")


def _done_by(text: str, span: Span) -> bool:
    """Say whether somebody's act is the name's: "condemned by Kabul", not "a road by Kabul"."""
    *_, act, by = ("", "", *_before(text, span.start).lower().removesuffix("the ").split())
    return by == "by" and act in _words("done") and bool(_ENDS.match(text, span.end))


def _deals(text: str, span: Span) -> bool:
    """Say whether a name is a counterpart: "a treaty with Kabul", "told Kabul that", "a spokesman for Kabul"."""
    left = _before(text, span.start)
    if (voice := _VOICE.search(left)) and voice[1].lower() in _words("voice"):
        return bool(_VOICE_ENDS.match(text, span.end))
    if not _OBJECT_ENDS.match(text, span.end):
        return False
    if (deal := _DEAL.search(left)) and not _words("dealing").isdisjoint(deal[1].lower().split()):
        return True
    return _word_before(text, span.start) in _words("object")


# What may follow somebody who is told, accused or dealt with: "told Kabul that", not "told Kabul police".
_FOLLOWS = (
    "of|to|that|not|over|on|for|against|from|it|its|they|with|and|but|or|after|about|by|as|in|at|is|was|are|were|has|had|"
    "have|will|would|could|should|may|might|must|broke|began|begin|said|says|during|since|until|while|when|if|because|"
    "before|under"
)
_OBJECT_ENDS = re.compile(
    rf"(?:[.,;:!?)”\"—–]|\s*$|\s(?:{_FOLLOWS}|(?:collapse|resume|fail|end|stall|continue)e?[sd]?)\b)"
)
_VOICE_ENDS = re.compile(rf"(?:[.,;:!?)”\"—–]|\s*$|\s(?:{_FOLLOWS}|\w+ed)\b)")
_NAME = r"[A-ZÀ-Þ][\w’'.-]*(?:\s[A-ZÀ-Þ][\w’'.-]*)?"
_VOICE = re.compile(r"\b([A-Za-z]+)\s(?:for|of|to)\s(?:the\s)?$")
_DEAL = re.compile(
    rf"((?:[A-Za-z-]+\s){{1,4}})(?:between|with|involving|among|towards?)\s(?:the\s)?(?:{_NAME}(?:,\s|,?\sand\s)(?:the\s)?){{0,3}}$"
)


@cache
def _act() -> re.Pattern[str]:
    acts = "|".join(sorted(_words("act"), key=len, reverse=True))
    return re.compile(rf"{_PARTNER}(?:,[^,.;\n]{{3,50}},)?(?: (?:{_HELPERS}|{_MORE_HELPERS}))* (?:{acts})\b(?!-)")


@lru_cache(maxsize=20_000)
def _is_sure(name: str, gazetteer: Gazetteer) -> bool:
    """Say whether a name is first of all a country's, a capital's or a large city's, and no usual name of people."""
    if len(name) < _SHORTEST and not name.isupper():
        return False
    if name.lower() in FUNCTION_WORDS or all(word in _words("part") for word in name.lower().split()):
        return False
    known = [candidate for candidate in gazetteer.lookup(name, _FIRST_FEW) if _is_known(candidate)]
    if not known:
        return False
    return name not in _words("namesake") or known[0].place.feature_code.startswith("PCL")


def _is_known(candidate: Candidate) -> bool:
    place, kind = candidate.place, candidate.name_kind
    if place.feature_code == "CONT":
        return kind in (NameKind.ABBREVIATION, NameKind.SHORT)  # "the EU"
    if place.feature_code == "RGN" and not place.country_code:
        return kind in _OWN_NAMES  # "Sub-Saharan Africa"
    if place.feature_code.startswith(("PCL", "TERR")):
        short = kind is NameKind.ALTERNATE and len(candidate.matched_name) < _SHORTEST_ALTERNATE
        return place.feature_code != "PCLH" and kind in (*_NAMES, NameKind.ABBREVIATION) and not short
    if kind is NameKind.ALTERNATE and not _is_spelling(candidate):
        return False  # "White House" is Casablanca
    if candidate.matched_name in _words("statelet"):
        return True
    if place.feature_code == "ADM1":
        return kind in _OWN_NAMES and place.population >= _KNOWN_DIVISION
    least = {"PPLC": 0, "PPLA": _KNOWN_SEAT}.get(place.feature_code, _KNOWN_CITY)
    return kind in _NAMES and place.feature_class == "P" and place.population >= least


def _is_spelling(candidate: Candidate) -> bool:
    """Say whether another name of a place is its own in other letters ("Kiev"), and none of two or three letters."""
    name = candidate.matched_name
    return len(name) >= _SHORTEST_ALTERNATE and alike(name, candidate.place.name)


def _people(text: str) -> frozenset[str]:
    """Return the names of the text that it gives in full as a person's: "Michael Jordan" makes Jordan one."""
    found = set()
    for match in _RUN.finditer(text):
        first, *others = match.group().replace("\u00a0", " ").split(" ")
        if len(others) == 1 and others[0] in _words("namesake") and first.lower() not in _words("before", "part"):
            found.add(others[0])
        elif others and first in _words("namesake") and others[0].lower() not in _words("part"):
            found.add(first)
    return frozenset(found)


@cache
def _words(*groups: str) -> frozenset[str]:
    text = resources.files("geo.recognition").joinpath("speakers.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return frozenset(word for group, words in rows if group in groups for word in words.split("|"))
