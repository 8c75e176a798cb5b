"""One English name for one place, in tables and on maps.

``preferred.tsv`` has the names that CLDR or the UN's group of experts (UNGEGN) prefer to the gazetteer's or to an older
one, country by country, and without a known name that of the country itself.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources


@functools.cache
def _table() -> dict[tuple[str, str], str]:
    content = (importlib.resources.files("geo") / "preferred.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(content.splitlines(), delimiter="\t")
    return {(row["country"], row["known"]): row["preferred"] for row in rows}


def preferred(name: str, country_code: str) -> str:
    """Return the English name of a place in a country (ISO 3166-1 alpha-2) that is preferred to this one."""
    return _table().get((country_code, name)) or name if name else name


def countries() -> dict[str, str]:
    """Return the names of the countries that are called otherwise than in the gazetteer, by their codes."""
    return {code: name for (code, known), name in _table().items() if not known}
