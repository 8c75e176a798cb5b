"""What is said of places that hold no store."""

from __future__ import annotations

from geo.errors import StoreError


def missing(name: str) -> StoreError:
    """Return the error of a store that is not there, and not to be made."""
    return StoreError(f"{name}: there is no store; dateline add, serve and watch make one")


def foreign(name: str) -> StoreError:
    """Return the error of a database that is somebody else's."""
    return StoreError(f"{name} is a database, but no store of Dateline: name another file or database")
