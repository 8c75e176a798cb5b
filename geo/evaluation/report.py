"""A table of figures, for people on a terminal and for programs as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

Cell = str | int | float | None


@dataclass(slots=True)
class Report:
    """Rows of named figures under one title. Notes say what was measured and on what."""

    title: str
    rows: list[dict[str, Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        """Return the report as one JSON object."""
        return json.dumps({"title": self.title, "rows": self.rows, "notes": self.notes}, ensure_ascii=False)

    def columns(self) -> list[str]:
        """Return the names of the columns in the order of their first use."""
        return list(dict.fromkeys(name for row in self.rows for name in row))
