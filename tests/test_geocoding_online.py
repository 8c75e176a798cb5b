"""Online geocoders over real HTTP: a small server on loopback speaks Nominatim's and Photon's JSON."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.cli import app
from geo.errors import DatelineError, GeocoderError
from geo.gazetteer import default
from geo.geocoding import OnlineGeocoder

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOMINATIM = [{"place_id": 1, "lat": "14.7979", "lon": "42.9530", "display_name": "Al Hudaydah, Yemen", "type": "city"}]
PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [42.953, 14.7979]},
            "properties": {"name": "Al Hudaydah", "country": "Yemen", "osm_value": "city"},
        }
    ],
}


class Service(ThreadingHTTPServer):
    """Answers as told by ``mood`` and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.mood = "well"
        self.failures_left = 0
        self.requests: list[tuple[str, dict[str, list[str]], str]] = []
        self.domain = f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = parse_qs(url.query)
        self.server.requests.append((url.path, asked, self.headers["User-Agent"]))
        mood = self.server.mood
        if mood == "failing first" and self.server.failures_left:
            self.server.failures_left -= 1
            mood = "broken"
        if mood == "slow":
            time.sleep(1.0)
        status = {"busy": 429, "broken": 500, "unknown": 401}.get(mood, 200)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 429:
            self.send_header("Retry-After", "60")
        self.end_headers()
        self.wfile.write(self._body(url.path, asked, mood))

    def _body(self, path: str, asked: dict[str, list[str]], mood: str) -> bytes:
        if mood == "garbage":
            return b"<html>Welcome to the hotel's wireless network</html>"
        if mood == "other JSON":
            return b'{"hotel": ["wireless"]}'
        if mood == "off the globe":
            return json.dumps([NOMINATIM[0] | {"lat": "1e999"}]).encode()
        found = "nowhere" not in "".join(asked.get("q", []))
        if path == "/api" or "lang" in asked:
            return json.dumps(PHOTON if found else PHOTON | {"features": []}).encode()
        if path == "/reverse":
            return json.dumps(NOMINATIM[0]).encode()
        return json.dumps(NOMINATIM if found else []).encode()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "answers" / "geocoder.sqlite"


def geocoder(service: Service, cache: Path | None, name: str = "nominatim", **options: Any) -> OnlineGeocoder:
    settings: dict[str, Any] = {"delay_s": 0.0, "retries": 0, "retry_delay_s": 0.0, "timeout_s": 5.0}
    return OnlineGeocoder(
        name, options={"domain": service.domain, "scheme": "http"}, cache=cache, **(settings | options)
    )


@pytest.mark.parametrize("name", ["nominatim", "photon"])
def test_a_name_is_geocoded_once_and_then_remembered(service: Service, cache: Path, name: str) -> None:
    for _ in range(2):
        location = geocoder(service, cache, name).geocode("Hodeidah")
        assert (location.latitude, location.longitude) == (14.7979, 42.953)
        assert location.address.startswith("Al Hudaydah")
        assert location.raw
    assert len(service.requests) == 1
    assert service.requests[0][2].startswith("dateline/")


def test_a_point_is_geocoded_back(service: Service, cache: Path) -> None:
    location = geocoder(service, cache).reverse((14.7979, 42.953))
    assert location.address == "Al Hudaydah, Yemen"
    assert service.requests[0][0] == "/reverse"


def test_no_such_place_is_an_answer_and_is_remembered_as_one(service: Service, cache: Path) -> None:
    asked = geocoder(service, cache)
    assert asked.geocode("nowhere at all") is None
    assert asked.geocode("nowhere  at all ") is None
    assert asked.geocode("nowhere at all", exactly_one=False) is None
    assert asked.geocode("   ") is None
    assert [path for path, *_ in service.requests] == ["/search"] * 2


@pytest.mark.parametrize(
    ("mood", "told"),
    [
        ("busy", "too many requests"),
        ("broken", "failed"),
        ("unknown", "refuses"),
        ("slow", "no answer in time"),
        ("garbage", "no JSON"),
        ("other JSON", "cannot be understood"),
        ("off the globe", "cannot be understood"),
    ],
)
def test_an_outage_is_told_and_never_remembered(service: Service, cache: Path, mood: str, told: str) -> None:
    asked = geocoder(service, cache, timeout_s=0.3)
    service.mood = mood
    with pytest.raises(GeocoderError, match=told) as error:
        asked.geocode("Hodeidah")
    assert "\n" not in str(error.value)
    service.mood = "well"
    assert asked.geocode("Hodeidah") is not None


def test_a_service_that_is_down_is_told(service: Service, cache: Path) -> None:
    asked = geocoder(service, cache)
    service.server_close()
    with pytest.raises(GeocoderError, match="cannot be reached"):
        asked.geocode("Hodeidah")


def test_a_failure_is_tried_again_before_it_is_told(service: Service, cache: Path) -> None:
    service.mood, service.failures_left = "failing first", 2
    assert geocoder(service, cache, retries=2).geocode("Hodeidah") is not None
    assert len(service.requests) == 3


def test_requests_keep_their_distance_also_from_many_threads(service: Service) -> None:
    asked = geocoder(service, None, delay_s=0.1)
    threads = [threading.Thread(target=asked.geocode, args=(f"Place {number}",)) for number in range(4)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(service.requests) == 4
    assert time.monotonic() - start >= 3 * 0.1


def test_an_old_answer_is_asked_for_again(service: Service, cache: Path) -> None:
    geocoder(service, cache).geocode("Hodeidah")
    with sqlite3.connect(cache) as connection:
        connection.execute("UPDATE answer SET stored = stored - 100 * 86400")
    connection.close()
    geocoder(service, cache).geocode("Hodeidah")
    geocoder(service, cache).geocode("Hodeidah")
    assert len(service.requests) == 2


def test_another_service_or_parameter_is_another_question(service: Service, cache: Path) -> None:
    geocoder(service, cache).geocode("Hodeidah")
    geocoder(service, cache).geocode("Hodeidah", language="de")
    geocoder(service, cache, "photon").geocode("Hodeidah")
    assert len(service.requests) == 3


def test_candidates_name_their_source(service: Service, cache: Path) -> None:
    (candidate,) = geocoder(service, cache).candidates("Hodeidah")
    assert candidate.place.source == "nominatim"
    assert candidate.place.geonameid is None
    assert candidate.place.name == "Al Hudaydah"


def test_a_damaged_or_unwritable_cache_is_told(service: Service, cache: Path, tmp_path: Path) -> None:
    cache.parent.mkdir()
    cache.write_bytes(b"this is no database, it is a long text that only pretends to be one" * 50)
    with pytest.raises(GeocoderError, match="delete it"):
        geocoder(service, cache).geocode("Hodeidah")
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    with pytest.raises(GeocoderError, match="cache"):
        geocoder(service, blocked / "geocoder.sqlite").geocode("Hodeidah")
    assert service.requests == []


def test_a_geocoder_that_does_not_exist_or_lacks_its_key_is_told() -> None:
    with pytest.raises(GeocoderError, match="try nominatim"):
        OnlineGeocoder("gazetteer of my aunt", cache=None)
    with pytest.raises(GeocoderError, match="options"):
        OnlineGeocoder("geonames", cache=None)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command line in this process and return its exit code, output and errors."""
    try:
        code = app(["geocode", *arguments], standalone_mode=False) or 0
    except DatelineError as error:
        return error.exit_code, capsys.readouterr().out, str(error)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_command_line_asks_online_only_for_what_the_gazetteer_lacks(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    default()  # opened before the cache directory is another
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    online = ["--online", "nominatim", "--online-option", f"domain={service.domain}", "--online-option", "scheme=http"]
    code, out, _ = run(capsys, "Kryvyi Rih", "Qwzxtown", "--limit", "1", *online)
    assert code == 0
    assert len(service.requests) == 1
    assert "703845" in out.splitlines()[0]
    assert "nominatim" in out.splitlines()[1]
    code, out, _ = run(capsys, "nowhere Qwzxtown", *online)
    assert (code, out) == (1, "")


def test_the_command_line_tells_a_wrong_option(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys, "Qwzxtown", "--online", "nominatim", "--online-option", "domain")
    assert code == 2
    assert "KEY=VALUE" in error
