"""Profiles that are CSV: a heading, perhaps a second one, and a row an event."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from geo.layers.tables import defused
from geo.layers.texts import storable
from geo.profiles.columns import Profile
from geo.profiles.known import Cell, Known


def write_table(profile: Profile, events: Sequence[Known], path: Path) -> list[str]:
    """Write a table whose heading are the names of the columns."""
    columns = (*profile.columns, *profile.added)
    return _write([[column.name for column in columns]], profile, events, path)


def write_tagged(profile: Profile, events: Sequence[Known], path: Path) -> list[str]:
    """Write a table with headings for people and a row of hashtags under them."""
    columns = (*profile.columns, *profile.added)
    return _write([[column.heading for column in columns], [column.name for column in columns]], profile, events, path)


def _write(heads: list[list[str]], profile: Profile, events: Sequence[Known], path: Path) -> list[str]:
    # UTF-8 without a byte order mark, which readers that go by names take for a part of the first.
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows(heads)
        for one in events:
            writer.writerow([_cell(column.cell(one)) for column in (*profile.columns, *profile.added)])
    return [path.name]


def _cell(value: Cell) -> Cell:
    return defused(storable(value)) if isinstance(value, str) else value
