"""Make docs/pictures: the map of the sample articles as a reader sees it, in headless Chromium, network off.

    python docs/make_pictures.py [DIRECTORY]

Needs the test dependencies and Chromium (tests/install-browser.sh).
"""

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from geo import maps, pipeline, sources
from geo.maps.picture import chromium
from geo.model import Article, ParsedArticle

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "data" / "articles"
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
FRAME = {"viewport": {"width": 800, "height": 450}}
ENLARGED = {"viewport": {"width": 640, "height": 400}}  # 1280 x 800 at 200 %
EMBED = {"viewport": {"width": 300, "height": 300}, "device_scale_factor": 2}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}


def main() -> None:
    """Write all pictures."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        articles = samples()
        one = maps.save(articles[:1], Path(directory) / "one.html")
        all_samples = maps.save(articles, Path(directory) / "samples.html", title="Six articles, one map")
        arabic = maps.save(articles, Path(directory) / "arabic.html", language="ar")
        many = maps.save(corpus(), Path(directory) / "many.html", title="A corpus of 10,000 events")
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        chosen = "document.querySelector('.events .row-toll').closest('button').click()"
        near = "map_dateline.setView([{}], {}, {{animate: false}})".format
        shots: list[tuple[str, Path, dict[str, Any], str]] = [
            ("story", one, DESKTOP, "location.hash = 'story=1'"),
            ("embed", one, EMBED, "location.hash = 'embed'"),
            ("embed-story", one, EMBED, "location.hash = 'embed&story=1'"),
            ("frame", all_samples, FRAME, ""),
            ("enlarged", all_samples, ENLARGED, ""),
            ("shaded", all_samples, DESKTOP, "location.hash = 'shade=country'"),
            ("arabic", arabic, DESKTOP, ""),
            ("desktop", one, DESKTOP, ""),
            ("popup", one, DESKTOP, chosen),
            ("dark", one, DESKTOP | {"color_scheme": "dark"}, chosen),
            ("reading", one, DESKTOP, f"document.querySelector('#tab-reading').click(); {chosen}"),
            ("phone", one, PHONE, ""),
            ("phone-popup", one, PHONE, chosen),
            ("phone-list", one, PHONE, "document.querySelector('#grip').click()"),
            ("samples", all_samples, DESKTOP, "document.querySelector('.filters').open = true"),
            ("zoomed", all_samples, DESKTOP, near("37.4, -83.6", 9)),
            ("zoomed-dark", one, DESKTOP | {"color_scheme": "dark"}, near("47.9, 33.4", 8)),
            ("zoomed-phone", all_samples, PHONE, near("-0.5, 119.9", 8)),
            ("corpus-10000", many, DESKTOP, ""),
        ]
        for name, page, options, script in shots:
            shoot(browser, page, target / f"{name}.png", options, script)
        browser.close()
    maps.static(articles[:1], target / "matplotlib.png")
    for picture in target.glob("*.png"):
        # A third of the bytes; k-means keeps the few pixels of a rare class in their colour.
        Image.open(picture).convert("RGB").quantize(256, kmeans=2).save(picture, optimize=True)


# The days of publication that data/articles/README.md names.
PUBLISHED = {
    "kryvyi-rih.txt": dt.date(2025, 4, 4),
    "sulawesi-earthquake.txt": dt.date(2025, 9, 17),
    "kentucky-flood.txt": dt.date(2025, 2, 17),
    "kenya-protest.txt": dt.date(2025, 6, 24),
    "red-sea-ship.html": dt.date(2025, 7, 8),
    "alexandria-shooting.txt": dt.date(2025, 3, 11),
}


def samples() -> list[ParsedArticle]:
    """Return the sample articles, the one that the project starts from first."""
    found = [each for name, day in PUBLISHED.items() for each in sources.read(str(ARTICLES / name), day)]
    return [pipeline.parse_article(article) for article in found if isinstance(article, Article)]


def corpus() -> list[ParsedArticle]:
    """Return made-up articles with 10,000 events."""
    sys.path.insert(0, str(ROOT / "tests"))
    from generate import articles

    return list(articles(3334))


def shoot(browser: Browser, page: Path, target: Path, options: dict[str, Any], script: str) -> None:
    """Take a picture of a map after a script has chosen what it shows."""
    context = browser.new_context(offline=True, reduced_motion="reduce", **options)
    shown = context.new_page()
    shown.goto(page.as_uri())
    shown.wait_for_selector("html[data-ready]")
    if script:
        shown.evaluate(script)
        shown.wait_for_timeout(800)
    shown.screenshot(path=target)
    context.close()
    print(target)


if __name__ == "__main__":
    main()
