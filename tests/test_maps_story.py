"""The map as a story: steps that are made or read, gone through by button, key and swipe, and never run."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from browsing import PHONE, Open, until
from generate import article, articles
from hostile import TEXTS
from playwright.sync_api import Page, expect
from test_maps_page import Page as Parsed
from test_maps_page import hostile, page_of
from test_maps_sight import located
from typer.testing import CliRunner

from geo import gazetteer, layers, maps
from geo.cli import app
from geo.errors import InputError, SourceNotFound
from geo.maps import story
from geo.model import GeometryKind, Layer, ParsedArticle

PLACES = [(47.9, 33.4), (6.5, 3.4), (40.7, -74.0)]


def steps_of(parsed: list[ParsedArticle], **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page_of(parsed, **options).blocks["page"]["story"]["steps"]
    return found


def test_one_article_is_told_in_its_order_and_several_in_the_order_of_time() -> None:
    one = article(5)
    events = page_of([one]).blocks["events"]
    told = [events[step["event"]]["id"] for step in steps_of([one])]
    wanted = [
        e for e in sorted(one.events, key=lambda e: e.trigger.start) if e.location and e.layer is not Layer.BACKGROUND
    ]
    assert told == [event.event_id for event in wanted]
    several = list(articles(30))
    events = page_of(several).blocks["events"]
    shown = [events[step["event"]] for step in steps_of(several)]
    assert len(shown) == story.MADE_AT_MOST
    days = [event["from"] or "9999" for event in shown]
    assert days == sorted(days)
    assert not any(event["layer"] == "background" for event in shown)


def test_what_the_reader_doubts_is_not_told_unless_an_editor_does() -> None:
    one = article(5)
    doubtful = dataclasses.replace(one.events[0], score=0.2)
    parsed = [dataclasses.replace(one, events=(doubtful, *one.events[1:]))]
    numbers = [event["id"] for event in page_of(parsed).blocks["events"]]
    assert numbers.index(doubtful.event_id) not in [step["event"] for step in steps_of(parsed)]
    written = maps.Story((story.Step(doubtful.event_id, caption="We asked."),))
    (step,) = steps_of(parsed, story=written)
    assert (step["event"], step["caption"]) == (numbers.index(doubtful.event_id), "We asked.")


def test_an_edited_story_comes_back(tmp_path: Path) -> None:
    layers.write(layers.build(articles(3)), tmp_path / "events.geojson")
    command = ["map", str(tmp_path / "events.geojson"), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, [*command, "--story"]).exit_code == 0
    file = tmp_path / "out" / "story.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    assert all(step["event"] and step["headline"] for step in document["steps"])
    document["steps"] = [
        document["steps"][1] | {"caption": "In our words", "view": [5, 10, 20]},
        {"headline": "The end"},
    ]
    file.write_text(json.dumps(document), encoding="utf-8")
    assert CliRunner().invoke(app, [*command, "--steps", str(file)]).exit_code == 0
    told = Parsed((tmp_path / "out" / "map.html").read_text(encoding="utf-8")).blocks["page"]["story"]
    assert told["open"] is True
    assert [step["caption"] for step in told["steps"]] == ["In our words", None]
    assert told["steps"][0]["view"] == [5, 10, 20]
    assert told["steps"][1]["headline"] == "The end"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no story"),
        ("[]", "is no story"),
        ('{"steps": []}', "is no story"),
        ('{"steps": [7]}', "step 1: is no object"),
        ('{"steps": [{"event": "a"}, {}]}', "step 2: has neither an event nor a headline nor a caption"),
        ('{"steps": [{"event": 7}]}', "step 1: the event is no text"),
        ('{"steps": [{"caption": "a", "view": [1, 2]}]}', "step 1: the view is not zoom"),
        ('{"steps": [{"caption": "a", "view": [1, NaN, 3]}]}', "step 1: the view is not zoom"),
        ('{"steps": [{"caption": "a", "view": [99, 0, 3]}]}', "step 1: the view is not zoom"),
        (json.dumps({"steps": [{"caption": "a"}] * 10_000}), "has 10,000 steps"),
        (json.dumps({"steps": [{"caption": "a" * 5001}]}), "the caption is no text of 5,000 characters"),
        ("[" * 100_000, "is no story"),
    ],
)
def test_what_is_no_story_is_refused_by_name_and_step(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "story.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="story") as caught:
        story.read(file)
    assert message in str(caught.value)


def test_unknown_events_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="step 1 of the story: there is no event 'nobody' on this map"):
        maps.build([article(1)], story=maps.Story((story.Step("nobody"),)))
    with pytest.raises(SourceNotFound, match="none"):
        story.read(tmp_path / "none.json")


def test_hostile_captions_are_data_only() -> None:
    calm = page_of([article(7)])
    own = maps.Story(tuple(story.Step(headline=text, caption=text) for text in TEXTS))
    page = page_of([article(7)], story=own)
    assert set(page.tags) == set(calm.tags)
    assert page.tags.count("script") == calm.tags.count("script")
    captions = [step["caption"] for step in page.blocks["page"]["story"]["steps"]]
    assert captions == [text.encode("utf-8", "replace").decode() for text in TEXTS]


def headline(page: Page) -> str:
    return page.locator(".step h2").inner_text()


@pytest.mark.browser
def test_a_story_is_gone_through_by_button_and_by_key(opened: Open) -> None:
    page = opened(located(PLACES), "#story=2")
    expect(page.locator(".story .fine").first).to_have_text("Step 2 of 3")
    assert headline(page) == "Number 1"
    assert page.evaluate("map_dateline.getBounds().contains([6.5, 3.4])")
    assert page.locator(".pin.selected").count() == 1
    page.click("#story-next")
    expect(page.locator(".step h2")).to_have_text("Number 2")
    expect(page.locator("#story-next")).to_be_disabled()
    until(page, "map_dateline.getBounds().contains([40.7, -74.0])")
    assert "story=3" in page.evaluate("location.hash")
    page.locator(".step").focus()
    page.keyboard.press("ArrowRight")  # beyond the end nothing happens
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".step h2")).to_have_text("Number 0")
    expect(page.locator("#story-back")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.locator("#events")).to_be_visible()
    assert "story" not in page.evaluate("location.hash")


@pytest.mark.browser
def test_a_story_follows_its_address_and_opens_by_itself_where_that_is_wanted(opened: Open) -> None:
    page = opened(located(PLACES), made={"story": maps.Story()})
    assert headline(page) == "Number 0"
    page.evaluate("location.hash = 'story=3'")
    expect(page.locator(".step h2")).to_have_text("Number 2")
    page.evaluate("location.hash = 'story=99999'")
    expect(page.locator(".step h2")).to_have_text("Number 2")
    page.evaluate("location.hash = 'tab=events'")
    expect(page.locator("#events")).to_be_visible()
    assert opened(located(PLACES)).locator(".step h2").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("fragment", ["#story=2&shade=country", "#embed&story=2"])
def test_axe_finds_nothing_serious_in_a_story(opened: Open, fragment: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(list(articles(3)), fragment, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"]) for each in found if each["impact"] in {"serious", "critical"}] == []


@pytest.mark.browser
def test_a_swipe_turns_the_page_on_a_phone(opened: Open) -> None:
    page = opened(located(PLACES), "#story=1", **PHONE)
    swipe = """([from, to]) => {
      const node = document.querySelector('.story');
      const touch = (x) => new Touch({ identifier: 1, target: node, clientX: x, clientY: 600 });
      node.dispatchEvent(new TouchEvent('touchstart', { touches: [touch(from)], changedTouches: [touch(from)] }));
      node.dispatchEvent(new TouchEvent('touchend', { changedTouches: [touch(to)] }));
    }"""
    page.evaluate(swipe, [300, 100])
    expect(page.locator(".step h2")).to_have_text("Number 1")
    page.evaluate(swipe, [100, 300])
    expect(page.locator(".step h2")).to_have_text("Number 0")
    expect(page.locator("#story-next")).to_be_in_viewport()


@pytest.mark.browser
def test_hostile_texts_are_told_and_never_run(opened: Open) -> None:
    parsed = [hostile(text) for text in TEXTS]
    own = maps.Story(tuple(story.Step(text, text, text) for text in TEXTS))
    page = opened(parsed, made={"story": own})
    for text in TEXTS:
        assert page.locator(".step .caption").text_content() == text.encode("utf-8", "replace").decode()
        if page.locator("#story-next").is_enabled():
            page.locator("#story-next").evaluate("button => button.click()")
            at = TEXTS.index(text) + 2
            expect(page.locator(".story .fine").first).to_have_text(f"Step {at} of {len(TEXTS)}")
    assert page.evaluate("window.pwned") is None
    assert page.locator(".step img, .step script, .step iframe").count() == 0


@pytest.mark.browser
def test_the_event_of_a_step_is_told_apart_from_its_neighbours(opened: Open) -> None:
    county = gazetteer.default().admin2("US", "TX", "301")  # Loving County
    assert county
    (one,) = located([(county.latitude, county.longitude), (county.latitude + 0.5, county.longitude)])
    location = one.events[0].location
    assert location
    area = dataclasses.replace(location, place=county, geometry_kind=GeometryKind.AREA, geo_precision=2)
    events = (dataclasses.replace(one.events[0], location=area), one.events[1])
    page = opened([dataclasses.replace(one, events=events)], "#story=1")
    expect(page.locator("path.area.chosen")).to_have_count(1)
    expect(page.locator(".pin.selected")).to_be_in_viewport()
