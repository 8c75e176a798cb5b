"""What kind of place a candidate is, and whether the words beside a name speak of that kind."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from geo.model import Place
from geo.resolution.context import Cue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


class Kind(IntEnum):
    """What a place is, coarsely: the words beside a name tell no more."""

    COUNTRY = 0
    DIVISION = 1
    DISTRICT = 2
    TOWN = 3
    REGION = 4
    NATURE = 5
    BUILDING = 6


def kind_of(place: Place) -> Kind:
    """Return the kind of a place."""
    if is_country(place):
        return Kind.COUNTRY
    if place.feature_class == "A":
        return Kind.DIVISION if place.feature_code == "ADM1" else Kind.DISTRICT
    if place.feature_class == "P":
        return Kind.TOWN
    if place.feature_code in ("ISL", "ISLS", "PEN", "PRK") or place.feature_class in "HTUV":
        return Kind.NATURE
    return Kind.REGION if place.feature_class == "L" else Kind.BUILDING


def is_country(place: Place) -> bool:
    """Say whether the place is a country or a territory that stands like one."""
    return place.feature_code.startswith("PCL") or place.feature_code == "TERR"


# Kinds of places that the words beside a name speak of.
_SPOKEN_OF: dict[Cue, tuple[Kind, ...]] = {
    Cue.COUNTY: (Kind.DISTRICT,),
    Cue.PROVINCE: (Kind.DIVISION, Kind.DISTRICT, Kind.REGION),
    Cue.TOWN: (Kind.TOWN,),
    Cue.TOWN_BODY: (Kind.TOWN,),
    Cue.STATE_BODY: (Kind.DIVISION,),
    Cue.NATION_BODY: (Kind.COUNTRY,),
    Cue.LANDFORM: (Kind.NATURE,),
    Cue.FACILITY: (Kind.BUILDING,),
}
_FITS = {
    cue: np.array([1.0 if kind in kinds else -1.0 for kind in Kind], np.float32) for cue, kinds in _SPOKEN_OF.items()
}


def fits(cue: Cue, kinds: NDArray[np.int32]) -> Floats | float:
    """Say of kinds whether they are what a word beside the name speaks of: 1 or -1, 0 where it speaks of none."""
    return _FITS[cue][kinds] if cue in _FITS else 0.0
