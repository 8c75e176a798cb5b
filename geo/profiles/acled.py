"""The 31 columns of ACLED's data, as its codebook of 2024 and its API have them."""

from __future__ import annotations

from geo.profiles.columns import ADDED, Column, Profile, number, text
from geo.profiles.known import Cell, Known
from geo.profiles.tables import write_table

_VIOLENT, _DEMONSTRATION, _STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
# The codebook's table of event types: which disorder a type is of, and the sub-types that differ from their type.
_DISORDERS = {
    "Battles": _VIOLENT,
    "Explosions/Remote violence": _VIOLENT,
    "Violence against civilians": _VIOLENT,
    "Protests": _DEMONSTRATION,
    "Riots": _DEMONSTRATION,
    "Strategic developments": _STRATEGIC,
}
_SUB_DISORDERS = {
    "Excessive force against protesters": f"{_VIOLENT}; {_DEMONSTRATION}",
    "Mob violence": _VIOLENT,
}
# The day is known, or it is one of several.
_DAY = 1


def _disorder(one: Known) -> Cell:
    sub = one.row["sub_event_type"] or ""
    return _SUB_DISORDERS.get(sub) or _DISORDERS.get(one.row["event_type"] or "")


def _date(one: Known) -> Cell:
    day: Cell = one.row["event_date"]
    return day if one.row["time_precision"] == _DAY else one.middle_day()


def _year(one: Known) -> Cell:
    day = _date(one)
    return None if day is None else int(str(day)[:4])


def _targeting(one: Known) -> Cell:
    row = one.row
    by_definition = (
        row["event_type"] == "Violence against civilians"
        or row["sub_event_type"] == "Excessive force against protesters"
    )
    return "Civilian targeting" if by_definition else None


def _tags(one: Known) -> Cell:
    crowd = one.told("protesters") if one.row["event_type"] in ("Protests", "Riots") else None
    return None if crowd is None else f"crowd size={crowd}"


def _place(one: Known) -> Cell:
    return one.text("place_name")


ACLED = Profile(
    name="acled",
    scheme="ACLED Codebook 2024 (7 October 2024); days as its API gives them (2025-04-04)",
    suffix=".csv",
    columns=(
        Column("event_id_cnty", "our id with `dateline-` before it; ACLED's are its own", lambda one: one.identifier()),
        Column("event_date", "the day; where only a week, month or year is known, the day in its middle", _date),
        Column("year", "that of `event_date`", _year),
        Column("time_precision", "1 the day, 2 the week, 3 the month or less exact", number("time_precision")),
        Column("disorder_type", "by event and sub-event type, from the codebook's table", _disorder),
        Column("event_type", "ACLED's; empty where it has none (disasters, accidents, crime, …)", text("event_type")),
        Column("sub_event_type", "ACLED's, as `event_type`", text("sub_event_type")),
        Column("actor1", "the first who acts, in the article's words", lambda one: one.first("actors")),
        Column("assoc_actor_1", "the others who act", lambda one: one.others("actors")),
        Column("inter1", "what an actor is to politics is not found, and not guessed"),
        Column("actor2", "the first who is acted upon, in the article's words", lambda one: one.first("targets")),
        Column("assoc_actor_2", "the others who are acted upon", lambda one: one.others("targets")),
        Column("inter2", "as `inter1`"),
        Column("interaction", "as `inter1`"),
        Column(
            "civilian_targeting",
            "where event or sub-event type mean it; what hangs on `inter` stays empty",
            _targeting,
        ),
        Column("iso", "ISO 3166-1 numeric, without leading zeros", lambda one: one.iso_number and int(one.iso_number)),
        Column("region", "ACLED's own grouping of countries, which the codebook does not give: join it by `iso`"),
        Column(
            "country",
            "GeoNames' name of the country: join by `iso`, as ACLED spells some otherwise",
            text("country_name"),
        ),
        Column("admin1", "first-order division, its name in full", text("admin1_name")),
        Column("admin2", "second-order division, its name in full", lambda one: one.admin2_name),
        Column("admin3", "no open source of the third order is at hand"),
        Column("location", "GeoNames' name of the place; of the area, where only that is known", _place),
        Column("latitude", "of the event; on the surface of its area, where only that is known", number("latitude")),
        Column("longitude", "as `latitude`", number("longitude")),
        Column(
            "geo_precision", "1 the place, 2 near it, 3 somewhere in the region or country", number("geo_precision")
        ),
        Column("source", "publisher of the article", text("source")),
        Column("source_scale", "whether a source is local or international is not known"),
        Column(
            "notes",
            "headline, quote, and in brackets all numbers with bounds and speakers, claims, days, where only an area",
            Known.notes,
        ),
        Column("fatalities", "at least so many; empty (ACLED: 0) where the article gives none", number("killed_low")),
        Column("tags", "`crowd size=…` of demonstrations, where it is told", _tags),
        Column("timestamp", "when ACLED changed its row; ours has no such time, so that it is the same every time"),
    ),
    added=ADDED,
    write=write_table,
    lacks=lambda one: None if one.row["event_type"] else "of no event type of ACLED's (their event_type is empty)",
)
