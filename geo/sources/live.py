"""Live pages: many short reports under one headline, each with a heading and a time of its own.

The extractor takes such a page for one report and loses the headings, and with them the towns that only they name.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import InvalidDate
from geo.sources import linked_data
from geo.sources.days import read_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TYPE = "LiveBlogPosting"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPHS = ("p", "li", "blockquote")
# A page that does not call itself live is so if most of its paragraphs stand in several parts with a time each.
_FEWEST = 3
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Update:
    """One report of a live page."""

    heading: str | None
    day: dt.date | None
    paragraphs: tuple[str, ...]


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
        return "\n".join(line for update in self.updates for line in self._lines(update))

    def _lines(self, update: Update) -> Iterator[str]:
        if update.heading:
            yield update.heading
        for number, paragraph in enumerate(update.paragraphs):
            day = update.day if number == 0 and update.day != self.day else None
            yield f"{day:%B} {day.day}, {day.year}: {paragraph}" if day else paragraph


def find(tree: HtmlElement) -> LivePage | None:
    """Return what a live page holds, None where the page is no such page."""
    said = next((one for one in linked_data.objects(tree) if _TYPE in linked_data.types(one)), None)
    parts = _parts(tree)
    inside = sum(map(_size, parts))
    if said is None and (len(parts) < _FEWEST or inside < _MOST * sum(map(_size, tree.iter("body")))):
        return None
    updates = [update for part in parts if (update := _update(part)).paragraphs]
    if not updates and said is not None:
        updates = list(_said(said))
    if not updates:
        return None
    headline = linked_data.words(said, "headline") if said else None
    return LivePage(headline or _headline(tree, parts), tuple(updates))


def _parts(tree: HtmlElement) -> list[HtmlElement]:
    """Return the parts of a page that have a time of their own, the outermost of each."""
    marked = tree.xpath("//*[@itemprop='liveBlogUpdate']")
    found = marked or tree.xpath("//*[self::article or self::section or self::li][.//time[@datetime]][.//p]")
    # The article around them all has their times, too.
    return [
        one
        for one in found
        if len(one.xpath(".//time[@datetime]/ancestor::*[self::article or self::section or self::li][1]")) <= 1
        and not one.xpath("ancestor::aside or ancestor::nav or ancestor::footer")
    ]


def _update(part: HtmlElement) -> Update:
    heading = next(part.iter(*_HEADINGS), None)
    times = part.xpath(".//time/@datetime")
    paragraphs = (
        _words(one) for one in part.iter(*_PARAGRAPHS) if next(one.iterdescendants(*_PARAGRAPHS), None) is None
    )
    return Update(
        _words(heading) or None if heading is not None else None,
        _day(times[0]) if times else None,
        tuple(filter(None, paragraphs)),
    )


def _said(said: linked_data.Object) -> Iterator[Update]:
    given = said.get("liveBlogUpdate")
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, dict) and (body := one.get("articleBody")) and isinstance(body, str):
            paragraphs = tuple(" ".join(line.split()) for line in body.splitlines() if line.strip())
            yield Update(linked_data.words(one, "headline"), _day(str(one.get("datePublished"))), paragraphs)


def _headline(tree: HtmlElement, parts: list[HtmlElement]) -> str | None:
    inside = {heading for part in parts for heading in part.iter("h1")}
    return next((_words(one) for one in tree.iter("h1") if one not in inside and _words(one)), None)


def _day(text: str) -> dt.date | None:
    try:
        return read_day(text)
    except InvalidDate:
        return None


def _size(element: HtmlElement) -> int:
    return sum(len(one.text_content()) for one in element.iter("p"))


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
