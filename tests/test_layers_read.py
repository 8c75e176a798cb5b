import json
import shutil

import geopandas
import pandas as pd
import pytest
import shapely
from generate import articles
from geopandas.testing import assert_geodataframe_equal

from geo import layers
from geo.errors import InputError, SourceNotFound, UnreadableSource


@pytest.fixture
def edited(tmp_path):
    """Write the events of some articles, apply an edit to the GeoJSON and return its path."""

    def edit(change, layer="events", articles_=3):
        layers.write(layers.build(articles(articles_, 4)), tmp_path)
        file = tmp_path / f"{layer}.geojson"
        collection = json.loads(file.read_text(encoding="utf-8"))
        change(collection["features"])
        file.write_text(json.dumps(collection), encoding="utf-8")
        return file

    return edit


def put(number, **properties):
    return lambda features: features[number]["properties"].update(properties)


def place(number, geometry):
    return lambda features: features[number].update(geometry=geometry)


def without(field):
    def change(features):
        for feature in features:
            del feature["properties"][field]

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            put(2, event_class="violense"),
            r"feature 3 \(event_id .*\), field event_class: 'violense' is none of violence,",
        ),
        (put(1, event_class=None), r"feature 2 \(event_id .*\), field event_class: is missing"),
        (put(0, event_id=None), r"feature 1, field event_id: is missing"),
        (put(0, killed_low="many"), r"feature 1 .*, field killed_low: 'many' is no number"),
        (put(0, killed_low=2.5), r"field killed_low: 2.5 is no whole number"),
        (put(0, killed_low=-1), r"field killed_low: -1 is less than 0"),
        (put(0, killed_low=10**10), r"field killed_low: 10000000000 is more than 8300000000"),
        (put(0, displaced_high=8_300_000_001), r"field displaced_high: 8300000001 is more than 8300000000"),
        (put(0, geo_precision=9), r"field geo_precision: 9 is more than 3"),
        (put(0, event_date="last Friday"), r"field event_date: 'last Friday' is no date like 2025-04-04"),
        (put(0, event_date="2025-02-30"), r"field event_date: '2025-02-30' is no date"),
        (put(0, score=7), r"field score: 7.0 is more than 1"),
        (place(0, {"type": "Point", "coordinates": [200, 10]}), r"feature 1 .*, geometry: longitude 200.0 is not"),
        (place(0, {"type": "Point", "coordinates": [10, -91]}), r"geometry: latitude -91.0 is not between"),
        (
            place(0, {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}),
            r"feature 1 .*, geometry: a Point is needed, not a LineString",
        ),
        (without("event_class"), r"feature 1 .*, field event_class: is missing"),
        (without("event_id"), r"has none of the fields event_id, area_id and place_id"),
    ],
)
def test_what_is_wrong_is_named_by_file_feature_and_field(edited, change, message):
    file = edited(change)
    with pytest.raises(InputError, match=message) as caught:
        layers.read(file)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


def test_optional_fields_may_be_missing(edited):
    def keep_four(features):
        for feature in features:
            kept = ("event_id", "headline", "layer", "event_class")
            feature["properties"] = {name: feature["properties"][name] for name in kept}

    frame = layers.read(edited(keep_four)).events
    assert frame.columns.tolist() == [*(field.name for field in layers.FIELDS["events"]), "geometry"]
    assert frame.quote.isna().all()


def test_new_fields_are_left_out(edited):
    frame = layers.read(edited(put(0, my_note="check this"))).events
    assert "my_note" not in frame


def test_a_moved_point_decides_over_its_coordinates(edited):
    frame = layers.read(edited(place(0, {"type": "Point", "coordinates": [12.5, 41.9]}))).events
    assert (frame.longitude[0], frame.latitude[0]) == (12.5, 41.9)


def known_by_an_area(features):
    """Return the number of an event that is."""
    return next(at for at, feature in enumerate(features) if feature["properties"]["geometry_kind"] == "area")


def moved_to(longitude, latitude, dropped=()):
    """Return an edit that moves the first event of an area, and drops some columns of all."""

    def change(features):
        number = known_by_an_area(features)
        features[number]["geometry"] = {"type": "Point", "coordinates": [longitude, latitude]}
        features[number]["properties"]["quote"] = "this one"
        for name in dropped:
            without(name)(features)

    return change


COORDINATES = ("latitude", "longitude")
OF_THE_AREA = ["place_name", "geonameid", "feature_class", "feature_code", "admin1_code", "population", "area_id"]


@pytest.mark.parametrize("dropped", [(), COORDINATES])
@pytest.mark.parametrize("beside", [False, True])
def test_an_event_that_is_moved_out_of_its_area_is_known_at_that_point(edited, dropped, beside):
    file = edited(moved_to(12.5, 41.9, dropped), articles_=9)
    found = layers.read(file.parent if beside else file).events
    (row,) = found[found.quote == "this one"].itertuples()
    assert (row.longitude, row.latitude, row.geometry_kind, row.geo_precision) == (12.5, 41.9, "point", 1)
    assert pd.isna(row.coordinate_uncertainty_m)
    nothing = [*OF_THE_AREA, "country_code", "country_name", "location", "location_start", "relation"]
    assert [name for name in nothing if not pd.isna(getattr(row, name))] == []


@pytest.mark.parametrize("dropped", [(), COORDINATES])
def test_an_area_is_not_kept_for_an_event_that_was_moved_out_of_it(edited, dropped):
    before = layers.read(edited(lambda _: None, articles_=9).parent)
    after = layers.read(edited(moved_to(12.5, 41.9, dropped), articles_=9).parent)
    (left,) = set(before.events.area_id.dropna()[before.events.area_id.notna() & after.events.area_id.isna()])
    counts = dict(zip(before.areas.area_id, before.areas.event_count, strict=True))
    counts[left] -= 1
    assert dict(zip(after.areas.area_id, after.areas.event_count, strict=True)) == {
        area_id: count for area_id, count in counts.items() if count
    }


def test_an_event_that_is_moved_within_its_area_keeps_what_is_true_there(edited):
    capitals = {"SA": (46.72, 24.69), "FJ": (178.44, -18.14), "FR": (2.35, 48.85), "MA": (-6.83, 34.01)}
    codes = []

    def move(features):
        code = features[known_by_an_area(features)]["properties"]["country_code"]
        codes.append(code)
        moved_to(*capitals[code])(features)

    found = layers.read(edited(move, articles_=9)).events
    (row,) = found[found.quote == "this one"].itertuples()
    assert (row.country_code, row.geometry_kind) == (codes[0], "point")
    assert row.country_name == row.location  # the words of the article
    assert [name for name in OF_THE_AREA if not pd.isna(getattr(row, name))] == []


def test_an_event_that_was_moved_into_disputed_land_says_so(edited):
    found = layers.read(edited(moved_to(34.1, 45.0), articles_=9)).events
    assert found[found.quote == "this one"].disputed.tolist() == ["Crimea"]


@pytest.mark.parametrize("dropped", [(), COORDINATES])
@pytest.mark.parametrize("beside", [False, True])
def test_an_event_that_nobody_moved_stays_in_its_area(edited, dropped, beside):
    file = edited(lambda features: [without(name)(features) for name in dropped], articles_=60)
    found = layers.read(file.parent if beside else file).events
    expected = layers.build(articles(60, 4)).events
    assert set(expected.country_code[expected.geometry_kind == "area"]) == {"SA", "FJ", "FR", "MA"}
    assert found.geometry_kind.tolist() == expected.geometry_kind.tolist()
    assert found.place_name.tolist() == expected.place_name.tolist()


def test_an_area_that_is_moved_takes_its_events_along(edited):
    def move(features):
        features[0]["geometry"] = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}

    file = edited(move, "areas", articles_=9)
    found = layers.read(file.parent)
    there = found.events[found.events.area_id == found.areas.area_id[0]]
    assert len(there) == found.areas.event_count[0]
    assert all(shapely.box(0, 0, 4, 4).covers(point) for point in there.geometry)
    assert (there.longitude == there.geometry.x).all()
    assert (there.geometry_kind == "area").all()


def test_an_event_that_is_drawn_as_a_polygon_has_that_area(edited):
    ring = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
    found = layers.read(edited(place(1, ring)))
    assert len(found.events) == 12
    row = found.events.iloc[1]
    (area,) = found.areas.itertuples()
    assert (row.geometry_kind, row.area_id) == ("area", area.area_id)
    assert area.geometry.covers(row.geometry)
    assert (area.event_count, area.headline) == (1, row.headline)


def test_a_null_geometry_is_an_event_that_is_not_located(edited):
    frame = layers.read(edited(place(0, None))).events
    assert frame.geometry[0] is None
    assert pd.isna(frame.latitude[0])


def test_times_of_day_and_slashes_in_dates_are_understood(edited):
    for text in ("2025-04-04T10:00:00", "2025/04/04", "2025-04-04 00:00:00Z"):
        assert str(layers.read(edited(put(0, event_date=text))).events.event_date[0].date()) == "2025-04-04"


def test_old_dates_are_kept(edited):
    assert layers.read(edited(put(0, event_date="1815-06-18"))).events.event_date[0].year == 1815


def test_a_drawn_polygon_is_mended(edited, tmp_path):
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    file = edited(place(0, bow_tie), "areas")
    frame = layers.read(file).areas
    assert frame.geometry[0].geom_type == "MultiPolygon"
    assert frame.geometry.is_valid.all()


def test_a_polygon_off_the_earth_is_refused(edited):
    file = edited(place(0, {"type": "Polygon", "coordinates": [[[0, 0], [200, 0], [200, 9], [0, 0]]]}), "areas")
    with pytest.raises(InputError, match="geometry: longitude 200"):
        layers.read(file)


def test_a_directory_gives_all_its_layers(tmp_path):
    built = layers.build(articles(20, 3))
    layers.write(built, tmp_path)
    for (_, frame), (_, other) in zip(built.items(), layers.read(tmp_path).items(), strict=True):
        assert_geodataframe_equal(frame, other)


def test_files_of_several_articles_are_joined(tmp_path):
    for number in (1, 2):
        layers.write(layers.build(articles(number, 3)), tmp_path / str(number))
    one = layers.read(tmp_path / "1").events
    both = layers.read(tmp_path / "1", tmp_path / "2" / "events.geojson").events
    assert len(both) > len(one)
    assert both.index.is_unique


def test_a_layer_is_known_by_its_fields_not_by_its_name(tmp_path):
    built = layers.build(articles(20, 3))
    layers.write(built, tmp_path)
    shutil.move(tmp_path / "areas.geojson", tmp_path / "my edits.geojson")
    found = layers.read(tmp_path / "my edits.geojson")
    assert [len(found.events), len(found.areas)] == [0, len(built.areas)]


def test_a_layer_in_another_projection_is_brought_back(tmp_path):
    built = layers.build(articles(20, 3))
    table = built.events.copy()
    table["event_date"] = table["event_date"].astype(str)
    table.drop(columns=["event_date", "event_date_end", "published"]).to_crs(3857).to_file(tmp_path / "events.gpkg")
    again = layers.read(tmp_path / "events.gpkg").events
    assert shapely.equals_exact(again.geometry, built.events.geometry, tolerance=1e-5)[
        built.events.geometry.notna()
    ].all()


def test_multipoints_of_one_point_are_points(tmp_path):
    built = layers.build(articles(5, 3))
    table = built.events[["event_id", "headline", "layer", "event_class", "geometry"]]
    table = table[table.geometry.notna()]
    table = table.set_geometry(
        geopandas.GeoSeries([shapely.MultiPoint([p]) for p in table.geometry], table.index), crs=4326
    )
    table.to_file(tmp_path / "events.gpkg")
    assert set(layers.read(tmp_path / "events.gpkg").events.geom_type) == {"Point"}


def test_what_is_no_layer_is_refused_in_one_line(tmp_path):
    (tmp_path / "events.geojson").write_text("{ this is no JSON")
    (tmp_path / "news.gpkg").write_bytes(b"SQLite format 3\0 but broken")
    (tmp_path / "news.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "news.csv").write_text("a,b")
    (tmp_path / "table.geojson").write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}')
    for name in ("events.geojson", "news.gpkg", "news.parquet", "news.csv", "table.geojson"):
        with pytest.raises(InputError, match=name) as caught:
            layers.read(tmp_path / name)
        assert "\n" not in str(caught.value)
    with pytest.raises(UnreadableSource, match=r"layers are read from \.geojson"):
        layers.read(tmp_path / "news.csv")


def test_missing_files_are_named(tmp_path):
    with pytest.raises(SourceNotFound, match=r"nothing\.geojson: there is no such file"):
        layers.read(tmp_path / "nothing.geojson")
    with pytest.raises(SourceNotFound, match="holds no events"):
        layers.read(tmp_path)
