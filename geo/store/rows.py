"""What a parsed article puts into the tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.layers import FIELDS, Extents, FieldType, LayerName, layer_rows
from geo.layers.texts import storable
from geo.model import ParsedArticle
from geo.store.tables import AREA_SUMS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Row = dict[str, Any]
_MENTION_FIELDS = ("mentions", "kinds", "mention_count", "event_count", "event_ids", "score")
_COUNTS = {"mention_count", "article_count", "event_count", "mentions", "kinds", "article_ids", "event_ids", "score"}


@dataclass(frozen=True, slots=True)
class Feature:
    """A row with its geometry, None where it has none."""

    row: Row
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The rows of one article.

    ``areas`` and ``places`` are the gazetteer's facts alone, ``mentions`` how this article names places.
    """

    events: tuple[Feature, ...]
    areas: tuple[Feature, ...]
    places: tuple[Feature, ...]
    mentions: tuple[Row, ...]


def rows_of(parsed: ParsedArticle, extents: Extents) -> ArticleRows:
    """Return the rows of a parsed article."""
    made = layer_rows([parsed], extents)
    events = tuple(_features("events", made["events"]))
    areas = tuple(
        Feature({name: value for name, value in one.row.items() if name not in AREA_SUMS}, one.geometry)
        for one in _features("areas", made["areas"])
    )
    named = list(_features("places", made["places"]))
    places = tuple(
        Feature({name: value for name, value in one.row.items() if name not in _COUNTS}, one.geometry) for one in named
    )
    mentions = tuple(
        {"article_id": parsed.article.id, "place_id": one.row["place_id"]}
        | {name: one.row[name] for name in _MENTION_FIELDS}
        for one in named
    )
    return ArticleRows(events, areas, places, mentions)


def digest(geometry: BaseGeometry | None) -> str:
    """Return what a polygon is known by."""
    import shapely

    return hashlib.sha256(shapely.to_wkb(geometry, byte_order=1) or b"").hexdigest()[:32]


def with_own_ids(parsed: ParsedArticle) -> ParsedArticle:
    """Number the events of an article that have the same id."""
    seen: dict[str, int] = {}
    events = []
    for event in parsed.events:
        seen[event.event_id] = seen.get(event.event_id, 0) + 1
        again = seen[event.event_id]
        events.append(event if again == 1 else replace(event, event_id=f"{event.event_id}-{again}"))
    return replace(parsed, events=tuple(events)) if len(seen) < len(events) else parsed


def _features(layer: LayerName, made: list[Row]) -> Iterator[Feature]:
    for row in made:
        values: Row = {}
        for field in FIELDS[layer]:
            value = row.get(field.name)
            values[field.name] = storable(value) if field.type is FieldType.TEXT and value is not None else value
        yield Feature(values, row.get("geometry"))
