"""How fast the embedded gazetteer opens and answers, and what it keeps in memory."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from geo.gazetteer import Gazetteer, default
from geo.gazetteer.unpack import embedded

NAMES = [
    line.split("\t")[0]
    for line in (Path(__file__).parent.parent / "data" / "world_names.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_OPEN_AND_ASK = """
import sys
from pathlib import Path
from geo.gazetteer import default
gazetteer = default()
for name in sys.argv[1:]:
    gazetteer.candidates(name)
status = Path("/proc/self/status").read_text()
print(status.split("VmRSS:")[1].split()[0])
"""

# Processor time: a busy machine is not a slow gazetteer.
pytestmark = pytest.mark.benchmark(timer=time.process_time)


def test_open(benchmark: BenchmarkFixture) -> None:
    path = embedded()
    benchmark(Gazetteer.open, path)


def test_lookup_names_of_world_news(benchmark: BenchmarkFixture) -> None:
    """Names that news names have many more places than a usual one."""
    gazetteer = default()
    benchmark.extra_info["names"] = len(NAMES)
    benchmark(lambda: [gazetteer.lookup(name) for name in NAMES])


def test_lookup_any_name(benchmark: BenchmarkFixture) -> None:
    gazetteer = default()
    keys = [place.name for place in gazetteer.near(48, 16, 300_000)]
    sample = random.Random(1).sample(keys, 1000)
    benchmark.extra_info["names"] = len(sample)
    benchmark(lambda: [gazetteer.lookup(name) for name in sample])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's /proc")
def test_resident_memory(benchmark: BenchmarkFixture) -> None:
    """The whole process, the interpreter included, in kilobytes."""
    command = [sys.executable, "-c", _OPEN_AND_ASK, *NAMES]
    done = benchmark.pedantic(subprocess.run, (command,), {"capture_output": True, "check": True}, rounds=1)
    benchmark.extra_info["resident_kb"] = int(done.stdout)
    assert int(done.stdout) <= 60_000
