"""Building the map's basemap: ``data/basemap.json.zst``, a few GeoJSON collections in one object.

``python -m geo.gazetteer.build_basemap``, after ``geo.gazetteer.build_areas``. Members:

- ``countries``: polygons with ``iso``, ``name``, ``label_lon``, ``label_lat``, ``min_zoom``;
- ``disputed_borders``, ``admin1_lines``, ``rivers``: lines;
- ``lakes``: polygons;
- ``seas``: points with ``name`` and ``min_zoom``.

Coordinates are degrees WGS 84 with two decimals (1 km), for zoom levels up to about 8.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.gazetteer import area_sources, areas, borders
from geo.gazetteer.sources import Downloads

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

FILE = "basemap.json.zst"
DECIMALS = 2
# The effective size in degrees of what simplification may remove, and of the smallest island and lake.
TOLERANCE = 0.03
SMALLEST = 0.0008
SMALLEST_LAKE = 0.02

Feature = dict[str, Any]


def build(downloads: Downloads, target: Path) -> dict[str, int]:
    """Write the basemap at ``target``; return the number of features by collection.

    Raises:
        GazetteerError: if the areas are not built yet or a package cannot be had.

    """
    import zstandard

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
    document = {
        name: {"type": "FeatureCollection", "features": [feature for feature in features if feature is not None]}
        for name, features in collections.items()
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    temporary = target.with_name(f".{target.name}.partial")
    temporary.write_bytes(zstandard.ZstdCompressor(level=19).compress(text))
    temporary.replace(target)
    return {name: len(collection["features"]) for name, collection in document.items()}


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
    """Build ``data/basemap.json.zst`` in the checkout."""
    parser = argparse.ArgumentParser(description="Build the basemap of Dateline's maps.")
    parser.add_argument("--packages", type=Path, default=Path("build/packages"), help="folder of the downloads")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder that the file is written to")
    options = parser.parse_args()
    target = options.data / FILE
    counts = build(Downloads(options.packages), target)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {counts}")


if __name__ == "__main__":
    main()
