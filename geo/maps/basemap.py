"""The embedded basemap: countries, lakes, borders and names, packed small.

Rings become differences of whole hundredths of a degree (about one kilometre), which is finer than
Natural Earth's 1:50 million and needs no library to unpack.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import settings
from geo.errors import DatelineError
from geo.maps import names, shading, surroundings, towns
from geo.maps.document import Entry
from geo.maps.packing import pack_json
from geo.model import GeometryKind, Place

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

UNIT = 0.01  # degrees
SCENES_AT_MOST = 300  # places whose surroundings are looked at
Json = dict[str, Any]


def around(entries: Sequence[Entry], gazetteer: Gazetteer) -> Json:
    """Return what the basemap has for these events: divisions, towns, and what lies near, finer and with names.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    countries = {event.location.place.country_code for event, *_ in entries if event.location}
    points, scenes = _scenes(entries)
    return {
        "admin1_lines": [lines for lines in _read()["admin1_lines"] if lines["iso"] in countries],
        "towns": towns.around(points, scenes, gazetteer),
        "near": _near(points, gazetteer),
        "shaded": shading.divisions(entries, gazetteer),
    }


def world(language: str = "en") -> Json:
    """Return what every map has: countries, waters, the largest towns, and the names of these.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    shapes = {name: shapes for name, shapes in _read().items() if name not in ("admin1_lines", "seas")}
    seas = [[name, *label[1:]] for label in _read()["seas"] if (name := names.sea(label[0], language))]
    # Towns have no names in other languages here: better none than English ones on a page in Arabic.
    cities = [[*city, "town"] for city in names.cities()] if language.partition("-")[0] != "ar" else []
    return shapes | {"seas": seas, "cities": cities, "unit": UNIT}


@functools.cache
def packed_world(language: str = "en") -> str:
    """Return the world as the page has it, packed once a process."""
    return pack_json(world(language))


def _scenes(entries: Sequence[Entry]) -> tuple[list[tuple[float, float]], list[Place]]:
    """Return where events happened, to whole degrees and the busiest first, and the places that were named for it."""
    points: Counter[tuple[float, float]] = Counter()
    places: dict[str, Place] = {}
    for event, *_ in entries:
        at = event.location
        if at and at.geometry_kind is GeometryKind.POINT:
            points[round(at.latitude), round(at.longitude)] += 1
            if not at.relation:
                places.setdefault(at.place.name, at.place)
    return [point for point, _ in points.most_common(SCENES_AT_MOST)], list(places.values())


def _near(points: Sequence[tuple[float, float]], gazetteer: Gazetteer) -> Json | None:
    """Return the surroundings of these points, packed in finer units than the world."""
    import shapely

    if not points:
        return None
    found = surroundings.around(points, gazetteer)
    labels = found.pop("names")
    shapes = {
        name: pack(json.loads(shapely.to_geojson(geometry)), surroundings.UNIT) for name, geometry in found.items()
    }
    return shapes | {"names": labels, "unit": surroundings.UNIT}


@functools.cache
def _read() -> Json:
    """Read the world's countries, divisions, waters and names, packed for the page."""
    import zstandard

    path = settings.load().data_dir / "basemap.json.zst"
    try:
        data = json.loads(zstandard.ZstdDecompressor().decompress(path.read_bytes()))
    except (OSError, ValueError, zstandard.ZstdError) as error:
        raise DatelineError(f"The basemap {path} cannot be read ({error}): reinstall dateline.") from error
    read: Json = {
        "countries": [
            {
                "code": feature["properties"]["iso"],
                "label": _country_label(feature["properties"]),
                "rings": pack(feature["geometry"], UNIT),
            }
            for feature in data["countries"]["features"]
        ]
    }
    for layer in ("lakes", "rivers", "disputed_borders", "admin1_lines"):
        read[layer] = [
            feature["properties"] | {"rings": pack(feature["geometry"], UNIT)} for feature in data[layer]["features"]
        ]
    read["seas"] = sorted(_sea_labels(data["seas"]["features"]), key=lambda label: (label[3], label[0]))
    return read


def pack(geometry: Json, unit: float) -> list[list[int]]:
    """Return the rings or lines of a GeoJSON geometry as differences of whole units."""
    packed = []
    for ring in _rings(geometry):
        if not ring:
            continue
        points = np.rint(np.asarray(ring, dtype=float)[:, :2] / unit).astype(np.int64)
        keep = np.ones(len(points), dtype=bool)
        keep[1:] = np.any(points[1:] != points[:-1], axis=1)
        points = points[keep]
        if len(points) < 2:
            continue
        steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        packed.append([int(step) for step in steps.ravel()])
    return packed


def _rings(geometry: Json) -> Iterable[list[list[float]]]:
    match geometry["type"]:
        case "LineString":
            yield geometry["coordinates"]
        case "Polygon" | "MultiLineString":
            yield from geometry["coordinates"]
        case "MultiPolygon":
            for polygon in geometry["coordinates"]:
                yield from polygon
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from _rings(part)


def _country_label(country: Json) -> list[Any] | None:
    """Return ``[name, latitude, longitude, first zoom, "country"]``, where it has a place for its name."""
    if "label_lat" not in country:
        return None
    return [country["name"], country["label_lat"], country["label_lon"], country["min_zoom"], "country"]


def _sea_labels(features: Iterable[Json]) -> Iterable[list[Any]]:
    """Yield ``[name, latitude, longitude, first zoom, "sea"]``."""
    for feature in features:
        longitude, latitude = feature["geometry"]["coordinates"]
        sea = feature["properties"]
        yield [sea["name"], round(latitude, 2), round(longitude, 2), sea["min_zoom"], "sea"]
