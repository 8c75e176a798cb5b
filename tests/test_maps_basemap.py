"""What lies below the events: finer lines and more names near them, the world everywhere else."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from generate import article, articles
from test_maps_page import Page

from geo import gazetteer, maps, settings
from geo.errors import DatelineError
from geo.gazetteer import borders, build_basemap
from geo.maps import basemap, surroundings, towns
from geo.maps.selection import select

SUVA, HAZARD, KRYVYI_RIH = (-18.0, 178.0), (37.0, -83.0), (48.0, 33.0)


def test_counties_and_their_names_are_drawn_around_events() -> None:
    found = surroundings.around([HAZARD], gazetteer.default())
    assert {"Breathitt", "Perry", "Kentucky"} <= {name for name, *_ in found["names"]}
    assert found["admin2"].length > 20  # degrees of line in a window of three by three
    assert found["admin1"].length > 4
    # A state's border is not a county's: the two sets of lines only touch.
    assert found["admin1"].intersection(found["admin2"]).length < 0.3


def test_lines_of_regions_go_on_where_neighbours_were_drawn_apart() -> None:
    lines = surroundings.around([KRYVYI_RIH], gazetteer.default())["admin1"]
    # Between the oblasts of Dnipropetrovsk and Mykolaiv, whose outlines share no points.
    assert lines.distance(shapely.Point(33.05, 47.7)) < 0.2


@pytest.mark.parametrize("point", [SUVA, (-17.0, -180.0), (89.0, 10.0), (-90.0, 0.0), (0.0, 0.0)])
def test_windows_stay_on_earth(point: tuple[float, float]) -> None:
    found = surroundings.around([point], gazetteer.default())
    west, south, east, north = found["window"].bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert found["land"].is_valid


def test_a_window_over_the_antimeridian_has_two_parts() -> None:
    window = surroundings.around([(-17.0, 179.5)], gazetteer.default())["window"]
    assert len(window.geoms) == 2
    assert window.covers(shapely.Point(-179.5, -17))


def test_common_borders_are_those_between_parts_of_one_whole() -> None:
    left, right = shapely.box(0, 0, 1, 1), shapely.box(1.001, 0, 2, 1)  # drawn a hair apart
    (line,) = borders.common([("a", left), ("a", right), ("b", shapely.box(0, 1, 2, 2))], 0.01).values()
    assert line.length == pytest.approx(1, abs=0.03)
    assert line.distance(shapely.Point(1, 0.5)) < 0.002


def test_the_largest_town_shows_first_and_a_lonely_village_does_too() -> None:
    scene = gazetteer.default().near(37.25, -83.19, 5_000, feature_class="P")[0]
    found = towns.around([HAZARD], [scene], gazetteer.default())
    zooms = {name: zoom for name, _, _, zoom, kind in found if kind == "town"}
    assert zooms["Richmond"] < zooms["Pikeville"] < zooms["Oak Grove"]
    assert found[0][0] == scene.name
    assert found[0][4] == "scene"
    assert max(zooms.values()) <= towns.LAST_ZOOM


def test_towns_leave_room_for_each_other() -> None:
    found = towns.around([KRYVYI_RIH], [], gazetteer.default())
    for limit in (6, 7, 8):
        squares = [
            (int((lon + 180) / 360 * 256 * 2**limit // towns.SQUARE), round(lat, 1))
            for _, lat, lon, zoom, _ in found
            if zoom <= limit
        ]
        assert len(squares) < 150
    assert sum(zoom <= 9 for *_, zoom, _ in found) > 30


def test_the_page_has_the_surroundings_of_its_events_and_of_no_others() -> None:
    ground = basemap.around(select([article(1)]).entries, gazetteer.default())
    assert ground["near"]["window"]
    assert ground["near"]["unit"] == surroundings.UNIT
    assert basemap.around([], gazetteer.default())["near"] is None


def test_many_places_do_not_make_the_page_large() -> None:
    many, few = (Page(maps.build(made).get_root().render()) for made in (list(articles(300)), [article(1)]))
    assert few.blocks["world"] == many.blocks["world"]
    assert len(few.blocks["world"]) < 600_000
    assert len(few.blocks["basemap"]) < 100_000
    assert len(many.blocks["basemap"]) < 300_000


def test_the_page_has_the_world_that_is_shipped() -> None:
    shipped = (settings.load().data_dir / basemap.WORLD).read_bytes()
    assert base64.b64decode(basemap.packed_world()) == shipped
    world = basemap.world()
    assert json.loads(gzip.decompress(shipped)) == world
    assert list(world) == ["countries", "lakes", "rivers", "disputed_borders", "unit"]
    (france,) = (country for country in world["countries"] if (country["label"] or [""])[0] == "France")
    ring = max(france["rings"], key=len)
    east = [sum(ring[0 : at + 1 : 2]) * world["unit"] for at in range(0, len(ring), 2)]
    assert -6 < min(east) < max(east) < 10


def test_what_is_shipped_is_what_the_builder_makes_of_features() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0.02, 0], [0.02, 0.02], [0.02, 0.02], [0, 0]]]}
    line = {"type": "LineString", "coordinates": [[10, 10], [10.001, 10.001]]}  # shorter than a unit
    features: dict[str, list[dict[str, Any]]] = {
        "countries": [
            {
                "properties": {"iso": "AA", "name": "A", "label_lat": 1, "label_lon": 2, "min_zoom": 3},
                "geometry": square,
            },
            {"properties": {"iso": "BB", "name": "B"}, "geometry": square},
        ],
        "lakes": [{"properties": {}, "geometry": square}],
        "rivers": [{"properties": {}, "geometry": line}],
        "disputed_borders": [],
        "admin1_lines": [{"properties": {"iso": "AA"}, "geometry": square}],
        "seas": [
            {"properties": {"name": name, "min_zoom": zoom}, "geometry": {"coordinates": [5.005, 6]}}
            for name, zoom in (("Strait", 4), ("Ocean", 1))
        ],
    }
    made, parts = build_basemap.world(features), build_basemap.parts(features)
    assert [country["code"] for country in made["countries"]] == ["AA", "BB"]
    assert [country["label"] for country in made["countries"]] == [["A", 1, 2, 3, "country"], None]
    assert made["lakes"][0]["rings"] == [[0, 0, 2, 0, 0, 2, -2, -2]]
    assert made["rivers"][0]["rings"] == []
    assert [name for name, *_ in parts["seas"]] == ["Ocean", "Strait"]
    assert parts["admin1_lines"] == [{"iso": "AA", "rings": made["lakes"][0]["rings"]}]


@pytest.mark.parametrize("name", [basemap.WORLD, basemap.PARTS])
def test_a_damaged_basemap_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shipped = (settings.load().data_dir / name).read_bytes()
    (tmp_path / name).write_bytes(shipped[:1000])
    places = gazetteer.default()
    basemap.packed_world.cache_clear()
    basemap._parts.cache_clear()
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    with pytest.raises(DatelineError, match=f"{name}.*reinstall"):
        basemap.packed_world() if name == basemap.WORLD else basemap.around([], places)
