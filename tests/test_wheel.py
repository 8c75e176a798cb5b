"""The wheel: what is in it, how large it is, and that it maps an article without the checkout and without a network."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ARTICLES, ROOT

MOST_BYTES = 70_000_000
LEFT_OUT = ("geo/annotation/", "geo/evaluation/", "geo/training/", "geo/gazetteer/build", "geo/gazetteer/sources")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    [built] = place.glob("dateline-*.whl")
    return built


def test_the_wheel_holds_what_users_need_once_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = {entry.filename: entry for entry in archive.infolist()}
    assert wheel.stat().st_size < MOST_BYTES
    roots = {name.split("/")[0] for name in files}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"geo", "dateline_start.py"}
    assert [name for name in files if name.startswith(LEFT_OUT)] == []
    assert [name for name in files if "/annotations/" in name or "/articles/" in name or "__pycache__" in name] == []
    for needed in ("geo/_data/gazetteer.sqlite.zst", "geo/_data/README.md", "geo/maps/assets/map.css", "geo/py.typed"):
        assert needed in files
    large: dict[tuple[int, int], list[str]] = {}
    for name, entry in files.items():
        if entry.file_size > 10_000 and ".dist-info/" not in name:
            large.setdefault((entry.CRC, entry.file_size), []).append(name)
    assert [names for names in large.values() if len(names) > 1] == []


def test_the_wheel_maps_an_article_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    environment |= {"PYTHONPATH": str(tmp_path / "site"), "DATELINE_CACHE": str(tmp_path / "cache")}

    def dateline(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "geo", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=280
        )

    where = subprocess.run(
        [sys.executable, "-c", "import geo; print(geo.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert where.stdout.startswith(str(tmp_path))
    done = dateline("map", str(ARTICLES / "kryvyi-rih.txt"), "--published", "2025-04-04", "--out", "maps")
    assert done.returncode == 0, done.stderr
    assert "Kryvyi Rih" in (tmp_path / "maps" / "events.geojson").read_text(encoding="utf-8")
    assert (tmp_path / "maps" / "map.html").stat().st_size > 100_000
    commands = dateline("--help")
    assert "map" in commands.stdout
    assert "evaluate" not in commands.stdout  # for that, a checkout is needed
