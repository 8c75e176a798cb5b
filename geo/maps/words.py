"""The page's own words: one table, a column a language."""

from __future__ import annotations

import functools
import importlib.resources
import json


@functools.cache
def labels(language: str) -> dict[str, str]:
    """Return the words of the page in a language; what it lacks is English."""
    table: dict[str, dict[str, str]] = json.loads(
        (importlib.resources.files("geo.maps") / "labels.json").read_text(encoding="utf-8")
    )
    return table["en"] | table.get(language, {})
