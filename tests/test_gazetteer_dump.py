"""Building from GeoNames' own dump files: what comes out, and what damaged files say."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from conftest import Run
from gazetteers import write_small_gazetteer

from geo.errors import InputError
from geo.gazetteer import Gazetteer
from geo.gazetteer.dump import build_from_dump, info
from geo.model import NameKind

PLACES = """\
2988507\tParis\tParis\tLutece,Parigi\t48.85341\t2.3488\tP\tPPLC\tFR\t\t11\t75\t751\t75056\t2138551\t\t42\tEurope/Paris\t2026-01-02
3017382\tFrance\tFrance\t\t46\t2\tA\tPCLI\tFR\t\t00\t\t\t\t66987244\t\t1\tEurope/Paris\t2025-01-02
11\tÎle-de-France\tIle-de-France\t\t48.5\t2.5\tA\tADM1\tFR\t\t11\t\t\t\t12000000\t\t1\tEurope/Paris\t2025-01-02
79415\tAl Ḩudaydah\tAl Hudaydah\t\t14.79781\t42.95452\tP\tPPLA\tYE\t\t08\t\t\t\t402560\t\t1\tAsia/Aden\t2025-01-02
6295630\tSomewhere\tSomewhere\t\t1\t2\tS\tHTL\t\t\t\t\t\t\t\t\t1\t\t2025-01-02
"""
NAMES = """\
1\t2988507\tuk\tПариж\t1\t\t\t
2\t2988507\tlink\thttps://example.org/Paris\t\t\t\t
3\t2988507\tiata\tPAR\t\t\t\t
4\t2988507\ten\tParee\t\t1\t\t
5\t99\ten\tUnknown place\t\t\t\t
6\t3017382\tabbr\tFRA\t\t\t\t
"""


def zipped(directory: Path, name: str, content: str) -> Path:
    path = directory / f"{name}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.txt", content)
    return path


@pytest.fixture
def built(tmp_path: Path) -> Gazetteer:
    embedded = Gazetteer.open(write_small_gazetteer(tmp_path / "small.sqlite"))
    steps: list[tuple[str, int]] = []
    build_from_dump(
        zipped(tmp_path, "allCountries", PLACES),
        tmp_path / "full.sqlite",
        zipped(tmp_path, "alternateNamesV2", NAMES),
        embedded,
        lambda what, rows: steps.append((what, rows)),
    )
    assert steps[-1] == ("sorting", 0)
    return Gazetteer.open(tmp_path / "full.sqlite")


def test_places_and_names_come_from_the_dump(built: Gazetteer) -> None:
    paris = built.lookup("Париж")[0]
    assert (paris.place.geonameid, paris.name_kind) == (2988507, NameKind.ALTERNATE)
    assert (paris.place.admin1_name, paris.place.country_name) == ("Île-de-France", "France")
    assert paris.place.population == 2138551
    assert built.lookup("PAR")[0].name_kind is NameKind.CODE
    assert built.lookup("Paree")[0].name_kind is NameKind.SHORT
    assert built.lookup("FRA")[0].name_kind is NameKind.ABBREVIATION
    assert built.lookup("https://example.org/Paris") == []
    assert built.place(6295630) is not None


def test_what_only_the_embedded_gazetteer_knows_is_carried_over(built: Gazetteer) -> None:
    strait = built.lookup("Bab el-Mandeb")[0].place
    assert (strait.geonameid, strait.source) == (None, "dateline")
    assert built.candidates("Hodeidah")[0].place.geonameid == 79415
    assert built.lookup("hdd") == []


def test_info_says_what_is_in_use(built: Gazetteer) -> None:
    told = info(built)
    assert told["built"] == "2026-01-02"
    assert told["places"] == 6
    assert told["licence"] == "CC BY 4.0 (GeoNames)"
    assert "allCountries.zip" in str(told["source"])


def test_without_alternate_names_the_dumps_own_column_serves(tmp_path: Path) -> None:
    (tmp_path / "FR.txt").write_text(PLACES, encoding="utf-8")
    build_from_dump(tmp_path / "FR.txt", tmp_path / "fr.sqlite")
    assert Gazetteer.open(tmp_path / "fr.sqlite").lookup("Parigi")[0].place.geonameid == 2988507


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("1\tA\tA\n", "line 1: not a row"),
        (PLACES + "x\t" * 18 + "\n", "line 6: not a row"),
        (PLACES.replace("48.85341", "north"), "line 1: not a place"),
        (PLACES.replace("48.85341", "948.8"), "no point on Earth"),
    ],
)
def test_a_wrong_dump_says_which_line_and_leaves_nothing(tmp_path: Path, content: str, words: str) -> None:
    path = zipped(tmp_path, "allCountries", content)
    with pytest.raises(InputError, match=words):
        build_from_dump(path, tmp_path / "out" / "full.sqlite")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_truncated_or_foreign_zip_says_so(tmp_path: Path) -> None:
    path = zipped(tmp_path, "allCountries", PLACES * 2000)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(InputError, match="download it again"):
        build_from_dump(path, tmp_path / "full.sqlite")
    with pytest.raises(InputError, match="no such file"):
        build_from_dump(tmp_path / "missing.zip", tmp_path / "full.sqlite")
    other = zipped(tmp_path, "readme", "hello")
    with pytest.raises(InputError, match=r"there is no allCountries\.txt"):
        build_from_dump(other.rename(tmp_path / "allCountries.zip"), tmp_path / "full.sqlite")
    assert not (tmp_path / "full.sqlite").exists()


def test_the_command_line_builds_one_and_uses_it(
    dateline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump, output = zipped(tmp_path, "allCountries", PLACES), tmp_path / "full.sqlite"
    built = dateline("gazetteer", "build", "--geonames", dump, "--output", output)
    assert (built.returncode, built.stdout) == (0, "")
    assert "DATELINE_GAZETTEER" in built.stderr
    monkeypatch.setenv("DATELINE_GAZETTEER", str(output))
    told = json.loads(dateline("gazetteer", "info").stdout)
    assert (told["path"], told["built"]) == (str(output), "2026-01-02")
    wrong = dateline("gazetteer", "build", "--geonames", tmp_path / "none.zip", "--output", output)
    assert wrong.returncode == 2
    assert wrong.stderr.count("\n") == 1
