"""How a map is to look, in the words of the command line: what every way to a map hands on as it is."""

from __future__ import annotations

from typing import Literal, TypedDict

from geo.errors import InputError
from geo.maps.sharing import Shared
from geo.maps.story import Story
from geo.maps.tiles import Tiles

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")


class Look(TypedDict, total=False):
    """What :func:`geo.maps.build` may be told besides the events; what is left out has its default there."""

    title: str | None
    tiles: Tiles | None
    language: str
    theme: Theme
    story: Story | None
    shared: Shared | None


def check_theme(theme: str) -> Theme:
    """Return the theme of that name.

    Raises:
        InputError: if there is none.

    """
    for known in THEMES:
        if known == theme:
            return known
    raise InputError(f"there is no theme '{theme}': choose one of {', '.join(THEMES)}")
