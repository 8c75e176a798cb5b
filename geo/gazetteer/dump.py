"""The whole of GeoNames, for who wants it: built from dump files that the user has downloaded.

Rows are streamed from the zip files into the same schema as the embedded gazetteer; SQLite sorts on
disk, so memory stays bounded. What the embedded gazetteer knows beyond GeoNames (demonyms,
abbreviations, metonyms, landmarks without an id) is carried over.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import GazetteerError, InputError
from geo.gazetteer.lookup import Gazetteer
from geo.gazetteer.names import SOUND
from geo.gazetteer.schema import KINDS
from geo.gazetteer.writer import Writer, importance, is_transliterated
from geo.model import NameKind, Place

LICENCE = "CC BY 4.0 (GeoNames)"

# Called with what is being read and the number of rows so far.
Progress = Callable[[str, int], None]

_PLACE_COLUMNS = 19
_NAME_COLUMNS = 4
_BATCH = 50_000

# "Languages" of alternate names that are no names: postal codes, links, registers.
_NO_NAMES = frozenset({"link", "post", "wkdt", "phon", "piny", "unlc", "uicn", "tcid", "nuts"})
_CODES = frozenset({"iata", "icao", "faac"})

# Places from the embedded gazetteer are numbered from here on, above any GeoNames id.
_FIRST_OWN_ID = 1 << 31


def build_from_dump(
    geonames: Path,
    output: Path,
    alternate_names: Path | None = None,
    embedded: Gazetteer | None = None,
    progress: Progress | None = None,
) -> None:
    """Build a gazetteer at ``output`` from GeoNames' ``allCountries`` and ``alternateNamesV2`` (zip or txt).

    Without ``alternate_names`` the names in the dump's own column are used, without their languages.
    ``embedded`` is the gazetteer to carry names over from. The output appears whole or not at all.

    Raises:
        InputError: if a file is missing, truncated or no GeoNames dump; the message gives the line.
        GazetteerError: if ``output`` cannot be written.

    """
    report = progress or (lambda what, rows: None)
    weights = _Weights()
    meta = {"licence": LICENCE, "source": f"GeoNames {geonames.name}", "built": ""}
    with Writer(output, meta) as writer:
        with _rows(geonames, _PLACE_COLUMNS) as rows:
            writer.meta["built"] = _add_places(writer, rows, weights, alternate_names is None, report)
        if alternate_names is not None:
            writer.meta["source"] += f", {alternate_names.name}"
            with _rows(alternate_names, _NAME_COLUMNS) as rows:
                _add_names(writer, rows, weights, report)
        if embedded is not None:
            writer.meta["source"] += f"; embedded gazetteer of {embedded.meta()['built']}"
            _carry_over(writer, embedded, weights)
        report("sorting", 0)


def info(gazetteer: Gazetteer) -> dict[str, str | int]:
    """Return what a gazetteer file is: its path, size in bytes, date, licence, sources and counts."""
    meta = gazetteer.meta()
    counts = {name: int(meta[name]) for name in ("places", "names", "schema_version")}
    return {
        "path": str(gazetteer.path),
        "bytes": gazetteer.path.stat().st_size,
        **{name: meta[name] for name in ("built", "licence", "source")},
        **counts,
    }


class _Weights:
    """The importance of each place by GeoNames id, a byte each: 13 million places take 13 MB."""

    _STEPS = 25  # to 0.04 powers of ten, up to ten

    def __init__(self) -> None:
        self._bytes = bytearray()

    def __setitem__(self, geonameid: int, weight: float) -> None:
        if geonameid >= len(self._bytes):
            self._bytes.extend(bytes(geonameid + 1_000_000 - len(self._bytes)))
        self._bytes[geonameid] = min(255, 1 + round(weight * self._STEPS))

    def get(self, geonameid: int) -> float | None:
        """Return the weight, or None for an unknown id."""
        step = self._bytes[geonameid] if 0 <= geonameid < len(self._bytes) else 0
        return (step - 1) / self._STEPS if step else None


@contextmanager
def _rows(path: Path, columns: int) -> Iterator[Iterator[list[str]]]:
    """Give the rows of a dump file, zipped or not."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                wanted = f"{path.stem}.txt"
                if wanted not in archive.namelist():
                    raise InputError(f"{path}: there is no {wanted} in it; download it again from GeoNames")
                with archive.open(wanted) as file, io.TextIOWrapper(file, "utf-8", newline="\n") as lines:
                    yield _split(lines, columns, path)
        else:
            with path.open(encoding="utf-8", newline="\n") as lines:
                yield _split(lines, columns, path)
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file") from error
    except (zipfile.BadZipFile, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a whole GeoNames file ({error}); download it again") from error


def _split(lines: io.TextIOBase, columns: int, path: Path) -> Iterator[list[str]]:
    for number, line in enumerate(lines, start=1):
        row = line.rstrip("\n").split("\t")
        if len(row) < columns or not row[0].isascii() or not row[0].isdigit():
            raise InputError(f"{path}, line {number}: not a row of this GeoNames file ({len(row)} columns)")
        yield row


def _add_places(
    writer: Writer, rows: Iterator[list[str]], weights: _Weights, with_names: bool, report: Progress
) -> str:
    """Add the places and their main names; return the day of the latest change."""
    latest = ""
    places: list[tuple[int, Place]] = []
    names: list[tuple[str, NameKind, int, float]] = []
    for number, row in enumerate(rows, start=1):
        place = _place(row, number)
        geonameid = int(row[0])
        latest = max(latest, row[18])
        weight = importance(place.feature_class, place.feature_code, place.population)
        weights[geonameid] = weight
        places.append((geonameid, place))
        names.append((row[1], NameKind.MAIN, geonameid, weight))
        names.append((row[2], NameKind.ALTERNATE, geonameid, weight))
        if with_names:
            names.extend((name, NameKind.ALTERNATE, geonameid, weight) for name in row[3].split(",") if name)
        if place.feature_class in {"P", "A", "L"} and is_transliterated(place.country_code):
            writer.add_sound(place.name, geonameid, weight)
        if number % _BATCH == 0:
            writer.add_places(places)
            writer.add_names(names)
            places.clear()
            names.clear()
            report("places", number)
    writer.add_places(places)
    writer.add_names(names)
    return latest


def _place(row: list[str], number: int) -> Place:
    try:
        latitude, longitude, population = float(row[4]), float(row[5]), int(row[14] or 0)
    except ValueError as error:
        raise InputError(f"allCountries, line {number}: not a place ({error})") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError(f"allCountries, line {number}: {latitude}, {longitude} is no point on Earth")
    return Place(int(row[0]), row[1], latitude, longitude, row[6], row[7], row[8], row[10], row[11], population)


def _add_names(writer: Writer, rows: Iterator[list[str]], weights: _Weights, report: Progress) -> None:
    names: list[tuple[str, NameKind, int, float]] = []
    for number, row in enumerate(rows, start=1):
        language, weight = row[2], weights.get(int(row[1] or 0))
        if weight is not None and language not in _NO_NAMES:
            names.append((row[3], _kind(language, row), int(row[1]), weight))
        if number % _BATCH == 0:
            writer.add_names(names)
            names.clear()
            report("names", number)
    writer.add_names(names)


def _kind(language: str, row: list[str]) -> NameKind:
    if language in _CODES:
        return NameKind.CODE
    if language == "abbr":
        return NameKind.ABBREVIATION
    english_short = len(row) > 5 and row[5] == "1" and language in {"", "en"}
    return NameKind.SHORT if english_short else NameKind.ALTERNATE


def _carry_over(writer: Writer, embedded: Gazetteer, weights: _Weights) -> None:
    """Copy the embedded gazetteer's own names of GeoNames' places, and its places without an id."""
    own_kinds = (NameKind.SHORT, NameKind.ABBREVIATION, NameKind.DEMONYM, NameKind.METONYM)
    database = sqlite3.connect(f"{embedded.path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = database.execute(
            "SELECT n.key, n.kind, p.geonameid FROM name n JOIN place p ON p.id = n.place"
            " WHERE p.geonameid IS NOT NULL AND n.kind IN (?, ?, ?, ?)",
            [KINDS.index(kind) for kind in own_kinds],
        )
        for key, kind, geonameid in rows:
            weight = weights.get(geonameid)
            if weight is not None:
                writer.add_names([(key, KINDS[kind], geonameid, weight)])
        for row in database.execute(
            "SELECT id, name, latitude, longitude, feature_class, feature_code, country_code, admin1_code, admin2_code,"
            " population, source FROM place WHERE geonameid IS NULL"
        ):
            writer.add_places([(_FIRST_OWN_ID + row[0], Place(None, *row[1:]))])
        rows = database.execute(
            "SELECT n.key, n.kind, p.id, p.feature_class, p.feature_code, p.population"
            " FROM name n JOIN place p ON p.id = n.place WHERE p.geonameid IS NULL AND substr(n.key, 1, 1) <> ?",
            (SOUND,),
        )
        for key, kind, number, feature_class, feature_code, population in rows:
            weight = importance(feature_class, feature_code, population)
            writer.add_names([(key, KINDS[kind], _FIRST_OWN_ID + number, weight)])
    except sqlite3.Error as error:
        raise GazetteerError(f"{embedded.path}: the gazetteer cannot be read ({error})") from error
    finally:
        database.close()
