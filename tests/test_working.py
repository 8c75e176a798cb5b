"""Work in processes: time limits, processes that are killed, and a queue that loses nothing."""

import functools
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fakes
import pytest
from chores import always_die, break_down, die, die_at_first, double, find_nothing, quote_the_page, refuse, sleep, spin

from geo.errors import ArticleError, InputError, Interrupted, SourceNotFound, UnreadableSource
from geo.model import Article
from geo.sources import article_from_text
from geo.store import State, Store
from geo.working import Backlog, Workers, backlog, tasks

TEXT = "At least three people were killed when a bomb exploded in Kabul on Monday, police said."


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, limit_s=3, prepare=None) as running:
        yield running


def test_a_call_returns_or_raises(workers: Workers) -> None:
    assert workers.call(double, 21, name="x") == 42
    with pytest.raises(InputError, match="not this one"):
        workers.call(refuse, name="x")
    with pytest.raises(ArticleError) as caught:
        workers.call(break_down, name="x")
    assert "secret" not in str(caught.value)
    assert workers.call(double, 4, name="x") == 8


@pytest.mark.parametrize("poison", [(sleep, 60.0), (spin,)])
def test_what_takes_too_long_is_stopped(poison: tuple[object, ...], workers: Workers) -> None:
    before = workers.pids()
    with pytest.raises(ArticleError, match="article 7: took longer than 3 s"):
        workers.call(*poison, name="article 7")  # type: ignore[arg-type]
    assert workers.pids() != before
    assert workers.call(double, 1, name="x") == 2


def test_a_killed_process_is_replaced_and_its_work_done_again(workers: Workers, tmp_path: Path) -> None:
    assert workers.call(die, str(tmp_path / "mark"), name="x") == "alive"


def test_work_that_takes_its_process_down_is_given_up(workers: Workers) -> None:
    with pytest.raises(ArticleError, match="article 9"):
        workers.call(always_die, name="article 9")
    assert workers.call(double, 1, name="x") == 2


def test_what_the_work_raises_is_no_fault_of_the_process(workers: Workers) -> None:
    before = workers.pids()
    with pytest.raises(SourceNotFound, match="no such page"):  # an OSError, as a broken pipe is one
        workers.call(find_nothing, name="x")
    assert workers.pids() == before


def test_a_process_that_ends_before_it_is_ready_is_no_fault_of_the_work(tmp_path: Path) -> None:
    with Workers(1, limit_s=30, prepare=functools.partial(die_at_first, str(tmp_path / "mark"), 4)) as running:
        assert running.call(double, 21, name="article 7") == 42
    with Workers(1, limit_s=30, prepare=always_die) as running:
        with pytest.raises(Interrupted, match="memory"):
            running.call(double, 21, name="article 7")
        with pytest.raises(Interrupted):  # again, and it does not hang
            running.call(double, 21, name="article 7")


def test_work_after_the_end_is_interrupted_and_starts_nothing() -> None:
    running = Workers(1, limit_s=30, prepare=None)
    assert running.call(double, 1, name="x") == 2
    running.close()
    before = running.pids()
    with pytest.raises(Interrupted):
        running.call(double, 1, name="article 7")
    assert running.pids() == before


def test_no_process_is_left(tmp_path: Path) -> None:
    with Workers(2, limit_s=60, prepare=None) as running:
        assert running.call(double, 1, name="x") == 2

        def interrupted() -> None:
            with pytest.raises(Interrupted):
                running.call(sleep, 50, name="x")

        stopped = threading.Thread(target=interrupted)
        stopped.start()
        time.sleep(0.5)
    stopped.join(10)
    assert not stopped.is_alive()
    assert not [child for child in multiprocessing.active_children() if child.pid in running.pids()]


def test_files_are_read_in_a_process(workers: Workers) -> None:
    lines = b'{"id": "a", "text": "One."}\nbroken\n{"id": "b", "text": "Two."}\n'
    found = workers.call(tasks.read, lines, "x.jsonl", ".jsonl", None, name="x.jsonl")
    assert [getattr(one, "id", type(one)) for one in found] == ["a", UnreadableSource, "b"]
    deep = b"<html><body>" + b"<div>" * 200_000 + b"deep" + b"</div>" * 200_000
    with pytest.raises((InputError, ArticleError)):
        workers.call(tasks.read_page, deep, "https://example.org/", None, name="deep")
    assert workers.call(double, 1, name="x") == 2


def test_no_library_writes_the_words_of_a_page_into_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    with Workers(1, limit_s=30, prepare=None) as running:
        running.call(quote_the_page, "SECRET WORDS", name="x")
    log = capfd.readouterr().err
    assert "SECRET" not in log
    assert log.count("ERROR somelibrary: said something at") == 2
    assert "WARNING py.warnings: said something at" in log
    assert "one page could not be read" in log


def test_what_is_pending_is_parsed_and_saved(tmp_path: Path) -> None:
    with Store(tmp_path / "news.gpkg") as store, Workers(1, limit_s=30) as workers:
        first, _ = store.add(article_from_text(TEXT), batch="one")
        poison, _ = store.add(Article(id="empty", text=""))
        done: list[str] = []
        backlog = Backlog(store, workers, done.append)
        second, _ = store.add(article_from_text("Protesters marched in Nairobi on Tuesday."))
        backlog.wake()
        backlog.drain()
        backlog.close()
        backlog.join()
        assert sorted(done) == sorted([first.id, second.id, poison.id])
        assert store.pending() == []
        stored = store.article(first.id)
        assert stored is not None
        assert (stored.state, stored.batch) == (State.PARSED, "one")
        assert stored.event_count >= 1
        assert store.count_features("events") >= 1


class Away:
    """Workers that have no process for an article at first."""

    count = 1

    def __init__(self) -> None:
        self.calls = 0

    def call(self, function: Callable[..., Any], article: Article, *_: Any, name: str) -> Any:
        self.calls += 1
        if self.calls == 1:
            raise Interrupted("no process")
        return fakes.parsed(article)


def test_an_article_without_a_process_stays_pending_until_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "_WAIT_S", 0.05)
    with Store(tmp_path / "news.gpkg") as store:
        stored, _ = store.add(article_from_text(TEXT))
        working = Backlog(store, Away())  # type: ignore[arg-type]
        working.drain()
        working.close()
        working.join()
        assert [(one.article.id, one.state, one.reason) for one in store.articles()] == [
            (stored.id, State.PARSED, None)
        ]


def test_closing_in_the_middle_leaves_articles_pending(tmp_path: Path) -> None:
    with Store(tmp_path / "news.gpkg") as store:
        ids = [store.add(article_from_text(f"{TEXT} {number}"))[0].id for number in range(30)]
        with Workers(1, limit_s=30) as running:
            backlog = Backlog(store, running)
            while not store.count_articles(state=State.PARSED):
                time.sleep(0.05)
            backlog.close()
        backlog.join()
        states = {number: store.count_articles(state=number) for number in State}
        assert states[State.FAILED] == 0
        assert states[State.PENDING] > 0
        assert sum(states.values()) == len(ids)
