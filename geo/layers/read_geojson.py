"""GeoJSON that somebody else wrote, read by ourselves.

GDAL would follow what such a file refers to (the link of a coordinate system, another file that it names), and
guess at the types of columns. Here a file is what it says it is, or refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import UnreadableSource
from geo.layers.check import Table
from geo.layers.fields import FIELDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Other columns are left out anyway; a file with a new name in every feature would make a table of their product.
KNOWN = frozenset(field.name for fields in FIELDS.values() for field in fields)
# How a coordinate system is named by who keeps it: "EPSG:3857", "urn:ogc:def:crs:OGC:1.3:CRS84".
_NAMED = re.compile(r"(?:urn:ogc:def:crs:([A-Z]+):[\w.]*|([A-Z]+)):(\w+)", re.IGNORECASE)
_RECORD_SEPARATOR = b"\x1e"  # RFC 8142


def read_geojson(path: Path) -> Table:
    """Return the features of a GeoJSON file.

    Raises:
        UnreadableSource: if it is none, or does not hold its coordinate system itself.

    """
    content = _json(_decoded(path.read_bytes(), str(path)), str(path))
    features = content.get("features") if content.get("type") == "FeatureCollection" else [content]
    if not isinstance(features, list):
        raise UnreadableSource(f"{path}: is no GeoJSON of features")
    return _table(features, str(path), _crs(content, path))


def read_geojsonl(path: Path) -> Table:
    """Return the features of a file with one a line; they are in longitudes and latitudes (RFC 8142).

    Raises:
        UnreadableSource: if a line is none.

    """
    with path.open("rb") as file:
        lines = (_decoded(line.removeprefix(_RECORD_SEPARATOR), str(path)) for line in file)
        features = (_json(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip())
        return _table(features, str(path), None)


def _decoded(data: bytes, label: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{label}: is not in UTF-8 (byte {error.start})") from error


def _json(text: str, label: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers of more digits than Python reads
        reason = getattr(error, "msg", "nested too deeply, or a number too long")
        raise UnreadableSource(f"{label}: is no JSON ({reason})") from error
    if not isinstance(content, dict):
        raise UnreadableSource(f"{label}: is no GeoJSON of features")
    return content


def _crs(content: dict[str, Any], path: Path) -> Any:
    """Return the coordinate system that a file names, None where it names none.

    RFC 7946 has no other than longitudes and latitudes; that of 2008, which QGIS still writes, names them.
    """
    import pyproj

    given: Any = content.get("crs")
    if given is None and content.get("coordRefSys") is None:
        return None
    try:
        named = _NAMED.fullmatch(given["properties"]["name"]) if given["type"] == "name" else None
        if named is not None:
            return pyproj.CRS.from_authority(named[1] or named[2], named[3])
    except (TypeError, KeyError, pyproj.exceptions.CRSError):
        pass
    raise UnreadableSource(
        f"{path}: its coordinate system is not named as EPSG:4326 is, and no other reference is followed: "
        "save the layer in WGS 84"
    )


def _table(features: Iterable[Any], label: str, crs: Any) -> Table:
    columns: dict[str, list[Any]] = {}
    geometries: list[str | None] = []
    for number, feature in enumerate(features):
        properties = (feature.get("properties") or {}) if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or feature.get("type") != "Feature":
            raise UnreadableSource(f"{label}: feature {number + 1} is none")
        for name in KNOWN & properties.keys():
            column = columns.setdefault(name, [])
            column.extend([None] * (number - len(column)))  # of the features that lack it
            column.append(properties[name])
        geometry = feature.get("geometry")
        geometries.append(None if geometry is None else json.dumps(geometry))
    for column in columns.values():
        column.extend([None] * (len(geometries) - len(column)))
    return Table(label, columns, _geometries(geometries, label), crs)


def _geometries(texts: list[str | None], label: str) -> NDArray[np.object_]:
    import numpy as np
    import shapely

    try:
        found = shapely.from_geojson(np.array(texts, dtype=object))
    except shapely.errors.GEOSException:
        for number, text in enumerate(texts, start=1):
            try:
                shapely.from_geojson(text)
            except shapely.errors.GEOSException as error:
                reason = " ".join(str(error).split())
                raise UnreadableSource(f"{label}: feature {number} has no readable geometry ({reason})") from error
        raise
    return np.asarray(shapely.force_2d(found), dtype=object)
