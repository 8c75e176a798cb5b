"""Batches: whole parts, resumed after a kill, the same bytes; what parses is a stand-in but in the last tests."""

import contextlib
import dataclasses
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import fakes
import geopandas
import pyarrow.parquet as pq
import pytest
from conftest import Run
from geopandas.testing import assert_geodataframe_equal

from geo import gazetteer, layers, pipeline, sources
from geo.batch import Summary, parts, read_layers, run
from geo.batch.chunks import Seen
from geo.errors import DatelineError, InputError, OutputError, SourceNotFound, UnreadableSource
from geo.model import Article

RUN = sys.modules["geo.batch.run"]
# A stand-in with its own process, to be killed.
SCRIPT = Path(__file__).with_name("fakes.py")


def write_corpus(path: Path, count: int) -> Path:
    """Write articles, one line in a hundred broken, some articles twice, some ids with several texts."""
    lines: list[str] = []
    for number in range(count):
        lines.append(json.dumps({"id": f"a{number}", "text": f"It rained in Oslo on day {number}."}))
        if number % 100 == 40:
            lines.append('{"id": "broken", "text": ')
        if number % 50 == 10:
            lines.append(lines[number // 2])
        if number % 50 == 20:
            lines.append(json.dumps({"id": f"a{number}", "text": f"Something else happened on day {number}."}))
        if number % 50 == 30:
            lines.append(json.dumps({"id": f"u{number}", "text": "This is unparsable."}))
    path.write_text("\n".join(lines) + "\n")
    return path


def content(directory: Path) -> dict[str, bytes]:
    """Return every file of a finished batch."""
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()
    }


@pytest.fixture
def schedulers(monkeypatch: pytest.MonkeyPatch) -> list[fakes.Inline]:
    """Let batches parse with the stand-in, and collect their schedulers."""
    made: list[fakes.Inline] = []

    def scheduler(count: int, limit_s: float) -> fakes.Inline:
        made.append(fakes.Inline(count, limit_s))
        return made[-1]

    monkeypatch.setattr(RUN, "Processes", scheduler)
    monkeypatch.setattr(pipeline, "parse_articles", fakes.parse_articles)
    return made


@pytest.fixture
def batch(schedulers: list[fakes.Inline], tmp_path: Path) -> object:
    def go(corpora: Sequence[str | Path], out: str = "out", size: int = 16) -> Summary:
        return run([str(one) for one in corpora], tmp_path / out, articles_a_part=size)

    return go


def test_everything_is_accounted_for(batch, tmp_path: Path) -> None:
    summary: Summary = batch([write_corpus(tmp_path / "corpus.jsonl", 200)])
    out = tmp_path / "out"
    assert (summary.articles, summary.duplicates, summary.errors) == (204, 4, 6)
    assert summary.parsed_now == summary.articles
    errors = [json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines()]
    assert [one["error"] for one in errors].count("UnreadableSource") == 2
    assert [one["article_id"] for one in errors if one["error"] == "ArticleError"] == ["u30", "u80", "u130", "u180"]
    assert all(one["reason"] for one in errors)
    manifest = json.loads((out / "batch.json").read_text())
    assert manifest["articles"] == 204
    assert manifest["parts"] == sorted(path.name for path in (out / "events").iterdir())
    assert {path.name for path in out.iterdir()} == {"batch.json", "errors.jsonl", "events", "places"}
    ids = [event for path in sorted((out / "events").iterdir()) for event in geopandas.read_parquet(path)["event_id"]]
    assert len(set(ids)) == len(ids) == summary.events == 3 * 204


def test_parts_are_geoparquet_with_a_box_for_each_feature(batch, tmp_path: Path) -> None:
    batch([write_corpus(tmp_path / "corpus.jsonl", 20)])
    for layer in ("events", "places"):
        for path in (tmp_path / "out" / layer).iterdir():
            file = pq.ParquetFile(path)
            geo = json.loads(file.schema_arrow.metadata[b"geo"])
            assert geo["version"] == "1.1.0"
            assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
            assert "bbox" in file.schema_arrow.names
            assert geopandas.read_parquet(path).crs == "EPSG:4326"
    inside = geopandas.read_parquet(tmp_path / "out" / "events", bbox=(170, -30, 180, 0))
    assert set(inside["country_code"]) <= {"FJ"}


def test_layers_of_the_parts_are_those_of_the_articles(batch, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 60)
    batch([corpus])
    with Seen(tmp_path / "seen") as seen:
        read = [seen.once(one) for one in sources.read(str(corpus)) if isinstance(one, Article)]
    parsed = [fakes.parsed(one) for one in read if one and "unparsable" not in one.text]
    built, found = layers.build(parsed, gazetteer.default()), read_layers(tmp_path / "out")
    assert len(built.areas) > 0
    for name, key in (("events", ["event_id", "score"]), ("areas", ["area_id"]), ("places", ["place_id"])):
        one = getattr(built, name).sort_values(key, ignore_index=True)
        other = getattr(found, name).sort_values(key, ignore_index=True)
        assert_geodataframe_equal(one, other)


def test_started_again_it_does_only_what_is_missing(batch, schedulers, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 100)
    first: Summary = batch([corpus])
    before = content(tmp_path / "out")
    second: Summary = batch([corpus])
    assert schedulers[-1].chunks == []
    assert second.parsed_now == 0
    assert dataclasses.replace(second, parsed_now=first.parsed_now, first_error=None) == dataclasses.replace(
        first, first_error=None
    )
    assert content(tmp_path / "out") == before
    first_part, *_, last_part = sorted((tmp_path / "out" / "events").iterdir())
    first_part.unlink()
    (tmp_path / "out" / "places" / last_part.name).write_bytes(b"broken")
    batch([corpus])
    assert schedulers[-1].chunks == [16, schedulers[0].chunks[-1]]
    assert content(tmp_path / "out") == before


def test_an_article_that_takes_its_process_down_is_one_error(batch, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 20)
    with corpus.open("a") as file:
        file.write(json.dumps({"id": "bad", "text": "This is poison."}) + "\n")
        file.write(json.dumps({"id": "good", "text": "This is bread."}) + "\n")
    summary: Summary = batch([corpus])
    errors = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_text().splitlines()]
    assert [one["article_id"] for one in errors] == ["bad"]
    assert "ended 3 times" in errors[0]["reason"]
    assert summary.articles == 21  # and one that came twice


def test_a_corpus_that_changed_supersedes_its_old_parts(batch, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 64)
    batch([corpus])
    old = content(tmp_path / "out")
    lines = corpus.read_text().splitlines()
    corpus.write_text("\n".join(lines[:-3]) + "\n")
    summary: Summary = batch([corpus])
    assert summary.parsed_now < 16
    moved = list((tmp_path / "out" / "superseded" / "events").iterdir())
    assert moved
    assert all(path.read_bytes() == old[f"events/{path.name}"] for path in moved)
    assert not {path.name for path in moved} & set(summary.parts)
    assert len(read_layers(tmp_path / "out").events) > 0
    assert batch([corpus]).parsed_now == 0


def test_a_corpus_that_cannot_be_opened_supersedes_nothing(batch, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 64)
    batch([corpus])
    old = content(tmp_path / "out")
    (tmp_path / "empty").mkdir()
    (tmp_path / "wrong.csv").write_text("title\n")
    for wrong in ("missing.jsonl", "missing.txt", "empty", "wrong.csv"):
        with pytest.raises(InputError, match="earlier parts"):
            batch([tmp_path / wrong])
        assert content(tmp_path / "out") == old
    assert batch([corpus, tmp_path / "missing.jsonl"]).superseded == 0  # what is there stays current
    (tmp_path / "other.jsonl").write_text('{"id": "other", "text": "It rained in Lima."}\n')
    assert batch([tmp_path / "other.jsonl"]).superseded == sum(name.startswith("events/") for name in old)


def test_two_batches_do_not_mix(batch, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with Seen(tmp_path / "out" / ".seen.sqlite"), pytest.raises(OutputError, match="another batch"):
        batch([write_corpus(tmp_path / "corpus.jsonl", 3)])
    assert batch([tmp_path / "corpus.jsonl"]).articles == 3


def test_nothing_but_broken_lines(batch, tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("{\n" * 1000)
    summary: Summary = batch([tmp_path / "corpus.jsonl", tmp_path / "missing.csv"])
    assert (summary.articles, summary.errors, summary.parts) == (0, 1001, [])
    assert isinstance(summary.first_error, UnreadableSource)
    assert len(read_layers(tmp_path / "out").events) == 0


def test_what_is_no_batch(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="no parts"):
        read_layers(tmp_path)
    (tmp_path / "batch.json").write_text("{")
    with pytest.raises(UnreadableSource, match="run the same dateline batch again"):
        read_layers(tmp_path)


def start(out: Path, corpus: Path, pause: float, blocks: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(out), str(corpus)]
    if blocks is not None:
        command = ["sh", "-c", f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"', "sh", *command]
    environment = {**os.environ, "DATELINE_PAUSE": str(pause)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_at_random_moments_the_bytes_are_the_same(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus.jsonl", 60)
    whole = start(tmp_path / "whole", corpus, 0)
    assert whole.communicate()[0] == "done\n"
    rng = random.Random(0)
    kills = 0
    for _ in range(20):
        running = start(tmp_path / "killed", corpus, 0.02)
        # Imports take their time: from the first file on, something is at stake.
        while running.poll() is None and not (tmp_path / "killed" / ".errors.jsonl").exists():
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.25))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        kills += running.returncode == -signal.SIGKILL
        for path in (tmp_path / "killed").glob("events/part-*.parquet"):
            assert path.read_bytes() == (tmp_path / "whole" / "events" / path.name).read_bytes()
    assert kills > 3
    last = start(tmp_path / "killed", corpus, 0)
    assert last.communicate()[0] == "done\n"
    assert content(tmp_path / "killed") == content(tmp_path / "whole")


def test_a_full_disk_keeps_what_is_done(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the middle."""
    corpus = write_corpus(tmp_path / "corpus.jsonl", 40)
    stopped = start(tmp_path / "out", corpus, 0, blocks=70)
    errors = stopped.communicate()[1]
    assert stopped.returncode == 1
    assert "OutputError" in errors.splitlines()[-1]
    assert not list((tmp_path / "out").rglob(".dateline-*"))
    assert not (tmp_path / "out" / "batch.json").exists()
    assert start(tmp_path / "out", corpus, 0).communicate()[0] == "done\n"
    assert start(tmp_path / "whole", corpus, 0).communicate()[0] == "done\n"
    assert content(tmp_path / "out") == content(tmp_path / "whole")


# From here on with the real parser.


def write_news(path: Path, count: int) -> Path:
    towns = ["Nairobi", "Lima", "Oslo", "Suva", "Manila", "Cairo"]
    path.write_text(
        "".join(
            json.dumps({"id": f"n{n}", "text": f"{n + 2} people were killed in a fire in {towns[n % 6]} on Friday."})
            + "\n"
            for n in range(count)
        )
    )
    return path


def test_from_a_corpus_to_a_map_and_a_geopackage(dateline: Run, tmp_path: Path) -> None:
    corpus = write_news(tmp_path / "news.jsonl", 12)
    with corpus.open("a") as file:
        file.write("{broken\n")
    options = ("--out", "out", "--published", "2025-04-04", "--workers", "1", "--articles-a-part", "5")
    done = dateline("batch", corpus, *options)
    assert (done.returncode, done.stdout) == (1, "out/batch.json\n")
    assert "12 articles" in done.stderr
    assert "out/errors.jsonl" in done.stderr
    done = dateline("map", "out", "--out", "maps")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "maps" / "map.html").stat().st_size > 100_000
    done = dateline("export", "out", "events.gpkg")
    assert done.stdout == "events.gpkg\n", done.stderr
    assert set(geopandas.read_file(tmp_path / "events.gpkg", layer="events")["place_name"]) >= {"Nairobi", "Lima"}
    done = dateline("export", "nowhere", "x.gpkg")
    assert done.returncode == 2
    assert "no such directory" in done.stderr


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    corpus = write_news(tmp_path / "news.jsonl", 60)
    command = [sys.executable, "-m", "geo", "batch", str(corpus), "--workers", "2", "--articles-a-part", "4", "--out"]
    subprocess.run([*command, str(tmp_path / "whole")], check=True, capture_output=True)
    with subprocess.Popen([*command, str(tmp_path / "out")], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        rng, killed = random.Random(1), 0
        while running.poll() is None and killed < 3:
            time.sleep(rng.uniform(0.5, 2.0))
            workers = subprocess.run(["pgrep", "-P", str(running.pid)], capture_output=True, text=True, check=False)
            pids = [int(pid) for pid in workers.stdout.split()]
            if len(pids) > 1:
                with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
                    os.kill(rng.choice(pids[1:]), signal.SIGKILL)
                    killed += 1
        running.communicate()
    assert killed
    assert running.returncode == 0
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_articles_go_into_a_store_and_out(dateline: Run, tmp_path: Path) -> None:
    corpus = write_news(tmp_path / "news.jsonl", 4)
    for new, old in ((4, 0), (0, 4)):
        done = dateline("add", "news.gpkg", corpus, "--published", "2025-04-04")
        assert done.returncode == 0, done.stderr
        assert f"{new} new articles, {old} were there before" in done.stderr
    done = dateline("reparse", "news.gpkg")
    assert "0 articles were out of date" in done.stderr
    done = dateline("export", "news.gpkg", "out.geojson")
    features = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert {feature["properties"]["article_id"] for feature in features} == {"n0", "n1", "n2", "n3"}


@pytest.mark.parametrize(
    "command",
    [
        ("reparse", "none.gpkg"),
        ("reparse", "sqlite:///none.gpkg"),
        ("export", "none.gpkg", "out.geojson"),
        ("export", "sqlite:///none.gpkg", "out.geojson"),
        ("map", "none.gpkg"),
        ("watch", "--store", "none.gpkg"),
    ],
    ids=" ".join,
)
def test_a_store_that_is_not_there_is_told_in_one_line_and_not_made(
    command: tuple[str, ...], dateline: Run, tmp_path: Path
) -> None:
    done = dateline(*command)
    assert done.returncode not in {0, 1}
    assert done.stderr.startswith("dateline: none.gpkg: ")
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.g*"))


@pytest.mark.enable_socket
def test_on_a_dask_cluster_the_bytes_are_the_same(batch, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    corpus = write_corpus(tmp_path / "corpus.jsonl", 40)
    batch([corpus])
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    ) as cluster:
        run([str(corpus)], tmp_path / "cluster", scheduler=cluster.scheduler_address, articles_a_part=16)
    assert content(tmp_path / "cluster") == content(tmp_path / "out")


@pytest.mark.enable_socket
def test_a_scheduler_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(DatelineError, match="no Dask scheduler answers"):
        run([str(write_corpus(tmp_path / "corpus.jsonl", 3))], tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_a_part_of_what_processes_hand_on_is_that_of_the_articles_together() -> None:
    texts = ["At least 16 people were killed in Kryvyi Rih on Friday.", "Floods killed 12 people in Nigeria.", "Rain."]
    made = [Article(f"a{number}", text) for number, text in enumerate(texts)]
    lost = ("lost", "article lost: took too long")
    handed_on = [parts.packed_outcome(article, None) for article in made]
    assert all(isinstance(one, bytes) for one in handed_on)
    assert parts.make_of_packed([*handed_on, lost], [("b", "c")]) == parts.parse(made, None, [("b", "c"), lost])
