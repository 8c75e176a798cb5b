"""Where the command ``dateline`` starts: with a look at whose package ``geo`` is.

Another project on the package index is called ``geo``. Installed beside Dateline it lies in the same folder and
replaces its files without a word, so this module lies outside it, and looks at the package without running it.
"""

from __future__ import annotations

import importlib.util
import sys

_OURS = '__project__ = "dateline"'


def main() -> None:
    """Run the command line, unless the package that it is in is not ours."""
    if (place := foreign()) is not None:
        print(
            f"dateline: the package geo in {place} is not Dateline's but another project's: pip uninstall geo, "
            "then pip install --force-reinstall --no-deps dateline",
            file=sys.stderr,
        )
        sys.exit(1)
    from geo.cli import main as run

    run()


def foreign() -> str | None:
    """Return where the package ``geo`` lies that Python finds, if it is not Dateline's; None if it is."""
    found = importlib.util.find_spec("geo")
    if found is None:
        return "no folder that Python knows"
    try:
        # Asked of the loader, which also knows packages in archives. (importlib.abc, which has a class for those that
        # know source, takes longer to load than all that is done here.)
        source = getattr(found.loader, "get_source", None)
        if source is not None and _OURS in (source("geo") or ""):
            return None
    except ImportError:  # not even text
        pass
    # What is left of a package when half of it was uninstalled has no file of its own, only folders.
    return found.origin or next(iter(found.submodule_search_locations or []), "an unknown place")
