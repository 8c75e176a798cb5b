"""From parsed articles to the three layers as GeoDataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.layers.extents import Boundaries, Extent, Extents
from geo.layers.fields import LAYER_NAMES, LayerName
from geo.layers.frames import frame
from geo.layers.rows import GEOMETRY, Row, area_row, event_row, place_mentions
from geo.model import Article, Event, GeometryKind, ParsedArticle

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@dataclass(frozen=True, slots=True)
class Layers:
    """The three layers of a map, each a GeoDataFrame in WGS 84 (EPSG:4326).

    ``events`` are points, on the surface of its area where an event is known only by one, with no
    geometry where it could not be located; ``areas`` are the multipolygons of these areas, each
    once; ``places`` are points, each place once. :data:`geo.layers.FIELDS` describes the columns.
    """

    events: GeoDataFrame
    areas: GeoDataFrame
    places: GeoDataFrame

    def items(self) -> Iterator[tuple[LayerName, GeoDataFrame]]:
        """Yield the name and the frame of each layer."""
        yield "events", self.events
        yield "areas", self.areas
        yield "places", self.places

    def __repr__(self) -> str:
        """Return one line; each frame shows its rows."""
        return f"<Layers: {', '.join(f'{len(frame)} {name}' for name, frame in self.items())}>"


# How many articles tell of an event, by the ids of an article and its event.
Sources = Mapping[tuple[str, str], int]
# What somebody who has parsed one article hands over, or several.
OneOrMore = ParsedArticle | Iterable[ParsedArticle]


def each(parsed: OneOrMore) -> Iterator[ParsedArticle]:
    """Yield parsed articles, of which one may come by itself.

    Raises:
        InputError: at what is no parsed article.

    """
    several = [parsed] if isinstance(parsed, ParsedArticle) else parsed
    for one in several if isinstance(several, Iterable) else [several]:
        if not isinstance(one, ParsedArticle):
            raise InputError(f"a parsed article is needed, such as geo.parse gives, not {type(one).__name__}")
        yield one


def build(parsed: OneOrMore, gazetteer: Boundaries | None = None, sources: Sources | None = None) -> Layers:
    """Return the layers of one or more parsed articles, rows in the order of the articles.

    The gazetteer gives boundaries and disputed areas. Without it, or where it has no boundary, the
    area of an event is a circle of its uncertainty, and ``extent_source`` says so. ``sources`` gives
    ``number_of_sources``, which is null without it.

    Raises:
        InputError: if a coordinate is no position on Earth, naming the article and the event, or at what is no
            parsed article.

    """
    made = layer_rows(each(parsed), Extents(gazetteer), sources)
    return Layers(*(frame(name, made[name]) for name in LAYER_NAMES))


def layer_rows(
    parsed: Iterable[ParsedArticle], extents: Extents, sources: Sources | None = None
) -> dict[LayerName, list[Row]]:
    """Return the rows of each layer, as :func:`build` puts them into frames; errors as there."""
    parsed = list(parsed)
    rows: list[Row] = []
    found: dict[str, tuple[Extent, list[Row]]] = {}
    for result in parsed:
        for event in result.events:
            row = located_row(event, result.article, extents)
            row["number_of_sources"] = (sources or {}).get((result.article.id, event.event_id))
            rows.append(row)
            if event.location and row.get("area_id"):
                found.setdefault(row["area_id"], (extents.of_event(event.location), []))[1].append(row)
    return {
        "events": rows,
        "areas": area_rows(found.values()),
        "places": [mentions.row() for mentions in place_mentions(parsed)],
    }


def located_row(event: Event, article: Article, extents: Extents) -> Row:
    """Return an event with what the gazetteer says of where it is: its area, and a point in that; the dispute there."""
    row = event_row(event, article)
    if (location := event.location) is None:
        return row
    row["disputed"] = extents.dispute(location)
    if location.geometry_kind is GeometryKind.AREA:
        extent = extents.of_event(location)
        row |= {"area_id": extent.area_id} | extents.point_in(extent, row["latitude"], row["longitude"])
    return row


def area_rows(found: Iterable[tuple[Extent, Sequence[Row]]]) -> list[Row]:
    """Return each area with the events that are known by it."""
    return [
        area_row(events) | {"extent_source": extent.source.value, GEOMETRY: extent.polygon} for extent, events in found
    ]


def events(parsed: OneOrMore) -> GeoDataFrame:
    """Return every event of one or more parsed articles as a point.

    An event that is known only by an area lies at the gazetteer's point of the area, with
    ``geometry_kind`` "area"; :func:`build` also gives the area.
    """
    return frame("events", [event_row(event, one.article) for one in each(parsed) for event in one.events])
