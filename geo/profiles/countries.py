"""ISO 3166-1's codes of a country, by its two letters."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple


class Codes(NamedTuple):
    """The codes of a country: three letters, and the number with its leading zeros."""

    alpha3: str
    numeric: str


@functools.cache
def codes() -> Mapping[str, Codes]:
    """Return the codes of every country and territory that ISO lists, by its two letters.

    Kosovo (``XK``, which GeoNames uses) is not among them.
    """
    return {alpha2: Codes(alpha3, numeric) for alpha2, alpha3, numeric in _rows()}


@functools.cache
def alpha2s() -> Mapping[str, str]:
    """Return the two letters of every country by its three."""
    return {alpha3: alpha2 for alpha2, alpha3, _ in _rows()}


def _rows() -> list[list[str]]:
    text = resources.files("geo.profiles").joinpath("data", "iso3166.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
