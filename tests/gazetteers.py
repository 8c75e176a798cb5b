"""A small gazetteer for tests: a dozen real places of GeoNames with the names that tests ask for."""

from __future__ import annotations

from pathlib import Path

from geo.gazetteer.writer import Writer, importance, is_transliterated
from geo.model import NameKind, Place

MAIN, ALTERNATE, DEMONYM = NameKind.MAIN, NameKind.ALTERNATE, NameKind.DEMONYM
PLACES: list[tuple[Place, list[tuple[str, NameKind]]]] = [
    (
        Place(6252001, "United States", 39.76, -98.5, "A", "PCLI", "US", population=327167434),
        [("U.S.", NameKind.ABBREVIATION), ("American", DEMONYM)],
    ),
    (
        Place(690791, "Ukraine", 49.0, 32.0, "A", "PCLI", "UA", population=44622516),
        [("Ukrainian", DEMONYM), ("Kyiv", NameKind.METONYM)],
    ),
    (Place(3017382, "France", 46.0, 2.0, "A", "PCLI", "FR", population=66987244), []),
    (Place(4736286, "Texas", 31.25, -99.25, "A", "ADM1", "US", "TX", population=22875689), []),
    (Place(4717560, "Paris", 33.66094, -95.55551, "P", "PPLA2", "US", "TX", "277", 24782), []),
    (Place(2988507, "Paris", 48.85341, 2.3488, "P", "PPLC", "FR", "11", "75", 2138551), [("Lutetia", ALTERNATE)]),
    (Place(703448, "Kyiv", 50.45466, 30.5238, "P", "PPLC", "UA", "12", "", 2952301), [("Kiev", ALTERNATE)]),
    (Place(79415, "Al Ḩudaydah", 14.79781, 42.95452, "P", "PPLA", "YE", "08", "", 402560), []),
    (Place(2198148, "Suva", -18.14161, 178.44149, "P", "PPLC", "FJ", "01", "", 93970), []),
    (Place(4032283, "Tonga", -20.0, -175.0, "A", "PCLI", "TO", population=103197), []),
    (Place(None, "Bab el-Mandeb", 12.58, 43.33, "H", "STRT", source="dateline"), []),
]


def write_small_gazetteer(path: Path) -> Path:
    """Write the small gazetteer to ``path`` and return it."""
    with Writer(path, {"built": "2026-01-01", "licence": "test", "source": "test"}) as writer:
        for number, (place, names) in enumerate(PLACES, start=1):
            weight = importance(place.feature_class, place.feature_code, place.population)
            writer.add_places([(number, place)])
            writer.add_names([(name, kind, number, weight) for name, kind in [(place.name, MAIN), *names]])
            if is_transliterated(place.country_code):
                writer.add_sound(place.name, number, weight)
    return path
