"""Live pages: many short reports under one headline, each with a heading and a time of its own.

The extractor takes such a page for one report and loses the headings, and with them the towns that only they name.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import InvalidDate
from geo.sources import linked_data
from geo.sources.days import read_day
from geo.sources.linked_data import LinkedData

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    Sizes = Counter[HtmlElement]

_TYPE = "LiveBlogPosting"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "li", "blockquote")
# What holds an update, as a rule; elsewhere it is what stands beside others like it.
_REPORTS = ("article", "section", "li")
_ASIDE = ("aside", "nav", "footer")
# Names of what readers write.
_COMMENTS = frozenset({"comment", "comments", "comment-list", "commentlist", "comments-area", "disqus_thread"})
# A page that does not call itself live is so if it has so many updates, in which most of its paragraphs stand.
_FEWEST = 3
_FEWEST_OF_LIVE = 2
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Update:
    """One report of a live page."""

    heading: str | None
    day: dt.date | None
    paragraphs: tuple[str, ...]

    def lines(self, page_day: dt.date | None) -> Iterator[str]:
        """Yield heading and paragraphs, the first of which begins with the day where that is not the page's."""
        if self.heading:
            yield self.heading
        for number, paragraph in enumerate(self.paragraphs):
            day = self.day if number == 0 and self.day != page_day else None
            yield f"{day:%B} {day.day}, {day.year}: {paragraph}" if day else paragraph


@dataclass(frozen=True, slots=True)
class LivePage:
    """A live page; its day is that of most of its updates, the latest of those where several have as many."""

    title: str | None
    updates: tuple[Update, ...]

    @property
    def day(self) -> dt.date | None:
        """The day on which most of it was written."""
        days = Counter(update.day for update in self.updates if update.day)
        return max(days, key=lambda day: (days[day], day)) if days else None

    @property
    def text(self) -> str:
        """The updates, each under its heading; one of another day begins with that day, which its "today" means."""
        day = self.day
        return "\n".join(line for update in self.updates for line in update.lines(day))


def find(tree: HtmlElement, data: LinkedData) -> LivePage | None:
    """Return what a live page holds, None where the page is no such page.

    Args:
        tree: the page.
        data: what it says of itself in JSON-LD.

    """
    said = next(iter(data.of({_TYPE})), None)
    parts = _parts(tree, is_live=said is not None)
    shown = [update for part in parts if (update := _update(part)).paragraphs]
    # A script may bring more than the page begins with.
    updates = max(shown, list(_said(said)) if said else [], key=lambda some: sum(map(_size, some)))
    if not updates:
        return None
    headline = linked_data.words(said, "headline") if said else None
    return LivePage(headline or _headline(tree, parts), tuple(updates))


def _parts(tree: HtmlElement, *, is_live: bool) -> list[HtmlElement]:
    """Return the parts of a page that have a time of their own, none where they are too few or hold too little."""
    if marked := tree.xpath("//*[@itemprop='liveBlogUpdate']"):
        return list(marked)
    body = tree.find("body")
    if body is None:
        return []
    sizes, times = _measured(body)
    reports = _reports(body, sizes, times)
    outermost = _outermost(reports)
    fewest = _FEWEST_OF_LIVE if is_live else _FEWEST
    many = [
        parts
        for parts in (outermost, *_alike(body, reports))
        if len(parts) >= fewest
        and sum(sizes[part] for part in parts) >= _MOST * sizes[body]
        and (is_live or sum(map(_is_teaser, parts)) < _MOST * len(parts))
    ]
    # Of as many, those that hold a time each are updates, and what holds several of them is none.
    found = max(many, key=lambda parts: (len(parts), -sum(times[part] for part in parts)), default=None)
    return found or (outermost if is_live else [])


def _measured(body: HtmlElement) -> tuple[Sizes, Sizes]:
    """Return how many characters of paragraphs, and how many times, each element holds without what stands aside."""
    from lxml import etree

    sizes: Sizes = Counter()
    times: Sizes = Counter()
    for element in reversed(list(body.iter(etree.Element))):  # what an element holds comes before it
        names = " ".join(element.get(name, "") for name in ("class", "id", "itemprop"))
        if element.tag in _ASIDE or not _COMMENTS.isdisjoint(names.lower().split()):
            sizes[element] = times[element] = 0
            continue
        if element.tag == "p":
            sizes[element] = len(element.text_content())
        if _time(element):
            times[element] += 1
        around = element.getparent()
        sizes[around] += sizes[element]
        times[around] += times[element]
    return sizes, times


def _reports(body: HtmlElement, sizes: Sizes, times: Sizes) -> list[HtmlElement]:
    """Return the elements with a time and a paragraph, in the order of the page."""
    from lxml import etree

    within = {body}
    found: list[HtmlElement] = []
    for element in body.iterdescendants(etree.Element):
        if sizes[element] and times[element] and element.tag != "header" and element.getparent() in within:
            within.add(element)
            found.append(element)
    return found


def _outermost(reports: list[HtmlElement]) -> list[HtmlElement]:
    """Return those that are made to hold one report, the outermost of each."""
    held: Sizes = Counter()
    for element in reversed(reports):
        if element.tag in _REPORTS:
            held[element] = held[element] or 1
        held[element.getparent()] += held[element]
    within: set[HtmlElement] = set()
    found: list[HtmlElement] = []
    for element in reports:
        if element.getparent() in within:
            within.add(element)
        elif element.tag in _REPORTS and held[element] == 1:
            within.add(element)
            found.append(element)
    return found


def _alike(body: HtmlElement, reports: list[HtmlElement]) -> Iterable[list[HtmlElement]]:
    """Return those that stand in the same place, as their ways down from the body tell, the outer ones first."""
    ways: dict[tuple[int, str], int] = {}
    way: dict[HtmlElement, int] = {body: 0}
    found: dict[int, list[HtmlElement]] = {}
    for element in reports:
        above = way[element.getparent()]
        found.setdefault(above, []).append(element)
        way[element] = ways.setdefault((above, element.tag), len(ways) + 1)
    return found.values()


def _is_teaser(part: HtmlElement) -> bool:
    """Say whether the heading of a part leads to another page."""
    heading = next(part.iter(*_HEADINGS), None)
    links = () if heading is None else (*heading.iter("a"), *heading.iterancestors("a"))
    return any("#" not in link.get("href", "#") for link in links)


def _update(part: HtmlElement) -> Update:
    heading = next(part.iter(*_HEADINGS), None)
    time = next(filter(None, map(_time, part.iter("*"))), None)
    paragraphs = (
        _words(one) for one in part.iter(*_PARAGRAPHS) if next(one.iterdescendants(*_PARAGRAPHS), None) is None
    )
    return Update(
        _words(heading) or None if heading is not None else None,
        _day(time) if time else None,
        tuple(filter(None, paragraphs)),
    )


def _said(said: linked_data.Object) -> Iterator[Update]:
    given = said.get("liveBlogUpdate")
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict) and (paragraphs := linked_data.paragraphs(one, "articleBody")):
            yield Update(
                linked_data.words(one, "headline"), _day(linked_data.value(one, "datePublished") or ""), paragraphs
            )


def _time(element: HtmlElement) -> str | None:
    """Return what an element gives as the time of what it stands in."""
    given: str | None = None
    if element.tag == "time":
        given = element.get("datetime")
    elif element.get("itemprop") == "datePublished":
        given = element.get("content")
    # The time of a post from elsewhere is its own.
    return given if given and next(element.iterancestors("blockquote"), None) is None else None


def _headline(tree: HtmlElement, parts: list[HtmlElement]) -> str | None:
    inside = {heading for part in parts for heading in part.iter("h1")}
    return next((_words(one) for one in tree.iter("h1") if one not in inside and _words(one)), None)


def _day(text: str) -> dt.date | None:
    try:
        return read_day(text)
    except InvalidDate:
        return None


def _size(update: Update) -> int:
    return sum(map(len, update.paragraphs))


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
