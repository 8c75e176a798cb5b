"""Storms that have names: "Typhoon Kalmaegi", "Hurricane Otis"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_STORMS = frozenset({"typhoon", "hurricane", "cyclone", "storm"})


def is_named_storm(token: Token) -> bool:
    """Say whether a word for a storm stands before the storm's name."""
    if token.lower_ not in _STORMS or token.i + 1 >= len(token.doc):
        return False
    name = token.nbor(1)
    return name.text[:1].isupper() and name.pos_ in ("PROPN", "NOUN", "ADJ") and not name.is_sent_start
