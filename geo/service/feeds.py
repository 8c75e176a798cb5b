"""News as feeds: Atom (RFC 4287) with GeoRSS Simple (OGC 17-002r1), and JSON Feed 1.1 with whole GeoJSON features.

An entry keeps its id and its day of arrival for good, whatever its article is parsed again for.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

from geo.layers.texts import storable
from geo.model import Count, Span
from geo.service import features
from geo.service.features import Json
from geo.words import count_words

if TYPE_CHECKING:
    from geo.store import News

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
_ATOM_NS = "http://www.w3.org/2005/Atom"
_GEORSS_NS = "http://www.georss.org/georss"
_DOCUMENTATION = "docs/layers.md of Dateline describes the properties"
# Names of entries and feeds are made under this one.
_NAMES = uuid.UUID("5d0a4c1e-8a3b-5f4e-9a61-6c5f0f0f9b57")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a feed is: the service's root, the feed itself, and its next older page, if there is one."""

    root: str
    here: str
    older: str | None


def entry_id(event_id: str) -> str:
    """Return what an event is called in every feed."""
    return uuid.uuid5(_NAMES, f"event {event_id}").urn


def atom(news: Sequence[News], at: Addresses, *, selection: str) -> bytes:
    """Return an Atom feed; ``selection`` is what was asked for, which the feed is known by."""
    ElementTree.register_namespace("", _ATOM_NS)
    ElementTree.register_namespace("georss", _GEORSS_NS)
    feed = ElementTree.Element(_atom("feed"))
    _add(feed, "id", uuid.uuid5(_NAMES, f"feed {selection}").urn)
    _add(feed, "title", _title(selection))
    _add(feed, "updated", _moment(max((one.updated_at for one in news), default=dt.datetime.fromtimestamp(0, dt.UTC))))
    _add(_add(feed, "author"), "name", "Dateline")
    _add(feed, "link", rel="self", type=ATOM, href=at.here)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{at.root}/")
    if at.older:
        _add(feed, "link", rel="next", type=ATOM, href=at.older)
    for one in news:
        feed.append(_entry(one, at.root))
    body: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def json_feed(news: Sequence[News], at: Addresses, *, selection: str) -> bytes:
    """Return a JSON Feed; each item has its GeoJSON feature under ``_dateline``."""
    written = features.features("events", [one.row for one in news])
    feed: Json = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(selection),
        "home_page_url": f"{at.root}/",
        "feed_url": at.here,
        **({"next_url": at.older} if at.older else {}),
        "authors": [{"name": "Dateline"}],
        "items": [
            _item(one, at.root) | {"_dateline": {"about": _DOCUMENTATION, "feature": json.loads(feature)}}
            for one, feature in zip(news, written, strict=True)
        ],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


def _entry(one: News, root: str) -> ElementTree.Element:
    row = one.row
    entry = ElementTree.Element(_atom("entry"))
    _add(entry, "id", entry_id(row["id"]))
    _add(entry, "title", row["headline"])
    _add(entry, "published", _moment(one.known_at))
    _add(entry, "updated", _moment(one.updated_at))
    if row["source"]:
        _add(_add(entry, "author"), "name", row["source"])
    _add(entry, "link", rel="alternate", type="text/html", href=_article(row) or _page(row, root))
    _add(entry, "link", rel="related", type=features.GEOJSON, href=_address(row, root))
    for term in _tags(row):
        _add(entry, "category", term=term)
    _add(entry, "summary", _summary(row))
    if row["latitude"] is not None:
        point = ElementTree.SubElement(entry, f"{{{_GEORSS_NS}}}point")
        point.text = f"{row['latitude']:.6f} {row['longitude']:.6f}"
        # Metres; that of a country is as large as the country.
        radius = ElementTree.SubElement(entry, f"{{{_GEORSS_NS}}}radius")
        radius.text = str(row["coordinate_uncertainty_m"] or 0)
        if row["place_name"]:
            ElementTree.SubElement(entry, f"{{{_GEORSS_NS}}}featurename").text = row["place_name"]
    return entry


def _item(one: News, root: str) -> Json:
    row = one.row
    article = _article(row)
    return {
        "id": entry_id(row["id"]),
        "url": _page(row, root),
        **({"external_url": article} if article else {}),
        "title": row["headline"],
        "content_text": _summary(row),
        "date_published": _moment(one.known_at),
        "date_modified": _moment(one.updated_at),
        **({"authors": [{"name": row["source"]}]} if row["source"] else {}),
        **({"language": row["language"]} if row["language"] else {}),
        "tags": _tags(row),
    }


def _summary(row: Json) -> str:
    """Return when and where it was, the toll, and the sentences that say so, a line each."""
    where = ", ".join(dict.fromkeys(row[name] for name in ("place_name", "country_name") if row[name]))
    day = row["event_date"].isoformat() if row["event_date"] else ""
    tolls = [f"{name}: {words}" for name in ("killed", "injured") if (words := _toll(row, name))]
    return "\n".join(part for part in (day, where, *tolls, row["quote"]) if part) or row["headline"]


def _toll(row: Json, what: str) -> str:
    low, high, qualifier = (row[f"{what}_{part}"] for part in ("low", "high", "qualifier"))
    return count_words(Count(what, low, high, qualifier or "", Span(0, 0, "")))


def _tags(row: Json) -> list[str]:
    names = ("event_class", "layer", "event_type", "sub_event_type", "country_name")
    return list(dict.fromkeys(row[name] for name in names if row[name]))


def _article(row: Json) -> str | None:
    """Return the address of the article, where it is one that a reader may open."""
    url = row["url"] or ""
    return url if url.startswith(("https://", "http://")) else None


def _address(row: Json, root: str) -> str:
    return f"{root}/collections/events/items/{quote(str(row['id']), safe='')}"


def _page(row: Json, root: str) -> str:
    return f"{_address(row, root)}?f=html"


def _title(selection: str) -> str:
    return f"New events ({storable(selection)})" if selection else "New events"


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _atom(name: str) -> str:
    return f"{{{_ATOM_NS}}}{name}"


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: Any) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, _atom(name), attributes)
    element.text = text
    return element
