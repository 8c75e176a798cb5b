"""Unpacking the shipped file: whole or not at all, by many at once, and clear words when it cannot be."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from pathlib import Path

import pytest
import zstandard
from gazetteers import write_small_gazetteer

from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer
from geo.gazetteer.unpack import MANIFEST, PACKED, embedded


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ship the small gazetteer in a data directory of its own, with an empty cache."""
    data = tmp_path / "data"
    data.mkdir()
    content = write_small_gazetteer(tmp_path / "small.sqlite").read_bytes()
    (data / PACKED).write_bytes(zstandard.compress(content))
    (data / MANIFEST).write_text(json.dumps({"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}))
    monkeypatch.setenv("DATELINE_DATA", str(data))
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    return data


def test_it_is_unpacked_once(shipped: Path) -> None:
    first = embedded()
    before = first.stat().st_mtime_ns
    assert embedded() == first
    assert first.stat().st_mtime_ns == before
    assert Gazetteer.open().lookup("Paris")[0].place.geonameid == 2988507
    assert list(first.parent.iterdir()) == [first]


def test_a_half_made_file_is_made_anew(shipped: Path) -> None:
    path = embedded()
    path.write_bytes(path.read_bytes()[:1000])
    assert Gazetteer.open().lookup("Kyiv")


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"no zstd", lambda b: b[:-8] + bytes(8)])
def test_a_damaged_shipment_leaves_nothing_behind(shipped: Path, tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    packed = shipped / PACKED
    packed.write_bytes(damage(packed.read_bytes()))
    with pytest.raises(GazetteerError, match="damaged; reinstall"):
        embedded()
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("manifest", [None, "", "{", "[]"])
def test_a_broken_manifest_says_so(shipped: Path, manifest: str | None) -> None:
    if manifest is None:
        (shipped / MANIFEST).unlink()
    else:
        (shipped / MANIFEST).write_text(manifest)
    with pytest.raises(GazetteerError, match="manifest"):
        embedded()


def test_a_cache_that_cannot_be_written_says_so(shipped: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the directory should be")
    with pytest.raises(GazetteerError, match="DATELINE_CACHE"):
        embedded()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache_says_so(shipped: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o555)
    with pytest.raises(GazetteerError, match="DATELINE_CACHE"):
        embedded()


def test_a_full_disk_says_so_and_leaves_nothing_behind(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(GazetteerError, match="No space left"):
        embedded()
    assert list((tmp_path / "cache").iterdir()) == []


def _open_and_ask(_: int) -> int | None:
    return Gazetteer.open().lookup("Paris")[0].place.geonameid


def test_many_processes_may_unpack_at_once(shipped: Path, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as processes:
        assert processes.map(_open_and_ask, range(8)) == [2988507] * 8
    assert len(list((tmp_path / "cache").iterdir())) == 1
