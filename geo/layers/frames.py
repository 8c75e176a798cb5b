"""Rows as GeoDataFrames with the columns and types of fields.py, also where there are no rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geo.layers.fields import FIELDS, FieldType, LayerName
from geo.layers.rows import GEOMETRY, Row
from geo.layers.texts import storable

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

CRS = "EPSG:4326"


def frame(layer: LayerName, rows: Sequence[Row]) -> GeoDataFrame:
    """Return the rows as a layer. Missing keys are null."""
    import numpy as np

    columns = {field.name: [row.get(field.name) for row in rows] for field in FIELDS[layer]}
    return from_columns(layer, columns, np.array([row.get(GEOMETRY) for row in rows], dtype=object))


def from_columns(layer: LayerName, columns: Mapping[str, Sequence[Any]], geometry: NDArray[np.object_]) -> GeoDataFrame:
    """Return the columns (None where null) as a layer."""
    from geopandas import GeoDataFrame

    typed = {field.name: series(columns[field.name], field.type) for field in FIELDS[layer]}
    return GeoDataFrame(typed, geometry=geometry, crs=CRS)


def series(values: Sequence[Any], type_: FieldType) -> pd.Series:
    """Return the values (None where null) as text, Int64, float64 or days."""
    import numpy as np
    import pandas as pd

    match type_:
        case FieldType.INTEGER:
            return pd.Series(values, dtype="Int64")
        case FieldType.NUMBER:
            return pd.Series(values, dtype="float64")
        case FieldType.DATE:
            # Seconds reach from before history to after it; pandas has no unit of days.
            days = np.array([np.datetime64("NaT") if value is None else value for value in values], "datetime64[D]")
            return pd.Series(days.astype("datetime64[s]"))
        case FieldType.TEXT:
            return pd.Series([None if value is None else storable(value) for value in values], dtype="object")
