"""The map inside another page, and what others show of a link to it."""

import html
import html.parser
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Open, until
from conftest import Run
from generate import article, articles
from hostile import TEXTS
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from test_maps_page import Page as Parsed
from test_maps_page import hostile
from test_maps_sight import all_in_sight, located

from geo import layers, maps
from geo.errors import InputError
from geo.maps import sharing

SMALL = {"width": 300, "height": 300}


class Head(html.parser.HTMLParser):
    """The tags of Open Graph, and the frames of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: dict[str, str] = {}
        self.frames: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name = known.get("property") or known.get("name")
        if tag == "meta" and name:
            self.tags[name] = known.get("content") or ""
        if tag == "iframe":
            self.frames.append(known)


def test_the_command_prints_a_frame_and_writes_what_links_show(dateline: Run, tmp_path: Path) -> None:
    layers.write(layers.build(articles(2)), tmp_path / "events.geojson")
    done = dateline(
        "map", tmp_path / "events.geojson", "--embed", "--png", "--title", "Tea & \"Cake\"",
        "--address", "https://newsroom.example/maps/map.html",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (frame,) = Head(done.stdout).frames
    assert frame["src"] == "https://newsroom.example/maps/map.html#embed"
    assert frame["title"] == 'Tea & "Cake"'
    assert frame["sandbox"] == "allow-scripts allow-popups"
    assert len(done.stdout.splitlines()) == 1
    tags = Head((tmp_path / "maps" / "map.html").read_text(encoding="utf-8")).tags
    assert tags["og:title"] == 'Tea & "Cake"'
    assert tags["og:description"].startswith("6 events")
    assert tags["og:image"] == "https://newsroom.example/maps/share.png"
    assert tags["og:url"] == "https://newsroom.example/maps/map.html"
    with Image.open(tmp_path / "maps" / "share.png") as picture:
        assert picture.size == sharing.SHARE_SIZE


def test_without_a_picture_none_is_named_and_without_an_address_it_is_beside() -> None:
    assert "og:image" not in Head(maps.build([article(1)]).get_root().render()).tags
    shared = maps.Shared(picture="share.png")
    assert Head(maps.build([article(1)], shared=shared).get_root().render()).tags["og:image"] == "share.png"
    assert maps.Shared("https://news.example/a?b=1#c").beside("share.png") == "https://news.example/share.png"
    assert maps.Shared("https://news.example/a/").beside("share.png") == "https://news.example/a/share.png"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "map.html", 'https://a.example/"><script>', "file:///a"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="is no address of a map"):
        maps.Shared(address)


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_titles_stay_in_their_attributes(text: str) -> None:
    head = Parsed(sharing.tags(text, text, maps.Shared(picture="share.png")))
    assert set(head.tags) == {"meta"}
    assert head.links == []
    frame = Parsed(sharing.frame(text, "map.html"))
    assert frame.tags == ["iframe"]
    assert frame.links == ["map.html#embed"]
    assert len(sharing.frame(text, "map.html").splitlines()) == 1


@pytest.mark.browser
@pytest.mark.parametrize("size", [SMALL, {"width": 800, "height": 450}, {"width": 320, "height": 200}])
def test_an_embedded_map_is_the_map_and_a_link_to_the_whole(opened: Open, size: dict[str, int]) -> None:
    page = opened(located([(60.2, 24.9), (-33.9, 18.4), (40.7, -74.0)]), "#embed", viewport=size)
    assert page.locator("#panel").is_hidden()
    assert page.locator(".tools").is_hidden()
    assert all_in_sight(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link = page.locator(".whole")
    expect(link).to_be_in_viewport()
    whole = link.get_attribute("href") or ""
    assert whole.partition("#")[2].startswith("map=")
    assert "embed" not in whole.partition("#")[2]
    assert "embed" in page.evaluate("location.hash")


@pytest.mark.browser
def test_a_story_is_told_in_a_small_frame(opened: Open) -> None:
    page = opened(located([(47.9, 33.4), (6.5, 3.4)]), "#embed&story=1", viewport=SMALL)
    expect(page.locator(".step h2")).to_be_in_viewport()
    expect(page.locator(".pin.selected")).to_be_in_viewport()
    page.click("#story-next")
    expect(page.locator(".step h2")).to_have_text("Number 1")
    until(page, "map_dateline.getBounds().contains([6.5, 3.4])")
    page.click("#embed-story")
    expect(page.locator("#panel")).to_be_hidden()


@pytest.fixture
def framed(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Open a page that shows a map in the frame that the command prints, and hears what it says."""
    maps.save([hostile("</iframe><script>parent.pwned=1</script>")], tmp_path / "map.html", tiles=None)
    frame = sharing.frame("A map", "map.html").replace('width="100%"', 'width="600"').replace('loading="lazy"', "")
    listen = "addEventListener('message', (event) => { window.heard = event.data; });"
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><script>{listen}</script>{frame}", encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    yield page
    context.close()


@pytest.mark.browser
def test_a_closed_frame_works_and_tells_its_height(framed: Page) -> None:
    inside = framed.frame_locator("iframe")
    expect(inside.locator("html[data-ready]")).to_be_attached(timeout=20_000)
    expect(inside.locator(".pin").first).to_be_visible()
    until(framed, "window.heard !== undefined")
    assert framed.evaluate("window.heard") == {"type": "dateline-height", "height": 372}
    assert framed.evaluate("window.pwned") is None
    inside.locator(".pin").first.click()
    expect(inside.locator(".event-popup h3")).to_be_visible()
