"""Capitals that are named by their country alone: "the Kenyan capital", "Kenya's capital", "the capital of Kenya"."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import replace

from geo import gazetteer
from geo.events import lexicon
from geo.model import MentionKind, NameKind, Place, Span, Toponym

_COUNTRY = "PCL"
_LOOK_BACK = 24
# So many places of the name of a people are looked through for its country ("Somali" is also a region).
_NAMESAKES = 10


def meant(text: str, toponym: Toponym) -> Toponym:
    """Return the capital that the country ``toponym`` names together with the words beside it, else the name itself."""
    start, end = toponym.span.start, toponym.span.end
    before = text[max(0, start - _LOOK_BACK) : start]
    whole = _of().search(before)
    if whole:
        start -= len(before) - whole.start()
    else:
        behind = _behind().match(text, end)
        if behind is None or not (behind["of"] or before.lower().endswith("the ")):
            return toponym
        end = behind.end()
    country = _country(toponym)
    capital = _capital(country) if country else None
    if capital is None:
        return toponym
    named = replace(toponym.mention, span=Span.of(text, start, end), kind=MentionKind.LITERAL)
    return replace(toponym, mention=named, place=capital)


def _country(toponym: Toponym) -> str | None:
    """Return the code of the country that is meant: a people's, where the name is one."""
    place = toponym.place
    if place is not None and place.feature_code.startswith(_COUNTRY):
        return place.country_code
    namesakes = gazetteer.default().lookup(toponym.span.text, _NAMESAKES)
    peoples = (one.place.country_code for one in namesakes if one.name_kind is NameKind.DEMONYM)
    return next(peoples, None)


@functools.cache
def _capital(country: str) -> Place | None:
    name = _names().get(country)
    found = gazetteer.default().lookup(name) if name else []
    towns = (one.place for one in found if one.place.country_code == country and one.place.feature_class == "P")
    return next(towns, None)


@functools.cache
def _names() -> Mapping[str, str]:
    return {row[0]: row[1] for row in lexicon.read("capitals.tsv")}


@functools.cache
def _of() -> re.Pattern[str]:
    return re.compile(r"\bcapital(?: city)? of (?:the )?$")


@functools.cache
def _behind() -> re.Pattern[str]:
    others = "|".join(lexicon.rows_of("anaphors.tsv", "no seat"))
    return re.compile(rf"(?P<of>['’]s?)? capital(?: city)?\b(?!-|\s(?:{others})\b)")
