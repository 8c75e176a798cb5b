"""Layers that somebody else sends: read as what they are called, without a look at anything but the file."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import pytest
from generate import articles
from geopandas import GeoDataFrame
from geopandas.testing import assert_geodataframe_equal
from loopback import Site, serving
from pyproj.network import is_network_enabled, set_network_enabled

from geo import layers
from geo.errors import InputError, UnreadableSource
from geo.layers.foreign import gdal_alone
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


NEEDED = ["event_id", "headline", "layer", "event_class", "geometry"]
# Long enough that what is put in its place fits.
LOCAL = f'GEOGCS["{"x" * 60}",DATUM["x",SPHEROID["x",6378137,298]],PRIMEM["x",0],UNIT["degree",0.0174532925199433]]'


def save(frame: GeoDataFrame, file: Path, crs: Any) -> None:
    """Write the located events as if their coordinates were of another system."""
    located = frame[frame.geometry.notna()][NEEDED].set_crs(crs, allow_override=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL and GeoPandas wonder about such systems
        located.to_parquet(file) if file.suffix == ".parquet" else located.to_file(file)


def with_system(suffix: str, system: str, built: layers.Layers, folder: Path) -> Path:
    """Write events whose coordinate system is what ``system`` says, where a format has such a thing written out."""
    file = folder / f"events{suffix}"
    file.unlink(missing_ok=True)
    if suffix == ".gpkg":
        layers.write(built, file)
        with closing(sqlite3.connect(file)) as database, database:
            row = ("x", 100_000, "NONE", 100_000, system)
            columns = "srs_name, srs_id, organization, organization_coordsys_id, definition"
            database.execute(f"INSERT INTO gpkg_spatial_ref_sys ({columns}) VALUES (?, ?, ?, ?, ?)", row)
            database.execute("UPDATE gpkg_contents SET srs_id = 100000 WHERE srs_id = 4326")
            database.execute("UPDATE gpkg_geometry_columns SET srs_id = 100000")
    elif suffix == ".fgb":
        save(built.events, file, LOCAL)
        written = re.search(rb"GEOGC.*?\x00", data := file.read_bytes(), re.DOTALL)
        assert written is not None
        file.write_bytes(data.replace(written[0][:-1], system.encode().ljust(len(written[0]) - 1)))
    else:
        layers.write(built, file)
        table = pq.read_table(file)
        told = json.loads(table.schema.metadata[b"geo"])
        told["columns"]["geometry"]["crs"] = system
        pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(told)}), file)
    return file


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_a_coordinate_system_that_cannot_be_read_is_refused_in_one_line_and_nobody_is_asked(
    suffix: str, site: Site, built: layers.Layers, tmp_path: Path
) -> None:
    there = site.url("/crs")
    for system in (there, f"/vsicurl/{there}", "somewhere"):
        file = with_system(suffix, system, built, tmp_path)
        with pytest.raises(
            UnreadableSource, match=r"coordinate system cannot be read: save the layer in WGS 84$"
        ) as one:
            layers.read(file)
        assert "\n" not in str(one.value)
    assert not site.asked


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_a_layer_that_names_no_coordinate_system_is_in_degrees(
    suffix: str, built: layers.Layers, tmp_path: Path
) -> None:
    file = tmp_path / f"events{suffix}"
    save(built.events, file, None)
    assert sorted(layers.read(file).events.geometry.to_wkt()) == sorted(built.events.geometry.dropna().to_wkt())


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
@pytest.mark.parametrize(
    "system",
    ['LOCAL_CS["the plan of a house",UNIT["metre",1]]', "EPSG:5703", "EPSG:4978"],
    ids=["plan", "height", "xyz"],
)
def test_a_coordinate_system_of_nothing_on_a_map_is_refused(
    suffix: str, system: str, built: layers.Layers, tmp_path: Path
) -> None:
    file = tmp_path / f"events{suffix}"
    save(built.events, file, system)
    with pytest.raises(UnreadableSource, match="save the layer in WGS 84"):
        layers.read(file)


def test_a_named_system_of_nothing_on_a_map_is_refused(edited: Callable[..., Path]) -> None:
    for name in ("EPSG:5703", "EPSG:4978"):
        with pytest.raises(UnreadableSource, match="save the layer in WGS 84"):
            layers.read(edited(crs={"type": "name", "properties": {"name": name}}))


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_no_grid_of_a_coordinate_system_is_fetched(
    suffix: str, site: Site, built: layers.Layers, tmp_path: Path
) -> None:
    crs = pyproj.CRS(f"+proj=longlat +ellps=bessel +nadgrids={site.url('/grid.tif')} +type=crs")
    file = tmp_path / f"events{suffix}"
    save(built.events, file, crs)
    before = is_network_enabled()
    set_network_enabled(active=True)
    try:
        with pytest.raises(UnreadableSource):
            layers.read(file)
        assert is_network_enabled()
    finally:
        set_network_enabled(active=before)
    assert not site.asked


@pytest.mark.filterwarnings("ignore:HTTP response code:RuntimeWarning")
def test_gdal_asks_nobody_whatever_the_environment_excepts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")
    with gdal_alone():
        for there in (site.url("/alone.geojson"), f"/vsicurl/{site.url('/alone.gpkg')}"):
            with pytest.raises(pyogrio.errors.DataSourceError):
                pyogrio.list_layers(there)
    assert not site.asked
    assert os.environ["no_proxy"] == os.environ["NO_PROXY"] == "127.0.0.1"
    with pytest.raises(pyogrio.errors.DataSourceError):
        pyogrio.list_layers(site.url("/free.geojson"))
    assert site.asked


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


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIRTUAL TABLE words USING fts5(word)",
        'CREATE VIRTUAL TABLE "using rtree" USING fts5(word)',
        'CREATE VIRTUAL TABLE "x"" USING rtree(" USING fts5(word)',
        "CREATE VIRTUAL TABLE words USING fts5(word /* using rtree (id) */)",
    ],
)
@pytest.mark.parametrize("page", [0, 2])  # one that is made has no page in the file, but may say that it has
def test_a_table_that_is_made_when_it_is_read_is_refused(
    statement: str, page: int, built: layers.Layers, tmp_path: Path
) -> None:
    (file,) = layers.write(built, tmp_path / "events.gpkg")
    assert len(layers.read(file).events) == len(built.events)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET rootpage = ? WHERE sql LIKE '%fts5%'", (page,))
    with pytest.raises(UnreadableSource, match="has a table whose rows are not in the file"):
        layers.read(file)


@pytest.mark.parametrize("name", ['"rtree of ""using"" ones"', "'it''s'", "`an ``index`", "[one [more]", "plain_1"])
def test_a_spatial_index_is_one_however_it_is_called(name: str, built: layers.Layers, tmp_path: Path) -> None:
    (file,) = layers.write(built, tmp_path / "events.gpkg")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(f"CREATE VIRTUAL TABLE {name}\n using RTREE (id, low, high)")
    assert len(layers.read(file).events) == len(built.events)


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


def parquet_of(path: Path, columns: dict[str, Any], **writing: Any) -> Path:
    told = {"version": "1.1.0", "primary_column": "geometry"}
    told["columns"] = {"geometry": {"encoding": "WKB", "geometry_types": []}}
    table = pa.table(columns).replace_schema_metadata({b"geo": json.dumps(told)})
    pq.write_table(table, path, compression="zstd", **writing)
    return path


@pytest.mark.parametrize(
    ("column", "writing"),
    [
        ("headline", {"use_dictionary": True}),
        ("headline", {"use_dictionary": False, "column_encoding": {"headline": "DELTA_BYTE_ARRAY"}}),
        ("geometry", {"use_dictionary": False}),
        ("notes", {"use_dictionary": True}),
    ],
)
def test_a_small_layer_of_huge_values_costs_little_memory(column: str, writing: dict[str, Any], tmp_path: Path) -> None:
    columns: dict[str, Any] = {name: pa.array(["x"] * 10) for name in NEEDED[:4]}
    columns["geometry"] = pa.nulls(10, pa.binary())
    columns[column] = pa.array([b"x" * 20_000_000] * 10)
    if column == "headline":
        columns[column] = columns[column].cast(pa.string())
    file = parquet_of(tmp_path / "events.parquet", columns, **writing)
    assert file.stat().st_size < 100_000
    script = (
        "import resource, sys; from geo import layers; import geopandas, pyarrow.parquet, pyproj\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: layers.read(sys.argv[1])\n"
        "except ValueError as error: print(error, file=sys.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    # A column that no layer has is not read at all.
    assert ("field layer: 'x' is none of" if column == "notes" else "takes more than 100 MB unpacked") in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert int(done.stdout) < 300_000


def test_a_small_layer_of_many_empty_rows_is_refused(tmp_path: Path) -> None:
    columns = {name: pa.nulls(1_000_000, pa.string()) for name in NEEDED[:4]}
    columns["geometry"] = pa.nulls(1_000_000, pa.binary())
    file = parquet_of(tmp_path / "events.parquet", columns)
    with pytest.raises(UnreadableSource, match="takes more than 100 MB unpacked"):
        layers.read(file)


@pytest.mark.parametrize(
    "writing",
    [
        {},
        {"geometry_encoding": "geoarrow"},
        {"compression": "gzip", "row_group_size": 5, "data_page_size": 64, "data_page_version": "2.0"},
        {"use_dictionary": False, "compression": "none"},
    ],
)
def test_a_layer_of_parquet_is_read_however_it_was_written(
    writing: dict[str, Any], built: layers.Layers, tmp_path: Path
) -> None:
    frame = built.events.assign(event_class=built.events["event_class"].astype("category"), notes="mine")
    frame = frame.set_index("notes", append=True)
    frame.to_parquet(tmp_path / "events.parquet", **writing)
    assert_geodataframe_equal(layers.read(tmp_path / "events.parquet").events, built.events)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"{}",
        b"[]",
        b'{"primary_column": "geometry", "columns": []}',
        b'{"primary_column": "elsewhere", "columns": {"elsewhere": {"encoding": "WKB"}}}',
        b'{"primary_column": "geometry", "columns": {"geometry": {"encoding": "wkx"}}}',
        b'{"primary_column": "event_id", "columns": {"event_id": {"encoding": "WKB"}}}',
        None,
    ],
)
def test_parquet_that_says_nothing_right_of_its_geometry_is_refused_in_one_line(
    told: bytes | None, built: layers.Layers, tmp_path: Path
) -> None:
    (file, *_) = layers.write(built, tmp_path / "events.parquet")
    table = pq.read_table(file)
    pq.write_table(table.replace_schema_metadata(None if told is None else {b"geo": told}), file)
    with pytest.raises(UnreadableSource, match="is no GeoParquet file") as caught:
        layers.read(file)
    assert "\n" not in str(caught.value)
