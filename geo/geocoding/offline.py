"""The embedded gazetteer as a geocoder of geopy."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geo import gazetteer as _gazetteer
from geo.gazetteer import Gazetteer, areas, distance_m
from geo.geocoding.names import Match, matches
from geo.geocoding.points import read_point
from geo.model import Place

# A point is reported by the nearest town; beyond the last radius, by the country or sea it lies in.
_TOWN_WITHIN_M = (10_000, 50_000, 150_000)


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocode with the embedded gazetteer, or another: offline, without limits and keys.

    ``raw`` of each ``Location`` holds GeoNames' fields (``geonameid``, ``name``, ``feature_code``, …),
    ``uncertainty_m``, and the name of the disputed area that the point lies in, if any (``disputed``);
    of ``reverse``, GeoNames' fields and ``distance_m``. ``timeout`` and the like are accepted as
    every geopy geocoder does and have no effect.

    Raises:
        GazetteerError: if the gazetteer cannot be opened.

    """

    def __init__(self, gazetteer: Gazetteer | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.gazetteer = gazetteer or _gazetteer.default()

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL, limit: int | None = None
    ) -> Location | list[Location] | None:
        """Return the likeliest place of a name or name expression, or all of them; None if there is none.

        Raises:
            geopy.exc.GeocoderQueryError: if ``query`` is no text.

        """
        if not isinstance(query, str):
            raise GeocoderQueryError(f"a name is needed, not {query!r}")
        found = [_location(match) for match in matches(query, self.gazetteer)]
        if limit is not None:
            found = found[:limit]
        return _one_or_all(found, exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL, limit: int = 10
    ) -> Location | list[Location] | None:
        """Return the town nearest to a point (a text, a pair, a ``geopy.Point``), or the nearest ``limit``.

        Far from any town, the country or sea that holds the point.

        Raises:
            geopy.exc.GeocoderQueryError: if ``query`` is no point on the globe.

        """
        latitude, longitude = read_point(query)
        for radius in _TOWN_WITHIN_M:
            towns = self.gazetteer.near(latitude, longitude, radius, feature_class="P")
            if towns:
                return _one_or_all([_near(town, latitude, longitude) for town in towns[:limit]], exactly_one)
        holders = [self.gazetteer.country(code) for code in areas.countries_at(latitude, longitude)]
        for name in areas.seas_at(latitude, longitude):
            waters = [c.place for c in self.gazetteer.lookup(name) if c.place.feature_class == "H"]
            holders.append(waters[0] if waters else Place(None, name, latitude, longitude, "H", source="natural-earth"))
        return _one_or_all([_near(holder, latitude, longitude) for holder in holders if holder], exactly_one)


def _one_or_all(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found


def _location(match: Match) -> Location:
    place, located = match.candidate.place, match.located
    raw = asdict(place) | {
        "matched_name": match.candidate.matched_name,
        "name_kind": str(match.candidate.name_kind),
        "uncertainty_m": located.uncertainty_m,
        "disputed": areas.dispute(located.latitude, located.longitude),
    }
    return Location(address(place), (located.latitude, located.longitude), raw)


def _near(place: Place, latitude: float, longitude: float) -> Location:
    distance = round(distance_m(latitude, longitude, place.latitude, place.longitude))
    return Location(address(place), (place.latitude, place.longitude), asdict(place) | {"distance_m": distance})


def address(place: Place) -> str:
    """Return a place with its division and country, as people write it: "Paris, Texas, United States"."""
    parts = (place.name, place.admin1_name, place.country_name)
    return ", ".join(dict.fromkeys(part for part in parts if part))
