"""Coreference measured in the three customary ways, whose mean F1 is CoNLL's figure.

MUC counts links (Vilain et al. 1995), B³ the share of each mention's cluster (Bagga and Baldwin 1998), CEAF-e the
best one-to-one alignment of clusters by their shared mentions (Luo 2005). Counts are sums over documents, so that
they add up over a corpus, as in the CoNLL-2012 scorer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

Clusters = Sequence[frozenset[Hashable]]
Tally = Counter[str]

# CEAF-e sums fractions; counted in parts of this they stay whole numbers, exact for clusters of up to 12 mentions.
_PARTS = 27_720
_WAYS = ("muc", "b3", "ceafe")


def score(gold: Clusters, predicted: Clusters) -> Tally:
    """Return the counts of one document, whose mentions are equal where they are the same.

    A mention that the other side lacks is a cluster of its own there for MUC, and shares nothing for the others.
    No mention may be in two clusters of a side.
    """
    tally: Tally = Counter()
    for side, ours, theirs in (("recall", gold, predicted), ("precision", predicted, gold)):
        cluster_of = {mention: cluster for cluster in theirs for mention in cluster}
        for cluster in ours:
            parts = {cluster_of.get(mention, frozenset({mention})) for mention in cluster}
            tally[f"muc {side} right"] += len(cluster) - len(parts)
            tally[f"muc {side}"] += len(cluster) - 1
            shared = (len(cluster & cluster_of[mention]) for mention in cluster if mention in cluster_of)
            tally[f"b3 {side} right"] += round(_PARTS * sum(shared) / len(cluster))
            tally[f"b3 {side}"] += _PARTS * len(cluster)
        tally[f"ceafe {side}"] += _PARTS * len(ours)
    alignment = round(_PARTS * _best_alignment(gold, predicted))
    tally["ceafe recall right"] = tally["ceafe precision right"] = alignment
    return tally


def _best_alignment(gold: Clusters, predicted: Clusters) -> float:
    """Return the largest sum of 2 |a ∩ b| / (|a| + |b|) over pairs of clusters, each used once."""
    if not gold or not predicted:
        return 0.0
    alike = [[2 * len(one & other) / (len(one) + len(other)) for other in predicted] for one in gold]
    if len(gold) > len(predicted):
        alike = [list(column) for column in zip(*alike, strict=True)]
    return sum(row[column] for row, column in zip(alike, _assignment(alike), strict=True))


def _assignment(worth: Sequence[Sequence[float]]) -> list[int]:
    """Return a column for each row, each used once, of the largest worth in all (Kuhn and Munkres, O(n³)).

    Args:
        worth: rows × columns, no more rows than columns.

    """
    rows, columns = len(worth), len(worth[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # by column, from 1; 0 is free
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        slack, before, done = [math.inf] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:  # lengthen the path until it ends in a free column
            done[column] = True
            at, least, following = row_of[column], math.inf, 0
            for other in range(1, columns + 1):
                if done[other]:
                    continue
                cost = -worth[at - 1][other - 1] - row_price[at] - column_price[other]
                if cost < slack[other]:
                    slack[other], before[other] = cost, column
                if slack[other] < least:
                    least, following = slack[other], other
            for other in range(columns + 1):
                if done[other]:
                    row_price[row_of[other]] += least
                    column_price[other] -= least
                else:
                    slack[other] -= least
            column = following
        while column:  # each column of the path takes the row of the one before
            row_of[column] = row_of[before[column]]
            column = before[column]
    column_of = {row_of[column]: column - 1 for column in range(1, columns + 1) if row_of[column]}
    return [column_of[row] for row in range(1, rows + 1)]


def f1(tally: Mapping[str, int], way: str) -> float:
    """Return the F1 of ``muc``, ``b3`` or ``ceafe`` from summed counts; 0 where there is nothing to find."""
    recall, precision = (
        tally.get(f"{way} {side} right", 0) / tally[f"{way} {side}"] if tally.get(f"{way} {side}") else 0.0
        for side in ("recall", "precision")
    )
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def conll(tally: Mapping[str, int]) -> float:
    """Return the mean F1 of MUC, B³ and CEAF-e."""
    return sum(f1(tally, way) for way in _WAYS) / len(_WAYS)
