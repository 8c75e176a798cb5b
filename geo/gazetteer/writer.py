"""Writing a gazetteer: places and names in any order in, one ranked SQLite file out.

Both builds go through here, the embedded one and the one from GeoNames' full dump. SQLite sorts
on disk, so memory stays bounded however many places there are.
"""

from __future__ import annotations

import math
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Self

from geo.errors import OutputError
from geo.gazetteer.names import fold, sound
from geo.gazetteer.schema import KINDS, SCHEMA_VERSION, cell
from geo.model import NameKind, Place

_KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}

# Names are ranked by the importance of their place, in powers of ten of population; a name of
# this kind has to belong to a place so much larger to come before another place's main name.
_KIND_PENALTY = {
    NameKind.MAIN: 0.0,
    NameKind.SHORT: 0.0,
    NameKind.ABBREVIATION: 0.5,
    NameKind.ALTERNATE: 1.0,
    NameKind.DEMONYM: 1.0,
    NameKind.METONYM: 3.0,
    NameKind.CODE: 3.0,
}

# What a place without population is worth beside towns: a sea is mentioned like a million city.
_FEATURE_IMPORTANCE = {
    "CONT": 9.0,
    "OCN": 8.5,
    "PCLI": 6.5,
    "PCLD": 5.0,
    "PCLS": 5.0,
    "PCLIX": 5.0,
    "TERR": 4.5,
    "ADM1": 5.0,
    "SEA": 6.0,
    "GULF": 5.5,
    "STRT": 5.5,
    "CHN": 5.0,
    "RGN": 5.5,
    "PEN": 5.0,
    "DSRT": 5.0,
    "MTS": 4.5,
    "CNL": 4.5,
    "STM": 4.0,
    "LK": 4.0,
    "ISLS": 4.0,
    "ISL": 3.5,
    "MT": 3.5,
    "VLC": 4.0,
    "ADM2": 3.0,
    "ADMD": 1.5,
    "ADM3": 1.5,
    "ADM4": 1.5,
    "PPLC": 5.0,
    "PPLA": 4.0,
    "AIRP": 2.5,
}
_CLASS_IMPORTANCE = {"P": 1.0, "A": 2.0, "L": 2.0, "S": 1.5, "H": 2.0, "T": 2.0}


# Where names reach English by transliteration, from scripts that leave it a choice.
_TRANSLITERATED = (
    "AE AF AM AZ BA BG BH BY CY DJ DZ EG EH ER ET GE GR IL IQ IR JO KG KW KZ LB LY MA MD ME MK MR OM PK PS QA RS RU"
    " SA SD SO SY TD TJ TM TN UA UZ XK YE"
)


def is_transliterated(country_code: str) -> bool:
    """Say whether the country's names have many spellings in English, so that sound is needed to find them."""
    return bool(country_code) and country_code in _TRANSLITERATED.split()


def importance(feature_class: str, feature_code: str, population: int) -> float:
    """Return how likely news means this place, in powers of ten of population."""
    by_feature = _FEATURE_IMPORTANCE.get(feature_code) or _CLASS_IMPORTANCE.get(feature_class, 1.0)
    return max(by_feature, math.log10(population + 1) - _overlap(feature_code))


def _overlap(feature_code: str) -> float:
    # A second-order division counts the people of its towns once more.
    return 1.0 if feature_code in {"ADM2", "ADM3", "ADM4", "ADMD", "PPLX"} else 0.0


class Writer:
    """Collects places and names, then writes the file whole or not at all.

    Use as a context manager: the file appears at ``path`` when the block ends without an error.

    Raises:
        OutputError: if the file cannot be written.

    """

    def __init__(self, path: Path, meta: Mapping[str, str]) -> None:
        self._path = path
        self.meta = dict(meta)

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._work = tempfile.TemporaryDirectory(dir=self._path.parent, prefix=".gazetteer-")
        except OSError as error:
            raise OutputError(f"{self._path}: the gazetteer cannot be written here ({error.strerror})") from error
        self._file = Path(self._work.name) / "gazetteer.sqlite"
        self._db = sqlite3.connect(self._file, isolation_level=None)
        schema = resources.files("geo.gazetteer").joinpath("schema.sql").read_text(encoding="utf-8")
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + schema)
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute("PRAGMA cache_size = -65536")  # 64 MB, whatever the number of places
        self._db.execute("CREATE TEMP TABLE staged (key TEXT, importance REAL, place INTEGER, kind INTEGER)")
        self._db.execute("BEGIN")
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        try:
            if failure is None:
                self._finish()
                self._file.replace(self._path)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"{self._path}: the gazetteer could not be written ({error})") from error
        finally:
            self._db.close()
            self._work.cleanup()

    def add_places(self, places: Iterable[tuple[int, Place]]) -> None:
        """Add places under ids of the caller's choosing, each unique."""
        self._db.executemany(
            "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                (
                    number,
                    place.geonameid,
                    place.name,
                    round(place.latitude, 5),
                    round(place.longitude, 5),
                    place.feature_class,
                    place.feature_code,
                    place.country_code,
                    place.admin1_code,
                    place.admin2_code,
                    place.population,
                    place.source,
                    cell(place.latitude, place.longitude),
                )
                for number, place in places
            ),
        )

    def add_names(self, names: Iterable[tuple[str, NameKind, int, float]]) -> None:
        """Add names as (name as written, kind, id of the place, importance of the place)."""
        self._db.executemany("INSERT INTO staged VALUES (?,?,?,?)", _staged(names))

    def add_sound(self, name: str, place: int, weight: float) -> None:
        """Let a place also be found by the sound of its name."""
        key = sound(fold(name))
        if key:
            row = (key, weight, place, _KIND_CODE[NameKind.ALTERNATE])
            self._db.execute("INSERT INTO staged VALUES (?,?,?,?)", row)

    def _finish(self) -> None:
        db = self._db
        db.execute("CREATE INDEX place_geonameid ON place (geonameid) WHERE geonameid IS NOT NULL")
        db.execute("CREATE INDEX place_cell ON place (cell)")
        db.execute(
            "INSERT OR IGNORE INTO country SELECT country_code, id FROM place"
            " WHERE (feature_code LIKE 'PCL%' AND feature_code <> 'PCLH' OR feature_code = 'TERR')"
            " AND country_code <> ''"
            " ORDER BY population DESC, id"
        )
        db.execute(
            "INSERT OR IGNORE INTO admin1 SELECT country_code, admin1_code, id FROM place"
            " WHERE feature_code = 'ADM1' AND admin1_code <> '' ORDER BY geonameid IS NULL, population DESC, id"
        )
        db.execute(
            "INSERT OR IGNORE INTO admin2 SELECT country_code, admin1_code, admin2_code, id FROM place"
            " WHERE feature_code = 'ADM2' AND admin2_code <> '' ORDER BY geonameid IS NULL, population DESC, id"
        )
        ordered = db.execute("SELECT key, place, kind FROM staged ORDER BY key, importance DESC, place, kind")
        db.executemany("INSERT INTO name VALUES (?,?,?,?)", _ranked(ordered))
        places = db.execute("SELECT count(*) FROM place").fetchone()[0]
        names = db.execute("SELECT count(*) FROM name").fetchone()[0]
        self.meta |= {"schema_version": str(SCHEMA_VERSION), "places": str(places), "names": str(names)}
        db.executemany("INSERT INTO meta VALUES (?,?)", sorted(self.meta.items()))
        db.execute("COMMIT")


def _staged(names: Iterable[tuple[str, NameKind, int, float]]) -> Iterator[tuple[str, float, int, int]]:
    for name, kind, place, weight in names:
        key = fold(name)
        if key:
            yield key, weight - _KIND_PENALTY[kind], place, _KIND_CODE[kind]


def _ranked(ordered: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int, int]]:
    """Number the places of each key, each place once, by its best name."""
    current: str | None = None
    seen: set[int] = set()
    for key, place, kind in ordered:
        if key != current:
            current, seen = key, set()
        if place not in seen:
            yield key, len(seen), place, kind
            seen.add(place)
