"""The towns around the events, each with the zoom from which its name shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.model import Place
from geo.preferred import preferred

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

AT_MOST = 1500  # names of towns on a page
RADIUS_M = 150_000
CLOSE_M = 40_000  # so near, villages show, too
MIN_POPULATION = 1000
# However lonely a town is, it shows only from this zoom; capitals from the first.
LEAST_POPULATIONS = ((4, 5_000_000), (5, 1_000_000), (6, 100_000), (7, 20_000), (8, 2_000), (9, 0))
LAST_ZOOM = 13
SQUARE = 50  # pixels: at each zoom, the largest town of a square shows


def around(points: Sequence[tuple[float, float]], scenes: Sequence[Place], gazetteer: Gazetteer) -> list[list[Any]]:
    """Return ``[name, latitude, longitude, first zoom, kind]``: scenes of events, then the towns around.

    Args:
        points: where events happened, latitude and longitude in degrees.
        scenes: the places of events, which are named whatever their size.
        gazetteer: where the other towns come from.

    """
    named = {place.name for place in scenes}
    towns: dict[tuple[str, str], Place] = {}
    for latitude, longitude in points:
        for radius_m, least in ((RADIUS_M, MIN_POPULATION), (CLOSE_M, 0)):
            for place in gazetteer.near(latitude, longitude, radius_m, feature_class="P", min_population=least):
                if place.name not in named:
                    towns.setdefault(place.key, place)
    # The parts of a town (PPLX) come after every town.
    order = sorted(
        towns.values(),
        key=lambda town: (town.feature_code != "PPLC", town.feature_code == "PPLX", -town.population, town.key),
    )
    both = [*list(scenes)[:AT_MOST], *order[:AT_MOST]]
    kinds = ["scene" if place.name in named else "town" for place in both]
    return [
        [preferred(place.name, place.country_code), round(place.latitude, 4), round(place.longitude, 4), zoom, kind]
        for place, zoom, kind in zip(both, _first_zooms(both), kinds, strict=True)
    ]


def _first_zooms(places: Iterable[Place]) -> list[int]:
    """Return from which zoom each place is alone in its square, or the first of those in it."""
    taken: set[tuple[int, int, int]] = set()
    zooms = []
    for place in places:
        least = next(zoom for zoom, people in LEAST_POPULATIONS if place.population >= people)
        first = LEAST_POPULATIONS[0][0] if place.feature_code == "PPLC" else least
        squares = {zoom: _square(place, zoom) for zoom in range(first, LAST_ZOOM + 1)}
        free = [zoom for zoom, square in squares.items() if square not in taken]
        taken.update(squares.values())
        zooms.append(free[0] if free else LAST_ZOOM)
    return zooms


def _square(place: Place, zoom: int) -> tuple[int, int, int]:
    """Return the square of the Mercator map at this zoom that a place lies in."""
    pixels = 256 * 2**zoom
    sine = math.sin(math.radians(max(-85.0, min(85.0, place.latitude))))
    x = (place.longitude + 180) / 360 * pixels
    y = (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * pixels
    return zoom, int(x // SQUARE), int(y // SQUARE)
