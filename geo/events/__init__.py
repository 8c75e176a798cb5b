"""Events: what happened, where, when, who, how many, and who says so."""

from geo.events.extraction import extract

__all__ = ["extract"]
