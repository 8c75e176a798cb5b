"""A corpus of any size to GeoParquet: parsed by many processes, each part whole, resumed after a kill."""

from geo.batch.parts import read_layers
from geo.batch.run import Summary, run

__all__ = ["Summary", "read_layers", "run"]
