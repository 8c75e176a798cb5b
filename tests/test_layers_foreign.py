"""Layers that somebody else sends: read as what they are called, without a look at anything but the file."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from generate import articles
from geopandas.testing import assert_geodataframe_equal
from loopback import Site, serving

from geo import layers
from geo.errors import InputError, UnreadableSource
from geo.store import Store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def built() -> layers.Layers:
    return layers.build(articles(3, 4))


@pytest.fixture
def edited(built: layers.Layers, tmp_path: Path) -> Callable[..., Path]:
    def edit(**members: Any) -> Path:
        layers.write(built, tmp_path)
        file = tmp_path / "events.geojson"
        file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | members), encoding="utf-8")
        return file

    return edit


def test_no_coordinate_system_is_fetched(site: Site, edited: Callable[..., Path]) -> None:
    there = site.url("/crs")
    for crs in (
        {"type": "link", "properties": {"href": there, "type": "esriwkt"}},
        {"type": "LINK", "properties": {"href": there}},
        {"type": "url", "properties": {"url": there}},
        {"type": "name", "properties": {"name": there}},
        {"type": "name", "properties": {"name": "crs.wkt"}},
        {"type": "name"},
        "EPSG:4326",
        there,
    ):
        file = edited(crs=crs)
        escaped = file.with_stem("escaped")
        escaped.write_text(file.read_text(encoding="utf-8").replace('"crs"', '"\\u0063rs"'), encoding="utf-8")
        for one in (file, escaped):
            with pytest.raises(UnreadableSource, match=r"no other reference is followed: save the layer in WGS 84"):
                layers.read(one)
    with pytest.raises(UnreadableSource):
        layers.read(edited(coordRefSys=there))
    assert not site.asked


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"])
def test_a_named_coordinate_system_is_read_as_programs_write_it(
    name: str, edited: Callable[..., Path], built: layers.Layers
) -> None:
    file = edited(crs={"type": "name", "properties": {"name": name}})
    assert_geodataframe_equal(layers.read(file).events, built.events)


def test_a_named_projection_is_brought_back(edited: Callable[..., Path]) -> None:
    file = edited(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}})
    points = layers.read(file).events.geometry.dropna()
    assert points.x.abs().max() < 0.01  # degrees that were called metres
    assert len(points)


# No more than how such files begin: what else they would hold does not matter.
OTHERS = {
    "a virtual layer": b"<OGRVRTDataSource/>",
    "a chain of commands": b'{"type": "gdal_streamed_alg"}',
    "a topology": b'{"type": "Topology"}',
    "an XML document": b'<?xml version="1.0"?><x/>',
    "a database": b"SQLite format 3\0",
    "an archive": b"PK\x03\x04",
    "a text": b"news",
    "nothing": b"",
}


@pytest.mark.parametrize("suffix", layers.READABLE)
@pytest.mark.parametrize("other", OTHERS)
def test_what_is_called_otherwise_than_it_is_is_refused_in_one_line(suffix: str, other: str, tmp_path: Path) -> None:
    file = tmp_path / f"events{suffix}"
    file.write_bytes(OTHERS[other])
    if (suffix, other) == (".geojsonl", "nothing"):
        assert not len(layers.read(file).events)
        return
    with pytest.raises(InputError, match=suffix) as caught:
        layers.read(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".geojson"])
def test_a_layer_under_the_name_of_another_format_is_refused(suffix: str, built: layers.Layers, tmp_path: Path) -> None:
    files = layers.write(built, tmp_path / f"news{suffix}")
    for other in {".gpkg", ".fgb", ".geojson", ".parquet"} - {suffix}:
        renamed = files[0].with_suffix(other)
        renamed.write_bytes(files[0].read_bytes())
        with pytest.raises(UnreadableSource):
            layers.read(renamed)


def test_a_table_that_is_made_when_it_is_read_is_refused(built: layers.Layers, tmp_path: Path) -> None:
    (file,) = layers.write(built, tmp_path / "events.gpkg")
    assert len(layers.read(file).events) == len(built.events)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    with pytest.raises(UnreadableSource, match="has a table whose rows are not in the file"):
        layers.read(file)


def test_a_store_is_read_with_its_view(tmp_path: Path) -> None:
    with Store(tmp_path / "news.gpkg") as store:
        for parsed in articles(20, 3):
            store.save(parsed)
    found = layers.read(tmp_path / "news.gpkg")
    assert len(found.events)
    assert len(found.areas)


def test_what_gdal_may_do_is_as_before_afterwards(built: layers.Layers, tmp_path: Path) -> None:
    (file,) = layers.write(built, tmp_path / "events.gpkg")
    pyogrio.set_gdal_config_options({"GDAL_HTTP_PROXY": "proxy.example:3128"})
    try:
        layers.read(file)
        assert pyogrio.get_gdal_config_option("GDAL_HTTP_PROXY") == "proxy.example:3128"
        assert pyogrio.get_gdal_config_option("OGR_SQLITE_PRAGMA") is None
    finally:
        pyogrio.set_gdal_config_options({"GDAL_HTTP_PROXY": None})


@pytest.mark.parametrize(
    "feature",
    [
        None,
        [],
        {"type": "Point"},
        {"type": "Feature", "properties": [1]},
        {"type": "Feature", "properties": {}, "geometry": []},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": ["a", "b"]}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [float("nan"), 1]}},
    ],
)
def test_a_broken_feature_is_named_by_its_number(feature: Any, edited: Callable[..., Path]) -> None:
    good = {"type": "Feature", "properties": {"event_id": "a"}, "geometry": None}
    with pytest.raises(UnreadableSource, match="feature 2"):
        layers.read(edited(features=[good, feature]))


def test_no_number_is_too_long(edited: Callable[..., Path]) -> None:
    for number in ("9" * 400, "9" * 5_000, "1e999"):
        properties = {"event_id": "a", "headline": "x", "layer": "incident", "event_class": "violence", "killed_low": 0}
        file = edited(features=[{"type": "Feature", "properties": properties, "geometry": None}])
        file.write_text(file.read_text(encoding="utf-8").replace('"killed_low": 0', f'"killed_low": {number}'))
        with pytest.raises(InputError, match=r"killed_low|no JSON"):
            layers.read(file)
