"""One name for one place, in the language of the page; numbers, plurals and direction go with it."""

import base64
import csv
import dataclasses
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from browsing import Open
from generate import article, articles
from playwright.sync_api import expect
from test_maps_page import page_of
from test_maps_sight import located

from geo import layers, maps
from geo.maps import basemap, names, words
from geo.model import ParsedArticle

LANGUAGES = ["en", "de", "fr", "es", "uk", "ar"]


def unpacked(block: str) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(block)))


def at(name: str, code: str, country: str, region: str = "") -> list[ParsedArticle]:
    (one,) = located([(47.9, 33.4)])
    location = one.events[0].location
    assert location
    place = dataclasses.replace(
        location.place, name=name, country_code=code, country_name=country, admin1_name=region, admin1_code="04"
    )
    event = dataclasses.replace(one.events[0], location=dataclasses.replace(location, place=place))
    return [dataclasses.replace(one, events=(event,))]


def test_the_table_has_one_name_a_place_and_says_where_it_is_from() -> None:
    text = (Path(maps.__file__).parent / "names.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    known = {(row["country"], row["known"]) for row in rows}
    assert len(known) == len(rows)
    assert {row["source"] for row in rows} == {"CLDR", "UNGEGN"}
    # What is preferred is not itself given another name.
    assert not [row for row in rows if row["preferred"] != names.preferred(row["preferred"], row["country"])]
    assert names.preferred("Odessa", "US") == "Odessa"
    assert names.preferred("Odessa", "UA") == "Odesa"


def test_event_and_basemap_agree_and_the_copy_keeps_the_gazetteer_s() -> None:
    page = page_of(at("Kryvyy Rih", "UA", "Ukraine", "Zaporizhzhya Oblast"))
    (event,) = page.blocks["events"]
    assert event["place"]["name"] == "Kryvyi Rih"
    assert event["place"]["region"] == "Zaporizhzhia Oblast"
    assert event["place"]["gazetteer"] == "Kryvyy Rih"
    ground = unpacked(page.blocks["basemap"])
    near = {town[0] for town in ground["towns"]}
    assert "Kryvyi Rih" in near
    assert not {"Kryvyy Rih", "Zaporizhzhya", "Mykolayiv"} & near
    assert not {"Kiev", "Odessa", "Zaporizhzhya Oblast"} & {label[0] for label in ground["near"]["names"]}


def test_seas_are_english_and_there_is_none_without_water() -> None:
    labels = {label[0] for label in basemap.labels("en")["seas"]}
    assert {"Wadden Sea", "Gulf of California", "Black Sea", "Strait of Magellan"} <= labels
    assert not {"Waddenzee", "Mecklenburger Bucht", "Golfo de California", "Kaliningrad", "Inner Seas"} & labels


def test_capitals_and_the_largest_towns_are_on_every_map() -> None:
    cities = {name: zoom for name, _, _, zoom, _ in basemap.labels("en")["cities"]}
    assert {"Kyiv", "Ulaanbaatar", "Nairobi", "São Paulo", "Wellington"} <= cities.keys()
    assert cities["Cairo"] < cities["Reykjavík"]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_countries_and_seas_are_in_the_language_of_the_page(language: str) -> None:
    page = page_of(at("Lagos", "NG", "Nigeria"), language=language)
    countries = page.blocks["page"]["countries"]
    assert len(countries) > 240
    german = {"de": "Deutschland", "fr": "Allemagne", "es": "Alemania", "uk": "Німеччина", "ar": "ألمانيا"}
    assert countries["DE"] == german[language]
    black = {"de": "Schwarzes Meer", "fr": "Mer Noire", "es": "Mar Negro", "uk": "Чорне море", "ar": "البحر الأسود"}
    seas = {label[0] for label in unpacked(page.blocks["basemap"])["seas"]}
    assert black[language] in seas
    assert "Black Sea" not in seas
    assert page.blocks["events"][0]["place"]["country"] == "Nigeria"  # what is copied is what the layers say


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 event"),
        ("en", 2000, "2,000 events"),
        ("de", 2000, "2.000 Ereignisse"),
        ("uk", 1, "1 подія"),
        ("uk", 3, "3 події"),
        ("uk", 5, "5 подій"),
        ("uk", 21, "21 подія"),
        ("ar", 2, "حدثان"),
        ("fr", 0, "0 événement"),
    ],
)
def test_numbers_and_plurals_are_those_of_the_language(language: str, count: int, said: str) -> None:
    assert words.counted("events", count, words.labels(language), language) == said


@pytest.mark.browser
@pytest.mark.parametrize("language", ["uk", "ar"])
def test_no_key_is_missing_on_the_page(opened: Open, language: str) -> None:
    page = opened(list(articles(4)), "#shade=country&story=1", made={"language": language, "title": "Title"})
    page.click("#tab-events")
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    page.locator("#events button.row").first.evaluate("row => row.click()")
    page.wait_for_selector(".event-popup h3")
    texts = page.evaluate(
        "[...document.querySelectorAll('body *:not(script)')].flatMap(node => [...node.childNodes].filter(each =>"
        " each.nodeType === 3).map(each => each.data).concat(['aria-label', 'title', 'placeholder']"
        ".map(name => node.getAttribute(name) ?? '')))"
    )
    table = json.loads((Path(maps.__file__).parent / "labels.json").read_text(encoding="utf-8"))
    keys = {key.split(".")[0] + "." for key in table["en"] if "." in key}
    shown = {text.strip() for text in texts}
    assert not [text for text in shown if text.startswith(tuple(keys)) and " " not in text]
    own, english = table[language], table["en"]
    assert not {english[key] for key in english if english[key] != own[key] and len(english[key]) > 8} & shown


@pytest.mark.browser
def test_arabic_runs_from_right_to_left(opened: Open) -> None:
    for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        page = opened([article(1)], viewport=size, made={"language": "ar"})
        panel, chart = page.locator("#panel").bounding_box(), page.locator("#map_dateline").bounding_box()
        assert panel
        assert chart
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if size["width"] > 1000:
            assert panel["x"] > 1000
            assert chart["x"] == 0
        page.locator("#events button.row").first.click()
        expect(page.locator(".event-popup h3")).to_be_in_viewport()
        assert page.evaluate("getComputedStyle(document.querySelector('.event-popup .card')).direction") == "rtl"


@pytest.mark.browser
def test_the_popup_tells_the_local_name(opened: Open) -> None:
    page = opened(at("Kryvyy Rih", "UA", "Ukraine", "Dnipropetrovsk Oblast"))
    page.locator("#events button.row").click()
    expect(page.locator(".event-popup .scene").first).to_contain_text(
        "Kryvyi Rih, Dnipropetrovsk Oblast, Ukraine (also: Kryvyy Rih)"
    )
    built = layers.build(at("Kryvyy Rih", "UA", "Ukraine"))
    assert list(built.events["place_name"]) == ["Kryvyy Rih"]
