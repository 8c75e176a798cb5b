"""The page in a real browser, network off: what a reader sees, clicks, types and hears."""

import csv
import dataclasses
import datetime as dt
import functools
import importlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Open, until
from generate import article, articles
from hostile import TEXTS
from PIL import Image
from playwright.sync_api import Browser, Page, Request, Route, expect
from test_maps_page import hostile

from geo import layers, maps
from geo.maps import selection
from geo.maps.plot import SYMBOLS
from geo.model import Article, DateRange, EventClass, Layer, ParsedArticle

pytestmark = pytest.mark.browser
SELECTED = "#events button.row.selected"


@pytest.fixture(scope="module")
def few() -> list[ParsedArticle]:
    return list(articles(6))


def row_ids(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#events button.row", "rows => rows.map(row => row.dataset.row)")
    return found


def shown(page: Page) -> int:
    return len(row_ids(page))


def test_every_event_is_reached_by_click(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few)
    headlines = [event.headline for one in few for event in one.events]
    rows = page.locator("#events button.row")
    assert sorted(rows.locator(".row-head").all_inner_texts()) == sorted(headlines)
    for at in range(rows.count()):
        headline = rows.nth(at).locator(".row-head").inner_text()
        rows.nth(at).click()
        expect(page.locator(".event-popup h3")).to_have_text(headline)
        expect(page.locator(SELECTED)).to_have_count(1)


def test_every_event_is_reached_by_keyboard(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few)
    rows = page.locator("#events button.row")
    rows.first.focus()
    for at in range(rows.count()):
        page.keyboard.press("Enter")
        expect(page.locator(".event-popup h3")).to_have_text(rows.nth(at).locator(".row-head").inner_text())
        page.keyboard.press("Escape")
        expect(page.locator(".event-popup")).to_have_count(0)
        assert page.evaluate("document.activeElement.dataset.row") == rows.nth(at).get_attribute("data-row")
        page.keyboard.press("ArrowDown")


def test_pins_open_by_click_and_by_keyboard(opened: Open) -> None:
    page = opened([article(1)])
    pins = page.locator(".leaflet-marker-icon.pin[data-key^=e]")
    assert pins.count() > 0
    pins.first.click()
    expect(page.locator(".event-popup h3")).to_be_visible()
    page.keyboard.press("Escape")
    pins.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".event-popup h3")).to_be_focused()
    assert page.locator(".pin.selected").count() == 1


def test_the_popup_says_what_is_known_and_who_says_so(opened: Open) -> None:
    parsed = article(1)
    page = opened([parsed])
    for at, event in enumerate(sorted(parsed.events, key=lambda event: event.headline)):
        page.locator("#events button.row", has_text=event.headline).first.click()
        card = page.locator(".event-popup .card")
        expect(card.locator("h3")).to_have_text(event.headline)
        text = card.inner_text()
        assert at >= 0
        for quote in event.evidence:
            assert quote.text in text
        assert event.trigger.text in card.locator("mark").all_inner_texts()
        for claim in event.claims:
            assert claim.span.text in card.locator(".claims").inner_text()
        if event.killed and event.killed.speaker:
            assert event.killed.speaker.text in card.locator(".numbers").first.inner_text()


def test_a_cluster_opens(opened: Open) -> None:
    page = opened(list(articles(60)))
    ring = page.locator(".pin[data-key^=c]").first
    before = page.evaluate("map_dateline.getZoom()")
    ring.click()
    until(page, f"map_dateline.getZoom() > {before}")


def test_a_cluster_is_named_after_its_heaviest_incident(opened: Open) -> None:
    parsed = list(articles(60))
    page = opened(parsed)
    incidents = {e.headline: e for one in parsed for e in one.events if e.location and e.layer is Layer.INCIDENT}
    label = page.locator(".pin[data-key^=c]").first.get_attribute("aria-label") or ""
    headline, total = label.split(" (+")[0], int(label.split(" (+")[1].split(")")[0]) + 1
    assert headline in incidents
    assert f"{total} events: " in label


def test_background_comes_last_and_does_not_stretch_the_histogram(opened: Open) -> None:
    parsed = list(articles(6))  # a longer list is made as it is scrolled
    event = next(e for e in parsed[0].events if e.location and e.date)
    old = DateRange(dt.date(1890, 5, 1), dt.date(1890, 5, 1))
    past = dataclasses.replace(event, event_id="past", headline="Long ago", layer=Layer.BACKGROUND, date=old)
    nowhere = dataclasses.replace(event, event_id="nowhere", headline="Somewhere", location=None)
    parsed[0] = dataclasses.replace(parsed[0], events=(*parsed[0].events, past, nowhere))
    page = opened(parsed)
    items = page.locator("#events > li").all_inner_texts()
    assert "Long ago" in items[items.index("Background") + 1]
    assert items.index("Not located") > items.index("Background")
    assert "1890" not in page.locator(".time-head").inner_text()


def test_many_events_at_one_place_are_listed(opened: Open) -> None:
    one = next(made for made in articles(50) if made.events[0].location and made.events[0].location.relation is None)
    event = one.events[0]
    events = tuple(dataclasses.replace(event, event_id=f"e{k}", headline=f"Number {k}") for k in range(5000))
    page = opened([dataclasses.replace(one, events=events)])
    page.locator(".pin[data-key^=s]").click()
    expect(page.locator(".event-popup h3")).to_have_text("5,000 events")
    assert page.locator(".spot-list button.row").count() == 100
    page.locator(".spot-list button.row").nth(7).click()
    expect(page.locator(".event-popup h3")).to_contain_text("Number")


def test_a_few_events_at_one_place_are_spread(opened: Open) -> None:
    one = next(made for made in articles(50) if made.events[0].location)
    events = tuple(dataclasses.replace(one.events[0], event_id=f"e{k}", headline=f"Number {k}") for k in range(5))
    page = opened([dataclasses.replace(one, events=events)])
    pins = page.locator(".pin[data-key^=e]")
    assert pins.count() == 5
    boxes = [pins.nth(k).bounding_box() for k in range(5)]
    centres = {(round(box["x"]), round(box["y"])) for box in boxes if box}
    assert len(centres) == 5
    for k in range(5):
        pins.nth(k).click()
        expect(page.locator(".event-popup h3")).to_have_text(f"Number {k}")
        page.keyboard.press("Escape")  # the popup may lie over its neighbours


def test_search_and_filters_narrow_list_and_map_alike(opened: Open) -> None:
    parsed = list(articles(40))
    page = opened(parsed)
    total = sum(len(one.events) for one in parsed)
    expect(page.locator(".status")).to_contain_text(f"{total} events")
    page.fill("#search", "BAKERS")
    bakers = sum("bakers" in event.headline for one in parsed for event in one.events)
    expect(page.locator(".status")).to_contain_text(f"{bakers} of {total} events")
    assert all("bakers" in text for text in page.locator("#events .row-head").all_inner_texts())
    page.fill("#search", "")
    expect(page.locator(".status")).to_contain_text(f"{total} events")
    page.click(".filters summary")
    page.locator("label.chip", has_text="protest").click()
    expect(page.locator(".status")).to_contain_text(f"{total - bakers} of {total} events")
    page.fill("#search", "no such words anywhere")
    expect(page.locator(".status")).to_contain_text("None of the")
    page.click("#clear")
    expect(page.locator(".status")).to_contain_text(f"{total} events")


def test_time_narrows_and_plays(opened: Open) -> None:
    page = opened(list(articles(40)))
    everything = page.evaluate("document.querySelector('.status').textContent")
    handle = page.locator("input.edge.to")
    handle.focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(page.locator(".status")).to_contain_text(" of ")
    assert "to=" in page.evaluate("location.hash")
    page.keyboard.press("End")
    expect(page.locator(".status")).to_have_text(everything)
    page.click(".play")
    expect(page.locator(".status")).to_contain_text(" of ")
    page.click(".play")


def test_a_link_brings_back_view_filter_and_selection(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few)
    page.locator("#events button.row").nth(2).click()
    page.fill("#search", "in")
    until(page, "location.hash.includes('q=in')")
    hash_, headline = page.evaluate("location.hash"), page.locator(".event-popup h3").inner_text()
    again = opened(few, hash_)
    expect(again.locator(".event-popup h3")).to_have_text(headline)
    assert again.input_value("#search") == "in"
    assert row_ids(again) == row_ids(page)
    assert again.evaluate("map_dateline.getZoom()") == page.evaluate("map_dateline.getZoom()")


def test_broken_links_open_the_whole_map(opened: Open, few: list[ParsedArticle]) -> None:
    for fragment in ("#map=a/b/c&from=9999-99-99&event=none&without=x", "#%E0%A4%A", "#map=99/99/999&tab=<b>"):
        assert shown(opened(few, fragment)) > 0


def test_what_is_shown_is_copied(opened: Open) -> None:
    parsed = [hostile("=1+1"), article(3)]
    page = opened(parsed, permissions=["clipboard-read", "clipboard-write"])
    page.click(".share-menu summary")
    page.click("[data-action=geojson]")
    expect(page.locator("#notice")).to_contain_text("GeoJSON")
    collection = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert len(collection["features"]) == shown(page)
    page.click(".share-menu summary")
    page.click("[data-action=csv]")
    expect(page.locator("#notice")).to_contain_text("CSV")
    rows = list(csv.DictReader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
    assert len(rows) == shown(page)
    assert rows[0]["headline"] in {"'=1+1"} | {event.headline for event in parsed[1].events}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_a_copy_reads_like_the_file(opened: Open, tmp_path: Path) -> None:
    parsed = list(articles(30))
    page = opened(parsed, permissions=["clipboard-read", "clipboard-write"])
    page.click(".share-menu summary")
    page.click("[data-action=geojson]")
    expect(page.locator("#notice")).to_contain_text("GeoJSON")
    path = tmp_path / "copied.geojson"
    path.write_text(page.evaluate("navigator.clipboard.readText()"), encoding="utf-8")
    copied = json.loads(path.read_text(encoding="utf-8"))["features"][0]["properties"]
    columns = [field.name for field in layers.FIELDS["events"]]
    assert list(copied) == [name for name in columns if name in copied]
    found = layers.read(path).events.set_index("event_id").sort_index()
    written = layers.build(parsed).events.set_index("event_id").sort_index()
    for name in set(copied) - {"event_id"}:
        assert found[name].equals(written[name]), name
    page.click(".share-menu summary")
    page.click("[data-action=csv]")
    expect(page.locator("#notice")).to_contain_text("CSV")
    header = page.evaluate("navigator.clipboard.readText()").split("\r\n")[0]
    assert header == ",".join(copied)


def colours(picture: Path | bytes) -> Counter[tuple[int, int, int]]:
    """Count the pixels of a picture by their colour."""
    raw = (
        Image.open(io.BytesIO(picture.read_bytes() if isinstance(picture, Path) else picture)).convert("RGB").tobytes()
    )
    return Counter(zip(raw[::3], raw[1::3], raw[2::3], strict=True))


def size_of(picture: Path) -> tuple[int, int]:
    return Image.open(io.BytesIO(picture.read_bytes())).size


def has(found: Counter[tuple[int, int, int]], event_class: EventClass, least: int = 40) -> bool:
    """Say whether a picture shows the colour of a class, by more pixels than the edge of something else has."""
    name = SYMBOLS[event_class][0]
    return found[int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)] >= least


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_the_saved_picture_shows_events_and_legend(
    opened: Open, few: list[ParsedArticle], tmp_path: Path, size: dict[str, int]
) -> None:
    page = opened(few, viewport=size, accept_downloads=True)
    page.click(".share-menu summary")
    with page.expect_download() as download:
        page.click("[data-action=png]")
    download.value.save_as(tmp_path / "view.png")
    found = colours(tmp_path / "view.png")
    # Clusters and legend show every class that is on the page, the legend also where it is folded.
    for event_class in {event.event_class for one in few for event in one.events}:
        assert has(found, event_class), event_class
    assert found[0xF3, 0xF0, 0xEA] > 10_000  # land
    assert found[0xDB, 0xE4, 0xE8] > 10_000  # water


def test_a_class_that_is_filtered_out_is_not_in_the_picture(opened: Open) -> None:
    parsed = list(articles(9))
    picture = "#map=2/20/10&without="
    everything, without = (opened(parsed, picture + names).locator("#map_dateline") for names in ("", "disaster"))
    for page in (everything, without):
        page.page.evaluate("document.querySelector('.legend').remove()")
    assert has(colours(everything.screenshot()), EventClass.DISASTER)
    assert not has(colours(without.screenshot()), EventClass.DISASTER)


def test_a_chosen_area_is_hatched_and_from_inside_only_tinted(opened: Open) -> None:
    one = next(made for made in articles(60) if made.events[0].location and made.events[0].location.geo_precision == 3)
    one = dataclasses.replace(one, events=one.events[:1])
    page = opened([one])
    page.locator("#events button.row").first.click()
    expect(page.locator("path.area.chosen")).to_have_count(1)
    assert page.locator("path.area.wide").count() == 0
    page.evaluate("map_dateline.setZoom(12, {animate: false})")
    until(page, "document.querySelectorAll('path.area.wide').length === 1")


def test_the_page_says_that_it_shows_the_heaviest_only(
    opened: Open, monkeypatch: pytest.MonkeyPatch, few: list[ParsedArticle]
) -> None:
    few_of_them = functools.partial(selection.select, at_most=5)
    monkeypatch.setattr(importlib.import_module("geo.maps.build"), "select", few_of_them)
    page = opened(few)
    expect(page.locator(".heaviest")).to_contain_text("Of 18 events, this page shows the 5 that weigh most")
    expect(page.locator(".status")).to_contain_text("5 of 18 events")
    assert shown(page) == 5


def test_text_and_map_point_at_each_other(opened: Open) -> None:
    parsed = article(1)
    page = opened([parsed])
    page.click("#tab-reading")
    told = page.locator(".reading .told")
    assert told.count() >= 1
    assert page.locator(".reading").inner_text().split() == parsed.article.text.split()
    told.first.click()
    expect(told.first).to_have_class(
        "told c-" + page.evaluate("document.querySelector('.told').className.match(/c-(\\w+)/)[1]") + " selected"
    )
    expect(page.locator(".event-popup h3")).to_be_visible()
    names = page.locator(".reading .toponym").all_inner_texts()
    assert {toponym.span.text for toponym in parsed.toponyms} == set(names)


def test_a_title_that_opens_the_text_is_its_heading_and_told_once(opened: Open, few: list[ParsedArticle]) -> None:
    first = few[0].article
    title = first.text.split("\n", 1)[0]
    for known, times in ((title, 1), ("Another title", 2)):
        changed = dataclasses.replace(few[0], article=dataclasses.replace(first, title=known))
        page = opened([changed, *few[1:]], "#tab=reading")
        expect(page.locator(".reading h2")).to_have_text(known)
        expect(page.locator(".reading h2, .reading p", has_text=title)).to_have_count(1)
        assert page.locator(".reading h2, .prose p:first-child").count() == times


def test_a_corpus_shows_the_article_of_the_chosen_event(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few)
    page.locator("#events button.row").nth(3).click()
    page.click("text=Read in the article")
    expect(page.locator(".reading .told.selected").first).to_be_visible()


def test_on_a_phone_the_list_is_a_sheet(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    top = "document.getElementById('panel').getBoundingClientRect().top"
    assert page.evaluate(top) == 422
    expect(page.locator("#events button.row").first).to_be_in_viewport()
    page.tap("#grip")
    until(page, f"{top} < 100")
    page.tap("#grip")
    until(page, f"{top} > 600")
    page.tap("#grip")
    until(page, f"{top} === 422")
    page.locator("#events button.row").nth(1).tap()
    expect(page.locator(".event-popup h3")).to_be_in_viewport()


def test_dark_where_the_system_is_dark(opened: Open) -> None:
    ground = "getComputedStyle(document.getElementById('panel')).backgroundColor"
    pixel = "[...document.querySelector('.leaflet-basemap-pane canvas').getContext('2d').getImageData(5, 5, 1, 1).data]"
    light, dark = opened([article(1)]), opened([article(1)], color_scheme="dark")
    assert light.evaluate(ground) != dark.evaluate(ground)
    assert sum(light.evaluate(pixel)) > sum(dark.evaluate(pixel)) + 200


def test_no_motion_where_the_system_asks_for_none(opened: Open) -> None:
    page = opened([article(1)], reduced_motion="reduce")
    assert page.evaluate("map_dateline.options.zoomAnimation") is False
    assert page.evaluate("getComputedStyle(document.querySelector('.pin .symbol')).transitionDuration") == "0s"


def test_it_prints_map_and_list(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few)
    page.emulate_media(media="print")
    assert page.locator(".tools").is_hidden()
    assert page.locator("#events button.row").last.is_visible()
    assert len(page.pdf()) > 20_000


def test_nothing_found_is_said(opened: Open) -> None:
    page = opened([ParsedArticle(Article("quiet", "Nothing happened."))])
    expect(page.locator(".status")).to_have_text("No events were found in this text.")


@pytest.fixture
def served(browser: Browser) -> Iterator[Callable[[list[ParsedArticle]], tuple[Page, list[Request], list[bytes]]]]:
    """Open a map at a web address; tiles are those of the list, none while it is empty. Returns the requests, too."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})

    def open_page(parsed: list[ParsedArticle]) -> tuple[Page, list[Request], list[bytes]]:
        asked: list[Request] = []
        tiles: list[bytes] = []
        html = maps.build(parsed).get_root().render()

        def answer(route: Route) -> None:
            if route.request.url.startswith("https://newsroom.example/"):
                route.fulfill(body=html, content_type="text/html")
                return
            asked.append(route.request)
            if tiles:
                route.fulfill(body=tiles[0], content_type="image/png")
            else:
                route.abort("internetdisconnected")

        context.route("**/*", answer)
        page = context.new_page()
        page.goto("https://newsroom.example/maps/secret-name.html")
        page.wait_for_selector("html[data-ready]")
        return page, asked, tiles

    yield open_page
    context.close()


def test_online_tiles_come_when_chosen_and_say_where_they_are_shown(served: Any) -> None:
    page, asked, tiles = served([article(1)])
    assert asked == []
    picture = io.BytesIO()
    Image.new("RGB", (256, 256), "#123456").save(picture, "PNG")
    tiles.append(picture.getvalue())
    button = page.locator("#tiles")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    assert {request.url.split("/")[2] for request in asked} == {"tile.openstreetmap.org"}
    # The service learns the site, which it demands, and not the page.
    assert {request.all_headers().get("referer") for request in asked} == {"https://newsroom.example/"}
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator(".leaflet-control-attribution")).not_to_contain_text("OpenStreetMap")


def test_without_a_network_the_page_says_so_and_goes_back_to_its_own_map(served: Any) -> None:
    page, asked, tiles = served([article(1)])
    button = page.locator("#tiles")
    button.click()
    expect(page.locator("#notice")).to_contain_text("no tile came from tile.openstreetmap.org")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert asked
    assert page.locator("#map_dateline.tiled").count() == 0
    # When the network is back, so is the choice.
    picture = io.BytesIO()
    Image.new("RGB", (256, 256)).save(picture, "PNG")
    tiles.append(picture.getvalue())
    button.click()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_an_open_page_follows_its_address(opened: Open, few: list[ParsedArticle]) -> None:
    page = opened(few)
    everything = shown(page)
    event = next(event for one in few for event in one.events if event.location)
    box = page.locator(f".filters input[name=class][value={event.event_class}]")
    page.evaluate(f"location.hash = 'map=5/10/20&without={event.event_class}'")
    until(page, f"document.querySelectorAll('#events button.row').length < {everything}")
    assert page.evaluate("map_dateline.getZoom()") == 5
    assert not box.is_checked()
    # The box works on after the address has set it.
    box.evaluate("box => box.click()")
    until(page, f"document.querySelectorAll('#events button.row').length === {everything}")
    page.evaluate(f"location.hash = 'event={event.event_id}&tab=reading'")
    expect(page.locator(".event-popup h3")).to_have_text(event.headline)
    expect(page.locator("#panel-reading")).to_be_visible()
    page.evaluate("location.hash = 'q=no such words'")
    expect(page.locator(".status")).to_contain_text("None of the")
    expect(page.locator(".event-popup")).to_have_count(0)
    assert page.input_value("#search") == "no such words"
    expect(page.locator("#panel-events")).to_be_visible()


def test_without_scripts_the_events_are_listed(opened: Open, few: list[ParsedArticle]) -> None:
    parsed = [*few, hostile("</noscript><img src=x onerror='window.pwned=1'>")]
    page = opened(parsed, ready=False, java_script_enabled=False)
    items = page.locator(".without-script li")
    headlines = [event.headline for one in parsed for event in one.events]
    assert sorted(items.locator("b").all_inner_texts()) == sorted(headlines)
    unplaced = sum(event.location is None for one in parsed for event in one.events)
    assert sum("place not known" in item for item in items.all_inner_texts()) == unplaced
    expect(page.locator(".without-script")).to_contain_text("need JavaScript")
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Open, few: list[ParsedArticle], size: dict[str, int], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(few, viewport=size, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    page.locator("#events button.row").first.evaluate("row => row.click()")
    page.wait_for_selector(".event-popup h3")
    for tab in ("events", "reading"):
        page.locator(f"#tab-{tab}").evaluate("tab => tab.click()")
        found = Axe().run(page).response["violations"]
        grave = [
            (each["id"], [node["target"] for node in each["nodes"]])
            for each in found
            if each["impact"] in {"serious", "critical"}
        ]
        assert grave == []


def test_hostile_texts_are_shown_and_never_run(opened: Open) -> None:
    parsed = [hostile(text) for text in TEXTS]
    page = opened(parsed)
    rows = page.locator("#events button.row")
    for at in range(rows.count()):
        rows.nth(at).evaluate("row => row.click()")
        page.wait_for_selector(".event-popup .card")
        assert page.evaluate("window.pwned") is None
    assert rows.count() == len(TEXTS)
    heads = set(page.eval_on_selector_all("#events .row-head", "heads => heads.map(head => head.textContent)"))
    assert heads == {text.encode("utf-8", "replace").decode() for text in TEXTS}
    page.click("#tab-reading")
    page.wait_for_selector(".reading p")
    assert page.evaluate("window.pwned") is None
    # All but the link of the page to itself.
    links = page.eval_on_selector_all("a[href]:not(.whole)", "links => links.map(link => link.getAttribute('href'))")
    assert all(link.startswith(("#", "http:", "https:")) for link in links if link)


@pytest.mark.parametrize("text", TEXTS[:12])
def test_a_hostile_headline_of_the_page_never_runs(opened: Open, text: str) -> None:
    page = opened([hostile(text)])
    assert page.evaluate("window.pwned") is None
    assert page.locator("h1").text_content() == text


def test_pictures_show_events_with_and_without_a_browser(tmp_path: Path, few: list[ParsedArticle]) -> None:
    built = layers.build(few)
    pictures = [
        maps.save_png(few, tmp_path / "browser.png"),
        maps.static([*few, hostile("$x^$ \\frac")], tmp_path / "plot.png"),
        maps.static([], tmp_path / "redrawn.png", layers=built),
    ]
    for path in pictures:
        assert size_of(path) == (1440, 900)
        found = colours(path)
        for event_class in {event.event_class for one in few for event in one.events if event.location}:
            assert has(found, event_class, least=15), (path.name, event_class)


def test_hostile_file_names_open(opened: Open, tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        # What no file can be called is left out; all else stays as it is.
        name = text.replace("/", "").replace("\0", "").encode("utf-8", "ignore").decode()[:80].strip(".")
        path = maps.save([article(1)], tmp_path / str(number) / f"{name}.html")
        assert [file.name for file in path.parent.iterdir()] == [f"{name}.html"]
        page = opened(path)
        assert page.evaluate("window.pwned") is None
        assert shown(page) > 0
        page.context.close()
