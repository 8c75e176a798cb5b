"""Hostile texts through every text field of every format: shown as they are, run by nothing."""

import csv
import datetime as dt
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest
from hostile import FORMULAS, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import layers
from geo.layers.fields import FieldType
from geo.layers.frames import frame
from geo.layers.tables import defused
from geo.layers.texts import storable
from geo.model import (
    Actor,
    ActorRole,
    Article,
    Claim,
    Count,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    Layer,
    Mention,
    ParsedArticle,
    Place,
    Span,
    Stance,
    Toponym,
)

KML = "{http://www.opengis.net/kml/2.2}"
DAY = dt.date(2025, 4, 4)


def parsed(text: str, number: int) -> ParsedArticle:
    """Return an article in which every text is ``text``."""
    span = Span(0, len(text), text)
    place = Place(number + 1, text, 10.0, 20.0, text, text, text, text, text, 1, text, text, text)
    count = Count(text, 1, None, text, span, span)
    event = Event(
        text,
        text,
        Layer.INCIDENT,
        EventClass.CRIME,
        span,
        (span, span),
        text,
        text,
        text,
        EventLocation(span, place, 10.0, 20.0, text),
        DateRange(DAY, DAY, span=span),
        count,
        count,
        (count,),
        tuple(Actor(text, role) for role in ActorRole),
        (Claim(span, Stance.CLAIMS, span),),
    )
    article = Article(text, text, text, text, text, DAY, text)
    return ParsedArticle(article, (Toponym(Mention(span), place),), (event,))


@pytest.fixture(scope="module")
def built() -> layers.Layers:
    return layers.build(parsed(text, number) for number, text in enumerate(TEXTS))


def test_there_are_enough_of_them():
    assert len(TEXTS) >= 40


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet"])
def test_every_text_reads_back_as_it_was(built, tmp_path, suffix):
    again = layers.read(*layers.write(built, tmp_path / f"events{suffix}"))
    expected = {storable(text) for text in TEXTS}
    for column in ("event_id", "headline", "trigger", "title", "url", "source", "place_name", "relation"):
        assert set(again.events[column]) == expected
    assert set(again.places.name) == expected


def test_only_what_no_file_holds_is_changed():
    changed = [text for text in TEXTS if storable(text) != text]
    assert len(changed) == 3
    assert all(len(storable(text)) == len(text) for text in changed)


def test_no_cell_of_the_csv_is_a_formula(built, tmp_path):
    for file in layers.write(built, tmp_path / "events.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert len(rows) in {0, len(TEXTS)}
        for row in rows:
            for cell in row.values():
                assert not re.match(r" *[=+@\t\r\n＝＋－＠]", cell), cell
                assert not re.match(r" *-(?![\d.]+$)", cell), cell


def test_the_csv_keeps_the_words(built, tmp_path):
    (events, *_) = layers.write(built, tmp_path / "events.csv")
    table = pd.read_csv(events, dtype=str, keep_default_na=False)
    expected = [defused(storable(text)) for text in TEXTS]
    # Line ends inside of a cell are the reader's to keep.
    assert [re.sub(r"[\r\n]+", "\n", cell) for cell in table.headline] == [
        re.sub(r"[\r\n]+", "\n", text) for text in expected
    ]


@given(st.text())
def test_a_defused_text_starts_no_formula_and_loses_nothing(text):
    cell = defused(text)
    assert not cell.lstrip(" ").startswith(tuple("=+-@\t\r\n"))
    assert cell.removeprefix("'") == text or cell == text


def test_formulas_get_an_apostrophe():
    assert all(defused(text).startswith("'") or text.startswith('"') for text in FORMULAS)
    assert defused("Kyiv") == "Kyiv"


def test_kml_is_well_formed_and_its_balloons_are_text(built, tmp_path):
    (file,) = layers.write(built, tmp_path / "news.kml")
    placemarks = Xml.parse(file).getroot().findall(f".//{KML}Folder[1]/{KML}Placemark")
    assert len(placemarks) == len(TEXTS)
    for placemark in placemarks:
        description = placemark.findtext(f"{KML}description")
        assert set(re.findall(r"<[^>]*>", description)) <= {"<br>"}
        # Readers put $[field] into balloons; what stands for the description cannot be replaced again.
        assert placemark.find(f".//{KML}BalloonStyle") is None
    names = [placemark.findtext(f"{KML}name").strip() for placemark in placemarks]
    shown = [storable(text).replace("\r", "\n") for text in TEXTS]
    assert names == [(text if len(text) <= 400 else f"{text[:399]}…").strip() for text in shown]


def test_the_geopackage_is_sound_and_holds_the_words(built, tmp_path):
    (package,) = layers.write(built, tmp_path / "news.gpkg")
    with closing(sqlite3.connect(package)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        headlines = [row[0] for row in database.execute("SELECT headline FROM events ORDER BY fid")]
        (styles,) = database.execute("SELECT group_concat(styleQML) FROM layer_styles").fetchone()
    assert headlines == [storable(text) for text in TEXTS]
    # Styles are the same whatever the articles say.
    assert "pwned" not in styles


def test_tips_in_qgis_escape_what_they_show(built, tmp_path):
    layers.write(built, tmp_path)
    for layer in layers.LAYER_NAMES:
        tip = Xml.parse(tmp_path / f"{layer}.qml").getroot().findtext("mapTip")
        for expression in re.findall(r"\[%(.*?)%\]", tip):
            assert "'<', '&lt;'" in expression


def test_no_hostile_text_becomes_a_file_name(built, tmp_path):
    for suffix in (".geojson", ".csv", ".gpkg", ".kml"):
        layers.write(built, tmp_path / f"events{suffix}")
    assert {file.stem for file in tmp_path.iterdir()} == {*layers.LAYER_NAMES}


@settings(deadline=None, max_examples=50)
@given(
    st.dictionaries(st.sampled_from([f.name for f in layers.FIELDS["events"] if f.type is FieldType.TEXT]), st.text())
)
def test_any_text_in_any_field_is_valid_geojson(tmp_path_factory, row):
    directory = tmp_path_factory.mktemp("any")
    required = {"event_id": "e", "headline": "h", "layer": "incident", "event_class": "other"}
    free = {
        name: text
        for name, text in row.items()
        if name not in {"layer", "event_class", "location_role", "geometry_kind"}
    }
    one = frame("events", [required | {name: text or "x" for name, text in free.items()}])
    (file, *_) = layers.write(layers.Layers(one, frame("areas", []), frame("places", [])), Path(directory))
    again = layers.read(file).events
    for name, text in free.items():
        assert again[name][0] == storable(text or "x")
