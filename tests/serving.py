"""The service as a user starts it: a process on loopback, with a store."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generate import articles

from geo.store import Store
from geo.versions import Versions

MADE_BY = Versions("0", "generated", "generated")
_START_S = 120


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Service:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(
        self, path: str, body: Any = None, headers: dict[str, str] | None = None, method: str | None = None
    ) -> Answer:
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        sent = ({"Content-Type": "application/json"} if data is not None else {}) | (headers or {})
        request = urllib.request.Request(self.url(path), data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                found = {name.lower(): value for name, value in answer.headers.items()}
                return Answer(answer.status, found, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, {name.lower(): value for name, value in error.headers.items()}, error.read())

    def done(self, job: dict[str, Any]) -> dict[str, Any]:
        """Wait for a job."""
        for _ in range(1_200):
            now: dict[str, Any] = self.ask(f"/jobs/{job['id']}").json()
            if now["state"] == "done":
                return now
            time.sleep(0.1)
        raise AssertionError(f"never done: {now}")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def service(store: Path | str, *options: str, log: Path, **environment: str) -> Iterator[Service]:
    """Run ``dateline serve`` until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "geo", "serve", "--store", str(store), "--port", str(port), *options]
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | environment)
    running = Service(port, process, log)
    try:
        for _ in range(_START_S * 10):
            assert process.poll() is None, log.read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fill(path: Path, count: int, events_each: int = 3) -> None:
    """Put generated articles into a store, in one transaction."""
    with Store(path) as store:
        for parsed in articles(count, events_each):
            store.save(parsed, made_by=MADE_BY)
