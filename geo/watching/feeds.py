"""Feeds (RSS and Atom) to the addresses of their articles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from geo.errors import InvalidDate, MissingExtra, UnreadableSource
from geo.fetching.addresses import MAX_URL, shown
from geo.sources import read_day

# The newest come first by custom; an archive of a million items is not read at every visit.
MAX_ITEMS = 500
_ITEM_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a feed announces it. ``remark`` says why it has no day where the feed gives something for one."""

    url: str
    title: str | None = None
    published: dt.date | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds: each address once, in its order. ``cut`` says that there are more items than were read."""

    title: str | None
    items: tuple[Item, ...]
    cut: bool = False


def parse(body: bytes, url: str, content_type: str = "") -> Feed:
    """Return the feed in ``body``; broken XML is read as far as it goes.

    Args:
        body: what the server sent.
        url: where from; relative addresses start there.
        content_type: as the server gives it, for the encoding.

    Raises:
        UnreadableSource: if it is no feed.

    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtra("feeds need feedparser: pip install 'dateline[service]'") from error

    body, cut = _first_items(body)
    headers = {"content-type": content_type, "content-location": url} if content_type else {"content-location": url}
    try:
        found = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    except (RecursionError, ValueError, AssertionError, LookupError) as error:
        raise UnreadableSource(f"{shown(url)}: this feed cannot be read ({type(error).__name__})") from error
    entries = found.get("entries", [])
    if not entries and not found.get("version"):
        raise UnreadableSource(f"{shown(url)}: this is no feed (RSS or Atom)")
    items: dict[str, Item] = {}
    for entry in entries[:MAX_ITEMS]:
        address = _address(entry, url)
        if address and address not in items:
            items[address] = Item(address, _title(entry), *_day(entry))
    return Feed(_title(found.get("feed", {})), tuple(items.values()), cut or len(entries) > MAX_ITEMS)


def _first_items(body: bytes) -> tuple[bytes, bool]:
    """Return the feed up to its last item that is read, and whether there are more."""
    for number, end in enumerate(_ITEM_END.finditer(body), start=1):
        if number == MAX_ITEMS and _ITEM_END.search(body, end.end()):
            atom = b"entry" in end.group()
            return body[: end.end()] + (b"</feed>" if atom else b"</channel></rss>"), True
    return body, False


def _address(entry: Mapping[str, Any], base: str) -> str | None:
    link = entry.get("link") or (entry.get("id") if str(entry.get("id", "")).startswith("http") else None)
    if not isinstance(link, str):
        return None
    try:
        address = urljoin(base, link.strip()).partition("#")[0]
    except ValueError:
        return None
    return address if re.match(r"https?://", address, re.IGNORECASE) and len(address) <= MAX_URL else None


def _title(entry: Mapping[str, Any]) -> str | None:
    title = " ".join(str(entry.get("title") or "").split())
    return title[:_TITLE_LENGTH] or None


def _day(entry: Mapping[str, Any]) -> tuple[dt.date | None, str | None]:
    """Return the day on which the item was published, by its own clock, and why what stands there is none.

    The feed's own words are read, since its reader knows only a moment in UTC, and takes more for a day than is one.
    """
    remark: str | None = None
    plain = dict(entry)  # where there is no "updated", its own way of asking gives "published", and a warning
    for given in (plain.get("published"), plain.get("updated")):
        if isinstance(given, str) and given.strip():
            try:
                return read_day(given), None
            except InvalidDate as error:
                remark = remark or str(error)
    return None, remark
