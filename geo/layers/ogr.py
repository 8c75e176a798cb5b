"""Formats that GDAL writes, with true dates and nulls (through pyogrio's arrays, without pyarrow)."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.layers.fields import FIELDS, GEOMETRY_TYPES, Field, FieldType, LayerName

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray


def write_layer(
    frame: GeoDataFrame,
    layer: LayerName,
    path: Path,
    driver: str,
    *,
    dataset_options: dict[str, str] | None = None,
    layer_options: dict[str, str] | None = None,
) -> None:
    """Write one layer with a GDAL driver; an existing dataset gets one more layer.

    Raises:
        OSError: if GDAL cannot write the file.

    """
    import pyogrio  # type: ignore[import-untyped]  # ships no types
    import pyogrio.errors  # type: ignore[import-untyped]

    # The same bytes either way; with pyarrow in half the time.
    write = _write_arrow if importlib.util.find_spec("pyarrow") else _write_arrays
    try:
        write(
            frame,
            FIELDS[layer],
            path=str(path),
            layer=layer,
            driver=driver,
            geometry_type=GEOMETRY_TYPES[layer],
            crs="EPSG:4326",
            append=path.exists(),
            dataset_options=dataset_options,
            layer_options=layer_options,
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise OSError(f"GDAL could not write {path.name}: {' '.join(str(error).split())}") from error


def write_flatgeobuf(frame: GeoDataFrame, layer: LayerName, path: Path) -> None:
    """Write FlatGeobuf, whose spatial index reorders rows.

    Its readers in browsers and the index itself know no feature without a geometry: such are left out, and the
    description of the file says how many.
    """
    located = frame[frame.geometry.notna()]
    options = {"SPATIAL_INDEX": "YES"}
    if left_out := len(frame) - len(located):
        options["DESCRIPTION"] = (
            f"{left_out:,} of {len(frame):,} {layer} could not be located and are not in this file."
        )
    write_layer(located, layer, path, "FlatGeobuf", layer_options=options)


def _write_arrow(frame: GeoDataFrame, fields: Sequence[Field], **options: Any) -> None:
    import pyarrow as pa
    import pyogrio
    import shapely

    types = {
        FieldType.TEXT: pa.string(),
        FieldType.INTEGER: pa.int64(),
        FieldType.NUMBER: pa.float64(),
        FieldType.DATE: pa.date32(),
    }
    columns = [
        pa.array(_days(frame, field) if field.type is FieldType.DATE else frame[field.name], types[field.type])
        for field in fields
    ]
    schema = pa.schema(
        [
            *(pa.field(field.name, types[field.type]) for field in fields),
            pa.field("geometry", pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"}),
        ]
    )
    geometry = pa.array(shapely.to_wkb(frame.geometry.to_numpy()), pa.binary())
    pyogrio.raw.write_arrow(pa.table([*columns, geometry], schema=schema), geometry_name="geometry", **options)


def _write_arrays(frame: GeoDataFrame, fields: Sequence[Field], **options: Any) -> None:
    import pyogrio
    import shapely

    arrays = [_array(frame, field) for field in fields]
    pyogrio.raw.write(
        geometry=shapely.to_wkb(frame.geometry.to_numpy()),
        field_data=[values for values, _ in arrays],
        field_mask=[mask for _, mask in arrays],
        fields=[field.name for field in fields],
        **options,
    )


def _array(frame: GeoDataFrame, field: Field) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Return the values and, where they cannot say it themselves, which of them are null."""
    import numpy as np

    column = frame[field.name]
    match field.type:
        case FieldType.INTEGER:
            return column.to_numpy(np.int64, na_value=0), column.isna().to_numpy(np.bool_)
        case FieldType.DATE:
            return _days(frame, field), None
        case FieldType.NUMBER:
            return column.to_numpy(np.float64), None
        case FieldType.TEXT:
            return column.to_numpy(object), None


def _days(frame: GeoDataFrame, field: Field) -> NDArray[np.datetime64]:
    days: NDArray[np.datetime64] = frame[field.name].to_numpy("datetime64[D]")
    return days
