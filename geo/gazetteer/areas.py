"""Areas: the polygons of countries, divisions, US counties, seas and named regions.

All come from ``data/areas.npz`` (see ``data/README.md``), which is read once per process. Polygons
are valid, in degrees WGS 84 rounded to 0.0001 (11 m), simplified to about 1-2 km, cut at the
antimeridian, with right-handed rings (RFC 7946).

Borders are drawn in one of two views of Natural Earth; a place in a disputed area is flagged by
``dispute`` whatever the view.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from geo import settings
from geo.errors import GazetteerError
from geo.gazetteer.names import fold
from geo.model import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import MultiPolygon, Polygon, STRtree
    from shapely.geometry.base import BaseGeometry

    Area = Polygon | MultiPolygon

FILE = "areas.npz"
FORMAT = 1
PRECISION_DEGREES = 1e-4

# GeoNames' classes of towns, buildings, roads, undersea features and woods: the file is not read for them.
_POINTS = frozenset("PSRUV")
# How far from an area's outline, in degrees, the gazetteer's point of it may lie (seas and regions
# are found by name, and another lake of the name is not this one).
_NEAR_DEGREES = 3.0
# Natural Earth's coast is simplified: a harbour that falls into the water is still in its country.
_OUTLINE_DEGREES = 0.03


# In square degrees (Greenland is the largest), and how far from its centre, as a share of the square
# root of its size, the gazetteer's point of an island may lie.
_LARGEST_ISLAND = 800.0
_MIDST = 0.4


class View(StrEnum):
    """Whose borders: what Germany recognises (Crimea is Ukraine's), or who controls the ground."""

    RECOGNISED = "recognised"
    DE_FACTO = "de-facto"


class Kind(StrEnum):
    """What an area is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    SEA = "sea"
    REGION = "region"
    DISPUTE = "dispute"


class Country(NamedTuple):
    """A country or territory with its ISO 3166 two-letter code, GeoNames' name and its polygon."""

    code: str
    name: str
    geometry: Area


class Division(NamedTuple):
    """A country or a division of one: its name, its code ("UA.04"), that of what it lies in, and its polygon.

    A second-order division may have no code; a country lies in itself.
    """

    name: str
    code: str
    within: str
    geometry: Area

    @property
    def country(self) -> str:
        """The ISO 3166 code of the country."""
        return self.within.partition(".")[0]


def polygon(place: Place, view: View | str = View.RECOGNISED) -> Area | None:
    """Return the area of a country, division, US county, sea or region; None where only a point is known.

    Raises:
        GazetteerError: if the areas file is missing or damaged.

    """
    if place.feature_class in _POINTS:
        return None
    atlas = _atlas()
    area = atlas.find(place, View(view))
    if area is None:
        return _island(place) if place.feature_code == "ISL" else None
    return atlas.geometry(area)


def extent_source(place: Place) -> str | None:
    """Say where the area of a place comes from: "boundary", "composed" of such, or a drawn "extent"."""
    if place.feature_class in _POINTS:
        return None
    area = _atlas().find(place, View.RECOGNISED)
    if area is not None:
        return str(_atlas().areas[area].get("source", "boundary"))
    return None if polygon(place) is None else "boundary"


def contains(place: Place, latitude: float, longitude: float, view: View | str = View.RECOGNISED) -> bool:
    """Say whether the area of ``place`` holds the point, give or take the simplification of its outline."""
    import shapely

    area = polygon(place, view)
    return area is not None and bool(shapely.dwithin(area, shapely.Point(longitude, latitude), _OUTLINE_DEGREES))


def dispute(latitude: float, longitude: float) -> str | None:
    """Return the name of the disputed area that the point lies in, or None."""
    names = _holding(_disputes(), latitude, longitude)
    return names[0] if names else None


def disputes() -> list[tuple[str, Area]]:
    """Return the disputed and breakaway areas with their names."""
    atlas = _atlas()
    return [(area["name"], atlas.geometry(index)) for index, area in atlas.of(Kind.DISPUTE)]


def countries(view: View | str = View.RECOGNISED) -> list[Country]:
    """Return all countries and territories in the order of their codes, in one view."""
    atlas = _atlas()
    chosen = {
        area["code"]: index for index, area in atlas.of(Kind.COUNTRY) if area.get("view") in (None, str(View(view)))
    }
    return [Country(code, atlas.areas[index]["name"], atlas.geometry(index)) for code, index in sorted(chosen.items())]


def admin1() -> list[tuple[str, Area]]:
    """Return the first-order divisions whose boundary is known, with their codes ("UA.05")."""
    atlas = _atlas()
    return [(area["code"], atlas.geometry(index)) for index, area in atlas.of(Kind.ADMIN1)]


def meeting(kind: Kind, geometry: BaseGeometry) -> list[Division]:
    """Return the countries (as recognised) or divisions that a geometry in degrees touches, in the file's order."""
    return _divisions(_atlas(), kind).meeting(geometry)


def seas() -> list[tuple[str, Area]]:
    """Return the named oceans, seas, gulfs, straits and bays."""
    atlas = _atlas()
    return [(area["name"], atlas.geometry(index)) for index, area in atlas.of(Kind.SEA)]


def countries_at(latitude: float, longitude: float) -> list[str]:
    """Return the codes of the countries whose polygon holds a point (none at sea)."""
    return _holding(_countries(), latitude, longitude)


def seas_at(latitude: float, longitude: float) -> list[str]:
    """Return the names of the waters that hold a point, the smallest first."""
    return _holding(_seas(), latitude, longitude)


def _holding(named: tuple[STRtree, list[str]], latitude: float, longitude: float) -> list[str]:
    import shapely

    tree, names = named
    boxed = sorted(tree.query(shapely.Point(longitude, latitude)))
    return [names[index] for index in boxed if shapely.intersects_xy(tree.geometries[index], longitude, latitude)]


@lru_cache(maxsize=1)
def _disputes() -> tuple[STRtree, list[str]]:
    return _tree(disputes())


class _Divisions:
    """The areas of one kind. Of thousands, only those are built whose box meets what is asked for."""

    def __init__(self, atlas: _Atlas, kind: Kind) -> None:
        self._atlas = atlas
        self._areas: list[tuple[int, str, str, str]] = []
        for index, area in atlas.of(kind):
            # A county has its own code ("US.KY.025"), a district that of the division it lies in.
            code = area.get("code", "")
            whole = area.get("within") or code.rpartition(".")[0] or code
            if whole and "view" not in area:
                self._areas.append((index, area["name"], code, whole))
        self._boxes = atlas.boxes([index for index, *_ in self._areas])
        self._built: dict[int, Division] = {}

    def meeting(self, geometry: BaseGeometry) -> list[Division]:
        import numpy as np
        import shapely

        west, south, east, north = self._boxes.T
        near = np.zeros(len(self._boxes), dtype=bool)
        for left, bottom, right, top in shapely.bounds(shapely.get_parts(geometry)).tolist():
            near |= (west <= right) & (east >= left) & (south <= top) & (north >= bottom)
        found = [self._division(number) for number in np.flatnonzero(near).tolist()]
        shapely.prepare(geometry)
        touching = shapely.intersects(geometry, np.array([division.geometry for division in found], dtype=object))
        return [division for division, touches in zip(found, touching.tolist(), strict=True) if touches]

    def _division(self, number: int) -> Division:
        if number not in self._built:
            index, name, code, whole = self._areas[number]
            self._built[number] = Division(name, code, whole, self._atlas.geometry(index))
        return self._built[number]


@lru_cache(maxsize=6)
def _divisions(atlas: _Atlas, kind: Kind) -> _Divisions:
    return _Divisions(atlas, kind)


@lru_cache(maxsize=1)
def _seas() -> tuple[STRtree, list[str]]:
    return _tree(sorted(seas(), key=lambda sea: sea[1].area))


@lru_cache(maxsize=1)
def _countries() -> tuple[STRtree, list[str]]:
    return _tree([(country.code, country.geometry) for country in countries()])


def _tree(named: list[tuple[str, Area]]) -> tuple[STRtree, list[str]]:
    import shapely

    geometries = [geometry for _, geometry in named]
    shapely.prepare(geometries)
    return shapely.STRtree(geometries), [name for name, _ in named]


def _island(place: Place) -> Area | None:
    """Return the land around a point, across borders, if it is an island with the point in its midst.

    An island in a river is part of its bank here: then the land is large, or the point far from its centre.
    """
    import shapely

    ground = land()
    point = shapely.Point(place.longitude, place.latitude)
    found = {int(part) for part in ground.query(point, predicate="within")}
    border, size = list(found), 0.0
    while border:
        part = ground.geometries[border.pop()]
        size += part.area
        if size > _LARGEST_ISLAND:
            return None
        touching = {int(other) for other in ground.query(part, predicate="intersects")} - found
        found |= touching
        border += touching
    if not found:
        return None
    island = shapely.orient_polygons(polygonal(shapely.union_all(ground.geometries.take(sorted(found)))))
    return island if island.centroid.distance(point) <= _MIDST * size**0.5 else None


@lru_cache(maxsize=1)
def land() -> STRtree:
    """Return a search tree of all land: the parts of the countries' polygons."""
    from shapely import STRtree, get_parts

    return STRtree([part for country in countries() for part in get_parts(country.geometry)])


def polygonal(geometry: BaseGeometry) -> Area:
    """Return the polygons of a geometry: cutting and repairing may leave lines and points behind."""
    import shapely

    parts = shapely.get_parts(shapely.get_parts(geometry))
    polygons = [part for part in parts if part.geom_type == "Polygon" and part.area > 0]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


@dataclass(slots=True)
class _Atlas:
    """The file in memory: shapes as integer steps along their rings, areas as lists of shapes."""

    areas: list[dict[str, Any]]
    steps: NDArray[np.int32]
    rings: NDArray[np.int32]
    polygons: NDArray[np.int32]
    geometries: NDArray[np.int32]
    by_id: dict[int, int] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    other_views: dict[tuple[int, str], int] = field(default_factory=dict)
    corners: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        for index, area in enumerate(self.areas):
            if area["kind"] == Kind.DISPUTE:
                continue
            if "view" in area:
                self.other_views[self.by_code[area["code"]], area["view"]] = index
                continue
            if "id" in area:
                self.by_id.setdefault(area["id"], index)
            if "code" in area:
                self.by_code[area["code"]] = index
            if area["kind"] in (Kind.SEA, Kind.REGION):
                for name in (area["name"], *area.get("also", ())):
                    same = self.by_name.setdefault(fold(name), [])
                    # A region composed of seas (the Mediterranean) goes before the piece that bears its name.
                    same.insert(0 if area["kind"] == Kind.REGION else len(same), index)

    def of(self, kind: Kind) -> Iterable[tuple[int, dict[str, Any]]]:
        return ((index, area) for index, area in enumerate(self.areas) if area["kind"] == kind)

    def find(self, place: Place, view: View) -> int | None:
        index = self.by_id.get(place.geonameid) if place.geonameid is not None else None
        if index is None:
            index = self.by_code.get(_code(place))
        if index is None and place.feature_class in ("H", "L", "T"):
            index = next((area for area in self.by_name.get(fold(place.name), ()) if self._near(area, place)), None)
        return None if index is None else self.other_views.get((index, view), index)

    def _near(self, index: int, place: Place) -> bool:
        import shapely

        point = shapely.Point(place.longitude, place.latitude)
        return bool(shapely.dwithin(self.geometry(index), point, _NEAR_DEGREES))

    def boxes(self, indices: Sequence[int]) -> NDArray[np.float64]:
        """Return west, south, east and north of areas in degrees, a row for each, without building them."""
        import numpy as np

        shapes = [self.areas[index]["shapes"] for index in indices]
        firsts = np.cumsum([0, *map(len, shapes[:-1])])
        corners = self._corners()[:, :, [shape for several in shapes for shape in several]]
        reaches = [
            reach.reduceat(corner, firsts, axis=1)
            for reach, corner in zip((np.minimum, np.maximum), corners, strict=True)
        ]
        return np.round(np.concatenate(reaches).T * PRECISION_DEGREES, 4)

    def _corners(self) -> NDArray[np.int64]:
        """Return the least and the greatest longitude and latitude of each shape in steps, shape (2, 2, shapes)."""
        if self.corners is None:
            import numpy as np

            starts = self.rings[self.polygons[self.geometries[:-1]]]
            sums = np.cumsum(self.steps, axis=1, dtype=np.int64)
            before = np.where(starts > 0, sums[:, starts - 1], 0)
            self.corners = np.stack(
                [reach.reduceat(sums, starts, axis=1) - before for reach in (np.minimum, np.maximum)]
            )
        return self.corners

    def geometry(self, index: int) -> Area:
        return _union(self, tuple(self.areas[index]["shapes"]))

    def shape(self, index: int) -> Area:
        import numpy as np
        import shapely

        first, last = self.geometries[index], self.geometries[index + 1]
        polygons = self.polygons[first : last + 1]
        rings = self.rings[polygons[0] : polygons[-1] + 1]
        steps = self.steps[:, rings[0] : rings[-1]]
        # Rounded, so that 34.1 reads 34.1 and not 34.1000000001.
        places = np.cumsum(steps, axis=1, dtype=np.int64).T
        coordinates = np.ascontiguousarray(np.round(places * PRECISION_DEGREES, 4))
        offsets = (rings - rings[0], polygons - polygons[0], np.array([0, len(polygons) - 1]))
        multi: MultiPolygon = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, coordinates, offsets)[0]
        return multi.geoms[0] if len(multi.geoms) == 1 else multi

    # Atlases are compared and cached by identity: there is one for each file.
    __hash__ = object.__hash__
    __eq__ = object.__eq__


@lru_cache(maxsize=256)
def _union(atlas: _Atlas, shapes: tuple[int, ...]) -> Area:
    import numpy as np
    import shapely

    if len(shapes) == 1:
        return atlas.shape(shapes[0])
    union = shapely.union_all(np.array([atlas.shape(shape) for shape in shapes], dtype=object))
    return cast("Area", shapely.orient_polygons(union))


def _code(place: Place) -> str:
    """Return the code of a country or division as the areas file writes it, else an empty string."""
    if place.feature_code.startswith("PCL") or place.feature_code == "TERR":
        return place.country_code
    if place.feature_code == "ADM1":
        return f"{place.country_code}.{place.admin1_code}"
    if place.feature_code == "ADM2":
        return f"{place.country_code}.{place.admin1_code}.{place.admin2_code}"
    return ""


def _atlas() -> _Atlas:
    return _load(os.environ.get("DATELINE_DATA"))


@lru_cache(maxsize=2)
def _load(data_dir: str | None) -> _Atlas:  # the variable that settings.load reads, for the cache to notice a change
    import zipfile

    import numpy as np

    path = settings.load().data_dir / FILE
    try:
        with np.load(path, allow_pickle=False) as file:
            header = json.loads(file["header"].tobytes())
            if header["format"] != FORMAT or header["precision_degrees"] != PRECISION_DEGREES:
                raise GazetteerError(f"{path}: areas of another version; reinstall dateline")
            return _Atlas(header["areas"], file["steps"], file["rings"], file["polygons"], file["geometries"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path}: the areas cannot be read; reinstall dateline ({error})") from error
