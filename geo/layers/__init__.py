"""Parsed articles as layers for any GIS: points, areas and places, in every open format."""

from geo.layers.build import Layers, build, events
from geo.layers.extents import Boundaries
from geo.layers.fields import FIELDS, LAYER_NAMES, Field, FieldType, LayerName, schema

__all__ = [
    "FIELDS",
    "LAYER_NAMES",
    "Boundaries",
    "Field",
    "FieldType",
    "LayerName",
    "Layers",
    "build",
    "events",
    "schema",
]
