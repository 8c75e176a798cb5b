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
"two to three hundred"            200    300
"dozens", "several", "brothers"   24, 3, 2  None
"no one"                          0      0
================================  =====  =====
"""

from __future__ import annotations

from geo.events.amounts import phrases
from geo.events.amounts.contexts import numbers
from geo.events.amounts.numerals import Quantity, number_at
from geo.events.amounts.words import Tokens, words_of

__all__ = ["Quantity", "end_with_people", "find", "read", "whole"]

# Behind a number of households that of their people begins within so many characters and words.
_BEHIND, _NEAR = 80, 4


def read(words: str) -> Quantity | None:
    """Return how many people a phrase tells of, None where it counts nobody.

    Groups are added ("two women and a child" is 3), the number of people is preferred to that of households, and
    a plural without a number is two or more. What describes those counted ("including six children") adds nothing.
    More than all people of the world are none that are counted.
    """
    return phrases.total(Tokens.of(words))


def end_with_people(text: str, start: int, end: int) -> int:
    """Return where the people end whom the households counted by ``text[start:end]`` are told to be, else ``end``.

    "800 families (about 3,500 people)", "2,000 households, or 9,000 people".
    """
    tokens = Tokens.of(text[start : end + _BEHIND])
    counted = sum(token.start < end - start for token in tokens.row)
    households = next((at for at in range(1, counted + 1) if tokens.word(at) in words_of("household")), None)
    if households is None:
        return end
    for number in numbers(tokens):
        if households < number.start <= households + _NEAR and tokens.word(number.end) in words_of("each"):
            return max(end, start + tokens[number.end].end)
    return end


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
    measures, times, years, days of months, names ("Flight 302") and parts of compounds ("30-day") are left out. What
    reaches above the world's population counts nobody: it has no bounds, so that no part of it is taken for a number.
    """
    tokens = Tokens.of(text)
    return [(tokens[n.start].start, tokens[n.end - 1].end, n.quantity) for n in numbers(tokens)]
