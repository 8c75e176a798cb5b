"""From parsed articles to the three layers as GeoDataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.layers.extents import Boundaries, Extents
from geo.layers.fields import LAYER_NAMES, LayerName
from geo.layers.frames import frame
from geo.layers.rows import Row, event_row, named_area_row, place_mentions
from geo.model import GeometryKind, ParsedArticle

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True)
class Layers:
    """The three layers of a map, each a GeoDataFrame in WGS 84 (EPSG:4326).

    ``events`` are points, with no geometry where an event could not be located; ``areas`` are
    multipolygons of events and places known only as an area; ``places`` are points, each place
    once. :data:`geo.layers.FIELDS` describes the columns.
    """

    events: GeoDataFrame
    areas: GeoDataFrame
    places: GeoDataFrame

    def items(self) -> Iterator[tuple[LayerName, GeoDataFrame]]:
        """Yield the name and the frame of each layer."""
        yield "events", self.events
        yield "areas", self.areas
        yield "places", self.places


# How many articles tell of an event, by the ids of an article and its event.
Sources = Mapping[tuple[str, str], int]


def build(
    parsed: Iterable[ParsedArticle], gazetteer: Boundaries | None = None, sources: Sources | None = None
) -> Layers:
    """Return the layers of some parsed articles, rows in the order of the articles.

    The gazetteer gives boundaries and disputed areas. Without it, or where it has no boundary, the
    area of an event is a circle of its uncertainty, and ``extent_source`` says so. ``sources`` gives
    ``number_of_sources``, which is null without it.

    Raises:
        InputError: if a coordinate is no position on Earth, naming the article and the event.

    """
    made = layer_rows(parsed, Extents(gazetteer), sources)
    return Layers(*(frame(name, made[name]) for name in LAYER_NAMES))


def layer_rows(
    parsed: Iterable[ParsedArticle], extents: Extents, sources: Sources | None = None
) -> dict[LayerName, list[Row]]:
    """Return the rows of each layer, as :func:`build` puts them into frames; errors as there."""
    parsed = list(parsed)
    points: list[Row] = []
    areas: list[Row] = []
    drawn: set[tuple[str, str]] = set()
    for result in parsed:
        for event in result.events:
            row = event_row(event, result.article)
            row["number_of_sources"] = (sources or {}).get((result.article.id, event.event_id))
            if event.location:
                row["disputed"] = extents.dispute(event.location)
            if event.location and event.location.geometry_kind is GeometryKind.AREA:
                areas.append(row | extents.of_event(event.location))
                drawn.add(event.location.place.key)
            else:
                points.append(row)
    mentioned = place_mentions(parsed)
    for mentions in mentioned:
        if mentions.is_scene() and mentions.place.key not in drawn and (extent := extents.of_place(mentions.place)):
            areas.append(named_area_row(mentions.place) | extent)
    return {"events": points, "areas": areas, "places": [mentions.row() for mentions in mentioned]}


def events(parsed: ParsedArticle | Iterable[ParsedArticle]) -> GeoDataFrame:
    """Return every event of one or more parsed articles as a point.

    An event that is known only as an area lies at the gazetteer's point of the area, with
    ``geometry_kind`` "area"; :func:`build` draws it as a polygon instead.
    """
    results = [parsed] if isinstance(parsed, ParsedArticle) else parsed
    return frame("events", [event_row(event, result.article) for result in results for event in result.events])
