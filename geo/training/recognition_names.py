"""Names to swap into the training articles: places from the gazetteer, people from Faker's locales."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing

from geo.gazetteer import Gazetteer
from geo.training.recognition_augment import Names

_LATIN_NAME = re.compile(r"[A-ZÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’\-]+(?: [A-Za-zÀ-ɏḀ-ỿ'’.\-]+){0,3}")
_SHORTEST = 3
# Smaller towns are in the news of their own country; these could be anywhere.
_TOWN = 20_000
# BGN/PCGN in short: how English-language news writes Cyrillic names.
_CYRILLIC = {
    **dict(zip("абвгґдеєзиіїйклмнопрстуфыэ", "abvhgdeezyiiyklmnoprstufye", strict=True)),
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu",
    "я": "ya", "'": "", "’": "",
}  # fmt: skip


def load(gazetteer: Gazetteer) -> Names:
    """Return the names of places in ``gazetteer`` and of people of about 60 languages and countries."""
    places: dict[str, list[str]] = {}
    towns: list[str] = []
    with closing(sqlite3.connect(f"{gazetteer.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = connection.execute(
            "SELECT name, country_code, feature_class, population FROM place WHERE country_code != '' ORDER BY id"
        )
        for name, country_code, feature_class, population in rows:
            if feature_class not in ("P", "A") or len(name) < _SHORTEST or not _LATIN_NAME.fullmatch(name):
                continue
            places.setdefault(country_code, []).append(name)
            if population >= _TOWN:
                towns.append(name)
    return Names(places, towns, people())


def people() -> list[tuple[list[str], list[str]]]:
    """Return given and family names in Latin letters, a pair of lists for each locale of Faker."""
    from faker.providers import person

    found = []
    for module in sorted(info.name for info in pkgutil.iter_modules(person.__path__)):
        provider = importlib.import_module(f"{person.__name__}.{module}").Provider
        given, family = (_names(provider, rank) for rank in ("first", "last"))
        if len(given) > 20 and len(family) > 20:
            found.append((given, family))
    return found


def _names(provider: object, rank: str) -> list[str]:
    wanted = re.compile(rf"{rank}_names(_\w+)?|{rank}_\w*romanized\w*")
    names: set[str] = set()
    for attribute in filter(wanted.fullmatch, dir(provider)):
        values = getattr(provider, attribute)
        if isinstance(values, Iterable) and not isinstance(values, str):
            names.update(_romanised(value) for value in values if isinstance(value, str))
    return sorted(name for name in names if len(name) >= _SHORTEST and _LATIN_NAME.fullmatch(name))


def _romanised(name: str) -> str:
    if not re.search("[а-яіїєґё]", name.lower()):
        return name.title() if name.isupper() else name
    return "".join(_CYRILLIC.get(letter, letter) for letter in name.lower()).title()
