"""Building the map's basemap: ``data/basemap-world.json.gz`` and ``data/basemap-parts.json.gz``.

``python -m geo.gazetteer.build_basemap``, after ``geo.gazetteer.build_areas``. The first is what every page
has, to the byte: an object with

- ``countries``: ``code`` (ISO 3166-1 alpha-2), ``label`` (``[name, latitude, longitude, first zoom, "country"]`` or
  null) and ``rings``;
- ``lakes``, ``rivers``, ``disputed_borders``: ``rings`` and perhaps a name;
- ``unit``: of ``rings`` (:func:`geo.gazetteer.rings.steps`), in degrees.

The second is what a page has in part or in its own language: an object with

- ``admin1_lines``: the lines between the first-order divisions of each country, ``iso`` and ``rings``;
- ``seas``: ``[name, latitude, longitude, first zoom, "sea"]``, with the names of Natural Earth.

Coordinates are degrees WGS 84 with two decimals (1 km), for zoom levels up to about 8.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.gazetteer import area_sources, areas, borders
from geo.gazetteer.rings import steps
from geo.gazetteer.sources import Downloads

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

WORLD, PARTS = "basemap-world.json.gz", "basemap-parts.json.gz"
DECIMALS = 2
UNIT = 0.01  # degrees
# The effective size in degrees of what simplification may remove, and of the smallest island and lake.
TOLERANCE = 0.03
SMALLEST = 0.0008
SMALLEST_LAKE = 0.02

Feature = dict[str, Any]


def build(downloads: Downloads, directory: Path) -> dict[str, int]:
    """Write both files into ``directory``; return the number of features by collection.

    Raises:
        GazetteerError: if the areas are not built yet or a package cannot be had.

    """
    collections = {
        "countries": _countries(downloads),
        "admin1_lines": _admin1_lines(),
        "disputed_borders": _disputed_borders(),
        "lakes": [
            _feature(lake, {}) for lake in area_sources.basemap_waters(downloads, "lakes") if lake.area > SMALLEST_LAKE
        ],
        "rivers": [_feature(river, {}) for river in area_sources.basemap_waters(downloads, "rivers")],
        "seas": _seas(),
    }
    found = {name: [feature for feature in features if feature] for name, features in collections.items()}
    _write(directory / WORLD, world(found))
    _write(directory / PARTS, parts(found))
    return {name: len(features) for name, features in found.items()}


def world(collections: dict[str, list[Feature]]) -> dict[str, Any]:
    """Return the collections of GeoJSON features as every page has them."""
    countries = [
        {
            "code": feature["properties"]["iso"],
            "label": _country_label(feature["properties"]),
            "rings": steps(feature["geometry"], UNIT),
        }
        for feature in collections["countries"]
    ]
    lines = {name: _lines(collections[name]) for name in ("lakes", "rivers", "disputed_borders")}
    return {"countries": countries, **lines, "unit": UNIT}


def parts(collections: dict[str, list[Feature]]) -> dict[str, Any]:
    """Return the lines between divisions and the seas, of which a page has what it needs."""
    seas = sorted(map(_sea_label, collections["seas"]), key=lambda label: (label[3], label[0]))
    return {"admin1_lines": _lines(collections["admin1_lines"]), "seas": seas}


def _lines(features: list[Feature]) -> list[dict[str, Any]]:
    return [feature["properties"] | {"rings": steps(feature["geometry"], UNIT)} for feature in features]


def _country_label(country: dict[str, Any]) -> list[Any] | None:
    """Return a country's label, where it has a place for its name."""
    if "label_lat" not in country:
        return None
    return [country["name"], country["label_lat"], country["label_lon"], country["min_zoom"], "country"]


def _sea_label(feature: Feature) -> list[Any]:
    longitude, latitude = feature["geometry"]["coordinates"]
    sea = feature["properties"]
    return [sea["name"], round(latitude, 2), round(longitude, 2), sea["min_zoom"], "sea"]


def _write(target: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    temporary = target.with_name(f".{target.name}.partial")
    temporary.write_bytes(gzip.compress(text, 9, mtime=0))
    temporary.replace(target)


def _countries(downloads: Downloads) -> list[Feature | None]:
    labels = area_sources.country_labels(downloads)
    found = areas.countries()
    features = []
    for country, geometry in zip(found, _simplified([country.geometry for country in found]), strict=True):
        label = labels.get(country.code)
        about: dict[str, Any] = {"iso": country.code, "name": country.name}
        if label is not None:
            about |= {"label_lon": label.longitude, "label_lat": label.latitude, "min_zoom": label.min_zoom}
        features.append(_feature(geometry, about))
    return features


def _admin1_lines() -> list[Feature | None]:
    """Return the lines between first-order divisions of one country, a feature for each country."""
    import shapely

    divisions = areas.admin1()
    shapes = shapely.coverage_simplify([geometry for _, geometry in divisions], TOLERANCE)
    countries = [code.partition(".")[0] for code, _ in divisions]
    lines = borders.common(zip(countries, shapes, strict=True), TOLERANCE)
    return [_feature(line, {"iso": country}) for country, line in lines.items()]


def _disputed_borders() -> list[Feature | None]:
    import shapely

    return [_feature(shapely.simplify(area.boundary, TOLERANCE), {"name": name}) for name, area in areas.disputes()]


def _seas() -> list[Feature | None]:
    import shapely

    features = []
    for name, area in areas.seas():
        point = shapely.maximum_inscribed_circle(area, 0.2).coords[0]
        # Room for the name: oceans from the start, straits and bays when one is near.
        min_zoom = next(
            (zoom for zoom, size in enumerate((900, 150, 40, 12, 4, 1, 0.2), start=1) if area.area > size), 8
        )
        features.append(_feature(shapely.Point(point), {"name": name, "min_zoom": min_zoom}))
    return features


def _simplified(geometries: Iterable[BaseGeometry]) -> NDArray[np.object_]:
    import numpy as np
    import shapely

    simplified = shapely.coverage_simplify(np.array(list(geometries), dtype=object), TOLERANCE)
    kept = []
    for geometry in simplified:
        parts = shapely.get_parts(geometry)
        largest = max(part.area for part in parts)
        kept.append(shapely.MultiPolygon([part for part in parts if part.area >= min(SMALLEST, largest)]))
    return np.array(kept, dtype=object)


def _feature(geometry: BaseGeometry, about: dict[str, Any]) -> Feature | None:
    """Return a GeoJSON feature with rounded coordinates, or None where rounding leaves nothing."""
    import shapely

    def rounded(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return coordinates.round(DECIMALS)

    drawn = shapely.transform(geometry, rounded)
    if drawn.geom_type.endswith("Polygon"):
        drawn = shapely.orient_polygons(shapely.make_valid(drawn))
    if drawn.is_empty:
        return None
    drawn = shapely.remove_repeated_points(drawn)
    return {"type": "Feature", "properties": about, "geometry": json.loads(shapely.to_geojson(drawn))}


def main() -> None:
    """Build the two files in the checkout."""
    parser = argparse.ArgumentParser(description="Build the basemap of Dateline's maps.")
    parser.add_argument("--packages", type=Path, default=Path("build/packages"), help="folder of the downloads")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder that the files are written to")
    options = parser.parse_args()
    counts = build(Downloads(options.packages), options.data)
    sizes = [f"{options.data / name}: {(options.data / name).stat().st_size / 1e6:.1f} MB" for name in (WORLD, PARTS)]
    print(*sizes, counts, sep="\n")


if __name__ == "__main__":
    main()
