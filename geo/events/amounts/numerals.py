"""Numbers in figures and words as they stand in a row of tokens, with the words that bound them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from geo.events.amounts.words import Tokens, quantifiers, values, words_of
from geo.model import WORLD_POPULATION

_MOST_DIGITS = 10
_LONGEST_PHRASE = 4
_FIGURE = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_THOUSAND = re.compile(r"\d{3}")
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,2}")
_BLANK_IN_NUMBER = frozenset(" \u00a0\u2009\u202f")
_HYPHENS = frozenset({"-", "‑"})
_AND_A_HALF = "and a half"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text: its bounds, None where there is none, and the words that set them ("at least")."""

    low: int | None
    high: int | None
    qualifier: str = ""

    @property
    def is_too_many(self) -> bool:
        """Say whether it reaches above all people, which no number of people does."""
        return max(self.low or 0, self.high or 0) > WORLD_POPULATION


# What reaches above all people counts nobody, and no part of it does.
TOO_MANY = Quantity(None, None)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a row of tokens: the tokens of the number and of its bounds (half-open)."""

    quantity: Quantity
    first: int
    last: int
    start: int
    end: int


def number_at(tokens: Tokens, i: int) -> Number | None:
    """Read the number that begins at token ``i``, or the range of two numbers."""
    exact, listed = _exact(tokens, i), _listed(tokens, i)
    if listed is not None and (exact is None or exact[1] < listed.last):
        return listed
    if exact is None:
        decimal = _DECIMAL.fullmatch(tokens.word(i))
        return _range(tokens, i, _decimal(decimal[0]), i + 1) if decimal else None
    found = _range(tokens, i, *exact)
    if found is None and tokens.word(i - 1) == "between":
        shorter = _exact(tokens, i, joined=False)  # "between one hundred and two thousand"
        found = shorter and _range(tokens, i, *shorter)
    return found or Number(Quantity(exact[0], exact[0]), i, exact[1], i, exact[1])


def _range(tokens: Tokens, i: int, least: float, end: int) -> Number | None:
    """Read the range whose least number stands from token ``i`` to ``end``."""
    joint, before = tokens.word(end), tokens.word(i - 1)
    if not (joint in words_of("range") or joint in _HYPHENS or (joint == "and" and before == "between")):
        return None
    second = _exact(tokens, end + 1)
    if second is None or second[0] <= least:
        return None
    most, last = second
    scale = _shared_scale(tokens, least, most, last)
    if scale == 1 and least % 1:
        return None  # "1.5 to 2" people are none
    low = round(least * scale)
    if before == "from":  # "rose from 41 to 63" gives two numbers
        return Number(Quantity(low, low), i, end, i, end)
    return Number(Quantity(low, most), i, last, i, last)


def _shared_scale(tokens: Tokens, least: float, most: int, end: int) -> int:
    """Return by what the least of a range is multiplied: the scales before token ``end``, as far as it stays the least.

    "two to three million" begins at two million, "500 to a thousand" at 500.
    """
    scales, scale = values("scale"), 1
    while (word := tokens.word(end - 1)) in scales and least * scale * scales[word] < most:
        end, scale = end - 1, scale * scales[word]
    return scale


def _listed(tokens: Tokens, i: int) -> Number | None:
    """Read a phrase of the lexicon ("dozens", "a few hundred", "half a dozen"), with the scales behind it."""
    longest = _longest_from().get(tokens.word(i), 0)
    for length in range(longest, 0, -1):
        phrase = tokens.phrase(i, i + length)
        for sort in ("vague", "exact"):
            if phrase in values(sort) and (sort == "exact" or tokens.word(i - 1) not in words_of("no_number")):
                value, end = _scaled(tokens, values(sort)[phrase], i + length, joined=False)
                quantity = Quantity(value, value) if sort == "exact" else Quantity(value, None, tokens.phrase(i, end))
                return Number(quantity, i, end, i, end)
    return None


@functools.cache
def _longest_from() -> dict[str, int]:
    """Return how many words the longest listed phrase has that begins with a word."""
    lengths: dict[str, int] = {}
    for first, *rest in (phrase.split() for phrase in [*values("vague"), *values("exact")]):
        lengths[first] = max(lengths.get(first, 0), 1 + len(rest))
    return lengths


def _exact(tokens: Tokens, i: int, *, joined: bool = True) -> tuple[int, int] | None:
    """Return the value and the end of the number at token ``i`` ("1,200", "2.5 million", "twenty-one").

    ``joined`` says whether "and" belongs to it.
    """
    scales, word = values("scale"), tokens.word(i)
    scale = scales.get(tokens.word(i + 1))
    if scale is not None and _DECIMAL.fullmatch(word):
        return _scaled(tokens, round(_decimal(word) * scale), i + 2, joined=joined)
    first = (1, i + 1) if word in words_of("a") and scale else _figure(tokens, i) or _below_hundred(tokens, i)
    if first is None:
        return None
    value, end = first
    scale = scales.get(tokens.word(end + 3))
    if scale is not None and tokens.phrase(end, end + 3) == _AND_A_HALF:
        value, end = value * scale + scale // 2, end + 4
    return _scaled(tokens, value, end, joined=joined)


def _scaled(tokens: Tokens, value: int, end: int, *, joined: bool) -> tuple[int, int]:
    """Return the value before token ``end`` with the scales there and what is below them, and where that ends.

    A scale multiplies what is smaller than it, also another scale ("ten thousand million").
    """
    scales, above = values("scale"), 0
    while (scale := scales.get(tokens.word(end))) is not None and above + value <= WORLD_POPULATION:
        below = above % scale if scale >= 100 else 0
        above, value, end = above - below, (below + value) * scale, end + 1
        rest = _rest(tokens, end, scale, joined=joined)
        if rest is not None:
            above, (value, end) = above + value, rest
        elif tokens.phrase(end, end + 3) == _AND_A_HALF:
            value, end = value + scale // 2, end + 3
    return above + value, end


def _rest(tokens: Tokens, i: int, scale: int, *, joined: bool) -> tuple[int, int] | None:
    """Read what is added to a scale before token ``i``: "and two hundred" to a thousand, not to a hundred."""
    behind_and = tokens.word(i) == "and"
    rest = _below_hundred(tokens, i + behind_and) if scale >= 100 and (joined or not behind_and) else None
    if rest is None:
        return None
    further = values("scale").get(tokens.word(rest[1]), 1)
    return rest if rest[0] * further < scale or scale == 100 < further else None


def _figure(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read "1200", "1,200" or "1 200"; what has too many digits to be a count is one above all counts."""
    word = tokens.word(i)
    if not (_FIGURE.fullmatch(word) or _GROUPED.fullmatch(word)):
        return None
    digits, end = re.sub(r"[.,]", "", word), i + 1
    if len(word) <= 3 and not tokens.is_month(i - 1):
        while end < len(tokens) and tokens[end].gap in _BLANK_IN_NUMBER and _THOUSAND.fullmatch(tokens[end].word):
            digits, end = digits + tokens[end].word, end + 1
            if len(digits) > _MOST_DIGITS:
                break
    return (int(digits) if len(digits) <= _MOST_DIGITS else WORLD_POPULATION + 1), end


def _decimal(word: str) -> float:
    return float(word.replace(",", "."))


def _below_hundred(tokens: Tokens, i: int) -> tuple[int, int] | None:
    units, tens, word = values("unit"), values("ten"), tokens.word(i)
    if word in units:
        return units[word], i + 1
    if word not in tens:
        return None
    after = i + 1 + (tokens.word(i + 1) in _HYPHENS)
    if units.get(tokens.word(after), 10) < 10:
        return tens[word] + units[tokens.word(after)], after + 1
    return tens[word], i + 1


def bounded(tokens: Tokens, number: Number) -> Number:
    """Take in the words before or after the number that bound it."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        start, end = number.first - length, number.last + length
        phrase = tokens.phrase(start, number.first)
        if phrase in quantifiers("before"):
            return _with_bound(number, phrase, quantifiers("before")[phrase], start, number.last)
        phrase = tokens.phrase(number.last, end)
        if phrase in quantifiers("after"):
            return _with_bound(number, phrase, quantifiers("after")[phrase], number.first, end)
    quantity = number.quantity
    if tokens.word(number.first - 1) == "between" and quantity.high is not None and quantity.low != quantity.high:
        return replace(number, quantity=replace(quantity, qualifier="between"), start=number.first - 1)
    return number


def _with_bound(number: Number, phrase: str, bound: str, start: int, end: int) -> Number:
    low, high = number.quantity.low, number.quantity.high
    if bound == "min":
        high = None
    elif bound == "over":
        low, high = (None if low is None else low + (low == high)), None
    elif bound == "max":
        low = None
    elif bound == "under":
        low, high = None, None if high is None else max(0, high - 1)
    qualifier = f"{phrase} {number.quantity.qualifier}".strip()
    return replace(number, quantity=Quantity(low, high, qualifier), start=start, end=end)
