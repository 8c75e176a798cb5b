"""Maps in headless Chromium, network off: fixtures and small helpers that the tests of the page share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from geo import maps
from geo.maps.picture import chromium
from geo.model import ParsedArticle

Open = Callable[..., Page]
DESKTOP = {"width": 1440, "height": 900}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    command = chromium()
    if command is None:
        pytest.fail("Chromium is missing: run tests/install-browser.sh, or leave these tests out: -m 'not browser'")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=command, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a map from disk, without a network; afterwards there was no request and no message."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        parsed: list[ParsedArticle] | Path,
        fragment: str = "",
        ready: bool = True,
        made: dict[str, Any] | None = None,
        **options: Any,
    ) -> Page:
        context = browser.new_context(**({"viewport": DESKTOP, "offline": True} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if isinstance(parsed, Path):
            path = parsed
        else:
            path = maps.save(parsed, tmp_path / f"map-{len(contexts)}.html", **(made or {}))
        page.on("console", lambda message: complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: complaints.append(request.url) if request.url != page_url else None)
        page_url = path.as_uri() + fragment
        page.goto(page_url)
        if ready:
            page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [complaint for complaint in complaints if not complaint.startswith("file://")]


def until(page: Page, condition: str) -> None:
    """Wait for a condition (Playwright's own way evaluates strings in the page, which its policy forbids)."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")
