"""QGIS styles (QML), so that a layer opens with symbols, labels, tips and a time field.

The elements and options are those that QGIS 3.22 writes (``QgsMapLayer.exportNamedStyle``);
what is left out, QGIS fills with its defaults.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree as Xml

from geo.layers.fields import LayerName
from geo.layers.symbols import SYMBOLS
from geo.model import EventClass

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_WHITE = "255,255,255,255"
_FAINT = "130,130,130,150"
_INK = "60,60,60,255"
_GREY = "130,130,130,255"

# Pixels, 12 to 28 by the square root of the toll; what is no incident stays small.
_TOLL = 'coalesce("killed_low", "killed_high", 0) + coalesce("injured_low", "injured_high", 0)'
_SIZE = f"""with_variable('size', 12 + 16 * sqrt(min({_TOLL}, 200) / 200.0),
 if("layer" = 'incident', max(@size, 14), min(@size, 12)))"""
_OPACITY = """if("layer" = 'incident', 100, 60)"""
# What has no exact place or day is hollow.
_HOLLOW = """"geometry_kind" = 'area' or coalesce("geo_precision", 3) > 1 or coalesce("time_precision", 3) > 1"""
_MENTIONED_SIZE = '4 + 6 * sqrt(min(coalesce("mention_count", 1), 50) / 50.0)'


@cache
def style(layer: LayerName) -> str:
    """Return the QML of a layer."""
    root = Xml.Element(
        "qgis", version="3.22.0", styleCategories="Symbology|Labeling|MapTips|Temporal", labelsEnabled="1"
    )
    _STYLES[layer](root)
    Xml.indent(root, " ")
    return _DOCTYPE + Xml.tostring(root, encoding="unicode") + "\n"


def _events(root: Xml.Element) -> None:
    _time(root)
    symbols = _by_class(root, _TOLL, others=None)
    for name, event_class in enumerate(EventClass):
        symbol = SYMBOLS[event_class]
        colour = _rgba(symbol.colour)
        _marker(
            symbols,
            name,
            {"name": symbol.marker, "angle": str(symbol.rotation), "color": colour, "outline_color": _WHITE},
            {
                "size": _SIZE,
                "fillColor": f"if({_HOLLOW}, '255,255,255,200', '{colour}')",
                "outlineColor": f"if({_HOLLOW}, '{colour}', '{_WHITE}')",
                "outlineWidth": f"if({_HOLLOW}, 2, 1.5)",
            },
        )
    _labels(root, "place_name")
    _tip(root, f"<b>{_shown('headline')}</b><br>{_shown('event_date')} · {_shown('place_name')}<br>{_shown('quote')}")


def _areas(root: Xml.Element) -> None:
    _time(root)
    symbols = _by_class(root, "$area", others="several classes")
    for name, event_class in enumerate(EventClass):
        colour = SYMBOLS[event_class].colour
        _fill(symbols, name, {"color": _rgba(colour, 150), "style": "b_diagonal", "outline_color": _rgba(colour)})
    _fill(symbols, len(EventClass), {"color": _FAINT, "style": "b_diagonal", "outline_color": _GREY})
    _labels(root, "place_name", polygons=True)
    _tip(root, f"somewhere in <b>{_shown('place_name')}</b>: {_shown('event_count')}<br>{_shown('headline')}")


def _places(root: Xml.Element) -> None:
    renderer = Xml.SubElement(root, "renderer-v2", type="singleSymbol")
    symbols = Xml.SubElement(renderer, "symbols")
    _marker(
        symbols,
        0,
        {"name": "circle", "angle": "0", "color": _GREY, "outline_color": _WHITE},
        {"size": _MENTIONED_SIZE},
        opacity=None,
    )
    _labels(root, "name")
    _tip(root, f"<b>{_shown('name')}</b><br>{_shown('mention_count')} × {_shown('mentions')}")


def _time(root: Xml.Element) -> None:
    # Mode 2 takes the times of each feature from two fields.
    Xml.SubElement(
        root, "temporal", enabled="1", mode="2", startField="event_date", endField="event_date_end", limitMode="1"
    )


def _by_class(root: Xml.Element, largest: str, others: str | None) -> Xml.Element:
    """Add a renderer with a category for each class and return the element for its symbols."""
    renderer = Xml.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="event_class", enableorderby="1")
    categories = Xml.SubElement(renderer, "categories")
    # The largest is drawn first and lies below.
    order = Xml.SubElement(renderer, "orderby")
    Xml.SubElement(order, "orderByClause", asc="0", nullsFirst="0").text = largest
    labels = [(event_class.value, event_class.value) for event_class in EventClass]
    # An empty value stands for all others.
    for number, (value, label) in enumerate([*labels, ("", others)] if others else labels):
        Xml.SubElement(categories, "category", value=value, label=label or "", symbol=str(number), render="true")
    return Xml.SubElement(renderer, "symbols")


def _marker(
    symbols: Xml.Element,
    name: int,
    options: dict[str, str],
    expressions: dict[str, str],
    opacity: str | None = _OPACITY,
) -> None:
    symbol = Xml.SubElement(symbols, "symbol", type="marker", name=str(name), alpha="1")
    if opacity:
        _expressions(symbol, {"alpha": opacity})
    layer = Xml.SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "pass": "0", "locked": "0"})
    _options(
        layer, options | {"size": "12", "size_unit": "Pixel", "outline_width": "1.5", "outline_width_unit": "Pixel"}
    )
    _expressions(layer, expressions)


def _fill(symbols: Xml.Element, name: int, options: dict[str, str]) -> None:
    symbol = Xml.SubElement(symbols, "symbol", type="fill", name=str(name), alpha="0.6")
    layer = Xml.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "pass": "0", "locked": "0"})
    _options(layer, {"outline_style": "solid", "outline_width": "1", "outline_width_unit": "Pixel"} | options)


def _options(parent: Xml.Element, options: dict[str, str]) -> None:
    group = Xml.SubElement(parent, "Option", type="Map")
    for name, value in options.items():
        Xml.SubElement(group, "Option", name=name, type="QString", value=value)


def _expressions(parent: Xml.Element, expressions: dict[str, str]) -> None:
    """Let expressions decide over properties, feature by feature."""
    group = Xml.SubElement(Xml.SubElement(parent, "data_defined_properties"), "Option", type="Map")
    Xml.SubElement(group, "Option", name="name", type="QString", value="")
    properties = Xml.SubElement(group, "Option", name="properties", type="Map")
    for name, expression in expressions.items():
        one = Xml.SubElement(properties, "Option", name=name, type="Map")
        Xml.SubElement(one, "Option", name="active", type="bool", value="true")
        Xml.SubElement(one, "Option", name="expression", type="QString", value=expression)
        Xml.SubElement(one, "Option", name="type", type="int", value="3")
    Xml.SubElement(group, "Option", name="type", type="QString", value="collection")


def _labels(root: Xml.Element, field: str, *, polygons: bool = False) -> None:
    settings = Xml.SubElement(Xml.SubElement(root, "labeling", type="simple"), "settings")
    text = Xml.SubElement(
        settings,
        "text-style",
        fieldName=field,
        isExpression="0",
        allowHtml="0",
        fontSize="9",
        fontSizeUnit="Point",
        textColor=_INK,
    )
    Xml.SubElement(text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM", bufferColor=_WHITE)
    # Placement 6 is a fixed position beside a point, one only, so that events at one place share
    # one name; 1 is the middle of a polygon, again one only.
    around = {"placement": "6", "predefinedPositionOrder": "R", "offsetType": "1", "dist": "0.8"}
    inside = {"placement": "1", "centroidInside": "1", "quadOffset": "4"}
    Xml.SubElement(settings, "placement", (inside if polygons else around) | {"distUnits": "MM", "priority": "5"})
    # Small symbols may lie under a name, so that a crowd of events still has one.
    Xml.SubElement(settings, "rendering", drawLabels="1", obstacle="0", scaleVisibility="0", limitNumLabels="0")


def _tip(root: Xml.Element, html: str) -> None:
    Xml.SubElement(root, "mapTip").text = html


def _shown(field: str) -> str:
    """Return an expression for a map tip, which QGIS renders as HTML: the text of articles is escaped."""
    return f"""[% replace(coalesce("{field}", ''), map('&', '&amp;', '<', '&lt;', '>', '&gt;')) %]"""


def _rgba(colour: str, alpha: int = 255) -> str:
    """Return "#d55e00" as QGIS writes it, "213,94,0,255"."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"{red},{green},{blue},{alpha}"


_STYLES: dict[LayerName, Callable[[Xml.Element], None]] = {"events": _events, "areas": _areas, "places": _places}
