"""KML 2.2 (OGC 07-147r2): all layers as folders of one file, days as time spans.

A globe shows every feature at once, so a placemark has what is read there and not all columns; what has more to say
is found by its id in the other formats.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from geo.layers.fields import FIELDS, FieldType, LayerName
from geo.layers.geojson import json_values
from geo.layers.symbols import SYMBOLS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

_TYPES = {FieldType.INTEGER: "int", FieldType.NUMBER: "double"}
# The columns of a placemark besides its name, description, times and position.
_SHOWN: dict[LayerName, tuple[str, ...]] = {
    "events": (
        *("event_id", "layer", "event_class", "event_type", "killed_low", "killed_high", "injured_low", "injured_high"),
        *("actors", "targets", "number_of_sources", "place_name", "country_name", "geometry_kind", "geo_precision"),
        *("coordinate_uncertainty_m", "title", "url", "source", "published"),
    ),
    "areas": ("area_id", "event_class", "event_count", "country_name", "extent_source"),
    "places": ("place_id", "admin1_name", "country_name", "mention_count", "event_count"),
}
# Characters of one text.
_LONGEST = 400


def write_kml(layers: Sequence[tuple[LayerName, GeoDataFrame]], path: Path) -> None:
    """Write the layers; icons are the reader's own, so that nothing is fetched."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n')
        file.writelines(_styles())
        for name, _ in layers:
            file.writelines(_schema(name))
        for name, frame in layers:
            file.write(f"<Folder>\n{_element('name', name)}")
            file.writelines(_placemarks(frame, name))
            file.write("</Folder>\n")
        file.write("</Document>\n</kml>\n")


def _styles() -> Iterator[str]:
    # Without a text of its own, a balloon would show every field as HTML.
    balloon = "<BalloonStyle><text>$[description]</text></BalloonStyle>"
    for event_class, symbol in SYMBOLS.items():
        colour = _abgr(symbol.colour)
        yield (
            f'<Style id="{event_class.value}"><IconStyle><color>ff{colour}</color></IconStyle>'
            f"<LineStyle><color>ff{colour}</color></LineStyle>"
            f"<PolyStyle><color>4d{colour}</color></PolyStyle>{balloon}</Style>\n"
        )
    yield f'<Style id="place"><PolyStyle><fill>0</fill></PolyStyle>{balloon}</Style>\n'


def _schema(layer: LayerName) -> Iterator[str]:
    yield f'<Schema name="{layer}" id="{layer}">\n'
    for field in FIELDS[layer]:
        if field.name not in _SHOWN[layer]:
            continue
        yield f'<SimpleField type="{_TYPES.get(field.type, "string")}" name="{field.name}"/>\n'
    yield "</Schema>\n"


def _placemarks(frame: GeoDataFrame, layer: LayerName) -> Iterator[str]:
    names = [field.name for field in FIELDS[layer]]
    columns = [json_values(frame, field.name, field.type) for field in FIELDS[layer]]
    for geometry, values in zip(frame.geometry, zip(*columns, strict=True), strict=True):
        properties = dict(zip(names, values, strict=True))
        headline = properties.get("headline") or properties.get("name") or properties.get("place_name")
        yield "<Placemark>"
        yield _element("name", headline and _short(headline))
        yield _element("description", _description(properties))
        if properties.get("event_date"):
            begin, end = properties["event_date"], properties["event_date_end"]
            yield f"<TimeSpan>{_element('begin', begin)}{_element('end', end)}</TimeSpan>"
        yield f"<styleUrl>#{escape(str(properties.get('event_class') or 'place'))}</styleUrl>"
        yield f'<ExtendedData><SchemaData schemaUrl="#{layer}">'
        for name in _SHOWN[layer]:
            if (value := properties[name]) is not None:
                yield f"<SimpleData name={quoteattr(name)}>{escape(_short(value))}</SimpleData>"
        yield "</SchemaData></ExtendedData>"
        yield _geometry(geometry)
        yield "</Placemark>\n"


def _description(properties: dict[str, Any]) -> str | None:
    """Return what the balloon shows. Readers render it as HTML, so it is escaped once more than the rest."""
    shown = [properties.get(name) for name in ("headline", "event_date", "place_name", "quote", "mentions")]
    return "<br>".join(html.escape(_short(value)) for value in shown if value) or None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _geometry(geometry: BaseGeometry | None) -> str:
    if geometry is None:
        return ""
    if geometry.geom_type == "Point":
        return f"<Point><coordinates>{_coordinates(geometry)}</coordinates></Point>"
    polygons = "".join(
        "<Polygon>"
        + _ring("outerBoundaryIs", polygon.exterior)
        + "".join(_ring("innerBoundaryIs", hole) for hole in polygon.interiors)
        + "</Polygon>"
        for polygon in geometry.geoms  # type: ignore[attr-defined]  # layers hold points and multipolygons
    )
    return f"<MultiGeometry>{polygons}</MultiGeometry>"


def _ring(side: str, ring: BaseGeometry) -> str:
    return f"<{side}><LinearRing><coordinates>{_coordinates(ring)}</coordinates></LinearRing></{side}>"


def _coordinates(geometry: BaseGeometry) -> str:
    return " ".join(f"{longitude},{latitude}" for longitude, latitude in geometry.coords)


def _element(name: str, value: object) -> str:
    return "" if value is None else f"<{name}>{escape(str(value))}</{name}>"


def _abgr(colour: str) -> str:
    """Return "#rrggbb" in KML's order, bbggrr."""
    return colour[5:7] + colour[3:5] + colour[1:3]
