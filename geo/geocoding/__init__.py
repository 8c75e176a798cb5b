"""Geocoding: names and name expressions to places, with the embedded gazetteer or an online service.

- ``candidates`` and ``matches``: the ranked places that "Hodeidah", "Paris, Texas" or "40 km north of
  Palu" may mean;
- ``GazetteerGeocoder``: the embedded gazetteer as a geopy geocoder (``geocode``, ``reverse``), which
  also works in ``geopandas.tools.geocode``;
- ``OnlineGeocoder``: any geocoder of geopy, with a rate limit, retries and a cache, for what the
  gazetteer lacks. Nothing else here touches the network.
"""

from geo.geocoding.names import Match, candidates, matches
from geo.geocoding.offline import GazetteerGeocoder
from geo.geocoding.online import OnlineGeocoder

__all__ = ["GazetteerGeocoder", "Match", "OnlineGeocoder", "candidates", "matches"]
