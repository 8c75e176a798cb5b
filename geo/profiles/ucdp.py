"""The 49 columns of the UCDP Georeferenced Event Dataset, versions 24.1 and 25.1."""

from __future__ import annotations

from geo.profiles.columns import ADDED, Column, Profile, number, text
from geo.profiles.known import Cell, Known, date_precision, priogrid
from geo.profiles.tables import write_table

_CODED = "UCDP's own number"


def _year(one: Known) -> Cell:
    day = one.row["event_date"]
    return None if day is None else int(day[:4])


def _article(one: Known) -> Cell:
    told = [one.text(name) for name in ("source", "published", "title")]
    return ", ".join(part for part in told if part) or None


def _point(one: Known) -> Cell:
    latitude, longitude = one.row["latitude"], one.row["longitude"]
    return None if latitude is None else f"POINT ({longitude} {latitude})"


def _where(one: Known) -> Cell:
    words = [one.text("relation"), one.text("location")]
    return " ".join(word for word in words if word) or None


UCDP = Profile(
    name="ucdp",
    scheme="UCDP GED Codebook, versions 24.1 and 25.1 (the same columns)",
    suffix=".csv",
    columns=(
        Column("id", "our id with `dateline-` before it; UCDP's are numbers of its own", lambda one: one.identifier()),
        Column("relid", _CODED),
        Column("year", "that of `date_start`", _year),
        Column("active_year", "whether the dyad reached 25 deaths in the year, which no article says"),
        Column("code_status", "whether UCDP has checked the row: it has not"),
        Column("type_of_violence", "needs to know which actors are states and organised groups, which is not found"),
        Column("conflict_dset_id", _CODED),
        Column("conflict_new_id", _CODED),
        Column("conflict_name", "UCDP's own list of conflicts"),
        Column("dyad_dset_id", _CODED),
        Column("dyad_new_id", _CODED),
        Column("dyad_name", "UCDP's own list of dyads"),
        Column("side_a_dset_id", _CODED),
        Column("side_a_new_id", _CODED),
        Column("side_a", "who acts, in the article's words", text("actors")),
        Column("side_b_dset_id", _CODED),
        Column("side_b_new_id", _CODED),
        Column("side_b", "who is acted upon, in the article's words", text("targets")),
        Column("number_of_sources", "articles that tell of it, where they were compared", number("number_of_sources")),
        Column("source_article", "publisher, day and title of the article", _article),
        Column("source_office", "publisher of the article", text("source")),
        Column("source_date", "day of publication", number("published")),
        Column("source_headline", "title of the article", text("title")),
        Column("source_original", "who gives the number of the killed, in the article's words", text("killed_speaker")),
        Column(
            "where_prec",
            "1 exact, 2 near, 3 second order, 4 first order, 5 linear, 6 country, 7 sea or air",
            number("where_prec"),
        ),
        Column("where_coordinates", "GeoNames' name of the place or area", text("place_name")),
        Column("where_description", "the words of the article that say where", _where),
        Column("adm_1", "first-order division, its name in full", text("admin1_name")),
        Column("adm_2", "second-order division, its name in full", lambda one: one.admin2_name),
        Column("latitude", "of the event; on the surface of its area, where only that is known", number("latitude")),
        Column("longitude", "as `latitude`", number("longitude")),
        Column("geom_wkt", "the same point", _point),
        Column("priogrid_gid", "the cell of PRIO-GRID 2.0 that the point lies in", priogrid),
        Column("country", "GeoNames' name of the country: join by `dateline_iso3`", text("country_name")),
        Column("country_id", "Gleditsch and Ward's number: join it by `dateline_iso3`"),
        Column("region", "UCDP's grouping of countries: join it by `dateline_iso3`"),
        Column("event_clarity", "UCDP's judgement of the report"),
        Column("date_prec", "1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer", date_precision),
        Column("date_start", "the first of the days", number("event_date")),
        Column("date_end", "the last of the days", number("event_date_end")),
        Column("deaths_a", "whose dead they are is not found"),
        Column("deaths_b", "as `deaths_a`"),
        Column("deaths_civilians", "as `deaths_a`"),
        Column("deaths_unknown", "all of `best`, as `deaths_a`", number("killed_low")),
        Column(
            "best", "the number that the article gives; at least so many, where it gives bounds", number("killed_low")
        ),
        Column("high", "at most so many; empty where the article gives no upper bound", number("killed_high")),
        Column("low", "at least so many; empty where the article gives no lower bound", number("killed_low")),
        Column("gwnoa", "Gleditsch and Ward's number of a state that is side A, which is not found"),
        Column("gwnob", "as `gwnoa`"),
    ),
    added=(*ADDED, Column("dateline_notes", "all that ACLED's `notes` have", Known.notes)),
    write=write_table,
    lacks=lambda one: (
        None if one.row["killed_low"] else "without a death that is told as fact (UCDP has only deadly events)"
    ),
)
