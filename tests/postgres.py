"""A PostgreSQL server with PostGIS for the tests, from Debian's packages, in a directory of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"


def programs() -> Path | None:
    """Return where initdb and pg_ctl lie, None where PostgreSQL or PostGIS is not installed."""
    for control in sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"), reverse=True):
        found = Path("/usr/lib/postgresql") / control.parts[4] / "bin"
        if (found / "initdb").is_file():
            return found
    return None


class Server:
    """A server on a Unix socket, which nothing outside this machine reaches."""

    def __init__(self, bin_: Path, home: Path) -> None:
        self._bin = bin_
        self._home = home
        self._databases = 0
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--no-sync", f"--username={_USER}", "-D", home / "data")

    def start(self) -> None:
        options = f"-k {self._home} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "-D", self._home / "data", "-l", self._home / "log", "-o", options)

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "--wait", "-m", how, "-D", self._home / "data")

    def kill(self) -> None:
        """Kill the server without a warning; wait until it is gone."""
        pid = int((self._home / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.05)

    def restart(self) -> None:
        """Start the server after it was killed, as soon as its last process has ended."""
        for _ in range(50):
            try:
                self.start()
            except subprocess.CalledProcessError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError("PostgreSQL does not start again")

    def new_database(self) -> str:
        """Return the URL of a new, empty database."""
        self._databases += 1
        name = f"store{self._databases}"
        self._run("createdb", "-h", self._home, "-U", _USER, name)
        return f"postgresql://{_USER}@/{name}?host={self._home}"

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self._bin / program), *map(str, arguments)]
        # The server refuses to run as root.
        user = _USER if os.geteuid() == 0 else None
        subprocess.run(command, check=True, user=user, group=user, cwd="/", stdout=subprocess.DEVNULL)


@contextmanager
def server() -> Iterator[Server | None]:
    """Give a running server, None where none is installed."""
    bin_ = programs()
    if bin_ is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, _USER, _USER)
        made = Server(bin_, home)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
