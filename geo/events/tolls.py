"""Which numbers and claims of the text belong to which event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events import structure
from geo.events.drafts import Draft
from geo.model import Claim, Count

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Toll:
    """The numbers of one event: what is told as fact, and what one side claims."""

    killed: Count | None = None
    injured: Count | None = None
    others: tuple[Count, ...] = ()
    claims: tuple[Claim, ...] = ()


def assign(doc: Doc, events: Sequence[Draft], page: structure.Structure) -> list[Toll]:
    """Return the toll of each event, in the order of ``events``."""
    return [Toll() for _ in events]
