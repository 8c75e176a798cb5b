"""Building areas from made-up sources: codes by majority, regions by rule, and a file that reads back."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteer import areas, build_areas
from geo.gazetteer.area_sources import Names, Unit
from geo.gazetteer.areas import Kind
from geo.gazetteer.build_areas import Atlas
from geo.model import Place

NAMES = Names({"AA": (1, "Aland")}, {}, {"AA.01": (11, "West"), "AA.02": (12, "East")}, {})
PLACES = [
    {"longitude": 0.5, "latitude": 0.5, "countrycode": "AA", "admin1code": "01"},
    {"longitude": 0.6, "latitude": 0.6, "countrycode": "AA", "admin1code": "01"},
    {"longitude": 0.7, "latitude": 0.7, "countrycode": "AA", "admin1code": "02"},
    {"longitude": 2.5, "latitude": 0.5, "countrycode": "AA", "admin1code": "01"},
    {"longitude": 2.6, "latitude": 0.6, "countrycode": "AA", "admin1code": "02"},
]


def units() -> list[Unit]:
    return [
        Unit("Old West", shapely.box(0, 0, 1, 1)),
        Unit("Uninhabited", shapely.box(1, 0, 2, 1), geonameid=12),
        Unit("Straddler", shapely.box(2, 0, 3, 1)),
    ]


def test_units_get_the_code_of_most_of_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_areas.area_sources, "populated_places", lambda _: PLACES)
    located = build_areas._located(units(), None, {geonameid: code for code, (geonameid, _) in NAMES.admin1.items()})
    assert [unit.admin1 for unit in located] == ["AA.01", "AA.02", ""]
    assert located[0].country == "AA"


@pytest.fixture
def atlas() -> Atlas:
    atlas = Atlas()
    for code, left in (("AA", 0.0), ("BB", 1.0)):
        atlas.add(Kind.COUNTRY, code, [atlas.draw(shapely.box(left, 0, left + 1, 1))], code=code, id=ord(code[0]))
    return atlas


def test_regions_are_composed_or_cut_and_read_back(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_areas._add_rule(atlas, Kind.REGION, {"name": "Both", "id": 7, "parts": ["AA", "BB"]})
    build_areas._add_rule(atlas, Kind.REGION, {"name": "Belt", "parts": ["AA", "BB"], "clip": [0.5, 0.25, 1.5, 0.5]})
    build_areas._write(atlas, tmp_path / areas.FILE)
    first = (tmp_path / areas.FILE).read_bytes()
    build_areas._write(atlas, tmp_path / areas.FILE)
    assert (tmp_path / areas.FILE).read_bytes() == first
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    both = Place(7, "Both", 0.5, 1.0, "L", "RGN")
    belt = Place(None, "The Belt", 0.4, 1.0, "L", "RGN")
    assert areas.polygon(both).equals(shapely.box(0, 0, 2, 1))
    assert areas.polygon(belt).equals(shapely.box(0.5, 0.25, 1.5, 0.5))
    assert (areas.extent_source(both), areas.extent_source(belt)) == ("composed", "extent")
    assert [country.code for country in areas.countries()] == ["AA", "BB"]


def test_a_rule_with_an_unknown_part_is_told(atlas: Atlas) -> None:
    with pytest.raises(GazetteerError, match="Nowhere: no such part: CC"):
        build_areas._add_rule(atlas, Kind.REGION, {"name": "Nowhere", "parts": ["AA", "CC"]})


def test_an_empty_shape_is_told(atlas: Atlas) -> None:
    with pytest.raises(GazetteerError, match="empty"):
        atlas.draw(shapely.Polygon())


def test_neighbours_keep_their_common_border_when_simplified() -> None:
    wave = [(1 + 0.002 * (step % 2), step / 50) for step in range(51)]
    west = shapely.Polygon([(0, 0), *wave, (0, 1)])
    east = shapely.Polygon([(2, 1), (2, 0), *wave]).buffer(0)
    simple_west, simple_east = build_areas._simplify([west, east], 0.05)
    assert simple_west.intersection(simple_east).area == 0
    assert simple_west.union(simple_east).area == pytest.approx(2, abs=0.01)
    assert shapely.get_num_coordinates(simple_west) < shapely.get_num_coordinates(west)


# Billionths of a degree: far finer than any source, and free of denormal numbers, which GEOS trips over.
_DEGREES = st.integers(-(10**9), 10**9).map(lambda billionths: billionths / 10**9)
_COORDINATES = st.tuples(_DEGREES.map(lambda share: share * 179), _DEGREES.map(lambda share: share * 89))


@settings(max_examples=100, deadline=None)
@given(st.lists(_COORDINATES, min_size=3, max_size=9))
def test_rounding_keeps_any_polygon_valid(corners: list[tuple[float, float]]) -> None:
    geometry = shapely.make_valid(shapely.Polygon(corners))
    rounded = build_areas._rounded(geometry)
    assert rounded.is_valid
    assert not rounded.is_empty
    grid = shapely.get_coordinates(rounded) / areas.PRECISION_DEGREES
    assert abs(grid - grid.round()).max() < 1e-6
