"""Fetching refuses what is not public, after every name and every redirect, and ends in time."""

import gzip
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import PUBLIC, PUBLIC_6, Handler, Internet, Site, serving

from geo.errors import AddressRefused, DatelineError, InputError, UnreadableSource
from geo.fetching import check_url, fetch, is_public
from geo.fetching.addresses import is_loopback

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def internet(site: Site, monkeypatch: pytest.MonkeyPatch) -> Internet:
    return Internet(site, monkeypatch)


def public(host: str, port: int) -> list[str]:
    return [PUBLIC]


LOCAL = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/admin",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://10.0.0.7/",
    "http://172.16.5.4/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://192.0.2.7/",
    "http://198.18.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:0a00:0001]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a00:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fe80::1]/",
    "http://[ff02::1]/",
    "http://[fec0::1]/",
    "http://[64:ff9b:1:7f00:0:100:808:808]/",
    "http://[64:ff9b:1::8.8.8.8]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[1000::1]/",
    "http://[4000::1]/",
]
TRICKS = [
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "ftp://example.org/",
    "gopher://example.org:70/_x",
    "dict://127.0.0.1:11211/stat",
    "data:text/html,hello",
    "javascript:alert(1)",
    "jar:http://example.org!/x",
    "//example.org/",
    "example.org/news",
    "",
    "http://",
    "http:///path",
    "http://user@example.org/",
    "http://user:password@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1#@example.org/ ",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://example.org:80\t@127.0.0.1/",
    "http://example.org/\r\nHost: 127.0.0.1",
    "http://exam\u200bple.org\u2028/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:port/",
    "http://[::1",
    "http://[example.org]/",
    "http://" + "a" * 3_000 + ".org/",
]


@pytest.mark.parametrize("url", LOCAL)
def test_what_is_not_public_is_refused(url: str, monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    reached = Internet(site, monkeypatch)
    with pytest.raises(AddressRefused):
        fetch(url, timeout_s=5)
    assert not reached.connected


@pytest.mark.parametrize("url", TRICKS)
def test_what_is_no_plain_web_address_is_refused(url: str, internet: Internet) -> None:
    with pytest.raises(AddressRefused):
        fetch(url, resolve=public)
    assert not internet.connected


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["::1", PUBLIC], ["::ffff:10.1.2.3"], ["not an address"]]
)
def test_one_address_that_is_not_public_refuses_the_name(answer: list[str], internet: Internet) -> None:
    with pytest.raises(AddressRefused, match="not on the public internet"):
        fetch("http://example.org/", resolve=lambda host, port: answer)
    assert not internet.connected


def test_a_name_that_changes_its_answer_gains_nothing(internet: Internet, site: Site) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    site.pages["/"] = (200, {}, b"hello")
    assert fetch("http://example.org/", resolve=lambda host, port: next(answers)).body == b"hello"
    assert internet.connected == [PUBLIC]
    with pytest.raises(AddressRefused):
        fetch("http://example.org/", resolve=lambda host, port: next(answers))
    assert internet.connected == [PUBLIC]


@pytest.mark.parametrize("target", [*LOCAL, "file:///etc/passwd", "ftp://example.org/", "http://a@example.org/"])
def test_no_redirect_leads_where_no_url_may(target: str, internet: Internet, site: Site) -> None:
    from geo.fetching.addresses import addresses

    site.pages["/"] = (302, {"Location": target.encode().decode("latin-1")}, b"")
    with pytest.raises(InputError):
        fetch("http://example.org/", resolve=lambda h, p: [PUBLIC] if h == "example.org" else addresses(h, p))
    assert internet.connected == [PUBLIC]


@pytest.mark.parametrize("target", ["http://[", "//[", "http://[example.org]/"])
def test_a_redirect_to_no_address_at_all_is_refused(target: str, internet: Internet, site: Site) -> None:
    site.pages["/"] = (302, {"Location": target}, b"")
    with pytest.raises(AddressRefused):
        fetch("http://example.org/", resolve=public)


def test_a_redirect_to_a_name_that_has_moved_inside_is_refused(internet: Internet, site: Site) -> None:
    answers = iter([[PUBLIC], ["192.168.0.1"]])
    site.pages["/"] = (302, {"Location": "/again"}, b"")
    with pytest.raises(AddressRefused, match=r"192\.168\.0\.1"):
        fetch("http://example.org/", resolve=lambda host, port: next(answers))
    assert site.paths() == ["/"]


def test_private_hosts_only_where_allowed(site: Site) -> None:
    site.pages["/news?q=å"] = (200, {}, b"never asked for like this")
    site.pages["/news?q=%C3%A5"] = (200, {"X-Note": "yes"}, b"news")
    answer = fetch(site.url("/news?q=å"), allow_private=True)
    assert (answer.status, answer.body, answer.headers["x-note"]) == (200, b"news", "yes")


def test_the_next_address_is_tried(internet: Internet, site: Site) -> None:
    site.pages["/"] = (200, {}, b"hello")
    fetch("http://example.org/", resolve=lambda host, port: ["1.1.1.1", PUBLIC_6])
    assert internet.connected == ["1.1.1.1", PUBLIC_6]


def test_redirects_are_followed_and_moves_for_good_remembered(internet: Internet, site: Site) -> None:
    site.pages |= {
        "/old": (301, {"Location": "/new"}, b""),
        "/new": (302, {"Location": "/today"}, b""),
        "/today": (200, {}, b"today"),
        "/loop": (302, {"Location": "/loop"}, b""),
    }
    answer = fetch("http://example.org/old", resolve=public)
    assert (answer.body, answer.url, answer.moved_to) == (
        b"today",
        "http://example.org/today",
        "http://example.org/new",
    )
    assert fetch("http://example.org/new", resolve=public).moved_to is None
    with pytest.raises(UnreadableSource, match="redirects"):
        fetch("http://example.org/loop", resolve=public)


@pytest.mark.parametrize("packed", [True, False])
def test_large_answers_are_cut_short(packed: bool, site: Site) -> None:
    body = gzip.compress(bytes(50_000_000)) if packed else bytes(2_000_000)
    site.pages["/"] = (200, {"Content-Encoding": "gzip"} if packed else {}, body)
    with pytest.raises(UnreadableSource, match="larger than 1 MB"):
        fetch(site.url("/"), allow_private=True, max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("encoding", "body", "message"),
    [
        ("gzip", b"no gzip at all", "packing is broken"),
        ("gzip", gzip.compress(b"broken off" * 50, mtime=0)[:-20], "broke off"),
        ("br", b"x", "not asked for"),
    ],
)
def test_broken_packing_is_an_error(encoding: str, body: bytes, message: str, site: Site) -> None:
    site.pages["/"] = (200, {"Content-Encoding": encoding}, body)
    with pytest.raises(UnreadableSource, match=message):
        fetch(site.url("/"), allow_private=True)


def test_an_answer_without_a_body_is_whole_whatever_its_packing(site: Site) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.pages |= {
        "/same": (304, packed, b""),
        "/old": (302, {**packed, "Location": "/new"}, b""),
        "/new": (200, packed, gzip.compress(b"news")),
    }
    answer = fetch(site.url("/same"), headers={"If-None-Match": '"x"'}, allow_private=True)
    assert (answer.status, answer.body) == (304, b"")
    assert fetch(site.url("/old"), allow_private=True).body == b"news"


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        time.sleep(0.05)


def drip_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b"x")
        time.sleep(0.05)


def say_nothing(handler: Handler) -> None:
    time.sleep(2)


@pytest.mark.parametrize("slow", [drip_headers, drip_body, say_nothing])
def test_slow_answers_end_in_time(slow: object, site: Site) -> None:
    site.pages["/"] = slow  # type: ignore[assignment]
    started = time.monotonic()
    with pytest.raises(UnreadableSource, match="within"):
        fetch(site.url("/"), allow_private=True, timeout_s=0.4)
    assert time.monotonic() - started < 1.5


def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(5)
        return [PUBLIC]

    started = time.monotonic()
    with pytest.raises(UnreadableSource, match="within"):
        fetch("http://example.org/", resolve=resolve, timeout_s=0.4)
    assert time.monotonic() - started < 1.5


def endless(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 5_000_000)


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    handler.close_connection = True


def hung_up(handler: Handler) -> None:
    handler.close_connection = True


@pytest.mark.parametrize("page", [endless, no_http, hung_up])
def test_what_is_no_http_is_an_error(page: object, site: Site) -> None:
    site.pages["/"] = page  # type: ignore[assignment]
    with pytest.raises(UnreadableSource):
        fetch(site.url("/"), allow_private=True, timeout_s=5)


def test_a_host_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnreadableSource):
        fetch("http://127.0.0.1:9/", allow_private=True, timeout_s=5)


@given(st.text(max_size=60))
def test_any_text_as_url_is_refused_or_fetched_from_the_public(text: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with pytest.raises(DatelineError):
        fetch(text, resolve=resolve)
    with pytest.raises(DatelineError):
        fetch("http://" + text, resolve=resolve)


@given(st.ip_addresses(v=4))
def test_a_disguise_changes_nothing(address: object) -> None:
    assert is_public(f"::ffff:{address}") is is_public(f"64:ff9b::{address}") is is_public(str(address))


# Pythons differ about these: they know the registries of different years.
@pytest.mark.parametrize(
    "address",
    [
        "192.0.0.8",
        "192.88.99.1",
        "192.88.99.2",
        "100:0:0:1::7",
        "2001:1::4",
        "2001:5::",
        "2001:10::1",
        "3fff::1",
        "3fff:fff:ffff::",
        "5f00::1",
        "64:ff9b:1::1",
        "2002:808:808::1",
        "::ffff:192.168.7.7",
        "64:ff9b::192.0.0.170",
        "2001:0:808:808::1",
        "fe80::1%eth0",
        "",
        "8.8.8",
    ],
)
def test_special_addresses_are_not_public_whatever_python_knows_of_them(address: str) -> None:
    assert is_public(address) is (address == "2002:808:808::1")  # 6to4 of a public address is as good as that


@pytest.mark.parametrize(
    "address",
    [
        *("192.0.0.9", "192.0.0.10", "192.31.196.7", "192.52.193.1", "192.175.48.6", "1.1.1.1", "::ffff:8.8.8.8"),
        *("2001:1::3", "2001:3::1", "2001:20::1", "2001:30::5", "2001:4:112::1", "2620:4f:8000::1", "2a00:1450::1"),
        "64:ff9b::8.8.8.8",
    ],
)
def test_what_a_smaller_block_of_the_registries_opens_is_public(address: str) -> None:
    assert is_public(address)


def test_loopback_is_this_machine_and_nothing_in_disguise() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("localhost", "::", "0.0.0.0", "::ffff:127.0.0.1", "2002:7f00:1::", "10.0.0.1")))


def test_plain_addresses_pass() -> None:
    for url in (
        "http://example.org",
        "https://example.org:8443/a?b=c#d",
        "http://bücher.example/",
        "http://[2606::1]/",
    ):
        check_url(url)
    assert is_public(PUBLIC)
    assert is_public(PUBLIC_6)
    for disguised in (f"::ffff:{PUBLIC}", f"64:ff9b::{PUBLIC}", "2002:5db8:d822::1"):
        assert is_public(disguised)
