"""The page: script, style and data whole in one HTML file.

It inlines pinned files, keeps all data in JSON blocks that only ``textContent`` reads, and forbids everything else
with a Content-Security-Policy.
"""

from __future__ import annotations

import functools
import hashlib
import html
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.layers.symbols import SYMBOLS
from geo.maps.look import Theme
from geo.maps.tiles import Tiles
from geo.maps.words import direction

SCRIPTS = (
    "words",
    "symbols",
    "store",
    "basemap",
    "spots",
    "facets",
    "view",
    "legend",
    "shade",
    "markers",
    "card",
    "list",
    "filters",
    "time",
    "reading",
    "story",
    "share",
    "embed",
    "tiles",
    "main",
)
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
    "img-src data: blob:{tiles}; base-uri 'none'; form-action 'none'"
)


# What folium writes for a map to which nothing is added.
BODY = '\n    <div class="folium-map" id="map_dateline"></div>'
SCRIPT = '\n    \n        var map_dateline = dateline.open("map_dateline");\n        '
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


@dataclass(frozen=True, slots=True)
class Document:
    """The document around the map: policy, styles, data and scripts.

    ``blocks`` are JSON texts that no HTML parser takes for markup, ``plain`` is what shows without scripts, ``shared``
    the tags for links to the page (:mod:`geo.maps.sharing`).
    """

    title: str
    blocks: Mapping[str, str]
    plain: str
    tiles: Tiles | None
    language: str
    theme: Theme
    shared: str
    nonce: str

    @classmethod
    def of(
        cls,
        title: str,
        blocks: Mapping[str, Any],
        plain: str,
        *,
        tiles: Tiles | None,
        language: str,
        theme: Theme = "auto",
        shared: str = "",
    ) -> Document:
        """Return the document of these JSON values."""
        texts = {name: data_block(value) for name, value in blocks.items()}
        # The same input gives the same bytes; article text cannot foresee a digest of itself.
        parts = "".join([title, plain, shared, stylesheet(theme), library(), *texts.values()])
        nonce = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return cls(title, texts, plain, tiles, language, theme, shared, nonce)

    def policy(self) -> str:
        """Return the Content-Security-Policy: this page's own scripts, and pictures of the one tile host."""
        host = f" {self.tiles.origin}" if self.tiles else ""
        return html.escape(POLICY.format(nonce=self.nonce, tiles=host))

    def render(self, header: str = "", body: str = BODY, script: str = SCRIPT) -> str:
        """Return the HTML of the page; what UTF-8 cannot hold (half a surrogate pair) becomes "?".

        ``header``, ``body`` and ``script`` are folium's where something was added to the map.
        """
        data = (
            f'<script type="application/json" id="dateline-{name}">{text}</script>\n'
            for name, text in self.blocks.items()
        )
        scheme = "light dark" if self.theme == "auto" else self.theme
        page = (
            "<!DOCTYPE html>\n"
            f'<html lang="{self.language}" dir="{direction(self.language)}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{self.policy()}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="color-scheme" content="{scheme}">\n<meta name="referrer" content="no-referrer">\n'
            f"<title>{self.title.translate(_ESCAPES)}</title>\n{self.shared}\n"
            f'<style nonce="{self.nonce}">\n{stylesheet(self.theme)}\n</style>\n'
            f"{header}\n</head>\n<body>\n"
            f"{body}\n<noscript>\n{self.plain}\n</noscript>\n"
            f"{''.join(data)}"
            f'<script nonce="{self.nonce}">\n{library()}\n</script>\n'
            f'<script nonce="{self.nonce}">\n{script}\n</script>\n'
            "</body>\n</html>"
        )
        return page.encode("utf-8", "replace").decode("utf-8")


def data_block(value: Any) -> str:
    """Return JSON that no HTML parser takes for markup, whatever text it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@functools.cache
def asset(path: str) -> str:
    """Return a text file of the assets."""
    return (importlib.resources.files("geo.maps") / "assets" / path).read_text(encoding="utf-8")


@functools.cache
def library() -> str:
    """Return Leaflet, supercluster and the page's own script as one."""
    vendored = [asset("leaflet/leaflet.js"), asset("supercluster/supercluster.min.js")]
    plain = [re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE) for text in vendored]
    own = "\n".join(asset(f"js/{name}.js") for name in SCRIPTS)
    return "\n".join([*plain, f'var dateline = (() => {{\n"use strict";\n{own}\n}})();'])


@functools.cache
def stylesheet(theme: Theme = "auto") -> str:
    """Return Leaflet's and the page's own style, without Leaflet's pictures, which the page does not use."""
    leaflet = re.sub(r"url\(images/[^)]*\)", "none", asset("leaflet/leaflet.css"))
    colours = "".join(f".c-{name} {{ --c: {symbol.colour}; }}\n" for name, symbol in SYMBOLS.items())
    style = leaflet + colours + asset("map.css")
    if theme == "auto":
        return style
    dark = "all" if theme == "dark" else "not all"
    style = style.replace("(prefers-color-scheme: dark)", dark)
    return style.replace("color-scheme: light dark", f"color-scheme: {theme}")
