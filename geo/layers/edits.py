"""What somebody changed in the geometry alone, followed up in the columns that say the same thing."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.layers.check import Table
from geo.layers.fields import FIELDS, GEONAMES, LayerName
from geo.layers.geometry import DECIMALS, circle, multipolygon
from geo.model import GeometryKind

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

    Polygons = Mapping[str, BaseGeometry]

_POLYGONS = ("Polygon", "MultiPolygon")
# A point that went through another reference system is some millimetres beside itself (degrees).
_MOVED = 1e-5
# The outline of an area is good to a kilometre or two (degrees).
_BESIDE = 0.03
# An event that somebody put at a point is known there; the words and codes of its area say nothing of it.
_PLACED: Mapping[str, Any] = {
    **dict.fromkeys(("area_id", "relation", "coordinate_uncertainty_m", "place_name")),
    **dict.fromkeys(field.name for field in GEONAMES),
    "geometry_kind": GeometryKind.POINT.value,
    "geo_precision": 1,
    "where_prec": 1,
}
_COUNTRY = ("country_code", "country_name")
_WORDS = ("location", "location_start", "location_end")


def drawn_apart(table: Table) -> list[tuple[LayerName, Table]]:
    """Return events, and the areas of those that are drawn as polygons, which is how a hand draws an area."""
    import numpy as np

    drawn = [
        number
        for number, geometry in enumerate(table.geometries)
        if geometry is not None and geometry.geom_type in _POLYGONS and not geometry.is_empty
    ]
    if not drawn:
        return [("events", table)]
    columns = {name: list(values) for name, values in table.columns.items()}
    points = table.geometries.copy()
    for name in ("area_id", "geometry_kind"):
        columns.setdefault(name, [None] * len(points))
    for number in drawn:
        columns["area_id"][number] = f"drawn/{columns['event_id'][number]}"
        columns["geometry_kind"][number] = GeometryKind.AREA.value
        points[number] = multipolygon(table.geometries[number]).representative_point()
        for name in ("latitude", "longitude"):
            if name in columns:
                columns[name][number] = None
    known = {field.name for field in FIELDS["areas"]}
    areas = {name: [values[number] for number in drawn] for name, values in columns.items() if name in known}
    polygons = np.array([table.geometries[number] for number in drawn], dtype=object)
    return [
        ("events", dataclasses.replace(table, columns=columns, geometries=points)),
        ("areas", Table(table.label, areas | {"event_count": [1] * len(drawn)}, polygons, table.crs)),
    ]


def followed(events: GeoDataFrame, areas: GeoDataFrame) -> tuple[GeoDataFrame, GeoDataFrame]:
    """Return events and areas, where either was moved the others and their columns brought to say the same.

    ``events`` come with the latitudes and longitudes that their file tells, and go with those of their points.
    """
    import shapely

    polygons = dict(zip(areas["area_id"], areas.geometry, strict=True))
    shapely.prepare(list(polygons.values()))
    moved = _moved(events, polygons)
    placed = _placed(events, moved, polygons)
    points = placed.geometry.to_numpy()
    placed = placed.assign(latitude=shapely.get_y(points), longitude=shapely.get_x(points))
    left = Counter(events["area_id"].to_numpy()[moved].tolist())
    return _on_their_areas(placed, polygons), _without(areas, left, placed["area_id"])


def _moved(events: GeoDataFrame, polygons: Polygons) -> list[int]:
    """Return the numbers of the events of areas that somebody has put at a point.

    They lie elsewhere than their columns say, or, where these say nothing, outside of their area.
    """
    import numpy as np
    import shapely

    points = events.geometry.to_numpy()
    by_area = (events["geometry_kind"] == GeometryKind.AREA.value).to_numpy(bool) & ~shapely.is_missing(points)
    longitude, latitude = (events[name].to_numpy(float) for name in ("longitude", "latitude"))
    off = np.maximum(np.abs(shapely.get_x(points) - longitude), np.abs(shapely.get_y(points) - latitude))
    moved = by_area & (off > _MOVED)
    for number in np.flatnonzero(by_area & np.isnan(off)).tolist():
        area = _area(events.iloc[number], polygons)
        moved[number] = area is not None and not _holds(area, points[number])
    return np.flatnonzero(moved).tolist()


def _placed(events: GeoDataFrame, moved: Iterable[int], polygons: Polygons) -> GeoDataFrame:
    """Return the events, of those that were moved only what is true of their point."""
    from geo.gazetteer import areas

    placed = events.copy() if moved else events
    points = events.geometry.to_numpy()
    for number in moved:
        row, point = events.iloc[number], points[number]
        area = _area(row, polygons)
        inside = area is not None and _holds(area, point)
        changes = {**_PLACED, "disputed": areas.dispute(point.y, point.x)}
        if inside or _in_country(row["country_code"], point):
            changes |= {name: row[name] for name in _COUNTRY}
        if not inside:
            changes |= dict.fromkeys(_WORDS)
        for name, value in changes.items():
            placed.loc[events.index[number], name] = value
    return placed


def _area(row: pd.Series, polygons: Polygons) -> BaseGeometry | None:
    """Return the area by which an event is known, as the layer draws it or else the gazetteer; None if neither does."""
    import pandas as pd

    if (polygon := polygons.get(row["area_id"])) is not None:
        return polygon
    geonameid, uncertainty_m = (
        None if pd.isna(row[name]) else int(row[name]) for name in ("geonameid", "coordinate_uncertainty_m")
    )
    return None if geonameid is None else _drawn(geonameid, row["relation"], uncertainty_m or 0)


@lru_cache(maxsize=512)
def _drawn(geonameid: int, relation: str | None, uncertainty_m: int) -> BaseGeometry | None:
    from geo import gazetteer
    from geo.gazetteer import expressions

    if (place := gazetteer.default().place(geonameid)) is None:
        return None
    located = expressions.locate(place, relation)
    if located.geometry is not None or relation:  # where words lead without an area, another place may have its part
        return located.geometry
    return circle(place.latitude, place.longitude, max(uncertainty_m, located.uncertainty_m))


def _in_country(code: str | None, point: Point) -> bool:
    from geo import gazetteer
    from geo.gazetteer import areas

    country = gazetteer.default().country(code) if code else None
    return country is not None and areas.contains(country, point.y, point.x)


def _holds(area: BaseGeometry, point: Point) -> bool:
    import shapely

    return bool(shapely.dwithin(area, point, _BESIDE))


def _without(areas: GeoDataFrame, left: Counter[str], known_by: pd.Series) -> GeoDataFrame:
    """Return the areas with as many events as stayed there, and without those that no event stayed in."""
    if not left:
        return areas
    there = Counter(known_by.dropna())
    counted = areas["event_count"].copy()
    for number, area_id in enumerate(areas["area_id"]):
        if left[area_id]:
            before = areas["event_count"].fillna(0).iloc[number]
            counted.iloc[number] = max(there[area_id], before - left[area_id])
    stayed = [not left[area_id] or count > 0 for area_id, count in zip(areas["area_id"], counted, strict=True)]
    return areas.assign(event_count=counted)[stayed].reset_index(drop=True)


def _on_their_areas(events: GeoDataFrame, polygons: Polygons) -> GeoDataFrame:
    """Return the events, those that lie outside of the area by which they are known on its surface."""
    import geopandas
    import numpy as np
    import shapely

    known = np.flatnonzero(events["area_id"].isin(polygons).to_numpy() & events.geometry.notna().to_numpy())
    over = np.array([polygons[area_id] for area_id in events["area_id"].iloc[known]], dtype=object)
    outside = ~shapely.covers(over, events.geometry.to_numpy()[known])
    if not outside.any():
        return events
    points = events.geometry.to_numpy().copy()
    points[known[outside]] = shapely.set_precision(shapely.point_on_surface(over[outside]), 10**-DECIMALS)
    moved = events.assign(latitude=shapely.get_y(points), longitude=shapely.get_x(points))
    moved.geometry = geopandas.GeoSeries(points, index=events.index, crs=events.crs)
    return moved
