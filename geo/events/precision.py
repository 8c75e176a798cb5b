"""How exactly an event's place is known, in the field's codes.

ACLED ``geo_precision`` (1 the named place, 2 near it or its district, 3 only its province or less) and
UCDP GED ``where_prec`` (1 exact, 2 within about 25 km, 3 second-order division, 4 first-order
division, 5 a line or vague part, 6 country, 7 international waters or airspace). The uncertainty in metres
is that of the position: see :func:`geo.gazetteer.expressions.locate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import GeometryKind, Place


@dataclass(frozen=True, slots=True)
class Precision:
    """The codes of one location."""

    geometry_kind: GeometryKind
    geo_precision: int
    where_prec: int


def of(place: Place, relation: str | None = None) -> Precision:
    """Return the codes for an event at ``place``, or somewhere near it where ``relation`` says so."""
    area, point = GeometryKind.AREA, GeometryKind.POINT
    code = place.feature_code
    if code.startswith("PCL") or code in ("TERR", "CONT"):
        return Precision(area, 3, 6)
    if code.startswith("ADM1"):
        return Precision(area, 3, 4)
    if code.startswith("ADM"):
        return Precision(area if code.startswith("ADM2") else point, 2, 3)
    if place.feature_class == "H":
        sea = code.startswith(("SEA", "OCN", "GULF", "STRT", "CHN", "BAY"))
        return Precision(area if sea else point, 3, 7 if sea else 5)
    if place.feature_class in ("A", "L") and code not in ("PRK", "AREA", "LCTY", "INDS", "MILB", "CMN"):
        return Precision(area, 3, 4)
    return Precision(point, 2, 2) if relation else Precision(point, 1, 1)
