"""GeoParquet that somebody else wrote: what it may take in memory is bounded before it is unpacked."""

from __future__ import annotations

import json
from pathlib import Path

from geo import parquet
from geo.errors import InputError, UnreadableSource
from geo.layers.check import Table
from geo.layers.foreign import system_error
from geo.layers.frames import CRS
from geo.layers.read_geojson import KNOWN

_LONGEST_REASON = 200


def read_parquet(path: Path) -> Table:
    """Return the rows of a GeoParquet file, of their columns those that a layer may have.

    Raises:
        UnreadableSource: if it is none, its coordinate system cannot be read, or it unpacks to too much.

    """
    import geopandas
    import pyarrow as pa
    import pyproj
    import shapely

    schema = parquet.opened(path).schema_arrow
    if b"geo" not in (schema.metadata or {}):
        raise UnreadableSource(f"{path}: is no GeoParquet file: nothing in it says which column is the geometry")
    try:
        told = json.loads(schema.metadata[b"geo"])
        name = told["primary_column"]
        system, encoding = told["columns"][name].get("crs", CRS), told["columns"][name]["encoding"].lower()
        crs = None if system is None else pyproj.CRS(system)
        # Not by geopandas.read_parquet, which reads more columns than it is told to.
        found = parquet.whole(path, [name, *sorted(KNOWN.intersection(schema.names) - {name})])
        field = pa.field(name, found[name].type, metadata={"ARROW:extension:name": f"geoarrow.{encoding}"})
        geometries = geopandas.GeoDataFrame.from_arrow(pa.table([found.pop(name)], pa.schema([field]))).geometry
        columns = {name: values.to_pylist() for name, values in found.items()}
    except InputError:
        raise
    except pyproj.exceptions.CRSError as error:
        raise system_error(path) from error
    except (
        # What comes of metadata and values that are not what they should be is any of these.
        *(pa.ArrowException, shapely.errors.ShapelyError, OSError, ValueError, LookupError, TypeError),
        *(AttributeError, OverflowError, RecursionError),
    ) as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON]
        raise UnreadableSource(f"{path}: is no GeoParquet file ({reason})") from error
    return Table(str(path), columns, geometries.to_numpy(), crs)
