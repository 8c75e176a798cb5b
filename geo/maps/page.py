"""The page: a lean ``folium.Map`` with its own script and style, whole in one HTML file.

Folium's own template loads jQuery, Bootstrap and Leaflet from the network and writes article text
into JavaScript. This one inlines pinned files, keeps all data in JSON blocks that only
``textContent`` reads, and forbids everything else with a Content-Security-Policy.
"""

from __future__ import annotations

import functools
import hashlib
import html
import importlib.resources
import json
import re
from collections.abc import Mapping
from typing import Any

import folium
from branca.element import Figure
from folium.template import Template

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


class EventPage(Figure):
    """The document around the map: policy, styles, data and scripts."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.language }}" dir="{{ this.direction }}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy() }}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="{{ this.scheme }}">\n<meta name="referrer" content="no-referrer">\n'
        "<title>{{ this.title | e }}</title>\n{{ this.shared }}\n"
        '<style nonce="{{ this.nonce }}">\n{{ this.style }}\n</style>\n'
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n<noscript>\n{{ this.plain }}\n</noscript>\n"
        "{% for name, text in this.blocks.items() %}"
        '<script type="application/json" id="dateline-{{ name }}">{{ text }}</script>\n'
        "{% endfor %}"
        '<script nonce="{{ this.nonce }}">\n{{ this.library }}\n</script>\n'
        '<script nonce="{{ this.nonce }}">\n{{ this.script.render(**kwargs) }}\n</script>\n'
        "</body>\n</html>\n"
    )

    def __init__(
        self,
        title: str,
        blocks: Mapping[str, Any],
        plain: str,
        *,
        tiles: Tiles | None,
        language: str,
        theme: Theme = "auto",
        shared: str = "",
    ) -> None:
        super().__init__(height="620px", title=title)
        self.plain = plain
        self.shared = shared
        self.language = language
        self.direction = direction(language)
        self.tiles = tiles
        self.blocks = {name: data_block(value) for name, value in blocks.items()}
        self.scheme = "light dark" if theme == "auto" else theme
        self.style = stylesheet(theme)
        self.library = library()
        # The same input gives the same bytes; article text cannot foresee a digest of itself.
        parts = "".join([title, plain, shared, self.style, self.library, *self.blocks.values()])
        self.nonce = hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self.header._children.clear()  # folium's own meta tag comes with this template

    def policy(self) -> str:
        """Return the Content-Security-Policy: this page's own scripts, and pictures of the one tile host."""
        host = f" {self.tiles.origin}" if self.tiles else ""
        return html.escape(POLICY.format(nonce=self.nonce, tiles=host))

    def render(self, **kwargs: Any) -> str:
        """Return the HTML of the page; what UTF-8 cannot hold (half a surrogate pair) becomes "?"."""
        page = super().render(**kwargs)
        return str(page).encode("utf-8", "replace").decode("utf-8")

    def _repr_html_(self, **kwargs: Any) -> str:
        """Show the page inside a notebook, in a frame that can run its own scripts and nothing else."""
        return (
            f'<iframe srcdoc="{html.escape(self.render(**kwargs))}" title="{html.escape(self.title or "")}" '
            'sandbox="allow-scripts allow-popups allow-downloads allow-modals" allowfullscreen '
            f'style="width:100%;height:{self.height};border:1px solid #ccc;border-radius:6px"></iframe>'
        )


class EventMap(folium.Map):
    """A folium map of events. What is added to it (``folium.GeoJson``, ``CircleMarker``) is drawn on top."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = dateline.open("{{ this.get_name() }}");
        {% endmacro %}
        """
    )

    def __init__(self, page: EventPage) -> None:
        super().__init__(tiles=None)
        self.default_js, self.default_css = [], []  # the page has them inline
        page.add_child(self)

    @classmethod
    def _generate_id(cls) -> str:
        return "dateline"  # one map a page, so its name need not be random


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
