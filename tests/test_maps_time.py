"""Time on the map: an axis with dates, play of all so far or of a moving window, by mouse and by keyboard."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable

import pytest
from browsing import Open, until
from playwright.sync_api import Page, expect
from test_maps_sight import located

from geo.model import DateRange, ParsedArticle

pytestmark = pytest.mark.browser


def on_days(days: Iterable[dt.date]) -> list[ParsedArticle]:
    dates = list(days)
    (one,) = located([(47.9, 33.4 + at) for at in range(len(dates))])
    events = (dataclasses.replace(e, date=DateRange(d, d)) for e, d in zip(one.events, dates, strict=True))
    return [dataclasses.replace(one, events=tuple(events))]


def rows(page: Page) -> list[str]:
    found: list[str] = page.locator("#events .row-head").all_inner_texts()
    return found


@pytest.mark.parametrize(
    ("first", "last", "tick"),
    [
        (dt.date(2024, 3, 1), dt.date(2024, 3, 5), "1 Mar"),
        (dt.date(2024, 3, 1), dt.date(2024, 6, 30), "Apr 2024"),
        (dt.date(2003, 3, 1), dt.date(2024, 6, 30), "2010"),
        (dt.date(1, 1, 1), dt.date(9999, 12, 31), "4000"),
    ],
)
def test_the_axis_has_round_dates(opened: Open, first: dt.date, last: dt.date, tick: str) -> None:
    page = opened(on_days([first, last]))
    ticks = page.locator(".axis span").all_inner_texts()
    assert tick in ticks
    assert 2 <= len(ticks) <= 6
    boxes = [box for box in (each.bounding_box() for each in page.locator(".axis span").all()) if box]
    assert all(left["x"] + left["width"] <= right["x"] for left, right in itertools.pairwise(boxes))


def test_a_window_moves_from_event_to_event(opened: Open) -> None:
    days = [dt.date(2024, 3, 4), dt.date(2024, 3, 6), dt.date(2024, 3, 12), dt.date(2024, 9, 1)]
    page = opened(on_days(days))
    page.select_option("#time-window", "week")
    until(page, "document.querySelectorAll('#events button.row').length === 2")
    assert rows(page) == ["Number 0", "Number 1"]
    play = page.locator(".icon.play")
    play.focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelectorAll('#events button.row').length === 1")
    assert rows(page) == ["Number 2"]
    page.keyboard.press("ArrowRight")  # half a year without events is one step
    expect(page.locator("#events .row-head")).to_have_text("Number 3")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#events .row-head")).to_have_text("Number 3")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#events .row-head")).to_have_text("Number 2")
    page.select_option("#time-window", "month")
    until(page, "document.querySelectorAll('#events button.row').length === 3")
    assert "2024-03-31" in page.evaluate("location.hash")
    page.select_option("#time-window", "all")
    until(page, "document.querySelectorAll('#events button.row').length === 4")


def test_play_goes_through_all_windows_and_stops(opened: Open) -> None:
    page = opened(on_days([dt.date(2024, 3, 4), dt.date(2024, 3, 12), dt.date(2024, 9, 1)]))
    page.select_option("#time-speed", "4")
    page.select_option("#time-window", "day")
    page.click(".icon.play")
    expect(page.locator(".icon.play")).to_have_attribute("aria-label", "Pause")
    expect(page.locator(".icon.play")).to_have_attribute("aria-label", "Play through time")
    assert rows(page) == ["Number 2"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("days", [3, 40, 215, 900])
def test_dates_below_the_histogram_end_with_it(opened: Open, language: str, days: int) -> None:
    first, last = dt.date(2025, 2, 15), dt.date(2025, 2, 15) + dt.timedelta(days)
    page = opened(on_days([first, last]), made={"language": language})
    boxes = "all => all.map(each => { const { left, right } = each.getBoundingClientRect(); return [left, right]; })"
    ticks = page.eval_on_selector_all(".axis span", boxes)
    ((start, end),) = page.eval_on_selector_all(".axis", boxes)
    assert len(ticks) >= 2
    assert all(left >= start - 1 and right <= end + 8 for left, right in ticks)
