"""Points in the ways that people and geopy write them: read right, or refused."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderQueryError
from geopy.point import Point
from hypothesis import example, given
from hypothesis import strategies as st

from geo.geocoding import GazetteerGeocoder
from geo.geocoding.points import read_point

LATITUDES = st.floats(-90, 90, allow_nan=False)
LONGITUDES = st.floats(-180, 180, allow_nan=False, exclude_max=True)


@example(latitude=0.0, longitude=1.9, altitude=0.0)  # "1 53m 60s E"
@given(latitude=LATITUDES, longitude=LONGITUDES, altitude=st.sampled_from([0.0, 0.3, 2.5]))
def test_what_geopy_writes_is_read_as_geopy_means_it(latitude: float, longitude: float, altitude: float) -> None:
    point = Point(round(latitude, 6), round(longitude, 6), altitude)
    for text in (str(point), point.format_unicode(), point.format_decimal()):
        if "e-" not in text:
            assert read_point(text) == pytest.approx((point.latitude, point.longitude), abs=1e-4)


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("12 30 36 N 45 15 18 E", 12.51, 45.255),
        ("45 15 18 E 12 30 36 N", 12.51, 45.255),
        ("12 30 36 45 15 18", 12.51, 45.255),
        ("S 12 30, W 45 15", -12.5, -45.25),
        ("12°30′36″S45°15′18″W", -12.51, -45.255),
        ("12°30′ 45°15′", 12.5, 45.25),
        ("12° 36″ N, 45° E", 12.01, 45.0),
        ("12d30m0s N, 45d E", 12.5, 45.0),
        ("12,5 45,25", 12.5, 45.25),
        ("-12,5; -45,25", -12.5, -45.25),
        ("12,45", 12.0, 45.0),
        ("(12.5, -45.25)", 12.5, -45.25),
        ("−12.5 −45.25", -12.5, -45.25),
        ("GPS: 12.5N 45.25E", 12.5, 45.25),
        ("12.5 45.25 100m", 12.5, 45.25),
        ("12 30m 0s N 45 15m 0s E, 21.0mi", 12.5, 45.25),
        ("12,5N 45,25E", 12.5, 45.25),
        ("S 12,5° W 45,25°", -12.5, -45.25),
        ("12° 30,6′ N 45° 15,3′ E", 12.51, 45.255),
        ("12 deg 30 min 36 sec South, 45 degrees 15 minutes 18 seconds West", -12.51, -45.255),
        ("12º30´36´´N 45º15´18´´E", 12.51, 45.255),
        ("12 30m 0s N, 45 15m 3.1e-11s W", 12.5, -45.25),
    ],
)
def test_people_write_points_in_many_ways(text: str, latitude: float, longitude: float) -> None:
    assert read_point(text) == pytest.approx((latitude, longitude))


@pytest.mark.parametrize(
    "text",
    [
        "12.5",
        "12° 30′",
        "12 30 45 15",
        "12.5 45.25 100",
        "12.5 190",
        "12 75 N 45 E",
        "12.5 30 N 45 E",
        "12 N 45 N",
        "12 N -45 W",
        "-12 S; 45 E",
        "12,5N 195,5E",
        "45 E 12",
        "N 12 45 15 E",
        "12,5,45,25",
        "twelve N, 45 E",
        "road 12, house 45",
        "1e1 2e1",
        "9" * 10_000,
        "\x00",
    ],
)
def test_what_is_not_clear_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(GeocoderQueryError) as refusal:
        GazetteerGeocoder().reverse(text)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_minutes_and_seconds_find_the_town_they_point_at() -> None:
    assert GazetteerGeocoder().reverse("50 27 0 N 30 31 24 E").raw["country_code"] == "UA"
