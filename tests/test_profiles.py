import csv
import dataclasses
import datetime as dt
import importlib.util
import io
import json
from collections.abc import Callable
from pathlib import Path

import geojson_validator
import geopandas
import hxl
import jsonschema
import pandas as pd
import pycountry
import pytest
from conftest import ARTICLES, Run
from generate import articles, town

from geo import gazetteer, layers, profiles
from geo.errors import InputError, OutputError, SourceNotFound, UnreadableSource
from geo.layers.build import OneOrMore
from geo.model import (
    Actor,
    ActorRole,
    Article,
    Count,
    DatePrecision,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    GeometryKind,
    Layer,
    ParsedArticle,
    Place,
    Span,
)
from geo.profiles.countries import codes

# As ACLED's codebook of 2024 lists them, and UCDP's of GED 24.1 and 25.1.
ACLED_COLUMNS = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
geo_precision source source_scale notes fatalities tags timestamp
""".split()  # noqa: SIM905
UCDP_COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905
TABLES = ("acled", "ucdp", "hxl")
WORDS = Span(0, 5, "Words")
KRYVYI_RIH = Place(
    703845,
    "Kryvyi Rih",
    47.90966,
    33.38044,
    "P",
    "PPL",
    "UA",
    "04",
    admin1_name="Dnipropetrovsk Oblast",
    country_name="Ukraine",
)

Columns = dict[str, str]


@pytest.fixture(scope="module")
def events() -> geopandas.GeoDataFrame:
    """Events of 60 articles: at points, in areas, and without a place."""
    frame = layers.build(articles(60, 3)).events
    assert set(frame.geometry_kind.dropna()) == {"point", "area"}
    assert frame.geometry.isna().any()
    return frame


def written(name: str, frame: geopandas.GeoDataFrame, path: Path, pcodes: profiles.PCodes | None = None) -> Path:
    return profiles.Export(profiles.PROFILES[name], pcodes).write(frame, path)[0]


def table(path: Path) -> list[Columns]:
    """Return the rows of a table by the names of its columns; of HXL's by its hashtags."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = 1 if len(rows) > 1 and rows[1][0].startswith("#") else 0
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def event(**fields: object) -> Event:
    made = Event("e1", "Words", Layer.INCIDENT, EventClass.VIOLENCE, WORDS, (WORDS,), location=at(KRYVYI_RIH))
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def at(place: Place, kind: GeometryKind = GeometryKind.POINT) -> EventLocation:
    return EventLocation(WORDS, place, place.latitude, place.longitude, geometry_kind=kind)


def article(*made: Event, **fields: object) -> ParsedArticle:
    return ParsedArticle(dataclasses.replace(Article("a1", "Words."), **fields), (), made)  # type: ignore[arg-type]


def one(name: str, parsed: OneOrMore, directory: Path, pcodes: profiles.PCodes | None = None) -> Columns:
    """Return the only row of a table."""
    (row,) = table(written(name, layers.build(parsed, gazetteer.default()).events, directory, pcodes))
    return row


def killed(low: int | None, high: int | None, qualifier: str = "") -> Count:
    return Count("killed", low, high, qualifier, WORDS, Span(0, 5, "the mayor"))


def test_the_tables_of_columns_are_those_of_the_code() -> None:
    script_path = Path(__file__).parent.parent / "docs" / "profile_columns.py"
    spec = importlib.util.spec_from_file_location("profile_columns", script_path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, text in script.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run python docs/profile_columns.py"


@pytest.mark.parametrize(("name", "theirs"), [("acled", ACLED_COLUMNS), ("ucdp", UCDP_COLUMNS)])
def test_their_columns_come_first_in_their_order_and_ours_say_that_they_are_ours(
    name: str, theirs: list[str], events: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    columns = pd.read_csv(written(name, events, tmp_path)).columns.tolist()
    assert columns[: len(theirs)] == theirs
    assert all(column.startswith("dateline_") for column in columns[len(theirs) :])


@pytest.mark.parametrize("name", profiles.PROFILES)
def test_every_event_is_a_row_also_in_areas_and_without_a_place(
    name: str, events: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = written(name, events, tmp_path)
    ids = {
        "acled": lambda: pd.read_csv(path).dateline_event_id,
        "ucdp": lambda: pd.read_csv(path).dateline_event_id,
        "hxl": lambda: [row.get("#event+id") for row in hxl_of(path)],
        "timemap": lambda: [row["id"] for row in json.loads(path.read_text(encoding="utf-8"))],
        "geojson-simple": lambda: geopandas.read_file(path).id,
    }
    assert list(ids[name]()) == events.event_id.tolist()


@pytest.mark.parametrize("name", profiles.PROFILES)
def test_of_no_events_there_is_a_file_that_says_so(name: str, tmp_path: Path) -> None:
    path = written(name, layers.build([]).events, tmp_path)
    if path.suffix == ".csv":
        assert len(path.read_text(encoding="utf-8").splitlines()) == (2 if name == "hxl" else 1)
        assert table(path) == []
    else:
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content in ([], {"type": "FeatureCollection", "features": []})


@pytest.mark.parametrize("name", profiles.PROFILES)
def test_the_same_events_give_the_same_bytes(name: str, events: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    first, second = (written(name, events, tmp_path / where) for where in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_acled_has_the_low_bound_and_the_notes_have_both(tmp_path: Path) -> None:
    made = event(
        killed=killed(16, None, "at least"),
        injured=Count("injured", None, 40, "up to", WORDS),
        counts=(Count("displaced", 300, 500, "", WORDS),),
        event_type="Explosions/Remote violence",
        sub_event_type="Shelling/artillery/missile attack",
        actors=(
            Actor("Military Forces of Russia", ActorRole.ACTOR),
            Actor("Wagner", ActorRole.ACTOR),
            Actor("civilians", ActorRole.TARGET),
        ),
        date=DateRange(dt.date(2025, 4, 4), dt.date(2025, 4, 4)),
    )
    row = one("acled", article(made, source="The Herald"), tmp_path)
    assert row["fatalities"] == "16"
    assert "[killed: at least 16 (the mayor); injured: up to 40; displaced: 300 to 500]" in row["notes"]
    assert (row["event_id_cnty"], row["event_date"], row["year"], row["time_precision"]) == (
        *("dateline-e1", "2025-04-04", "2025", "1"),
    )
    assert row["disorder_type"] == "Political violence"
    assert (row["actor1"], row["assoc_actor_1"], row["actor2"]) == ("Military Forces of Russia", "Wagner", "civilians")
    assert (row["iso"], row["country"], row["admin1"]) == ("804", "Ukraine", "Dnipropetrovsk Oblast")
    assert (row["location"], row["latitude"], row["source"]) == ("Kryvyi Rih", "47.90966", "The Herald")
    assert row["dateline_iso3"] == "UKR"
    for unknown in ("inter1", "inter2", "interaction", "region", "admin3", "source_scale", "timestamp"):
        assert row[unknown] == "", unknown


@pytest.mark.parametrize(
    ("toll", "cells"),
    [
        (killed(7, 7), ("7", "7", "7")),
        (killed(16, None, "at least"), ("16", "", "16")),
        (killed(20, 30), ("20", "30", "20")),
        (killed(None, 85, "up to"), ("", "85", "")),
        (None, ("", "", "")),
    ],
)
def test_ucdp_has_best_high_and_low_and_no_number_that_is_not_told(
    toll: Count | None, cells: tuple[str, str, str], tmp_path: Path
) -> None:
    row = one("ucdp", article(event(killed=toll)), tmp_path)
    assert (row["best"], row["high"], row["low"]) == cells
    assert row["deaths_unknown"] == row["best"]
    assert (row["deaths_a"], row["deaths_civilians"]) == ("", "")


@pytest.mark.parametrize(
    ("days", "precision", "acled", "ucdp"),
    [
        (("2025-04-04", "2025-04-04"), DatePrecision.DAY, ("2025-04-04", "1"), "1"),
        (("2025-04-03", "2025-04-05"), DatePrecision.DAY, ("2025-04-03", "1"), "2"),
        (("2025-03-31", "2025-04-06"), DatePrecision.WEEK, ("2025-04-03", "2"), "3"),
        (("2025-04-01", "2025-04-30"), DatePrecision.MONTH, ("2025-04-15", "3"), "4"),
        (("2025-01-01", "2025-12-31"), DatePrecision.YEAR, ("2025-07-02", "3"), "5"),
    ],
)
def test_days_are_as_exact_as_they_are_known(
    days: tuple[str, str], precision: DatePrecision, acled: tuple[str, str], ucdp: str, tmp_path: Path
) -> None:
    start, end = days
    date = DateRange(dt.date.fromisoformat(start), dt.date.fromisoformat(end), precision)
    parsed = article(event(date=date))
    row = one("acled", parsed, tmp_path)
    assert (row["event_date"], row["time_precision"]) == acled
    assert (f"when: {start} to {end}" in row["notes"]) == (start != end)
    row = one("ucdp", parsed, tmp_path)
    assert (row["date_start"], row["date_end"], row["date_prec"], row["year"]) == (start, end, ucdp, "2025")


@pytest.mark.parametrize(
    ("event_type", "sub_event_type", "disorder", "targeting"),
    [
        ("Battles", "Armed clash", "Political violence", ""),
        ("Violence against civilians", "Attack", "Political violence", "Civilian targeting"),
        ("Protests", "Peaceful protest", "Demonstrations", ""),
        (
            *("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
            "Civilian targeting",
        ),
        ("Riots", "Violent demonstration", "Demonstrations", ""),
        ("Riots", "Mob violence", "Political violence", ""),
        ("Strategic developments", "Arrests", "Strategic developments", ""),
        (None, None, "", ""),
    ],
)
def test_acleds_disorder_follows_from_its_types(
    event_type: str | None, sub_event_type: str | None, disorder: str, targeting: str, tmp_path: Path
) -> None:
    row = one("acled", article(event(event_type=event_type, sub_event_type=sub_event_type)), tmp_path)
    assert (row["disorder_type"], row["civilian_targeting"]) == (disorder, targeting)


def test_a_crowd_is_a_tag_of_a_demonstration(tmp_path: Path) -> None:
    crowd = Count("protesters", 3_000, 3_000, "about", WORDS, Span(0, 5, "police"))
    assert one("acled", article(event(event_type="Protests", counts=(crowd,))), tmp_path)["tags"] == (
        "crowd size=about 3,000"
    )
    assert one("acled", article(event(counts=(crowd,))), tmp_path)["tags"] == ""


def test_an_event_of_an_area_has_a_point_its_precision_and_says_so(tmp_path: Path) -> None:
    country = gazetteer.default().country("SA")
    assert country is not None
    location = dataclasses.replace(at(country, GeometryKind.AREA), geo_precision=3, where_prec=6)
    parsed = article(event(location=location))
    row = one("acled", parsed, tmp_path)
    assert (row["geo_precision"], row["location"], row["admin1"]) == ("3", "Saudi Arabia", "")
    assert "where: somewhere in Saudi Arabia" in row["notes"]
    assert row["dateline_geometry_kind"] == "area"
    row = one("ucdp", parsed, tmp_path)
    assert row["where_prec"] == "6"
    assert row["geom_wkt"] == f"POINT ({row['longitude']} {row['latitude']})"


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    # Rows of GED in Kabul and in Mogadishu, and the corners of the world.
    [(34.531094, 69.162796, 179779), (2.066667, 45.366667, 132931), (-90, -180, 1), (90, 180, 259200)],
)
def test_the_cell_of_priogrid_is_the_one_that_ucdp_gives(
    latitude: float, longitude: float, cell: int, tmp_path: Path
) -> None:
    place = dataclasses.replace(town(0), latitude=latitude, longitude=longitude)
    assert one("ucdp", article(event(location=at(place))), tmp_path)["priogrid_gid"] == str(cell)


def hxl_of(path: Path) -> hxl.model.Dataset:
    return hxl.data(io.BytesIO(path.read_bytes()))


def test_hxl_is_valid_by_libhxl_and_its_tags_find_the_numbers(events: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    path = written("hxl", events, tmp_path)
    issues: list[hxl.validation.HXLValidationException] = []
    hxl.schema(None, issues.append).validate(hxl_of(path))
    # A toll far from the others is told as an outlier, which is no fault.
    assert [issue for issue in issues if issue.rule.severity != "info"] == []
    rules = [
        ["#valid_tag", "#valid_required", "#valid_unique", "#valid_datatype"],
        ["#event+id", "true", "true", ""],
        ["#event+name", "true", "", ""],
        ["#date+occurred", "", "", "date"],
        ["#geo+lat", "", "", "number"],
    ]
    assert hxl.schema(rules, issues.append).validate(hxl_of(path))
    dead = [float(value) for row in hxl_of(path) if (value := row.get("#affected+killed"))]
    assert sum(dead) == events.killed_low.sum() > 0


def test_timemap_gets_what_its_schemas_ask_for(events: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    said: list[str] = []
    files = profiles.Export(profiles.PROFILES["timemap"], None, said.append).write(events, tmp_path / "week.json")
    assert [file.name for file in files] == ["week.json", "week-associations.json", "week-sources.json"]
    rows, associations, sources = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    text, names = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    # TimeMap's eventSchema: text but for three lists, nothing else, and latitude with longitude.
    lists = ("associations", "sources", "narrative___stepStyles")
    known = {column.name: names if column.name in lists else text for column in profiles.PROFILES["timemap"].columns}
    schema = {"type": "object", "properties": known, "additionalProperties": False, "required": [*known]}
    for row in rows:
        jsonschema.validate(row, schema)
        assert bool(row["latitude"]) == bool(row["longitude"])
        assert row["date"] == "" or dt.datetime.strptime(row["date"], "%m/%d/%Y")  # noqa: DTZ007
        assert set(row["associations"]) <= {association["id"] for association in associations}
        assert set(row["sources"]) <= set(sources)
    for association in associations:
        assert {"id", "title", "mode", "filter_paths"} <= set(association)
    assert all(source["id"] == key and source["paths"] == [] for key, source in sources.items())
    undated = int(events.event_date.isna().sum())
    assert said == (
        [f"week.json: {undated} of {len(events)} events are without a day (TimeMap leaves them out)"] if undated else []
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/etc/passwd"])
def test_pages_of_others_get_no_address_that_is_none_of_the_web(address: str, tmp_path: Path) -> None:
    frame = layers.build([article(event(), url=address)]).events
    written("timemap", frame, tmp_path / "t.json")
    (source,) = json.loads((tmp_path / "t-sources.json").read_text(encoding="utf-8")).values()
    assert source["url"] == ""
    (feature,) = json.loads(written("geojson-simple", frame, tmp_path).read_text(encoding="utf-8"))["features"]
    assert "url" not in feature["properties"]


def test_simple_geojson_is_valid_and_has_no_empty_properties(events: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    content = json.loads(written("geojson-simple", events, tmp_path).read_text(encoding="utf-8"))
    assert geojson_validator.validate_structure(content) == {}
    for feature in content["features"]:
        assert None not in feature["properties"].values()
        assert feature["properties"]["title"]
        assert feature["properties"]["marker-color"].startswith("#")


@pytest.mark.parametrize("name", profiles.PROFILES)
def test_separators_line_breaks_and_formulas_break_no_row(name: str, tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://evil.example";"x"),\r\n"a";\tb\u2028#tag\0'
    made = event(
        headline=hostile,
        evidence=(Span(0, 5, hostile),),
        actors=(Actor(hostile, ActorRole.ACTOR), Actor("+1", ActorRole.ACTOR)),
        location=at(dataclasses.replace(KRYVYI_RIH, name=hostile)),
    )
    other = dataclasses.replace(event(), event_id="e2")
    path = written(name, layers.build([article(made, other, title=hostile, source="@SUM(A1)")]).events, tmp_path)
    content = path.read_text(encoding="utf-8")
    assert "\0" not in content
    if path.suffix != ".csv":
        found = json.loads(content)
        assert len(found if name == "timemap" else found["features"]) == 2
        return
    rows = table(path)
    assert len(rows) == 2
    for cell in rows[0].values():
        assert not cell.startswith(("=", "+", "@", "\t", "\r", "-"))
        assert "\n" not in cell
    if name == "acled":
        assert rows[0]["assoc_actor_1"] == "'+1"


def test_the_codes_of_countries_are_isos() -> None:
    assert {alpha2: tuple(found) for alpha2, found in codes().items()} == {
        country.alpha_2: (country.alpha_3, country.numeric) for country in pycountry.countries
    }


# A few divisions as COD-AB spells them; Kyiv is a city and an oblast, and two raions are called alike.
WIDE = """ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_UA,ADM1_PCODE,ADM2_EN,ADM2_PCODE
#country+name,#country+code,#adm1+name+i_en,#adm1+name+i_ua,#adm1+code,#adm2+name,#adm2+code
Ukraine,UA,Dnipropetrovska,Дніпропетровська,UA12,Kryvorizkyi,UA1206
Ukraine,UA,Dnipropetrovska,Дніпропетровська,UA12,Dniprovskyi,UA1202
Ukraine,UA,Kyiv,Київ,UA80,Kyiv,UA8000
Ukraine,UA,Kyivska,Київська,UA32,Bilotserkivskyi,UA3202
Yemen,YE,Al Hodeidah,,YE18,Al Hali,YE1821
Syrian Arab Republic,SYR,Aleppo,,SY02,Menbij,SY0205
"""
LONG = """Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
#country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent,#date+start
UKR,1,UA12,Dnipropetrovska,UA,2020-01-01
UKR,2,UA1206,Kryvorizkyi,UA12,2020-01-01
UKR,3,UA1206001,Kryvyi Rih,UA1206,2020-01-01
YEM,1,YE18,Al Hodeidah,YE,2020-01-01
"""


@pytest.fixture
def pcodes(tmp_path: Path) -> Callable[[str], profiles.PCodes]:
    def read(content: str) -> profiles.PCodes:
        path = tmp_path / "adm.csv"
        path.write_text(content, encoding="utf-8-sig")
        return profiles.read_pcodes(path)

    return read


def division(country: str, admin1: str, codes_: profiles.PCodes) -> str | None:
    return codes_.of(country, (admin1, ""), gazetteer.default())


@pytest.mark.parametrize("content", [WIDE, LONG])
def test_p_codes_are_joined_by_any_name_of_a_division(
    content: str, pcodes: Callable[[str], profiles.PCodes], tmp_path: Path
) -> None:
    found = pcodes(content)
    assert found.doubled == ()
    row = one("hxl", article(event()), tmp_path / "out", found)
    assert row["#adm1+code+v_pcode"] == "UA12"
    assert division("YE", "08", found) == "YE18"
    assert division("UA", "05", found) is None  # the table has no Donetsk


def test_a_city_and_the_oblast_around_it_have_their_own_p_codes(pcodes: Callable[[str], profiles.PCodes]) -> None:
    found = pcodes(WIDE)
    assert division("UA", "12", found) == "UA80"
    assert division("UA", "13", found) == "UA32"


def test_names_with_several_p_codes_get_none_and_are_told(pcodes: Callable[[str], profiles.PCodes]) -> None:
    found = pcodes(WIDE + "Yemen,YE,Al Hodeidah,,YE99,Al Hali,YE9921\n")
    assert found.doubled == ("Al Hodeidah",)
    assert division("YE", "08", found) is None
    assert division("UA", "04", found) == "UA12"
    again = pcodes(WIDE + WIDE.partition("\n")[2])  # rows that are there twice say nothing new
    assert again.doubled == ()
    assert division("UA", "04", again) == "UA12"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is no table of P-codes"),
        (b"name,population\nA,1\n", "is no table of P-codes"),
        (b"ADM1_PCODE,ADM1_EN\nUA12,\xff\xfe\n", "is not in UTF-8"),
        (b'ADM1_PCODE,ADM1_EN\nUA12,"' + b"x" * 200_000 + b'"\n', "is no CSV table|a cell of 200,000"),
        (b"ADM1_PCODE,ADM1_EN\nUA12," + b"x" * 20_000 + b"\n", "line 2: a cell of 20,000 characters"),
    ],
)
def test_what_is_no_table_of_p_codes_is_refused_in_plain_words(content: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "adm.csv"
    path.write_bytes(content)
    with pytest.raises((UnreadableSource, InputError), match=problem):
        profiles.read_pcodes(path)
    with pytest.raises(SourceNotFound):
        profiles.read_pcodes(tmp_path / "none.csv")


def test_rows_that_say_nothing_are_no_p_codes(pcodes: Callable[[str], profiles.PCodes]) -> None:
    assert not pcodes("ADM1_PCODE,ADM1_EN\n,\nUA12,\n,Kyiv\nUA12\n?,?\n").units
    assert pcodes("ADM1_PCODE,ADM1_EN\nUA12,Dnipropetrovska,and,more\n").units[0].code == "UA12"


def test_a_suffix_that_is_not_the_profiles_is_refused(events: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"the profile acled is written as \.csv"):
        written("acled", events, tmp_path / "week.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_profile_beside_the_map(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "adm.csv").write_text(WIDE, encoding="utf-8")
    options = ("--published", "2025-04-04", "--profile", "hxl", "--pcodes", "adm.csv")
    done = dateline("map", ARTICLES / "kryvyi-rih.txt", *options)
    assert done.returncode == 0, done.stderr
    assert "maps/hxl.csv" in done.stdout.splitlines()
    assert (tmp_path / "maps" / "map.html").is_file()
    rows = table(tmp_path / "maps" / "hxl.csv")
    events = json.loads((tmp_path / "maps" / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert [row["#event+id"] for row in rows] == [feature["id"] for feature in events]
    assert any(row["#adm1+code+v_pcode"] == "UA12" for row in rows)


def test_the_commands_for_layers_and_stores_write_profiles(dateline: Run, tmp_path: Path) -> None:
    from geo.store import Store

    layers.write(layers.build(articles(3, 2)), tmp_path / "edited.geojson")
    done = dateline("map", "edited.geojson", "--profile", "ucdp", "--out", "again")
    assert done.returncode == 0, done.stderr
    assert len(table(tmp_path / "again" / "ucdp.csv")) == 6
    with Store(tmp_path / "news.gpkg") as store:
        for parsed in articles(3, 2):
            store.save(parsed)
    done = dateline("export", "news.gpkg", "week.csv", "--profile", "acled")
    assert (done.returncode, done.stdout) == (0, "week.csv\n"), done.stderr
    assert len(table(tmp_path / "week.csv")) == 6


@pytest.mark.parametrize(
    ("arguments", "problem", "code"),
    [
        (("map", "x.txt", "--pcodes", "adm.csv"), "--pcodes is for a --profile", 2),
        (("map", "x.txt", "--profile", "acled", "--pcodes", "none.csv"), "there is no such file of P-codes", 2),
        (("map", "x.txt", "--profile", "acld"), "'acld' is not one of", 2),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_read(
    dateline: Run, tmp_path: Path, arguments: tuple[str, ...], problem: str, code: int
) -> None:
    (tmp_path / "x.txt").write_text("A bomb killed three people in Turin.")
    done = dateline(*arguments)
    assert done.returncode == code
    assert problem in " ".join(done.stderr.split())
    assert not (tmp_path / "maps").exists()
