"""Measure a batch: rate on one and two workers and on Dask, memory, resuming, and the map of it all.

    python tests/benchmarks/measure_batch.py 20000 --out /tmp/batch      (about an hour on two quiet cores)
    python tests/benchmarks/measure_batch.py 1000 --only workers dask

Prints one JSON object a measurement. Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from newsroom import records

_DATELINE = [sys.executable, "-m", "geo"]
_LOOK_S = 0.2


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--out", type=Path, default=Path("batch-measured"))
    parser.add_argument("--only", nargs="*", choices=("workers", "dask", "memory", "resume", "map"))
    options = parser.parse_args()
    wanted = options.only or ["memory", "workers", "dask", "resume", "map"]
    options.out.mkdir(parents=True, exist_ok=True)
    corpus = _corpus(options.out, options.count)
    if "memory" in wanted:
        small = _corpus(options.out, min(1_000, options.count))
        _report("memory of 1,000", _timed(small, options.out / "memory", "--workers", "1"))
    if "workers" in wanted:
        for workers in (1, 2):
            name = f"pool of {workers}"
            _report(name, _timed(corpus, options.out / f"pool{workers}", "--workers", str(workers)))
        print(json.dumps({"same bytes": _digest(options.out / "pool1") == _digest(options.out / "pool2")}), flush=True)
    if "dask" in wanted:
        _dask(corpus, options.out)
    if "resume" in wanted:
        _resume(corpus, options.out)
    if "map" in wanted:
        started = time.monotonic()
        done = [*_DATELINE, "map", str(options.out / "pool2"), "--out", str(options.out / "maps")]
        subprocess.run(done, check=True, stdout=subprocess.DEVNULL)
        size = (options.out / "maps" / "map.html").stat().st_size
        print(json.dumps({"map": {"seconds": round(time.monotonic() - started, 1), "bytes": size}}), flush=True)


def _corpus(directory: Path, count: int) -> Path:
    path = directory / f"corpus-{count}.jsonl"
    if not path.exists():
        path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(count)))
    return path


def _command(corpus: Path, out: Path, *options: str) -> list[str]:
    return [*_DATELINE, "batch", str(corpus), "--out", str(out), "--articles-a-part", "100", *options]


def _timed(corpus: Path, out: Path, *options: str) -> dict[str, float]:
    """Run a batch; return articles a second from the first part on, and the highest memory of each kind of process."""
    started = time.monotonic()
    first: tuple[float, int] | None = None
    highest = {"parent": 0.0, "workers": 0.0}
    with subprocess.Popen(_command(corpus, out, *options), stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            time.sleep(_LOOK_S)
            done = len(list((out / "events").glob("part-*.parquet")))
            if done and first is None:
                first = (time.monotonic(), done)
            highest["parent"] = max(highest["parent"], _memory_mb(running.pid))
            highest["workers"] = max([highest["workers"], *(_memory_mb(pid) for pid in _children(running.pid))])
    ended = time.monotonic()
    articles = json.loads((out / "batch.json").read_text())["articles"]
    rate = {}
    if first is not None and articles > 100 * first[1]:
        rate = {"articles_per_second": round((articles - 100 * first[1]) / (ended - first[0]), 2)}
    return {"articles": articles, "seconds": round(ended - started, 1), **rate, **highest}


def _dask(corpus: Path, out: Path) -> None:
    """Run the batch on two Dask workers of one thread each, on this machine."""
    port = 18786
    dask = [str(Path(sys.executable).with_name("dask"))]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **quiet
    )
    workers = [
        subprocess.Popen(
            [*dask, "worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1", "--no-dashboard", "--nanny"], **quiet
        )
        for _ in range(2)
    ]
    try:
        time.sleep(10)
        _report("dask with 2", _timed(corpus, out / "dask", "--scheduler", f"tcp://127.0.0.1:{port}"))
        if (out / "pool2").exists():
            print(json.dumps({"same bytes": _digest(out / "dask") == _digest(out / "pool2")}), flush=True)
    finally:
        for process in (*workers, scheduler):
            process.terminate()


def _resume(corpus: Path, out: Path) -> None:
    """Kill the batch twenty times at random moments, and compare what comes out in the end."""
    rng, kills = random.Random(0), 0
    command = _command(corpus, out / "killed", "--workers", "2")
    for _ in range(20):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            try:
                running.wait(rng.uniform(5, 30))
            except subprocess.TimeoutExpired:
                os.kill(running.pid, signal.SIGKILL)
                kills += 1
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    same = _digest(out / "killed") == _digest(out / "pool2") if (out / "pool2").exists() else None
    print(json.dumps({"resume": {"kills": kills, "same bytes": same}}), flush=True)


def _digest(directory: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(directory)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _report(name: str, values: dict[str, float]) -> None:
    print(json.dumps({name: values}), flush=True)


def _memory_mb(pid: int) -> float:
    """Return the memory that a process holds for itself, in megabytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    kib = sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))
    return round(kib / 1000, 1)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


if __name__ == "__main__":
    main()
