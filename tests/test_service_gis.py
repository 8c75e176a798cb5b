"""The service as GIS and standards see it: the OGC's own tests, GDAL, OWSLib, QGIS, and schemathesis."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Service, fill, service

from geo.store import Selection, Store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ROOT = Path(__file__).parent.parent
OGCTESTS = Path(os.environ.get("DATELINE_OGCTESTS") or ROOT / ".ogctests")
COLLECTIONS = ("events", "areas", "places")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gis") / "news.gpkg"
    fill(path, 12)
    with Store(path) as filled:  # or the service tells the stories, and with that changes events, while it is asked
        filled.group_stories()
    return path


@pytest.fixture(scope="module")
def running(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(store, log=tmp_path_factory.mktemp("log") / "log") as started:
        yield started


def test_the_ogc_finds_nothing(running: Service) -> None:
    python = OGCTESTS / "bin" / "python"
    if not python.exists():
        pytest.skip("ogctests is not installed: run tests/install-ogctests.sh")
    where = subprocess.run(
        [python, "-c", "import ogctests, pathlib; print(pathlib.Path(ogctests.__file__).parent)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=python.parent,
    ).stdout.strip()
    # Its environment may lie inside this checkout, whose own pytest settings are not for it.
    settings = ["-c", os.devnull, "--rootdir", where]
    command = [
        python,
        "-m",
        "pytest",
        *settings,
        "-q",
        "-p",
        "no:cacheprovider",
        "--tb=short",
        f"{where}/features/core",
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=where,
        env={"INSTANCE_URL": running.url(), "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
    )
    assert done.returncode == 0, done.stdout[-4_000:]
    assert re.search(r"\b29 passed", done.stdout), done.stdout[-1_000:]


def test_pages_are_linked_and_complete(running: Service, store: Path) -> None:
    with Store(store) as opened:
        wanted = {
            layer: [row["id"] for row in opened.features(layer, Selection(only_located=True))] for layer in COLLECTIONS
        }
    for layer in COLLECTIONS:
        found = []
        path = f"/collections/{layer}/items?limit=7"
        while path:
            page = running.ask(path).json()
            assert page["numberMatched"] == len(wanted[layer])
            assert page["numberReturned"] == len(page["features"])
            found += [feature["id"] for feature in page["features"]]
            links = {link["rel"]: link["href"] for link in page["links"]}
            path = links.get("next", "").removeprefix(running.url())
        assert found == wanted[layer]
        one = running.ask(f"/collections/{layer}/items/{found[0]}")
        assert one.json()["id"] == found[0]
        assert one.headers["content-crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"


def test_filters_narrow(running: Service) -> None:
    everything = running.ask("/collections/events/items?limit=10000").json()["features"]
    for name in ("event_class", "country_code", "article_id"):
        value = everything[0]["properties"][name]
        found = running.ask(f"/collections/events/items?limit=10000&{name}={value}").json()["features"]
        assert found == [one for one in everything if one["properties"][name] == value] != []
    box = (20.0, -40.0, 180.0, 60.0)
    found = running.ask("/collections/events/items?limit=10000&bbox=20,-40,180,60").json()["features"]
    inside = [
        one
        for one in everything
        if box[0] <= one["geometry"]["coordinates"][0] <= box[2]
        and box[1] <= one["geometry"]["coordinates"][1] <= box[3]
    ]
    assert 0 < len(found) < len(everything)
    assert found == inside
    crossing = running.ask("/collections/events/items?limit=10000&bbox=170,-90,-60,90").json()["features"]
    assert crossing == [
        one
        for one in everything
        if one["geometry"]["coordinates"][0] >= 170 or one["geometry"]["coordinates"][0] <= -60
    ]
    day = next(one["properties"]["event_date"] for one in everything if one["properties"]["event_date"])
    for when in (day, f"{day}T00:00:00Z", f"{day}/{day}"):
        found = running.ask(f"/collections/events/items?limit=10000&datetime={when}").json()["features"]
        assert found
        assert all(one["properties"]["event_date"] <= day <= one["properties"]["event_date_end"] for one in found)
    since = running.ask(f"/collections/events/items?limit=1&datetime={day}/..").json()["numberMatched"]
    until = running.ask(f"/collections/events/items?limit=1&datetime=../{day}").json()["numberMatched"]
    assert since > 0
    assert until > 0


@pytest.mark.parametrize("layer", COLLECTIONS)
def test_gdal_reads_it(layer: str, running: Service) -> None:
    if not shutil.which("ogrinfo"):
        pytest.skip("GDAL's programs are not installed (Debian: gdal-bin)")
    matched = running.ask(f"/collections/{layer}/items?limit=1").json()["numberMatched"]
    done = subprocess.run(
        ["ogrinfo", "-so", f"OAPIF:{running.url()}", layer], capture_output=True, text=True, check=False, timeout=120
    )
    assert f"Feature Count: {matched}" in done.stdout, done.stdout + done.stderr
    assert "ERROR" not in done.stderr


def test_owslib_reads_it(running: Service) -> None:
    from owslib.ogcapi.features import Features

    client = Features(running.url())
    assert set(client.feature_collections()) == set(COLLECTIONS)
    found = client.collection_items("events", bbox=[-180, -90, 180, 90], limit=5)
    assert found["numberReturned"] == len(found["features"]) == 5
    assert client.collection_item("events", found["features"][0]["id"])["id"] == found["features"][0]["id"]
    assert client.api()["openapi"] == "3.0.3"
    assert "event_class" in client.collection_queryables("events")["properties"]


@pytest.mark.qgis
def test_qgis_reads_it(running: Service) -> None:
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False).returncode != 0:
        pytest.skip("QGIS is not installed (Debian: python3-qgis)")
    view = ("20", "-40", "180", "60")
    script = Path(__file__).parent / "qgis_oapif.py"
    for layer in COLLECTIONS:
        done = subprocess.run(
            [python, script, running.url(), layer, *view], capture_output=True, text=True, check=False, timeout=200
        )
        assert done.stdout, done.stderr[-2_000:]
        found = json.loads(done.stdout)
        assert found["valid"]
        assert found["features"] == running.ask(f"/collections/{layer}/items?limit=1").json()["numberMatched"]
        matched = running.ask(f"/collections/{layer}/items?limit=1&bbox={','.join(view)}").json()["numberMatched"]
        assert found["inside"] == matched
        assert "score" in found["fields"]


def test_the_description_is_true(running: Service) -> None:
    """Schemathesis asks for everything the description allows, and for what it does not."""
    program = shutil.which("schemathesis") or str(ROOT / ".venv" / "bin" / "schemathesis")
    command = [
        program,
        "run",
        running.url("/api"),
        "--max-examples",
        "6",
        "--seed",
        "1",
        "--workers",
        "1",
        "--no-color",
    ]
    command += ["--phases", "examples,fuzzing", "--request-timeout", "60", "--generation-database", "none"]
    command += [
        "--checks",
        "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert "Traceback" not in running.log.read_text()
