"""A table with HXL 1.1 hashtags, which the tools of humanitarians read."""

from __future__ import annotations

from geo.profiles.columns import Column, Fill, Profile, number, text
from geo.profiles.known import COUNTED, Known
from geo.profiles.tables import write_tagged

# Beside #affected, which by itself is of all that are affected.
_ATTRIBUTES = {"affected": "+ind"}


def _bounds(what: str) -> tuple[Column, Column]:
    tag = f"#affected{_ATTRIBUTES.get(what, f'+{what}')}"
    heading = what.capitalize()
    return (
        _column(f"{tag}+min", f"{heading}, at least", f"at least so many people were {what}", number(f"{what}_low")),
        _column(f"{tag}+max", f"{heading}, at most", f"at most so many people were {what}", number(f"{what}_high")),
    )


def _column(tag: str, heading: str, says: str, fill: Fill) -> Column:
    return Column(tag, says, fill, heading)


HXL = Profile(
    name="hxl",
    scheme="HXL 1.1 (hashtag dictionary of 30 April 2018)",
    suffix=".csv",
    columns=(
        _column("#event+id", "Event id", "our id", text("event_id")),
        _column("#event+id+whole", "Part of", "the event, a sum or series, that it is a part of", text("part_of")),
        _column("#event+name", "Event", "what happened, in one line", text("headline")),
        _column("#event+type", "Class", "our class, which every event has", text("event_class")),
        _column("#event+type+v_acled", "ACLED event type", "empty where ACLED has none", text("event_type")),
        _column("#event+subtype+v_acled", "ACLED sub-event type", "as the event type", text("sub_event_type")),
        _column("#event+code+v_plover", "PLOVER event", "PLOVER's code, where it has one", text("plover_event")),
        _column("#status+report", "Report", "incident, statement, diplomacy or background", text("layer")),
        _column("#date+occurred+start", "First day", "the day, or the first of those it may be", number("event_date")),
        _column("#date+occurred+end", "Last day", "the last of them", number("event_date_end")),
        _column(
            "#meta+precision+time", "Time precision", "1 day, 2 week, 3 month or less exact", number("time_precision")
        ),
        _column("#date+reported", "Published", "day of publication of the article", number("published")),
        _column("#country+name", "Country", "GeoNames' name", text("country_name")),
        _column(
            "#country+code+v_iso3", "ISO3", "ISO 3166-1 alpha-3; empty for Kosovo, which has none", lambda one: one.iso3
        ),
        _column("#adm1+name", "Admin 1", "first-order division, its name in full", text("admin1_name")),
        _column(
            "#adm1+code+v_pcode", "Admin 1 P-code", "from the table given with `--pcodes`", lambda one: one.adm1_pcode
        ),
        _column("#adm2+name", "Admin 2", "second-order division, its name in full", lambda one: one.admin2_name),
        _column(
            "#adm2+code+v_pcode", "Admin 2 P-code", "from the table given with `--pcodes`", lambda one: one.adm2_pcode
        ),
        _column("#loc+name", "Place", "GeoNames' name of the place or area", text("place_name")),
        _column(
            "#geo+lat",
            "Latitude",
            "of the event; on the surface of its area, where only that is known",
            number("latitude"),
        ),
        _column("#geo+lon", "Longitude", "as the latitude", number("longitude")),
        _column("#geo+kind", "Point or area", "area: known only to lie somewhere in it", text("geometry_kind")),
        _column("#geo+uncertainty_m", "Uncertainty in metres", "radius", number("coordinate_uncertainty_m")),
        *(column for what in COUNTED for column in _bounds(what)),
        _column("#event+actor", "Actors", "who acts, separated by semicolons", text("actors")),
        _column("#event+target", "Targets", "who is acted upon, separated by semicolons", text("targets")),
        _column("#description", "Notes", "headline, quote, all numbers with bounds and speakers, claims", Known.notes),
        _column("#meta+source", "Source", "publisher of the article", text("source")),
        _column("#meta+title", "Title", "title of the article", text("title")),
        _column("#meta+url", "Address", "address of the article", text("url")),
        _column("#meta+score", "Score", "probability that the event is right, 0 to 1", number("score")),
    ),
    write=write_tagged,
)
