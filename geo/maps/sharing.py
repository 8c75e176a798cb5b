"""What others show of a map: Open Graph's tags in its head, and the frame that puts it into another page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from geo.errors import InputError

SHARE_SIZE = (1200, 630)  # pixels of the picture that is shown with a link
EMBED_HEIGHT = 480  # pixels
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class Shared:
    """Where the map will be found, and the name of the picture beside it; both may be unknown.

    Raises:
        InputError: if the address is no web address.

    """

    address: str | None = None
    picture: str | None = None

    def __post_init__(self) -> None:
        if self.address is not None and not _ADDRESS.fullmatch(self.address):
            raise InputError(
                f"'{self.address[:200]}' is no address of a map: give one such as https://newsroom.example/map.html"
            )

    def beside(self, name: str) -> str:
        """Return the address of a file that lies beside the map, relative where the map's own is unknown."""
        base = re.sub(r"[?#].*", "", self.address or "")
        return (base if base.endswith("/") else re.sub(r"[^/]*$", "", base)) + name if self.address else name


def tags(title: str, description: str, shared: Shared | None) -> str:
    """Return the tags of Open Graph (https://ogp.me), every text escaped."""
    found = {"og:type": "website", "og:title": title, "og:description": description}
    if shared and shared.address:
        found["og:url"] = shared.address
    if shared and shared.picture:
        width, height = SHARE_SIZE
        found |= {"og:image": shared.beside(shared.picture), "og:image:alt": title}
        found |= {"og:image:width": str(width), "og:image:height": str(height), "twitter:card": "summary_large_image"}
    kinds = {name: "name" if name.startswith("twitter") else "property" for name in found}
    lines = [f'<meta {kinds[name]}="{name}" content="{_escaped(text)}">' for name, text in found.items()]
    return "\n".join([f'<meta name="description" content="{_escaped(description)}">', *lines])


def frame(title: str, address: str) -> str:
    """Return the HTML that shows a map inside another page; it can run its own scripts and nothing else."""
    source = _escaped(address.partition("#")[0] + "#embed")
    return (
        f'<iframe src="{source}" title="{_escaped(title)}" width="100%" height="{EMBED_HEIGHT}" loading="lazy" '
        'style="border:0" sandbox="allow-scripts allow-popups" allowfullscreen></iframe>'
    )


def _escaped(text: str) -> str:
    """Escape for an attribute, on one line and without what no reader should see."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return html.escape(" ".join(shown.split())[:500])
