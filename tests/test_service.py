"""The service's JSON: handing in, lists, jobs, maps, files, and everything that it must refuse."""

import base64
import contextlib
import http.client
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hostile import SCRIPTS
from loopback import Site, serving
from serving import MADE_BY, Service, fill, service

from geo import __version__
from geo.store import Store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
TEXT = (
    "KABUL, Afghanistan (AP) - At least three people were killed when a bomb exploded in Kabul on Monday, police said. "
    "Protesters marched in Nairobi on Tuesday."
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    place = tmp_path_factory.mktemp("service")
    fill(place / "news.gpkg", 20)
    with service(place / "news.gpkg", "--allow-private", "--limit", "60", log=place / "log") as started:
        yield started


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as started:
        yield started


def test_text_becomes_events_and_a_map(running: Service) -> None:
    answer = running.ask("/articles", {"text": TEXT, "published": "2025-04-04", "title": "A bomb"})
    assert answer.status == 202
    job = answer.json()
    assert answer.headers["location"].endswith(f"/jobs/{job['id']}")
    done = running.done(job)
    assert (done["articles"], done["parsed"], done["failed"], done["pending"]) == (1, 1, 0, 0)
    [article] = running.ask(f"/articles?job={job['id']}").json()["articles"]
    assert (article["title"], article["state"], article["published"]) == ("A bomb", "parsed", "2025-04-04")
    whole = running.ask(f"/articles/{article['id']}").json()
    assert whole["parsed"]["article"]["text"] == TEXT
    assert len(whole["parsed"]["events"]) == article["event_count"] >= 2
    events = running.ask(f"/events?article_id={article['id']}").json()
    assert events["matched"] == article["event_count"]
    assert {"Kabul", "Nairobi"} <= {event["place_name"] for event in events["events"]}
    page = running.ask(f"/map?job={job['id']}")
    assert page.status == 200
    assert "sandbox" in page.headers["content-security-policy"]
    assert b"bomb exploded" in page.body

    again = running.ask("/articles", {"text": TEXT, "published": "2025-04-04"}).json()
    assert (again["known"], again["state"]) == (1, "done")
    assert running.ask(f"/articles?q={whole['id']}&limit=1").status == 200


def test_parse_keeps_nothing(running: Service) -> None:
    before = running.ask("/articles?limit=1").json()["matched"]
    found = running.ask(
        "/parse", {"text": "Two people were hurt in a fire in Lima on Sunday.", "published": "2025-04-04"}
    )
    assert found.status == 200
    assert [event["event_class"] for event in found.json()["events"]] != []
    assert running.ask("/articles?limit=1").json()["matched"] == before


def test_parse_says_what_was_left_open(running: Service) -> None:
    swedish = "En bro rasade i Malmö på fredagen, och två personer skadades när den föll, säger polisen i staden."
    found = running.ask("/parse", {"text": swedish}).json()
    assert not found["events"]
    assert [one for one in found["remarks"] if "events are read in English only: of articles in Swedish (sv)" in one]
    unclear = "Published 04/05/2025\n\nA bridge fell in Genoa, and two people were hurt when it came down, police said."
    (remark,) = running.ask("/parse", {"text": unclear}).json()["remarks"]
    assert "without a day of publication" in remark
    assert running.ask("/parse", {"text": unclear, "published": "2025-05-04"}).json()["remarks"] == []


def test_files_with_broken_lines_are_taken_as_far_as_they_go(running: Service) -> None:
    lines = (
        '{"id": "x/1?#é", "text": "A flood in Lagos killed two."}\nbroken\n{"id": "x2", "text": "A strike in Oslo."}'
    )
    job = running.ask("/articles", {"jsonl": lines, "name": "corpus.jsonl"}).json()
    assert (job["articles"], job["skipped"]) == (2, 1)
    assert "corpus.jsonl, line 2" in job["errors"][0]
    assert running.done(job)["parsed"] == 2
    assert running.ask("/articles/x%2F1%3F%23%C3%A9").json()["id"] == "x/1?#é"
    page = (
        "<html><head><title>Fire</title></head><body><article><p>"
        + "A fire broke out in Cairo. " * 20
        + "</p></article>"
    )
    assert running.ask("/articles", {"html": page, "name": "fire.html"}).status == 202


def test_pages_and_feeds_are_fetched(running: Service, site: Site) -> None:
    story = (
        "<html><body><article><h1>{0}</h1><p>"
        + "Police said a bomb exploded in {0} on Monday. " * 12
        + "</p></article></body></html>"
    )
    towns = ["Manila", "Suva", "Bogota"]
    for town in towns:
        site.pages[f"/{town}"] = (200, {"Content-Type": "text/html"}, story.format(town).encode())
    items = "".join(f"<item><title>{town}</title><link>{site.url('/' + town)}</link></item>" for town in towns)
    site.pages["/feed"] = (200, {}, f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode())
    page = running.ask("/articles", {"url": site.url("/Manila")})
    assert page.status == 202, page.body
    job = running.done(running.ask("/articles", {"feed": site.url("/feed")}).json())
    assert (job["expected"], job["articles"], job["known"], job["parsed"]) == (3, 2, 1, 2)
    assert job["errors"] == []
    assert "/robots.txt" in site.paths()
    missing = running.ask("/articles", {"url": site.url("/missing")})
    assert (missing.status, "HTTP 404" in missing.json()["description"]) == (422, True)


@pytest.mark.parametrize("form", ["geojson", "geojsonl", "gpkg", "fgb", "parquet", "kml", "csv"])
def test_selections_are_files(form: str, running: Service, tmp_path: Path) -> None:
    import geopandas

    answer = running.ask(f"/export?format={form}&layer=events&article=generated-0-3")
    assert answer.status == 200
    file = tmp_path / f"events.{form}"
    file.write_bytes(answer.body)
    if form == "parquet":
        assert set(geopandas.read_parquet(file)["article_id"]) == {"generated-0-3"}
    elif form not in {"csv", "kml"}:
        layer = {"layer": "events"} if form == "gpkg" else {}
        assert set(geopandas.read_file(file, **layer)["article_id"]) == {"generated-0-3"}
    else:
        assert b"Made-up news, number 3" in answer.body
    whole = running.ask(f"/export?format={form}&article=generated-0-3")
    if form not in {"gpkg", "kml"}:
        names = zipfile.ZipFile(io.BytesIO(whole.body)).namelist()
        assert {f"{layer}.{form}" for layer in ("events", "areas", "places")} <= set(names)


BAD = [
    ("/articles", {}),
    ("/articles", {"text": "a", "html": "b"}),
    ("/articles", {"text": ""}),
    ("/articles", {"text": "   "}),
    ("/articles", {"text": "x", "published": "2999-01-01"}),
    ("/articles", {"text": "x", "published": "yesterday"}),
    ("/articles", {"text": "x", "more": 1}),
    ("/articles", {"text": 7}),
    ("/articles", []),
    ("/articles", b"no json"),
    ("/articles", b"[" * 100_000),
    ("/articles", b"\xff\xfe"),
    ("/articles", {"jsonl": "broken"}),
    ("/articles", {"html": "<p>"}),
    ("/articles", {"url": "file:///etc/passwd"}),
    ("/articles", {"feed": "gopher://x"}),
    ("/parse", {"text": "x" * 400_001}),
    ("/parse?x=1", {"text": "x"}),
    ("/parse", None),
    ("/events?limit=0", None),
    ("/events?limit=x", None),
    ("/events?bbox=1,2,3", None),
    ("/events?bbox=1,2,3,nan", None),
    ("/events?bbox=0,50,10,40", None),
    ("/events?datetime=yesterday", None),
    ("/events?datetime=2025-02-30", None),
    ("/events?datetime=2025-05-01/2025-04-01", None),
    ("/events?nothing=1", None),
    ("/events?killed_low=many", None),
    ("/events?limit=1&limit=2", None),
    ("/articles?state=lost", None),
    ("/articles?q=" + "x" * 501, None),
    ("/export", None),
    ("/export?format=exe", None),
    ("/export?format=csv&layer=nothing", None),
    ("/?f=xml", None),
    ("/collections/nothing", None),
    ("/collections/events/items/nothing", None),
    ("/jobs/nothing", None),
    ("/articles/nothing", None),
    ("/map?article=nothing", None),
    ("/nothing", None),
    ("/%00", None),
    ("/articles/%00", None),
    ("/articles/%ff", None),
    ("/collections/events/items/" + "x" * 3_000, None),
]


@pytest.mark.parametrize(("path", "body"), BAD, ids=lambda value: str(value)[:40])
def test_bad_input_is_told_in_one_line(path: str, body: Any, running: Service) -> None:
    answer = running.ask(path, body)
    assert 400 <= answer.status < 500
    told = answer.json()
    assert told["code"] == str(answer.status)
    assert "\n" not in told["description"]
    assert "Traceback" not in told["description"]
    assert len(told["description"]) < 400


def raw(running: Service, request: bytes, wait: float = 10) -> bytes:
    with socket.create_connection(("127.0.0.1", running.port), wait) as connection:
        connection.sendall(request)
        connection.settimeout(wait)
        found = b""
        while chunk := connection.recv(65_536):
            found += chunk
            if b"\r\n\r\n" in found:
                break
        return found


def test_other_hosts_pages_and_methods_are_refused(running: Service) -> None:
    assert running.ask("/events", headers={"Host": "evil.example"}).status == 421
    assert running.ask("/events", headers={"Host": "localhost.evil.example"}).status == 421
    assert running.ask("/parse", {"text": "x"}, {"Origin": "https://evil.example"}).status == 403
    assert running.ask("/parse", {"text": "x"}, {"Origin": "null"}).status == 403
    assert running.ask("/parse", {"text": "x"}, {"Origin": "http://["}).status == 403
    assert running.ask("/parse", {"text": "x"}, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert running.ask("/parse", {"text": "A strike in Oslo."}, {"Origin": running.url()}).status == 200
    assert running.ask("/events", method="DELETE").status == 405
    assert running.ask("/parse", method="HEAD").status == 405
    with socket.create_connection(("127.0.0.1", running.port)) as raw:
        raw.sendall(b"this is no HTTP\r\n\r\n")
        head, _, body = raw.makefile("rb").read().partition(b"\r\n\r\n")
    assert b"application/json" in head
    assert json.loads(body)["code"] == "400"


def test_head_tells_what_get_would_and_sends_nothing_of_it(running: Service) -> None:
    for path in (
        "/",
        "/?f=html",
        "/api",
        "/collections",
        "/collections/events/items?limit=2",
        "/articles?limit=1",
        "/map",
    ):
        got, headed = running.ask(path), running.ask(path, method="HEAD")
        assert (headed.status, headed.body) == (got.status, b"") == (200, b"")
        assert headed.headers["content-type"] == got.headers["content-type"]
        assert {"x-content-type-options", "content-security-policy"} <= headed.headers.keys()
    assert running.ask("/nowhere", method="HEAD").status == 404


def test_a_home_that_nobody_knows_is_refused_where_it_can_be_mended(running: Service) -> None:
    for path in ("/parse", "/articles"):
        answer = running.ask(path, {"text": TEXT, "home": "Qwxzville, Nowhere"})
        assert answer.status == 400
        assert "'Qwxzville, Nowhere' is not in the gazetteer" in answer.json()["description"]
    assert running.ask("/parse", {"text": TEXT, "home": "Alexandria, Louisiana"}).status == 200
    assert running.ask("/parse", {"text": TEXT, "home": ""}).status == 200


def test_large_and_slow_requests_are_refused(running: Service) -> None:
    head = f"POST /articles HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nContent-Type: application/json\r\n".encode()
    assert b" 413 " in raw(running, head + b"Content-Length: 99999999999\r\n\r\n")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    chunks = (b" " * 1_000_000 for _ in range(30))
    with contextlib.suppress(ConnectionError):  # hung up on before all was sent
        connection.request("POST", "/articles", chunks, {"Content-Type": "application/json"}, encode_chunked=True)
        assert connection.getresponse().status == 413
    connection.close()
    assert running.ask("/jobs").status == 200
    # A client that never ends its headers is hung up on.
    started = time.monotonic()
    assert raw(running, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", wait=40) == b""
    assert time.monotonic() - started < 30


def resident_bytes(running: Service) -> int:
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize("path", ["/articles", "/parse"])
def test_a_large_body_of_lists_is_refused_undecoded(path: str, running: Service) -> None:
    before = resident_bytes(running)
    for body in (b'{"text": [' + b"[]," * 6_000_000 + b"[]]}", b"[" * 18_000_000, b'{"a": ' * 3_000_000):
        answer = running.ask(path, body)
        assert answer.status == 400
        assert "one object of texts" in answer.json()["description"]
    assert resident_bytes(running) - before < 150_000_000
    # What is handed in is long texts, with all the signs that texts have.
    lines = "".join(json.dumps({"text": f'A "strike" [{number}]\n\\ {{é}}. ' * 3_000}) + "\n" for number in range(2))
    job = running.ask("/articles", {"jsonl": lines, "name": "strikes.jsonl", "published": "2025-04-04"})
    assert job.status == 202
    assert len(lines) > 64_000
    assert job.json()["articles"] == 2


def test_a_job_is_exported_whole(tmp_path: Path) -> None:
    from generate import articles

    with Store(tmp_path / "news.gpkg") as store:
        for parsed in articles(1_100, 1):
            store.save(parsed, batch="large", made_by=MADE_BY)
        expected = store.count_features("events")
    with service(tmp_path / "news.gpkg", log=tmp_path / "log") as running:
        lines = running.ask("/export?format=geojsonl&layer=events&job=large").body.splitlines()
        assert len(lines) == expected
        for path in ("/export?format=csv&layer=events&", "/map?"):
            assert running.ask(f"{path}job=nothing").status == 404
            assert running.ask(f"{path}article=nothing").status == 404
            assert running.ask(f"{path}article=generated-0-1").status == 200


def test_pages_that_do_not_come_leave_room_for_readers(running: Service) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=200) as silent, ThreadPoolExecutor(50) as pool:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        asked = [pool.submit(running.ask, "/articles", {"url": url}) for _ in range(50)]
        while sum(one.done() for one in asked) < 30:
            time.sleep(0.1)
        started = time.monotonic()
        assert running.ask("/jobs").status == 200
        assert time.monotonic() - started < 5
        assert {one.result().status for one in asked if one.done()} == {429}


def test_every_answer_has_the_headers(running: Service) -> None:
    for path in ("/", "/?f=html", "/events", "/nothing", "/api.html", "/map", "/export?format=csv&layer=events"):
        headers = running.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "server" not in headers


def test_hostile_text_stays_text(running: Service) -> None:
    for number, script in enumerate(SCRIPTS[:6]):
        job = running.ask(
            "/articles",
            {
                "text": f"{script} A bomb in Kabul killed {number + 2} people on Monday.",
                "title": script,
                "name": script,
            },
        ).json()
        running.done(job)
    for layer in ("events", "places"):
        body = running.ask(f"/collections/{layer}/items?f=html&limit=200").body.decode()
        assert all(script not in body for script in SCRIPTS if "<" in script)
    found = running.ask("/articles?limit=10")
    assert found.headers["content-type"] == "application/json"


def test_no_text_of_an_article_is_in_the_log(running: Service) -> None:
    secret = "Xyzzyville"
    job = running.ask("/articles", {"text": f"A bomb exploded in {secret} on Monday.", "title": secret}).json()
    running.done(job)
    running.ask("/parse", {"text": secret, "published": "2999-01-01"})
    assert secret not in running.log.read_text()


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    with service(tmp_path / "s.gpkg", log=tmp_path / "log", DATELINE_TOKEN="açorn") as running:
        answer = running.ask("/events")
        assert (answer.status, answer.headers["www-authenticate"].split()[0]) == (401, "Basic")
        for wrong in (
            "Bearer x",
            "Basic !!",
            "Basic é",
            "Basic " + base64.b64encode(b"user:wrong").decode(),
            "Digest açorn",
        ):
            assert running.ask("/events", headers={"Authorization": wrong.encode().decode("latin-1")}).status == 401
        good = base64.b64encode("anybody:açorn".encode()).decode()
        assert running.ask("/events", headers={"Authorization": f"Basic {good}"}).status == 200


def test_too_much_waiting_is_refused_with_429(tmp_path: Path) -> None:
    with service(tmp_path / "s.gpkg", "--max-pending", "3", log=tmp_path / "log") as running:
        answers = [running.ask("/articles", {"text": f"A strike in Oslo, number {number}."}) for number in range(12)]
        assert {answer.status for answer in answers} == {202, 429}
        assert all(answer.headers["retry-after"] for answer in answers if answer.status == 429)
        taken = sum(answer.status == 202 for answer in answers)
        assert running.ask("/articles").json()["matched"] == taken


def test_a_store_of_something_else_is_refused(tmp_path: Path) -> None:
    import subprocess
    import sys

    (tmp_path / "notes.gpkg").write_text("These are my notes.")
    command = [sys.executable, "-m", "geo", "serve", "--store", str(tmp_path / "notes.gpkg"), "--port", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_the_api_describes_itself(running: Service) -> None:
    document = running.ask("/api").json()
    assert document["openapi"] == "3.0.3"
    assert document["info"]["version"] == __version__
    assert "null" not in json.dumps([schema.get("type") for schema in document["components"]["schemas"].values()])
    page = running.ask("/api.html").body.decode()
    assert all(path in page for path in document["paths"])
    assert "http://" not in page.replace("http://www.opengis.net", "")
    assert "https://" not in page
