"""Numbers in figures and words, with the words that bound them ("at least 16", "dozens").

Bounds are read as this table says (``None``: no bound is given):

================================  =====  =====
"16", "sixteen", "a man"          16, 1  16, 1
"at least 16"                     16     None
"more than 30", "over 30"         31     None
"up to 85", "as many as 85"       None   85
"fewer than 10"                   None   9
"about 20", "nearly 20"           20     20
"between 12 and 15", "12 to 15"   12     15
"dozens", "several", "brothers"   24, 3, 2  None
"no one"                          0      0
================================  =====  =====
"""

from __future__ import annotations

from geo.events.amounts import phrases
from geo.events.amounts.contexts import numbers
from geo.events.amounts.numerals import Quantity, number_at
from geo.events.amounts.words import Tokens, words_of

__all__ = ["Quantity", "find", "read", "whole"]


def read(words: str) -> Quantity | None:
    """Return how many people a phrase tells of, None where it counts nobody.

    Groups are added ("two women and a child" is 3), the number of people is preferred to that of households, and
    a plural without a number is two or more. What describes those counted ("including six children") adds nothing.
    """
    return phrases.total(Tokens.of(words))


def whole(words: str) -> int | None:
    """Return the value of an exact number ("three", "twenty-five", "1,200", "a", "a dozen"); None for all else."""
    tokens = Tokens.of(words)
    if len(tokens) == 1 and tokens[0].word in words_of("a"):
        return 1
    number = number_at(tokens, 0)
    if number is None or number.last != len(tokens) or number.quantity.low != number.quantity.high:
        return None
    return number.quantity.low


def find(text: str) -> list[tuple[int, int, Quantity]]:
    """Return the numbers of ``text`` in order: start, end (characters, half-open) and bounds.

    The span holds the number with the words that bound it, not what is counted. Sums of money, ages, shares,
    measures, times, years, days of months, names ("Flight 302") and parts of compounds ("30-day") are left out, and
    so is what is above the world's population.
    """
    tokens = Tokens.of(text)
    return [(tokens[n.start].start, tokens[n.end - 1].end, n.quantity) for n in numbers(tokens)]
