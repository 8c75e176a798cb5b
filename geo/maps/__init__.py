"""Events on one self-contained, offline Leaflet map.

``build`` gives a ``folium.Map`` that shows itself in a notebook, ``save`` writes it as one HTML
file: no request, no script from article text (see ``geo.maps.page``). ``save_png`` writes a picture of it.
"""

from geo.maps.build import build, save, steps
from geo.maps.picture import save_png
from geo.maps.plot import static
from geo.maps.sharing import Shared
from geo.maps.story import Story
from geo.maps.tiles import Tiles

__all__ = ["Shared", "Story", "Tiles", "build", "save", "save_png", "static", "steps"]
