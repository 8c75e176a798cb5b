"""From parsed articles to the map: what is on it, and the file it is written to."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from geo.files import write_whole
from geo.layers.build import OneOrMore, each
from geo.maps import areas, basemap, document, names, packing, page, redraw, without_script
from geo.maps.look import Look, Theme, check_theme
from geo.maps.selection import Selection, heaviest, select
from geo.maps.sharing import Shared, tags
from geo.maps.story import Story, made, pack, to_json
from geo.maps.tiles import OPENSTREETMAP, Tiles
from geo.maps.words import counted, day
from geo.maps.words import labels as labels_of

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.layers import Layers
    from geo.maps.event_map import EventMap


def build(
    parsed: OneOrMore,
    *,
    layers: Layers | None = None,
    title: str | None = None,
    tiles: Tiles | None = OPENSTREETMAP,
    language: str = "en",
    theme: Theme = "auto",
    story: Story | None = None,
    shared: Shared | None = None,
) -> EventMap:
    """Return the events of parsed articles as a folium map, which a notebook shows by itself.

    Args:
        parsed: one article with its events, or several, which may come one by one; none where the map is drawn from
            ``layers`` alone. Of more than ``geo.maps.selection.AT_MOST`` events the page shows those that weigh
            most, and says so.
        layers: their layers where they are made already, or read from files that somebody edited.
        title: the headline of the page; the article's own, or the number of articles, by default.
        tiles: online tiles to offer, which nothing fetches before somebody chooses them; None offers none.
        language: of the page's own words (not of the articles).
        story: what the page opens with; its steps are made by themselves where it has none (`geo.maps.story`). Every
            page has such a story in a tab.
        shared: where the map will be found and the picture that is shown with links to it, for Open Graph's tags.
        theme: "light" or "dark" for every reader, or "auto" for what each reader's system has.

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth, at what is no parsed article, or if there are
            no words in the language or no such theme.

    """
    from geo.maps.event_map import EventMap, EventPage

    look = Look(title=title, tiles=tiles, language=language, theme=theme, story=story, shared=shared)
    return EventMap(EventPage(_document(parsed, layers, **look)))


def _document(
    parsed: OneOrMore,
    layers: Layers | None,
    *,
    title: str | None = None,
    tiles: Tiles | None = OPENSTREETMAP,
    language: str = "en",
    theme: Theme = "auto",
    story: Story | None = None,
    shared: Shared | None = None,
) -> page.Document:
    check_theme(theme)
    from geo import gazetteer

    places = gazetteer.default()
    chosen, outline = chosen_of(parsed, layers, places)
    entries = chosen.entries
    articles = packing.pack_articles(chosen.parsed, entries)
    packed = len(entries) > packing.PLAIN_AT_MOST
    labels = labels_of(language)
    heading = heading_of(chosen, title, labels, language)
    blocks: dict[str, Any] = {
        "page": {
            "title": heading,
            "titled": bool(title) or chosen.article_count == 1,
            "byline": _byline(chosen),
            "language": language,
            "countries": names.countries(language),
            "labels": labels,
            "count": len(entries),
            "total": chosen.total,
            "chunk": packing.CHUNK,
            "doubtful_below": document.DOUBTFUL_BELOW,
            "articles": len(articles),
            "sources": [] if packed else [document.source_json(one.article) for one in chosen.parsed],
            "tiles": _tiles(tiles),
            "story": pack(story, entries, one_article=chosen.article_count == 1),
        },
        **packing.pack_events(entries),
        "areas": areas.pack(entries, outline),
        "articles": articles,
        "world": basemap.packed_world(),
        "basemap": packing.pack_json(basemap.around(entries, places) | basemap.labels(language)),
    }
    plain = without_script.listed(heading, entries, labels, language)
    tagged = tags(heading, _description(chosen, labels, language), shared)
    return page.Document.of(heading, blocks, plain, tiles=tiles, language=language, theme=theme, shared=tagged)


def chosen_of(parsed: OneOrMore, layers: Layers | None, places: Gazetteer) -> tuple[Selection, areas.Outline]:
    """Return the events to show, from the articles or else from the layers, and what outlines their areas."""
    articles = each(parsed)
    first = next(articles, None)
    outline = areas.from_layers(layers) if layers is not None else areas.from_gazetteer(places)
    if first is None and layers is not None:
        few, total = heaviest(layers)
        return dataclasses.replace(select(redraw.articles_of(few)), total=total), outline
    return select(() if first is None else itertools.chain([first], articles)), outline


def steps(parsed: OneOrMore, *, layers: Layers | None = None) -> str:
    """Return the steps of the story that these events make by themselves, as JSON for an editor (`geo.maps.story`)."""
    from geo import gazetteer

    chosen, _ = chosen_of(parsed, layers, gazetteer.default())
    return to_json(made(chosen.entries, one_article=chosen.article_count == 1), chosen.entries)


def save(
    parsed: OneOrMore,
    path: Path | str,
    *,
    layers: Layers | None = None,
    **look: Unpack[Look],
) -> Path:
    """Write the map of parsed articles to one HTML file, whole or not at all.

    The arguments are those of :func:`build`.

    Returns:
        The path of the file.

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth, or at what is no parsed article.
        OutputError: if the file cannot be written.

    """
    text = _document(parsed, layers, **look).render()
    return write_whole(Path(path), text.encode("utf-8"))


def _tiles(tiles: Tiles | None) -> dict[str, Any] | None:
    if tiles is None:
        return None
    # Leaflet writes attributions as HTML.
    return {"url": tiles.url, "attribution": html.escape(tiles.attribution), "options": {"maxZoom": tiles.max_zoom}}


def heading_of(chosen: Selection, title: str | None, labels: dict[str, str], language: str = "en") -> str:
    """Return the headline of the map: the one asked for, the article's, or the number of articles."""
    if title:
        return title
    if chosen.first and chosen.article_count == 1:
        article = chosen.first
        first = next((line.strip() for line in article.text.splitlines() if line.strip()), "")
        return article.title or (first if len(first) <= 120 else first[:117].rsplit(" ", 1)[0] + " …") or article.id
    return counted("articles", chosen.article_count, labels, language) if chosen.article_count else labels["title.none"]


def _description(chosen: Selection, labels: dict[str, str], language: str) -> str:
    """Return what a link to the map says below its headline: how many events, of which days."""
    count = counted("events", chosen.total, labels, language)
    source = chosen.first.source if chosen.first and chosen.article_count == 1 else None
    days = " – ".join(dict.fromkeys(day(dt.date.fromisoformat(one), language) for one in chosen.published or ()))
    return " · ".join(part for part in (count, source, days) if part)


def _byline(chosen: Selection) -> dict[str, Any]:
    """Return the source of a single article, and the first and last day of publication."""
    return {
        "source": chosen.first.source if chosen.first and chosen.article_count == 1 else None,
        "published": list(chosen.published or ()),
    }
