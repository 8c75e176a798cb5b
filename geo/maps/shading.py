"""The first-order divisions that events lie in, as areas to be shaded by how many there are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.gazetteer import areas
from geo.gazetteer.rings import steps
from geo.maps.document import Entry
from geo.model import Place
from geo.preferred import preferred

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

AT_MOST = 400  # divisions on a page, those with most events
TOLERANCE = 0.03  # degrees
UNIT = 0.01  # degrees


def division_of(place: Place | None) -> str:
    """Return the code of the division that a place lies in, such as "UA.04"; empty where none is known."""
    return f"{place.country_code}.{place.admin1_code}" if place and place.country_code and place.admin1_code else ""


def divisions(entries: Sequence[Entry], gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Return ``{code, name, rings}`` of the divisions of these events; without rings where no boundary is known."""
    import shapely

    places = [entry.event.location.place for entry in entries if entry.event.location]
    counted = Counter(code for code in map(division_of, places) if code)
    names = {division_of(place): preferred(place.admin1_name, place.country_code) for place in places}
    found = []
    for code, _ in counted.most_common(AT_MOST):
        division = gazetteer.admin1(*code.split(".", 1))
        boundary = areas.polygon(division) if division else None
        rings = []
        if boundary is not None:
            simple = shapely.simplify(boundary, TOLERANCE)
            rings = steps(json.loads(shapely.to_geojson(boundary if simple.is_empty else simple)), UNIT)
        found.append({"code": code, "name": names[code] or code, "rings": rings})
    return sorted(found, key=lambda each: str(each["code"]))
