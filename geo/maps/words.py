"""The page's own words: one table, a column a language."""

from __future__ import annotations

import functools
import importlib.resources
import json

from geo.errors import InputError


@functools.cache
def labels(language: str) -> dict[str, str]:
    """Return the words of the page in a language (``de``, ``de-AT``); what it lacks is English.

    Raises:
        InputError: if there are no words in that language: a page must not claim to be in it.

    """
    table: dict[str, dict[str, str]] = json.loads(
        (importlib.resources.files("geo.maps") / "labels.json").read_text(encoding="utf-8")
    )
    words = table.get(language) or table.get(language.partition("-")[0])
    if words is None:
        raise InputError(f"the map has no words in the language '{language}': choose one of {', '.join(table)}")
    return table["en"] | words
