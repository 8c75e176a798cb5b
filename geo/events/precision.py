"""How exactly an event's place is known, in the field's codes.

ACLED ``geo_precision`` (1 the named place, 2 near it or its district, 3 only its province or less),
UCDP GED ``where_prec`` (1 exact, 2 within about 25 km, 3 second-order division, 4 first-order
division, 5 a line or vague part, 6 country, 7 international waters or airspace) and Darwin Core
``coordinateUncertaintyInMeters``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from geo.model import GeometryKind, Place

_UNCERTAIN_NEARBY_M = 25_000
# Half-extents where no polygon is at hand: orders of magnitude of the median division.
_DIVISION_M = {"ADM1": 120_000, "ADM2": 30_000, "ADM3": 15_000, "ADM4": 8_000}
_COUNTRY_M = 500_000
_REGION_M = 200_000
_SPOT_M = 2_000


@dataclass(frozen=True, slots=True)
class Precision:
    """The codes of one location."""

    geometry_kind: GeometryKind
    geo_precision: int
    where_prec: int
    coordinate_uncertainty_m: int


def of(place: Place, relation: str | None = None) -> Precision:
    """Return the codes for an event at ``place``, or somewhere near it where ``relation`` says so."""
    area, point = GeometryKind.AREA, GeometryKind.POINT
    code = place.feature_code
    if code.startswith("PCL") or code in ("TERR", "CONT"):
        return Precision(area, 3, 6, _COUNTRY_M)
    if code.startswith("ADM"):
        level = code[:4]
        uncertainty = _DIVISION_M.get(level, _REGION_M)
        if level == "ADM1":
            return Precision(area, 3, 4, uncertainty)
        return Precision(area if level == "ADM2" else point, 2, 3, uncertainty)
    if place.feature_class == "H":
        sea = code.startswith(("SEA", "OCN", "GULF", "STRT", "CHN", "BAY"))
        return Precision(area if sea else point, 3, 7 if sea else 5, _REGION_M if sea else _UNCERTAIN_NEARBY_M)
    if place.feature_class in ("A", "L") and code not in ("PRK", "AREA", "LCTY", "INDS", "MILB", "CMN"):
        return Precision(area, 3, 4, _REGION_M)
    uncertainty = _town_radius(place.population) if place.feature_class == "P" else _SPOT_M
    if relation:
        return Precision(point, 2, 2, max(uncertainty, _UNCERTAIN_NEARBY_M))
    return Precision(point, 1, 1, uncertainty)


def _town_radius(population: int) -> int:
    """Estimate how far a town reaches: its area grows about linearly with its people."""
    return round((1_000 + 12 * math.sqrt(max(population, 0))) / 100) * 100
