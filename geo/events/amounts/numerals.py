"""Numbers in figures and words as they stand in a row of tokens, with the words that bound them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from geo.events.amounts.words import Tokens, quantifiers, values, words_of

# No count of people is above the people of the world (United Nations, World Population Prospects 2024, for mid-2026).
WORLD_POPULATION = 8_300_000_000
_MOST_DIGITS = 10
_LONGEST_PHRASE = 4
_FIGURE = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_THOUSAND = re.compile(r"\d{3}")
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,2}")
_BLANK_IN_NUMBER = frozenset(" \u00a0\u2009\u202f")
_HYPHENS = frozenset({"-", "‑"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text: its bounds, None where there is none, and the words that set them ("at least")."""

    low: int | None
    high: int | None
    qualifier: str = ""


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
        return None
    value, end = exact
    before, joint = tokens.word(i - 1), tokens.word(end)
    # "rose from 41 to 63" gives two numbers
    joins = joint in words_of("range") or joint in _HYPHENS
    if (joins and before != "from") or (joint == "and" and before == "between"):
        second = _exact(tokens, end + 1)
        if second is not None and second[0] > value:
            return Number(Quantity(value, second[0]), i, second[1], i, second[1])
    return Number(Quantity(value, value), i, end, i, end)


def _listed(tokens: Tokens, i: int) -> Number | None:
    """Read a phrase of the lexicon ("dozens", "a few hundred", "half a dozen")."""
    longest = _longest_from().get(tokens.word(i), 0)
    for length in range(longest, 0, -1):
        end, phrase = i + length, tokens.phrase(i, i + length)
        if phrase in values("vague") and tokens.word(i - 1) not in words_of("no_number"):
            return Number(Quantity(values("vague")[phrase], None, phrase), i, end, i, end)
        if phrase in values("exact"):
            value = values("exact")[phrase]
            return Number(Quantity(value, value), i, end, i, end)
    return None


@functools.cache
def _longest_from() -> dict[str, int]:
    """Return how many words the longest listed phrase has that begins with a word."""
    lengths: dict[str, int] = {}
    for first, *rest in (phrase.split() for phrase in [*values("vague"), *values("exact")]):
        lengths[first] = max(lengths.get(first, 0), 1 + len(rest))
    return lengths


def _exact(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Return the value and the end of the number at token ``i`` ("1,200", "2.5 million", "twenty-one")."""
    scales, word = values("scale"), tokens.word(i)
    scale = tokens.word(i + 1)
    if _DECIMAL.fullmatch(word) and scale in scales:
        return round(float(word.replace(",", ".")) * scales[scale]), i + 2
    first = (1, i + 1) if word in words_of("a") and scale in scales else _figure(tokens, i) or _below_hundred(tokens, i)
    if first is None:
        return None
    (current, end), total = first, 0
    while tokens.word(end) in scales and total + current <= WORLD_POPULATION:
        scale = tokens.word(end)
        end += 1
        if scales[scale] < 1000:
            current *= scales[scale]
        else:
            total, current = total + current * scales[scale], 0
        rest = _below_hundred(tokens, end + (tokens.word(end) == "and")) if scales[scale] >= 100 else None
        if rest is not None:
            current, end = current + rest[0], rest[1]
    return total + current, end


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
