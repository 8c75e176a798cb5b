"""What goes wrong while the service runs: in its code, on its disk, with its database, on slow lines."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import asgi
import postgres
import pytest
from fastapi import FastAPI
from generate import articles
from serving import MADE_BY, Service, fill, free_port, service
from typer.testing import CliRunner

from geo.cli import app as cli
from geo.service import routes_files
from geo.service.answers import ERRORS
from geo.service.safety import Guard
from geo.store import Store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
TEXT = "At least three people were killed when a bomb exploded in Kabul on Monday, police said in report {}."


def test_an_error_that_nobody_foresaw_is_json_without_a_trace(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI(exception_handlers=ERRORS)  # type: ignore[arg-type]

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret text of an article")

    answer = asgi.ask(Guard(app, token=None, local_only=True), "/broken")
    assert answer.status == 500
    assert answer.json()["code"] == "500"
    assert b"secret" not in answer.body
    assert b"Traceback" not in answer.body
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "ZeroDivisionError at" in caplog.text
    assert "secret" not in caplog.text


class Jobs:
    """The jobs of a service that knows of none but one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def article_ids(self, job_id: str) -> tuple[str, ...]:
        return tuple(self._store.article_ids(job_id))


def test_a_map_that_cannot_hold_all_articles_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes_files, "_ON_MAP", 5)
    with Store(tmp_path / "news.gpkg") as store:
        for number, parsed in enumerate(articles(8, 1)):
            store.save(parsed, batch="large" if number < 7 else "small", made_by=MADE_BY)
        app = FastAPI()
        app.include_router(routes_files.router(store, Jobs(store)))  # type: ignore[arg-type]
        assert "The latest 5 of 7 articles" in asgi.ask(app, "/map?job=large").body.decode()
        assert "The latest 5 of 8 articles" in asgi.ask(app, "/map").body.decode()
        assert "The latest" not in asgi.ask(app, "/map?job=small").body.decode()


def test_stories_are_told_of_what_is_handed_in(tmp_path: Path) -> None:
    from geo.store import Selection

    with service(tmp_path / "news.gpkg", log=tmp_path / "log") as running:
        ids = []
        for number in (1, 2):
            job = running.ask("/articles", {"text": TEXT.format(number), "published": "2025-04-04"}).json()
            ids += running.done(job)["article_ids"]
        found: list[int | None] = []
        deadline = time.monotonic() + 30
        while found != [2, 2] and time.monotonic() < deadline:
            time.sleep(0.2)
            events = running.ask("/events?event_class=violence").json()["events"]
            found = [one["number_of_sources"] for one in events if one["place_name"] == "Kabul"]
        assert found == [2, 2]
    with Store(tmp_path / "news.gpkg") as store:
        assert {article for story in store.stories(least_articles=2) for article, _ in story.events} == set(ids)
        assert store.count_features("events", Selection(articles=(ids[0],))) == 1


def drip(running: Service, first: bytes, seconds: float) -> float:
    """Send ``first``, read the answer, then a header a second; return when the other side hung up."""
    with socket.create_connection(("127.0.0.1", running.port), 10) as connection:
        connection.sendall(first)
        if first:
            connection.settimeout(10)
            while b"}" not in connection.recv(65_536):
                pass
        started = time.monotonic()
        connection.sendall(b"GET /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        connection.settimeout(1)
        while time.monotonic() - started < seconds:
            with contextlib.suppress(TimeoutError):
                if connection.recv(1) == b"":
                    break
            with contextlib.suppress(OSError):
                connection.sendall(b"X-More: 1\r\n")
        return time.monotonic() - started


def test_headers_that_never_end_are_not_waited_for_in_any_request(tmp_path: Path) -> None:
    fill(tmp_path / "news.gpkg", 1)
    with service(tmp_path / "news.gpkg", log=tmp_path / "log") as running:
        whole = f"GET /jobs HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\n\r\n".encode()
        took: list[float] = []
        threads = [
            threading.Thread(target=lambda first=first: took.append(drip(running, first, 40)))
            for first in (b"", whole, whole + whole)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(took) == 3
        assert max(took) < 25
        assert running.ask("/jobs").status == 200


def test_a_full_disk_refuses_and_readers_read_on(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    store = tmp_path / "news.gpkg"
    fill(store, 5)
    blocks = store.stat().st_size // 512 + 40
    port = free_port()
    command = [sys.executable, "-m", "geo", "serve", "--store", str(store), "--port", str(port)]
    limited = ["sh", "-c", f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"', "sh", *command]
    with (tmp_path / "log").open("ab") as log:
        process = subprocess.Popen(limited, stdout=log, stderr=log, env=os.environ)
    running = Service(port, process, tmp_path / "log")
    try:
        for _ in range(1_200):
            assert process.poll() is None
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        statuses = [running.ask("/articles", {"text": TEXT.format(n) * 50}).status for n in range(60)]
        assert set(statuses) <= {202, 503}
        assert 503 in statuses
        assert running.ask("/events?limit=1").status == 200
        taken = running.ask("/articles?limit=1").json()["matched"] - 5
        assert taken >= statuses.count(202)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with service(store, log=tmp_path / "log") as again:  # with room on the disk all is well
        assert again.ask("/articles", {"text": TEXT.format("last")}).status == 202


def test_a_database_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    with postgres.server() as server:
        if server is None:
            pytest.skip("PostGIS is not installed: run tests/install-postgis.sh as root")
        where = server.new_database()
        with service(where, log=tmp_path / "log") as running:
            assert running.ask("/articles", {"text": TEXT.format(1)}).status == 202
            server.stop()
            answer = running.ask("/articles?limit=1")
            assert (answer.status, bool(answer.headers["retry-after"])) == (503, True)
            server.start()
            assert running.ask("/articles", {"text": TEXT.format(2)}).status == 202
            for _ in range(600):
                if running.ask("/articles?state=parsed").json()["matched"] == 2:
                    break
                time.sleep(0.1)
            states = [one["state"] for one in running.ask("/articles").json()["articles"]]
            assert states == ["parsed", "parsed"]


def test_a_page_of_any_depth_is_refused_or_read(tmp_path: Path) -> None:
    deep = "<html><body>" + "<div>" * 200_000 + "A strike in Oslo. " * 30 + "</div>" * 200_000
    with service(tmp_path / "news.gpkg", log=tmp_path / "log") as running:
        answer = running.ask("/articles", {"html": deep})
        assert answer.status in {202, 422, 400}
        assert running.ask("/articles", {"text": TEXT.format(1)}).status == 202


def test_nothing_is_said_to_be_open_that_cannot_be_had(tmp_path: Path) -> None:
    foreign = tmp_path / "other.sqlite"
    with contextlib.closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE notes (text)")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = CliRunner().invoke(cli, ["serve", "--store", str(tmp_path / "s.gpkg"), "--port", port])
    refused = CliRunner().invoke(cli, ["serve", "--store", str(foreign), "--port", port])
    for done, reason in ((busy, "choose another"), (refused, "no store of Dateline")):
        assert reason in str(done.exception)
        assert "Open http" not in done.stderr
