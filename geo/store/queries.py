"""Asking the store: which articles, which features, and the layers of a selection."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import shapely
from sqlalchemy import Text, and_, any_, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from geo.errors import InputError
from geo.layers import FIELDS, LAYER_NAMES, LayerName, Layers
from geo.layers.frames import frame
from geo.store import postgis, sqlite, tables
from geo.store.sqlite import Box
from geo.versions import Versions

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, FromClause, Select

Row = dict[str, Any]
# So many parsed articles are read at once.
_PAGE = 100
# A place that more articles name tells how many, but not which.
_LISTED_ARTICLES = 100
_TEXT_FIELDS: dict[str, tuple[str, ...]] = {
    "events": ("headline", "quote", "title", "place_name"),
    "places": ("name", "admin1_name", "country_name"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which features are wanted: those that meet all that is given.

    Of areas those are wanted by which a wanted event is known, and only such events count in what they say.

    Attributes:
        bbox: west, south, east, north in degrees WGS 84; west of more than east crosses the antimeridian.
        since: events that end on that day or later; those without a date are left out.
        until: events that begin on that day or earlier.
        search: words that headline, quote, title or name of the place all hold, in any case.
        values: fields of the layer with the value that they must have (None: null).
        articles: ids of the articles.
        ids: ids of the features.
        only_located: leave out events without a point.
        at_least: fields of numbers of events with the least value that they must have; null is too little.

    """

    bbox: Box | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    search: str = ""
    values: Mapping[str, str | int | float | dt.date | None] = field(default_factory=dict)
    articles: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    only_located: bool = False
    at_least: Mapping[str, int] = field(default_factory=dict)


EVERYTHING = Selection()


def features(
    connection: Connection, layer: LayerName, selection: Selection, limit: int | None, offset: int
) -> list[Row]:
    """Return features as :meth:`geo.store.Store.features` promises."""
    table, selection = _asked(connection, layer, selection)
    query = _selected(connection, layer, table, selection)
    rows = read(connection, query.order_by(table.c.fid).limit(limit).offset(offset))
    if layer == "places":
        _list_mentions(connection, rows)
    return rows


def selected(connection: Connection, layer: LayerName, selection: Selection) -> Select[Any]:
    """Return the query for selected features of a layer, in no order, from the layer's own table first of all."""
    table, selection = _asked(connection, layer, selection)
    return _selected(connection, layer, table, selection)


def read(connection: Connection, query: Select[Any]) -> list[Row]:
    """Return the features that a query finds, with their geometry as shapely has it."""
    rows = [dict(row) for row in connection.execute(query).mappings()]
    decode = postgis.decode if connection.dialect.name == "postgresql" else sqlite.decode
    for row, geometry in zip(rows, shapely.from_wkb([decode(row["geometry"]) for row in rows]), strict=True):
        row["geometry"] = geometry
    return rows


def count(connection: Connection, layer: LayerName, selection: Selection) -> int:
    """Return how many features there are."""
    table, selection = _asked(connection, layer, selection)
    query = select(func.count()).select_from(table).where(*_conditions(connection, layer, table, selection))
    return int(connection.execute(query).scalar_one())


def layers(connection: Connection, selection: Selection) -> Layers:
    """Return the layers of a selection; what only some layers have (values, search) narrows only those."""
    found = {}
    for layer in LAYER_NAMES:
        known = {field.name for field in (*FIELDS[layer], *(FIELDS["events"] if layer == "areas" else ()))}
        values = {name: value for name, value in selection.values.items() if name in known}
        wanted = replace(selection, values=values)
        if layer == "places":
            wanted = replace(wanted, since=None, until=None, at_least={})
        found[layer] = frame(layer, features(connection, layer, wanted, None, 0))
    return Layers(**found)


def matching(query: Select[Any], search: str, state: str | None, batch: str | None) -> Select[Any]:
    """Narrow a query of articles."""
    table = tables.articles
    if state is not None:
        query = query.where(table.c.state == state)
    if batch is not None:
        query = query.where(table.c.batch == batch)
    return query.where(*_words(search, (table.c.title, table.c.source, table.c.text)))


def among(column: ColumnElement[str], values: Sequence[str], *, on_postgresql: bool) -> ColumnElement[bool]:
    """Return the condition that a column has one of the values, however many they are."""
    if on_postgresql:
        return column == any_(literal(list(values), ARRAY(Text)))
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def parses_after(number: int, article_ids: Sequence[str] | None) -> Select[Any]:
    """Return the query for the next page of parsed articles."""
    articles, parses = tables.articles, tables.parses
    query = select(articles, parses.c.content).join_from(articles, parses, articles.c.article_id == parses.c.article_id)
    if article_ids is not None:
        query = query.where(articles.c.article_id.in_(article_ids))
    return query.where(articles.c.number > number).order_by(articles.c.number).limit(_PAGE)


def outdated(current: Versions) -> ColumnElement[bool]:
    """Return the condition that other versions than the current made a parse."""
    parses = tables.parses
    return or_(
        parses.c.program != current.program,
        parses.c.models != current.models,
        parses.c.gazetteer != current.gazetteer,
    )


def _asked(connection: Connection, layer: LayerName, selection: Selection) -> tuple[FromClause, Selection]:
    """Return what features are selected from, and by what: areas are made of the events that are wanted."""
    table, _ = tables.FEATURES[layer]
    if layer != "areas":
        return table, selection
    events = tables.events
    of_events = {name: value for name, value in selection.values.items() if name in events.c}
    wanted = replace(selection, bbox=None, ids=None, values=of_events, only_located=False)
    own = [column for column in table.c if column.name != "digest"]
    query = select(*own, *(column.label(name) for name, column in tables.AREA_SUMS.items()))
    query = query.join_from(table, events, events.c.area_id == table.c.area_id)
    query = query.where(*_conditions(connection, "events", events, wanted)).group_by(table.c.fid)
    rest = {name: value for name, value in selection.values.items() if name not in of_events}
    return query.subquery(), Selection(bbox=selection.bbox, ids=selection.ids, values=rest)


def _selected(connection: Connection, layer: LayerName, table: FromClause, selection: Selection) -> Select[Any]:
    columns = [table.c[tables.FEATURES[layer][1]].label("id"), *(table.c[field.name] for field in FIELDS[layer])]
    query = select(*columns, table.c[tables.GEOMETRY_COLUMN].label("geometry"))
    return query.where(*_conditions(connection, layer, table, selection))


def _conditions(
    connection: Connection, layer: LayerName, table: FromClause, selection: Selection
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if selection.bbox is not None:
        found.append(or_(*(_inside(connection, layer, table, box) for box in _boxes(selection.bbox))))
    if selection.ids is not None:
        found.append(table.c[tables.FEATURES[layer][1]].in_(selection.ids))
    found += _equal(layer, table, selection)
    if layer == "events":
        if selection.only_located:
            found.append(table.c.latitude.is_not(None))
        found += [table.c[name] >= value for name, value in selection.at_least.items()]
    if selection.since is not None or selection.until is not None:
        if layer == "places":
            raise InputError("places have no dates")
        found.append(table.c.event_date_end >= (selection.since or dt.date.min))
        found.append(table.c.event_date <= (selection.until or dt.date.max))
    if selection.search:
        found += _words(selection.search, [table.c[name] for name in _TEXT_FIELDS[layer]])
    if selection.articles is not None:
        found.append(_of_articles(connection, layer, table, selection.articles))
    return found


def _equal(layer: LayerName, table: FromClause, selection: Selection) -> Iterator[ColumnElement[bool]]:
    allowed = {field.name for field in FIELDS[layer]}
    for name, value in selection.values.items():
        if name not in allowed:
            raise InputError(f"{layer} have no field '{name}'")
        yield table.c[name].is_(None) if value is None else table.c[name] == value


def _of_articles(
    connection: Connection, layer: LayerName, table: FromClause, articles: Sequence[str]
) -> ColumnElement[bool]:
    owner = tables.mentions if layer == "places" else table
    wanted = among(owner.c.article_id, articles, on_postgresql=connection.dialect.name == "postgresql")
    return table.c.place_id.in_(select(tables.mentions.c.place_id).where(wanted)) if layer == "places" else wanted


def _boxes(bbox: Box) -> list[Box]:
    west, south, east, north = bbox
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise InputError(f"bbox {','.join(f'{value:g}' for value in bbox)}: give west,south,east,north in degrees")
    return [bbox] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]


def _inside(connection: Connection, layer: LayerName, table: FromClause, box: Box) -> ColumnElement[bool]:
    on_postgresql = connection.dialect.name == "postgresql"
    if layer != "areas":
        if on_postgresql:
            return postgis.inside(table.c[tables.GEOMETRY_COLUMN], box)
        west, south, east, north = box
        # SQLite's index holds short floats, a little wider than the point: the columns decide.
        exact = (table.c.longitude.between(west, east), table.c.latitude.between(south, north))
        return and_(sqlite.inside(layer, table.c.fid, box), *exact)
    extents = tables.extents
    if on_postgresql:
        near = select(extents.c.fid).where(postgis.inside(extents.c[tables.GEOMETRY_COLUMN], box))
        return table.c.fid.in_(near)
    # There are few polygons, as each is held once: the index finds those near, shapely decides.
    query = select(extents.c.fid, extents.c[tables.GEOMETRY_COLUMN]).where(sqlite.inside("extents", extents.c.fid, box))
    found = connection.execute(query).all()
    met = shapely.intersects(shapely.box(*box), shapely.from_wkb([sqlite.decode(row[1]) for row in found]))
    return table.c.fid.in_([row[0] for row, meets in zip(found, met, strict=True) if meets]) if found else false()


def _words(search: str, columns: Sequence[ColumnElement[str]]) -> list[ColumnElement[bool]]:
    return [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in search.split()]


def _list_mentions(connection: Connection, rows: list[Row]) -> None:
    """Give places the words that name them, their articles and events, where they are not too many."""
    mentions = tables.mentions
    listed = {row["place_id"]: row for row in rows if row["article_count"] <= _LISTED_ARTICLES}
    ids = list(listed)
    gathered: dict[str, dict[str, dict[str, None]]] = {}
    for start in range(0, len(ids), _PAGE):
        query = select(mentions).where(mentions.c.place_id.in_(ids[start : start + _PAGE]))
        for row in connection.execute(query.order_by(mentions.c.place_id, mentions.c.article_id)):
            lists = gathered.setdefault(row.place_id, {})
            for name, value in (
                ("mentions", row.mentions),
                ("kinds", row.kinds),
                ("article_ids", row.article_id),
                ("event_ids", row.event_ids),
            ):
                lists.setdefault(name, {}).update(dict.fromkeys(value.split("; ") if value else ()))
    for place, lists in gathered.items():
        for name, values in lists.items():
            ordered = sorted(values) if name == "kinds" else list(values)
            listed[place][name] = "; ".join(ordered) or None
