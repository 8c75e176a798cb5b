"""What a user may have edited, brought to the columns and types of fields.py or refused in plain words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.layers.fields import FIELDS, GEOMETRY_TYPES, Field, FieldType, LayerName
from geo.layers.frames import CRS, frame
from geo.layers.geometry import multipolygon, point
from geo.layers.rows import GEOMETRY, Row
from geo.layers.texts import one_line

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Table:
    """A layer as a file holds it. ``label`` names it in errors, ``crs`` is None where it tells none."""

    label: str
    columns: Mapping[str, Sequence[Any]]
    geometries: NDArray[np.object_]
    crs: Any


def checked(table: Table, layer: LayerName) -> GeoDataFrame:
    """Return ``table`` as a layer with all its columns in their types.

    Raises:
        InputError: at the first value that is not allowed; features are counted from 1.

    """
    import geopandas

    geometries = geopandas.GeoSeries(table.geometries, crs=table.crs or CRS).to_crs(CRS)
    rows: list[Row] = []
    for number, geometry in enumerate(geometries):
        whose = _whose(table, number)
        row: Row = {}
        for field in FIELDS[layer]:
            value = table.columns[field.name][number] if field.name in table.columns else None
            row[field.name] = _value(value, field, whose)
        row |= _geometry(geometry, layer, whose)
        rows.append(row)
    return frame(layer, rows)


def _whose(table: Table, number: int) -> str:
    """Return "events.geojson, feature 3 (event_id 0-1)"."""
    feature = f"{table.label}, feature {number + 1}"
    for name in ("event_id", "place_id"):
        if name in table.columns and table.columns[name][number] is not None:
            return f"{feature} ({name} {_short(table.columns[name][number])})"
    return feature


def _short(value: object) -> str:
    return one_line(str(value))[:60]


def _value(value: Any, field: Field, whose: str) -> Any:
    where = f"{whose}, field {field.name}"
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        if field.required:
            raise InputError(f"{where}: is missing")
        return None
    match field.type:
        case FieldType.TEXT:
            found: Any = _text(value)
        case FieldType.DATE:
            found = _date(value, where)
        case FieldType.INTEGER:
            number = _number(value, where)
            if not number.is_integer():
                raise InputError(f"{where}: {value} is no whole number")
            found = int(number)
        case FieldType.NUMBER:
            found = _number(value, where)
    if field.values and found not in field.values:
        raise InputError(f"{where}: '{_short(found)}' is none of {', '.join(field.values)}")
    if field.minimum is not None and found < field.minimum:
        raise InputError(f"{where}: {found} is less than {field.minimum}")
    if field.maximum is not None and found > field.maximum:
        raise InputError(f"{where}: {found} is more than {field.maximum}")
    return found


def _text(value: Any) -> str:
    # A column of codes such as "05" or ids such as 7 may have become numbers on the way.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(value: Any, where: str) -> float:
    try:
        # True is 1 to float, but no number to a reader.
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{where}: '{_short(value)}' is no number")
    return number


def _date(value: Any, where: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        # A time of day, which some programs add, says nothing about the day.
        return dt.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError as error:
        raise InputError(f"{where}: '{_short(value)}' is no date like 2025-04-04") from error


def _geometry(geometry: BaseGeometry | None, layer: LayerName, whose: str) -> Row:
    """Return the geometry and, for points, latitude and longitude, which it decides."""
    if geometry is None or geometry.is_empty:
        if layer == "events":
            return {GEOMETRY: None, "latitude": None, "longitude": None}
        raise InputError(f"{whose}: has no geometry")
    whose = f"{whose}, geometry"
    wanted = GEOMETRY_TYPES[layer]
    if wanted == "MultiPolygon" and geometry.geom_type in {"Polygon", "MultiPolygon"}:
        west, south, east, north = geometry.bounds
        point(south, west, whose)
        point(north, east, whose)
        return {GEOMETRY: multipolygon(geometry)}
    # Some programs make every layer one of multipoints.
    parts = getattr(geometry, "geoms", [geometry])
    if wanted != "Point" or len(parts) != 1 or parts[0].geom_type != "Point":
        raise InputError(f"{whose}: a {wanted} is needed, not a {geometry.geom_type}")
    one = point(parts[0].y, parts[0].x, whose)
    return {GEOMETRY: one, "latitude": one.y, "longitude": one.x}
