"""What a user may have edited, brought to the columns and types of fields.py or refused in plain words."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.layers.fields import FIELDS, GEOMETRY_TYPES, Field, FieldType, LayerName
from geo.layers.foreign import proj_alone, system_error
from geo.layers.frames import CRS, from_columns
from geo.layers.geometry import DECIMALS, multipolygon, position
from geo.layers.texts import one_line

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

# Names a feature, given its number from 0, in an error.
Whose = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Table:
    """A layer as a file holds it. ``label`` names it in errors, ``crs`` is None where it tells none."""

    label: str
    columns: Mapping[str, Sequence[Any]]
    geometries: NDArray[np.object_]
    crs: Any


def checked(table: Table, layer: LayerName) -> GeoDataFrame:
    """Return ``table`` as a layer with all its columns in their types; events still say where they were before.

    Raises:
        InputError: at the first value that is not allowed; features are counted from 1.

    """

    def whose(number: int) -> str:
        """Return "events.geojson, feature 3 (event_id 0-1)"."""
        feature = f"{table.label}, feature {number + 1}"
        for name in ("event_id", "area_id", "place_id"):
            if name in table.columns and table.columns[name][number] is not None:
                return f"{feature} ({name} {_short(table.columns[name][number])})"
        return feature

    nothing: Sequence[Any] = [None] * len(table.geometries)
    columns = {field.name: _column(table.columns.get(field.name, nothing), field, whose) for field in FIELDS[layer]}
    located = _in_degrees(table)
    if GEOMETRY_TYPES[layer] == "MultiPolygon":
        return from_columns(layer, columns, _polygons(located, whose))
    points = _points(located, whose, required=layer == "places")
    return from_columns(layer, columns if layer == "events" else columns | _coordinates(points), points)


def _in_degrees(table: Table) -> NDArray[np.object_]:
    """Return the geometries in WGS 84."""
    import geopandas
    import pyproj

    try:
        with proj_alone():
            crs = pyproj.CRS(table.crs or CRS)
            # Heights, and the plan of a building, are no places on Earth.
            if crs.is_geographic or crs.is_projected:
                located: NDArray[np.object_] = geopandas.GeoSeries(table.geometries, crs=crs).to_crs(CRS).to_numpy()
                return located
    except pyproj.exceptions.ProjError as error:
        raise system_error(table.label) from error
    raise system_error(table.label)


def _column(values: Sequence[Any], field: Field, whose: Whose) -> list[Any]:
    """Return the values as the field has them; each different value is looked at once."""
    meanings: dict[Any, Any] = {}
    for number, value in enumerate(values):
        try:
            if value not in meanings:
                meanings[value] = _value(value, field)
        except (ValueError, TypeError) as error:  # TypeError: a list, which no field holds
            wrong = error if isinstance(error, ValueError) else "holds more than one value"
            raise InputError(f"{whose(number)}, field {field.name}: {wrong}") from error
    return [meanings[value] for value in values]


def _value(value: Any, field: Field) -> Any:
    """Return what a value means; a ValueError says in words why it is not allowed."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        if field.required:
            raise ValueError("is missing")
        return None
    match field.type:
        case FieldType.TEXT:
            found: Any = _text(value)
        case FieldType.DATE:
            found = _date(value)
        case FieldType.INTEGER:
            number = _number(value)
            if not number.is_integer():
                raise ValueError(f"{value} is no whole number")
            found = int(number)
        case FieldType.NUMBER:
            found = _number(value)
    if field.values and found not in field.values:
        raise ValueError(f"'{_short(found)}' is none of {', '.join(field.values)}")
    if field.minimum is not None and found < field.minimum:
        raise ValueError(f"{found} is less than {field.minimum}")
    if field.maximum is not None and found > field.maximum:
        raise ValueError(f"{found} is more than {field.maximum}")
    return found


def _text(value: Any) -> str:
    # A column of codes such as "05" or ids such as 7 may have become numbers on the way.
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(value: Any) -> float:
    try:
        # True is 1 to float, but no number to a reader.
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"'{_short(value)}' is no number")
    return number


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        # A time of day, which some programs add, says nothing about the day.
        return dt.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError as error:
        raise ValueError(f"'{_short(value)}' is no date like 2025-04-04") from error


def _short(value: object) -> str:
    return one_line(str(value))[:60]


def _points(geometries: NDArray[np.object_], whose: Whose, *, required: bool) -> NDArray[np.object_]:
    """Return points on Earth with six decimals, None where there is none."""
    import numpy as np
    import shapely

    # Some programs make every layer one of multipoints.
    single = shapely.get_num_geometries(geometries) == 1
    geometries = np.where(single, shapely.get_geometry(geometries, 0), geometries)
    missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    types = shapely.get_type_id(geometries)
    for number in np.flatnonzero(~missing & (types != shapely.GeometryType.POINT)).tolist():
        raise InputError(f"{whose(number)}, geometry: a Point is needed, not a {geometries[number].geom_type}")
    for number in np.flatnonzero(missing).tolist() if required else ():
        raise InputError(f"{whose(number)}: has no geometry")
    x, y = shapely.get_x(geometries), shapely.get_y(geometries)
    for number in np.flatnonzero(~missing & ~((np.abs(x) <= 180) & (np.abs(y) <= 90))).tolist():
        position(y[number], x[number], f"{whose(number)}, geometry")
    points = np.full(len(geometries), None, dtype=object)
    points[~missing] = shapely.points(np.round(x[~missing], DECIMALS) + 0.0, np.round(y[~missing], DECIMALS) + 0.0)
    return points


def _coordinates(points: NDArray[np.object_]) -> dict[str, list[float | None]]:
    """Return latitude and longitude, which the geometry decides."""
    return {
        "latitude": [None if point is None else point.y for point in points],
        "longitude": [None if point is None else point.x for point in points],
    }


def _polygons(geometries: NDArray[np.object_], whose: Whose) -> NDArray[np.object_]:
    """Return valid multipolygons on Earth."""
    import numpy as np

    found = np.empty(len(geometries), dtype=object)
    for number, geometry in enumerate(geometries):
        if geometry is None or geometry.is_empty:
            raise InputError(f"{whose(number)}: has no geometry")
        if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
            raise InputError(f"{whose(number)}, geometry: a MultiPolygon is needed, not a {geometry.geom_type}")
        west, south, east, north = geometry.bounds
        for latitude, longitude in ((south, west), (north, east)):
            position(latitude, longitude, f"{whose(number)}, geometry")
        found[number] = multipolygon(geometry)
    return found
