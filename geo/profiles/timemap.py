"""What TimeMap reads: its events, the categories that they are of, and their sources, as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geo.layers.texts import storable
from geo.model import EventClass
from geo.profiles.columns import Column, Profile, text
from geo.profiles.known import Cell, Known

_LISTS = ("associations", "sources", "narrative___stepStyles")


def _date(one: Known) -> Cell:
    day = one.row["event_date"]
    return None if day is None else f"{dt.date.fromisoformat(day):%m/%d/%Y}"


def _degrees(name: str, one: Known) -> Cell:
    value = one.row[name]
    return None if value is None else str(value)


def _precision(one: Known) -> Cell:
    value = one.row["time_precision"]
    return None if value is None else str(value)


def _source(one: Known) -> dict[str, Any]:
    """Return the article as TimeMap's source. Its description would be shown as HTML, so it has none."""
    return {
        "id": one.text("article_id") or "",
        "title": one.text("title") or one.text("article_id") or "",
        "paths": [],
        "type": "article",
        "url": one.web_address() or "",
        "author": one.text("source") or "",
        "date": one.row["published"] or "",
    }


def _write(profile: Profile, events: Sequence[Known], path: Path) -> list[str]:
    """Write the events under the name given, and what they refer to beside it."""
    rows: list[dict[str, Any]] = []
    for one in events:
        cells: dict[str, Any] = {column.name: column.cell(one) or "" for column in profile.columns}
        rows.append(cells | {name: [cells[name]] if cells[name] else [] for name in _LISTS})
    used = {one.row["event_class"] for one in events}
    associations = [
        {"id": kind.value, "title": kind.value, "desc": "", "mode": "CATEGORY", "filter_paths": [kind.value]}
        for kind in EventClass
        if kind in used
    ]
    sources = {source["id"]: source for one in events if (source := _source(one))["id"]}
    contents = {
        path.name: rows,
        f"{path.stem}-associations{path.suffix}": associations,
        f"{path.stem}-sources{path.suffix}": sources,
    }
    for name, content in contents.items():
        written = json.dumps(content, ensure_ascii=False, indent=1)
        path.with_name(name).write_text(storable(written) + "\n", encoding="utf-8", newline="\n")
    return list(contents)


TIMEMAP = Profile(
    name="timemap",
    scheme="Forensic Architecture's TimeMap, version 0.1 (its schemas of October 2022); all values are text",
    suffix=".json",
    columns=(
        Column("id", "our id; TimeMap itself counts its events", text("event_id")),
        Column("description", "headline, quote, all numbers with bounds and speakers, claims", Known.notes),
        Column("date", "the first day, as 04/30/2025 (TimeMap's `DATE_FMT`, MM/DD/YYYY)", _date),
        Column("time", "the time of day is not read"),
        Column("time_precision", "1 the day, 2 the week, 3 the month or less exact", _precision),
        Column("time_display", "the span of days, where the day is not known or not one", lambda one: one.span_of_days),
        Column("location", "GeoNames' name of the place or area", text("place_name")),
        Column(
            "latitude",
            "of the event; on the surface of its area, where only that is known",
            lambda one: _degrees("latitude", one),
        ),
        Column("longitude", "as `latitude`", lambda one: _degrees("longitude", one)),
        Column("type", "ACLED's event type, where it has one", text("event_type")),
        Column("category", "our class", text("event_class")),
        Column("comments", "incident, statement, diplomacy or background", text("layer")),
        Column("associations", "our class, an entry of `…-associations.json`", text("event_class")),
        Column("sources", "the article, an entry of `…-sources.json`", text("article_id")),
        Column("x", "a place in a scene in three dimensions: none is known"),
        Column("y", "as `x`"),
        Column("z", "as `x`"),
        Column("category_full", "as `category`, which is complete"),
        Column("shape", "left to the designer of the page"),
        Column("colour", "as `shape`"),
        Column("narrative___stepStyles", "as `shape`"),
    ),
    write=_write,
    lacks=lambda one: None if one.row["event_date"] else "without a day (TimeMap leaves them out)",
)
