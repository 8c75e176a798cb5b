import csv
import dataclasses
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as Xml

import geojson_validator
import geopandas
import jsonschema
import pandas as pd
import pyogrio
import pytest
import shapely
from generate import area, articles
from geopandas.testing import assert_geodataframe_equal

from geo import layers
from geo.errors import MissingExtra, OutputError
from geo.layers.symbols import SYMBOLS
from geo.layers.write import SUFFIXES
from geo.model import ParsedArticle, Place, Span

KML = "{http://www.opengis.net/kml/2.2}"


class Boxes:
    """Boundaries of two degrees around every country; Fiji's is cut at the antimeridian, with a hole."""

    def extent_source(self, place: Place) -> str:
        return "boundary"

    def polygon(self, place: Place) -> shapely.Polygon | shapely.MultiPolygon | None:
        if place.feature_class != "A":
            return None
        if place.geonameid == area(1).geonameid:
            west = shapely.box(177, -19, 180, -16).difference(shapely.box(178, -18, 179, -17))
            return shapely.MultiPolygon([west, shapely.box(-180, -19, -179, -16)])
        return shapely.box(place.longitude - 1, place.latitude - 1, place.longitude + 1, place.latitude + 1)


@pytest.fixture(scope="module")
def built() -> layers.Layers:
    """Layers of 1,000 articles."""
    return layers.build(articles(1000, 3), Boxes())


@pytest.fixture(scope="module")
def geojson(built: layers.Layers, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    files = layers.write(built, tmp_path_factory.mktemp("geojson"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


@pytest.mark.parametrize("layer", layers.LAYER_NAMES)
def test_geojson_is_valid_by_an_independent_validator(geojson, layer):
    assert geojson_validator.validate_structure(geojson[layer], check_crs=True) == {}
    found = geojson_validator.validate_geometries(geojson[layer])
    assert found["invalid"] == {}
    # The validator takes 180 for -180, so a polygon cut there, as RFC 7946 asks, seems to cross;
    # and it lists holes, which are no fault.
    assert set(found["problematic"]) <= {"crosses_antimeridian", "holes"}


@pytest.mark.parametrize("layer", layers.LAYER_NAMES)
def test_properties_follow_the_json_schema(geojson, layer):
    schema = layers.schema(layer)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for feature in geojson[layer]["features"]:
        validator.validate(feature["properties"])


def test_geojson_has_a_box_ids_and_six_decimals(geojson):
    events = geojson["events"]
    west, south, east, north = events["bbox"]
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert events["features"][0]["id"] == events["features"][0]["properties"]["event_id"]
    for feature in events["features"]:
        for number in feature["geometry"]["coordinates"] if feature["geometry"] else ():
            assert number == round(number, 6)


def test_geojson_of_no_events_is_an_empty_collection(tmp_path):
    (events, *_) = layers.write(layers.build([]), tmp_path)
    collection = json.loads(events.read_text())
    assert collection == {"type": "FeatureCollection", "features": []}
    assert geojson_validator.validate_structure(collection) == {}


def test_geojsonl_is_one_feature_a_line(built, tmp_path):
    (events, *_) = layers.write(built, tmp_path / "news.geojsonl")
    lines = events.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(built.events)
    assert all(json.loads(line)["type"] == "Feature" for line in lines)


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet"])
def test_layers_read_back_equal(built, tmp_path, suffix):
    files = layers.write(built, tmp_path / f"events{suffix}")
    again = layers.read(*files)
    for (_, frame), (_, other) in zip(built.items(), again.items(), strict=True):
        if suffix == ".fgb":  # its spatial index reorders the rows, and knows no event without a place
            frame, other = _sorted(frame[frame.geometry.notna()]), _sorted(other)  # noqa: PLW2901
        assert_geodataframe_equal(frame, other)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".kml"])
def test_geopandas_reads_the_layers(built, tmp_path, suffix):
    files = layers.write(built, tmp_path / f"events{suffix}")
    for number, (name, frame) in enumerate(built.items()):
        read = geopandas.read_file(files[number]) if len(files) > 1 else geopandas.read_file(files[0], layer=name)
        assert len(read) == len(frame) if suffix != ".fgb" else frame.geometry.notna().sum()
        assert set(read.geom_type.dropna()) == set(frame.geom_type.dropna())
        assert read.crs == "EPSG:4326"


def test_flatgeobuf_holds_what_has_a_place_and_says_how_much_has_none(built, tmp_path):
    (events, areas, _) = layers.write(built, tmp_path / "events.fgb")
    found = pyogrio.read_info(events)
    lost = int(built.events.geometry.isna().sum())
    assert found["features"] == len(built.events) - lost
    assert found["capabilities"][
        "fast_spatial_filter"
    ]  # with an index, without which readers of the web fetch it whole
    said = found["layer_metadata"]["DESCRIPTION"]
    assert said == f"{lost} of {len(built.events):,} events could not be located and are not in this file."
    assert not (pyogrio.read_info(areas)["layer_metadata"] or {}).get("DESCRIPTION")


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".parquet", ".gpkg"])
def test_every_event_is_in_the_file_of_events(built, tmp_path, suffix):
    (events, *_) = layers.write(built, tmp_path / f"events{suffix}")
    read = {".csv": pd.read_csv, ".parquet": geopandas.read_parquet, ".geojson": geopandas.read_file}
    found = read[suffix](events) if suffix in read else geopandas.read_file(events, layer="events")
    assert sorted(found["event_id"]) == sorted(built.events.event_id)
    somewhere = found[found["geometry_kind"] == "area"]
    assert len(somewhere) > 0
    assert somewhere[["latitude", "longitude", "geo_precision", "area_id"]].notna().all(axis=None)


def test_many_events_of_one_country_draw_it_once(tmp_path):
    from geo import gazetteer

    one = next(
        made for made in articles(99, 1) if made.events[0].location and made.events[0].location.geo_precision == 3
    )
    event = one.events[0]
    many = [dataclasses.replace(one, events=(dataclasses.replace(event, event_id=str(at)),)) for at in range(200)]
    sizes = [
        layers.write(layers.build(some, gazetteer.default()), tmp_path / name)[1].stat().st_size
        for name, some in (("one", many[:1]), ("many", many))
    ]
    assert sizes[1] < sizes[0] + 100


# Bytes of an event in KML: of the sample articles (docs/layers.md says 1.5 kB), and where every text is at its longest.
KML_EVENT, KML_LONG_EVENT = 1_420, 2_810


def test_kml_of_an_event_is_as_long_as_the_documentation_says(built, tmp_path):
    (file,) = layers.write(built, tmp_path / "news.kml")
    events = file.read_text(encoding="utf-8").partition("<name>events</name>")[2].partition("</Folder>")[0]
    assert len(events.encode()) / len(built.events) == pytest.approx(KML_EVENT, rel=0.2)


def test_kml_of_long_articles_stays_small(tmp_path):
    one = next(articles(1, 1))
    event = dataclasses.replace(one.events[0], headline="War " * 500, evidence=(Span(0, 40_000, "Peace? " * 4_000),))
    long = dataclasses.replace(one.article, title="News " * 900)
    few, many = (
        layers.write(layers.build([ParsedArticle(long, (), (event,) * count)]), tmp_path / f"{count}.kml")[0]
        for count in (1, 101)
    )
    assert (many.stat().st_size - few.stat().st_size) / 100 == pytest.approx(KML_LONG_EVENT, rel=0.2)
    placemark = next(Xml.parse(few).getroot().iter(f"{KML}Placemark"))
    assert placemark.findtext(f"{KML}name").endswith("…")
    names = {data.get("name") for data in placemark.iter(f"{KML}SimpleData")}
    schema = Xml.parse(few).getroot().find(f".//{KML}Schema[@id='events']")
    assert names <= {field.get("name") for field in schema}
    assert "event_id" in names  # by which the other formats are asked for the rest


def test_dates_are_dates_where_the_format_has_them(built, tmp_path):
    (package,) = layers.write(built, tmp_path / "news.gpkg")
    fields = pyogrio.read_info(package, layer="events")
    assert dict(zip(fields["fields"], fields["dtypes"], strict=True))["event_date"] == "datetime64[D]"
    files = layers.write(built, tmp_path / "news.parquet")
    assert str(pd.read_parquet(files[0], dtype_backend="pyarrow").dtypes["event_date"]) == "date32[day][pyarrow]"


def test_a_geopackage_holds_all_layers_with_their_styles(built, tmp_path):
    (package,) = layers.write(built, tmp_path / "news.gpkg")
    assert [name for name, _ in pyogrio.list_layers(package)] == [*layers.LAYER_NAMES, "layer_styles"]
    with sqlite3.connect(package) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
        (version,) = database.execute("PRAGMA user_version").fetchone()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert version == 10200
    assert set(styles) == set(layers.LAYER_NAMES)
    for qml in styles.values():
        assert Xml.fromstring(qml).tag == "qgis"


def test_styles_have_a_category_for_each_class(built, tmp_path):
    layers.write(built, tmp_path)
    for layer in ("events", "areas"):
        root = Xml.parse(tmp_path / f"{layer}.qml").getroot()
        values = [category.get("value") for category in root.iter("category")]
        assert set(values) - {""} == {event_class.value for event_class in SYMBOLS}


def test_parquet_has_a_bounding_box_and_is_compressed(built, tmp_path):
    import pyarrow.parquet

    files = layers.write(built, tmp_path / "news.parquet")
    meta = pyarrow.parquet.ParquetFile(files[0])
    geo = json.loads(meta.metadata.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert "covering" in geo["columns"]["geometry"]
    assert meta.metadata.row_group(0).column(0).compression == "ZSTD"


def test_tiles_hold_what_has_a_place_and_are_read_by_another_library(built, tmp_path):
    from pmtiles.reader import MmapSource, Reader, all_tiles

    (events, areas, places) = layers.write(built, tmp_path / "news.pmtiles")
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in (events, areas, places)}
    located = built.events[built.events.geometry.notna()]
    with events.open("rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        header, meta = reader.header(), reader.metadata()
        zooms = {zoom for (zoom, _, _), _ in all_tiles(source)}
    assert zooms == set(range(7))
    west, south, east, north = located.total_bounds
    assert (header["min_lon_e7"] / 1e7, header["max_lat_e7"] / 1e7) == pytest.approx((west, north), abs=1e-5)
    assert (header["max_lon_e7"] / 1e7, header["min_lat_e7"] / 1e7) == pytest.approx((east, south), abs=1e-5)
    (layer,) = meta["vector_layers"]
    assert layer["id"] == "events"
    assert meta["description"].startswith(f"{len(built.events) - len(located)} of {len(built.events):,} events could")
    read = geopandas.read_file(events, layer="events")
    assert set(read.event_id) == set(located.event_id)
    there = located.set_index("event_id").geometry
    for row in read.to_crs("EPSG:4326").itertuples():
        assert row.geometry.distance(there[row.event_id]) < 0.002


def test_texts_in_tiles_are_bounded(tmp_path):
    one = next(articles(1, 1))
    event = dataclasses.replace(one.events[0], headline="War " * 5_000)
    (events, *_) = layers.write(layers.build([dataclasses.replace(one, events=(event,))]), tmp_path / "news.pmtiles")
    assert geopandas.read_file(events, layer="events").headline.str.len().max() == 200


def test_without_pyarrow_parquet_says_what_to_install(built, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"dateline\[parquet\]"):
        layers.write(built, tmp_path / "news.parquet")
    assert list(tmp_path.iterdir()) == []


def test_csv_is_read_by_its_names_without_knowing_of_marks(built, tmp_path):
    (events, *_) = layers.write(built, tmp_path / "news.csv")
    with events.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert next(iter(rows[0])) == "event_id"
    assert [row["event_id"] for row in rows] == built.events.event_id.tolist()
    assert rows[0]["event_date"] == str(built.events.event_date[0].date())
    assert float(rows[0]["longitude"]) == built.events.longitude[0]


def test_kml_has_folders_times_and_colours(built, tmp_path):
    (file,) = layers.write(built, tmp_path / "news.kml")
    document = Xml.parse(file).getroot()[0]
    folders = document.findall(f"{KML}Folder")
    assert [folder.findtext(f"{KML}name") for folder in folders] == list(layers.LAYER_NAMES)
    placemark = folders[0].find(f"{KML}Placemark")
    assert placemark.findtext(f"{KML}TimeSpan/{KML}begin") == str(built.events.event_date[0].date())
    assert {style.get("id") for style in document.findall(f"{KML}Style")} == {*map(str, SYMBOLS), "place"}
    assert "href" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_layers_give_the_same_bytes(built, tmp_path, suffix):
    digests = [
        [hashlib.sha256(file.read_bytes()).hexdigest() for file in layers.write(built, tmp_path / name / f"a{suffix}")]
        for name in ("one", "two")
    ]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_pyarrow_makes_it_faster_not_different(built, tmp_path, monkeypatch, suffix):
    digests = []
    for name in ("with", "without"):
        files = layers.write(built, tmp_path / name / f"events{suffix}")
        digests.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert digests[0] == digests[1]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_events_and_one_event_are_written_in_every_format(tmp_path, suffix):
    for count in (0, 1):
        assert all(file.is_file() for file in layers.write(layers.build(articles(count, 1)), tmp_path / f"a{suffix}"))


def test_files_are_named_after_their_layers(tmp_path):
    built = layers.build(articles(2, 2))

    def names(path: Path) -> list[str]:
        return [file.relative_to(tmp_path).as_posix() for file in layers.write(built, path)]

    assert names(tmp_path / "raid.geojson") == ["raid.geojson", "raid-areas.geojson", "raid-places.geojson"]
    assert names(tmp_path / "new") == ["new/events.geojson", "new/areas.geojson", "new/places.geojson"]
    assert names(tmp_path / "events.fgb") == ["events.fgb", "areas.fgb", "places.fgb"]
    assert names(tmp_path / "raid.gpkg") == ["raid.gpkg"]
    assert (tmp_path / "raid-areas.qml").is_file()


def test_writing_again_replaces_the_files(tmp_path):
    layers.write(layers.build(articles(9, 3)), tmp_path / "news.gpkg")
    few = layers.build(articles(2, 2))
    (package,) = layers.write(few, tmp_path / "news.gpkg")
    assert len(layers.read(package).events) == len(few.events)
    assert [file.name for file in tmp_path.iterdir()] == ["news.gpkg"]


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(OutputError, match=r"'\.shp'; use one of \.geojson, "):
        layers.write(layers.build([]), tmp_path / "news.shp")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_directory_is_refused(tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(OutputError, match="cannot be written to"):
        layers.write(layers.build([]), tmp_path / "news.gpkg")


def test_a_directory_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written to"):
        layers.write(layers.build([]), tmp_path / "file" / "news.gpkg")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_leaves_the_old_files_and_nothing_else(tmp_path, suffix):
    target = tmp_path / f"events{suffix}"
    layers.write(layers.build(articles(1, 1)), target)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    script = (
        "import resource, signal, sys\n"
        "from generate import articles\n"
        "from geo import layers\n"
        "from geo.errors import OutputError\n"
        "built = layers.build(articles(400, 5))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "try:\n"
        "    layers.write(built, sys.argv[1])\n"
        "except OutputError as error:\n"
        "    print(error)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", script, str(target)], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "nothing was changed" in run.stdout, run.stdout + run.stderr
    assert run.stdout.count("\n") == 1
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def _sorted(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    key = next(name for name in ("event_id", "area_id", "place_id") if name in frame)
    return frame.sort_values(key, ignore_index=True)
