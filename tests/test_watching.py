"""The watch, against a server on loopback: polite, and not to be stopped by what feeds hold."""

import contextlib
import datetime as dt
import functools
import itertools
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Handler, Site, serving
from typer.testing import CliRunner

from geo import fetching, sources
from geo.cli import app
from geo.errors import AddressRefused, ArticleError, Interrupted, StoreError, UnreadableSource
from geo.fetching import Response
from geo.store import State, Store
from geo.watching import Pages, Visit, Watch, feeds
from geo.watching.feeds import MAX_ITEMS
from geo.watching.pages import retry_after_s
from geo.watching.robots import Robots, Unavailable
from geo.working import tasks

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
START = dt.datetime(2025, 4, 4, 12, tzinfo=dt.UTC)


class Here:
    """Workers that work in this process."""

    count = 1

    def call(self, function: Callable[..., Any], *arguments: Any, name: str) -> Any:
        return function(*arguments)


class Time:
    """A clock that only sleeping moves, and that remembers how long was slept."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> dt.datetime:
        return START + dt.timedelta(seconds=self.seconds)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.gpkg") as opened:
        yield opened


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def watch(store: Store, clock: Time) -> Watch:
    fetch = functools.partial(fetching.fetch, allow_private=True, timeout_s=2)
    pages = Pages(fetch, Here(), clock=clock.clock, sleep=clock.sleep)  # type: ignore[arg-type]
    return Watch(store, pages, now=clock.now, jitter=random.Random(1))


def story(town: str) -> bytes:
    sentences = f"Police said that a bomb exploded at a market in {town} on Monday, and that two people were hurt. " * 4
    return f"<html><head><title>{town}</title></head><body><article><p>{sentences}</p></article></body></html>".encode()


def rss(site: Site, *paths: str, more: str = "") -> bytes:
    items = "".join(
        f"<item><title>On {path}</title><link>{site.url(path)}</link>"
        "<pubDate>Thu, 03 Apr 2025 08:00:00 GMT</pubDate></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}{more}</channel></rss>'.encode()


def put(site: Site, *towns: str) -> None:
    for town in towns:
        site.pages[f"/{town}"] = (200, {"Content-Type": "text/html"}, story(town))


def visit(watch: Watch, site: Site, path: str = "/feed") -> Visit:
    watch.add([site.url(path)])
    return watch.visit(site.url(path))


def test_new_items_become_articles_once(watch: Watch, site: Site, store: Store) -> None:
    put(site, "Kabul", "Lagos")
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos", "/Kabul", "/Kabul#comments"))
    first = visit(watch, site)
    assert (first.title, len(first.taken), first.known, first.errors) == ("News", 2, 0, [])
    [lagos, kabul] = store.articles()
    assert (kabul.article.title, kabul.article.published) == ("Kabul", dt.date(2025, 4, 3))
    assert (kabul.article.url, kabul.state, kabul.batch) == (site.url("/Kabul"), State.PENDING, site.url("/feed"))
    assert lagos.article.text.startswith("Police said that a bomb exploded at a market in Lagos")
    second = visit(watch, site)
    assert (second.taken, second.known) == ([], 2)
    assert site.paths().count("/Kabul") == 1


def test_a_page_that_tells_another_day_than_its_feed_is_read_as_of_its_own_and_no_error(
    watch: Watch, site: Site, store: Store
) -> None:
    head = b"<head><meta property='article:published_time' content='2025-04-02T23:00:00-05:00'>"
    site.pages["/Kabul"] = (200, {"Content-Type": "text/html"}, story("Kabul").replace(b"<head>", head))
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul"))
    assert visit(watch, site).errors == []
    assert [one.article.published for one in store.articles()] == [dt.date(2025, 4, 2)]


def test_the_same_text_at_another_address_is_known(watch: Watch, site: Site, store: Store) -> None:
    put(site, "Kabul")
    site.pages["/copy"] = site.pages["/Kabul"]
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/copy"))
    found = visit(watch, site)
    assert (len(found.taken), found.known, store.count_articles()) == (1, 1, 1)


def test_what_has_not_changed_is_not_sent_again(watch: Watch, site: Site) -> None:
    put(site, "Kabul")
    validators = {"ETag": '"abc"', "Last-Modified": "Thu, 03 Apr 2025 08:00:00 GMT"}

    def page(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match") == '"abc"'
        body = b"" if known else rss(site, "/Kabul")
        handler.send_response(304 if known else 200)
        for name, value in validators.items():
            handler.send_header(name, value)
        if not known:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/feed"] = page
    assert len(visit(watch, site).taken) == 1
    again = visit(watch, site)
    assert (again.taken, again.known, again.failed) == ([], 0, False)
    asked = [headers for path, headers in site.asked if path == "/feed"]
    assert "if-none-match" not in asked[0]
    assert (asked[1]["if-none-match"], asked[1]["if-modified-since"]) == ('"abc"', validators["Last-Modified"])
    assert asked[1]["user-agent"].startswith("dateline/")


def due_in(watch: Watch, clock: Time, url: str) -> float:
    """Return after how many minutes the feed is due."""
    for minute in range(3_000):
        if url in watch.due():
            return minute
        clock.seconds += 60
    raise AssertionError("never due")


def test_a_feed_that_fails_is_left_alone_longer_and_longer(watch: Watch, site: Site, clock: Time) -> None:
    url = site.url("/feed")
    site.pages["/feed"] = (500, {}, b"")
    waits = []
    for _ in range(9):
        assert visit(watch, site).failed
        waits.append(due_in(watch, clock, url))
    assert waits[:6] == sorted(waits[:6])
    assert 29 <= waits[0] <= 35
    assert all(24 * 60 <= wait <= 27 * 60 for wait in waits[-3:])
    put(site, "Kabul")
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul"))
    assert not visit(watch, site).failed
    assert 13 <= due_in(watch, clock, url) <= 17


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(status: int, watch: Watch, site: Site, clock: Time) -> None:
    site.pages["/feed"] = (status, {"Retry-After": "7200"}, b"")
    assert visit(watch, site).failed
    assert due_in(watch, clock, site.url("/feed")) >= 120


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Fri, 04 Apr 2025 12:10:00 GMT", 600),
        ("Thu, 03 Apr 2025 12:00:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after_s(Response("", 429, {"retry-after": value}, b""), START) == seconds


def test_pages_that_fail_for_now_are_asked_again(watch: Watch, site: Site) -> None:
    put(site, "Kabul")
    site.pages["/late"] = (503, {}, b"")
    site.pages["/feed"] = (200, {"ETag": '"x"'}, rss(site, "/late", "/Kabul", "/gone"))
    first = visit(watch, site)
    assert (len(first.taken), len(first.errors)) == (1, 2)
    site.pages["/late"] = (200, {}, story("Lima"))
    second = visit(watch, site)
    assert (len(second.taken), second.known, second.errors) == (1, 2, [])
    # With something left over, the feed itself had to come again.
    assert "if-none-match" not in [headers for path, headers in site.asked if path == "/feed"][1]


def test_a_moved_feed_is_found_at_its_new_address(watch: Watch, site: Site) -> None:
    put(site, "Kabul")
    site.pages["/feed"] = (301, {"Location": "/new"}, b"")
    site.pages["/new"] = (200, {}, rss(site, "/Kabul"))
    assert len(visit(watch, site).taken) == 1
    visit(watch, site)
    assert site.paths().count("/feed") == 1
    assert site.paths().count("/new") == 2


def test_a_feed_whose_new_address_is_gone_is_looked_for_at_the_old_one(
    watch: Watch, site: Site, store: Store, clock: Time
) -> None:
    put(site, "Kabul", "Lagos")
    site.pages["/feed"] = (301, {"Location": "/new"}, b"")
    site.pages["/new"] = (200, {"ETag": '"x"'}, rss(site, "/Kabul"))
    assert len(visit(watch, site).taken) == 1
    site.pages["/new"] = (410, {}, b"")
    assert visit(watch, site).failed
    assert visit(watch, site).failed  # the old address still leads there
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos"))
    site.asked.clear()
    found = [visit(watch, site) for _ in range(3)]
    assert [(one.failed, len(one.taken)) for one in found] == [(True, 0), (False, 1), (False, 0)]
    assert [path for path in site.paths() if path in {"/feed", "/new"}] == ["/new", "/feed", "/feed"]
    # What was the new one's may be no news of the old one's.
    assert all("if-none-match" not in headers for path, headers in site.asked if path == "/feed")


def test_a_moment_between_two_requests_to_a_host(watch: Watch, site: Site, clock: Time) -> None:
    put(site, "Kabul", "Lagos", "Lima")
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos", "/Lima"))
    visit(watch, site)
    assert sum(clock.slept) >= 3


def test_robots_txt_is_obeyed(watch: Watch, site: Site, clock: Time) -> None:
    put(site, "Kabul", "Lagos")
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /Kabul\nCrawl-delay: 5\n")
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos"))
    found = visit(watch, site)
    assert len(found.taken) == 1
    assert "robots.txt" in found.errors[0]
    assert "/Kabul" not in site.paths()
    assert 5 in [round(seconds, 3) for seconds in clock.slept]
    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("rule", "kept", "open_"),
    [
        ("Disallow: /*.pdf$", "/a/report.pdf", "/a/report.pdf?page=2"),
        ("Disallow: /*/private", "/news/private/x", "/private"),
        ("Disallow: /news\nAllow: /news/world", "/news/local", "/news/world/1"),
        ("Allow: /\nDisallow: /search", "/search?q=x", "/"),
        ("Disallow: /a$", "/a", "/ab"),
        ("Disallow: /%7Ejoe", "/~joe/1", "/joe"),
        ("Disallow: /*?print=", "/1?print=yes", "/1?page=print"),
    ],
)
def test_robots_txt_is_read_as_its_standard_says(rule: str, kept: str, open_: str) -> None:
    def robots(body: str) -> Robots:
        return Robots(lambda url: Response(url, 200, {}, body.encode()), lambda: 0.0)

    for body in (f"User-agent: *\n{rule}\n", f"\ufeffuser-agent: Dateline\n{rule}\n\nUser-agent: *\nDisallow:\n"):
        assert not robots(body).allows(f"https://example.org{kept}")
        assert robots(body).allows(f"https://example.org{open_}")
    of_others = robots(f"User-agent: datelinebot\n{rule}\n")
    assert of_others.allows(f"https://example.org{kept}")


@pytest.mark.parametrize("status", [403, 404])
def test_a_host_without_robots_txt_allows_everything(status: int) -> None:
    robots = Robots(lambda url: Response(url, status, {}, b""), lambda: 0.0)
    assert robots.allows("https://example.org/news")


@pytest.mark.parametrize("status", [429, 500, 503, None])
def test_robots_txt_that_cannot_be_had_is_asked_for_again_after_minutes(status: int | None, clock: Time) -> None:
    asked: list[str] = []
    answers = {"status": status}

    def fetch(url: str) -> Response:
        asked.append(url)
        if answers["status"] is None:
            raise UnreadableSource("no answer")
        return Response(url, answers["status"], {}, b"User-agent: *\nDisallow: /private\n")

    robots = Robots(fetch, clock.clock)
    for page in ("/news", "/private", "/news"):
        with pytest.raises(Unavailable, match=r"robots\.txt of its host cannot be had"):
            robots.allows(f"https://example.org{page}")
    assert robots.delay_s("https://example.org/news") == 0
    assert len(asked) == 1
    answers["status"] = 200
    clock.seconds += 15 * 60
    assert robots.allows("https://example.org/news")
    assert not robots.allows("https://example.org/private")
    assert len(asked) == 2


def test_a_short_outage_of_robots_txt_loses_no_article(watch: Watch, site: Site, clock: Time) -> None:
    put(site, "Kabul", "Lagos")
    site.pages["/robots.txt"] = (503, {}, b"")
    site.pages["/feed"] = (200, {"ETag": '"x"'}, rss(site, "/Kabul", "/Lagos"))
    first = visit(watch, site)
    assert (first.taken, first.failed) == ([], False)
    assert len(first.errors) == 2
    assert all("robots.txt of its host cannot be had" in error for error in first.errors)
    assert site.paths() == ["/feed", "/robots.txt"]
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /Lagos\n")
    clock.seconds += 60 * due_in(watch, clock, site.url("/feed"))
    second = visit(watch, site)
    assert (len(second.taken), len(second.errors)) == (1, 1)
    assert "/Lagos" not in site.paths()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\x01\x02",
        b"not xml at all",
        b"<html><body>No feed</body></html>",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>" + b"<!ENTITY b '&a;&a;'>" * 5 + b"]><x>&b;</x>",
        b"<a>" * 50_000,
        b"{}",
    ],
    ids=["empty", "binary", "text", "html", "entities", "deep", "json"],
)
def test_what_is_no_feed_is_an_error_of_the_visit(body: bytes, watch: Watch, site: Site) -> None:
    site.pages["/feed"] = (200, {}, body)
    found = visit(watch, site)
    assert found.failed
    assert found.errors
    assert not found.taken


def test_broken_xml_is_read_as_far_as_it_goes(watch: Watch, site: Site) -> None:
    put(site, "Kabul", "Lagos")
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos", more="<item><title>&nbsp; <b>& unclosed")[:-30])
    assert len(visit(watch, site).taken) == 2


def test_items_without_or_with_odd_addresses_are_left_out(watch: Watch, site: Site) -> None:
    links = ["", "file:///etc/passwd", "javascript:alert(1)", "http://[", "mailto:a@b.example", "http://" + "x" * 5_000]
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    site.pages["/feed"] = (200, {}, rss(site, more=items))
    found = visit(watch, site)
    assert (found.taken, found.errors, found.failed) == ([], [], False)


def test_atom_and_relative_addresses(watch: Watch, site: Site) -> None:
    put(site, "Kabul")
    entry = (
        "<entry><title>Kabul</title><id>urn:1</id><link href='/Kabul'/><updated>2025-04-01T23:00:00Z</updated></entry>"
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><id>urn:0</id>{entry}</feed>"
    site.pages["/feed"] = (200, {"Content-Type": "application/atom+xml"}, body.encode())
    assert len(visit(watch, site).taken) == 1


def test_a_million_items_are_cut() -> None:
    item = b"<item><title>x</title><link>https://example.org/%07d</link></item>"
    body = b"<rss version='2.0'><channel><title>Huge</title>" + b"".join(item % number for number in range(1_000_000))
    found = feeds.parse(body + b"</channel></rss>", "https://example.org/feed")
    assert (len(found.items), found.cut) == (MAX_ITEMS, True)
    assert found.items[0].url == "https://example.org/0000000"


def test_a_huge_feed_is_not_downloaded_to_its_end(watch: Watch, site: Site) -> None:
    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n<rss version='2.0'><channel>")
        for _ in range(100):
            handler.wfile.write(b"<item><title>x</title></item>" * 40_000)

    site.pages["/feed"] = endless
    found = visit(watch, site)
    assert found.failed
    assert "larger than 20 MB" in found.errors[0] or "within" in found.errors[0]


def test_a_feed_is_read_where_a_limit_of_time_holds(store: Store, site: Site, clock: Time) -> None:
    class Slow(Here):
        def call(self, function: Callable[..., Any], *arguments: Any, name: str) -> Any:
            if function is feeds.parse and b"endless" in arguments[0]:
                raise ArticleError(f"{name}: took longer than 60 s and was stopped (see --limit)")
            return pickle.loads(pickle.dumps(function(*arguments)))  # as processes answer

    put(site, "Kabul")
    site.pages |= {"/endless": (200, {}, b"<rss>endless"), "/feed": (200, {}, rss(site, "/Kabul"))}
    fetch = functools.partial(fetching.fetch, allow_private=True)
    watching = Watch(store, Pages(fetch, Slow(), clock=clock.clock, sleep=clock.sleep), now=clock.now)  # type: ignore[arg-type]
    endless = visit(watching, site, "/endless")
    assert (endless.failed, endless.taken) == (True, [])
    (error,) = endless.errors
    assert error == f"{site.url('/endless')}: took longer than 60 s and was stopped (see --limit)"
    assert due_in(watching, clock, site.url("/endless")) >= 29
    assert len(visit(watching, site).taken) == 1


def test_a_slow_feed_ends_in_time(watch: Watch, site: Site) -> None:
    def slow(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(60):
            handler.wfile.write(b"<rss>")
            time.sleep(0.1)

    site.pages["/feed"] = slow
    started = time.monotonic()
    assert visit(watch, site).failed
    assert time.monotonic() - started < 5


def test_private_addresses_are_refused_also_as_items(store: Store, site: Site, clock: Time) -> None:
    answers = {"https://example.org/feed": Response("https://example.org/feed", 200, {}, rss(site, "/Kabul"))}

    def fetch(url: str, *, headers: object = None) -> Response:
        return answers[url] if url in answers else fetching.fetch(url)

    watching = Watch(store, Pages(fetch, Here(), clock=clock.clock, sleep=clock.sleep), now=clock.now)  # type: ignore[arg-type]
    found = watching.visit("https://example.org/feed")
    assert found.taken == []
    assert "not on the public internet" in found.errors[0]
    assert site.asked == []
    with pytest.raises(AddressRefused):
        watching.add(["file:///etc/passwd"])


def test_one_feed_cannot_stop_the_others(watch: Watch, site: Site) -> None:
    put(site, "Kabul")
    site.pages |= {"/bad": (200, {}, b"\xff\xfe<rss"), "/good": (200, {}, rss(site, "/Kabul"))}
    watch.add([site.url("/bad"), site.url("/good"), "http://127.0.0.1:9/"])
    seen: list[Visit] = []
    watch.run(threading.Event(), seen.append, once=True)
    assert {one.url: len(one.taken) for one in seen} == {
        site.url("/bad"): 0,
        site.url("/good"): 1,
        "http://127.0.0.1:9/": 0,
    }
    assert watch.due() == []


class Meeting:
    """Feeds that answer only when so many are asked for at the same time."""

    def __init__(self, parties: int) -> None:
        self._barrier = threading.Barrier(parties, timeout=10)
        self._lock = threading.Lock()
        self._there: dict[str, int] = {}
        self.most_of_one_host = 0

    def fetch(self, url: str, *, headers: object = None) -> Response:
        host = url.split("/")[2]
        with self._lock:
            self._there[host] = self._there.get(host, 0) + 1
            self.most_of_one_host = max(self.most_of_one_host, self._there[host])
        with contextlib.suppress(threading.BrokenBarrierError):
            self._barrier.wait()
        with self._lock:
            self._there[host] -= 1
        return Response(url, 200, {}, b"<rss version='2.0'><channel><title>None</title></channel></rss>")


def test_several_hosts_are_visited_at_once_and_each_only_once(store: Store, clock: Time) -> None:
    meeting = Meeting(3)
    pages = Pages(meeting.fetch, Here(), clock=clock.clock, sleep=clock.sleep)  # type: ignore[arg-type]
    watching = Watch(store, pages, now=clock.now)
    watching.add(f"https://{host}.example/{feed}" for host in "abc" for feed in (1, 2))
    seen: list[Visit] = []
    started = time.monotonic()
    watching.run(threading.Event(), seen.append, once=True)
    assert time.monotonic() - started < 8  # nobody waited in vain
    assert sorted(one.url for one in seen) == sorted(watching.urls())
    assert not any(one.failed for one in seen)
    assert meeting.most_of_one_host == 1
    assert watching.due() == []


def test_a_slow_feed_does_not_hold_up_the_others(store: Store, clock: Time) -> None:
    let_go = threading.Event()

    def fetch(url: str, *, headers: object = None) -> Response:
        if "slow" in url:
            let_go.wait(20)
        return Response(url, 200, {}, b"<rss version='2.0'><channel><title>None</title></channel></rss>")

    watching = Watch(store, Pages(fetch, Here(), clock=clock.clock, sleep=clock.sleep), now=clock.now)  # type: ignore[arg-type]
    watching.add(["https://slow.example/feed", *(f"https://quick{number}.example/feed" for number in range(20))])
    stop = threading.Event()
    seen: list[str] = []

    def report(visit: Visit) -> None:
        seen.append(visit.url)
        clock.seconds += 120
        if len(seen) == 30:  # the quick ones are due again, and come again
            let_go.set()
        if "https://slow.example/feed" in seen:
            stop.set()

    watching.run(stop, report)
    assert len(seen) >= 30
    assert let_go.is_set()


def test_requests_of_several_threads_to_a_host_have_their_turns() -> None:
    """Real seconds: what is measured is when the requests went out."""
    asked: list[float] = []

    def fetch(url: str, *, headers: object = None) -> Response:
        asked.append(time.monotonic())
        return Response(url, 404, {}, b"")

    pages = Pages(fetch, Here(), between_s=0.2)  # type: ignore[arg-type]
    pages.get("https://news.example/robots.txt")
    asked.clear()
    threads = [threading.Thread(target=pages.get, args=(f"https://news.example/{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pages_only = sorted(asked)[-4:]
    assert all(later - earlier > 0.15 for earlier, later in itertools.pairwise(pages_only))


def test_an_item_that_was_interrupted_is_not_taken_for_seen(store: Store, site: Site, clock: Time) -> None:
    class Closed(Here):
        def call(self, function: Callable[..., Any], *arguments: Any, name: str) -> Any:
            if function is tasks.read_page:
                raise Interrupted("the program ends")
            return function(*arguments)

    put(site, "Kabul")
    site.pages["/feed"] = (200, {"ETag": '"x"'}, rss(site, "/Kabul"))
    fetch = functools.partial(fetching.fetch, allow_private=True)
    watching = Watch(store, Pages(fetch, Closed(), clock=clock.clock, sleep=clock.sleep), now=clock.now)  # type: ignore[arg-type]
    watching.add([site.url("/feed")])
    with pytest.raises(Interrupted):
        watching.visit(site.url("/feed"))
    assert watching.due() == [site.url("/feed")]
    again = Watch(store, Pages(fetch, Here(), clock=clock.clock, sleep=clock.sleep), now=clock.now)  # type: ignore[arg-type]
    assert len(again.visit(site.url("/feed")).taken) == 1
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(Interrupted):
        again.visit(site.url("/feed"), stop=stopped)


def test_a_day_of_publication_that_stands_for_none_is_none() -> None:
    item = "<item><link>https://news.example/1</link><pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate></item>"
    found = feeds.parse(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), "https://news.example/feed")
    assert [one.published for one in found.items] == [None]


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("Sun, 10 Nov 2024 01:10:00 +0900", dt.date(2024, 11, 10)),
        ("Sat, 09 Nov 2024 22:10:00 -0800", dt.date(2024, 11, 9)),
        ("1731110400", dt.date(2024, 11, 9)),
        ("2024-314", dt.date(2024, 11, 9)),
        ("2024-W45-6", dt.date(2024, 11, 9)),
        ("2024/11/9 07:05:00", dt.date(2024, 11, 9)),
        ("07/03/2024 10:00", None),
        ("last Tuesday", None),
        ("", None),
    ],
)
def test_the_day_of_an_item_is_read_rightly_or_not_at_all(given: str, day: dt.date | None) -> None:
    item = f"<item><link>https://news.example/1</link><pubDate>{given}</pubDate></item>"
    (found,) = feeds.parse(
        f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), "https://news.example/"
    ).items
    assert (found.published, bool(found.remark)) == (day, bool(given) and day is None)
    entry = f"<entry><link href='https://news.example/1'/><updated>{given}</updated></entry>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode()
    (found,) = feeds.parse(atom, "https://news.example/").items
    assert found.published == day


def test_an_item_that_redirects_to_no_address_is_an_error_of_the_item(watch: Watch, site: Site) -> None:
    put(site, "Kabul")
    site.pages["/trap"] = (302, {"Location": "http://["}, b"")
    site.pages["/feed"] = (200, {}, rss(site, "/trap", "/Kabul"))
    found = visit(watch, site)
    assert (len(found.taken), len(found.errors), found.failed) == (1, 1, False)
    assert "no URL" in found.errors[0]


@pytest.mark.parametrize(
    "line",
    [
        "Crawl-delay: ²",
        "Request-rate: ²/1",
        "Disallow: //[",
        "Crawl-delay: " + "9" * 400,
        "Crawl-delay: " + "9" * 5_000,
    ],
)
def test_a_line_of_robots_txt_that_cannot_be_read_leaves_the_others(line: str, watch: Watch, site: Site) -> None:
    put(site, "Kabul", "Lagos", "Lima")
    body = f"User-agent: *\nDisallow: /Kabul\n{line}\nDisallow: /Lagos\n"
    site.pages["/robots.txt"] = (200, {}, body.encode())
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos", "/Lima"))
    found = visit(watch, site)
    assert (len(found.taken), len(found.errors), found.failed) == (1, 2, False)
    assert site.paths().count("/Lima") == 1


def test_what_is_no_address_is_refused_before_anything_is_asked(clock: Time) -> None:
    def fetch(url: str, *, headers: object = None) -> Response:
        raise AssertionError(url)

    pages = Pages(fetch, Here(), clock=clock.clock, sleep=clock.sleep)  # type: ignore[arg-type]
    with pytest.raises(AddressRefused):
        pages.get("http://[")
    with pytest.raises(AddressRefused):
        pages.article(feeds.Item("http://["))


def test_whatever_breaks_in_a_visit_the_other_items_and_feeds_go_on(store: Store, site: Site, clock: Time) -> None:
    def fetch(url: str, *, headers: object = None) -> Response:
        if "broken" in url:
            raise ZeroDivisionError("by\nzero")
        return fetching.fetch(url, allow_private=True)

    put(site, "Kabul", "Lagos")
    site.pages |= {"/some": (200, {}, rss(site, "/broken", "/Kabul")), "/good": (200, {}, rss(site, "/Lagos"))}
    watching = Watch(store, Pages(fetch, Here(), clock=clock.clock, sleep=clock.sleep), now=clock.now)  # type: ignore[arg-type]
    watching.add([site.url("/broken-feed"), site.url("/some"), site.url("/good")])
    seen: list[Visit] = []
    watching.run(threading.Event(), seen.append, once=True)
    assert {one.url: (len(one.taken), one.failed) for one in seen} == {
        site.url("/broken-feed"): (0, True),
        site.url("/some"): (1, True),
        site.url("/good"): (1, False),
    }
    errors = [error for one in seen for error in one.errors]
    assert len(errors) == 2
    assert all("ZeroDivisionError" in error and "\n" not in error for error in errors)
    assert watching.due() == []


class Patience(threading.Event):
    """Waits by looking on: what happens meanwhile is what the test says. Ends the watch after the last wait."""

    def __init__(self, *meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self._meanwhile = list(meanwhile)

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout
        if self._meanwhile:
            self._meanwhile.pop(0)()
        else:
            self.set()
        return self.is_set()


def test_a_store_that_is_away_for_a_while_does_not_end_the_watch(
    watch: Watch, site: Site, store: Store, clock: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> contextlib.AbstractContextManager[Any]:
        raise StoreError("the store is away")

    put(site, "Kabul", "Lagos")
    site.pages["/feed"] = (200, {}, rss(site, "/Kabul"))
    watch.add([site.url("/feed")])

    def leave() -> None:
        monkeypatch.setattr(store, "reading", away)
        clock.seconds += 3_600

    def come_back() -> None:
        monkeypatch.undo()
        site.pages["/feed"] = (200, {}, rss(site, "/Kabul", "/Lagos"))

    seen: list[Visit] = []
    watch.run(Patience(leave, come_back), seen.append)
    assert [len(one.taken) for one in seen] == [1, 1]
    leave()
    with pytest.raises(StoreError):
        watch.run(threading.Event(), seen.append, once=True)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_an_error(body: bytes) -> None:
    begun = feeds.parse(b"<rss version='2.0'><channel><item>" + body, "https://example.org/")
    assert len(begun.items) <= 1 + body.count(b"<item")
    with contextlib.suppress(UnreadableSource):
        assert all(item.url.startswith("http") for item in feeds.parse(body, "https://example.org/").items)


def test_a_watch_ends_at_once_when_it_is_told_to_also_amid_a_long_feed(tmp_path: Path, site: Site) -> None:
    towns = [f"Town{number}" for number in range(200)]
    put(site, *towns)
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 30\n")
    site.pages["/feed"] = (200, {}, rss(site, *(f"/{town}" for town in towns)))
    command = [sys.executable, "-m", "geo", "watch", "--store", str(tmp_path / "s.gpkg"), "--allow-private"]
    process = subprocess.Popen([*command, site.url("/feed")], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    while "/robots.txt" not in site.paths() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.terminate()
    try:
        _, stderr = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in stderr
    assert "/robots.txt" in site.paths()
    assert len(site.asked) < 10


def test_a_single_visit_tells_by_its_exit_code_whether_a_feed_failed(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    site.pages["/good"] = (200, {}, rss(site))
    command = ["watch", "--once", "--store", str(tmp_path / "s.gpkg"), "--allow-private"]
    assert CliRunner().invoke(app, [*command, site.url("/good")]).exit_code == 0
    both = CliRunner().invoke(app, [*command, site.url("/gone"), site.url("/good")])
    assert both.exit_code == 1
    assert "HTTP 404" in both.stderr


def test_no_store_is_made_for_what_is_no_address(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    command = ["watch", "--once", "--store", str(tmp_path / "s.gpkg"), site.url("/good"), "good"]
    done = CliRunner().invoke(app, command)
    assert "only http and https URLs are fetched" in str(done.exception)
    assert not list(tmp_path.iterdir())
    assert not site.asked


def test_a_watch_that_is_killed_goes_on_where_it_was(tmp_path: Path, site: Site) -> None:
    towns = ["Kabul", "Lagos", "Lima", "Oslo"]
    put(site, *towns)
    site.pages["/feed"] = (200, {}, rss(site, *(f"/{town}" for town in towns)))
    command = [
        sys.executable,
        "-m",
        "geo",
        "watch",
        "--store",
        str(tmp_path / "s.gpkg"),
        "--allow-private",
        "--limit",
        "120",
    ]
    process = subprocess.Popen([*command, site.url("/feed")], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while "/Lagos" not in site.paths() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stderr
    process.stderr.close()
    done = subprocess.run([*command, "--once"], capture_output=True, text=True, check=False, timeout=250)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    with Store(tmp_path / "s.gpkg") as store:
        stored = store.articles()
        assert sorted(one.article.title or "" for one in stored) == towns
        assert [(one.state, one.reason) for one in stored] == [(State.PARSED, None)] * 4
        assert len({sources.article_from_text(one.article.text).id for one in stored}) == 4
    assert site.paths().count("/Kabul") == 1
