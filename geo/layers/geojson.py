"""GeoJSON (RFC 7946) and its one-feature-a-line form (RFC 8142 without the record separators)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geo.layers.fields import FIELDS, FieldType, LayerName

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# The member that identifies a feature (RFC 7946, section 3.2).
_IDS: dict[LayerName, str] = {"events": "event_id", "areas": "area_id", "places": "place_id"}


def write_geojson(frame: GeoDataFrame, layer: LayerName, path: Path) -> None:
    """Write a FeatureCollection with its bbox, one feature a line; no geometry is null."""
    bounds = frame.total_bounds.tolist()
    # Without any geometry the bounds are not numbers, and there is no box.
    box = f'"bbox": {json.dumps(bounds)},\n' if all(value == value for value in bounds) else ""  # noqa: PLR0124
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"type": "FeatureCollection",\n{box}"features": [')
        for number, feature in enumerate(_features(frame, layer)):
            file.write(",\n" if number else "\n")
            file.write(feature)
        file.write("\n]}\n")


def write_geojsonl(frame: GeoDataFrame, layer: LayerName, path: Path) -> None:
    """Write one feature a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{feature}\n" for feature in _features(frame, layer))


def _features(frame: GeoDataFrame, layer: LayerName) -> Iterator[str]:
    import shapely

    names = [field.name for field in FIELDS[layer]]
    columns = [json_values(frame, field.name, field.type) for field in FIELDS[layer]]
    ids = columns[names.index(_IDS[layer])]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    # to_geojson gives None for None, and the shortest decimals that read back equal.
    geometries = shapely.to_geojson(frame.geometry.to_numpy())
    for identifier, geometry, values in zip(ids, geometries, zip(*columns, strict=True), strict=True):
        properties = encode(dict(zip(names, values, strict=True)))
        head = f'{{"type": "Feature", "id": {encode(identifier)}, "geometry": {geometry or "null"}'
        yield f'{head}, "properties": {properties}}}'


def json_values(frame: GeoDataFrame, name: str, type_: FieldType) -> list[str | int | float | None]:
    """Return a column as JSON values: days in ISO 8601, None where null."""
    column = frame[name]
    if type_ is FieldType.DATE:
        days = column.to_numpy("datetime64[D]")
        return [None if day == "NaT" else day for day in days.astype(str).tolist()]
    values: list[str | int | float | None] = column.astype(object).where(column.notna(), None).tolist()
    return values
