"""The areas file: what is drawn, in which view, and that every outline is fit for a map."""

from __future__ import annotations

import tomllib

import pytest
import shapely

from geo.errors import GazetteerError
from geo.gazetteer import areas
from geo.gazetteer.build_areas import REGIONS
from geo.model import Place

UKRAINE = Place(690791, "Ukraine", 49.0, 32.0, "A", "PCLI", "UA")
RUSSIA = Place(2017370, "Russia", 60.0, 100.0, "A", "PCLI", "RU")
DONETSK_OBLAST = Place(709716, "Donetsk", 47.8, 37.5, "A", "ADM1", "UA", "05")
DONBAS = Place(709718, "Donets Basin", 48.5, 38.5, "L", "RGN", "UA")
SIMFEROPOL = (44.9572, 34.1108)


def test_a_country_is_found_by_its_code_and_holds_its_capital() -> None:
    outline = areas.polygon(UKRAINE)
    assert outline is not None
    assert outline.contains(shapely.Point(30.5238, 50.4547))
    assert areas.extent_source(UKRAINE) == "boundary"


def test_crimea_is_ukraines_unless_the_other_view_is_asked_for() -> None:
    assert areas.contains(UKRAINE, *SIMFEROPOL)
    assert not areas.contains(RUSSIA, *SIMFEROPOL)
    assert areas.contains(RUSSIA, *SIMFEROPOL, view=areas.View.DE_FACTO)
    assert not areas.contains(UKRAINE, *SIMFEROPOL, view="de-facto")


def test_a_place_in_a_disputed_area_is_flagged_in_any_view() -> None:
    assert areas.dispute(*SIMFEROPOL) == "Crimea"
    assert areas.dispute(33.2, 35.75) == "Golan Heights"
    assert areas.dispute(48.2, 16.37) is None


def test_a_division_lies_within_its_country_and_a_region_is_made_of_its_divisions() -> None:
    division, region, country = map(areas.polygon, (DONETSK_OBLAST, DONBAS, UKRAINE))
    assert division is not None
    assert region is not None
    assert country is not None
    assert division.intersection(country).area > 0.98 * division.area
    assert region.covers(division)
    assert areas.extent_source(DONBAS) == "composed"


def test_divisions_with_todays_codes_are_put_together_from_older_ones() -> None:
    england = Place(6269131, "England", 52.16, -0.7, "A", "ADM1", "GB", "ENG")
    scotland = Place(2638360, "Scotland", 56.0, -4.0, "A", "ADM1", "GB", "SCT")
    assert areas.contains(england, 51.5, -0.12)
    assert areas.contains(scotland, 55.95, -3.19)
    assert not areas.contains(scotland, 51.5, -0.12)


def test_overseas_departments_are_areas_of_their_own() -> None:
    france = Place(3017382, "France", 46.0, 2.0, "A", "PCLI", "FR")
    reunion = Place(935317, "Reunion", -21.1, 55.6, "A", "PCLD", "RE")
    assert areas.contains(france, 48.85, 2.35)
    assert not areas.contains(france, -20.88, 55.45)
    assert areas.contains(reunion, -20.88, 55.45)


def test_a_us_county_is_found_by_its_codes() -> None:
    county = Place(None, "Jackson County", 37.42, -84.0, "A", "ADM2", "US", "KY", "109")
    assert areas.contains(county, 37.42, -84.0)
    assert not areas.contains(county, 38.25, -85.76)


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "inside"),
    [
        ("Black Sea", 43.0, 34.0, (44.0, 31.0)),
        ("Mediterranean Sea", 35.0, 20.0, (43.0, 15.5)),
        ("Gulf of California", 28.0, -112.0, (27.0, -111.0)),
        ("Strait of Hormuz", 26.57, 56.25, (26.5, 56.5)),
        ("Bab el Mandeb", 12.58, 43.33, (12.6, 43.35)),
        ("Drake Passage", -58.0, -65.0, (-59.0, -65.0)),
    ],
)
def test_waters_are_found_by_name_near_their_point(
    name: str, latitude: float, longitude: float, inside: tuple[float, float]
) -> None:
    water = Place(None, name, latitude, longitude, "H", "SEA", source="natural-earth")
    assert areas.contains(water, *inside)
    elsewhere = Place(None, name, -latitude, -longitude, "H", "SEA", source="natural-earth")
    assert areas.polygon(elsewhere) is None


def test_an_island_is_the_land_around_its_point_across_borders() -> None:
    java = Place(None, "Java", -7.49, 110.0, "T", "ISL", "ID")
    hispaniola = Place(None, "Hispaniola", 19.0, -71.0, "T", "ISL", "DO")
    assert areas.contains(java, -6.2, 106.8)
    assert not areas.contains(java, -8.65, 115.2)
    assert areas.contains(hispaniola, 18.54, -72.34)
    assert areas.contains(hispaniola, 18.47, -69.9)
    assert_fit_for_a_map(areas.polygon(hispaniola))
    assert areas.extent_source(java) == "boundary"


@pytest.mark.parametrize(("latitude", "longitude"), [(48.8545, 2.3475), (51.495, -0.018), (0.0, -150.0)])
def test_an_island_in_a_river_or_too_small_for_the_map_has_no_area(latitude: float, longitude: float) -> None:
    assert areas.polygon(Place(None, "Islet", latitude, longitude, "T", "ISL")) is None


def test_a_town_has_no_area_even_where_it_shares_a_name_with_one() -> None:
    assert areas.polygon(Place(1, "Donetsk", 48.0, 37.8, "P", "PPLA", "UA", "05")) is None
    assert areas.extent_source(Place(1, "Donetsk", 48.0, 37.8, "P", "PPLA", "UA", "05")) is None


@pytest.mark.parametrize("view", list(areas.View))
def test_every_country_is_fit_for_a_map(view: areas.View) -> None:
    found = areas.countries(view)
    assert len(found) > 240
    assert [country.code for country in found] == sorted({country.code for country in found})
    for country in found:
        assert_fit_for_a_map(country.geometry)


def test_every_other_area_is_fit_for_a_map() -> None:
    for _, outline in [*areas.admin1(), *areas.seas(), *areas.disputes()]:
        assert_fit_for_a_map(outline)


def assert_fit_for_a_map(outline: shapely.Polygon | shapely.MultiPolygon) -> None:
    """Valid, right-handed, on the globe, six decimals at most (RFC 7946)."""
    assert outline.is_valid
    assert not outline.is_empty
    west, south, east, north = outline.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for part in shapely.get_parts(outline):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)
    coordinates = shapely.get_coordinates(outline)
    assert (coordinates == coordinates.round(6)).all()


def test_a_missing_or_damaged_file_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DATELINE_DATA", str(tmp_path))
    with pytest.raises(GazetteerError, match="reinstall"):
        areas.polygon(UKRAINE)
    (tmp_path / areas.FILE).write_bytes(b"no areas here")
    with pytest.raises(GazetteerError, match="reinstall"):
        areas.polygon(UKRAINE)


def test_the_file_holds_every_region_that_the_rules_name() -> None:
    rules = tomllib.loads(REGIONS.read_text(encoding="utf-8"))
    for rule in rules["region"]:
        place = Place(rule.get("id"), rule["name"], 0, 0)
        if place.geonameid is not None:
            assert areas.extent_source(place) in ("composed", "extent"), rule["name"]
    assert [rule["name"] for rule in rules["dispute"]] == [name for name, _ in areas.disputes()]


@pytest.mark.parametrize("kind", [areas.Kind.COUNTRY, areas.Kind.ADMIN1, areas.Kind.ADMIN2])
def test_what_meets_a_geometry_is_what_a_search_through_all_finds(kind: areas.Kind) -> None:
    triangle = shapely.Polygon([(28, 46), (36, 46), (36, 52)])
    ring = shapely.box(-90, 30, -80, 40).boundary
    for asked in (triangle, ring, shapely.MultiPolygon([triangle, shapely.box(177, -20, 180, -15)])):
        everything = areas.meeting(kind, shapely.box(-180, -90, 180, 90))
        assert areas.meeting(kind, asked) == [one for one in everything if one.geometry.intersects(asked)]
    assert 0 < len(areas.meeting(kind, ring)) < len(everything)


def test_nothing_meets_what_is_empty() -> None:
    assert areas.meeting(areas.Kind.ADMIN1, shapely.Polygon()) == []
