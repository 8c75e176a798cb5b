"""Parsed articles as layers for any GIS: points, areas and places, in every open format."""

from geo.layers.build import Layers, build, events, layer_rows
from geo.layers.extents import Boundaries, Extents
from geo.layers.fields import FIELDS, GEOMETRY_TYPES, LAYER_NAMES, Field, FieldType, LayerName, schema
from geo.layers.read import READABLE, is_layer, read
from geo.layers.write import SUFFIXES, write

__all__ = [
    "FIELDS",
    "GEOMETRY_TYPES",
    "LAYER_NAMES",
    "READABLE",
    "SUFFIXES",
    "Boundaries",
    "Extents",
    "Field",
    "FieldType",
    "LayerName",
    "Layers",
    "build",
    "events",
    "is_layer",
    "layer_rows",
    "read",
    "schema",
    "write",
]
