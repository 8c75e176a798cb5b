"""The store, the same tests on SQLite and on PostgreSQL with PostGIS."""

import dataclasses
import datetime as dt
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import postgres
import pyogrio
import pytest
from generate import area, article, articles
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, inspect, select

from geo import gazetteer, layers, pipeline
from geo.errors import ArticleError, InputError, StoreError
from geo.model import Article, Count, ParsedArticle, Span
from geo.store import Selection, State, Store, reparse, schema, tables
from geo.versions import Versions

OLD = Versions("0.0.1", "old", "old")
# The issue asks for twenty kills of PostgreSQL; each waits for the server to start.
KILLS = int(os.environ.get("DATELINE_KILLS", "5"))


@pytest.fixture(scope="session")
def postgis() -> Iterator[postgres.Server | None]:
    with postgres.server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "news.gpkg")
    server: postgres.Server | None = request.getfixturevalue("postgis")
    if server is None:
        pytest.skip("PostGIS is not installed: run tests/install-postgis.sh as root")
    return server.new_database()


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    with Store(where) as made:
        yield made


def assert_whole(store: Store) -> None:
    """The counts of places are those of the mentions, and nothing belongs to an article that is not there."""
    with store.reading() as connection:
        mentions, places = tables.mentions, tables.places
        counted = select(
            mentions.c.place_id, func.sum(mentions.c.mention_count), func.count(), func.sum(mentions.c.event_count)
        ).group_by(mentions.c.place_id)
        known = select(places.c.place_id, places.c.mention_count, places.c.article_count, places.c.event_count)
        assert {tuple(row) for row in connection.execute(counted)} == {tuple(row) for row in connection.execute(known)}
        ids = set(connection.execute(select(tables.parses.c.article_id)).scalars())
        for table in (tables.events, mentions):
            assert set(connection.execute(select(table.c.article_id)).scalars()) - {None} <= ids


def test_what_goes_in_comes_out(store: Store) -> None:
    given_ = list(articles(5))
    for parsed in given_:
        store.save(parsed)
    assert list(store.parsed()) == given_
    assert list(store.parsed([given_[3].article.id])) == [given_[3]]
    one = store.article(given_[0].article.id)
    assert one
    assert (one.article, one.state, one.event_count) == (given_[0].article, State.PARSED, 3)
    assert_whole(store)


def test_the_same_article_twice_is_one(store: Store) -> None:
    parsed = article()
    _, new = store.add(parsed.article, home="Oslo", batch="morning")
    _, again = store.add(parsed.article)
    assert (new, again) == (True, False)
    for _ in range(3):
        store.save(parsed)
    assert store.count_articles() == 1
    assert store.count_features("events") == 3
    assert store.has_url(str(parsed.article.url))
    assert not store.has_url("https://news.example/elsewhere")
    assert_whole(store)


def test_an_id_with_another_text_is_another_article(store: Store) -> None:
    first = article()
    text = first.article.text + "And so on."
    second = dataclasses.replace(first, article=dataclasses.replace(first.article, text=text))
    store.save(first)
    stored, new = store.add(second.article)
    assert new
    assert stored.id.startswith(f"{first.article.id}~")
    assert stored.text == text
    assert store.save(second) == stored.id
    assert store.add(second.article) == (stored, False)
    assert store.add(stored) == (stored, False)
    assert store.count_articles() == 2
    ids = [event.event_id for parsed in store.parsed() for event in parsed.events]
    assert len(set(ids)) == len(ids) == 6


def test_a_queue_of_what_came_in(store: Store) -> None:
    for number in range(3):
        store.add(article(number).article, batch="b" if number else None)
    assert [one.article.id for one in store.pending(2)] == ["generated-0-0", "generated-0-1"]
    store.save(article(0))
    store.fail("generated-0-1", "too long")
    assert [one.article.id for one in store.pending()] == ["generated-0-2"]
    failed = store.articles(state=State.FAILED)
    assert [(one.article.id, one.reason) for one in failed] == [("generated-0-1", "too long")]
    assert [one.article.id for one in store.articles(batch="b")] == ["generated-0-2", "generated-0-1"]
    assert store.count_articles(batch="b", state=State.PENDING) == 1


def test_articles_are_searched_page_by_page(store: Store) -> None:
    for parsed in articles(7):
        store.add(parsed.article)
    store.add(Article("z", "A zebra crossed the road.", title="Traffic at 100_%", source="Example Herald"))
    assert store.count_articles(search="ZEBRA herald") == store.count_articles(search="100_%") == 1
    assert store.count_articles(search="zebra courier") == store.count_articles(search="1_0") == 0
    assert store.count_articles(search="made-up COURIER") == 7
    pages = [one.number for offset in range(0, 8, 3) for one in store.articles(limit=3, offset=offset)]
    assert pages == sorted(pages, reverse=True)
    assert len(pages) == 8


def test_what_failed_gets_another_try(store: Store) -> None:
    for number in range(2):
        store.add(article(number).article)
        store.fail(f"generated-0-{number}", "too long")
    assert store.to_reparse(9) == []
    assert len(store.to_reparse(9, every=True)) == 2
    assert store.add(article(1).article)[1] is False
    [again] = store.pending()
    assert (again.article.id, again.reason) == ("generated-0-1", None)
    store.save(article(0))
    assert store.articles(state=State.FAILED) == []


def test_any_number_of_articles_is_selected(store: Store) -> None:
    for number in range(3):
        store.save(article(number), batch="b")
    assert store.article_ids("b") == ["generated-0-2", "generated-0-1", "generated-0-0"]
    many = (*(f"no-{number}" for number in range(100_000)), "generated-0-1")
    assert [one.article.id for one in store.articles(ids=many)] == ["generated-0-1"]
    assert store.articles(ids=()) == []
    for layer in layers.LAYER_NAMES:
        one = store.count_features(layer, Selection(articles=("generated-0-1",)))
        assert store.count_features(layer, Selection(articles=many)) == one


def test_layers_are_those_of_the_files(store: Store) -> None:
    given_ = list(articles(40))
    for parsed in given_:
        store.save(parsed)
    built, found = layers.build(given_, gazetteer.default()), store.layers()
    for name, key in (("events", "event_id"), ("areas", "area_id"), ("places", "place_id")):
        one = getattr(built, name).sort_values(key).reset_index(drop=True)
        other = getattr(found, name).sort_values(key).reset_index(drop=True)
        if name == "places":  # of a place that several articles name, the lists are in their order
            lists = ["mentions", "article_ids", "event_ids"]
            for frame in (one, other):
                for column in lists:
                    frame[column] = frame[column].map(lambda text: sorted(text.split("; ")) if text else None)
        assert_geodataframe_equal(one, other, check_less_precise=True)


def test_areas_are_those_of_the_events_that_are_wanted(store: Store) -> None:
    given_ = list(articles(60))
    for parsed in given_:
        store.save(parsed)
    events = [one for one in store.features("events") if one["area_id"]]

    def summed(wanted: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
        by_area: dict[str, list[dict[str, Any]]] = {}
        for one in wanted:
            by_area.setdefault(one["area_id"], []).append(one)
        return {
            area_id: (
                len(known),
                min((one["event_date"] for one in known if one["event_date"]), default=None),
                known[0]["event_class"] if len({one["event_class"] for one in known}) == 1 else None,
            )
            for area_id, known in by_area.items()
        }

    def areas(selection: Selection) -> dict[str, tuple[Any, ...]]:
        rows = store.features("areas", selection)
        assert store.count_features("areas", selection) == len(rows)
        return {row["id"]: (row["event_count"], row["event_date"], row["event_class"]) for row in rows}

    assert areas(Selection()) == summed(events)
    some = tuple(parsed.article.id for parsed in given_[:30])
    assert areas(Selection(articles=some)) == summed([one for one in events if one["article_id"] in some])
    day = dt.date(2024, 9, 1)
    assert areas(Selection(since=day)) == summed(
        [one for one in events if one["event_date"] and one["event_date"] >= day]
    )
    protests = Selection(values={"event_class": "protest"})
    assert areas(protests) == summed([one for one in events if one["event_class"] == "protest"])
    assert set(areas(Selection(values={"extent_source": "extent"}))) == set()
    # An area that no event is known by any more is none.
    for parsed in given_:
        store.save(dataclasses.replace(parsed, events=()))
    assert areas(Selection()) == {}
    assert len(store.layers().areas) == 0


def test_features_are_selected(store: Store) -> None:
    given_ = list(articles(60))
    for parsed in given_:
        store.save(parsed)
    events = store.features("events")
    assert len({one["id"] for one in events}) == len(events) == store.count_features("events")
    paged = [
        one["id"] for offset in range(0, len(events), 17) for one in store.features("events", limit=17, offset=offset)
    ]
    assert paged == [one["id"] for one in events]

    for box in [(-180, -90, 180, 90), (0, 40, 40, 70), (170, -30, -170, 0), (30.5238, 50.45466, 30.5238, 50.45466)]:
        west, south, east, north = box
        inside = {
            one["id"]
            for one in events
            if one["geometry"] is not None
            and south <= one["latitude"] <= north
            and (west <= one["longitude"] <= east if west <= east else not east < one["longitude"] < west)
        }
        selection = Selection(bbox=box)
        assert {one["id"] for one in store.features("events", selection)} == inside
        assert store.count_features("events", selection) == len(inside)
    assert {one["place_name"] for one in store.features("areas", Selection(bbox=(170, -30, -170, 0)))} == {"Fiji"}

    days = Selection(since=dt.date(2024, 6, 1), until=dt.date(2024, 6, 30))
    expected = {one["id"] for one in events if one["event_date"] and one["event_date"].strftime("%Y-%m") == "2024-06"}
    assert {one["id"] for one in store.features("events", days)} == expected
    protests = store.features("events", Selection(values={"event_class": "protest", "country_code": None}))
    assert all((one["event_class"], one["country_code"]) == ("protest", None) for one in protests)
    some = store.features(
        "events", Selection(search="MARCH bakers", articles=(given_[0].article.id, given_[1].article.id))
    )
    assert all("march" in one["headline"] for one in some)
    assert store.feature("events", events[5]["id"]) == events[5]
    assert store.feature("events", "'; DROP TABLE events; --") is None
    cairo = store.features("places", Selection(values={"name": "Cairo"}))
    assert [one["article_count"] for one in cairo] == [len(cairo[0]["article_ids"].split("; "))]


@pytest.mark.parametrize(
    ("layer", "selection"),
    [
        ("events", Selection(values={"no such": 1})),
        ("events", Selection(bbox=(0, 50, 10, 40))),
        ("events", Selection(bbox=(0, 0, 400, 10))),
        ("events", Selection(bbox=(float("nan"), 0, 1, 1))),
        ("places", Selection(since=dt.date(2024, 1, 1))),
    ],
)
def test_selections_that_make_no_sense(store: Store, layer: layers.LayerName, selection: Selection) -> None:
    with pytest.raises(InputError):
        store.features(layer, selection)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1), title=st.text(), id_=st.text())
def test_any_text_is_kept(store: Store, text: str, title: str, id_: str) -> None:
    stored, _ = store.add(Article(id=id_, text=text, title=title))
    back = store.article(stored.id)
    assert back
    assert len(back.article.text) == len(text)
    unstorable = {"\0", *map(chr, range(0xD800, 0xE000))}
    assert all(new == old or old in unstorable for new, old in zip(back.article.text, text, strict=True))


def test_old_parses_are_brought_up_to_date(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    given_ = list(articles(3))
    for parsed in given_[:2]:
        store.save(parsed, made_by=OLD)
    store.save(given_[2])
    assert store.outdated() == 2

    def parse(wanted: list[Article], home: str | None = None) -> Iterator[ParsedArticle | ArticleError]:
        for one in wanted:
            number = int(one.id.rsplit("-", 1)[1])
            parsed = article(number)
            yield ArticleError("broken") if number == 1 else dataclasses.replace(parsed, events=parsed.events[:1])

    monkeypatch.setattr(pipeline, "parse_articles", parse)
    outcomes = [(one.article.id, str(error) if error else None) for one, error in reparse.outdated(store)]
    assert outcomes == [("generated-0-0", None), ("generated-0-1", "broken")]
    assert store.outdated() == 1  # the broken one, which keeps what was known of it
    counts = {one.article.id: one.event_count for one in store.articles()}
    assert counts == {"generated-0-0": 1, "generated-0-1": 3, "generated-0-2": 3}
    by = {one.article.id: one.made_by for one in store.articles()}
    assert by["generated-0-1"] == OLD
    assert by["generated-0-0"] == by["generated-0-2"] != OLD
    assert_whole(store)


def test_one_story_told_by_two(store: Store) -> None:
    first = article(3)
    other = dataclasses.replace(
        first.article, id="again", source="The Other Courier", text=first.article.text + "More follows."
    )
    events = tuple(dataclasses.replace(event, event_id=f"again-{event.event_id}") for event in first.events)
    for parsed in (first, article(4), dataclasses.replace(first, article=other, events=events)):
        store.save(parsed)
    assert store.group_stories() == 9
    assert store.group_stories() == 0
    located = [event for event in first.events if event.location]
    told = store.stories(least_articles=2)
    assert len(told) == len(located)
    assert all(dict(story.events).keys() == {first.article.id, "again"} for story in told)
    assert len(store.stories()) == 9 - len(located)
    sources = {one["event_id"]: one["number_of_sources"] for one in store.features("events")}
    assert all(sources[event.event_id] == 2 for event in located)
    assert set(sources.values()) == {1, 2}
    store.save(dataclasses.replace(first, events=()))
    assert store.stories(least_articles=2) == []
    assert all(dict(story.events).keys() != {first.article.id} for story in store.stories())


def test_a_story_is_found_by_its_rare_place_among_articles_on_one_country(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More articles name the country than are looked at; the one that counts shares only the rare place."""
    monkeypatch.setattr("geo.store.stories._LOOKED_AT", 5)
    first = article(3)
    known = next(toponym for toponym in first.toponyms if toponym.place)
    country = dataclasses.replace(known, mention=known.mention, place=area(0))
    for number in range(30):
        other = article(100 + number)
        on_country = dataclasses.replace(other, toponyms=(*other.toponyms, country), events=other.events[:1])
        same_day = dataclasses.replace(on_country.article, published=first.article.published)
        store.save(dataclasses.replace(on_country, article=same_day))
    again = dataclasses.replace(first.article, id="again", text=first.article.text + "More follows.")
    events = tuple(dataclasses.replace(event, event_id=f"again-{event.event_id}") for event in first.events)
    store.save(first)
    store.save(dataclasses.replace(first, article=again, events=events, toponyms=(*first.toponyms, country)))
    store.group_stories()
    told = [story for story in store.stories(least_articles=2) if "again" in dict(story.events)]
    assert len(told) == sum(event.location is not None for event in first.events)


def test_stories_of_some_articles_also_of_the_first_day_of_all(store: Store) -> None:
    for number in range(3):
        parsed = article(number)
        ancient = dataclasses.replace(parsed.article, published=dt.date.min if number else dt.date.max)
        store.save(dataclasses.replace(parsed, article=ancient))
    assert store.group_stories([]) == store.group_stories(["no such"]) == 0
    assert store.group_stories(["generated-0-1"]) == 3
    assert store.group_stories(stop=lambda: True) == 0
    assert store.group_stories() == 6


def test_two_programs_tell_the_same_stories_once(where: str) -> None:
    first = article(3)
    told = [first]
    for number in range(8):
        text = first.article.text + f"More follows, says reporter {number}."
        other = dataclasses.replace(first.article, id=f"again-{number}", text=text)
        events = tuple(dataclasses.replace(event, event_id=f"{number}-{event.event_id}") for event in first.events)
        told.append(dataclasses.replace(first, article=other, events=events))
    with Store(where) as one, Store(where) as other_program:
        for parsed in told:
            one.save(parsed)
        threads = [threading.Thread(target=store.group_stories) for store in (one, other_program)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        located = sum(event.location is not None for event in first.events)
        counts = [story.article_count for story in one.stories() if story.article_count > 1]
        assert counts == [len(told)] * located
        assert sum(len(story.events) for story in one.stories()) == 3 * len(told)


def test_an_article_that_changes_while_its_stories_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from geo.events import stories as same

    first, second = article(3), article(3)
    other = dataclasses.replace(second.article, id="again", text=second.article.text + "More follows.")
    events = tuple(dataclasses.replace(event, event_id=f"again-{event.event_id}") for event in second.events)
    second = dataclasses.replace(second, article=other, events=events)
    store.save(first)
    store.group_stories()
    store.save(second)
    asked: list[int] = []
    compare = same.events

    def meanwhile(parsed: list[ParsedArticle]) -> list[list[tuple[int, int]]]:
        asked.append(len(parsed))
        if len(asked) == 1:
            store.save(dataclasses.replace(first, events=first.events[:1]))
            store.group_stories([first.article.id])
        return compare(parsed)

    monkeypatch.setattr(same, "events", meanwhile)
    store.group_stories(["again"])
    assert len(asked) >= 2
    known = {event for story in store.stories() for _, event in story.events}
    assert known == {first.events[0].event_id, *(event.event_id for event in events)}


def test_a_store_opens_while_another_one_is_being_made(tmp_path: Path) -> None:
    path = tmp_path / "new.gpkg"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ending = threading.Timer(0.3, other.close)
    ending.start()
    with Store(path) as store:
        assert store.count_articles() == 0
    ending.join()


def test_several_writers_at_once(where: str) -> None:
    given_ = list(articles(12))

    def work(seed: int) -> None:
        with Store(where) as mine:
            for parsed in random.Random(seed).sample(given_, len(given_)):
                mine.add(parsed.article)
                mine.save(parsed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store(where) as store:
        assert store.count_articles() == 12
        assert {one.article.id for one in store.parsed()} == {one.article.id for one in given_}
        assert_whole(store)


_WRITER = """
import sys
from generate import article
from geo.store import Store
store = Store(sys.argv[1])
print("ready", flush=True)
for number in range(10_000):
    store.add(article(number).article)
    print("added", number, flush=True)
    store.save(article(number))
    print("saved", number, flush=True)
"""


def test_killed_at_any_moment_what_was_taken_in_is_there_once(where: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    rng = random.Random(0)
    added: set[int] = set()
    saved: set[int] = set()
    for _ in range(3):
        command = [sys.executable, "-c", _WRITER, where]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0.2, 1.0))
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                what, _, number = line.partition(" ")
                if number.endswith("\n"):
                    {"added": added, "saved": saved}[what].add(int(number))
        with Store(where) as store:
            there = [one.article.id for one in store.articles()]
            parsed = {one.article.id for one in store.parsed()}
            assert len(set(there)) == len(there)
            assert {f"generated-0-{number}" for number in added} <= set(there)
            assert {f"generated-0-{number}" for number in saved} <= parsed
            assert {one.article.id for one in store.pending()} == set(there) - parsed
            assert_whole(store)
    assert added


def test_a_store_of_a_newer_version_is_refused_with_what_helps(where: str) -> None:
    with Store(where) as store, store.writing() as connection:
        connection.execute(tables.meta.update().values(value="99"))
    with pytest.raises(StoreError, match=r"newer Dateline.*pip install --upgrade dateline"):
        Store(where)


def test_a_store_of_an_older_version_is_migrated(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(where) as store:
        store.save(article())

    def add_column(connection: object) -> None:
        connection.exec_driver_sql("ALTER TABLE sources ADD COLUMN mood TEXT")  # type: ignore[attr-defined]

    def fail(connection: object) -> None:
        add_column(connection)
        raise StoreError("no")

    next_version = schema.SCHEMA_VERSION + 1
    monkeypatch.setattr(schema, "SCHEMA_VERSION", next_version)
    earlier = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (*earlier, fail))
    with pytest.raises(StoreError, match="no"):
        Store(where)
    monkeypatch.setattr(schema, "MIGRATIONS", (*earlier, add_column))
    for _ in range(2):
        with Store(where) as store, store.reading() as connection:
            assert connection.exec_driver_sql("SELECT mood FROM sources").all() == []
            assert connection.execute(select(tables.meta.c.value)).scalar() == str(next_version)
            assert store.count_articles() == 1


def test_a_store_that_held_an_area_for_each_event_holds_each_once(where: str) -> None:
    with Store(where) as store:
        for parsed in articles(20):
            store.save(parsed)
        store.group_stories()
        before = [store.features(layer) for layer in layers.LAYER_NAMES]
        news = [one.row["id"] for one in store.latest_news()]
        # As version 1 had it: events of areas in a table of their own, which other columns need not be known of, and
        # nothing of the order in which articles were first parsed.
        with store.writing() as connection:
            for statement in (
                "DROP TABLE arrivals",
                "DROP TABLE webhooks",
                "DROP VIEW areas",
                "CREATE TABLE area_rows (fid INTEGER, event_id TEXT)",
                "DELETE FROM events WHERE area_id IS NOT NULL",
                "DROP INDEX events_by_area",
                "ALTER TABLE events DROP COLUMN area_id",
                "CREATE VIEW areas AS SELECT * FROM area_rows",
                "UPDATE meta SET value = '1' WHERE key = 'schema_version'",
            ):
                connection.exec_driver_sql(statement)
    with Store(where) as store:
        after = [store.features(layer) for layer in layers.LAYER_NAMES]
        assert [{row["id"]: row for row in rows} for rows in after] == [
            {row["id"]: row for row in rows} for rows in before
        ]
        assert {one.row["id"] for one in store.latest_news()} == set(news)
        assert [one.number for one in store.latest_news()] == sorted((20 - at // 3 for at in range(60)), reverse=True)
        assert_whole(store)


def test_a_store_of_version_2_gets_its_index_of_days(where: str) -> None:
    with Store(where) as store, store.writing() as connection:
        for name in ("INDEX articles_by_day", "TABLE arrivals", "TABLE webhooks"):
            connection.exec_driver_sql(f"DROP {name}")
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema_version'")
    with Store(where) as store, store.reading() as connection:
        assert "articles_by_day" in {index["name"] for index in inspect(connection).get_indexes("articles")}


def test_a_store_without_columns_of_people_gets_them_filled(where: str) -> None:
    first, second = list(articles(2))
    words = Span.of(first.article.text, 0, 5)
    counts = (Count("displaced", 2_000, None, "more than", words), Count("missing", None, 7, "up to", words))
    event = dataclasses.replace(first.events[0], counts=counts, part_of="the-whole")
    with Store(where) as store:
        for parsed in (dataclasses.replace(first, events=(event,)), second):
            store.save(parsed)
        before = store.features("events")
        names = [
            f"{what}_{end}" for what in ("affected", "missing", "evacuated", "displaced") for end in ("low", "high")
        ]
        with store.writing() as connection:  # as version 4 had it
            for name in (*names, "part_of"):
                connection.exec_driver_sql(f"ALTER TABLE events DROP COLUMN {name}")
            connection.exec_driver_sql("UPDATE meta SET value = '4' WHERE key = 'schema_version'")
    with Store(where) as store:
        after = store.features("events")
    assert {row["id"]: row for row in after} == {row["id"]: row for row in before}
    (found,) = [row for row in after if row["id"] == event.event_id]
    assert (found["displaced_low"], found["missing_high"], found["part_of"]) == (2_000, 7, "the-whole")


def test_an_article_that_gets_another_id_keeps_its_sums_and_parts_together(where: str) -> None:
    from geo.store.writing import renamed

    parsed = next(iter(articles(1)))
    whole = parsed.events[0]
    part = dataclasses.replace(whole, event_id="a-part", part_of=whole.event_id)
    new_whole, new_part = renamed(dataclasses.replace(parsed, events=(whole, part)), "other").events
    assert new_part.part_of == new_whole.event_id != whole.event_id
    assert new_whole.part_of is None


def test_tables_of_a_version_keep_their_columns() -> None:
    """Whoever changes them (also by a field of a layer) raises SCHEMA_VERSION and adds a migration."""
    columns = sorted(f"{table.name}.{column.name}" for table in tables.METADATA.tables.values() for column in table.c)
    digest = hashlib.sha256("\n".join(columns).encode()).hexdigest()[:16]
    assert (schema.SCHEMA_VERSION, digest) == (5, "cd59386bd9df95ea")


def test_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="directory"):
        Store(tmp_path)
    (tmp_path / "text").write_text("no database " * 1000)
    with pytest.raises(StoreError, match="text"):
        Store(tmp_path / "text")
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoreError, match="no store of Dateline"):
        Store(tmp_path / "other.sqlite")
    with pytest.raises(StoreError, match="mysql"):
        Store("mysql://somebody@nowhere/news")
    with pytest.raises(StoreError, match="postgresql://"):
        Store("://")


@pytest.mark.parametrize("table", ["CREATE TABLE mine (x)", "CREATE TABLE meta (x)", "CREATE TABLE meta (key, value)"])
def test_a_database_of_somebody_else_stays_as_it_is(table: str, tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute(table)
    before = path.read_bytes()
    for make in (True, False):
        with pytest.raises(StoreError, match="no store of Dateline"):
            Store(path, make=make)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["other.sqlite"]


def test_what_is_only_to_be_opened_is_not_made(tmp_path: Path, where: str) -> None:
    (tmp_path / "empty.gpkg").touch()
    for place in (tmp_path / "none.gpkg", f"sqlite:///{tmp_path}/none.gpkg", tmp_path / "empty.gpkg", where):
        with pytest.raises(StoreError, match="there is no store"):
            Store(place, make=False)
    assert [(file.name, file.stat().st_size) for file in tmp_path.iterdir()] == [("empty.gpkg", 0)]
    Store(where).close()
    Store(where, make=False).close()


def test_lists_are_made_without_the_texts(store: Store) -> None:
    from geo.store.articles import SUMMARIES

    for number in range(3):
        store.add(article(number).article, batch="b")
    store.save(article(1))
    assert "text" not in SUMMARIES.selected_columns.keys()  # noqa: SIM118 - of columns, not of a dict
    listed = store.summaries(batch="b", limit=2)
    whole = store.articles(batch="b", limit=2)
    assert [(one.id, one.title, one.characters, one.state, one.event_count, one.made_by) for one in listed] == [
        (one.article.id, one.article.title, len(one.article.text), one.state, one.event_count, one.made_by)
        for one in whole
    ]
    assert [one.id for one in store.summaries(ids=["generated-0-1"])] == ["generated-0-1"]
    assert store.count_articles(ids=["generated-0-1", "none"], state=State.PARSED) == 1


def test_a_database_that_is_not_there_is_one_line_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store(f"postgresql://me:secret@/news?host={tmp_path}")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_gis_opens_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "news.gpkg"
    with Store(path) as store:
        for parsed in articles(30):
            store.save(parsed)
        expected = {name: store.count_features(name) for name in layers.LAYER_NAMES}
        fiji = store.count_features("events", Selection(bbox=(170, -30, 180, 0)))
    geometries = dict(pyogrio.list_layers(path))
    assert {name: geometries[name] for name in expected} == layers.GEOMETRY_TYPES
    for name, count in expected.items():
        assert len(pyogrio.read_dataframe(path, layer=name)) == count
    assert len(pyogrio.read_dataframe(path, layer="events", bbox=(170, -30, 180, 0))) == fiji
    assert pyogrio.read_info(path, layer="areas")["crs"] == "EPSG:4326"


@pytest.mark.qgis
def test_qgis_opens_the_store_with_its_styles(tmp_path: Path) -> None:
    python = "/usr/bin/python3"
    if (
        not Path(python).exists()
        or subprocess.run([python, "-c", "import qgis.core"], stderr=-3, check=False).returncode
    ):
        pytest.skip("QGIS is not installed: apt-get install python3-qgis")
    path = tmp_path / "news.gpkg"
    with Store(path) as store:
        for parsed in articles(30):
            store.save(parsed)
        expected = [store.count_features(name) for name in layers.LAYER_NAMES]
    (tmp_path / "runtime").mkdir(mode=0o700)
    environment = {"XDG_RUNTIME_DIR": str(tmp_path / "runtime"), "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    sources = [f"{path}|layername={name}" for name in layers.LAYER_NAMES]
    command = [python, str(Path(__file__).with_name("qgis_open.py")), str(tmp_path / "picture.png"), *sources]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["features"] for one in found] == expected
    assert [one["renderer"] for one in found] == ["categorizedSymbol", "categorizedSymbol", "singleSymbol"]


def test_a_full_disk_leaves_the_store_whole(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the middle."""
    path = tmp_path / "news.gpkg"
    with Store(path) as store:
        store.save(article(20_000))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    blocks = path.stat().st_size // 512 + 200
    command = [
        "sh",
        "-c",
        f'trap "" XFSZ; ulimit -f {blocks}; exec "$@"',
        "sh",
        sys.executable,
        "-c",
        _WRITER,
        str(path),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "StoreError" in done.stderr.splitlines()[-1]
    assert "make room" in done.stderr.splitlines()[-1]
    saved = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("saved")}
    with Store(path) as store:
        parsed = {one.article.id for one in store.parsed()}
        assert {f"generated-0-{number}" for number in saved} | {"generated-0-20000"} == parsed
        assert_whole(store)
        store.save(article(30_000))


def test_a_server_that_goes_away_and_comes_back(postgis: postgres.Server | None) -> None:
    if postgis is None:
        pytest.skip("PostGIS is not installed: run tests/install-postgis.sh as root")
    with Store(postgis.new_database()) as store:
        store.save(article(0))
        postgis.stop()
        try:
            with pytest.raises(StoreError, match="is the server up"):
                store.count_articles()
            later = threading.Timer(1.0, postgis.start)
            later.start()
            store.save(article(1))
        finally:
            later.join()
        assert store.count_articles() == 2
        assert_whole(store)


def test_a_server_that_is_killed_again_and_again(postgis: postgres.Server | None) -> None:
    if postgis is None:
        pytest.skip("PostGIS is not installed: run tests/install-postgis.sh as root")
    done = threading.Event()
    saved = threading.Event()
    kills = 0

    def kill() -> None:
        nonlocal kills
        rng = random.Random(0)
        while not done.is_set() and kills < KILLS:
            time.sleep(rng.uniform(0.0, 0.6))
            postgis.kill()
            kills += 1
            postgis.restart()
            saved.clear()
            saved.wait(60)  # a server that is hardly ever up is another matter

    with Store(postgis.new_database()) as store:
        store.save(article(0))
        killer = threading.Thread(target=kill)
        killer.start()
        number = 0
        while killer.is_alive():
            number += 1
            store.save(article(number))
            saved.set()
        done.set()
        killer.join()
        assert kills == KILLS
        assert {one.article.id for one in store.parsed()} == {f"generated-0-{one}" for one in range(number + 1)}
        assert store.count_articles() == number + 1
        assert_whole(store)
