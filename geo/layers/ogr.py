"""Formats that GDAL writes, with true dates and nulls (through pyogrio's arrays, without pyarrow)."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.layers.fields import FIELDS, GEOMETRY_TYPES, Field, FieldType, LayerName

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

# A tile holds what a map shows of a feature; what has more to say is found by its id in the other formats.
_TILED: dict[LayerName, tuple[str, ...]] = {
    "events": (
        *("event_id", "headline", "layer", "event_class", "event_type", "event_date", "event_date_end"),
        *("killed_low", "killed_high", "injured_low", "injured_high", "number_of_sources", "part_of"),
        *("geometry_kind", "geo_precision", "coordinate_uncertainty_m", "place_name", "country_name"),
        *("title", "url", "source"),
    ),
    "areas": ("area_id", "place_name", "country_name", "event_count", "headline", "event_class", "extent_source"),
    "places": ("place_id", "name", "admin1_name", "country_name", "mention_count", "event_count"),
}
# Characters of one text in a tile.
_LONGEST = 200
# At zoom level 6 a tile tells where to 150 metres: more than is known of nearly every event. Readers enlarge it.
_TILES = {"MINZOOM": "0", "MAXZOOM": "6"}

# Of nothing, GDAL finds no bounds, and needs to be told some.
_ANYWHERE = {"BOUNDS": "-180,-85.0511,180,85.0511"}
# What it says of tiles that have too much, and of the bounds, which it takes all the same.
_SAID = "At least one tile exceeded|driver PMTiles does not support creation option BOUNDS"


def write_layer(
    frame: GeoDataFrame,
    layer: LayerName,
    path: Path,
    driver: str,
    *,
    fields: Sequence[Field] | None = None,
    dataset_options: dict[str, str] | None = None,
    layer_options: dict[str, str] | None = None,
) -> None:
    """Write one layer with a GDAL driver, all its fields or some; an existing dataset gets one more layer.

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
            FIELDS[layer] if fields is None else fields,
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
    if left_out := _left_out(frame, located, layer):
        options["DESCRIPTION"] = left_out
    write_layer(located, layer, path, "FlatGeobuf", layer_options=options)


def write_pmtiles(frame: GeoDataFrame, layer: LayerName, path: Path) -> None:
    """Write vector tiles of what has a geometry, for the web maps of large corpora: one file that is read in ranges.

    Of tiles that would have more than half a megabyte, GDAL rounds the positions and then leaves features out.
    """
    fields = [field for field in FIELDS[layer] if field.name in _TILED[layer]]
    located = frame[frame.geometry.notna()]
    texts = {
        field.name: located[field.name].str.slice(stop=_LONGEST) for field in fields if field.type is FieldType.TEXT
    }
    told = {"NAME": layer, "DESCRIPTION": _left_out(frame, located, layer) or layer}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _SAID, RuntimeWarning)
        write_layer(
            located.assign(**texts),
            layer,
            path,
            "PMTiles",
            fields=fields,
            dataset_options=_TILES | told | ({} if len(located) else _ANYWHERE),
        )


def _left_out(frame: GeoDataFrame, located: GeoDataFrame, layer: LayerName) -> str | None:
    """Return how many features have no geometry, in words."""
    if not (left_out := len(frame) - len(located)):
        return None
    return f"{left_out:,} of {len(frame):,} {layer} could not be located and are not in this file."


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
