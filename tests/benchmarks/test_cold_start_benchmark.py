"""How long a user waits for the first map, and how much memory that takes."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import ARTICLES
from pytest_benchmark.fixture import BenchmarkFixture


def peak_memory_of(command: list[str]) -> int:
    """Run ``command`` to its end and return its largest resident memory in bytes."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def test_cold_map_of_one_article(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    source = str(ARTICLES / "kryvyi-rih.txt")
    command = [sys.executable, "-m", "geo", "map", source, "--published", "2025-04-04", "--out", str(tmp_path)]
    peak_memory_of(command)  # unpacks the gazetteer, once for ever
    memory = benchmark.pedantic(peak_memory_of, [command], rounds=5)
    benchmark.extra_info["peak_memory_mb"] = round(memory / 1e6)


def test_import_geo(benchmark: BenchmarkFixture) -> None:
    script = "import time; start = time.perf_counter(); import geo; print(time.perf_counter() - start)"

    def seconds() -> float:
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        return float(done.stdout)

    benchmark.extra_info["import_s"] = benchmark.pedantic(seconds, rounds=5)
