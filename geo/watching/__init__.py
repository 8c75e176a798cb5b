"""Watching feeds: what is new in them goes into a store, politely and once (the extra ``service``)."""

from geo.watching.pages import Pages
from geo.watching.watch import INTERVAL_S, Visit, Watch

__all__ = ["INTERVAL_S", "Pages", "Visit", "Watch"]
