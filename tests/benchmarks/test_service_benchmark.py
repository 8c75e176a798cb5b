"""What the service carries: 50 readers of 100,000 events, 8 posters, one page of 10,000 features, and QGIS."""

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from generate import articles
from newsroom import records
from serving import MADE_BY, Service, service

from geo.store import Store

pytestmark = pytest.mark.enable_socket
EVENTS = 100_000
EACH = 12
# For the comparison with a batch: enough for half a minute on two cores.
POSTED = 600
WORKERS = 2
A_PART = 10


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    place = tmp_path_factory.mktemp("load")
    with Store(place / "news.gpkg") as store:
        made = articles(EVENTS * 10 // 9 // EACH, EACH)
        with store.writing() as connection:  # one transaction for all: this is not what is measured
            for parsed in made:
                store._save(connection, parsed, None, None, MADE_BY)
    with service(place / "news.gpkg", log=place / "log") as started:
        yield started


def each(count: int, work: Callable[[int], None]) -> float:
    """Run ``work`` in so many threads; return the seconds."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def test_first_page(benchmark: Any, running: Service) -> None:
    assert benchmark(running.ask, "/collections/events/items").status == 200


def test_page_of_10_000(benchmark: Any, running: Service) -> None:
    assert benchmark(running.ask, "/collections/events/items?limit=10000&offset=50000").status == 200


def test_50_readers(benchmark: Any, running: Service) -> None:
    """Each reads ten pages of events, each of another part of the world."""
    took: list[float] = []

    def read(number: int) -> None:
        for turn in range(10):
            west = -180 + (number * 37 + turn * 61) % 300
            started = time.perf_counter()
            assert running.ask(f"/collections/events/items?limit=50&bbox={west},-60,{west + 60},70").status == 200
            took.append(time.perf_counter() - started)

    seconds = benchmark.pedantic(each, args=(50, read), rounds=1)
    cuts = statistics.quantiles(took, n=100)
    benchmark.extra_info |= {"requests_a_second": len(took) / seconds, "p50_s": cuts[49], "p99_s": cuts[98]}
    assert len(took) == 500


def test_8_posters(benchmark: Any, running: Service) -> None:
    """Each hands 25 articles in; the time is until all are parsed."""
    refused: list[int] = []
    taken: list[str] = []

    def post(number: int) -> None:
        for turn in range(25):
            text = f"A bomb exploded in Kabul on Monday, and {turn + 2} people were hurt, said report {number}-{turn}."
            answer = running.ask("/articles", {"text": text, "published": "2025-04-04"})
            if answer.status == 202:
                taken.extend(answer.json()["article_ids"])
            else:
                refused.append(answer.status)

    def all_parsed() -> float:
        started = time.perf_counter()
        each(8, post)
        while running.ask("/articles?state=pending&limit=1").json()["matched"]:
            time.sleep(0.05)
        return time.perf_counter() - started

    seconds = benchmark.pedantic(all_parsed, rounds=1)
    benchmark.extra_info |= {"articles_a_second": len(taken) / seconds, "refused": len(refused)}
    assert set(refused) <= {429}
    assert len(taken) == len(set(taken)) == 200 - len(refused)


def test_posting_and_the_batch(benchmark: Any, tmp_path: Path) -> None:
    """The same articles on as many workers, handed in by eight clients and by ``dateline batch``, both when warm."""
    handed_in = [{name: one[name] for name in ("text", "title", "published")} for one in records(POSTED)]
    taken: list[str] = []
    with service(tmp_path / "news.gpkg", "--workers", str(WORKERS), log=tmp_path / "log") as fresh:

        def post(number: int) -> None:
            for one in handed_in[number::8]:
                answer = fresh.ask("/articles", one)
                assert answer.status == 202
                taken.extend(answer.json()["article_ids"])

        def all_parsed() -> float:
            started = time.perf_counter()
            each(8, post)
            while fresh.ask("/articles?state=pending&limit=1").json()["matched"]:
                time.sleep(0.05)
            return time.perf_counter() - started

        warm = [fresh.ask("/articles", {"text": f"It rained in Oslo, day {day}."}).json() for day in range(4 * WORKERS)]
        for job in warm:
            fresh.done(job)
        seconds = benchmark.pedantic(all_parsed, rounds=1)
    assert len(set(taken)) == len(taken)
    posted, batched = len(taken) / seconds, _batched(tmp_path)
    benchmark.extra_info |= {
        "posted_a_second": round(posted, 2),
        "batched_a_second": round(batched, 2),
        "posted_of_batched": round(posted / batched, 3),
    }


def _batched(directory: Path) -> float:
    """Return articles a second of ``dateline batch`` from its first part on."""
    corpus, out = directory / "corpus.jsonl", directory / "parts"
    corpus.write_text("".join(json.dumps(one) + "\n" for one in records(POSTED)))
    command = [sys.executable, "-m", "geo", "batch", str(corpus), "--out", str(out), "--workers", str(WORKERS)]
    first: tuple[float, int] | None = None
    with subprocess.Popen([*command, "--articles-a-part", str(A_PART)], stderr=subprocess.DEVNULL) as running:
        while running.poll() is None:
            time.sleep(0.02)
            done = len(list((out / "events").glob("part-*.parquet")))
            first = first or ((time.perf_counter(), done) if done else None)
        ended = time.perf_counter()
    assert running.returncode == 0
    assert first is not None
    return (POSTED - A_PART * first[1]) / (ended - first[0])


def test_qgis(benchmark: Any, running: Service) -> None:
    """QGIS reads all events, and those of a view."""
    script = Path(__file__).parent.parent / "qgis_oapif.py"
    command = ["/usr/bin/python3", script, running.url(), "events", "20", "-40", "60", "60"]

    def read() -> dict[str, Any]:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout:
            pytest.skip("QGIS is not installed (Debian: python3-qgis)")
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    found = benchmark.pedantic(read, rounds=1)
    found.pop("fields")
    benchmark.extra_info |= found
    assert found["features"] == running.ask("/collections/events/items?limit=1").json()["numberMatched"]
