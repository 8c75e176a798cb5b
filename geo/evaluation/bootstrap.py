"""How far a figure would move with other articles: the bootstrap over articles, with a fixed seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

_SEED = 13
_RESAMPLES = 1000
_SHARE = 0.95

Figures = Mapping[str, float | int | None]


def total(tallies: Sequence[Mapping[str, int]]) -> Counter[str]:
    """Return the sum of the counts of articles."""
    whole: Counter[str] = Counter()
    for tally in tallies:
        whole.update(tally)
    return whole


def intervals(
    tallies: Sequence[Mapping[str, int]], figures: Callable[[Mapping[str, int]], Figures], names: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of some figures: the percentiles of 1,000 draws of as many articles.

    Args:
        tallies: the counts of each article.
        figures: what makes figures of summed counts.
        names: the figures that are wanted; one without articles, or that a draw does not have, has no interval.

    """
    if not tallies:
        return {}
    keys = sorted(set().union(*tallies))
    counts = np.array([[tally.get(key, 0) for key in keys] for tally in tallies], dtype=np.int64)
    draws = np.random.default_rng(_SEED).multinomial(len(tallies), [1 / len(tallies)] * len(tallies), _RESAMPLES)
    drawn = [figures(dict(zip(keys, row, strict=True))) for row in (draws @ counts).tolist()]
    found = {}
    for name in names:
        values = [value for one in drawn if (value := one[name]) is not None]
        if len(values) == len(drawn):
            low, high = np.quantile(values, [(1 - _SHARE) / 2, (1 + _SHARE) / 2])
            found[name] = (round(float(low), 3), round(float(high), 3))
    return found
