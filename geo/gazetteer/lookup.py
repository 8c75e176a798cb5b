"""Asking the gazetteer: name -> candidates, id -> place, codes -> division, point -> places near it."""

from __future__ import annotations

import math
import os
import sqlite3
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import settings
from geo.errors import GazetteerError
from geo.gazetteer.names import fold, sound, variants
from geo.gazetteer.schema import KINDS, SCHEMA_VERSION
from geo.model import Candidate, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_M = 6_371_008.8
_COLUMNS = (
    "p.geonameid, p.name, p.latitude, p.longitude, p.feature_class, p.feature_code,"
    " p.country_code, p.admin1_code, p.admin2_code, p.population, p.source"
)
_LOOKUP = (
    f"SELECT n.kind, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.rank LIMIT ?"  # noqa: S608  (constants only)
)
# Ranks count from 0 within each name, so that the likeliest of many names come in one go.
_LOOKUP_MANY = (
    f"SELECT n.key, n.kind, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place"  # noqa: S608  (constants only)
    " WHERE n.key IN ({}) AND n.rank < ? ORDER BY n.key, n.rank"
)
_MOST_AT_ONCE = 500  # names in one query; SQLite takes a thousand values at least
_ALL = -1


class Gazetteer:
    """The places of one gazetteer file, read-only.

    The object holds a path; each process and thread opens its own SQLite connection when it
    first asks, so that a gazetteer can be pickled, forked and shared between threads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open()

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open the gazetteer at ``path``, or the one that the settings name, or the embedded one.

        The embedded one is unpacked on first use.

        Raises:
            GazetteerError: if the file is missing, corrupt or of another version, or if the
                embedded one cannot be unpacked into the cache directory.

        """
        if path is None:
            from geo.gazetteer.unpack import embedded

            path = settings.load().gazetteer or embedded()
        return cls(path)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        return Gazetteer, (self.path,)

    def lookup(self, name: str, limit: int | None = None) -> list[Candidate]:
        """Return the places that bear ``name``, likeliest first, at most ``limit`` of them.

        The match is exact but for what ``geo.gazetteer.names.fold`` folds. Candidates are ranked by
        kind of name and importance of the place; ``matched_name`` is ``name`` as it was asked for.
        No match is an empty list, also for what cannot be a name.
        """
        return self._find(fold(name), name.strip(), limit)

    def lookup_all(self, names: Iterable[str], limit: int) -> dict[str, list[Candidate]]:
        """Return what :meth:`lookup` finds for each of several names, with a query for hundreds of them."""
        keys = {name: fold(name) for name in names}
        wanted = sorted(set(keys.values()) - {""})
        rows: dict[str, list[Any]] = {}
        for start in range(0, len(wanted), _MOST_AT_ONCE):
            some = wanted[start : start + _MOST_AT_ONCE]
            sql = _LOOKUP_MANY.format(",".join("?" * len(some)))
            for row in self._query(sql, (*some, max(limit, 0))):
                rows.setdefault(row[0], []).append(row)
        return {
            name: [Candidate(self._place(row[2:]), name.strip(), KINDS[row[1]]) for row in rows.get(key, ())]
            for name, key in keys.items()
        }

    def candidates(self, name: str, limit: int | None = None) -> list[Candidate]:
        """Return what ``lookup`` finds and, where that is not enough, the nearest thing to it.

        A name that is only a landmark's, or nothing's, is also looked up by its sound, so that other
        transliterations of Arabic, Hebrew, Persian and Cyrillic names are found. A name that nothing
        has at all is tried in its variants, of which the first that finds something counts;
        ``matched_name`` is then the variant. See ``geo.gazetteer.names``.
        """
        found = self.lookup(name, limit)
        if any(candidate.place.feature_class in "APLHT" for candidate in found):
            return found
        found += self._find(sound(fold(name)), name.strip(), limit)
        if found:
            return found[:limit]
        for variant in variants(name):
            found = self.lookup(variant, limit)
            if found:
                return found
        return []

    def sounding(self, name: str) -> list[Candidate]:
        """Return the places that sound like ``name`` (see ``geo.gazetteer.names.sound``), likeliest first.

        A word that says what a place is may be missing: ``matched_name`` is the spelling that was looked up.
        """
        key = fold(name)
        shorter = (variant for variant in variants(name) if len(variant) < len(key))
        return [found for spelling in (key, *shorter) for found in self._find(sound(spelling), spelling, None)]

    def place(self, geonameid: int) -> Place | None:
        """Return the place with this GeoNames id, or None."""
        return self._one("p.geonameid = ?", (geonameid,))

    def country(self, code: str) -> Place | None:
        """Return the country or territory with this ISO 3166 two-letter code, or None."""
        return self._one("p.id = (SELECT place FROM country WHERE code = ?)", (code,))

    def admin1(self, country_code: str, admin1_code: str) -> Place | None:
        """Return the first-order division (state, province) with these GeoNames codes, or None."""
        where = "p.id = (SELECT place FROM admin1 WHERE country_code = ? AND admin1_code = ?)"
        return self._one(where, (country_code, admin1_code))

    def admin2(self, country_code: str, admin1_code: str, admin2_code: str) -> Place | None:
        """Return the second-order division (county, district) with these GeoNames codes, or None."""
        where = "p.id = (SELECT place FROM admin2 WHERE country_code = ? AND admin1_code = ? AND admin2_code = ?)"
        return self._one(where, (country_code, admin1_code, admin2_code))

    def near(
        self,
        latitude: float,
        longitude: float,
        radius_m: float,
        *,
        feature_class: str | None = None,
        min_population: int = 0,
    ) -> list[Place]:
        """Return the places within ``radius_m`` metres of a point in degrees, nearest first.

        Distances are great-circle distances on a sphere, which is within 0.6 % of the ellipsoid.
        """
        where = "p.population >= ?" + (" AND p.feature_class = ?" if feature_class else "")
        extra: tuple[Any, ...] = (min_population, feature_class) if feature_class else (min_population,)
        found: list[tuple[float, Place]] = []
        for first, last in _cells(latitude, longitude, radius_m):
            query = f"SELECT {_COLUMNS} FROM place p WHERE p.cell BETWEEN ? AND ? AND {where}"  # noqa: S608
            for row in self._query(query, (first, last, *extra)):
                distance = distance_m(latitude, longitude, row[2], row[3])
                if distance <= radius_m:
                    found.append((distance, self._place(row)))
        found.sort(key=lambda pair: (pair[0], -pair[1].population, pair[1].name))
        return [place for _, place in found]

    def polygon(self, place: Place, view: str = "recognised") -> BaseGeometry | None:
        """Return the area of a country, division, sea or region, or None where only a point is known.

        ``view`` says whose borders (see ``geo.gazetteer.areas.View``): "recognised" or "de-facto".
        """
        from geo.gazetteer import areas

        return areas.polygon(place, view)

    def extent_source(self, place: Place) -> str | None:
        """Say where :meth:`polygon` comes from: "boundary", "composed" of such, or a drawn "extent"."""
        from geo.gazetteer import areas

        return areas.extent_source(place)

    def meta(self) -> dict[str, str]:
        """Return what the file says of itself: schema version, sources, licence, counts, date."""
        return dict(self._query("SELECT key, value FROM meta", ()))

    def _find(self, key: str, asked: str, limit: int | None) -> list[Candidate]:
        if not key:
            return []
        rows = self._query(_LOOKUP, (key, _ALL if limit is None else max(limit, 0)))
        return [Candidate(self._place(row[1:]), asked, KINDS[row[0]]) for row in rows]

    def _one(self, where: str, values: tuple[Any, ...]) -> Place | None:
        rows = self._query(f"SELECT {_COLUMNS} FROM place p WHERE {where} LIMIT 1", values)  # noqa: S608
        return self._place(rows[0]) if rows else None

    def _place(self, row: tuple[Any, ...]) -> Place:
        admin1s, countries = self._names()
        country_code, admin1_code = row[6], row[7]
        labels: tuple[str, ...] = (admin1s.get((country_code, admin1_code), ""), countries.get(country_code, ""))
        return Place(*row, *labels)

    def _names(self) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
        names: tuple[dict[tuple[str, str], str], dict[str, str]] | None = getattr(self._local, "names", None)
        if names is None:
            admin1 = self._query(
                "SELECT a.country_code, a.admin1_code, p.name FROM admin1 a JOIN place p ON p.id = a.place", ()
            )
            country = self._query("SELECT c.code, p.name FROM country c JOIN place p ON p.id = c.place", ())
            names = {(row[0], row[1]): row[2] for row in admin1}, dict(country)
            self._local.names = names
        return names

    def _query(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise GazetteerError(f"{self.path}: the gazetteer cannot be read ({error}). {_REMEDY}") from error

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None or self._local.process != os.getpid():
            connection = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise GazetteerError(f"{self.path}: there is no gazetteer here. {_REMEDY}")
        try:
            connection = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            version = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
        except sqlite3.Error as error:
            raise GazetteerError(f"{self.path}: this is no gazetteer, or it is damaged ({error}). {_REMEDY}") from error
        if version != (str(SCHEMA_VERSION),):
            raise GazetteerError(
                f"{self.path}: the gazetteer has version {version and version[0]}, this Dateline reads version"
                f" {SCHEMA_VERSION}. {_REMEDY}"
            )
        self._local.connection, self._local.process = connection, os.getpid()
        return connection


_REMEDY = "Delete the file to have the embedded one unpacked anew, or build it again with `dateline gazetteer build`."


@cache
def default() -> Gazetteer:
    """Return the gazetteer that is in use (see ``Gazetteer.open``), opened once per process.

    Raises:
        GazetteerError: see ``Gazetteer.open``.

    """
    return Gazetteer.open()


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance in metres between two points in degrees (haversine, mean radius)."""
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    half_north = (other_north - north) / 2
    half_east = math.radians(other_longitude - longitude) / 2
    chord = math.sin(half_north) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(half_east) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def _cells(latitude: float, longitude: float, radius_m: float) -> list[tuple[int, int]]:
    """Return the runs of one-degree cells (first, last) that may hold places within the radius."""
    reach = math.degrees(radius_m / EARTH_RADIUS_M)
    south, north = max(latitude - reach, -90.0), min(latitude + reach, 90.0)
    widest = max(abs(south), abs(north))
    east = 180.0 if widest + 1e-9 >= 90.0 or reach >= 90 else reach / math.cos(math.radians(widest))
    runs = []
    for row in range(math.floor(south), min(math.floor(north), 89) + 1):
        base = (row + 90) * 360 + 180
        if east >= 180:
            runs.append((base - 180, base + 179))
            continue
        first, last = math.floor(longitude - east), math.floor(longitude + east)
        for shift in (-360, 0, 360):  # a run over the antimeridian continues on the other side
            left, right = max(first + shift, -180), min(last + shift, 179)
            if left <= right:
                runs.append((base + left, base + right))
    return runs
