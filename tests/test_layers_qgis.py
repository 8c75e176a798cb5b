"""QGIS opens every layer in every format that it reads, with its style and without being told."""

import json
import os
import struct
import subprocess
from pathlib import Path

import pytest
import shapely
from conftest import ARTICLES
from generate import articles

import geo
from geo import gazetteer, layers
from geo.layers.symbols import SYMBOLS
from geo.model import EventClass, Place

PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).with_name("qgis_open.py")
GEOMETRIES = {"events": 0, "areas": 2, "places": 0}

pytestmark = pytest.mark.qgis


class Discs:
    """Boundaries that are easy to see."""

    def extent_source(self, place: Place) -> str:
        return "boundary"

    def polygon(self, place: Place) -> shapely.Polygon | None:
        if place.feature_class != "A":
            return None
        return shapely.Point(min(place.longitude, 173), place.latitude).buffer(6)


@pytest.fixture(scope="module", autouse=True)
def _qgis() -> None:
    probe = [PYTHON, "-c", "import qgis.core"]
    if not PYTHON.exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("QGIS is not installed: apt-get install python3-qgis")


@pytest.fixture(scope="module")
def generated() -> layers.Layers:
    """Layers of 1,000 articles."""
    return layers.build(articles(1000, 3), Discs())


@pytest.fixture(scope="module")
def sample() -> layers.Layers:
    sources = sorted(path for path in ARTICLES.iterdir() if path.suffix in {".txt", ".html"})
    return layers.build([result for source in sources for result in geo.read(source)], gazetteer.default())


def opened(directory: Path, sources: list[str]) -> list[dict]:
    """Return what QGIS says about each layer; the picture lies in ``directory``."""
    runtime = directory / "runtime"
    runtime.mkdir(mode=0o700)
    run = subprocess.run(
        [PYTHON, SCRIPT, directory / "picture.png", *sources],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
        env={"XDG_RUNTIME_DIR": str(runtime), "PATH": os.environ["PATH"], "HOME": str(directory)},
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize(
    ("corpus", "suffix"),
    [
        ("generated", ".gpkg"),
        ("generated", ".geojson"),
        ("sample", ".gpkg"),
        ("sample", ".fgb"),
        ("sample", ".geojsonl"),
    ],
)
def test_qgis_opens_every_layer_styled(request, tmp_path, corpus, suffix):
    built = request.getfixturevalue(corpus)
    files = layers.write(built, tmp_path / f"events{suffix}")
    drawn = ["areas", "places", "events"]
    by_name = {file.stem: str(file) for file in files}
    sources = [
        by_name.get(name, f"{files[0]}|layername={name}") if len(files) > 1 else f"{files[0]}|layername={name}"
        for name in drawn
    ]
    frames = dict(built.items())
    for name, found in zip(drawn, opened(tmp_path, sources), strict=True):
        assert found["valid"]
        assert found["features"] == len(frames[name])
        assert found["geometry"] == GEOMETRIES[name]
        assert found["labels"] == ("name" if name == "places" else "place_name")
        assert "&lt;" in found["tip"]
        if name == "places":
            assert found["renderer"] == "singleSymbol"
            continue
        assert found["renderer"] == "categorizedSymbol"
        assert set(found["categories"]) - {""} == {*map(str, EventClass)}
        assert found["time"] == "event_date"
        assert found["date_type"].startswith("Date")
        for event_class, symbol in SYMBOLS.items():
            colour, shape = found["categories"][event_class]
            assert colour == symbol.colour
            assert name == "areas" or shape == symbol.marker
    picture = (tmp_path / "picture.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1400, 800)
    # An empty sheet takes some three kilobytes.
    assert len(picture) > 15_000
