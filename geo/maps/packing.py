"""The events of the page as JSON, or, for many, as gzipped columns and chunks.

A filter on the page reads the columns only; a chunk is unpacked when one of its events is shown.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from geo.maps.document import Entry, article_json, event_json, harmed, is_unsure, source_json
from geo.maps.shading import division_of
from geo.model import EventClass, GeometryKind, Layer, ParsedArticle

PLAIN_AT_MOST = 2_000  # events; more are packed
CHUNK = 512
TEXTS_PLAIN_AT_MOST = 500_000  # characters of articles; more are packed
TEXTS_AT_MOST = 2_000_000  # bytes of packed articles; more stay outside the page
NO_DAY = -(2**31)
IN_COLUMNS = frozenset({"at", "class", "layer", "kind", "unsure", "article", "score"})
NAMES_AT_MOST = 2_000  # countries, sources and actors to filter by, the most frequent first
EPOCH = dt.date(1970, 1, 1)
CLASSES = [member.value for member in EventClass]
LAYERS = [member.value for member in Layer]


def pack_events(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the blocks that hold the events: ``events``, or ``columns`` and ``chunks``."""
    if len(entries) <= PLAIN_AT_MOST:
        return {"events": [event_json(entry) for entry in entries]}
    chunks = [entries[start : start + CHUNK] for start in range(0, len(entries), CHUNK)]
    numbers, names = _numbered(entries)
    return {
        "columns": {name: _pack(column.tobytes()) for name, column in (_columns(entries) | numbers).items()},
        "names": names,
        "chunks": [pack_json(_chunk(chunk)) for chunk in chunks],
    }


def pack_articles(parsed: Sequence[ParsedArticle], entries: Sequence[Entry]) -> list[Any]:
    """Return the articles for the reading view; none where they would make the page too large."""
    told: dict[int, list[int]] = {}
    for at, entry in enumerate(entries):
        told.setdefault(entry.number, []).append(at)
    articles = (
        article_json(one, [(at, entries[at].event) for at in told.get(index, [])]) for index, one in enumerate(parsed)
    )
    size = sum(len(one.article.text) for one in parsed)
    if size == 0 or size > 4 * TEXTS_AT_MOST:
        return []
    if size <= TEXTS_PLAIN_AT_MOST:
        return list(articles)
    packed = [pack_json(article) for article in articles]
    return packed if sum(map(len, packed)) <= TEXTS_AT_MOST else []


def _columns(entries: Sequence[Entry]) -> dict[str, np.ndarray[Any, Any]]:
    count = len(entries)
    columns = {
        "lat": np.zeros(count, "<i4"),  # millionths of a degree
        "lon": np.zeros(count, "<i4"),
        "from": np.full(count, NO_DAY, "<i4"),
        "to": np.full(count, NO_DAY, "<i4"),
        "toll": np.zeros(count, "<u4"),
        "class": np.zeros(count, "u1"),
        "layer": np.zeros(count, "u1"),
        "kind": np.zeros(count, "u1"),
        "unsure": np.zeros(count, "u1"),
        "article": np.zeros(count, "<u4"),
        "score": np.zeros(count, "u1"),  # in hundredths
    }
    for at, (event, number, *_) in enumerate(entries):
        columns["article"][at] = number
        columns["class"][at] = CLASSES.index(event.event_class)
        columns["layer"][at] = LAYERS.index(event.layer)
        columns["toll"][at] = min(harmed(event), 2**32 - 1)
        columns["unsure"][at] = is_unsure(event)
        columns["score"][at] = round(100 * event.score)
        if event.location:
            columns["lat"][at] = round(event.location.latitude * 1e6)
            columns["lon"][at] = round(event.location.longitude * 1e6)
            columns["kind"][at] = 2 if event.location.geometry_kind is GeometryKind.AREA else 1
        if event.date:
            columns["from"][at] = (event.date.start - EPOCH).days
            columns["to"][at] = (event.date.end - EPOCH).days
    return columns


def _numbered(entries: Sequence[Entry]) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, list[str]]]:
    """Return countries, divisions, sources and actors as numbers, and the names that these count in.

    ``country``, ``division`` and ``source`` count from 1, 0 is none; the actors of event ``i`` are
    ``actor_of[actor_at[i] : actor_at[i + 1]]``, which count from 0.
    """
    places = [entry.event.location.place if entry.event.location else None for entry in entries]
    single = {
        "country": [place.country_name if place else "" for place in places],
        "division": [division_of(place) for place in places],
        "source": [entry.article.source or "" for entry in entries],
    }
    names, numbers = {}, {}
    for kind, found in single.items():
        known = _frequent(found)
        names[kind] = list(known)
        numbers[kind] = np.array([known.get(name, -1) + 1 for name in found], "<u2")
    names["actor"], numbers["actor_at"], numbers["actor_of"] = _actors(entries)
    codes = {place.country_name: place.country_code for place in places if place}
    names["country_code"] = [codes[name] for name in names["country"]]
    return numbers, names


def _actors(entries: Sequence[Entry]) -> tuple[list[str], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the names of actors, where those of each event begin, and their numbers."""
    actors = [list(dict.fromkeys(actor.name for actor in event.actors)) for event, *_ in entries]
    known = _frequent(name for each in actors for name in each)
    kept = [[known[name] for name in each if name in known] for each in actors]
    first = np.cumsum([0, *map(len, kept)]).astype("<u4")
    return list(known), first, np.array([number for each in kept for number in each], "<u2")


def _frequent(found: Iterable[str]) -> dict[str, int]:
    """Number the names that are found most, from 0."""
    counted = Counter(filter(None, found))
    return {name: number for number, (name, _) in enumerate(counted.most_common(NAMES_AT_MOST))}


def _chunk(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """Return events as a list a field, which gzip packs twice as small as an object an event."""
    rows = [event_json(entry) | {"source": source_json(entry.article)} for entry in entries]
    for row in rows:
        for name in ("code", "division"):  # these are in the columns
            (row["place"] or {}).pop(name, None)
    return {name: [row[name] for row in rows] for name in rows[0] if name not in IN_COLUMNS}


def pack_json(value: Any) -> str:
    """Return base64 of gzipped JSON."""
    return _pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _pack(content: bytes) -> str:
    """Return base64 of gzip, without the time, so that the same input gives the same bytes."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")
