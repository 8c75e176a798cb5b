"""The places that a name or a name expression may mean."""

from __future__ import annotations

from dataclasses import dataclass

from geo import gazetteer as _gazetteer
from geo.gazetteer import Gazetteer, areas
from geo.gazetteer.bare import as_meant
from geo.gazetteer.expressions import Located, RelationKind, locate, parse_expression
from geo.gazetteer.names import fold
from geo.model import Candidate, Place

# Of "Paris, Texas", so many readings of "Texas" are tried.
_CONTAINERS = 20


@dataclass(frozen=True, slots=True)
class Match:
    """A place that an expression may mean, and where the expression puts it ("40 km north of" the place)."""

    candidate: Candidate
    located: Located


def candidates(name: str, gazetteer: Gazetteer | None = None) -> list[Candidate]:
    """Return the places that ``name`` may mean, the likeliest first; none for what is no name.

    The name may be an expression: "Paris, Texas" has the candidates of Paris that lie in Texas, and
    "40 km north of Palu" those of Palu (``matches`` tells where that is).

    Raises:
        GazetteerError: if the gazetteer cannot be read.

    """
    return [match.candidate for match in matches(name, gazetteer)]


def matches(text: str, gazetteer: Gazetteer | None = None) -> list[Match]:
    """Return the candidates of a name expression with the point, uncertainty and area that it gives each.

    A text that is a name as a whole ("Northern Ireland", "Washington, D.C.") is not taken apart.

    Raises:
        GazetteerError: if the gazetteer or the areas cannot be read.

    """
    if not fold(text):
        return []
    known = gazetteer or _gazetteer.default()
    whole = as_meant(text, known.lookup(text))
    if whole:
        return [Match(candidate, locate(candidate.place)) for candidate in whole]
    expression = parse_expression(text)
    found = as_meant(expression.name, known.candidates(expression.name))
    for container in expression.within:
        holders = [candidate.place for candidate in known.candidates(container, _CONTAINERS)]
        found = [c for c in found if any(_lies_in(c.place, holder) for holder in holders)]
    others = as_meant(expression.other, known.candidates(expression.other)) if expression.other else []
    if expression.other and not others:
        return []
    relation = expression.relation
    if relation and relation.kind is RelationKind.PART:  # "northern Gaza" is the Strip before the city
        found.sort(key=lambda candidate: areas.extent_source(candidate.place) is None)
    elif relation:  # "20 km from Kharkiv" is measured from the city, not from its province
        found.sort(key=lambda candidate: not _is_seat(candidate.place))
        others.sort(key=lambda candidate: not _is_seat(candidate.place))
    other = others[0].place if others else None
    return [Match(candidate, locate(candidate.place, relation, other)) for candidate in found]


def _is_seat(place: Place) -> bool:
    return place.feature_code.startswith(("PPLA", "PPLC"))


def _lies_in(place: Place, holder: Place) -> bool:
    """Say whether a place lies in a country, division or other area (by its codes, else by the polygon)."""
    if place == holder:
        return False
    code = holder.feature_code
    if code.startswith("PCL"):
        return place.country_code == holder.country_code
    same_admin1 = (place.country_code, place.admin1_code) == (holder.country_code, holder.admin1_code)
    if code == "ADM1":
        return same_admin1
    if code == "ADM2" and place.admin2_code:
        return same_admin1 and place.admin2_code == holder.admin2_code
    return areas.contains(holder, place.latitude, place.longitude)
