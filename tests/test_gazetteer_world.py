"""The embedded gazetteer as it is shipped: names of world news, places of every kind, and its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer, default
from geo.gazetteer.dump import info
from geo.gazetteer.sources_names import read_table
from geo.model import NameKind

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return default()


def test_names_of_world_news_are_among_the_first_five(gazetteer: Gazetteer) -> None:
    lines = (ROOT / "tests" / "data" / "world_names.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    missing = [
        (name, what)
        for name, geonameid, what in rows
        if int(geonameid) not in {c.place.geonameid for c in gazetteer.candidates(name, 5)}
    ]
    assert len(rows) >= 150
    assert len(missing) <= 0.03 * len(rows), missing


@pytest.mark.parametrize(
    ("name", "feature_class"),
    [
        ("Strait of Hormuz", "H"),
        ("Mediterranean", "H"),
        ("Dnipro River", "H"),
        ("Lake Victoria", "H"),
        ("Suez Canal", "H"),
        ("Sinai", "T"),
        ("Snake Island", "T"),
        ("Mount Everest", "T"),
        ("Sahara", "T"),
        ("Sahel", "L"),
        ("Kremlin", "S"),
        ("Pentagon", "S"),
        ("Rafah crossing", "S"),
        ("Zaatari refugee camp", "S"),
        ("Mar-a-Lago", "S"),
        ("Scarborough Shoal", "H"),
        ("Ben Gurion Airport", "S"),
    ],
)
def test_places_of_every_kind_are_known(gazetteer: Gazetteer, name: str, feature_class: str) -> None:
    assert feature_class in {c.place.feature_class for c in gazetteer.lookup(name, 5)}


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Ukrainian", NameKind.DEMONYM, "UA"),
        ("Sinhalese", NameKind.DEMONYM, "LK"),
        ("Texans", NameKind.DEMONYM, "US"),
        ("Downing Street", NameKind.METONYM, "GB"),
        ("the Kremlin", NameKind.METONYM, "RU"),
        ("Ankara", NameKind.METONYM, "TR"),
        ("Kan.", NameKind.ABBREVIATION, "US"),
        ("N.Y.", NameKind.ABBREVIATION, "US"),
        ("B.C.", NameKind.ABBREVIATION, "CA"),
        ("Qld", NameKind.ABBREVIATION, "AU"),
        ("DRC", NameKind.ABBREVIATION, "CD"),
        ("LHR", NameKind.CODE, "GB"),
    ],
)
def test_names_say_what_kind_they_are(gazetteer: Gazetteer, name: str, kind: NameKind, country: str) -> None:
    assert (kind, country) in {(c.name_kind, c.place.country_code) for c in gazetteer.lookup(name)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Krivoy Rog", "Кривий Ріг"),
        ("Kryvyi Rih", "Krivoy Rog"),
        ("Hodeidah", "Al Hudaydah"),
        ("Khan Younis", "Khan Yunis"),
        ("Kfar Aza", "Kefar 'Azza"),
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Zaporozhye", "Zaporizhzhia"),
        ("Sweida", "As Suwayda"),
    ],
)
def test_transliterations_lead_to_one_place(gazetteer: Gazetteer, one: str, other: str) -> None:
    first = next(c.place for c in gazetteer.candidates(one) if c.place.feature_class == "P")
    assert first in [c.place for c in gazetteer.candidates(other)]


def test_every_country_has_geonames_own_id_and_point(gazetteer: Gazetteer) -> None:
    canada = gazetteer.country("CA")
    assert canada is not None
    assert (canada.geonameid, canada.latitude, canada.longitude) == (6251999, 60.10867, -113.64258)
    for code in ("VA", "FK", "EH", "PS", "XK", "TW", "GL", "PR"):
        place = gazetteer.country(code)
        assert place is not None, code
        assert place.geonameid is not None, code


@pytest.mark.parametrize("table", ["abbreviations.tsv", "aliases.tsv", "demonyms.tsv", "metonyms.tsv"])
def test_every_name_of_the_tables_is_in_it(gazetteer: Gazetteer, table: str) -> None:
    for name, _ in read_table(ROOT / "data" / "gazetteer" / table):
        assert gazetteer.lookup(name), name


def test_it_is_small_enough_to_ship(gazetteer: Gazetteer) -> None:
    assert (ROOT / "data" / "gazetteer.sqlite.zst").stat().st_size <= 30 * MEGABYTE
    assert int(info(gazetteer)["places"]) > 350_000


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [
        ("Qamishli", 173377),
        ("Atlantic", 3373405),
        ("Mediterranean Sea", 363196),
        ("Ghouta", 173866),
        ("U.S", 6252001),
        ("Walt Disney World", 4177401),
    ],
)
def test_everyday_names_have_their_geonames_id(gazetteer: Gazetteer, name: str, geonameid: int) -> None:
    assert gazetteer.candidates(name, 1)[0].place.geonameid == geonameid
