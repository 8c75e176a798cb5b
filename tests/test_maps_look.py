"""How a map is made to look: title, tiles, theme and language, by the command and in Python."""

import json
from pathlib import Path

import pytest
from browsing import Open
from generate import article, articles
from test_maps_page import Page
from typer.testing import CliRunner

from geo import layers, maps
from geo.cli import app
from geo.errors import InputError


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """Return a layer to draw again, which takes less time than reading an article."""
    layers.write(layers.build(articles(3)), tmp_path / "events.geojson")
    return tmp_path / "events.geojson"


def test_the_command_takes_title_language_tiles_and_theme(events: Path, tmp_path: Path) -> None:
    tiles = "https://tiles.example.org/{z}/{x}/{y}.png © The Example"
    title = "Tea & <Cake>"
    options = [
        "--title",
        title,
        "--language",
        "de",
        "--tiles",
        tiles,
        "--theme",
        "dark",
        "--out",
        str(tmp_path / "out"),
    ]
    done = CliRunner().invoke(app, ["map", str(events), *options])
    assert done.exit_code == 0, done.output
    text = (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.blocks["page"]["title"] == title
    assert page.blocks["page"]["titled"] is True
    assert page.blocks["page"]["labels"]["legend"] == "Legende"
    assert page.blocks["page"]["tiles"]["attribution"] == "© The Example"
    assert "https://tiles.example.org" in str(page.meta["Content-Security-Policy"])
    assert '<meta name="color-scheme" content="dark">' in text


def test_tiles_are_told_in_one_line() -> None:
    assert maps.Tiles.parse("none") is None
    bare = maps.Tiles.parse("https://tiles.example.org/{z}/{x}/{y}.png")
    assert bare
    assert bare.attribution == "tiles.example.org"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--theme", "pink"), "there is no theme 'pink': choose one of auto, light, dark"),
        (("--language", "xx"), "no words in the language 'xx'"),
        (("--tiles", "ftp://tiles.example"), "is no address of tiles"),
    ],
)
def test_what_is_not_known_is_refused_before_anything_is_read(
    events: Path, tmp_path: Path, options: tuple[str, str], message: str
) -> None:
    events.write_text("no layer")
    done = CliRunner().invoke(app, ["map", str(events), *options, "--out", str(tmp_path / "out")])
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)
    assert not (tmp_path / "out").exists()


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
