"""GeoPackages that compute when they are read: refused in one line before GDAL may see them, and soon."""

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyogrio  # type: ignore[import-untyped]  # ships no types
import pytest
from generate import articles

from geo import layers
from geo.errors import UnreadableSource
from geo.layers import foreign, foreign_geopackage

# Rows without end, as a query may count them.
ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
NUMBERS = (
    "CREATE TABLE k AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 900) SELECT n FROM r"
)

Change = Callable[..., Path]


@pytest.fixture(scope="module")
def built() -> layers.Layers:
    return layers.build(articles(3, 4))


@pytest.fixture
def changed(built: layers.Layers, tmp_path: Path) -> Change:
    """Return what changes a package by statements, in which {columns} stands for those of the events."""

    def change(*statements: str) -> Path:
        (file,) = layers.write(built, tmp_path / "news.gpkg")
        with closing(sqlite3.connect(file)) as database, database:
            names = [name for _, name, *_ in database.execute("PRAGMA table_info(events)")]
            columns = ", ".join(f'e."{name}"' for name in names)
            for statement in statements:
                database.execute(statement.replace("{columns}", columns).replace("{endless}", ENDLESS))
        return file

    return change


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing come to GDAL."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("GDAL is not to see this file")

    monkeypatch.setattr(pyogrio, "list_layers", refused)


def view(select: str) -> tuple[str, str]:
    return "ALTER TABLE events RENAME TO e", f"CREATE VIEW events AS {select}"


@pytest.mark.parametrize(
    "statements",
    [
        view("{endless} SELECT {columns} FROM e, r"),
        view("{endless} SELECT {columns} FROM e, r WHERE n < 0"),
        ("CREATE VIEW beside AS {endless} SELECT n FROM r WHERE n < 0",),
        (
            "ALTER TABLE layer_styles RENAME TO s",
            "CREATE VIEW layer_styles AS {endless} SELECT s.* FROM s, r WHERE n < 0",
        ),
        view("SELECT {columns} FROM e WHERE random() > 0"),
        view("SELECT {columns} FROM e WHERE sqlite_version() > '3.40'"),
        view("SELECT {columns} FROM e WHERE CURRENT_TIMESTAMP > '2000'"),
        view("SELECT {columns}, printf('%.*c', 300000000, 'x') AS note FROM e"),
        ("ALTER TABLE events ADD COLUMN note TEXT GENERATED ALWAYS AS (printf('%.*c', 300000000, 'x')) VIRTUAL",),
    ],
)
@pytest.mark.usefixtures("unseen")
def test_a_package_that_makes_its_rows_is_refused_unread(statements: tuple[str, ...], changed: Change) -> None:
    with pytest.raises(UnreadableSource, match="has a table whose rows are not in the file") as caught:
        layers.read(changed(*statements))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("where", ["", " WHERE a.n + b.n + c.n < 0"])
@pytest.mark.usefixtures("unseen")
def test_a_join_of_everything_with_everything_is_broken_off(
    where: str, changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign_geopackage, "_LEAST_WORK", 1_000_000)
    file = changed(NUMBERS, *view("SELECT {columns} FROM e, k a, k b, k c" + where))
    with pytest.raises(UnreadableSource, match="takes too long to read"):
        layers.read(file)


@pytest.mark.usefixtures("unseen")
def test_a_package_that_unpacks_beyond_measure_is_refused(changed: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_geopackage, "_LEAST_BYTES", 1_000_000)
    monkeypatch.setattr(foreign_geopackage, "_TIMES", 1)
    file = changed(NUMBERS, *view("SELECT {columns} FROM e, k"))
    with pytest.raises(UnreadableSource, match="unpacks to more than"):
        layers.read(file)


def test_a_view_that_only_chooses_is_read(changed: Change, built: layers.Layers) -> None:
    file = changed(*view("SELECT {columns} FROM e WHERE lower(layer) = 'incident' AND coalesce(title, '') <> 'none'"))
    found = layers.read(file).events
    assert sorted(found.event_id) == sorted(built.events.event_id[built.events.layer == "incident"])


@pytest.mark.parametrize("count", [0, 1, 5_000_000_000])
def test_how_many_rows_a_package_says_that_it_has_makes_no_room(
    count: int, changed: Change, built: layers.Layers
) -> None:
    file = changed(f"UPDATE gpkg_ogr_contents SET feature_count = {count} WHERE table_name = 'areas'")
    assert len(layers.read(file).events) == len(built.events)


def test_more_rows_than_there_are_take_no_memory(changed: Change, built: layers.Layers) -> None:
    file = changed("UPDATE gpkg_ogr_contents SET feature_count = 2000000000 WHERE table_name = 'events'")
    assert len(layers.read(file).events) == len(built.events)


@pytest.mark.usefixtures("unseen")
def test_more_features_than_a_file_can_hold_are_not_believed(built: layers.Layers, tmp_path: Path) -> None:
    (file, *_) = layers.write(built, tmp_path / "events.fgb")
    data = bytearray(file.read_bytes())
    start, size = 12, int.from_bytes(data[8:12], "little")
    header = bytes(data[start : start + size])
    at = foreign._field(header, foreign._target(header, 0), 8)
    assert at is not None
    assert struct.unpack_from("<Q", header, at) == (int(built.events.geometry.notna().sum()),)
    struct.pack_into("<Q", data, start + at, len(data))
    file.write_bytes(data)
    with pytest.raises(UnreadableSource, match="more features than it can hold"):
        layers.read(file)


def test_other_columns_are_not_read(changed: Change, built: layers.Layers) -> None:
    file = changed(*(f"ALTER TABLE events ADD COLUMN more_{number} TEXT" for number in range(400)))
    assert list(layers.read(file).events) == list(built.events)
