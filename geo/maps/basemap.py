"""The embedded basemap: countries, lakes, borders and names, shipped as the page has it.

``geo.gazetteer.build_basemap`` has packed it: lines are differences of whole hundredths of a degree (about
one kilometre), which is finer than Natural Earth's 1:50 million and needs no library to unpack.
"""

from __future__ import annotations

import base64
import functools
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo import settings
from geo.errors import DatelineError
from geo.gazetteer.rings import steps
from geo.maps import names, shading, surroundings, towns
from geo.maps.document import Entry
from geo.model import GeometryKind, Place

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

WORLD, PARTS = "basemap-world.json.gz", "basemap-parts.json.gz"
UNIT = 0.01  # degrees
SCENES_AT_MOST = 300  # places whose surroundings are looked at
Json = dict[str, Any]


def around(entries: Sequence[Entry], gazetteer: Gazetteer) -> Json:
    """Return what the basemap has for these events: divisions, towns, and what lies near, finer and with names.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    countries = {event.location.place.country_code for event, *_ in entries if event.location}
    points, scenes = _scenes(entries)
    return {
        "admin1_lines": [lines for lines in _parts()["admin1_lines"] if lines["iso"] in countries],
        "towns": towns.around(points, scenes, gazetteer),
        "near": _near(points, gazetteer),
        "shaded": shading.divisions(entries, gazetteer),
    }


def world(language: str = "en") -> Json:
    """Return what every map has: countries, waters, the largest towns, and the names of these.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    found: Json = _unpacked(WORLD, _shipped(WORLD))
    return found


@functools.cache
def packed_world() -> str:
    """Return the world as the page has it, in whatever language: base64 of the gzipped JSON that is shipped.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    content = _shipped(WORLD)
    try:
        gzip.decompress(content)  # a page that cannot be drawn is found here, not by its reader
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(WORLD, error) from error
    return base64.b64encode(content).decode("ascii")


def labels(language: str) -> Json:
    """Return the names that every map in a language has: of seas, capitals and the largest towns.

    Raises:
        DatelineError: if the basemap is missing or broken.

    """
    seas = [[name, *label[1:]] for label in _parts()["seas"] if (name := names.sea(label[0], language))]
    # Towns have no names in other languages here: better none than English ones on a page in Arabic.
    cities = [[*city, "town"] for city in names.cities()] if language.partition("-")[0] != "ar" else []
    return {"seas": seas, "cities": cities}


def _scenes(entries: Sequence[Entry]) -> tuple[list[tuple[float, float]], list[Place]]:
    """Return where events happened, to whole degrees and the busiest first, and the places that were named for it."""
    points: Counter[tuple[float, float]] = Counter()
    places: dict[str, Place] = {}
    for event, *_ in entries:
        at = event.location
        if at and at.geometry_kind is GeometryKind.POINT:
            points[round(at.latitude), round(at.longitude)] += 1
            if not at.relation:
                places.setdefault(at.place.name, at.place)
    return [point for point, _ in points.most_common(SCENES_AT_MOST)], list(places.values())


def _near(points: Sequence[tuple[float, float]], gazetteer: Gazetteer) -> Json | None:
    """Return the surroundings of these points, packed in finer units than the world."""
    import shapely

    if not points:
        return None
    found = surroundings.around(points, gazetteer)
    labels = found.pop("names")
    shapes = {
        name: steps(json.loads(shapely.to_geojson(geometry)), surroundings.UNIT) for name, geometry in found.items()
    }
    return shapes | {"names": labels, "unit": surroundings.UNIT}


@functools.cache
def _parts() -> Json:
    """Return what a page has only in part: lines between divisions by country, and seas as Natural Earth names them."""
    parts: Json = _unpacked(PARTS, _shipped(PARTS))
    return parts


def _shipped(name: str) -> bytes:
    try:
        return (settings.load().data_dir / name).read_bytes()
    except OSError as error:
        raise _broken(name, error) from error


def _unpacked(name: str, content: bytes) -> Any:
    try:
        return json.loads(gzip.decompress(content))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _broken(name, error) from error


def _broken(name: str, error: Exception) -> DatelineError:
    return DatelineError(f"The basemap {settings.load().data_dir / name} cannot be read ({error}): reinstall dateline.")
