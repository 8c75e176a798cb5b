"""How long areas and name expressions take."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from geo.gazetteer import areas
from geo.gazetteer.expressions import locate
from geo.geocoding import matches
from geo.model import Place

UKRAINE = Place(690791, "Ukraine", 49.0, 32.0, "A", "PCLI", "UA")
MIDDLE_EAST = Place(6269133, "Middle East", 33.1, 35.9, "L", "RGN")
PALU = Place(1633419, "Palu", -0.90833, 119.87083, "P", "PPLA", "ID", "21", population=282_431)


def forget() -> None:
    areas._load.cache_clear()
    areas._union.cache_clear()


def test_first_polygon_reads_the_file(benchmark: BenchmarkFixture) -> None:
    benchmark.pedantic(areas.polygon, [UKRAINE], setup=forget, rounds=5)


def test_composed_region_for_the_first_time(benchmark: BenchmarkFixture) -> None:
    benchmark.pedantic(areas.polygon, [MIDDLE_EAST], setup=areas._union.cache_clear, rounds=5)


def test_polygon_again(benchmark: BenchmarkFixture) -> None:
    benchmark(areas.polygon, UKRAINE)


def test_distance_and_direction(benchmark: BenchmarkFixture) -> None:
    benchmark(locate, PALU, "40 km north of")


def test_off_the_coast(benchmark: BenchmarkFixture) -> None:
    benchmark(locate, PALU, "off the coast of")


def test_name_with_its_container(benchmark: BenchmarkFixture) -> None:
    benchmark(matches, "Paris, Texas")
