"""The page as a lean ``folium.Map``, to which anything of folium can be added.

Folium's own template loads jQuery, Bootstrap and Leaflet from the network and writes article text into JavaScript;
this one is :class:`geo.maps.page.Document`. Folium takes longer to load than a page to write, so that only
:func:`geo.maps.build`, which gives a folium map, loads this.
"""

from __future__ import annotations

import html
from typing import Any

import folium
from branca.element import Figure
from folium.template import Template

from geo.maps.page import Document


class EventPage(Figure):
    """The document around the map, with what folium adds to it."""

    _template = Template(
        "{{ this.document.render(this.header.render(**kwargs), this.html.render(**kwargs),"
        " this.script.render(**kwargs)) }}"
    )

    def __init__(self, document: Document) -> None:
        super().__init__(height="620px", title=document.title)
        self.document = document
        self.header._children.clear()  # folium's own meta tag comes with this document

    def render(self, **kwargs: Any) -> str:
        """Return the HTML of the page."""
        return str(super().render(**kwargs))

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
