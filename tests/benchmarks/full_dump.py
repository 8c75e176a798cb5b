"""The whole of GeoNames in size: ``python tests/benchmarks/full_dump.py DIR [--places 13000000]``.

Writes a dump of invented places into DIR, in the form of GeoNames' allCountries.zip and
alternateNamesV2.zip (1.4 names a place, as there), builds a gazetteer from it and says how
long that took, how much memory at the peak, and how large the file is.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from geo.gazetteer import Gazetteer, default
from geo.gazetteer.dump import build_from_dump, info

PLACES = 13_000_000
NAMES_A_PLACE = 1.4
_SYLLABLES = [
    "ka",
    "ri",
    "no",
    "ta",
    "lu",
    "me",
    "shi",
    "bo",
    "dar",
    "vek",
    "san",
    "tor",
    "pel",
    "hin",
    "gra",
    "mo",
    "zu",
    "ley",
    "ford",
    "ton",
    "ville",
    "berg",
]
_COUNTRIES = ["US", "CN", "IN", "RU", "DE", "FR", "BR", "MX", "ID", "NG", "UA", "SY", "AF"]
_CODES = ["P\tPPL"] * 8 + ["H\tSTM"] * 4 + ["T\tMT"] * 3 + ["S\tFRM"] * 4 + ["A\tADM4", "L\tLCTY"]


def name(rng: random.Random) -> str:
    """Return an invented name of two to four syllables, sometimes of two words."""
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).title() for _ in range(rng.choice((1, 1, 2)))]
    return " ".join(words)


def places(count: int, rng: random.Random) -> Iterator[str]:
    """Yield the lines of allCountries.txt."""
    for number in range(1, count + 1):
        called = name(rng)
        population = int(10 ** rng.uniform(2, 6)) if rng.random() < 0.05 else 0
        yield (
            f"{number}\t{called}\t{called}\t\t{rng.uniform(-60, 75):.5f}\t{rng.uniform(-180, 180):.5f}"
            f"\t{rng.choice(_CODES)}\t{rng.choice(_COUNTRIES)}\t\t{rng.randint(1, 40):02}\t\t\t\t{population}"
            "\t\t\tEtc/UTC\t2026-01-01\n"
        )


def names(count: int, rng: random.Random) -> Iterator[str]:
    """Yield the lines of alternateNamesV2.txt."""
    for number in range(1, int(count * NAMES_A_PLACE) + 1):
        yield f"{number}\t{rng.randint(1, count)}\t{rng.choice(('en', 'fr', 'ru', 'link'))}\t{name(rng)}\t\t\t\t\t\t\n"


def write(path: Path, lines: Iterator[str]) -> None:
    """Write lines as the text file inside a zip archive, line by line."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(path.with_suffix(".txt").name, "w", force_zip64=True) as out,
    ):
        for line in lines:
            out.write(line.encode())


def main() -> None:
    """Write the dump, build from it, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--places", type=int, default=PLACES)
    options = parser.parse_args()
    rng = random.Random(1)
    dump, alternates = options.directory / "allCountries.zip", options.directory / "alternateNamesV2.zip"
    target = options.directory / "full.sqlite"
    options.directory.mkdir(parents=True, exist_ok=True)
    write(dump, places(options.places, rng))
    write(alternates, names(options.places, rng))
    before, wall, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic(), time.process_time()

    def say(what: str, done: int) -> None:
        if done % 1_000_000 == 0:
            print(f"{what} {done:,} {time.monotonic() - wall:.0f} s", file=sys.stderr)

    build_from_dump(dump, target, alternates, default(), say)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"wall {time.monotonic() - wall:.0f} s, processor {time.process_time() - cpu:.0f} s")
    print(
        f"peak memory {peak / 1024:.0f} MB ({before / 1024:.0f} MB before), file {target.stat().st_size / 1e6:.0f} MB"
    )
    started = time.perf_counter()
    found = Gazetteer.open(target).lookup("Kari")
    print(f"{len(found)} places called Kari in {(time.perf_counter() - started) * 1000:.2f} ms")
    print(info(Gazetteer.open(target)))


if __name__ == "__main__":
    main()
