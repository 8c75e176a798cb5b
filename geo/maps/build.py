"""From parsed articles to the map: what is on it, and the file it is written to."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.files import write_whole
from geo.maps import areas, basemap, document, packing, redraw
from geo.maps.tiles import OPENSTREETMAP, Tiles
from geo.maps.words import labels as labels_of
from geo.model import ParsedArticle

if TYPE_CHECKING:
    from geo.layers import Layers
    from geo.maps.page import EventMap


def build(
    parsed: Sequence[ParsedArticle],
    *,
    layers: Layers | None = None,
    title: str | None = None,
    tiles: Tiles | None = OPENSTREETMAP,
    language: str = "en",
) -> EventMap:
    """Return the events of parsed articles as a folium map, which a notebook shows by itself.

    Args:
        parsed: the articles with their events; none where the map is drawn from ``layers`` alone.
        layers: their layers where they are made already, or read from files that somebody edited.
        title: the headline of the page; the article's own, or the number of articles, by default.
        tiles: online tiles to offer, which nothing fetches before somebody chooses them; None offers none.
        language: of the page's own words (not of the articles).

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth.

    """
    from geo import gazetteer
    from geo import layers as layers_module
    from geo.maps.page import EventMap, EventPage

    parsed = list(parsed) or (redraw.articles_of(layers) if layers is not None else [])
    places = gazetteer.default()
    layers = layers if layers is not None else layers_module.build(parsed, places)
    entries = document.in_order(parsed)
    articles = packing.pack_articles(parsed, entries)
    packed = len(entries) > packing.PLAIN_AT_MOST
    labels = labels_of(language)
    heading = heading_of(parsed, title, labels)
    blocks: dict[str, Any] = {
        "page": {
            "title": heading,
            "byline": _byline(parsed),
            "language": language,
            "labels": labels,
            "count": len(entries),
            "chunk": packing.CHUNK,
            "articles": len(articles),
            "sources": [] if packed else [document.source_json(one.article) for one in parsed],
            "tiles": _tiles(tiles),
        },
        **packing.pack_events(entries),
        "areas": areas.pack(layers.areas, entries),
        "articles": articles,
        "basemap": packing.pack_json(basemap.around(entries, places)),
    }
    return EventMap(EventPage(heading, blocks, tiles, language))


def save(
    parsed: Sequence[ParsedArticle],
    path: Path | str,
    *,
    layers: Layers | None = None,
    title: str | None = None,
    tiles: Tiles | None = OPENSTREETMAP,
    language: str = "en",
) -> Path:
    """Write the map of parsed articles to one HTML file, whole or not at all.

    The arguments are those of :func:`build`.

    Returns:
        The path of the file.

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth.
        OutputError: if the file cannot be written.

    """
    page = build(parsed, layers=layers, title=title, tiles=tiles, language=language).get_root().render()
    return write_whole(Path(path), page.encode("utf-8"))


def _tiles(tiles: Tiles | None) -> dict[str, Any] | None:
    if tiles is None:
        return None
    # Leaflet writes attributions as HTML.
    return {"url": tiles.url, "attribution": html.escape(tiles.attribution), "options": {"maxZoom": tiles.max_zoom}}


def heading_of(parsed: Sequence[ParsedArticle], title: str | None, labels: dict[str, str]) -> str:
    """Return the headline of the map: the one asked for, the article's, or the number of articles."""
    if title:
        return title
    if len(parsed) == 1:
        article = parsed[0].article
        first = next((line.strip() for line in article.text.splitlines() if line.strip()), "")
        return article.title or (first if len(first) <= 120 else first[:117].rsplit(" ", 1)[0] + " …") or article.id
    return labels["articles.other"].format(n=f"{len(parsed):,}")


def _byline(parsed: Sequence[ParsedArticle]) -> dict[str, Any]:
    """Return the source of a single article, and the first and last day of publication."""
    days = sorted(one.article.published.isoformat() for one in parsed if one.article.published)
    return {
        "source": parsed[0].article.source if len(parsed) == 1 else None,
        "published": [days[0], days[-1]] if days else [],
    }
