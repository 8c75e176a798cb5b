"""Names beyond GeoNames': demonyms, abbreviations, everyday names and seats of government.

The hand-made tables lie in ``data/gazetteer``; each has a name a line and its place, given as an ISO 3166
country code (``GB``), a GeoNames admin1 code (``US.KS``), a GeoNames id or a name in ``places.tsv``.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from geo.errors import GazetteerError
from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import Downloads
from geo.model import NameKind

_TABLES = {
    "abbreviations.tsv": NameKind.ABBREVIATION,
    "aliases.tsv": NameKind.SHORT,
    "demonyms.tsv": NameKind.DEMONYM,
    "metonyms.tsv": NameKind.METONYM,
}

# The Factbook's "Argentine(s)", "Frenchman(men)", "Burkinabe (singular and plural)".
_PLURAL = re.compile(r"^(.*?)(?:\((s|men|women)\))?$")
_REMARK = re.compile(r"\s*\((?!s\)|men\)|women\))[^)]*\)|\s*\bnote\b.*$|;\s*note.*$")


def add_all(collection: Collection, downloads: Downloads, tables: Path) -> None:
    """Add names to the places that are there already."""
    places = _Places(collection)
    for country, demonym in factbook_demonyms(downloads):
        record = places.find(country)
        if record is not None:
            record.add(NameKind.DEMONYM, [demonym])
    for record in list(collection):
        if record.feature_code == "PPLC":
            country_record = places.find(record.country_code)
            if country_record is not None:
                country_record.add(NameKind.METONYM, [record.name])
    for table, kind in _TABLES.items():
        for name, place in read_table(tables / table):
            record = places.find(place)
            if record is None:
                raise GazetteerError(f"{tables / table}: no place has the code {place!r} ({name})")
            record.add(kind, [name])


def read_table(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated table; lines that start with # and the header are left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        yield line.split("\t")


def factbook_demonyms(downloads: Downloads) -> Iterator[tuple[str, str]]:
    """Yield (country code, demonym) from The World Factbook, singular and plural."""
    database = sqlite3.connect(":memory:")
    database.deserialize(downloads.read("pyworldatlas", "pyworldatlas/data/atlas.sqlite3"))
    rows = database.execute(
        "SELECT alpha2, noun, adjective FROM country_demonym JOIN country ON country.id = country_id ORDER BY alpha2"
    )
    for country, noun, adjective in rows:
        for text in (noun, adjective):
            for demonym in split_demonyms(text or ""):
                yield country, demonym


def split_demonyms(text: str) -> list[str]:
    """Return the words of a Factbook entry: "Croat(s), Croatian(s)" gives four."""
    found: list[str] = []
    for part in re.split(r",|;|/|\bor\b|\band\b", _REMARK.sub("", text)):
        match = _PLURAL.match(part.strip())
        assert match is not None, "the pattern matches every line"
        word, plural = match[1].strip(), match[2]
        if not word or not word[0].isupper() or word == "NA":
            continue
        found.append(word)
        if plural == "s":
            found.append(f"{word}s")
        elif plural:
            found.append(word[: -len("man") if plural == "men" else -len("woman")] + plural)
    return list(dict.fromkeys(found))


class _Places:
    """Finds records by the codes that the tables use."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._by_code: dict[str, Record] = {}
        for record in collection:
            if record.feature_code.startswith("PCL") or record.feature_code == "TERR":
                self._by_code.setdefault(record.country_code, record)
            elif record.feature_code == "ADM1" and record.geonameid is not None:
                self._by_code.setdefault(f"{record.country_code}.{record.admin1_code}", record)
            if record.importance:
                for name, kind in record.names.items():
                    if kind in {NameKind.MAIN, NameKind.SHORT}:
                        self._by_code.setdefault(name, record)

    def find(self, code: str) -> Record | None:
        return self._collection.get(int(code)) if code.isdigit() else self._by_code.get(code)
