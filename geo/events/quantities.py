"""Numbers in figures and words, with the words that bound them ("at least 16", "dozens").

Bounds are read as this table says (``None``: no bound is given):

================================  =====  =====
"16"                              16     16
"at least 16"                     16     None
"more than 30", "over 30"         31     None
"up to 85", "as many as 85"       None   85
"fewer than 10"                   None   9
"about 20", "nearly 20"           20     20
"between 12 and 15", "12 to 15"   12     15
"dozens", "several"               24, 3  None
================================  =====  =====
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets

if TYPE_CHECKING:
    from spacy.tokens import Doc

# No event has more victims than the earth has people (United Nations, World Population Prospects 2024, for 2026);
# what is more is no number of them.
PEOPLE_ON_EARTH = 8_300_000_000
_MOST_DIGITS = len(str(PEOPLE_ON_EARTH))
_FIGURE = re.compile(r"\d{1,3}(?:[,.]\d{3})+|\d+")
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,2}")
_OPERATORS = frozenset({"^", "*", "**", "/", "e", "×", "·", "."})
_RANGE_WORDS = frozenset({"to", "-", "–", "—", "or"})
_LONGEST_PHRASE = 4
# "as many as 85", "how many", "so few": no numbers by themselves.
_BEFORE_NO_NUMBER = frozenset({"as", "how", "so", "too", "very", "not"})
_BEFORE_A_YEAR = frozenset({"in", "since", "of", "by", "from", "until", "during", "early", "late", "before", "after"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text: its bounds, the words that set them, and its tokens (half-open)."""

    low: int | None
    high: int | None
    qualifier: str
    start: int
    end: int


@functools.cache
def _words(kind: str) -> dict[str, int]:
    return {row[1]: int(row[2]) for row in lexicon.read("number_words.tsv") if row[0] == kind}


@functools.cache
def quantifiers(position: str) -> dict[str, str]:
    """Return the phrases that stand "before" or "after" a number, and how they bound it."""
    return {row[1]: row[2] for row in lexicon.read("quantifiers.tsv") if row[0] == position}


def small_number(word: str) -> int | None:
    """Return the value of one number word or short figure; "a" and "an" are 1."""
    word = word.lower()
    if word in ("a", "an"):
        return 1
    if word.isdecimal() and len(word) <= _MOST_DIGITS:
        return int(word)
    return _words("unit").get(word, _words("ten").get(word))


def find(doc: Doc) -> list[Quantity]:
    """Return the numbers of ``doc`` in order; sums of money, shares, years and ages are left out."""
    words = [token.lower_ for token in offsets.of(doc).tokens]
    found: list[Quantity] = []
    i = 0
    while i < len(words):
        quantity = _read(words, i)
        if quantity is None:
            i += 1
            continue
        i = quantity.end
        if max(quantity.low or 0, quantity.high or 0) > PEOPLE_ON_EARTH:
            continue
        if not _no_count(words, quantity) and not _in_formula(doc, quantity):
            found.append(_bounded(words, quantity))
    return found


def _in_formula(doc: Doc, quantity: Quantity) -> bool:
    """Say whether an operator ties the number to another one ("10^400"); either alone is not what is written."""
    first, last = quantity.start, quantity.end - 1
    if first > 1 and doc[first - 1].text in _OPERATORS and not doc[first - 1].whitespace_:
        return not doc[first - 2].whitespace_ and doc[first - 2].text[-1].isdigit()
    if last + 2 < len(doc) and doc[last + 1].text in _OPERATORS and not doc[last].whitespace_:
        return not doc[last + 1].whitespace_ and doc[last + 2].text[0].isdigit()
    return False


def _read(words: Sequence[str], i: int) -> Quantity | None:
    """Read the number that begins at token ``i``, or the range of two numbers."""
    for length in range(min(_LONGEST_PHRASE, len(words) - i), 0, -1):
        phrase = " ".join(words[i : i + length])
        if phrase in _words("vague") and not (i and words[i - 1] in _BEFORE_NO_NUMBER):
            return Quantity(_words("vague")[phrase], None, phrase, i, i + length)
        if phrase in _words("exact"):
            value = _words("exact")[phrase]
            return Quantity(value, value, "", i, i + length)
    first = _exact(words, i)
    if first is None:
        return None
    value, end = first
    between = i > 0 and words[i - 1] in ("between", "from")
    if end < len(words) and (words[end] in _RANGE_WORDS or (between and words[end] == "and")):
        second = _exact(words, end + 1)
        if second is not None and second[0] > value:
            return Quantity(value, second[0], "", i, second[1])
    return Quantity(value, value, "", i, end)


def _exact(words: Sequence[str], i: int) -> tuple[int, int] | None:
    """Return the value and the end of the number at token ``i`` ("1,200", "2.5 million", "twenty-one")."""
    if i >= len(words):
        return None
    scales = _words("scale")
    word = words[i]
    if _FIGURE.fullmatch(word) and len(word) <= _MOST_DIGITS + 3:
        first, end = int(re.sub(r"[.,]", "", word)), i + 1
    elif _DECIMAL.fullmatch(word) and i + 1 < len(words) and words[i + 1] in scales:
        return round(float(word.replace(",", ".")) * scales[words[i + 1]]), i + 2
    else:
        below = _below_hundred(words, i)
        if below is None:
            return None
        first, end = below
    terms = [first]
    while end < len(words) and words[end] in scales and terms[-1] <= PEOPLE_ON_EARTH:
        scale = scales[words[end]]
        # All that is smaller is multiplied: "one million | two hundred and five | thousand".
        term = terms.pop()
        while terms and terms[-1] < scale:
            term += terms.pop()
        terms.append(term * scale)
        end += 1
        rest = _below_hundred(words, end + 1 if end < len(words) and words[end] == "and" else end)
        if rest is not None and scale >= 100:
            terms.append(rest[0])
            end = rest[1]
    return sum(terms), end


def _below_hundred(words: Sequence[str], i: int) -> tuple[int, int] | None:
    if i >= len(words):
        return None
    units, tens = _words("unit"), _words("ten")
    if words[i] in units:
        return units[words[i]], i + 1
    if words[i] not in tens:
        return None
    after = i + 2 if i + 1 < len(words) and words[i + 1] == "-" else i + 1
    if after < len(words) and units.get(words[after], 10) < 10:
        return tens[words[i]] + units[words[after]], after + 1
    return tens[words[i]], i + 1


@functools.cache
def _never_beside(position: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("not_counts.tsv", position))


def _no_count(words: Sequence[str], quantity: Quantity) -> bool:
    """Say whether the number is money, a measure, a time, a share, a year or part of a compound ("30-day")."""
    before = words[quantity.start - 1] if quantity.start else ""
    after = words[quantity.end] if quantity.end < len(words) else ""
    if before in _never_beside("before") or after in _never_beside("after"):
        return True
    if after == "-" and quantity.end + 1 < len(words) and words[quantity.end + 1][:1].isalpha():
        return True
    is_year = quantity.low == quantity.high and len(words[quantity.start]) == 4 and 1900 <= (quantity.low or 0) <= 2100
    return is_year and before in _BEFORE_A_YEAR


def _bounded(words: Sequence[str], quantity: Quantity) -> Quantity:
    """Take in the words before or after the number that bound it."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        start = quantity.start - length
        phrase = " ".join(words[max(0, start) : quantity.start])
        if start >= 0 and phrase in quantifiers("before"):
            return _with_bound(quantity, phrase, quantifiers("before")[phrase], start, quantity.end)
        phrase = " ".join(words[quantity.end : quantity.end + length])
        if phrase in quantifiers("after") and quantity.end + length <= len(words):
            return _with_bound(quantity, phrase, quantifiers("after")[phrase], quantity.start, quantity.end + length)
    if quantity.start and words[quantity.start - 1] == "between" and quantity.low != quantity.high:
        return replace(quantity, start=quantity.start - 1, qualifier="between")
    return quantity


def _with_bound(quantity: Quantity, phrase: str, bound: str, start: int, end: int) -> Quantity:
    low, high = quantity.low, quantity.high
    if bound == "min":
        high = None
    elif bound == "over":
        low, high = (None if low is None else low + (quantity.low == quantity.high)), None
    elif bound == "max":
        low = None
    elif bound == "under":
        low, high = None, None if high is None else high - 1
    qualifier = f"{phrase} {quantity.qualifier}".strip()
    return Quantity(low, high, qualifier, start, end)
