"""The lexicons of event extraction, read from ``geo/events/data`` (tab-separated, one entry a line)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from geo.model import EventClass, Layer


@functools.cache
def read(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a lexicon. Lines that start with ``#`` are comments; ``-`` is an empty cell."""
    text = resources.files("geo.events").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(
        tuple("" if cell == "-" else cell for cell in line.split("\t"))
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    )


def rows_of(name: str, key: str) -> list[str]:
    """Return the second cells of the rows whose first cell is ``key``."""
    return [row[1] for row in read(name) if row[0] == key]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event with its codes: ACLED's names and PLOVER's code, None where they have none."""

    name: str
    event_class: EventClass
    layer: Layer
    event_type: str | None
    sub_event_type: str | None
    plover_event: str | None
    label: str


@functools.cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind of event by its name."""
    return {
        row[0]: Kind(row[0], EventClass(row[1]), Layer(row[2]), row[3] or None, row[4] or None, row[5] or None, row[6])
        for row in read("kinds.tsv")
    }


@functools.cache
def groups(name: str) -> Mapping[str, str]:
    """Return a lexicon of two columns (``word``, ``group``) as a mapping from lemma to group."""
    return {row[0]: row[1] for row in read(name)}
