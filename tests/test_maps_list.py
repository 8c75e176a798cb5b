"""The list beside the map: it follows the view, the search moves the map, facets count what they would leave."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from browsing import Open, until
from generate import articles
from playwright.sync_api import Page, expect
from test_maps_sight import located, template

from geo.maps import packing
from geo.model import Actor, ActorRole, DateRange, Event, ParsedArticle

pytestmark = pytest.mark.browser
EVERYWHERE = [(47.9, 33.4), (47.8, 33.5), (6.5, 3.4), (40.7, -74.0)]


def rows(page: Page) -> list[str]:
    found: list[str] = page.locator("#events .row-head").all_inner_texts()
    return found


def status(page: Page) -> str:
    return page.locator(".status").inner_text()


def chip(page: Page, facet: str, words: str) -> Any:
    return page.locator(f".facet.{facet} label.chip", has_text=words)


def test_the_list_follows_the_view_where_that_is_wanted(opened: Open) -> None:
    page = opened(located(EVERYWHERE))
    assert len(rows(page)) == 4
    page.evaluate("map_dateline.setView([47.8, 33.5], 8, {animate: false})")
    expect(page.locator(".sight label")).to_have_text("Only in this view 2")
    assert len(rows(page)) == 4
    page.check("#in-view")
    until(page, "document.querySelectorAll('#events button.row').length === 2")
    expect(page.locator("#outside")).to_have_text("2 outside this view")
    page.evaluate("map_dateline.setView([40.7, -74.0], 8, {animate: false})")
    until(page, "document.querySelectorAll('#events button.row').length === 1")
    assert rows(page) == ["Number 3"]
    assert "list=view" in page.evaluate("location.hash")
    again = opened(located(EVERYWHERE), page.evaluate("location.hash"))
    assert rows(again) == ["Number 3"]
    page.click("#outside")
    until(page, "document.querySelectorAll('#events button.row').length === 4")


def test_what_is_in_view_is_counted_also_beyond_the_date_line(opened: Open) -> None:
    page = opened(located([(-17.0, 179.5), (-18.0, -179.5)]), "#map=6/-17/181")
    expect(page.locator(".sight label")).to_have_text("Only in this view 2")


def test_search_moves_to_what_it_finds(opened: Open) -> None:
    page = opened(located(EVERYWHERE), "#map=8/47.8/33.5")
    page.fill("#search", "number 3")
    until(page, "map_dateline.getBounds().contains([40.7, -74.0])")
    page.evaluate("map_dateline.setView([47.8, 33.5], 8, {animate: false})")
    page.fill("#search", "number")
    # Some of it is in sight: the view stays, and the rest is told.
    expect(page.locator("#outside")).to_have_text("2 outside this view")
    assert page.evaluate("map_dateline.getZoom()") == 8


def with_facets() -> list[ParsedArticle]:
    parsed = list(articles(12))
    first = parsed[0]
    actors = (Actor("The Wren Society", ActorRole.ACTOR), Actor("The Wren Society", ActorRole.TARGET))
    events = (dataclasses.replace(first.events[0], actors=actors), *first.events[1:])
    source = dataclasses.replace(first.article, source="The Other Paper")
    return [dataclasses.replace(first, article=source, events=events), *parsed[1:]]


@pytest.mark.parametrize("packed", [False, True])
def test_facets_count_and_narrow(opened: Open, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    if packed:
        monkeypatch.setattr(packing, "PLAIN_AT_MOST", 0)
    parsed = with_facets()
    events = [event for one in parsed for event in one.events]
    page = opened(parsed)
    page.click(".filters summary")
    kenya = sum(bool(e.location and e.location.place.country_name == "Kenya") for e in events)
    assert kenya > 0
    expect(chip(page, "country", "Kenya").locator(".fine")).to_have_text(str(kenya))
    chip(page, "source", "The Other Paper").click()
    expect(page.locator(".status")).to_contain_text(f"3 of {len(events)} events")
    # Other facets count what is left, this one what it would leave.
    expect(chip(page, "source", "The Example Courier").locator(".fine")).to_have_text(str(len(events) - 3))
    expect(chip(page, "actor", "The Wren Society").locator(".fine")).to_have_text("1")
    chip(page, "actor", "The Wren Society").click()
    expect(page.locator(".status")).to_contain_text(f"1 of {len(events)} events")
    again = opened(parsed, page.evaluate("location.hash"))
    expect(again.locator(".status")).to_contain_text(f"1 of {len(events)} events")
    page.click("#clear")
    expect(page.locator(".status")).to_contain_text(f"{len(events)} events")

    def harmed(event: Event) -> int:
        return sum(count.low or 0 for count in (event.killed, event.injured) if count)

    chip(page, "toll", "100 and more").click()
    heavy = sum(harmed(event) >= 100 for event in events)
    expect(page.locator(".status")).to_contain_text(f"{heavy} of {len(events)} events")
    page.click("#clear")
    chip(page, "sure", "not exact").click()
    vague = sum(bool(e.location and e.location.geo_precision > 1) for e in events)
    expect(page.locator(".status")).to_contain_text(f"{vague} of {len(events)} events")


def test_undated_events_stay_in_sight_of_time(opened: Open) -> None:
    event, _ = template()
    days = [dt.date(2024, 3, day) for day in range(1, 10)]
    events = [
        dataclasses.replace(event, event_id=f"d{at}", headline=f"Day {at}", date=DateRange(day, day))
        for at, day in enumerate(days)
    ]
    undated = dataclasses.replace(event, event_id="u", headline="Some day", date=None)
    one = dataclasses.replace(next(articles(1)), events=(*events, undated))
    page = opened([one], "#from=2024-03-08&to=2024-03-08")
    assert rows(page) == ["Day 7", "Some day"]
    assert page.locator(".divider").all_inner_texts() == ["Day not known"]
    page.click(".play")
    until(page, "document.querySelectorAll('#events button.row').length === 3")
    assert "Some day" in rows(page)


def with_doubts(count: int) -> list[ParsedArticle]:
    """Return one article whose first events the reader takes for likelier wrong than right."""
    (one,) = located(EVERYWHERE)
    events = tuple(dataclasses.replace(e, score=0.42 if at < count else 0.9) for at, e in enumerate(one.events))
    return [dataclasses.replace(one, events=events)]


def test_what_is_unsure_is_folded_until_it_is_asked_for(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "PLAIN_AT_MOST", 0)
    page = opened(with_doubts(2))
    assert rows(page) == ["Number 2", "Number 3"]
    assert page.locator(".pin").count() == 2
    fold = page.locator("#unsure")
    expect(fold).to_have_text("Show 2 unsure")
    page.fill("#search", "number 3")
    expect(page.locator(".status")).to_have_text("1 of 2 events")
    page.fill("#search", "nobody")
    expect(page.locator(".status")).to_have_text("None of the 2 events passes the filter.")
    page.fill("#search", "")
    fold.click()
    expect(fold).to_have_text("Hide 2 unsure")
    assert rows(page) == ["Number 2", "Number 3", "Number 0", "Number 1"]
    assert page.locator(".divider").all_inner_texts() == ["Unsure"]
    assert page.locator("#events .symbol.hollow").count() == 2
    page.locator("#events button.row").nth(2).click()
    expect(page.locator(".event-popup .doubted")).to_contain_text("42%")
    assert page.locator(".pin.selected .symbol.hollow").count() == 1
    assert "unsure=show" in page.evaluate("location.hash")
    fold.click()
    until(page, "document.querySelectorAll('#events button.row').length === 2")
    # A link to an event that is folded away shows it.
    direct = opened(with_doubts(2), "#event=e0")
    expect(direct.locator(".event-popup h3")).to_have_text("Number 0")


def test_where_all_is_unsure_all_is_shown(opened: Open) -> None:
    page = opened(with_doubts(4))
    assert len(rows(page)) == 4
    assert opened(with_doubts(0)).locator("#unsure").is_hidden()
