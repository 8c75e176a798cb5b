"""Airports, stations, harbours and islands with a transport code, from OpenTravelData."""

from __future__ import annotations

import csv
import io
import re

from geo.gazetteer.names import fold, sound
from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import Downloads
from geo.model import NameKind

# "Toronto Pearson International Airport" is also "Pearson International Airport", "Pearson Airport", "Pearson".
_AIRPORT = re.compile(r"\s+(?:International\s+|Regional\s+|Municipal\s+|Domestic\s+)?Airport$")


def add_all(collection: Collection, downloads: Downloads) -> None:
    """Add every place of OpenTravelData that has a GeoNames id."""
    table = io.StringIO(downloads.read("neobase", "neobase/optd_por_public.csv").decode("utf-8"))
    for row in csv.DictReader(table, delimiter="^", quoting=csv.QUOTE_NONE):
        if row["geoname_id"] in {"", "0"} or not row["fclass"]:
            continue
        record = Record(
            row["name"],
            float(row["geoname_lat"] or row["latitude"]),
            float(row["geoname_lon"] or row["longitude"]),
            int(row["geoname_id"]),
            row["fclass"],
            row["fcode"],
            row["country_code"],
            row["adm1_code"],
            row["adm2_code"],
            int(row["population"] or 0),
        )
        record.add(NameKind.ALTERNATE, [row["asciiname"], *_other_names(row["alt_name_section"])])
        if row["fclass"] == "S":
            record.add(NameKind.CODE, [row["iata_code"]])
            record.add(NameKind.ALTERNATE, short_airport_names(row["name"], row["city_name_list"]))
        collection.put(record)


def _other_names(section: str) -> list[str]:
    """Return the names of "en|Heathrow Airport|p=es|Aeropuerto de Heathrow|" without codes and links."""
    names = []
    for part in section.split("="):
        language, _, rest = part.partition("|")
        name = rest.split("|")[0].strip()
        if name and len(language) <= 3:
            names.append(name)
    return names


def short_airport_names(name: str, city: str) -> list[str]:
    """Return what news calls an airport: without its city, "International", or "Airport"."""
    if not _AIRPORT.search(name):
        return []
    longer = [name]
    if city and name.startswith(f"{city} ") and not _AIRPORT.fullmatch(name[len(city) :]):
        longer.append(name[len(city) :].strip(" -–/"))
    bare = [_AIRPORT.sub("", long) for long in longer]
    own = [short for short in bare if short != city and _unlike(short, city)]
    return [*longer[1:], *(f"{short} Airport" for short in bare), *own]


def _unlike(name: str, city: str) -> bool:
    """Say whether the name is not just another transliteration of its city: "Hodeidah", "Al Hudaydah"."""
    return not sound(fold(city)) or sound(fold(name)) != sound(fold(city))
