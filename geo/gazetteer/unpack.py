"""The embedded gazetteer: shipped compressed, unpacked once into the user's cache directory."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from geo import settings
from geo.errors import GazetteerError

PACKED = "gazetteer.sqlite.zst"
MANIFEST = "gazetteer.json"


def embedded() -> Path:
    """Return the path of the unpacked embedded gazetteer, unpacking it if need be.

    Any number of processes may do so at once: each unpacks into a file of its own and moves it
    into place whole. The name carries the sha256 of its content, so that a new release never
    reads an old file.

    Raises:
        GazetteerError: if the shipped file is missing or damaged, or the cache directory cannot
            be written.

    """
    found = settings.load()
    manifest = read_manifest(found.data_dir)
    target = found.cache_dir / f"gazetteer-{manifest['sha256'][:16]}.sqlite"
    try:
        if target.stat().st_size == manifest["size"]:
            return target
    except OSError:
        pass  # not there yet, or not readable: unpacking below says which
    _unpack(found.data_dir / PACKED, target, manifest)
    return target


def read_manifest(data_dir: Path) -> dict[str, Any]:
    """Return the manifest of the shipped gazetteer: sha256 and size unpacked, date, counts, licence.

    Raises:
        GazetteerError: if it is missing or unreadable.

    """
    path = data_dir / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not {"sha256", "size"} <= set(manifest):
            raise ValueError("sha256 and size are missing")
    except (OSError, ValueError) as error:
        raise GazetteerError(
            f"{path}: the gazetteer's manifest cannot be read; reinstall dateline ({error})"
        ) from error
    return manifest


def _unpack(packed: Path, target: Path, manifest: dict[str, Any]) -> None:
    import zstandard

    temporary: str | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        digest = hashlib.sha256()
        with packed.open("rb") as source, os.fdopen(handle, "wb") as out:
            for chunk in zstandard.ZstdDecompressor().read_to_iter(source, write_size=1 << 20):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != manifest["sha256"]:
            raise GazetteerError(f"{packed}: the shipped gazetteer is damaged; reinstall dateline")
        Path(temporary).replace(target)
        temporary = None
    except zstandard.ZstdError as error:
        raise GazetteerError(f"{packed}: the shipped gazetteer is damaged; reinstall dateline ({error})") from error
    except OSError as error:
        raise GazetteerError(
            f"{error.filename or target.parent}: the gazetteer cannot be unpacked ({error.strerror});"
            " set DATELINE_CACHE to a directory with 150 MB that you may write"
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
