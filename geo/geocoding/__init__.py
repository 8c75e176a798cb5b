"""Geocoding: names and name expressions to places, with the embedded gazetteer or an online service.

- ``candidates`` and ``matches``: the ranked places that "Hodeidah", "Paris, Texas" or "40 km north of
  Palu" may mean;
- ``GazetteerGeocoder``: the embedded gazetteer as a geopy geocoder (``geocode``, ``reverse``), which
  also works in ``geopandas.tools.geocode``;
- ``OnlineGeocoder``: any geocoder of geopy, with a rate limit, retries and a cache, for what the
  gazetteer lacks. Nothing else here touches the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.geocoding.names import Match, candidates, matches

if TYPE_CHECKING:
    from geo.geocoding.offline import GazetteerGeocoder
    from geo.geocoding.online import OnlineGeocoder

__all__ = ["GazetteerGeocoder", "Match", "OnlineGeocoder", "candidates", "matches"]


def __getattr__(name: str) -> Any:
    """Return the geocoders of geopy when they are asked for: geopy takes longer to load than a name to look up."""
    if name == "GazetteerGeocoder":
        from geo.geocoding import offline as module
    elif name == "OnlineGeocoder":
        from geo.geocoding import online as module  # type: ignore[no-redef]
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(module, name)
