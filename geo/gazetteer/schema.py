"""What the writer and the reader of a gazetteer file agree on, beside ``schema.sql``."""

from __future__ import annotations

import math

from geo.model import NameKind

SCHEMA_VERSION = 1

# The column name.kind holds a position in this tuple.
KINDS = tuple(NameKind)


def cell(latitude: float, longitude: float) -> int:
    """Return the number of the one-degree cell that holds a point in degrees."""
    row = min(max(math.floor(latitude), -90), 89) + 90
    return row * 360 + (math.floor(longitude) + 180) % 360
