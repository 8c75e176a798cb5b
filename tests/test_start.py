"""The command starts only in its own package: another project's has the same name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


def start(*first: Path) -> subprocess.CompletedProcess[str]:
    script = "import sys; sys.argv[1:] = ['--version']; import dateline_start; dateline_start.main()"
    path = os.pathsep.join(map(str, (*first, ROOT)))
    return subprocess.run(
        [sys.executable, "-P", "-c", script],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
        check=False,
    )


@pytest.mark.parametrize("content", ["class Point: ...\n", "print 'of another age'\n", "import nothing_of_the_kind\n"])
def test_another_package_of_the_name_is_told_and_not_run(tmp_path: Path, content: str) -> None:
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "__init__.py").write_text(content)
    done = start(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert str(tmp_path) in line
    assert "pip uninstall geo" in line


def test_our_own_starts() -> None:
    done = start()
    assert (done.returncode, done.stderr) == (0, "")
