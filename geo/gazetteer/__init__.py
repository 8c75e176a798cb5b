"""All the places that news names: an SQLite file that comes with the package."""

from geo.gazetteer.lookup import Gazetteer, default, distance_m

__all__ = ["Gazetteer", "default", "distance_m"]
