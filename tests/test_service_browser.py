"""The service's page in a real browser that reaches nothing else: paste, drop, feed, watch, map, download."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import SCRIPTS
from loopback import serving
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from serving import Service, service

from geo.maps.picture import chromium

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1"])]
TEXT = "KABUL, Afghanistan - At least three people were killed when a bomb exploded in Kabul on Monday, police said."
WAIT_MS = 60_000
DROP = """([name, text]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type: "text/plain" }));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    place = tmp_path_factory.mktemp("page")
    with service(place / "news.gpkg", "--allow-private", log=place / "log") as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    command = chromium()
    if command is None:
        pytest.fail("Chromium is missing: run tests/install-browser.sh, or leave these tests out: -m 'not browser'")
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        yield started
        started.close()
    expect.set_options(timeout=5_000)


@pytest.fixture
def page(browser: Browser, running: Service) -> Iterator[Page]:
    """Open the page; whatever asks for another host is a complaint, as is every message of the console."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)

    def only_the_service(route: Route) -> None:
        if route.request.url.startswith((running.url("/"), "data:", "blob:")):
            route.continue_()
        else:
            complaints.append(route.request.url)
            route.abort()

    context.route("**/*", only_the_service)
    opened = context.new_page()
    opened.set_default_timeout(WAIT_MS)
    opened.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    opened.goto(running.url("/"))
    opened.wait_for_selector("html[data-ready]")
    yield opened
    context.close()
    # The browser itself notes each answer that says no.
    assert [one for one in complaints if "Failed to load resource" not in one] == []


def finished(page: Page, at: int = 0) -> None:
    expect(page.locator("#jobs li").nth(at)).to_have_attribute("data-state", "done")


def test_pasted_text_is_on_the_map_and_can_be_downloaded(page: Page, tmp_path: Path) -> None:
    page.get_by_label("The article").fill(TEXT)
    page.get_by_label("Published").fill("2025-04-04")
    page.get_by_role("button", name="Put on the map").click()
    expect(page.locator("#jobs progress")).to_be_visible()
    finished(page)
    expect(page.locator("#jobs li .quiet")).to_contain_text("1 of 1 parsed")
    inside = page.frame_locator("#map")
    expect(inside.locator("#events button.row").first).to_contain_text("Kabul")
    inside.locator("#events button.row").first.click()
    expect(inside.locator(".event-popup h3")).to_be_visible()
    expect(inside.locator(".event-popup")).to_contain_text("bomb exploded")
    page.get_by_label("Format of the download").select_option("gpkg")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download").click()
    file = tmp_path / "events.gpkg"
    started.value.save_as(file)
    import geopandas

    assert list(geopandas.read_file(file, layer="events")["place_name"]) == ["Kabul"]


def test_the_page_opens_on_what_there_is(page: Page, browser: Browser, tmp_path: Path) -> None:
    # On the store that the test before has filled: on its map.
    expect(page.locator("#shown")).to_have_text("All articles")
    expect(page.frame_locator("#map").locator("#events button.row").first).to_be_visible()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    # On an empty one: on what to do, with nothing to press that would lead nowhere.
    with service(tmp_path / "empty.gpkg", log=tmp_path / "log") as empty:
        other = browser.new_page()
        other.goto(empty.url("/"))
        other.wait_for_selector("html[data-ready]")
        expect(other.locator("#empty")).to_contain_text("Paste one on the left")
        for name in ("#download", "#whole", "#all", "#format"):
            expect(other.locator(name)).to_be_hidden()
        other.close()


def test_dropped_files_and_the_lists(page: Page) -> None:
    page.evaluate(DROP, ["strike.txt", "Workers went on strike in Oslo on Tuesday, and two people were arrested."])
    finished(page)
    page.get_by_label("Search").fill("Oslo")
    expect(page.locator("#matched")).to_have_text("1 articles")
    page.locator("#found button").first.click()
    expect(page.frame_locator("#map").locator("body")).to_contain_text("Oslo")
    page.get_by_role("tab", name="Events").click()
    expect(page.locator("#found li").first).to_contain_text("Oslo")
    page.evaluate(DROP, ["broken.jsonl", "this is no JSON"])
    expect(page.locator("#message")).to_contain_text("broken.jsonl")


def test_a_feed_is_read_while_one_watches(page: Page) -> None:
    with serving() as site:
        story = (
            "<html><body><article><h1>{0}</h1><p>"
            + "Police said a bomb exploded in {0} on Monday. " * 12
            + "</p></article>"
        )
        towns = ["Manila", "Lima", "Lagos"]
        for town in towns:
            site.pages[f"/{town}"] = (200, {"Content-Type": "text/html"}, story.format(town).encode())
        items = "".join(f"<item><title>{town}</title><link>{site.url('/' + town)}</link></item>" for town in towns)
        feed = f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"
        site.pages["/feed"] = (200, {}, feed.encode())
        page.get_by_role("tab", name="Feed").click()
        page.get_by_label("Address of a feed").fill(site.url("/feed"))
        page.get_by_role("button", name="Put on the map").click()
        expect(page.locator("#jobs li .quiet")).to_contain_text("reading")
        finished(page)
        expect(page.locator("#jobs li .quiet")).to_contain_text("3 of 3 parsed")
    for town in towns:
        expect(page.frame_locator("#map").locator("#events")).to_contain_text(town)


def test_hostile_text_stays_text(page: Page) -> None:
    for script in SCRIPTS[:4]:
        page.evaluate(DROP, [f"{script}.txt", f"{script} A bomb exploded in Cairo on Monday, killing two. {script}"])
    for at in range(4):
        finished(page, at)
    page.get_by_role("button", name="All articles").click()
    expect(page.frame_locator("#map").locator("#events")).to_contain_text("Cairo")
    page.get_by_role("tab", name="Events").click()
    expect(page.locator("#found li").first).to_be_visible()
    assert page.evaluate("window.pwned") is None
    for frame in page.frames:
        assert frame.evaluate("window.pwned") is None


def test_what_is_wrong_is_said(page: Page, running: Service) -> None:
    page.get_by_role("button", name="Put on the map").click()
    expect(page.locator("#message")).to_have_text("There is nothing to hand in yet.")
    page.get_by_role("tab", name="Address").click()
    page.get_by_label("Address of an article").fill(running.url("/nothing"))
    page.get_by_role("button", name="Put on the map").click()
    expect(page.locator("#message")).to_contain_text("HTTP 404")


def test_it_can_be_used_by_keyboard_and_read_aloud(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.get_by_role("tab", name="Text").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Files")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("The article")).to_be_visible()
    found = Axe().run(page, options={"iframes": False})
    assert [(one["id"], one["impact"]) for one in found.response["violations"]] == []
