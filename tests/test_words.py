"""Events in words for people."""

import pytest

from geo.model import Count, Span
from geo.words import count_words


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words"),
    [
        (901, None, "well over", "well over 900"),
        (900, None, "upwards of", "at least 900"),
        (900, None, "not fewer than", "at least 900"),
        (900, None, "or more", "at least 900"),
        (60, 60, "an estimated", "an estimated 60"),
        (24, None, "dozens", "dozens (at least 24)"),
        (None, 9, "fewer than", "up to 9"),
        (10, 14, "between", "10 to 14"),
    ],
)
def test_a_number_keeps_its_bounds(low: int | None, high: int | None, qualifier: str, words: str) -> None:
    assert count_words(Count("killed", low, high, qualifier, Span(0, 0, ""))) == words
