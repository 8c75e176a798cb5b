"""From news to events on a map: ``geo.parse("At least 16 people were killed in Kryvyi Rih …")``."""

from typing import TYPE_CHECKING, Any

from geo.about import VERSION

if TYPE_CHECKING:
    from geo.api import Parsed, parse, parse_frame, read

__all__ = ["Parsed", "__version__", "parse", "parse_frame", "read"]

__version__ = VERSION
# By this the command tells our package from another project's of the same name (dateline_start.py).
__project__ = "dateline"


if not TYPE_CHECKING:  # a checker would take every name for one that is there

    def __getattr__(name: str) -> Any:
        """Return what the front door offers when asked for: every command imports this package, few enter there."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from geo import api

        return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
