"""Online tiles that the page offers; nothing is fetched before somebody chooses them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import InputError


@dataclass(frozen=True, slots=True)
class Tiles:
    """A tile service: address in Leaflet's form (``https://host/{z}/{x}/{y}.png``), attribution as plain text.

    Raises:
        InputError: if the address is no web address.

    """

    url: str
    attribution: str
    max_zoom: int = 19

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[\w.{}-]+(:\d+)?/[^\s\"'<>]*", self.url):
            raise InputError(
                f"'{self.url}' is no address of tiles: give one such as https://host/{{z}}/{{x}}/{{y}}.png."
            )

    @classmethod
    def parse(cls, text: str) -> Tiles | None:
        """Read an address and, behind a space, its attribution; "none" is no service.

        Raises:
            InputError: if the address is no web address.

        """
        if text == "none":
            return None
        url, _, attribution = text.strip().partition(" ")
        return cls(url, attribution.strip() or re.sub(r"^\w+://|/.*", "", url))

    @property
    def origin(self) -> str:
        """The source that a Content-Security-Policy names, such as ``https://*.tile.example.org``."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{re.sub(r'{[^}]*}', '*', rest.partition('/')[0])}"


# OpenStreetMap's standard tiles: https://operations.osmfoundation.org/policies/tiles/
OPENSTREETMAP = Tiles("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap contributors")
