"""The page as a file: whole, small, deterministic, and closed to whatever the articles say."""

import dataclasses
import datetime as dt
import html.parser
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from generate import article, articles
from hostile import TEXTS

from geo import maps
from geo.errors import InputError, OutputError
from geo.maps import document, without_script
from geo.maps.document import Utf16
from geo.maps.packing import CLASSES, LAYERS
from geo.maps.page import asset
from geo.maps.words import labels
from geo.model import Article, ParsedArticle


class Page(html.parser.HTMLParser):
    """What a browser would find: scripts with their nonce, styles, and every other tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.blocks: dict[str, Any] = {}
        self.meta: dict[str, str | None] = {}
        self.tags: list[str] = []
        self.links: list[str] = []
        self._block: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append(tag)
        self.links += [str(attributes[name]) for name in ("src", "href") if attributes.get(name)]
        assert not any(name.startswith("on") for name in attributes)
        if tag == "script":
            self.scripts.append(attributes)
            self._block = attributes.get("id") if attributes.get("type") == "application/json" else None
        if tag == "meta" and "http-equiv" in attributes:
            self.meta[str(attributes["http-equiv"])] = attributes.get("content")

    def handle_data(self, data: str) -> None:
        if self._block:
            self.blocks[self._block.removeprefix("dateline-")] = json.loads(data)
            self._block = None


def page_of(parsed: list[ParsedArticle], **options: Any) -> Page:
    return Page(maps.build(parsed, **options).get_root().render())


def hostile(text: str) -> ParsedArticle:
    """Put the text into every field that an article, its source or a gazetteer fills."""
    parsed = article(7)
    event = parsed.events[0]
    location = event.location
    assert location is not None
    place = dataclasses.replace(location.place, name=text, admin1_name=text, country_name=text)
    span = dataclasses.replace(event.trigger, text=text)
    event = dataclasses.replace(
        event,
        event_id=text,
        headline=text,
        event_type=text,
        sub_event_type=text,
        trigger=span,
        evidence=(span,),
        location=dataclasses.replace(location, place=place, span=span, relation=text),
    )
    story = Article(id=text, text=text, title=text, url=text, source=text, published=dt.date(2025, 4, 4), language=text)
    return ParsedArticle(story, (), (event,))


def test_one_file_holds_everything_and_asks_for_nothing(tmp_path: Path) -> None:
    path = maps.save([article(0)], tmp_path / "map.html")
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.links == []
    assert "@import" not in text
    assert not re.search(r"url\((?!#|\s*data:|['\"]?#)[^)]*(?:http|//|images/)", text)
    assert path.stat().st_size <= 2_500_000
    assert list(tmp_path.iterdir()) == [path]


def test_the_policy_lets_only_this_page_s_scripts_run() -> None:
    page = page_of([article(0)])
    policy = str(page.meta["Content-Security-Policy"])
    nonce = re.search(r"script-src 'nonce-(\w+)'", policy)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert nonce
    for script in page.scripts:
        assert script.get("type") == "application/json" or script.get("nonce") == nonce[1]


def test_only_the_tile_host_may_be_asked() -> None:
    tiles = maps.Tiles("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "© <Example>")
    page = page_of([article(0)], tiles=tiles)
    assert "img-src data: blob: https://*.tiles.example.org;" in str(page.meta["Content-Security-Policy"])
    assert page.blocks["page"]["tiles"]["attribution"] == "© &lt;Example&gt;"
    assert "http" not in str(page_of([article(0)], tiles=None).meta["Content-Security-Policy"])
    for url in ("javascript:alert(1)", "https://a.example/;script-src *", "file:///etc/passwd", "tiles/{z}.png"):
        with pytest.raises(InputError):
            maps.Tiles(url + "' *", "")


def test_the_same_input_gives_the_same_bytes() -> None:
    parsed = list(articles(3))
    assert maps.build(parsed).get_root().render() == maps.build(parsed).get_root().render()


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_is_data_only(text: str) -> None:
    calm, page = page_of([article(7)]), page_of([hostile(text)], language="en")
    assert set(page.tags) == set(calm.tags)
    assert page.tags.count("script") == calm.tags.count("script")
    assert page.blocks["events"][0]["headline"] == text.encode("utf-8", "replace").decode()


def test_a_notebook_shows_it_in_a_closed_frame() -> None:
    shown = maps.build([hostile("</iframe><script>alert(1)</script>\"'")])._repr_html_()
    frame = Page(shown)
    assert frame.tags == ["iframe"]
    assert 'sandbox="allow-scripts ' in shown
    assert "allow-same-origin" not in shown


def test_every_translation_is_whole() -> None:
    table = json.loads((Path(maps.__file__).parent / "labels.json").read_text(encoding="utf-8"))
    counted = {key.removesuffix(".other") for key in table["en"] if f"{key.removesuffix('.other')}.one" in table["en"]}
    assert {"events", "articles"} <= counted
    for language, words in table.items():
        # Besides the words of English, the plurals that CLDR knows of the language.
        plurals = {f"{key}.{form}" for key in counted for form in Locale(language).plural_form.tags}
        assert words.keys() == table["en"].keys() | plurals, language
        for key, text in words.items():
            assert text or key == "date.precision.day", (language, key)
            base, _, form = key.rpartition(".")
            wanted = table["en"][f"{base}.other"] if base in counted else table["en"][key]
            # "One event" may do without its number.
            optional = {"{n}"} if base in counted and form in {"zero", "one", "two"} else set()
            found = set(re.findall(r"{\w+}", text))
            assert found | optional == set(re.findall(r"{\w+}", wanted)) | optional, (language, key)
    assert page_of([article(0)], language="de").blocks["page"]["labels"]["class.violence"] == "Gewalt"


def test_a_page_is_in_the_language_that_its_words_are_in() -> None:
    for language, word in (("en", "Legend"), ("de", "Legende"), ("de-AT", "Legende"), ("uk", "Легенда")):
        text = maps.build([article(0)], language=language).get_root().render()
        assert f'<html lang="{language}" dir="ltr">' in text
        assert Page(text).blocks["page"]["labels"]["legend"] == word
    assert '<html lang="ar" dir="rtl">' in maps.build([article(0)], language="ar").get_root().render()
    for language in ("xx", "", "en_GB", '"><script>'):
        with pytest.raises(InputError, match=r"no words in the language .*: choose one of en, de, fr, es, uk, ar$"):
            maps.build([article(0)], language=language)


def test_every_label_of_the_scripts_exists() -> None:
    table = json.loads((Path(maps.__file__).parent / "labels.json").read_text(encoding="utf-8"))
    scripts = "".join(path.read_text(encoding="utf-8") for path in Path(maps.__file__).parent.glob("assets/js/*.js"))
    for key in re.findall(r'say\("([\w.]+)"', scripts):
        assert key in table["en"]


def test_folium_layers_can_be_added() -> None:
    import folium

    events = maps.build([article(0)])
    folium.CircleMarker((10, 20), radius=5).add_to(events)
    text = events.get_root().render()
    assert "L.circleMarker" in text
    assert "map_dateline" in text


def test_marks_count_in_utf16() -> None:
    text = "🌍 Oslo 🌊🌊 end"
    units = Utf16(text)
    wide = text.encode("utf-16-le")
    for at in range(len(text) + 1):
        assert units.at(at) == len(text[:at].encode("utf-16-le")) // 2
    assert len(wide) // 2 == units.at(len(text))


def test_quotes_mark_the_words_that_say_so() -> None:
    parsed = article(3)
    page = page_of([parsed])
    for shown in page.blocks["events"]:
        event = next(event for event in parsed.events if event.event_id == shown["id"])
        marked = {quote["text"][s:e] for quote in shown["quotes"] for s, e, _ in quote["marks"]}
        assert event.trigger.text in marked
        if event.location:
            assert event.location.span.text in marked


def test_events_come_in_time_order_undated_last() -> None:
    events = page_of(list(articles(40))).blocks["events"]
    days = [event["from"] or "9999" for event in events]
    assert days == sorted(days)
    assert days[-1] == "9999"


def test_events_without_a_place_stay_on_the_page() -> None:
    parsed = list(articles(40))
    events = page_of(parsed).blocks["events"]
    assert len(events) == sum(len(one.events) for one in parsed)
    assert any(event["at"] is None for event in events)


def test_areas_are_polygons_of_their_events() -> None:
    page = page_of(list(articles(30)))
    events, areas = page.blocks["events"], page.blocks["areas"]
    drawn = {at for area in areas for at in area["events"]}
    assert drawn == {at for at, event in enumerate(events) if event["kind"] == "area"}
    assert all(area["geometry"]["type"] in {"Polygon", "MultiPolygon"} for area in areas)
    assert len({area["name"] for area in areas}) == len(areas)


def test_many_events_are_packed() -> None:
    parsed = list(articles(700, events_each=4))
    page = page_of(parsed)
    assert "events" not in page.blocks
    assert page.blocks["page"]["count"] == 2800
    assert len(page.blocks["chunks"]) == 6


@pytest.mark.parametrize(("latitude", "longitude"), [(float("nan"), 0), (91, 0), (0, 181), (float("inf"), 0)])
def test_coordinates_that_are_nowhere_are_refused(latitude: float, longitude: float) -> None:
    parsed = article(7)
    event = parsed.events[0]
    assert event.location
    broken = dataclasses.replace(event.location, latitude=latitude, longitude=longitude)
    events = (dataclasses.replace(event, location=broken),)
    with pytest.raises(InputError, match=event.event_id):
        maps.build([dataclasses.replace(parsed, events=events)])


def test_nothing_to_show_is_no_error(tmp_path: Path) -> None:
    maps.save([], tmp_path / "none.html")
    maps.save([ParsedArticle(Article("quiet", "Nothing happened."))], tmp_path / "quiet.html")


def test_a_place_that_cannot_be_written_to_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no directory")
    with pytest.raises(OutputError):
        maps.save([article(0)], tmp_path / "taken" / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_page_and_python_name_classes_alike() -> None:
    symbols = asset("js/symbols.js")
    declared = re.findall(r"^  (\w+): \{ shape: ", symbols, flags=re.MULTILINE)
    assert declared == CLASSES
    assert json.loads(re.search(r"const LAYERS = (\[.*?\]);", symbols)[1]) == LAYERS  # type: ignore[index]


def test_places_are_spelt_as_the_article_does() -> None:
    parsed = article(7)
    event = parsed.events[0]
    assert event.location
    toponym = next(each for each in parsed.toponyms if each.span == event.location.span)
    for name, shown in (("Al Something", event.location.span.text), (f"{event.location.span.text} County", None)):
        location = dataclasses.replace(event.location, place=dataclasses.replace(event.location.place, name=name))
        changed = dataclasses.replace(
            parsed, toponyms=(toponym,), events=(dataclasses.replace(event, location=location),)
        )
        (place,) = [each["place"] for each in page_of([changed]).blocks["events"]]
        assert (place["name"], place["official"]) == (shown or name, name)


def test_the_file_is_the_page_that_a_notebook_shows(tmp_path: Path) -> None:
    title = "\"Rain\" & 'wind' <in> Suva \ud800"
    path = maps.save([article(1)], tmp_path / "map.html", title=title)
    assert path.read_text(encoding="utf-8") == maps.build([article(1)], title=title).get_root().render()


def test_writing_a_map_does_not_wait_for_folium(tmp_path: Path) -> None:
    script = "import sys\nfrom geo import maps\nmaps.save([], sys.argv[1])\nprint('folium' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "map.html")], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
    assert (tmp_path / "map.html").stat().st_size > 100_000


@pytest.mark.parametrize(("count", "more"), [(500, None), (501, "1 more"), (2_500, "2,000 more")])
def test_without_scripts_a_page_of_many_events_lists_500_and_says_how_many_more(count: int, more: str | None) -> None:
    one = article(0, 1)
    entries = [document.Entry(one.events[0], 0, one.article)] * count
    page = without_script.listed("News", entries, labels("en"))
    assert page.count("<li>") == 500
    assert ("more, which need JavaScript" in page) == (more is not None)
    assert more is None or f"… and {more}" in page
