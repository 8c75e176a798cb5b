"""Filled, expected and right slots, and the shares and F1 made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.evaluation.corpora import Record
from geo.evaluation.report import Cell
from geo.model import ParsedArticle

Read = Sequence[tuple[Record, ParsedArticle]]
Row = dict[str, Cell]


@dataclass(slots=True)
class Slots:
    """Counts of filled, expected and right slots, with the measures made of them."""

    found: int = 0
    expected: int = 0
    right: int = 0

    def row(self, corpus: str, measure: str) -> Row:
        """Return precision, recall and F1."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.expected if self.expected else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "corpus": corpus,
            "measure": measure,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "n": self.expected,
        }


def share(corpus: str, measure: str, hits: Sequence[bool]) -> Row:
    """Return the share of hits."""
    return {"corpus": corpus, "measure": measure, "share": round(sum(hits) / max(len(hits), 1), 4), "n": len(hits)}
