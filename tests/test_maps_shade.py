"""Countries and divisions shaded by their events, and one period beside another."""

import dataclasses
import datetime as dt

import pytest
from browsing import Open, until
from generate import articles
from playwright.sync_api import Page, expect
from test_maps_browser import colours
from test_maps_page import page_of
from test_maps_sight import located

from geo.maps import packing
from geo.model import DateRange, ParsedArticle

LISTED = ".shade-list li"


def placed(*where: tuple[str, str, str, str], days: int = 0) -> list[ParsedArticle]:
    """Return one article with an event in each of these: name and code of a country, code and name of a division."""
    (one,) = located([(1.0 + at, 20.0) for at in range(len(where))])
    events = []
    for at, (event, (country, code, division, name)) in enumerate(zip(one.events, where, strict=True)):
        assert event.location
        place = dataclasses.replace(
            event.location.place, country_name=country, country_code=code, admin1_code=division, admin1_name=name
        )
        day = dt.date(2024, 3, 1) + dt.timedelta(days=days * at)
        location = dataclasses.replace(event.location, place=place)
        events.append(dataclasses.replace(event, location=location, date=DateRange(day, day)))
    return [dataclasses.replace(one, events=tuple(events))]


NORTH = ("Kenya", "KE", "30", "Nairobi")
SOUTH = ("Ukraine", "UA", "04", "Dnipropetrovsk")
EAST = ("Ukraine", "UA", "05", "Donetsk")


def lines(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(LISTED).all_inner_texts()]


def test_divisions_with_events_come_with_their_boundary_and_no_others() -> None:
    import base64
    import gzip
    import json

    block = page_of(placed(SOUTH, SOUTH, EAST)).blocks["basemap"]
    found = json.loads(gzip.decompress(base64.b64decode(block)))["shaded"]
    assert [(each["code"], each["name"]) for each in found] == [("UA.04", "Dnipropetrovsk"), ("UA.05", "Donetsk")]
    assert all(each["rings"] for each in found)


@pytest.mark.browser
def test_countries_and_divisions_are_shaded(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PLAIN_AT_MOST", 0)
    page = opened(placed(NORTH, SOUTH, SOUTH, EAST), "#map=4/48/33")
    darkest = (0x75, 0x60, 0xB4)  # of the five shades
    page.click(".shade-menu summary")
    page.select_option("#shade", "country")
    assert lines(page) == ["Ukraine 3", "Kenya 1"]
    country = colours(page.screenshot())[darkest]
    assert country > 2000
    assert "shade=country" in page.evaluate("location.hash")
    expect(page.locator(".legend .key")).to_contain_text("Events by country")
    page.select_option("#shade", "division")
    assert lines(page) == ["Dnipropetrovsk 2", "Nairobi 1", "Donetsk 1"]
    assert 500 < colours(page.screenshot())[darkest] < country
    page.fill("#search", "Number 1")
    until(page, f"document.querySelectorAll('{LISTED}').length === 1")
    page.fill("#search", "")
    page.select_option("#shade", "")
    until(page, f"document.querySelectorAll('{LISTED}').length === 0")
    assert colours(page.screenshot())[darkest] == 0


@pytest.mark.browser
def test_two_periods_are_compared_at_a_day(opened: Open) -> None:
    page = opened(placed(SOUTH, NORTH, NORTH, NORTH, SOUTH, days=3), "#shade=country&split=2024-03-04")
    page.click(".shade-menu summary")
    assert lines(page) == ["Kenya 0 → 3", "Ukraine 1 → 1"]
    expect(page.locator(".legend .key")).to_contain_text("far more")
    page.focus("#split")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert lines(page) == ["Kenya 3 → 0", "Ukraine 1 → 1"]
    assert "split=2024-03-13" in page.evaluate("location.hash")
    page.keyboard.press("Home")
    assert lines(page) == ["Kenya 3", "Ukraine 2"]


@pytest.mark.browser
def test_a_link_that_compares_shades_countries_and_says_from_which_day(opened: Open) -> None:
    page = opened(placed(SOUTH, NORTH, NORTH, NORTH, SOUTH, days=3), "#split=2024-03-04")
    expect(page.locator(".legend .key")).to_contain_text("before 4 Mar 2024, and since")
    expect(page.locator(".legend .key")).to_contain_text("far more")
    assert "shade=country" in opened(placed(SOUTH, NORTH), "#shade=country&split=soon").evaluate("location.hash")


@pytest.mark.browser
def test_a_map_without_divisions_or_days_offers_neither(opened: Open) -> None:
    page = opened([dataclasses.replace(one, events=()) for one in articles(1)])
    page.click(".shade-menu summary")
    assert page.locator("#shade option").count() == 2
    expect(page.locator("#split")).to_be_hidden()
