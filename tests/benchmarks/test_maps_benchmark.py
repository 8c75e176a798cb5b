"""How long maps take to build, to open in Chromium and to filter; beside stock folium where its files are at hand.

``ready_ms`` is wall time since the start of navigation, ``cpu_ms`` the processor time of the page's process, which
other programs on the machine disturb less.

Stock folium loads its scripts from the network. To time it all the same, unpack these npm packages into one
directory and name it in DATELINE_NPM: leaflet@1.9.4, jquery@3.7.1, bootstrap@5.2.2, leaflet.markercluster@1.5.3
(each as ``<name>/package``); they are served in place of the network, and what else it asks for is empty.
"""

import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from generate import articles
from playwright.sync_api import Browser, Route, sync_playwright
from pytest_benchmark.fixture import BenchmarkFixture

from geo import gazetteer, layers, maps
from geo.maps.picture import chromium
from geo.model import ParsedArticle

ROUNDS = 5
READY = "performance.getEntriesByName('dateline-ready')[0].startTime"
# Move the start of the time range and wait until list and map show it.
FILTER = """async () => {
  const status = document.querySelector('.status'), edge = document.querySelector('input.edge.from');
  const before = status.textContent, start = performance.now();
  edge.value = (Number(edge.min) + Number(edge.max)) / 2;
  edge.dispatchEvent(new Event('input'));
  while (status.textContent === before) await new Promise((done) => setTimeout(done, 2));
  return performance.now() - start;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    command = chromium()
    if command is None:
        pytest.skip("Chromium is missing: run tests/install-browser.sh")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        yield running
        running.close()


def made(count: int) -> list[ParsedArticle]:
    """Return articles with ``count`` events, three each."""
    return list(articles(-(-count // 3)))


def cpu_ms(browser: Browser) -> float:
    """Return the processor time that the browser's pages have used so far, in milliseconds."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return 1000 * sum(float(process["cpuTime"]) for process in processes if process["type"] == "renderer")


@pytest.mark.parametrize("count", [1, 1_000, 10_000])
def test_build(benchmark: BenchmarkFixture, tmp_path: Path, count: int) -> None:
    parsed = made(count)
    built = layers.build(parsed, gazetteer.default())
    path = tmp_path / "map.html"
    benchmark.pedantic(maps.save, [parsed, path], {"layers": built}, rounds=3, warmup_rounds=1)
    benchmark.extra_info["megabytes"] = round(path.stat().st_size / 1e6, 2)


@pytest.mark.parametrize("count", [1, 100_000, 1_000_000])
def test_memory_of_the_build(benchmark: BenchmarkFixture, tmp_path: Path, count: int) -> None:
    program = (
        "import resource, sys; from generate import articles; from geo import maps;"
        f"maps.save(articles({-(-count // 3)}), sys.argv[1]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "map.html")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}

    def once() -> str:
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    benchmark.extra_info["peak_gb"] = round(int(benchmark.pedantic(once, rounds=1)) * 1024 / 1e9, 2)  # Linux: KiB


@pytest.mark.browser
@pytest.mark.parametrize("count", [1, 10_000, 100_000, 1_000_000])
def test_open_and_filter(benchmark: BenchmarkFixture, browser: Browser, tmp_path: Path, count: int) -> None:
    path = maps.save(articles(-(-count // 3)), tmp_path / "map.html")
    benchmark.extra_info["megabytes"] = round(path.stat().st_size / 1e6, 2)
    ready: list[float] = []
    cpu: list[float] = []
    filtered: list[float] = []

    def once() -> None:
        page = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True).new_page()
        before = cpu_ms(browser)
        page.goto(path.as_uri(), timeout=120_000)
        page.wait_for_selector("html[data-ready]", timeout=120_000)
        ready.append(page.evaluate(READY))
        cpu.append(cpu_ms(browser) - before)
        if count > 1:
            filtered.append(page.evaluate(FILTER))
        page.context.close()

    benchmark.pedantic(once, rounds=ROUNDS, warmup_rounds=1)
    benchmark.extra_info |= {"ready_ms": [round(value) for value in ready], "ready_median": statistics.median(ready)}
    benchmark.extra_info["cpu_ms"] = [round(value) for value in cpu]
    benchmark.extra_info["filter_ms"] = [round(value) for value in filtered]


# What of stock folium shows that its events are drawn.
STOCK = {"circles": ".leaflet-overlay-pane path", "clusters": ".leaflet-marker-icon"}


def stock(parsed: list[ParsedArticle], path: Path, kind: str) -> Path:
    """Write the same events as folium's own circle markers, or a MarkerCluster of markers, with popups."""
    import folium
    from folium.plugins import MarkerCluster

    drawn = folium.Map((20, 10), zoom_start=2)
    group = MarkerCluster().add_to(drawn) if kind == "clusters" else drawn
    marker = folium.Marker if kind == "clusters" else folium.CircleMarker
    for one in parsed:
        for event in one.events:
            if event.location:
                at = (event.location.latitude, event.location.longitude)
                marker(at, popup=folium.Popup(event.headline), tooltip=event.headline).add_to(group)
    drawn.save(str(path))
    return path


@pytest.mark.browser
@pytest.mark.skipif("DATELINE_NPM" not in os.environ, reason="DATELINE_NPM names no directory of npm packages")
@pytest.mark.parametrize("kind", STOCK)
@pytest.mark.parametrize("count", [1, 10_000])
def test_open_stock_folium(
    benchmark: BenchmarkFixture, browser: Browser, tmp_path: Path, count: int, kind: str
) -> None:
    packages = Path(os.environ["DATELINE_NPM"])
    files = {
        "leaflet.js": packages / "leaflet/package/dist/leaflet.js",
        "leaflet.css": packages / "leaflet/package/dist/leaflet.css",
        "MarkerCluster.css": packages / "leaflet.markercluster/package/dist/MarkerCluster.css",
        "MarkerCluster.Default.css": packages / "leaflet.markercluster/package/dist/MarkerCluster.Default.css",
        "jquery-3.7.1.min.js": packages / "jquery/package/dist/jquery.min.js",
        "bootstrap.bundle.min.js": packages / "bootstrap/package/dist/js/bootstrap.bundle.min.js",
        "leaflet.markercluster.js": packages / "leaflet.markercluster/package/dist/leaflet.markercluster.js",
    }
    path = stock(made(count), tmp_path / "stock.html", kind)
    benchmark.extra_info["megabytes"] = round(path.stat().st_size / 1e6, 2)

    def serve(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[-1]
        body = files[name].read_text() if name in files else ""
        route.fulfill(body=body, content_type="text/css" if name.endswith(".css") else "text/javascript")

    def once() -> float:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.route(re.compile("^https?://"), serve)
        before = cpu_ms(browser)
        page.goto(path.as_uri(), timeout=120_000)
        page.wait_for_selector(STOCK[kind], state="attached", timeout=120_000)
        took: float = page.evaluate("performance.now()")
        cpu.append(cpu_ms(browser) - before)
        page.context.close()
        return took

    took: list[float] = []
    cpu: list[float] = []
    benchmark.pedantic(lambda: took.append(once()), rounds=ROUNDS, warmup_rounds=1)
    benchmark.extra_info |= {"ready_ms": [round(value) for value in took], "ready_median": statistics.median(took)}
    benchmark.extra_info["cpu_ms"] = [round(value) for value in cpu]
