"""One name for one place, in the language of the page; numbers, plurals and direction go with it."""

import base64
import csv
import dataclasses
import datetime as dt
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

import geo
from geo import gazetteer, layers, maps
from geo.maps import basemap, words
from geo.model import DatePrecision, DateRange, ParsedArticle
from geo.preferred import preferred
from geo.words import place_words

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
    text = (Path(geo.__file__).parent / "preferred.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    known = {(row["country"], row["known"]) for row in rows}
    assert len(known) == len(rows)
    assert {row["source"] for row in rows} == {"CLDR", "UNGEGN"}
    # What is preferred is not itself given another name.
    assert not [row for row in rows if row["preferred"] != preferred(row["preferred"], row["country"])]
    assert preferred("Odessa", "US") == "Odessa"
    assert preferred("Odessa", "UA") == "Odesa"


def test_tables_of_the_command_name_a_place_as_the_map_does() -> None:
    (place,) = [one.place for one in gazetteer.default().lookup("Kryvyi Rih")][:1]
    assert place.name == "Kryvyy Rih"
    assert place_words(place).startswith("Kryvyi Rih, Dnipro")


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


@pytest.mark.parametrize(
    ("language", "first", "last", "precision", "said"),
    [
        ("en", (2025, 9, 2), (2025, 9, 2), "day", "2 September 2025"),
        ("en", (2025, 9, 2), (2025, 9, 5), "week", "2 September 2025 – 5 September 2025"),
        ("de-AT", (2025, 3, 1), (2025, 3, 31), "month", "März 2025"),
        ("fr", (2025, 8, 1), (2025, 8, 1), "day", "1 août 2025"),
        ("uk", (1999, 1, 1), (1999, 12, 31), "year", "1999"),
        ("es", (2024, 12, 31), (2025, 1, 1), "day", "31 de diciembre de 2024 – 1 de enero de 2025"),
        ("ar", (2025, 2, 1), (2025, 2, 28), "month", "فبراير 2025"),
    ],
)
def test_dates_are_those_of_the_language(
    language: str, first: tuple[int, int, int], last: tuple[int, int, int], precision: str, said: str
) -> None:
    dates = DateRange(dt.date(*first), dt.date(*last), DatePrecision(precision))
    assert words.days(dates, language) == said


def test_without_scripts_and_in_links_dates_are_words() -> None:
    one = next(each for each in articles(20) if each.events[0].date)
    text = maps.build([one], language="de").get_root().render()
    day = one.events[0].date
    assert day
    assert f"{words.day(day.start, 'de')}</span></li>" in text
    published = one.article.published
    assert published
    assert f'{words.day(published, "de")}">' in text
