"""What is known of one event, as the columns of others ask for it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.layers.fields import FIELDS
from geo.layers.geojson import json_values
from geo.layers.texts import one_line
from geo.model import Count, GeometryKind, Span
from geo.profiles.countries import codes
from geo.words import count_words

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo.gazetteer import Gazetteer
    from geo.profiles.pcodes import PCodes

Cell = str | int | float | None
# Those whose numbers are told in notes, in this order.
COUNTED = ("killed", "injured", "affected", "missing", "evacuated", "displaced")
# Begins the ids that are given to others, who have ids of their own.
OURS = "dateline-"
_WEEK, _MONTH = 7, 31


@dataclass(frozen=True, slots=True)
class Known:
    """An event: its row in the layer, None where null, days as ISO dates, and what is looked up for it."""

    row: dict[str, Any]
    iso3: str | None
    iso_number: str | None
    admin2_name: str | None
    adm1_pcode: str | None
    adm2_pcode: str | None

    def text(self, name: str) -> str | None:
        """Return a column on one line, None where it is null."""
        value = self.row[name]
        return None if value is None else one_line(str(value)) or None

    def first(self, name: str) -> str | None:
        """Return the first of the names in a column."""
        return next(iter(self._names(name)), None)

    def others(self, name: str) -> str | None:
        """Return the names in a column but the first, separated by semicolons."""
        return "; ".join(self._names(name)[1:]) or None

    def identifier(self, name: str = "event_id") -> str | None:
        """Return an id, marked as ours."""
        value = self.text(name)
        return None if value is None else f"{OURS}{value}"

    @property
    def days(self) -> int | None:
        """Return of how many days the event's is one; or so many days it took."""
        start, end = self.row["event_date"], self.row["event_date_end"]
        if start is None:
            return None
        return (dt.date.fromisoformat(end or start) - dt.date.fromisoformat(start)).days + 1

    @property
    def span_of_days(self) -> str | None:
        """Return "2025-04-01 to 2025-04-30" where the day is not known, or not one."""
        if (self.days or 1) == 1:
            return None
        return f"{self.row['event_date']} to {self.row['event_date_end']}"

    def middle_day(self) -> str | None:
        """Return the day in the middle of those that may be the event's."""
        if self.days is None:
            return None
        return (dt.date.fromisoformat(self.row["event_date"]) + dt.timedelta(days=(self.days - 1) // 2)).isoformat()

    @property
    def is_area(self) -> bool:
        """Say whether only an area is known of where it happened."""
        return bool(self.row["geometry_kind"] == GeometryKind.AREA)

    def count(self, what: str) -> str | None:
        """Return a number in words, "at least 16", None where the text gives none."""
        low, high = self.row[f"{what}_low"], self.row[f"{what}_high"]
        qualifier = self.row.get(f"{what}_qualifier") or ""
        return one_line(count_words(Count(what, low, high, qualifier, Span(0, 0, "")))) or None

    def counts(self) -> Iterator[str]:
        """Yield the numbers of people with their bounds, "killed: at least 16 (the ministry)"."""
        for what in COUNTED:
            if (words := self.count(what)) is not None:
                speaker = self.row.get(f"{what}_speaker")
                yield f"{what}: {words} ({one_line(speaker)})" if speaker else f"{what}: {words}"
        for line in (self.row["counts"] or "").splitlines():
            if line.partition(":")[0] not in COUNTED:
                yield one_line(line)

    def told(self, what: str) -> str | None:
        """Return the words of one of the other counts ("protesters")."""
        for line in (self.row["counts"] or "").splitlines():
            name, _, words = line.partition(": ")
            if name == what:
                return one_line(words.partition(" (")[0])
        return None

    def notes(self) -> str:
        """Return what happened in a paragraph: headline, quote, numbers with their bounds, where and when at most."""
        parts = [f"{(self.text('headline') or '').rstrip('.')}."]
        if quote := self.text("quote"):
            parts.append(f"“{quote}”")
        said = list(self.counts())
        if self.row["claims"]:
            said.append(f"claims: {self.text('claims')}")
        if days := self.span_of_days:
            said.append(f"when: {days}")
        if self.is_area:
            said.append(f"where: somewhere in {self.text('place_name')}")
        elif self.row["relation"]:
            said.append(f"where: {self.text('relation')} {self.text('place_name')}")
        return " ".join(parts) + (f" [{'; '.join(said)}]" if said else "")

    def web_address(self) -> str | None:
        """Return the address of the article, where it is one of the web: others' pages make a link of it."""
        url = self.text("url")
        return url if url and url.lower().startswith(("https://", "http://")) else None

    def _names(self, name: str) -> list[str]:
        return [one for one in (self.text(name) or "").split("; ") if one]


def known(events: GeoDataFrame, gazetteer: Gazetteer, pcodes: PCodes | None) -> Iterator[Known]:
    """Yield what is known of each event of the layer."""
    names = [field.name for field in FIELDS["events"]]
    columns = [json_values(events, field.name, field.type) for field in FIELDS["events"]]
    divisions: dict[tuple[str | None, ...], tuple[str | None, str | None, str | None]] = {}
    for values in zip(*columns, strict=True):
        row = dict(zip(names, values, strict=True))
        key = (row["country_code"], row["admin1_code"], row["admin2_code"])
        if key not in divisions:
            divisions[key] = _divisions(key, gazetteer, pcodes)
        iso = codes().get(row["country_code"] or "")
        yield Known(row, iso and iso.alpha3, iso and iso.numeric, *divisions[key])


def _divisions(
    key: tuple[str | None, ...], gazetteer: Gazetteer, pcodes: PCodes | None
) -> tuple[str | None, str | None, str | None]:
    """Return the name of the second-order division and the P-codes of both."""
    country, admin1, admin2 = (part or "" for part in key)
    second = gazetteer.admin2(country, admin1, admin2) if admin2 else None
    name = second.name if second else None
    if pcodes is None or not admin1:
        return name, None, None
    first_code = pcodes.of(country, (admin1, ""), gazetteer)
    return name, first_code, pcodes.of(country, (admin1, admin2), gazetteer) if admin2 else None


def date_precision(one: Known) -> int | None:
    """Return UCDP's date_prec: 1 the day, 2 two to six days, 3 the week, 4 the month, 5 longer."""
    days = one.days
    if days is None:
        return None
    return 1 if days == 1 else 2 if days < _WEEK else 3 if days == _WEEK else 4 if days <= _MONTH else 5


def priogrid(one: Known) -> int | None:
    """Return the cell of PRIO-GRID 2.0: of half a degree, counted by rows from the south-west, from 1."""
    latitude, longitude = one.row["latitude"], one.row["longitude"]
    if latitude is None or longitude is None:
        return None
    row: int = min(math.floor((latitude + 90) * 2), 359)
    column: int = min(math.floor((longitude + 180) * 2), 719)
    return row * 720 + column + 1
