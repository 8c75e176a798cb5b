"""How a map is made to look: title, tiles, theme and language, by the command and in Python."""

import json
import re
from pathlib import Path

import pytest
from browsing import Open
from conftest import Run
from generate import article, articles
from test_maps_page import Page

from geo import layers, maps
from geo.errors import InputError


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Return a layer to draw again, which takes less time than reading an article."""
    layers.write(layers.build(articles(3)), tmp_path / "events.geojson")
    return tmp_path / "events.geojson"


def test_the_command_takes_title_language_tiles_and_theme(dateline: Run, events: Path, tmp_path: Path) -> None:
    tiles = "https://tiles.example.org/{z}/{x}/{y}.png © The Example"
    title = "Tea & <Cake>"
    done = dateline("map", events, "--title", title, "--language", "de", "--tiles", tiles, "--theme", "dark")
    assert done.returncode == 0, done.stderr
    page = Page((tmp_path / "maps" / "map.html").read_text(encoding="utf-8"))
    assert page.blocks["page"]["title"] == title
    assert page.blocks["page"]["titled"] is True
    assert page.blocks["page"]["labels"]["legend"] == "Legende"
    assert page.blocks["page"]["tiles"]["attribution"] == "© The Example"
    assert "https://tiles.example.org" in str(page.meta["Content-Security-Policy"])
    assert dateline("map", events, "--tiles", "none").returncode == 0
    text = (tmp_path / "maps" / "map.html").read_text(encoding="utf-8")
    assert Page(text).blocks["page"]["tiles"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--theme", "pink"), "there is no theme 'pink': choose one of auto, light, dark"),
        (("--language", "xx"), "no words in the language 'xx'"),
        (("--tiles", "ftp://tiles.example"), "is no address of tiles"),
    ],
)
def test_what_is_not_known_is_one_line_and_nothing_is_read(
    dateline: Run, events: Path, tmp_path: Path, options: tuple[str, str], message: str
) -> None:
    done = dateline("map", events, *options)
    assert done.returncode > 0
    assert re.fullmatch(rf"dateline: .*{re.escape(message)}.*\n", done.stderr)
    assert not (tmp_path / "maps").exists()


def test_a_theme_holds_for_every_reader() -> None:
    for theme, scheme in (("auto", "light dark"), ("light", "light"), ("dark", "dark")):
        text = maps.build([article(1)], theme=theme).get_root().render()  # type: ignore[arg-type]
        assert f'<meta name="color-scheme" content="{scheme}">' in text
    with pytest.raises(InputError, match="no theme"):
        maps.build([article(1)], theme="pink")  # type: ignore[arg-type]


@pytest.mark.browser
def test_a_dark_theme_is_dark_by_day(opened: Open) -> None:
    ground = "getComputedStyle(document.getElementById('panel')).backgroundColor"
    auto = opened([article(1)], color_scheme="light").evaluate(ground)
    assert opened([article(1)], made={"theme": "dark"}, color_scheme="light").evaluate(ground) != auto
    assert opened([article(1)], made={"theme": "light"}, color_scheme="dark").evaluate(ground) == auto


@pytest.mark.browser
def test_the_newest_come_first_where_that_is_wanted(opened: Open) -> None:
    page = opened(list(articles(6)), "#order=newest")
    events = json.loads(page.locator("#dateline-events").text_content() or "")
    numbers = "all => all.map(row => Number(row.dataset.row))"
    rows = page.eval_on_selector_all("#events button.row", numbers)
    news = [events[row]["from"] for row in rows if events[row]["at"] and events[row]["layer"] != "background"]
    days = [day for day in news if day]
    assert days == sorted(days, reverse=True)
    page.click("#order")
    assert "order=" not in page.evaluate("location.hash")
    assert [
        int(r) for r in page.eval_on_selector_all("#events button.row", "all => all.map(r => r.dataset.row)")
    ] != rows
