"""Fixtures that many tests share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "data" / "articles"

# Fixtures of what more than one file tests.
pytest_plugins = ["browsing"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def shared_directory() -> Path | None:
    """Return where the corpora lie, which are no part of the repository."""
    path = Path(os.environ.get("DATELINE_SHARED") or ROOT.parent / "shared")
    return path if (path / "corpora").is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    path = shared_directory()
    if path is None:
        pytest.skip("the corpora are not on this machine: set DATELINE_SHARED")
    return path


@pytest.fixture(scope="session")
def articles() -> Path:
    return ARTICLES


@pytest.fixture
def dateline(tmp_path: Path) -> Run:
    """Run the command line as a user does, in an empty directory."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", max_file_bytes: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "geo", *map(str, arguments)]
        if max_file_bytes is not None:
            blocks = max_file_bytes // 512
            command = ["sh", "-c", f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"', "sh", *command]
        done = subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, check=False)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
