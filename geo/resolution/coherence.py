"""How well a candidate fits the other names of the article, whatever those may mean.

Names of one article tend to lie near each other (Leidner 2007; Lieberman & Samet 2012). Here
every candidate of every other name may bear witness, so that even an article whose names are all
ambiguous gives itself away: there are many Mount Pleasants, New Londons and Winfields, but few
corners of the world that have all three.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.resolution.senses import Floats, Senses

COHERENCE = ("names near", "nearest name's share", "names in the admin1", "names in the country")

_NEAR_KM = 40.0
_EARTH_RADIUS_KM = 6_371.0
# Very long texts: only so many names bear witness, with so many candidates each.
_MOST_WITNESSES = 80
_MOST_CANDIDATES = 30


def coherence(names: Sequence[Senses], times: Sequence[int]) -> list[Floats]:
    """Return for each name a matrix (candidates, COHERENCE).

    ``names`` are the article's distinct names, none without candidates, and ``times`` says how
    often each is used. A name with many candidates is a weak witness: some are near anywhere.
    """
    order = sorted(range(len(names)), key=lambda g: -times[g])[:_MOST_WITNESSES]
    witnesses = sorted(order)
    if len(witnesses) < 2:
        return [np.zeros((len(senses), len(COHERENCE)), np.float32) for senses in names]
    cut = [slice(0, _MOST_CANDIDATES)] * len(witnesses)
    points = np.concatenate([_points(names[g])[c] for g, c in zip(witnesses, cut, strict=True)])
    local = np.concatenate([names[g].is_local[c] for g, c in zip(witnesses, cut, strict=True)])
    admin1 = np.concatenate([names[g].admin1[c] for g, c in zip(witnesses, cut, strict=True)])
    country = np.concatenate([names[g].country[c] for g, c in zip(witnesses, cut, strict=True)])
    sizes = [min(len(names[g]), _MOST_CANDIDATES) for g in witnesses]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    local_weight = np.array([1 / (1 + np.log1p(names[g].is_local.sum())) for g in witnesses])
    admin1_weight = np.array([1 / len(np.unique(names[g].admin1)) for g in witnesses])
    country_weight = np.array([1 / len(np.unique(names[g].country)) for g in witnesses])

    matrices = []
    for g, senses in enumerate(names):
        other = np.array([w != g for w in witnesses], np.float64)
        cosine = np.clip(_points(senses) @ points.T, -1, 1)
        kilometres = _EARTH_RADIUS_KM * np.sqrt(2 - 2 * cosine)  # the chord: near enough where it matters
        near = np.maximum.reduceat(local / (1 + (kilometres / _NEAR_KM) ** 2), starts, axis=1) * other
        in_admin1 = _any(senses.admin1, admin1, starts) * other
        in_country = _any(senses.country, country, starts) * other
        columns = (
            near @ local_weight,
            (near * local_weight).max(axis=1),
            in_admin1 @ admin1_weight,
            in_country @ country_weight,
        )
        matrices.append(np.stack(columns, axis=1).astype(np.float32))
    return matrices


def _points(senses: Senses) -> NDArray[np.float64]:
    """Return the candidates as points on the unit sphere."""
    latitude, longitude = senses.latitude.astype(np.float64), senses.longitude.astype(np.float64)
    parallel = np.cos(latitude)
    return np.stack([parallel * np.cos(longitude), parallel * np.sin(longitude), np.sin(latitude)], axis=1)


def _any(mine: NDArray[np.int32], theirs: NDArray[np.int32], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each of my codes whether a name has a candidate with the same; 0 is no code."""
    same = (mine[:, None] == theirs) & (mine[:, None] > 0)
    found: NDArray[np.bool_] = np.logical_or.reduceat(same, starts, axis=1)
    return found
