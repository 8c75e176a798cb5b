"""The first-order divisions that events lie in, as areas to be shaded by how many there are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from geo.maps.document import Entry
from geo.maps.names import preferred
from geo.model import Place

AT_MOST = 400  # divisions on a page, those with most events
TOLERANCE = 0.03  # degrees
UNIT = 0.01  # degrees


def division_of(place: Place | None) -> str:
    """Return the code of the division that a place lies in, such as "UA.04"; empty where none is known."""
    return f"{place.country_code}.{place.admin1_code}" if place and place.country_code and place.admin1_code else ""


def divisions(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return ``{code, name, rings}`` of the divisions of these events; without rings where no boundary is known."""
    import shapely

    from geo.gazetteer import areas
    from geo.maps.basemap import pack

    places = [entry.event.location.place for entry in entries if entry.event.location]
    counted = Counter(code for code in map(division_of, places) if code)
    names = {division_of(place): preferred(place.admin1_name, place.country_code) for place in places}
    wanted = {code for code, _ in counted.most_common(AT_MOST)}
    found = []
    for code, boundary in areas.admin1():
        if code not in wanted:
            continue
        simple = shapely.simplify(boundary, TOLERANCE)
        drawn = boundary if simple.is_empty else simple
        rings = pack(json.loads(shapely.to_geojson(drawn)), UNIT)
        found.append({"code": code, "name": names.get(code) or code, "rings": rings})
    drawn_ones = {each["code"] for each in found}
    found += [{"code": code, "name": names[code], "rings": []} for code in sorted(wanted - drawn_ones)]
    return found
