"""The map as a PNG: through headless Chromium, which shows it as a reader sees it, or with matplotlib."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from geo.errors import OutputError
from geo.files import write_whole
from geo.maps.build import save
from geo.maps.look import Look
from geo.maps.plot import static

if TYPE_CHECKING:
    from geo.layers import Layers
    from geo.layers.build import OneOrMore

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
TIMEOUT_S = 120
PICTURE_SIZE = (1440, 900)  # pixels
PNG = b"\x89PNG\r\n\x1a\n"


def save_png(
    parsed: OneOrMore,
    path: Path | str,
    *,
    layers: Layers | None = None,
    size: tuple[int, int] = PICTURE_SIZE,
    **look: Unpack[Look],
) -> Path:
    """Write a picture of the map, ``size`` pixels wide and high; ``look`` is what :func:`geo.maps.build` may be told.

    Chromium draws it where there is one; matplotlib (the extra ``picture``) otherwise.

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth.
        OutputError: if the file cannot be written, or the browser fails.
        MissingExtra: if there is neither a browser nor matplotlib.

    """
    browser = chromium()
    if browser is None:
        return static(parsed, path, layers=layers, title=look.get("title"), size=size)
    with tempfile.TemporaryDirectory(prefix="dateline-") as directory:
        page = save(parsed, Path(directory) / "map.html", layers=layers, **(look | Look(tiles=None)))
        return write_whole(Path(path), screenshot(browser, page, size))


def chromium() -> str | None:
    """Return the command of an installed Chromium, Chrome or Edge; ``DATELINE_CHROMIUM`` names another."""
    named = os.environ.get("DATELINE_CHROMIUM")
    return named or next((found for found in map(shutil.which, BROWSERS) if found), None)


def screenshot(browser: str, page: Path, size: tuple[int, int]) -> bytes:
    """Return a PNG of a map file as the browser shows it, without panel and buttons.

    Raises:
        OutputError: if the browser fails or takes longer than two minutes.

    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as directory:
        target = Path(directory) / "map.png"
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-background-networking",
            f"--user-data-dir={directory}/profile",
            f"--window-size={size[0]},{size[1]}",
            "--virtual-time-budget=15000",
            f"--screenshot={target}",
            f"{page.resolve().as_uri()}#picture",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses its sandbox to root, as in containers
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=TIMEOUT_S)  # noqa: S603 - no shell, our page
            picture = target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise OutputError(
                f"{browser} could not draw the map: {error}; set DATELINE_CHROMIUM to another."
            ) from error
    if not picture.startswith(PNG):
        raise OutputError(f"{browser} drew no picture; set DATELINE_CHROMIUM to another browser.")
    return picture
