"""Distances between many points at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_EARTH_DIAMETER_KM = np.float32(12_742)


def distances_km(
    latitude: NDArray[Any],
    longitude: NDArray[Any],
    other_latitude: NDArray[Any] | float,
    other_longitude: NDArray[Any] | float,
) -> Floats:
    """Return great-circle distances in kilometres between points in radians (haversine); shapes broadcast."""
    half = (
        np.sin((other_latitude - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(other_latitude) * np.sin((other_longitude - longitude) / 2) ** 2
    )
    kilometres: Floats = _EARTH_DIAMETER_KM * np.arcsin(np.sqrt(np.minimum(1, half))).astype(np.float32)
    return kilometres
