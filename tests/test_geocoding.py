"""Geocoding with the embedded gazetteer: names, name expressions, geopy's and GeoPandas' ways."""

from __future__ import annotations

import geopandas as gpd
import pytest
from geopy.exc import GeocoderQueryError

from geo.gazetteer import distance_m
from geo.geocoding import GazetteerGeocoder, candidates, matches


@pytest.mark.parametrize(
    ("text", "geonameid"),
    [
        ("Kryvyi Rih", 703845),
        ("Paris", 2988507),
        ("Paris, Texas", 4717560),
        ("Paris, TX", 4717560),
        ("Cambridge, Massachusetts", 4931972),
        ("Cambridge, England", 2653941),
        ("Jackson County, Kentucky", 4296106),
        ("London, Ontario", 6058560),
        ("Springfield, Ill.", 4250542),
    ],
)
def test_a_name_and_what_it_lies_in_find_the_place(text: str, geonameid: int) -> None:
    assert candidates(text)[0].place.geonameid == geonameid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        ",",
        "Qwzxtown",
        "Paris, Mongolia",
        "between Qwzxtown and Paris",
        "near",
        "a" * 10_000,
        "north of " * 2_000,
        "\x00\x07",
        "'; DROP TABLE place; --",
        "\U0001f525",
        "40 km north of",
        "\ud800",
    ],
)
def test_what_is_no_place_has_no_candidates(text: str) -> None:
    assert candidates(text) == []


def test_an_expression_moves_the_point_but_not_the_place() -> None:
    match = matches("40 km north of Palu, Indonesia")[0]
    assert match.candidate.place.name == "Palu"
    away = distance_m(
        match.candidate.place.latitude, match.candidate.place.longitude, match.located.latitude, match.located.longitude
    )
    assert away == pytest.approx(40_000, rel=0.01)


def test_a_distance_is_measured_from_the_city_before_its_province() -> None:
    match = matches("between Kharkiv and Sumy")[0]
    assert match.candidate.place.geonameid == 706483
    assert match.located.latitude == pytest.approx((49.98 + 50.92) / 2, abs=0.05)


def test_a_part_of_an_area_prefers_the_area() -> None:
    match = matches("northern Gaza Strip")[0]
    assert match.candidate.place.geonameid == 281132
    assert match.located.geometry is not None


def test_a_name_that_begins_like_an_expression_is_a_name() -> None:
    assert candidates("Northern Ireland")[0].place.geonameid == 2641364


@pytest.mark.parametrize(
    ("name", "geonameid"),
    [
        ("Bursa", 750269),
        ("Mandalay", 1311874),
        ("Basra", 99532),
        ("Kiev", 703448),
        ("Odessa", 698740),
        ("Tunis", 2464470),
        ("Dili", 1645457),
        ("New York", 5128581),
        ("Washington", 4140963),
        ("Gaza", 281133),
        ("Bursa, Turkey", 750269),
        ("Sofia", 727011),
        ("Zaporizhzhia", 687700),
        ("Hargeisa", 57289),
        ("Mecca", 104515),
    ],
)
def test_a_bare_name_is_the_town_before_its_province(name: str, geonameid: int) -> None:
    assert candidates(name)[0].place.geonameid == geonameid
    assert GazetteerGeocoder().geocode(name).raw["geonameid"] == geonameid


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Mandalay Region", "ADM1"),
        ("Bursa province", "ADM1"),
        ("New York state", "ADM1"),
        ("state of Kaduna", "ADM1"),
        ("Texas", "ADM1"),
        ("Nineveh", "ADM1"),
        ("Luxembourg", "PCLI"),
        ("Mexico", "PCLI"),
        ("the Niger", "STM"),
        ("the Zambezi", "STM"),
        ("Irrawaddy", "STM"),
        ("Euphrates", "STM"),
        ("Niger", "PCLI"),
        ("the Congo", "PCLI"),
        ("the Gambia", "PCLI"),
    ],
)
def test_a_name_means_a_division_country_or_river_where_it_says_so_or_is_known_for_it(name: str, code: str) -> None:
    assert candidates(name)[0].place.feature_code == code


def test_geopy_geocoder_returns_one_location_or_all() -> None:
    geocoder = GazetteerGeocoder()
    one = geocoder.geocode("Paris, Texas", timeout=3)
    assert one.address == "Paris, Texas, United States"
    assert one.raw["geonameid"] == 4717560
    assert one.raw["feature_class"] == "P"
    assert one.point.latitude == pytest.approx(33.66, abs=0.01)
    assert one.raw["disputed"] is None
    assert geocoder.geocode("Sevastopol").raw["disputed"] == "Crimea"
    several = geocoder.geocode("Paris", exactly_one=False, limit=3)
    assert len(several) == 3
    assert geocoder.geocode("Qwzxtown") is None
    assert geocoder.geocode("Qwzxtown", exactly_one=False) is None


def test_geopy_geocoder_reverses_to_the_nearest_town_country_or_sea() -> None:
    geocoder = GazetteerGeocoder()
    assert geocoder.reverse("47.91, 33.39").raw["country_code"] == "UA"
    assert geocoder.reverse((48.8566, 2.3522)).raw["distance_m"] < 5_000
    assert len(geocoder.reverse((48.8566, 2.3522), exactly_one=False, limit=4)) == 4
    assert "Pacific" in geocoder.reverse((-40.0, -130.0)).address
    assert geocoder.reverse((-80.0, 60.0)).address == "Antarctica"


@pytest.mark.parametrize("query", [None, float("nan"), 7])
def test_a_query_that_is_no_text_is_told(query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        GazetteerGeocoder().geocode(query)


@pytest.mark.parametrize("query", ["not a point", "120, 40", None])
def test_a_point_that_is_none_is_told(query: object) -> None:
    with pytest.raises(GeocoderQueryError):
        GazetteerGeocoder().reverse(query)


def test_it_works_in_geopandas() -> None:
    frame = gpd.tools.geocode(["Kryvyi Rih", "Qwzxtown", "Paris, Texas"], provider=GazetteerGeocoder)
    assert frame.crs == "EPSG:4326"
    assert list(frame.geometry.is_empty) == [False, True, False]
    assert frame.address[2] == "Paris, Texas, United States"
    assert frame.geometry[0].y == pytest.approx(47.9, abs=0.1)
    back = gpd.tools.reverse_geocode([frame.geometry[0]], provider=GazetteerGeocoder)
    assert "Ukraine" in back.address[0]
