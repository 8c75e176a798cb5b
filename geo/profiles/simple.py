"""GeoJSON with a few properties and the colours of simplestyle, for geojson.io, GitHub and pages of one's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from geo.layers.symbols import SYMBOLS
from geo.layers.texts import storable
from geo.model import EventClass
from geo.profiles.columns import Column, Profile, number, text
from geo.profiles.known import Known


def _write(profile: Profile, events: Sequence[Known], path: Path) -> list[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    features = []
    for one in events:
        longitude, latitude = one.row["longitude"], one.row["latitude"]
        point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
        cells = {column.name: column.cell(one) for column in profile.columns}
        # Programs that show every property have no use for those that are not known.
        properties = {name: value for name, value in cells.items() if value is not None}
        features.append(
            encode({"type": "Feature", "id": one.row["event_id"], "geometry": point, "properties": properties})
        )
    inside = ",\n".join(features)
    written = f'{{"type": "FeatureCollection",\n"features": [\n{inside}\n]}}\n'
    path.write_text(storable(written), encoding="utf-8", newline="\n")
    return [path.name]


SIMPLE = Profile(
    name="geojson-simple",
    scheme="RFC 7946 and simplestyle-spec 1.1.0; what is not known is left out",
    suffix=".geojson",
    columns=(
        Column("title", "what happened, in one line", text("headline")),
        Column("description", "quote, all numbers with bounds and speakers, claims", Known.notes),
        Column(
            "marker-color",
            "the map's colour of the class",
            lambda one: SYMBOLS[EventClass(one.row["event_class"])].colour,
        ),
        Column(
            "marker-size",
            "small for all but incidents",
            lambda one: "medium" if one.row["layer"] == "incident" else "small",
        ),
        Column("class", "our class", text("event_class")),
        Column("kind", "incident, statement, diplomacy or background", text("layer")),
        Column("date", "the day, or the first of those it may be", number("event_date")),
        Column("date_end", "the last of them", number("event_date_end")),
        Column("place", "GeoNames' name of the place or area", text("place_name")),
        Column("admin1", "first-order division, its name in full", text("admin1_name")),
        Column("country", "GeoNames' name of the country", text("country_name")),
        Column("iso3", "ISO 3166-1 alpha-3", lambda one: one.iso3),
        Column("adm1_pcode", "P-code, with `--pcodes`", lambda one: one.adm1_pcode),
        Column("adm2_pcode", "P-code, with `--pcodes`", lambda one: one.adm2_pcode),
        Column("area", "true where it is known only to lie somewhere in the place", lambda one: one.is_area or None),
        Column("uncertainty_m", "radius of the uncertainty in metres", number("coordinate_uncertainty_m")),
        Column("killed", "at least so many", number("killed_low")),
        Column("injured", "at least so many", number("injured_low")),
        Column("part_of", "the event, a sum or series, that it is a part of", text("part_of")),
        Column("source", "publisher of the article", text("source")),
        Column("url", "address of the article, where it is one of the web", Known.web_address),
    ),
    write=_write,
    lacks=lambda one: None if one.row["latitude"] is not None else "without a place (they have no geometry)",
)
