"""Feeds of new events, read by feedparser: the newest first, the same entries for good, filtered, hostile text text."""

import datetime as dt
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from generate import article, articles
from hostile import SCRIPTS
from serving import MADE_BY, Service, service

from geo.store import Selection, Store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feeds") / "news.gpkg"
    with Store(path) as made:
        for parsed in articles(40):
            made.save(parsed, made_by=MADE_BY)
    return path


@pytest.fixture(scope="module")
def running(store: Path) -> Iterator[Service]:
    with service(store, log=store.parent / "log") as started:
        yield started


def atom(running: Service, query: str = "") -> Any:
    answer = running.ask(f"/feed.atom{query}")
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.body)
    assert not found.bozo
    assert found.version == "atom10"
    return found


def json_feed(running: Service, query: str = "") -> Any:
    answer = running.ask(f"/feed.json{query}")
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].startswith("application/feed+json")
    return answer.json()


def test_both_feeds_have_the_newest_events_with_their_places(running: Service, store: Path) -> None:
    found, same = atom(running), json_feed(running)
    assert same["version"] == "https://jsonfeed.org/version/1.1"
    assert len(found.entries) == len(same["items"]) == 50
    with Store(store) as opened:
        rows = {row["event_id"]: row for row in opened.features("events")}
    newest = [event.event_id for number in range(39, -1, -1) for event in article(number).events][:50]
    for entry, item, event_id in zip(found.entries, same["items"], newest, strict=True):
        row = rows[event_id]
        feature = item["_dateline"]["feature"]
        assert feature["properties"]["event_id"] == event_id
        assert entry.id == item["id"]
        assert entry.title == item["title"] == row["headline"]
        assert entry.link == item["external_url"] == row["url"]
        assert row["event_class"] in [tag.term for tag in entry.tags]
        assert row["quote"] in entry.summary
        assert dt.datetime.fromisoformat(item["date_published"]).tzinfo is not None
        if row["longitude"] is None:
            assert "where" not in entry
            assert feature["geometry"] is None
        else:
            assert entry.where["type"] == "Point"
            assert entry.where["coordinates"] == pytest.approx((row["longitude"], row["latitude"]), abs=1e-6)
            assert feature["geometry"]["type"] == "Point"
    areas = [entry for entry in found.entries if int(entry.get("georss_radius", 0)) > 100_000]
    assert areas  # where only an area is known, the radius says so


def test_pages_hold_every_event_once(running: Service, store: Path) -> None:
    seen: list[str] = []
    address: str | None = running.url("/feed.json?limit=50")
    while address:
        with urllib.request.urlopen(address, timeout=60) as answer:
            page = json.load(answer)
        seen += [item["_dateline"]["feature"]["properties"]["event_id"] for item in page["items"]]
        address = page.get("next_url")
    assert len(seen) == len(set(seen)) == 120
    older = [link.href for link in atom(running).feed.links if link.rel == "next"]
    assert len(older) == 1
    with urllib.request.urlopen(older[0], timeout=60) as answer:
        assert [entry.id for entry in feedparser.parse(answer.read()).entries] == [
            item["id"] for item in json_feed(running, "?offset=50")["items"]
        ]


def test_filters_by_box_class_and_toll(running: Service, store: Path) -> None:
    found = json_feed(running, "?bbox=20,-20,80,40&event_class=protest&min_killed=10&limit=500")["items"]
    with Store(store) as opened:
        wanted = {
            row["event_id"]
            for row in opened.features("events", Selection((20, -20, 80, 40)))
            if row["event_class"] == "protest" and (row["killed_low"] or 0) >= 10
        }
    assert wanted
    assert {item["_dateline"]["feature"]["properties"]["event_id"] for item in found} == wanted
    assert running.ask("/events?min_killed=29&limit=1").json()["matched"] == sum(
        event.killed is not None and (event.killed.low or 0) >= 29 for one in articles(40) for event in one.events
    )
    first, other = atom(running, "?event_class=protest"), atom(running)
    assert first.feed.id != other.feed.id
    assert "event_class protest" in first.feed.title


def test_a_feed_that_did_not_change_is_not_sent_again(running: Service) -> None:
    tag = running.ask("/feed.atom").headers["etag"]
    again = running.ask("/feed.atom", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status, again.body) == (304, b"")
    assert running.ask("/feed.atom", headers={"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.json"])
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?bbox=1,2,3", "bbox: four numbers"),
        ("?min_killed=-1", "min_killed: a whole number"),
        ("?colour=red", "there is no parameter 'colour'"),
        ("?f=html", "there is no parameter 'f'"),
        ("?event_class=a&event_class=b", "given twice"),
        ("?event_class=riots", "event_class: 'riots' is none of violence, protest"),
    ],
)
def test_wrong_parameters_are_told_in_one_line(path: str, query: str, message: str, running: Service) -> None:
    answer = running.ask(path + query)
    assert answer.status == 400
    assert message in answer.json()["description"]


def test_hostile_text_stays_text_and_what_is_parsed_again_keeps_its_place(tmp_path: Path) -> None:
    hostile = "".join(SCRIPTS) + "\x00\x0b \uffff"
    first, second = article(0), article(1)
    event = replace(first.events[0], headline=hostile)
    bad = replace(
        first,
        article=replace(first.article, title=hostile + "\ud800", source=hostile, url="javascript:window.pwned=1"),
        events=(event, *first.events[1:]),
    )
    with Store(tmp_path / "news.gpkg") as made:
        made.save(bad)
        made.save(second)
        before = [(one.row["id"], one.known_at) for one in made.latest_news()]
        made.save(bad)
        assert [(one.row["id"], one.known_at) for one in made.latest_news()] == before
    with service(tmp_path / "news.gpkg", log=tmp_path / "log") as running:
        found, same = atom(running), json_feed(running, "?q=%0B%3Cb%3E")
        assert same["items"] == []
        assert atom(running, "?q=%0B%3Cb%3E").entries == []
        raw = running.ask("/feed.atom").body
    entry = next(entry for entry in found.entries if "onerror" in entry.title_detail.value or "&lt;" in entry.title)
    assert entry.title_detail.type == "text/plain"
    assert entry.link.startswith("http://127.0.0.1")  # no script is linked to
    assert b"<script" not in raw
