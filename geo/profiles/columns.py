"""What a profile is: columns of others, each with what is in it or why it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.profiles.known import Cell, Known

Fill = Callable[[Known], Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``says`` is what is in it; without ``fill`` it is always empty, and ``says`` why."""

    name: str
    says: str
    fill: Fill | None = None
    heading: str = ""

    def cell(self, one: Known) -> Cell:
        """Return the cell of an event."""
        return self.fill(one) if self.fill else None


@dataclass(frozen=True, slots=True)
class Profile:
    """The events in the columns of others.

    ``scheme`` is theirs with its version. ``added`` are columns of ours, after theirs. ``write`` writes the events into
    a directory under a name with ``suffix`` and returns the names of all files; ``lacks`` says of an event what keeps
    it from being shown by their tools, which is counted and told.
    """

    name: str
    scheme: str
    suffix: str
    columns: tuple[Column, ...]
    write: Callable[[Profile, Sequence[Known], Path], list[str]]
    added: tuple[Column, ...] = ()
    lacks: Callable[[Known], str | None] = lambda one: None


def text(name: str) -> Fill:
    """Return what fills a column with one of ours, on one line."""
    return lambda one: one.text(name)


def number(name: str) -> Fill:
    """Return what fills a column with a number of ours."""

    def fill(one: Known) -> Cell:
        value: Cell = one.row[name]
        return value

    return fill


# What no scheme of others has a column for; the names say whose they are.
ADDED = (
    Column("dateline_event_id", "`event_id`, as in the layer events", text("event_id")),
    Column(
        "dateline_part_of", "the event, a sum or series, that this is a part of: count one of both", text("part_of")
    ),
    Column("dateline_layer", "incident, statement, diplomacy or background", text("layer")),
    Column("dateline_event_class", "our class, which every event has", text("event_class")),
    Column("dateline_geometry_kind", "point, or area: known only to lie somewhere in it", text("geometry_kind")),
    Column("dateline_uncertainty_m", "radius of the uncertainty in metres", number("coordinate_uncertainty_m")),
    Column("dateline_iso3", "ISO 3166-1 alpha-3", lambda one: one.iso3),
    Column("dateline_adm1_pcode", "P-code, with `--pcodes`", lambda one: one.adm1_pcode),
    Column("dateline_adm2_pcode", "P-code, with `--pcodes`", lambda one: one.adm2_pcode),
    Column("dateline_url", "address of the article", text("url")),
    Column("dateline_score", "probability that the event is right, 0 to 1", number("score")),
)
