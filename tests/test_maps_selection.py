"""Of very many events the page shows those that weigh most, and says so."""

import dataclasses
import functools
import importlib
from pathlib import Path

import pytest
from generate import article, articles
from test_maps_page import Page

from geo import layers, maps
from geo.maps import redraw, selection
from geo.maps.document import harmed
from geo.maps.selection import heaviest, select, weight
from geo.model import Layer, ParsedArticle


@pytest.fixture(scope="module")
def parsed() -> list[ParsedArticle]:
    return list(articles(60))


def ids(chosen: selection.Selection) -> list[str]:
    return [entry.event.event_id for entry in chosen.entries]


def test_all_are_shown_where_there_is_room(parsed: list[ParsedArticle]) -> None:
    chosen = select(parsed)
    assert sorted(ids(chosen)) == sorted(event.event_id for one in parsed for event in one.events)
    assert chosen.total == len(chosen.entries) == 180
    assert list(chosen.parsed) == parsed


def test_those_that_weigh_most_are_shown_in_time_order(parsed: list[ParsedArticle]) -> None:
    chosen = select(iter(parsed), at_most=50)
    everything = [event for one in parsed for event in one.events]
    least = min(weight(entry.event) for entry in chosen.entries)
    left_out = [event for event in everything if event.event_id not in set(ids(chosen))]
    assert len(chosen.entries) == 50
    assert chosen.total == 180
    assert all(weight(event) <= least for event in left_out)
    assert all(entry.event.layer is Layer.INCIDENT and entry.event.location for entry in chosen.entries)
    days = [entry.event.date.start.isoformat() if entry.event.date else "9999" for entry in chosen.entries]
    assert days == sorted(days)


def test_texts_are_let_go_where_events_are_left_out(parsed: list[ParsedArticle]) -> None:
    chosen = select(parsed, at_most=50)
    assert chosen.parsed == []
    assert {entry.article.text for entry in chosen.entries} == {""}
    assert chosen.article_count == 60
    assert chosen.first == parsed[0].article


def test_the_choice_is_the_same_from_articles_and_from_layers(parsed: list[ParsedArticle]) -> None:
    built = layers.build(parsed)
    few, total = heaviest(built, at_most=50)
    assert total == 180
    again = [event for one in redraw.articles_of(few) for event in one.events]
    assert sorted(map(weight, again)) == sorted(weight(entry.event) for entry in select(parsed, 50).entries)
    assert heaviest(built)[0] is built


def test_equally_heavy_events_are_chosen_in_their_order() -> None:
    event = article(7).events[0]
    events = tuple(dataclasses.replace(event, event_id=f"{number}") for number in range(9))
    chosen = select([dataclasses.replace(article(7), events=events)], at_most=4)
    assert ids(chosen) == ["0", "1", "2", "3"]


def test_the_toll_is_what_is_sure() -> None:
    event = article(7).events[0]
    assert event.killed
    assert event.injured
    up_to = dataclasses.replace(event.killed, low=None, high=9)
    assert harmed(dataclasses.replace(event, killed=up_to, injured=None)) == 9
    assert harmed(dataclasses.replace(event, killed=None, injured=None)) == 0
    assert harmed(event) == (event.killed.low or 0) + (event.injured.low or 0)


def test_the_page_says_that_it_leaves_events_out(
    parsed: list[ParsedArticle], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.import_module("geo.maps.build"), "select", functools.partial(select, at_most=50))
    page = Page(maps.build(iter(parsed)).get_root().render())
    assert page.blocks["page"]["total"] == 180
    assert page.blocks["page"]["count"] == len(page.blocks["events"]) == 50
    assert page.blocks["page"]["title"] == "60 articles"
    assert page.blocks["articles"] == []
