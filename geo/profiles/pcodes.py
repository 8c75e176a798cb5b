"""P-codes of divisions, from a table that the user has: COD-AB's, or HDX's list of all.

OCHA's Common Operational Datasets (COD-AB) give each division of a country a place code, which reports of humanitarians
are joined by. No package that may be had openly has them, so the user brings the table. It is joined by names: each
name in the table is looked up in the gazetteer, which knows divisions by many names and spellings.
"""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import InputError, SourceNotFound, UnreadableSource
from geo.gazetteer.names import fold
from geo.model import NameKind
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


# A division by GeoNames' codes of the first and the second order, of which the latter may be empty.
Division = tuple[str, str]


@dataclass(slots=True)
class PCodes:
    """The P-codes of a table. ``doubled`` are names that it gives several codes, of which none is taken."""

    units: Sequence[Unit]
    doubled: tuple[str, ...]
    _joined: dict[str, dict[Division, str]] = field(default_factory=dict)

    def of(self, country_code: str, division: Division, gazetteer: Gazetteer) -> str | None:
        """Return the P-code of a division by GeoNames' codes, None where the names do not tell it without doubt."""
        if country_code not in self._joined:
            units = [unit for unit in self.units if unit.country == country_code]
            self._joined[country_code] = _joined(units, gazetteer)
        return self._joined[country_code].get(division)


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
    by_level = _by_level(header)
    if by_level[1][0] is None:
        raise UnreadableSource(
            f"{path}: is no table of P-codes: it has no ADM1_PCODE, and no P-Code, Admin Level and Name"
        )
    return [unit for row in told for unit in _wide_units(row, by_level)]


def _by_level(header: Sequence[str]) -> dict[int, tuple[str | None, tuple[str, ...]]]:
    return {level: _columns(header, level) for level in (0, *_LEVELS)}


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


def _joined(units: Sequence[Unit], gazetteer: Gazetteer) -> dict[Division, str]:
    """Return the P-codes of a country's divisions, those of the second order only inside of the first."""
    first = _told(
        {
            unit.code: _named(unit, "ADM1", gazetteer, lambda place: (place.admin1_code, ""))
            for unit in units
            if unit.level == 1
        }
    )
    admin1s = {code: division[0] for division, code in first.items()}
    found = dict(first)
    for parent, admin1 in admin1s.items():
        inside = [unit for unit in units if unit.level > 1 and unit.parent == parent]
        found |= _told(
            {
                unit.code: {
                    division: is_main
                    for division, is_main in _named(
                        unit, "ADM2", gazetteer, lambda place: (place.admin1_code, place.admin2_code)
                    ).items()
                    if division[0] == admin1
                }
                for unit in inside
            }
        )
    return found


def _named(
    unit: Unit, feature_code: str, gazetteer: Gazetteer, division: Callable[[Place], Division]
) -> dict[Division, bool]:
    """Return the divisions that bear a name of the unit, and whether it is their main one."""
    found: dict[Division, bool] = {}
    for name in unit.names:
        # COD-AB's names often lack the word for what they are, which GeoNames' have.
        for written in (name, *(f"{name} {word}" for word in _kinds())):
            for candidate in gazetteer.lookup(written):
                place = candidate.place
                if place.feature_code == feature_code and place.country_code == unit.country:
                    is_main = candidate.name_kind is NameKind.MAIN
                    found[division(place)] = found.get(division(place), False) or is_main
    return found


def _told(bearers: Mapping[str, dict[Division, bool]]) -> dict[Division, str]:
    """Return the code of each division that the names tell without doubt.

    "Kyiv" is a name of a city and of the oblast around it; once "Kyivska" is the oblast, "Kyiv" can only be the city.
    """
    found: dict[Division, str] = {}
    for only_main in (True, False):
        left = {
            code: {division for division, is_main in divisions.items() if is_main or not only_main}
            for code, divisions in bearers.items()
            if code not in found.values()
        }
        while True:
            sure: dict[Division, set[str]] = defaultdict(set)
            for code, divisions in left.items():
                if len(open_ones := divisions - found.keys()) == 1:
                    sure[open_ones.pop()].add(code)
            new = {division: several.pop() for division, several in sure.items() if len(several) == 1}
            if not new:
                break
            found |= new
            left = {code: divisions for code, divisions in left.items() if code not in new.values()}
    return found


@functools.cache
def _kinds() -> tuple[str, ...]:
    """Return the words for divisions that names may lack."""
    text = resources.files("geo.profiles").joinpath("data", "division_words.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
