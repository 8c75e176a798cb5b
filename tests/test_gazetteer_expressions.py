"""Name expressions: what the words mean, and where they put an event."""

from __future__ import annotations

import math
import time

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import gazetteer
from geo.gazetteer import areas, expressions
from geo.gazetteer.expressions import Expression, Relation, RelationKind, locate, parse_expression, parse_relation
from geo.gazetteer.lookup import distance_m
from geo.model import Place

PALU = Place(1633419, "Palu", -0.90833, 119.87083, "P", "PPLA", "ID", "21", population=282_431)
HODEIDAH = Place(79415, "Al Hudaydah", 14.79781, 42.95452, "P", "PPLA", "YE", "08", population=617_871)
YEMEN = Place(69543, "Yemen", 15.5, 47.5, "A", "PCLI", "YE", population=28_498_687)
GAZA_STRIP = Place(281132, "Gaza Strip", 31.41667, 34.33333, "A", "ADM1", "PS", "GZ")
KHARKIV = Place(706483, "Kharkiv", 49.98081, 36.25272, "P", "PPLA", "UA", "07", population=1_433_886)
SUMY = Place(692194, "Sumy", 50.9216, 34.80029, "P", "PPLA", "UA", "21", population=294_456)
NAIROBI = Place(184745, "Nairobi", -1.28333, 36.81667, "P", "PPLC", "KE", "05", population=2_750_547)


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("Paris, Texas", "Paris", ("Texas",)),
        ("Jackson County, Kentucky", "Jackson County", ("Kentucky",)),
        ("Springfield, Ill., USA", "Springfield", ("Ill.", "USA")),
        ("Palu", "Palu", ()),
        ("", "", ()),
    ],
)
def test_a_name_and_what_it_lies_in(text: str, name: str, within: tuple[str, ...]) -> None:
    assert parse_expression(text) == Expression(name, None, within)


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("northern Gaza", "Gaza", Relation(RelationKind.PART, 0.0)),
        ("the south-eastern part of Syria", "Syria", Relation(RelationKind.PART, 135.0)),
        ("central Beirut", "Beirut", Relation(RelationKind.PART)),
        ("40 km north of Palu", "Palu", Relation(RelationKind.OFFSET, 0.0, 40_000, 5_000)),
        ("about 43 kilometres south-west of Palu", "Palu", Relation(RelationKind.OFFSET, 225.0, 43_000, 500)),
        ("1,200 metres east of the village of Palu", "Palu", Relation(RelationKind.OFFSET, 90.0, 1_200, 50)),
        ("ten miles west of Lviv", "Lviv", Relation(RelationKind.OFFSET, 270.0, 16_093.44, 8_046.72)),
        ("30-40 km from Goma", "Goma", Relation(RelationKind.OFFSET, None, 35_000, 5_000)),
        ("off the coast of Hodeidah", "Hodeidah", Relation(RelationKind.COAST)),
        ("off the southern coast of Yemen", "Yemen", Relation(RelationKind.COAST, 180.0)),
        ("12 nautical miles off Aden", "Aden", Relation(RelationKind.COAST, None, 22_224, 926)),
        ("near Goma", "Goma", Relation(RelationKind.NEAR)),
        ("south of Mosul", "Mosul", Relation(RelationKind.NEAR, 180.0)),
        ("the outskirts of Kabul", "Kabul", Relation(RelationKind.OUTSKIRTS)),
    ],
)
def test_words_that_move_or_narrow_a_place(text: str, name: str, relation: Relation) -> None:
    found = parse_expression(text)
    assert found.name == name
    assert found.relation is not None
    assert (found.relation.kind, found.relation.bearing) == (relation.kind, relation.bearing)
    assert found.relation.distance_m == pytest.approx(relation.distance_m)
    assert found.relation.precision_m == pytest.approx(relation.precision_m)


def test_between_has_two_names() -> None:
    assert parse_expression("halfway between Kharkiv and Sumy") == Expression(
        "Kharkiv", Relation(RelationKind.BETWEEN), (), "Sumy"
    )


@pytest.mark.parametrize("words", ["", "in", "the city of", "said that", "off-duty", "seven people in"])
def test_other_words_are_no_relation(words: str) -> None:
    assert parse_relation(words) is None


def test_a_distance_and_a_direction_move_the_point_over_the_ellipsoid() -> None:
    found = locate(PALU, "40 km north of")
    assert found.longitude == pytest.approx(PALU.longitude)
    assert distance_m(PALU.latitude, PALU.longitude, found.latitude, found.longitude) == pytest.approx(40_000, rel=0.01)
    assert 10_000 < found.uncertainty_m < 50_000
    assert found.geometry is None


def test_a_finer_direction_and_a_finer_number_are_less_uncertain() -> None:
    assert locate(PALU, "43 km north-east of").uncertainty_m < locate(PALU, "43 km north of").uncertainty_m
    assert locate(PALU, "43 km north of").uncertainty_m < locate(PALU, "40 km north of").uncertainty_m * 1.1


def test_a_distance_without_direction_stays_and_widens() -> None:
    found = locate(PALU, "40 km from")
    assert (found.latitude, found.longitude) == (PALU.latitude, PALU.longitude)
    assert found.uncertainty_m > 40_000


def test_the_northern_part_of_an_area_is_its_northern_half() -> None:
    whole = areas.polygon(GAZA_STRIP)
    found = locate(GAZA_STRIP, "northern")
    assert whole is not None
    assert found.geometry is not None
    assert 0.3 * whole.area < found.geometry.area < 0.7 * whole.area
    assert whole.buffer(1e-9).covers(found.geometry)
    assert found.geometry.covers(shapely.Point(found.longitude, found.latitude))
    assert found.latitude > whole.centroid.y


def test_a_part_of_a_country_is_one_of_its_mainland() -> None:
    france = Place(3017382, "France", 46.0, 2.0, "A", "PCLI", "FR")
    found = locate(france, "southern")
    assert found.geometry is not None
    west, south, _, _ = found.geometry.bounds
    assert west > -5
    assert south > 41
    assert found.geometry.covers(shapely.Point(9.1, 42.2))


def test_the_eastern_part_of_a_town_is_a_point_moved_within_it() -> None:
    found = locate(KHARKIV, "eastern")
    assert found.geometry is None
    assert found.longitude > KHARKIV.longitude
    moved = distance_m(KHARKIV.latitude, KHARKIV.longitude, found.latitude, found.longitude)
    assert moved < found.uncertainty_m


def test_off_the_coast_is_in_the_water() -> None:
    seas = [area for _, area in areas.seas()]
    for place, words in (
        (HODEIDAH, "off the coast of"),
        (HODEIDAH, "12 nautical miles off"),
        (YEMEN, "off the coast of"),
    ):
        found = locate(place, words)
        point = shapely.Point(found.longitude, found.latitude)
        assert any(sea.covers(point) for sea in seas)
    yemen = areas.polygon(YEMEN)
    belt = locate(YEMEN, "off the coast of").geometry
    assert yemen is not None
    assert belt is not None
    assert belt.distance(yemen) < 0.05
    assert belt.intersection(yemen).area < 0.05 * belt.area


def test_off_the_coast_of_an_inland_town_says_how_little_is_known() -> None:
    found = locate(NAIROBI, "off the coast of")
    assert (found.latitude, found.longitude) == (NAIROBI.latitude, NAIROBI.longitude)
    assert found.uncertainty_m >= 100_000


def test_between_two_places_is_their_middle() -> None:
    found = locate(KHARKIV, "between", SUMY)
    to_first = distance_m(KHARKIV.latitude, KHARKIV.longitude, found.latitude, found.longitude)
    to_second = distance_m(SUMY.latitude, SUMY.longitude, found.latitude, found.longitude)
    assert to_first == pytest.approx(to_second, rel=0.01)
    assert found.uncertainty_m == pytest.approx(to_first, rel=0.01)


def test_no_relation_is_the_place_itself_with_its_area() -> None:
    assert locate(PALU).geometry is None
    assert locate(PALU).uncertainty_m > 1000
    assert locate(YEMEN, None).geometry is not None
    assert locate(YEMEN, "in").geometry is not None


@given(st.text(max_size=300))
def test_any_text_is_understood_or_left_alone(text: str) -> None:
    parse_relation(text)
    found = parse_expression(text)
    assert found.name in text


_MEASURES = st.sampled_from(["40", "1,200", "1.5", "a", "ten", "km", "miles", "nautical", "part", "between", "and"])
_DIRECTIONS = st.sampled_from(["north", "northern", "south-western", "of", "off", "the", "coast", "from", "near"])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(_MEASURES | _DIRECTIONS, max_size=8).map(" ".join),
    st.floats(-89.9, 89.9),
    st.floats(-180, 180),
)
def test_every_location_is_on_the_globe(words: str, latitude: float, longitude: float) -> None:
    found = locate(Place(None, "Somewhere", latitude, longitude, "P", "PPL", population=5000), words)
    assert -90 <= found.latitude <= 90
    assert -180 <= found.longitude <= 180
    assert found.uncertainty_m > 0
    assert math.isfinite(found.uncertainty_m)


def test_long_and_hostile_texts_take_no_time() -> None:
    started = time.process_time()
    for text in ("1 " * 20_000, "north of " * 5_000, "1,1" * 5_000 + " km", "between " * 3_000 + "and", "(" * 10_000):
        parse_relation(text)
        expressions.parse_expression(text)
    assert time.process_time() - started < 2  # a hundredth of a second, where no pattern tries all ways again and again


@pytest.mark.parametrize(("name", "least_m"), [("Gopalganj", 20_000), ("Danube", 20_000), ("Alps", 20_000)])
def test_what_has_no_polygon_is_no_spot(name: str, least_m: int) -> None:
    place = gazetteer.default().lookup(name)[0].place
    assert locate(place).uncertainty_m >= least_m
