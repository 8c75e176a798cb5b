"""Where things lie, read from the environment when called and never at import."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DatelineError

# How many seconds reading a page, and parsing an article, may take, by default. Long reports take ten.
ARTICLE_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Directories that Dateline reads from and writes to.

    ``data_dir`` holds what is shipped (gazetteer, boundaries, models) and is only read;
    ``cache_dir`` holds what is unpacked on first use and may be deleted at any time.
    ``gazetteer`` is a gazetteer that the user has built, to use instead of the embedded one.
    """

    data_dir: Path
    cache_dir: Path
    gazetteer: Path | None = None


def load() -> Settings:
    """Read the settings.

    ``DATELINE_DATA`` and ``DATELINE_CACHE`` override the places found by themselves: the data
    inside the installed package (or beside it, in a checkout) and the user's cache directory.
    ``DATELINE_GAZETTEER`` names the user's own gazetteer.

    Raises:
        DatelineError: if no data directory can be found.

    """
    own = os.environ.get("DATELINE_GAZETTEER")
    return Settings(data_dir=_data_dir(), cache_dir=_cache_dir(), gazetteer=Path(own) if own else None)


def _data_dir() -> Path:
    override = os.environ.get("DATELINE_DATA")
    if override:
        return Path(override)
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data", package.parent / "data"):
        if candidate.is_dir():
            return candidate
    raise DatelineError("Dateline's data directory is missing: reinstall dateline, or set DATELINE_DATA to it.")


def _cache_dir() -> Path:
    override = os.environ.get("DATELINE_CACHE")
    if override:
        return Path(override)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "dateline"
