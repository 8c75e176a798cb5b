"""The embedded basemap: countries, lakes, borders and names, packed small.

Rings become differences of whole hundredths of a degree (about one kilometre), which is finer than
Natural Earth's 1:50 million and needs no library to unpack.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import settings
from geo.errors import DatelineError

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

UNIT = 0.01  # degrees
LINE_UNIT = 0.002
# A town shows from the first zoom whose population it reaches.
TOWN_ZOOMS = ((4, 5_000_000), (5, 1_000_000), (6, 300_000), (7, 100_000), (8, 30_000), (9, 8_000), (10, 1_500), (11, 0))
TOWNS_RADIUS_M = 150_000
TOWNS_AT_MOST = 1500
Json = dict[str, Any]


def around(events: Sequence[Json], gazetteer: Gazetteer) -> Json:
    """Return the basemap for these events: the world, and the towns around them with their names."""
    return load() | {"towns": _towns(events, gazetteer)}


def _towns(events: Sequence[Json], gazetteer: Gazetteer) -> list[list[Any]]:
    """Return ``[name, latitude, longitude, first zoom, "town"]``, scenes of events first, then by population."""
    scenes: dict[str, list[Any]] = {}
    seen: dict[tuple[int, int], None] = {}
    for event in events:
        if event["at"] and event["kind"] == "point":
            latitude, longitude = event["at"]
            if not event["relation"]:
                scenes.setdefault(event["place"]["name"], [event["place"]["name"], latitude, longitude, 3, "scene"])
            seen.setdefault((round(latitude), round(longitude)))
    towns: dict[tuple[str, float, float], int] = {}
    for latitude, longitude in list(seen)[:300]:
        for place in gazetteer.near(latitude, longitude, TOWNS_RADIUS_M, feature_class="P", min_population=1000):
            if place.name not in scenes:
                towns[place.name, round(place.latitude, 3), round(place.longitude, 3)] = place.population
    largest = sorted(towns.items(), key=lambda item: (-item[1], item[0]))[:TOWNS_AT_MOST]
    return [
        *list(scenes.values())[:TOWNS_AT_MOST],
        *([*town, next(zoom for zoom, least in TOWN_ZOOMS if people >= least), "town"] for town, people in largest),
    ]


@functools.cache
def load() -> Json:
    """Return the world's countries, lakes and names, packed for the page.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    import zstandard

    path = settings.load().data_dir / "basemap.json.zst"
    try:
        data = json.loads(zstandard.ZstdDecompressor().decompress(path.read_bytes()))
    except (OSError, ValueError, zstandard.ZstdError) as error:
        raise DatelineError(f"The basemap {path} cannot be read ({error}): reinstall dateline.") from error
    countries = data["countries"]["features"]
    return {
        "unit": UNIT,
        "line_unit": LINE_UNIT,
        "countries": [{"rings": pack(feature["geometry"], UNIT)} for feature in countries],
        "lakes": [{"rings": pack(feature["geometry"], UNIT)} for feature in data["lakes"]["features"]],
        "labels": sorted(_country_labels(countries), key=lambda label: (label[3], label[0])),
    }


def pack(geometry: Json, unit: float) -> list[list[int]]:
    """Return the rings or lines of a GeoJSON geometry as differences of whole units."""
    packed = []
    for ring in _rings(geometry):
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
    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "LineString":
            yield coordinates
        case "Polygon" | "MultiLineString":
            yield from coordinates
        case "MultiPolygon":
            for polygon in coordinates:
                yield from polygon
        case other:
            raise DatelineError(f"The basemap has a {other}, which it cannot draw: reinstall dateline.")


def _country_labels(features: Iterable[Json]) -> Iterable[list[Any]]:
    """Yield ``[name, latitude, longitude, first zoom, "country"]``, larger countries from smaller zooms."""
    from shapely.geometry import shape

    for feature in features:
        name = feature["properties"].get("name")
        if not name:
            continue
        polygon = shape(feature["geometry"])
        largest = max(getattr(polygon, "geoms", [polygon]), key=lambda part: part.area)
        point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
        longitude = feature["properties"].get("label_lon") or point.x
        latitude = feature["properties"].get("label_lat") or point.y
        zoom = next((zoom for zoom, area in ((2, 250), (3, 55), (4, 12), (5, 2)) if largest.area >= area), 6)
        yield [name, round(latitude, 2), round(longitude, 2), zoom, "country"]
