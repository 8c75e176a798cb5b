"""How each class of event looks in a GIS: one colour and one shape, the map's own.

The colours are Okabe and Ito's for all kinds of colour vision ("Color Universal Design", 2008) with the
grey that R's palette.colors adds and a brown in place of their second blue, which small symbols do not
tell from the first; the shape repeats what the colour says.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import EventClass


@dataclass(frozen=True, slots=True)
class Symbol:
    """A colour (#rrggbb) and a QGIS simple marker with its rotation in degrees."""

    colour: str
    marker: str
    rotation: int = 0


SYMBOLS: dict[EventClass, Symbol] = {
    EventClass.VIOLENCE: Symbol("#d55e00", "circle"),
    EventClass.PROTEST: Symbol("#e69f00", "equilateral_triangle"),
    EventClass.DISASTER: Symbol("#0072b2", "square"),
    EventClass.ACCIDENT: Symbol("#663311", "equilateral_triangle", 180),
    EventClass.CRIME: Symbol("#000000", "diamond"),
    EventClass.HEALTH: Symbol("#009e73", "cross_fill"),
    EventClass.DIPLOMACY: Symbol("#cc79a7", "pentagon"),
    EventClass.STATEMENT: Symbol("#999999", "square_with_corners"),
    EventClass.OTHER: Symbol("#f0e442", "hexagon"),
}
