"""What decoding looks at."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from geo.events import amounts, anaphora, layout
from geo.events.candidates import Page, PlaceCandidate, TimeCandidate
from geo.events.reader import Scores


@dataclass(frozen=True)
class Material:
    """What decoding looks at: an article's page, its candidates and numbers, the scores, and the day of writing."""

    page: Page
    lines: layout.Structure
    places: Sequence[PlaceCandidate]
    times: Sequence[TimeCandidate]
    quantities: Sequence[tuple[int, int, amounts.Quantity]]
    scores: Scores
    today: dt.date | None

    @functools.cached_property
    def meant(self) -> Sequence[PlaceCandidate]:
        """The name that each of the places stands for, itself where it is one."""
        return [anaphora.resolve(one, self.places, self.page) for one in self.places]

    @functools.cached_property
    def names(self) -> frozenset[int]:
        """Where the names of places begin: "Moscow" opens a sentence, and so does "Floods"."""
        return frozenset(one.start for one in self.places if one.toponym is not None)
