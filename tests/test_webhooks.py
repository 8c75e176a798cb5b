"""New events are posted once each, in order, signed, through every failure of who receives them."""

import base64
import contextlib
import json
import logging
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from generate import articles
from loopback import serving
from receiver import Handler, Receiver, receiving
from serving import MADE_BY, service
from standardwebhooks import Webhook, WebhookVerificationError

from geo import fetching
from geo.errors import AddressRefused, InputError
from geo.service.webhooks import Waits, Webhooks, checked
from geo.store import Outbox, Selection, Store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
QUICK = Waits(timeout_s=5, first_s=0.01, longest_s=0.05)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "news.gpkg") as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@contextlib.contextmanager
def posting(store: Store, *urls: str, waits: Waits = QUICK, allow_private: bool = True) -> Iterator[Webhooks]:
    key, targets = checked(urls, SECRET)
    running = Webhooks(store, targets, key, allow_private=allow_private, waits=waits)
    try:
        # A webhook begins with what is new once it is known to the store.
        for target in targets:
            until = time.monotonic() + 10
            while _unknown(store, target.webhook) and time.monotonic() < until:
                time.sleep(0.01)
        yield running
    finally:
        running.close()
        running.join()


def _unknown(store: Store, webhook: str) -> bool:
    import hashlib

    from sqlalchemy import select

    from geo.store import tables

    key = hashlib.sha256(webhook.encode()).hexdigest()
    with store.reading() as connection:
        return connection.execute(select(tables.webhooks).where(tables.webhooks.c.webhook == key)).first() is None


def fill(store: Store, count: int, *, first: int = 0, each: int = 3) -> list[str]:
    """Save articles; return the ids of their events in order."""
    found = []
    for parsed in list(articles(first + count, each))[first:]:
        store.save(parsed, made_by=MADE_BY)
        found += [event.event_id for event in parsed.events]
    return found


def ids(messages: list[tuple[dict[str, str], bytes]]) -> list[str]:
    return [json.loads(body)["data"]["properties"]["event_id"] for _, body in messages]


@pytest.mark.timeout(600)  # ten seconds, on a machine that has nothing else to do
def test_a_thousand_events_arrive_once_each_and_in_order_at_who_is_down_a_third_of_the_time(
    store: Store, receiver: Receiver
) -> None:
    rng = random.Random(5)

    def hang_up(handler: Handler) -> None:
        handler.connection.close()

    def busy(handler: Handler) -> None:
        handler.send_response(429)
        handler.send_header("Retry-After", "0")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    receiver.fate = lambda number: rng.choice(
        [204, 200, 202, 204, rng.choice([500, 503, 404]), rng.choice([hang_up, busy])]
    )
    with posting(store, receiver.url()) as running:
        told = fill(store, 100, each=5)
        running.wake()
        receiver.wait(lambda one: len(one.taken) >= 200, 280)
    # Stopped in the middle, with more to come meanwhile, and again.
    told += fill(store, 100, first=100, each=5)
    with posting(store, receiver.url()):
        receiver.wait(lambda one: len(one.taken) >= 1_000, 280)
    assert ids(receiver.taken) == told
    assert len(receiver.came) > 1_300
    # Tries of one event have one id, and every one of them is signed anew.
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1_000
    for headers, body in receiver.came[::50]:
        found = Webhook(SECRET).verify(body, headers)
        assert found["type"] == "event.new"
        assert found["data"]["type"] == "Feature"
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(body.replace(b"event.new", b"event.old"), headers)


def test_of_two_services_on_one_store_one_delivers(store: Store, receiver: Receiver) -> None:
    with posting(store, receiver.url()) as one, posting(store, receiver.url()) as other:
        told = fill(store, 10)
        one.wake()
        other.wake()
        receiver.wait(lambda receiver: len(receiver.taken) >= len(told))
        time.sleep(0.2)
    assert ids(receiver.taken) == told


def test_another_takes_over_when_who_delivered_is_gone(store: Store) -> None:
    first, second = (Outbox(store, "hook", Selection(), holder, held_s=0.2) for holder in ("first", "second"))
    assert first.hold()
    assert not second.hold()
    told = fill(store, 1)
    first.delivered(first.waiting(1)[0])
    time.sleep(0.3)  # killed: it holds on to nothing any more
    assert second.hold()
    assert [one.row["id"] for one in second.waiting(10)] == told[1:]
    assert not first.hold()
    second.release()
    assert first.hold()


def test_what_is_parsed_again_is_no_news(store: Store, receiver: Receiver) -> None:
    with posting(store, receiver.url()) as running:
        told = fill(store, 2)
        fill(store, 2)
        running.wake()
        receiver.wait(lambda one: len(one.taken) >= len(told))
        fill(store, 2)
        told += fill(store, 1, first=2)
        running.wake()
        receiver.wait(lambda one: len(one.taken) >= len(told))
    assert ids(receiver.taken) == told


def test_a_webhook_gets_what_its_fragment_asks_for_and_nothing_from_before_it(store: Store, receiver: Receiver) -> None:
    fill(store, 5)
    url = receiver.url("/hook?key=7#event_class=protest&min_killed=10&bbox=-180,-90,180,90")
    with posting(store, url) as running:
        fill(store, 60, first=5)
        running.wake()
        wanted = [
            row["event_id"]
            for row in store.features("events", Selection((-180, -90, 180, 90), values={"event_class": "protest"}))
            if (row["killed_low"] or 0) >= 10 and int(row["article_id"].rsplit("-", 1)[1]) >= 5
        ]
        receiver.wait(lambda one: len(one.taken) >= len(wanted))
    assert wanted
    assert ids(receiver.taken) == wanted


def test_a_receiver_that_hangs_or_leads_elsewhere_gets_its_event_later(
    store: Store, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    held = threading.Event()
    with serving() as inside:

        def lead_inside(handler: Handler) -> None:
            handler.send_response(307)
            handler.send_header("Location", inside.url("/admin"))
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        def drip(handler: Handler) -> None:
            while not held.wait(0.05):
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: 1\r\n"[:1])

        fates = [lambda handler: held.wait(20) and None, drip, lead_inside]
        receiver.fate = lambda number: fates[number] if number < len(fates) else 204
        quick = Waits(timeout_s=0.5, first_s=0.01, longest_s=0.05)
        with caplog.at_level(logging.WARNING), posting(store, receiver.url("/secret-token"), waits=quick) as running:
            told = fill(store, 1)
            running.wake()
            receiver.wait(lambda one: len(one.taken) >= len(told))
            held.set()
        assert ids(receiver.taken) == told
        assert inside.asked == []
    assert "HTTP 307" in caplog.text
    assert "no whole answer within 0.5 s" in caplog.text
    assert "takes events again" in caplog.text
    assert "secret-token" not in caplog.text  # such an address is often the secret


def test_an_hour_of_500_loses_nothing_and_is_not_a_flood(
    store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    clock = {"now": 0.0}

    def pause(self: object, seconds: float, *, until_woken: bool = False) -> None:
        if until_woken:
            time.sleep(0.01)
        else:
            waited.append(seconds)
            clock["now"] += seconds

    monkeypatch.setattr("geo.service.webhooks._Deliveries._pause", pause)
    receiver.fate = lambda number: 500 if clock["now"] < 3_600 else 204
    with posting(store, receiver.url(), waits=Waits()):
        told = fill(store, 1)
        receiver.wait(lambda one: len(one.taken) >= len(told))
    assert ids(receiver.taken) == told
    assert 10 < len(waited) < 20
    assert max(waited) <= 660


def test_addresses_inside_are_not_posted_to_unless_they_may_be(
    store: Store, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), posting(store, receiver.url(), allow_private=False) as running:
        fill(store, 1)
        running.wake()
        until = time.monotonic() + 10
        while "not on the public internet" not in caplog.text and time.monotonic() < until:
            time.sleep(0.02)
    assert "not on the public internet" in caplog.text
    assert receiver.came == []
    with pytest.raises(AddressRefused, match="not on the public internet"):
        fetching.post("http://hooks.example/", b"", headers={}, resolve=lambda host, port: ["10.0.0.7"])


@pytest.mark.parametrize(
    ("webhook", "message"),
    [
        ("ftp://example.org/", "only http and https"),
        ("https://user:word@example.org/", "user name or password"),
        ("https://example.org/#colour=red", "there is no parameter 'colour'"),
        ("https://example.org/#min_killed=many", "min_killed: a whole number"),
        ("https://example.org/#event_class=riots", "event_class: 'riots' is none of violence, protest"),
        ("https://example.org/#limit=5", "'limit' is not for a webhook"),
        ("https://example.org/#q=a&q=b", "'q' is not for a webhook, or given twice"),
    ],
)
def test_a_wrong_webhook_is_told_in_one_line(webhook: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked([webhook], SECRET)


@pytest.mark.parametrize("secret", [None, "", "hunter2", "whsec_aGk=", "whsec_" + "a" * 300, "whsec_ü"])
def test_without_a_good_secret_a_good_one_is_offered(secret: str | None) -> None:
    with pytest.raises(InputError, match="DATELINE_WEBHOOK_SECRET") as caught:
        checked(["https://example.org/"], secret)
    offered = str(caught.value).rsplit(" ", 1)[1]
    assert checked(["https://example.org/"], offered)[0] == base64.b64decode(offered.removeprefix("whsec_"))


def test_the_service_posts_what_is_handed_in(tmp_path: Path, receiver: Receiver) -> None:
    options = ("--webhook", receiver.url("/hook#event_class=violence"), "--allow-private")
    text = "At least three people were killed when a bomb exploded in Kabul on Monday, police said."
    with service(tmp_path / "news.gpkg", *options, log=tmp_path / "log", DATELINE_WEBHOOK_SECRET=SECRET) as running:
        job = running.ask("/articles", {"text": text, "published": "2025-04-04"}).json()
        receiver.wait(lambda one: bool(one.taken))
        [event] = running.ask(f"/events?article_id={job['article_ids'][0]}&event_class=violence").json()["events"]
    headers, body = receiver.taken[0]
    found = Webhook(SECRET).verify(body, headers)["data"]
    assert found["properties"]["event_id"] == event["event_id"]
    assert found["geometry"]["type"] == "Point"
