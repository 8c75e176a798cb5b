"""The files of a folder that may hold articles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from geo.errors import SourceNotFound, UnreadableSource
from geo.sources.files import LINES, PAGES
from geo.sources.tables import CSV, PARQUET

# What is read in a folder; other files there (pictures, spreadsheets, settings) are no articles.
SUFFIXES = frozenset({".txt", PARQUET}) | PAGES | LINES | CSV


def is_folder(path: Path) -> bool:
    """Say whether the path is a folder's, whatever stands in it."""
    try:
        return path.is_dir()
    except (OSError, ValueError):  # no name that a file can have: opening it will say so
        return False


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and those below it, in the order of their names, hidden ones not.

    Raises:
        SourceNotFound: if there are none.
        UnreadableSource: if it cannot be read.

    """
    empty = True
    for file in _below(folder):
        empty = False
        yield file
    if empty:
        raise SourceNotFound(f"{folder}: holds no articles ({', '.join(sorted(SUFFIXES))})")


def _below(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise UnreadableSource(f"{folder}: cannot be read ({error.strerror})") from error
    for name, below in found:
        path = folder / name
        if below:
            yield from _below(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path
