"""The Containerfile: linted, and true to the repository, as no engine builds it here."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from geo.cli import app

LINES = re.sub(r"\\\n", "", (ROOT / "Containerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [line.split(maxsplit=1) for line in LINES if line.strip() and not line.startswith("#")]


def the(name: str) -> str:
    """Return the one step of the final image that has this name."""
    last = max(at for at, step in enumerate(STEPS) if step[0] == "FROM")
    [found] = [rest for step, rest in STEPS[last:] if step == name]
    return found


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    if not linter.exists():
        pytest.skip("hadolint is not installed: it has no package for this machine")
    done = subprocess.run([linter, ROOT / "Containerfile"], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_without_root_and_serves_what_the_command_line_knows() -> None:
    assert int(the("USER").split(":")[0]) > 0
    command = json.loads(the("ENTRYPOINT")) + json.loads(the("CMD"))
    assert command[:2] == ["dateline", "serve"]
    known = CliRunner().invoke(app, ["serve", "--help"], terminal_width=200).output
    for option in [part for part in command if part.startswith("--")]:
        assert option in known
    assert command[command.index("--store") + 1].startswith(the("VOLUME") + "/")
    assert "8765" in the("EXPOSE")


def test_what_it_copies_is_there_and_not_ignored() -> None:
    ignored = [line for line in (ROOT / ".containerignore").read_text().splitlines() if line and line[0] != "#"]
    assert ignored[0] == "*"
    kept = {line[1:] for line in ignored if line[0] == "!"}
    for step, rest in STEPS:
        if step == "COPY" and not rest.startswith("--from"):
            for source in shlex.split(rest)[:-1]:
                assert (ROOT / source).exists()
                assert source in kept
    assert not any(fnmatch(name, pattern) for name in ("geo", "data/models") for pattern in ignored[1:])
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()


def test_it_copies_all_that_the_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    made_of = {name.removeprefix("/") for name in project["tool"]["hatch"]["build"]["targets"]["wheel"]["include"]}
    made_of |= {project["project"]["readme"], "pyproject.toml", "LICENSE"}
    copies = [rest for step, rest in STEPS if step == "COPY" and "--from" not in rest]
    copied = {name for rest in copies for name in shlex.split(rest)[:-1]}
    assert made_of <= copied


def test_it_installs_extras_that_there_are_in_the_locked_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [extras] = [found[1] for _, rest in STEPS if (found := re.search(r"'\.\[([\w,]+)\]'", rest))]
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
    [command] = [rest for _, rest in STEPS if "constraints.txt" in rest and "sed" in rest]
    strip = re.search(r"sed -E '([^']+)'", command)
    assert strip
    lock = ROOT / "requirements.lock"
    made = subprocess.run(["sed", "-E", strip[1], lock], capture_output=True, encoding="utf-8", check=True).stdout
    lines = [line for line in made.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 100
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==\S+( ; .*)?", line)] == []
