"""What somebody changed in the geometry alone, followed up in the columns that say the same thing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from geo.layers.check import Table
from geo.layers.fields import FIELDS, LayerName
from geo.layers.geometry import DECIMALS, multipolygon
from geo.model import GeometryKind

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_POLYGONS = ("Polygon", "MultiPolygon")


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


def on_their_areas(events: GeoDataFrame, areas: GeoDataFrame) -> GeoDataFrame:
    """Return the events, those that lie outside of the area by which they are known on its surface."""
    import geopandas
    import numpy as np
    import shapely

    polygons = dict(zip(areas["area_id"], areas.geometry, strict=True))
    shapely.prepare(list(polygons.values()))
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
