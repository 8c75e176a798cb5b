"""One name for one place: on the basemap, in the list, at the pins and in popups.

English names of places are those of :mod:`geo.preferred`. ``seas.json`` has the seas:
English names for those that Natural Earth writes otherwise, null for labels without a sea, and the larger seas in
other languages.
Countries in other languages than English are CLDR's (Unicode, by babel).
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
import json
from typing import TYPE_CHECKING

from geo.preferred import countries as preferred_countries
from geo.preferred import preferred

if TYPE_CHECKING:
    from babel import Locale


def _asset(name: str) -> str:
    return (importlib.resources.files("geo.maps") / name).read_text(encoding="utf-8")


@functools.cache
def _seas() -> dict[str, dict[str, str | None]]:
    seas: dict[str, dict[str, str | None]] = json.loads(_asset("seas.json"))
    return seas


def sea(name: str, language: str) -> str | None:
    """Return a sea in the language of the page; None where it has no name there, or is no sea."""
    main = language.partition("-")[0]
    if main != "en":
        return _seas().get(main, {}).get(name)
    return _seas()["en"].get(name, name)


@functools.cache
def locale(language: str) -> Locale:
    """Return what CLDR knows of a language."""
    from babel import Locale

    return Locale.parse(language.replace("-", "_"))


@functools.cache
def countries(language: str) -> dict[str, str]:
    """Return countries by their ISO 3166-1 alpha-2 codes; in English only those that the gazetteer calls otherwise."""
    if language.partition("-")[0] == "en":
        return preferred_countries()
    territories = locale(language).territories
    return {code: territories[code] for code in sorted(territories) if len(code) == 2 and code.isalpha()}


@functools.cache
def cities() -> list[tuple[str, float, float, int]]:
    """Return capitals and the largest towns: name, latitude, longitude (degrees) and the zoom that shows them first.

    ``cities.tsv`` is made of GeoNames: capitals of 20,000 people and more, seats of divisions of 1.5 million and more.
    """
    rows = csv.DictReader(_asset("cities.tsv").splitlines(), delimiter="\t")
    return [
        (
            preferred(row["name"], row["country"]),
            float(row["latitude"]),
            float(row["longitude"]),
            int(row["zoom"]),
        )
        for row in rows
    ]
