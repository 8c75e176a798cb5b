"""The first sight of a map: all events in view, as close as that allows, whatever the screen and wherever they lie."""

import dataclasses
import itertools
import math
import re
from collections.abc import Iterable
from typing import Any

import pytest
from browsing import PHONE, Open, until
from generate import article, articles
from playwright.sync_api import Page, expect

from geo.layers.symbols import SYMBOLS
from geo.model import (
    Event,
    EventClass,
    EventLocation,
    GeometryKind,
    Mention,
    ParsedArticle,
    Place,
    Span,
    Toponym,
)

pytestmark = pytest.mark.browser
VIEW = "map_dateline.getBounds().toBBoxString().split(',').map(Number)"
# How many of the pins and rings lie wholly on the map, of how many, and how many are told apart there.
IN_SIGHT = """(() => {
  const map = document.getElementById('map_dateline').getBoundingClientRect();
  const pins = [...document.querySelectorAll('.pin')];
  const inside = pins.filter((pin) => {
    const box = pin.getBoundingClientRect();
    return box.left >= map.left && box.right <= map.right && box.top >= map.top && box.bottom <= map.bottom;
  });
  return [inside.length, pins.length, new Set(inside.map((pin) => pin.dataset.key)).size];
})()"""


def template() -> tuple[Event, EventLocation]:
    for one in articles(60):
        for event in one.events:
            if event.location and event.location.geo_precision == 1:
                return event, event.location
    raise AssertionError


def located(points: Iterable[tuple[float, float]]) -> list[ParsedArticle]:
    """Return one article with an event at each of these latitudes and longitudes."""
    event, location = template()
    events = tuple(
        dataclasses.replace(
            event,
            event_id=f"e{number}",
            headline=f"Number {number}",
            location=dataclasses.replace(location, latitude=latitude, longitude=longitude, relation=None),
        )
        for number, (latitude, longitude) in enumerate(points)
    )
    return [dataclasses.replace(article(1), events=events, toponyms=())]


def view(page: Page) -> list[float]:
    found: list[float] = page.evaluate(VIEW)
    return found


def all_in_sight(page: Page) -> bool:
    inside, pins, _ = page.evaluate(IN_SIGHT)
    return 0 < inside == pins


def size(screen: dict[str, Any]) -> str:
    return "{width}x{height}".format(**screen["viewport"])


SCREENS: list[dict[str, Any]] = [
    {"viewport": {"width": 1440, "height": 900}},
    {"viewport": {"width": 800, "height": 450}},
    {"viewport": {"width": 640, "height": 400}},
    PHONE,
    PHONE | {"viewport": {"width": 844, "height": 390}},
]


@pytest.mark.parametrize("screen", SCREENS, ids=size)
def test_all_events_are_in_sight_on_every_screen(opened: Open, screen: dict[str, Any]) -> None:
    page = opened(located([(60.2, 24.9), (-33.9, 18.4), (40.7, -74.0), (35.7, 139.7), (-33.9, 151.2)]), **screen)
    assert all_in_sight(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_town_is_shown_in_its_surroundings(opened: Open) -> None:
    page = opened(located([(47.9, 33.4)]))
    assert page.evaluate("map_dateline.getZoom()") == 8
    assert all_in_sight(page)


def test_events_on_either_side_of_the_date_line_meet(opened: Open) -> None:
    page = opened(located([(-17.0, 179.5), (-18.0, -179.5), (-19.0, 178.0)]))
    west, _, east, _ = view(page)
    assert east - west < 20
    assert all_in_sight(page)
    page.locator("#events button.row").nth(1).click()
    page.wait_for_selector(".event-popup h3")
    moved = view(page)
    assert moved[2] - moved[0] < 20
    assert moved[0] < 180 < moved[2]


def test_the_poles_are_left_out_unless_something_happened_there(opened: Open) -> None:
    _, south, _, north = view(opened(located([(-30.0, 20.0), (55.0, 40.0)])))
    assert south > -65
    assert north < 82
    page = opened(located([(-77.8, 166.7), (78.2, 15.6)]))
    assert all_in_sight(page)


def test_zooming_out_reaches_all_events(opened: Open) -> None:
    points = [(64.0, -170.0), (-41.0, 174.0), (0.0, 0.0), (-54.0, -68.0), (71.0, 25.0)]
    for screen in (SCREENS[0], PHONE):
        page = opened(located(points), "#map=9/40/40", **screen)
        assert not all_in_sight(page)
        page.evaluate("map_dateline.setView([10, 2], map_dateline.getMinZoom(), {animate: false})")
        until(page, f"{IN_SIGHT}[2] === 5")


def test_a_picture_is_whole_and_has_a_title_only_where_there_is_one(opened: Open) -> None:
    canvas = "document.querySelector('.leaflet-basemap-pane canvas').getBoundingClientRect()"
    parsed = list(articles(3))
    corpus = opened(parsed, "#picture")
    assert corpus.locator("h1").is_hidden()
    for page in (
        corpus,
        opened([article(1)], "#picture"),
        opened(parsed, "#picture", made={"title": "Tea"}),
    ):
        left, right = page.evaluate(f"[{canvas}.left, {canvas}.right]")
        assert left <= 0
        assert right >= 1440
        assert all_in_sight(page)
    assert page.locator("h1").inner_text() == "Tea"


def test_an_area_is_quiet_until_it_is_chosen(opened: Open) -> None:
    one = next(made for made in articles(60) if made.events[0].location and made.events[0].location.geo_precision == 3)
    page = opened([dataclasses.replace(one, events=one.events[:1])])
    filled = "getComputedStyle(document.querySelector('path.area')).fillOpacity"
    assert page.locator("path.area").count() == 1
    assert page.evaluate(filled) == "0"
    page.locator("#events button.row").first.click()
    expect(page.locator("path.area.chosen")).to_have_count(1)
    assert float(page.evaluate(filled)) > 0.3
    page.keyboard.press("Escape")
    expect(page.locator("path.area.chosen")).to_have_count(0)


def test_a_town_in_an_area_keeps_its_name_and_the_area_its_own(opened: Open) -> None:
    event, location = template()
    manitoba = Place(6065171, "Manitoba", 55.0, -97.0, "A", "ADM1", "CA", "03", country_name="Canada")
    span = Span(0, 9, "Flin Flon")
    known = EventLocation(span, manitoba, 55.0, -97.0, geometry_kind=GeometryKind.AREA, geo_precision=3)
    toponyms = (Toponym(Mention(span), None),)
    exact = dataclasses.replace(location, span=span, relation=None)
    for where, words in ((known, "Flin Flon, in Manitoba (not exact)"), (exact, f"Flin Flon, in {exact.place.name}")):
        events = (dataclasses.replace(event, location=where),)
        page = opened([dataclasses.replace(article(1), events=events, toponyms=toponyms)])
        assert page.locator("#events .row-meta span").first.inner_text() == words
    page = opened([dataclasses.replace(article(1), events=(dataclasses.replace(event, location=known),))])
    assert page.locator(".area-name").inner_text() == "Manitoba"


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# Machado, Oliveira and Fernandes (2009), severity 1: what a reader without one kind of cone sees, in linear RGB.
SIGHTS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Return CIELAB (D65) of a colour as a reader with this sight has it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    seen = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in SIGHTS[sight]]
    to_xyz = ((0.4339, 0.3762, 0.1899), (0.2127, 0.7152, 0.0722), (0.0178, 0.1095, 0.8727))
    xyz = (sum(a * b for a, b in zip(row, seen, strict=True)) for row in to_xyz)
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
def test_classes_are_told_apart_by_every_sight(sight: str) -> None:
    colours = {name: lab(symbol.colour, sight) for name, symbol in SYMBOLS.items()}
    for one, other in itertools.combinations(colours, 2):
        apart = math.dist(colours[one], colours[other])
        # Pink and grey are the closest to who sees no green; shapes tell those apart.
        assert apart >= (15 if {one, other} & {EventClass.OTHER, EventClass.ACCIDENT} else 7), (one, other, apart)
    assert math.dist(colours[EventClass.DISASTER], colours[EventClass.ACCIDENT]) > 30


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_symbols_stand_out_from_land_and_water(opened: Open, scheme: str) -> None:
    page = opened(list(articles(9)), color_scheme=scheme)
    value = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
    land, water, halo, edge = (page.evaluate(value, name) for name in ("--land", "--water", "--halo", "--edge"))
    bodies = page.eval_on_selector_all(".symbol .body", "all => all.map(each => getComputedStyle(each).stroke)")
    assert len(bodies) > 9
    for ground in (land, water, halo):
        assert contrast(edge, ground) >= 3
    names = {"--label": [land], "--label-sea": [water], "--town": [land, water], "--scene": [land, water]}
    for name, grounds in names.items():
        assert all(contrast(page.evaluate(value, name), ground) >= 4.5 for ground in grounds), name


def test_the_legend_counts_what_is_left_and_shows_one_class_alone(opened: Open) -> None:
    parsed = list(articles(20))
    page = opened(parsed)
    entry = page.locator(".legend-class[data-class=protest]")
    protests = [e for one in parsed for e in one.events if e.event_class is EventClass.PROTEST]
    assert entry.locator(".fine").inner_text() == str(len(protests))
    entry.click()
    expect(page.locator(".status")).to_contain_text(f"{len(protests)} of ")
    expect(entry).to_have_attribute("aria-pressed", "true")
    assert "without=" in page.evaluate("location.hash")
    page.fill("#search", "bakers in Lagos")
    lagos = sum("in Lagos" in event.headline for event in protests)
    expect(entry.locator(".fine")).to_have_text(str(lagos))
    page.fill("#search", "")
    entry.click()
    expect(page.locator(".status")).to_have_text(re.compile(r"^60 events"))


@pytest.mark.parametrize("screen", [SCREENS[0], *SCREENS[2:4]], ids=size)
def test_the_legend_is_never_over_the_map(opened: Open, screen: dict[str, Any]) -> None:
    page = opened(list(articles(9)), **screen)
    wide = screen["viewport"]["width"] > 900
    legend = page.locator("details.legend")
    assert legend.evaluate("node => node.open") is wide
    for _ in range(2):
        map_box, box = page.locator("#map_dateline").bounding_box(), legend.bounding_box()
        assert map_box
        assert box
        assert map_box["y"] + map_box["height"] <= box["y"] + 1
        legend.locator("summary").click()
        page.wait_for_timeout(100)


def test_a_frame_that_opens_late_or_turns_shows_all_events(opened: Open) -> None:
    points = [(60.2, 24.9), (-33.9, 18.4), (40.7, -74.0)]
    page = opened(located(points), "#embed", viewport={"width": 60, "height": 40})
    for size in ({"width": 700, "height": 420}, {"width": 320, "height": 500}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        until(page, f"{IN_SIGHT}[0] === {IN_SIGHT}[1] && {IN_SIGHT}[2] >= 2")
    page.evaluate("map_dateline.setView([60.2, 24.9], 7, { animate: false })")
    page.set_viewport_size({"width": 640, "height": 400})
    page.wait_for_timeout(400)
    assert page.evaluate("map_dateline.getZoom()") == 7


def test_a_phone_that_is_turned_shows_all_events(opened: Open) -> None:
    page = opened(located([(60.2, 24.9), (-33.9, 18.4), (40.7, -74.0)]), **PHONE)
    for size in ({"width": 844, "height": 390}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        until(page, f"map_dateline.getContainer().clientWidth > 0 && {IN_SIGHT}[0] === {IN_SIGHT}[1]")


def test_paper_shows_what_the_screen_did(opened: Open) -> None:
    page = opened(located([(60.2, 24.9), (-33.9, 18.4), (40.7, -74.0)]))
    screen = page.evaluate("[map_dateline.getZoom(), map_dateline.getSize().x]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    until(page, f"{IN_SIGHT}[0] === {IN_SIGHT}[1]")
    # As wide as a sheet of A4 within its margins, 96 pixels to the inch.
    assert 600 < page.evaluate("map_dateline.getSize().x") < 190 / 25.4 * 96
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("[map_dateline.getZoom(), map_dateline.getSize().x]") == screen


def test_what_lies_at_the_poles_counts_as_in_sight(opened: Open) -> None:
    page = opened(located([(89.9, 10.0), (-90.0, -20.0)]))
    expect(page.locator(".sight")).to_contain_text("2")


# Hear which words the basemap writes, and where they begin and end on the page.
HEAR = """(() => {
  window.heard = [];
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const { left, top } = this.canvas.getBoundingClientRect();
    window.heard.push([text, left + x, left + x + this.measureText(text).width, top + y]);
    write.call(this, text, x, y);
  };
})()"""


@pytest.mark.parametrize("edge", [12, -12])
def test_names_of_events_are_not_cut_at_the_edge(opened: Open, edge: int) -> None:
    page = opened(located([(47.9, 33.4)]), "#map=5/47.9/33.4")
    page.evaluate(HEAR)
    width = page.evaluate("map_dateline.getSize().x")
    by = width / 2 - 12 if edge > 0 else 12 - width / 2
    page.evaluate(f"map_dateline.panBy([{by}, 0], {{ animate: false }})")
    page.wait_for_timeout(300)
    left, right = page.evaluate(
        "(({ left, right }) => [left, right])(map_dateline.getContainer().getBoundingClientRect())"
    )
    (name, *_) = [each for each in page.evaluate("window.heard.reverse()") if each[0] == "London"]
    assert left <= name[1] < name[2] <= right


# The boxes of the map itself and of what lies over it.
OVER = """['#map_dateline', '.leaflet-control, .tools, .picture #panel']
  .flatMap((each) => [...document.querySelectorAll(each)])
  .map((node) => node.getBoundingClientRect()).filter(({ width }) => width)
  .map(({ left, top, right, bottom }) => [left, top, right, bottom])"""


@pytest.mark.parametrize("fragment", ["", "#picture", "#embed"])
def test_no_words_are_cut_by_an_edge_or_lie_under_a_control(opened: Open, fragment: str) -> None:
    page = opened(located([(60.2, 24.9), (-33.9, 18.4), (40.7, -74.0)]), fragment)
    page.evaluate(HEAR)
    for step in ([37, 11], [160, -40], [-300, 25]):
        page.evaluate(f"window.heard = []; map_dateline.panBy({step}, {{ animate: false }})")
        page.wait_for_timeout(300)
        heard = page.evaluate("window.heard")
        frame, *controls = page.evaluate(OVER)
        seen = [each for each in heard if each[2] > frame[0] and each[1] < frame[2] and frame[1] < each[3] < frame[3]]
        assert len(seen) > 5
        assert all(left >= frame[0] and right <= frame[2] for _, left, right, _ in seen)
        for name, left, right, y in seen:
            under = [box for box in controls if left < box[2] and right > box[0] and box[1] < y < box[3]]
            assert not under, name


def in_an_area(*shift: tuple[float, float]) -> list[ParsedArticle]:
    """Return an event somewhere in Saudi Arabia, and one at each of these differences in degrees from its middle."""
    place = Place(102358, "Saudi Arabia", 25.0, 45.0, "A", "PCLI", "SA", "00", country_name="Saudi Arabia")
    span = Span(0, 12, "Saudi Arabia")
    area = EventLocation(span, place, 25.0, 45.0, geometry_kind=GeometryKind.AREA, geo_precision=3)
    (one,) = located([(25.0, 45.0), *((25.0 + north, 45.0 + east) for north, east in shift)])
    return [dataclasses.replace(one, events=(dataclasses.replace(one.events[0], location=area), *one.events[1:]))]


def test_an_area_is_drawn_where_its_own_symbol_is(opened: Open) -> None:
    far = "#map=1/25/45"
    assert opened(in_an_area(), far).locator("path.area").count() == 1
    page = opened(in_an_area((2.0, 2.0)), far)
    assert page.locator(".pin").count() == 1  # a ring, of which the area is a part
    assert page.locator("path.area").count() == 0
    page.locator("#events button.row").first.click()
    expect(page.locator("path.area.chosen")).to_have_count(1)
    page.keyboard.press("Escape")
    page.evaluate("map_dateline.setView([25, 100], 5, { animate: false })")
    expect(page.locator("path.area")).to_have_count(0)


@pytest.mark.parametrize(("south", "names"), [(7.0, 1), (1.4, 0)])
def test_the_name_of_an_area_is_under_no_symbol(opened: Open, south: float, names: int) -> None:
    page = opened(in_an_area((-south, 1.5)), "#map=5/25/45")
    assert page.locator(".pin").count() == 2
    assert page.locator(".area-name").count() == names
    apart = """[...document.querySelectorAll('.area-name span')].every((name) => {
      const a = name.getBoundingClientRect();
      return [...document.querySelectorAll('.pin')].every((pin) => {
        const b = pin.getBoundingClientRect();
        return a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;
      });
    })"""
    assert page.evaluate(apart)


def test_without_events_there_is_nothing_to_search_and_no_legend(opened: Open) -> None:
    for screen in ({}, PHONE):
        page = opened([], **screen)
        assert page.locator("h1").inner_text() == "No events"
        assert page.locator(".legend").is_hidden()
        assert page.locator("#search, .filters").count() == 0
        page.keyboard.press("/")
        page.evaluate("location.hash = 'q=flood&story=2&shade=country'")
        expect(page.locator(".status")).to_have_text("No events were found in this text.")
        # What the map is drawn from can be read, above a sheet, too.
        credit, panel = (
            page.locator(".leaflet-control-attribution").bounding_box(),
            page.locator("#panel").bounding_box(),
        )
        assert credit
        assert panel
        assert screen != PHONE or credit["y"] + credit["height"] <= panel["y"] + 1


def test_a_place_off_a_town_is_not_called_the_town(opened: Open) -> None:
    (one,) = located([(52.0, 1.9)])
    location = one.events[0].location
    assert location
    off = dataclasses.replace(one.events[0], location=dataclasses.replace(location, relation="about 90 km off"))
    page = opened([dataclasses.replace(one, events=(off,))], "#map=7/51.7/0.9")
    page.evaluate(HEAR)
    page.evaluate("map_dateline.panBy([3, 3], { animate: false })")
    page.wait_for_timeout(300)
    heard = [text for text, *_ in page.evaluate("window.heard")]
    assert "about 90 km off London" in heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_outlines_stand_out_in_every_class(opened: Open, scheme: str) -> None:
    page = opened([article(1)], color_scheme=scheme)
    ground = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
    land, water = (page.evaluate(ground, name) for name in ("--land", "--water"))
    # The colour as the screen shows it: a pixel of a canvas that is filled with it.
    drawn = """name => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('class', `area c-${name}`);
      document.querySelector('svg.defs').append(path);
      const look = getComputedStyle(path), context = document.createElement('canvas').getContext('2d');
      context.fillStyle = look.stroke;
      context.fillRect(0, 0, 1, 1);
      const parts = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
      return ['#' + parts.map((part) => part.toString(16).padStart(2, '0')).join(''), look.strokeOpacity];
    }"""
    for event_class in EventClass:
        colour, opacity = page.evaluate(drawn, event_class.value)
        assert opacity == "1"
        assert contrast(colour, land) >= 3
        assert contrast(colour, water) >= 3


def test_no_symbol_is_cut_where_the_world_comes_round_again(opened: Open) -> None:
    spread = [(60.2, 24.9), (-12.0, -77.0), (40.7, -74.0), (-18.1, 178.4), (14.6, 121.0), (39.1, -94.6)]
    for screen in (PHONE, {"viewport": {"width": 360, "height": 740}}, {"viewport": {"width": 300, "height": 300}}):
        page = opened(located(spread), "#embed" if screen is not PHONE else "", **screen)
        assert page.evaluate(f"{IN_SIGHT}[0] === {IN_SIGHT}[1]")
