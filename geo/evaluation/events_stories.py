"""Measures of grouping articles by the story that they tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from geo.evaluation.corpora import Record
from geo.evaluation.report import Cell
from geo.evaluation.slots import Slots
from geo.events import stories
from geo.model import ParsedArticle


def giveme5w1h(read: Sequence[tuple[Record, ParsedArticle]]) -> list[dict[str, Cell]]:
    """F1 of the pairs of articles that are put into one story."""
    slots = Slots()
    group_of = {
        position: number
        for number, group in enumerate(stories.articles([one for _, one in read]))
        for position in group
    }
    for one, other in combinations(range(len(read)), 2):
        same = read[one][0]["story"] == read[other][0]["story"]
        together = group_of[one] == group_of[other]
        slots.expected += same
        slots.found += together
        slots.right += same and together
    return [slots.row("giveme5w1h", "pairs of articles in one story")]
