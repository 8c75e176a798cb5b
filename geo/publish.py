"""Parsed articles to files: the layers and the map of them, all or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from geo.errors import OutputError
from geo.model import ParsedArticle


def write(parsed: Sequence[ParsedArticle], directory: Path) -> list[Path]:
    """Write ``events``, ``areas`` and ``places`` as GeoJSON and ``map.html`` into ``directory``.

    Everything is made in a temporary directory beside the results and moved into place when all
    of it is whole, so that a full disk leaves the earlier results as they were.

    Returns:
        The files written, the map last.

    Raises:
        OutputError: if the directory cannot be made or written to.
    """
    from geo import gazetteer, layers, maps

    built = layers.build(parsed, gazetteer.default())
    try:
        directory.mkdir(parents=True, exist_ok=True)
        workplace = Path(tempfile.mkdtemp(prefix=".dateline-", dir=directory))
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written to ({error.strerror}); choose another --out") from error
    try:
        layers.write(built, workplace)
        maps.save(parsed, workplace / "map.html", layers=built)
        made = sorted(workplace.iterdir(), key=lambda file: (file.suffix == ".html", file.name))
        return [file.replace(directory / file.name) for file in made]
    except OSError as error:
        raise OutputError(f"{directory}: {error.strerror or error}; nothing was changed") from error
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
