"""Lookups in a small gazetteer: order, kinds, codes, neighbourhood, bad input, processes and threads."""

from __future__ import annotations

import multiprocessing
import pickle
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gazetteers import write_small_gazetteer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer
from geo.model import NameKind


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return Gazetteer.open(write_small_gazetteer(tmp_path_factory.mktemp("gazetteer") / "small.sqlite"))


def ids(gazetteer: Gazetteer, name: str, limit: int | None = None) -> list[int | None]:
    return [candidate.place.geonameid for candidate in gazetteer.lookup(name, limit)]


def test_the_more_populous_comes_first_and_the_limit_cuts(gazetteer: Gazetteer) -> None:
    assert ids(gazetteer, "Paris") == [2988507, 4717560]
    assert ids(gazetteer, "PARIS", limit=1) == [2988507]
    assert ids(gazetteer, "Paris", limit=0) == []


def test_places_carry_their_codes_and_the_names_for_people(gazetteer: Gazetteer) -> None:
    paris = gazetteer.lookup("Paris")[1].place
    assert (paris.country_code, paris.admin1_code, paris.admin2_code) == ("US", "TX", "277")
    assert (paris.country_name, paris.admin1_name) == ("United States", "Texas")
    assert (paris.latitude, paris.longitude) == (33.66094, -95.55551)
    assert paris.source == "geonames"


def test_kinds_of_names_are_told_apart(gazetteer: Gazetteer) -> None:
    kinds = {name: gazetteer.lookup(name)[0].name_kind for name in ("Ukraine", "Ukrainian", "U.S.", "Kiev")}
    assert kinds == {
        "Ukraine": NameKind.MAIN,
        "Ukrainian": NameKind.DEMONYM,
        "U.S.": NameKind.ABBREVIATION,
        "Kiev": NameKind.ALTERNATE,
    }


def test_a_capital_comes_before_the_country_that_it_stands_for(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup("Kyiv")
    assert [(c.place.geonameid, c.name_kind) for c in found] == [(703448, NameKind.MAIN), (690791, NameKind.METONYM)]


def test_many_names_at_once_find_what_each_finds_alone(gazetteer: Gazetteer) -> None:
    names = ["Paris", " Paris ", "paris", "U.S.", "", "Nowhere at all", "Ukraine", *(f"Place {n}" for n in range(1200))]
    for limit in (0, 1, 12):
        assert gazetteer.lookup_all(names, limit) == {name: gazetteer.lookup(name, limit) for name in names}
    assert len(gazetteer.lookup_all(["Paris"], 12)["Paris"]) > 1


def test_divisions_are_found_by_code(gazetteer: Gazetteer) -> None:
    texas, france = gazetteer.admin1("US", "TX"), gazetteer.country("FR")
    assert texas is not None
    assert france is not None
    assert (texas.geonameid, france.geonameid) == (4736286, 3017382)
    assert gazetteer.place(2988507) == gazetteer.lookup("Paris")[0].place
    assert gazetteer.place(-1) is None
    assert gazetteer.country("QQ") is None
    assert gazetteer.admin1("US", "QQ") is None
    assert gazetteer.admin2("US", "TX", "277") is None


def test_candidates_meet_other_transliterations_and_variants(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Hodeidah") == []
    assert [c.place.geonameid for c in gazetteer.candidates("Hodeidah")] == [79415]
    assert [c.place.geonameid for c in gazetteer.candidates("northern Ukraine")] == [690791]
    assert gazetteer.candidates("Nowhere in Particular") == []


def test_near_is_nearest_first_and_crosses_the_antimeridian(gazetteer: Gazetteer) -> None:
    assert [p.name for p in gazetteer.near(48.8, 2.3, 20_000)] == ["Paris"]
    assert [p.name for p in gazetteer.near(-19, -179.9, 1_000_000)] == ["Suva", "Tonga"]
    assert [p.name for p in gazetteer.near(-19, -179.9, 1_000_000, feature_class="P")] == ["Suva"]
    assert gazetteer.near(-19, -179.9, 1_000_000, min_population=200_000) == []
    assert len(gazetteer.near(90, 0, 30_000_000)) == 11


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "x" * 10_000,
        "a\x00b",
        "\x07",
        "'; DROP TABLE place; --",
        "%",
        "_",
        "🙂",
        "(",
        "\ud800",
        "\u202e",
        "~hdd",
    ],
)
def test_what_is_no_name_finds_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == []
    assert gazetteer.candidates(name) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(name=st.text(max_size=80))
def test_any_text_may_be_asked_for(gazetteer: Gazetteer, name: str) -> None:
    assert isinstance(gazetteer.candidates(name), list)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="there is no gazetteer here"):
        Gazetteer.open(tmp_path / "none.sqlite")


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to look like one" * 40])
def test_a_file_that_is_no_database_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"bad\.sqlite"):
        Gazetteer.open(path)


def test_a_truncated_file_says_so_at_the_latest_when_it_is_read(tmp_path: Path) -> None:
    whole = write_small_gazetteer(tmp_path / "whole.sqlite").read_bytes()
    path = tmp_path / "cut.sqlite"
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(GazetteerError, match=r"cut\.sqlite"):
        Gazetteer.open(path).near(0, 0, 30_000_000)


def test_an_older_version_says_so(tmp_path: Path) -> None:
    path = write_small_gazetteer(tmp_path / "old.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = '0' WHERE key = 'schema_version'")
    database.close()
    with pytest.raises(GazetteerError, match="version 0"):
        Gazetteer.open(path)


def _first(gazetteer: Gazetteer) -> int | None:
    return gazetteer.lookup("Paris")[0].place.geonameid


def test_it_is_shared_between_threads_and_sent_to_processes(gazetteer: Gazetteer) -> None:
    assert _first(pickle.loads(pickle.dumps(gazetteer))) == 2988507
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(_first, [gazetteer] * 40)) == {2988507}
    with multiprocessing.get_context("spawn").Pool(1) as processes:
        assert processes.map(_first, [gazetteer]) == [2988507]
