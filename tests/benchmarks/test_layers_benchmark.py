"""How long it takes to build and write the layers of 100,000 events."""

from pathlib import Path

import pytest
from generate import articles
from pytest_benchmark.fixture import BenchmarkFixture

from geo import layers
from geo.layers.frames import frame
from geo.model import ParsedArticle

EVENTS = 100_000


@pytest.fixture(scope="module")
def parsed() -> list[ParsedArticle]:
    return list(articles(EVENTS // 10, 10))


@pytest.fixture(scope="module")
def events(parsed: list[ParsedArticle]) -> layers.Layers:
    """100,000 events on the layer of points, nothing on the others."""
    made = layers.Layers(layers.events(parsed), frame("areas", []), frame("places", []))
    assert len(made.events) == EVENTS
    return made


def test_build_layers(benchmark: BenchmarkFixture, parsed: list[ParsedArticle]) -> None:
    benchmark.pedantic(layers.build, [parsed], rounds=3)


@pytest.mark.parametrize("suffix", layers.SUFFIXES)
def test_write_events(benchmark: BenchmarkFixture, events: layers.Layers, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    benchmark.pedantic(layers.write, [events, target], rounds=5, warmup_rounds=1)
    benchmark.extra_info["megabytes"] = round(target.stat().st_size / 1e6, 1)


@pytest.mark.parametrize("suffix", layers.READABLE)
def test_read_events(benchmark: BenchmarkFixture, events: layers.Layers, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    if suffix == ".json":
        pytest.skip("the same as .geojson")
    layers.write(events, target)
    benchmark.pedantic(layers.read, [target], rounds=3)
