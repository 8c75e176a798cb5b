"""The dead who are told of where their bodies are found."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

BODIES = frozenset({"body", "corpse"})
_FINDING = frozenset({"find", "discover", "recover", "retrieve", "pull", "unearth", "dump"})
_BEHIND = 15


def is_found(noun: Token) -> bool:
    """Say whether bodies are found: by the verb above them, or one behind that the parser hung elsewhere."""
    behind = noun.doc[noun.i + 1 : min(noun.i + _BEHIND, noun.sent.end)]
    return any(part.lemma_.lower() in _FINDING for part in (*islice(noun.ancestors, 2), *behind))
