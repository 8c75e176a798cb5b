"""Measure this checkout beside an earlier one, in alternation: ``python tests/benchmarks/against.py d4ca6e9``.

Prints one table: processor time (user and system, all processes) of both, median of the rounds, and the ratio. A loss
is seen the day that it happens, whatever machine it happens on. The earlier one is checked out and installed under
``build/benchmarks`` with what its own lock file names; what it cannot do is left out.

    python tests/benchmarks/against.py v0.1.0 --rounds 5 --only "cold map" "parse, warm"
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_HERE = Path(__file__).resolve().parents[2]
_ENVIRONMENT = ".venv"
_ARTICLE = "data/articles/kryvyi-rih.txt"
# What is done warm prints its own processor time for one turn, in seconds, after a turn that loads everything.
_WARM = """
import datetime as dt, sys, time
from pathlib import Path
from geo import gazetteer, layers, maps, pipeline, recognition, resolution
from geo.model import Article
article = Article(id="a", text=Path("{article}").read_text()[:3600], published=dt.date(2025, 4, 4))
parsed, mentions, places = pipeline.parse_article(article), recognition.recognise(article.text), gazetteer.default()
turns = {turns}
{work}
begun = time.process_time()
for _ in range(turns):
    {work}
print((time.process_time() - begun) / turns)
"""
_DATELINE = ("-m", "geo")
COLD = {
    "cold map of an article": (*_DATELINE, "map", _ARTICLE, "--published", "2025-04-04", "--out", "{out}"),
    "cold parse of an article": (*_DATELINE, "parse", _ARTICLE, "--published", "2025-04-04"),
    "cold geocode Kyiv": (*_DATELINE, "geocode", "Kyiv"),
    "import geo": ("-c", "import geo"),
}
WARM = {
    "parse, 600 words": ("pipeline.parse_article(article)", 20),
    "resolution, 600 words": ("resolution.resolve(article, mentions, places)", 50),
    "layers of an article": ("layers.build([parsed], places)", 20),
    "map of an article": ("maps.build([parsed]).get_root().render()", 5),
}


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("baseline", help="the commit or tag to compare with")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=(*COLD, *WARM), default=(*COLD, *WARM))
    options = parser.parse_args()
    commit = _git("rev-parse", "--short", options.baseline)
    earlier = _installed(commit)
    with tempfile.TemporaryDirectory() as scratch:
        print(f"| processor time | {commit} | this | ratio |\n|---|---|---|---|", flush=True)
        for name in options.only:
            print(_row(name, (earlier, _HERE), Path(scratch), options.rounds), flush=True)


def _installed(commit: str) -> Path:
    """Return where an earlier commit is checked out and installed, which is done once."""
    checkout = _HERE / "build" / "benchmarks" / commit
    if not checkout.is_dir():
        _git("worktree", "add", "--detach", str(checkout), commit)
    subprocess.run(
        ["make", f"VENV={_ENVIRONMENT}", f"{_ENVIRONMENT}/.installed"], cwd=checkout, check=True, stdout=sys.stderr
    )
    return checkout


def _row(name: str, checkouts: tuple[Path, Path], scratch: Path, rounds: int) -> str:
    taken: dict[Path, list[float]] = {checkout: [] for checkout in checkouts}
    for number in range(rounds + 1):
        for checkout, times in taken.items():
            seconds = _seconds(name, checkout, scratch)
            if seconds is None:
                return f"| {name} | fails in {checkout.name} | | |"
            if number:  # the first fills caches of the disk and of compiled modules
                times.append(seconds)
    before, now = (statistics.median(times) for times in taken.values())
    return f"| {name} | {before * 1000:,.0f} ms | {now * 1000:,.0f} ms | {now / before:.2f} |"


def _seconds(name: str, checkout: Path, scratch: Path) -> float | None:
    """Return the processor time of one turn, None where it fails."""
    if name in COLD:
        arguments = [one.format(out=scratch / "maps") for one in COLD[name]]
    else:
        work, turns = WARM[name]
        arguments = ["-c", _WARM.format(article=_ARTICLE, work=work, turns=turns)]
    python = sys.executable if checkout == _HERE else str(checkout / _ENVIRONMENT / "bin" / "python")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [python, *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return None
    if name in WARM:
        return float(done.stdout)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(_HERE), *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


if __name__ == "__main__":
    main()
