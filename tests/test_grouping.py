"""Stories of what is parsed as it comes: soon, not at once, and each article looked at once."""

import dataclasses
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from generate import article, articles

from geo.errors import StoreError
from geo.model import Article, ParsedArticle
from geo.store import Store
from geo.working import Backlog, grouping
from geo.working.grouping import Grouping


def retold(parsed: ParsedArticle, name: str) -> ParsedArticle:
    """Return the article as another outlet brings it."""
    text = parsed.article.text + "More follows."
    other = dataclasses.replace(parsed.article, id=name, source=f"The {name} Courier", text=text)
    events = tuple(dataclasses.replace(event, event_id=f"{name}-{event.event_id}") for event in parsed.events)
    return dataclasses.replace(parsed, article=other, events=events)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.gpkg") as opened:
        yield opened


def sources(store: Store, article_id: str) -> set[int | None]:
    rows = store.features("events")
    return {one["number_of_sources"] for one in rows if one["article_id"] == article_id and one["geometry"]}


def test_what_was_left_undone_and_what_comes_is_told(store: Store) -> None:
    first = article(3)
    store.save(first)
    told = Grouping(store, quiet_s=60, longest_s=600)
    told.drain()
    assert sources(store, first.article.id) == {1}
    again = store.save(retold(first, "again"))
    told.note(again)
    time.sleep(0.2)
    assert store.stories(least_articles=2) == []  # it is quiet for a moment only
    told.drain()
    assert sources(store, first.article.id) == sources(store, again) == {2}
    told.close()
    told.join()


class Noting:
    """A store that notes whose stories are to be told; the first times, it is away."""

    def __init__(self, away: int = 0) -> None:
        self.away = away
        self.asked: list[tuple[float, tuple[str, ...] | None]] = []

    def group_stories(self, article_ids: Sequence[str] | None, *, stop: Callable[[], bool]) -> int:
        if self.away:
            self.away -= 1
            raise StoreError("away")
        if article_ids == ["odd"]:
            raise ZeroDivisionError
        self.asked.append((time.monotonic(), None if article_ids is None else tuple(article_ids)))
        return 0

    def ids(self) -> list[str]:
        return [one for _, ids in self.asked for one in ids or ()]


def until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("never")


def test_news_that_never_stops_is_told_all_the_same_and_a_burst_at_once() -> None:
    noting = Noting()
    told = Grouping(noting, quiet_s=0.5, longest_s=1.0)  # type: ignore[arg-type]
    started = time.monotonic()
    number = 0
    while time.monotonic() - started < 1.6:
        told.note(f"a{number}")
        told.note(f"a{number}")
        number += 1
        time.sleep(0.02)
    told.drain()
    told.close()
    told.join()
    assert noting.asked[0][1] is None  # first, all that was left undone
    assert noting.ids() == [f"a{one}" for one in range(number)]
    times = [at - started for at, ids in noting.asked if ids]
    assert times[0] >= 0.9
    assert all(not 0.02 < later - earlier < 0.3 for earlier, later in itertools.pairwise(times))


def test_a_store_that_is_away_and_an_odd_article_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_WAIT_S", 0.05)
    noting = Noting(away=2)
    told = Grouping(noting, quiet_s=0.01)  # type: ignore[arg-type]
    until(lambda: noting.away == 1)
    for one in ("a", "odd", "b"):
        told.note(one)
    until(lambda: bool(noting.asked))
    told.note("c")
    until(lambda: "c" in noting.ids())
    told.drain()
    told.close()
    told.join()
    assert noting.asked[0][1] is None  # everything, with what came while the store was away
    noting.away = 10**9
    gone = Grouping(noting)  # type: ignore[arg-type]
    gone.drain()  # does not wait for good
    gone.close()
    gone.join()


class Ready:
    """Workers whose articles are parsed already."""

    count = 1

    def __init__(self, *parsed: ParsedArticle) -> None:
        self._parsed = {one.article.id: one for one in parsed}

    def call(self, function: Callable[..., Any], wanted: Article, *_: Any, name: str) -> Any:
        return self._parsed[wanted.id]


def test_a_backlog_that_is_drained_has_told_the_stories(store: Store) -> None:
    first = article(3)
    both = (first, retold(first, "again"))
    for parsed in both:
        store.add(parsed.article)
    working = Backlog(store, Ready(*both))  # type: ignore[arg-type]
    working.drain()
    working.close()
    working.join()
    assert sources(store, first.article.id) == {2}


def test_closing_does_not_wait_for_a_long_past(store: Store) -> None:
    for parsed in articles(200, 1):
        store.save(parsed)
    told = Grouping(store)
    threading.Event().wait(0.1)
    started = time.monotonic()
    told.close()
    told.join()
    assert time.monotonic() - started < 2
