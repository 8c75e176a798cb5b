"""From news to events on a map: ``geo.parse("At least 16 people were killed in Kryvyi Rih …")``."""

from geo.about import VERSION
from geo.api import Parsed, parse, parse_frame, read

__all__ = ["Parsed", "__version__", "parse", "parse_frame", "read"]

__version__ = VERSION
# By this the command tells our package from another project's of the same name (dateline_start.py).
__project__ = "dateline"
