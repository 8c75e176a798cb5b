"""P-codes of divisions, from a table that the user has: COD-AB's, or HDX's list of all.

OCHA's Common Operational Datasets (COD-AB) give each division of a country a place code, which reports of humanitarians
are joined by. No package that may be had openly has them, so the user brings the table. It is joined by names: each
name in the table is looked up in the gazetteer, which knows divisions by many names and spellings.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import InputError, SourceNotFound, UnreadableSource
from geo.gazetteer.names import fold
from geo.profiles.countries import alpha2s, codes

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.model import Place

# HDX's list of the P-codes of all countries has 30 MB.
_MOST_BYTES = 200_000_000
_LONGEST_CELL = 10_000
# ADM1_PCODE, admin1Pcode, adm1_pcode; ADM1_EN, admin1Name_en, adm1_name, ADM1_REF, adm1_name1.
_CODE = re.compile(r"adm(?:in)?([0-2])_?p_?code", re.IGNORECASE)
_NAME = re.compile(r"adm(?:in)?([0-2])_?(?:name|ref|alt)?\d?(?:_?[a-z]{2})?\d?", re.IGNORECASE)
_LONG = {"location": "country", "admin level": "level", "p-code": "code", "name": "name", "parent p-code": "parent"}
_LETTERS = re.compile(r"[A-Z]+")
_LEVELS = (1, 2)


class Unit(NamedTuple):
    """A division as the table has it: its code, that of the one it lies in, and its names."""

    country: str
    level: int
    code: str
    parent: str
    names: tuple[str, ...]


@dataclass(slots=True)
class PCodes:
    """The P-codes of a table. ``doubled`` are names that it gives several codes, of which none is taken."""

    units: Sequence[Unit]
    doubled: tuple[str, ...]
    _joined: dict[tuple[str, int], dict[str, list[Unit]]] = field(default_factory=dict)

    def of(self, division: Place | None, gazetteer: Gazetteer, within: str | None = None) -> str | None:
        """Return the P-code of a division, None where the table has none, or more than one.

        Args:
            division: a first- or second-order division.
            gazetteer: where the table's names are looked up.
            within: the P-code of the division that it lies in, where it is known.

        """
        if division is None or division.feature_code not in ("ADM1", "ADM2"):
            return None
        level = int(division.feature_code[-1])
        key = (division.country_code, level)
        if key not in self._joined:
            self._joined[key] = _by_division([unit for unit in self.units if unit[:2] == key], level, gazetteer)
        found = self._joined[key].get(_identity(division), [])
        found = [unit for unit in found if within is None or unit.parent in ("", within)]
        same = [unit for unit in found if fold(division.name) in map(fold, unit.names)]
        several = {unit.code for unit in same or found}
        return several.pop() if len(several) == 1 else None


def read(path: Path) -> PCodes:
    """Return the P-codes of a CSV table.

    It has a row for each division of the lowest order, with the codes and names of those it lies in (``ADM1_PCODE``,
    ``ADM1_EN``, …), or a row for each division (``Location``, ``Admin Level``, ``P-Code``, ``Name``, ``Parent
    P-Code``). A row of HXL hashtags is left out.

    Raises:
        SourceNotFound: if there is no such file.
        UnreadableSource: if it is no such table.
        InputError: if a row is broken; the message names the line.

    """
    if not path.is_file():
        raise SourceNotFound(f"{path}: there is no such file of P-codes")
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableSource(f"{path}: has more than {_MOST_BYTES // 1_000_000} MB, which no table of P-codes has")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = _units(csv.reader(file), path)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"{path}: is not in UTF-8 (byte {error.start}); save it as CSV UTF-8") from error
    except csv.Error as error:
        raise UnreadableSource(f"{path}: is no CSV table ({error})") from error
    return PCodes(*_without_doubles(found))


def _units(reader: Iterator[list[str]], path: Path) -> list[Unit]:
    header = [cell.strip() for cell in next(reader, [])]
    rows = (_Row(path, number, dict(zip(header, cells, strict=False))) for number, cells in enumerate(reader, start=2))
    told = (row for row in rows if not any(cell.strip().startswith("#") for cell in row.cells.values()))
    if {"p-code", "admin level", "name"} <= {name.casefold() for name in header}:
        names = {_LONG[name.casefold()]: name for name in header if name.casefold() in _LONG}
        return [unit for row in told if (unit := _long_unit(row, names)) is not None]
    by_level = {level: _columns(header, level) for level in (0, *_LEVELS)}
    if by_level[1][0] is None:
        raise UnreadableSource(
            f"{path}: is no table of P-codes: it has no ADM1_PCODE, and no P-Code, Admin Level and Name"
        )
    return [unit for row in told for unit in _wide_units(row, by_level)]


class _Row(NamedTuple):
    path: Path
    number: int
    cells: dict[str, str]

    def get(self, name: str | None) -> str:
        """Return a cell on one line, empty where there is none."""
        value = " ".join((self.cells.get(name) or "").split()) if name else ""
        if len(value) > _LONGEST_CELL:
            raise InputError(f"{self.path}, line {self.number}: a cell of {len(value):,} characters is no name or code")
        return value


def _columns(header: Sequence[str], level: int) -> tuple[str | None, tuple[str, ...]]:
    """Return the column of the code and those of the names of a level."""
    code = [name for name in header if (match := _CODE.fullmatch(name)) and int(match[1]) == level]
    names = [name for name in header if (match := _NAME.fullmatch(name)) and int(match[1]) == level]
    return code[0] if code else None, tuple(names)


def _wide_units(row: _Row, columns: Mapping[int, tuple[str | None, tuple[str, ...]]]) -> Iterator[Unit]:
    country_code = row.get(columns[0][0])
    parent = ""
    for level in _LEVELS:
        code = row.get(columns[level][0])
        names = tuple(dict.fromkeys(name for column in columns[level][1] if (name := row.get(column))))
        country = _country(country_code, code)
        if code and names and country:
            yield Unit(country, level, code, parent, names)
        parent = code


def _long_unit(row: _Row, names: Mapping[str, str]) -> Unit | None:
    level = row.get(names["level"])
    code, name = row.get(names["code"]), row.get(names["name"])
    country = _country(row.get(names.get("country")), code)
    if not level.isdecimal() or int(level) not in _LEVELS or not (code and name and country):
        return None
    parent = row.get(names.get("parent")) if int(level) > 1 else ""
    return Unit(country, int(level), code, parent, (name,))


def _country(told: str, code: str) -> str | None:
    """Return the two letters of a country, as it is told or as a P-code begins (ISO's two letters, or three)."""
    for text in (told, code):
        letters = match[0] if (match := _LETTERS.match(text.upper())) else ""
        if letters in codes():
            return letters
        if letters in alpha2s():
            return alpha2s()[letters]
    return None


def _without_doubles(units: Sequence[Unit]) -> tuple[list[Unit], tuple[str, ...]]:
    """Return each unit once, without names that two units of the same division share."""
    found: dict[tuple[str, int, str], Unit] = {}
    bearers: dict[tuple[str, int, str, str], set[str]] = defaultdict(set)
    for unit in units:
        known = found.get(unit[:3])
        names = tuple(dict.fromkeys((*(known.names if known else ()), *unit.names)))
        found[unit[:3]] = unit._replace(names=names)
        for name in unit.names:
            bearers[unit.country, unit.level, unit.parent, fold(name)].add(unit.code)
    kept, doubled = [], {}
    for unit in found.values():
        names = tuple(
            name for name in unit.names if len(bearers[unit.country, unit.level, unit.parent, fold(name)]) == 1
        )
        doubled.update(dict.fromkeys(name for name in unit.names if name not in names))
        if names:
            kept.append(unit._replace(names=names))
    return kept, tuple(doubled)


def _identity(division: Place) -> str:
    return f"{division.admin1_code}/{division.admin2_code}"


def _by_division(units: Sequence[Unit], level: int, gazetteer: Gazetteer) -> dict[str, list[Unit]]:
    """Return the units that may be each division of a country, by their names."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        divisions = {
            _identity(candidate.place)
            for name in unit.names
            for candidate in gazetteer.candidates(name)
            if candidate.place.feature_code == f"ADM{level}" and candidate.place.country_code == unit.country
        }
        for division in divisions:
            found[division].append(unit)
    return found
