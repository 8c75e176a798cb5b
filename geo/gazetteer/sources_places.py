"""The hand-made table of places: waters, mountains, islands, regions and landmarks that news names."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer.lookup import distance_m
from geo.gazetteer.names import fold
from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources_names import read_table
from geo.model import NameKind

# How far two sources' points of one thing may lie apart: the middle of a sea is a matter of taste.
_SAME_M = {"H": 800_000, "T": 300_000, "L": 500_000, "A": 150_000}
# The middle of a part of the world is a matter of taste even more.
_SAME_WIDE_M = 4_000_000
_SAME_LANDMARK_M = 20_000
# A village, an island or a camp is the town of its name if the town is right there.
_SAME_TOWN_M = 3_000

# They are in the table because news names them: they rank with places of ten thousand people.
_IMPORTANCE = 4.0


def add_all(collection: Collection, tables: Path) -> None:
    """Add the places of ``places.tsv``, each to the place of another source that it is, if there is one."""
    by_name: dict[str, list[Record]] = defaultdict(list)
    for record in collection:
        if record.feature_class in "HTLSP" or record.feature_code == "ADM1":
            for name in record.names:
                by_name[fold(name)].append(record)
    for name, others, latitude, longitude, feature_class, feature_code, country in read_table(tables / "places.tsv"):
        record = Record(
            name, float(latitude), float(longitude), None, feature_class, feature_code, country, source="dateline"
        )
        record.add(NameKind.SHORT, others.split("|"))
        known = next((other for other in by_name[fold(name)] if _same(record, other)), None)
        if known is None:
            collection.put(record)
        else:
            known.add(NameKind.SHORT, record.names)
            if _is_wide(known) and known.geonameid is None:  # another's "INDIAN OCEAN" (SEA)
                known.name, known.feature_code = record.name, record.feature_code
                known.add(NameKind.MAIN, [record.name])
            record = known
        record.importance = max(record.importance, _IMPORTANCE)


def add_ids(collection: Collection, tables: Path) -> None:
    """Give places without a GeoNames id the one that ``ids.tsv`` knows; two that are one thing become one.

    Raises:
        GazetteerError: if a row names no place without an id.

    """
    unidentified: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in sorted(collection, key=lambda record: -record.importance):  # first the one that news names
        if record.geonameid is None:
            unidentified[record.name, record.feature_code].append(record)
    for name, code, geonameid in read_table(tables / "ids.tsv"):
        if (name, code) not in unidentified:
            raise GazetteerError(f"{tables / 'ids.tsv'}: no place without an id is called {name!r} ({code})")
        for record in unidentified[name, code]:
            collection.identify(record, int(geonameid))


def _same(record: Record, other: Record) -> bool:
    distance = distance_m(record.latitude, record.longitude, other.latitude, other.longitude)
    if _is_wide(record) and _is_wide(other) and record.feature_class == other.feature_class:
        return fold(record.name) == fold(other.name) and distance <= _SAME_WIDE_M
    if other.feature_class == "P":
        return distance <= _SAME_TOWN_M and (record.feature_class in "PT" or record.feature_code == "CMPRF")
    # A peninsula, an island, a region and a province of one name are one thing to a newspaper.
    if record.feature_class in "LT" and other.feature_class in "LTA":
        return distance <= _SAME_M[other.feature_class]
    if "AIRP" in (record.feature_code, other.feature_code) and record.feature_code != other.feature_code:
        return False  # the airport of a park is not the park
    return record.feature_class == other.feature_class and distance <= _SAME_M.get(
        record.feature_class, _SAME_LANDMARK_M
    )


def _is_wide(record: Record) -> bool:
    """Say whether a place is a region of several countries or an ocean."""
    return not record.country_code and (record.feature_code in ("RGN", "OCN") or fold(record.name).endswith(" ocean"))
