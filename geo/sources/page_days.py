"""The day on which a web page was published: one order of trust.

1. What the page says of itself for machines: ``datePublished`` of its *article* in JSON-LD, also where that is a part
   of the page (not of the page, the site or an article that is only linked); then of its microdata, RDFa and ``meta``
   elements, in the order of ``page_days.tsv``; then the first ``time`` element by its headline. Of a live page the day
   of most of its updates comes before these.
2. What was given with it: the day in the feed that named the page, or ``--published``.
3. What only hints at it: JSON-LD of the page as such, the day in its address (``/2025/04/04/``), the day that stands
   as text by its headline, and the one above its text (:mod:`geo.sources.mastheads`).

Of each the first that can be read counts. What may be two days ("04/05/2025"), is none ("2025-04", 31 February) or has
not come yet is passed over; where nothing else tells the day, the article has none, and a remark says why.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from geo.errors import InvalidDate
from geo.sources import linked_data, mastheads
from geo.sources.days import read_day
from geo.sources.linked_data import LinkedData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_IN_ADDRESS = re.compile(r"/(\d{4})([/-])(\d{1,2}|[a-z]{3})\2(\d{1,2})(?=[/._-]|$)|[/_-](20\d{6})(?=[/._-]|$)", re.I)
_CHANGED = re.compile(r"modif|updat|edited", re.IGNORECASE)
_DATED = re.compile(
    r"(?<![a-z])(?:date|datetime|dateline|timestamp|publish(?:ed)?|pub-?date|posted|byline)(?![a-z])", re.I
)
_ASIDE = ("aside", "nav", "footer")
# Behind so many paragraphs a day belongs to something else.
_PARAGRAPHS = 3
_LONG = 80
_LONGEST_BYLINE = 200
_BYLINES = 10


@dataclass(frozen=True, slots=True)
class PageDay:
    """What a page says of its day for certain, what hints at it, and why something it says is no day."""

    said: dt.date | None
    hinted: dt.date | None
    problem: str | None


def find(tree: HtmlElement, data: LinkedData, url: str | None, text: str, title: str | None) -> PageDay:
    """Return the day of a page.

    Args:
        tree: the page.
        data: what it says of itself in JSON-LD.
        url: its address.
        text: the text of its article.
        title: the headline of its article.

    """
    problems: list[str] = []
    said = _first(_said(tree, data, title), problems)
    hinted = said or _first(_hints(tree, data, url), problems)
    if hinted is None:
        try:
            hinted = mastheads.day(text)
        except InvalidDate as error:
            problems.append(str(error))
    return PageDay(said, hinted, problems[0] if problems else None)


def _first(given: Iterable[str], problems: list[str]) -> dt.date | None:
    for text in given:
        try:
            return read_day(text)
        except InvalidDate as error:
            problems.append(str(error))
    return None


def _said(tree: HtmlElement, data: LinkedData, title: str | None) -> Iterator[str]:
    # The article of the page has the page's headline; one of several without it may be any.
    articles = data.of(_names("article"), "datePublished", " ".join((title or "").split()))
    yield from filter(None, (linked_data.value(one, "datePublished") for one in articles[:1]))
    yield from _of_markup(tree)
    said = _metas(tree)
    yield from (said[name] for name in _ordered("meta") if name in said)
    yield from _times(tree)


def _of_markup(tree: HtmlElement) -> Iterator[str]:
    """Yield the first day that an element is marked with in microdata or RDFa."""
    names = _names("meta")
    for element in tree.xpath(
        "//*[@itemprop='datePublished' or (@property and not(self::meta))]"
        "[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
    ):
        properties = element.get("property", "").lower().replace("schema:", "").replace(":", ".").split()
        if element.get("itemprop") != "datePublished" and names.isdisjoint(properties):
            continue
        if given := element.get("content") or element.get("datetime") or element.text_content().strip():
            yield given
            return


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the first of each meta element that says something."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _times(tree: HtmlElement) -> Iterator[str]:
    """Yield what the first ``time`` by the headline says."""
    for element in _by_the_headline(tree):
        if _is_time(element) and not _CHANGED.search(f"{element.get('class')} {element.get('itemprop')}"):
            given = element.get("datetime") or element.get("title") or element.text_content().strip()
            if given and any(character.isdigit() for character in given):
                yield given
                return


def _is_time(element: HtmlElement) -> bool:
    """Say whether an element gives a time; before HTML had one for it, microformats took an abbreviation's title."""
    return element.tag == "time" or (element.tag == "abbr" and "published" in element.get("class", "").split())


def _hints(tree: HtmlElement, data: LinkedData, url: str | None) -> Iterator[str]:
    for one in data.objects:
        if linked_data.types(one) & _names("page") and (given := linked_data.value(one, "datePublished")):
            yield given
    match = _IN_ADDRESS.search(url or "")
    if match is not None:
        year, _, month, day, compact = match.groups()
        yield compact or (f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}")
    dated = (one for one in _by_the_headline(tree) if _DATED.search(f"{one.get('class')} {one.get('id')}"))
    for element in itertools.islice(dated, _BYLINES):
        words = " ".join(element.text_content().split())
        if len(words) <= _LONGEST_BYLINE and (day := _standing_in(words)):
            yield day


def _standing_in(words: str) -> str | None:
    """Return the day of a byline ("By Jane Roe | Published 4 April 2025"), or what may be two."""
    try:
        day = mastheads.day(words)
    except InvalidDate as error:
        return str(error).split("'")[1]
    return None if day is None else day.isoformat()


def _by_the_headline(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around the headline, down to the first paragraphs of the article."""
    from lxml import etree

    headline = next(tree.iter("h1"), None)
    scopes = headline.xpath("ancestor::article[1] | ancestor::main[1]") if headline is not None else []
    scope = scopes[-1] if scopes else tree.find("body")
    if scope is None:
        return
    paragraphs = 0
    walk = etree.iterwalk(scope, events=("start",))
    for _, element in walk:
        if element.tag in _ASIDE:
            walk.skip_subtree()
        elif element.tag == "p" and len(element.text_content()) >= _LONG:
            paragraphs += 1
            if paragraphs == _PARAGRAPHS:
                return
        elif isinstance(element.tag, str):
            yield element


def _names(kind: str) -> frozenset[str]:
    return frozenset(_ordered(kind))


@functools.cache
def _ordered(kind: str) -> tuple[str, ...]:
    lines = files("geo.sources").joinpath("page_days.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(name for of, name in rows if of == kind)
