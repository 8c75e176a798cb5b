"""How the map is to look and where it is to be shown: the options of ``dateline map``, and what they mean."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo.maps.look import Look

Png = Annotated[
    bool, typer.Option("--png", help="Write pictures of the map, too: map.png, and share.png for links to it.")
]
Title = Annotated[str | None, typer.Option(metavar="TEXT", help="Headline of the map.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="Language of the page's own words.")]
TilesOption = Annotated[
    str | None,
    typer.Option(
        "--tiles",
        metavar="URL",
        help="Online map to offer: https://host/{z}/{x}/{y}.png and, behind a space, whom to name; or none.",
    ),
]
ThemeOption = Annotated[str, typer.Option("--theme", metavar="THEME", help="auto, light or dark.")]
StoryOption = Annotated[
    bool, typer.Option("--story", help="Open the map as a story, and write its steps to story.json, to be edited.")
]
Steps = Annotated[Path | None, typer.Option(metavar="FILE", help="The steps of the story, an edited story.json.")]
Embed = Annotated[bool, typer.Option("--embed", help="Print the HTML that shows the map inside a page.")]
Address = Annotated[
    str | None, typer.Option(metavar="URL", help="Where the map will be found, for --embed and for links to it.")
]


def look_of(
    title: str | None,
    language: str,
    *,
    tiles: str | None,
    theme: str,
    story: bool,
    steps: Path | None,
    address: str | None,
) -> Look:
    """Return what the options mean.

    Raises:
        InputError: at what is not known or no address, before anything is read.
        SourceNotFound: if there is no file of steps.

    """
    from geo.maps.look import Look, check_theme
    from geo.maps.sharing import Shared
    from geo.maps.story import Story, read
    from geo.maps.tiles import Tiles
    from geo.maps.words import labels

    labels(language)
    look = Look(title=title, language=language, theme=check_theme(theme), shared=Shared(address))
    if tiles is not None:
        look["tiles"] = Tiles.parse(tiles)
    if story or steps:
        look["story"] = read(steps) if steps else Story()
    return look


def print_files(files: Sequence[Path], embed: bool, address: str | None) -> None:
    """Print the files, or the frame that shows the map, with the headline that the page has."""
    from geo.maps.sharing import frame

    if not embed:
        for file in files:
            print(file)
        return
    (page,) = (file for file in files if file.name == "map.html")
    with page.open(encoding="utf-8") as opened:
        head = opened.read(20_000)
    title = re.search(r"<title>(.*?)</title>", head, re.DOTALL)
    print(frame(html.unescape(title[1]) if title else "", address or page.name))
