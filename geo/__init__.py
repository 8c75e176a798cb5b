"""From news to events on a map: ``geo.parse("At least 16 people were killed in Kryvyi Rih …")``."""

from geo.api import Parsed, parse, parse_frame, read

__all__ = ["Parsed", "__version__", "parse", "parse_frame", "read"]

__version__ = "0.1.0"
