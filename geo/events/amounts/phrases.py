"""How many people a phrase tells of: "two women and a child", "his wife", "a family of four", "no one"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from geo.events.amounts.contexts import gathering, numbers
from geo.events.amounts.numerals import TOO_MANY, Number, Quantity
from geo.events.amounts.words import Tokens, is_people, is_person, values, words_of

_ONE = Quantity(1, 1)
_SOME = Quantity(2, None)
_NOBODY = Quantity(0, 0)
# A longer phrase tells more than how many there are.
_MOST_TOKENS = 60


class _Sort(Enum):
    """What a group of a phrase is counted by."""

    NUMBER = "number"
    NOUN = "noun"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class _Group:
    """One of the groups that a phrase counts: where it begins (token) and the noun behind its number."""

    quantity: Quantity
    sort: _Sort
    start: int
    noun: str = ""
    bracketed: bool = False


def total(tokens: Tokens) -> Quantity | None:
    """Return how many people the phrase tells of, None where it counts nobody, or more than there are."""
    tokens = Tokens(tokens.row[:_MOST_TOKENS])
    groups = list(_groups(tokens))
    if any(group.quantity == TOO_MANY for group in groups):
        return None
    if any(group.noun in words_of("household") for group in groups):
        people = [group for group in groups if group.noun in words_of("each")]
        groups = people[:1] or groups
    else:
        groups = [group for group in groups if not group.bracketed]
    found = _sum(_without_breakdown(tokens, groups))
    return None if found is None or found.is_too_many else found


def _groups(tokens: Tokens) -> Iterator[_Group]:
    numbered = list(numbers(tokens))
    before: _Group | None = None
    for start, end in _parts(tokens, numbered):
        brackets = [token.word for token in tokens.row[:start] if token.word in ("(", ")")]
        bracketed = brackets[-1:] == ["("]
        inside = [number for number in numbered if start <= number.start and number.end <= end]
        if inside:
            group = _numbered(tokens, inside[0], start, bracketed)
        else:
            quantity = _unnumbered(tokens, start, end, before)
            group = None if quantity is None else _Group(*quantity, start, tokens.word(end - 1), bracketed)
        if group is not None:
            yield group
            before = group


def _numbered(tokens: Tokens, number: Number, start: int, bracketed: bool) -> _Group | None:
    """Return the group of a number; what is "three of them" is counted before."""
    behind = tokens.phrase(number.end, number.end + 2)
    if start and behind in words_of("part"):
        return None
    return _Group(number.quantity, _Sort.NUMBER, start, tokens.word(number.end), bracketed)


def _parts(tokens: Tokens, numbered: Sequence[Number]) -> Iterator[tuple[int, int]]:
    """Yield what stands between the joints of the phrase, each part without the words that only describe it."""
    held = {i for number in numbered for i in range(number.start, number.end)}
    start, end = 0, None
    for i in range(len(tokens) + 1):
        word = tokens.word(i)
        closing = i == len(tokens) or (word in words_of("tail") and i > 0)
        if closing or (i not in held and word in words_of("joint")):
            if start < i:
                yield start, i if end is None else end
            if closing:
                return
            start, end = i + 1, None
        elif end is None and i > start and i not in held and word in words_of("rest"):
            end = None if word == "of" and tokens.word(i - 1) in gathering() else i  # "a family of four"


def _unnumbered(tokens: Tokens, start: int, end: int, before: _Group | None) -> tuple[Quantity, _Sort] | None:
    """Read a part without a number by its article, its noun or its name."""
    first, noun = tokens.word(start), tokens.word(end - 1)
    fixed = first in words_of("the") or first in words_of("whose")
    if first in words_of("none"):
        return _NOBODY, _Sort.NOUN
    if first in words_of("rest") and not fixed:
        return None
    if noun in values("group"):
        return Quantity(values("group")[noun], values("group")[noun]), _Sort.NOUN
    named = before is not None and before.sort is _Sort.NAME and tokens.word(start - 1) == ","
    if first in words_of("a") or noun in words_of("one"):
        return None if named else (_ONE, _Sort.NOUN)
    if is_people(noun) or noun in words_of("household"):
        return (_SOME, _Sort.NOUN) if before is None or fixed else None
    if is_person(noun):
        described = named and first not in words_of("whose")  # "Ana Ruiz, the mayor"
        counted = before is None or fixed or noun in words_of("kin")
        return (_ONE, _Sort.NOUN) if counted and not described else None
    return (_ONE, _Sort.NAME) if tokens[end - 1].text[0].isupper() and not fixed else None


def _without_breakdown(tokens: Tokens, groups: list[_Group]) -> list[_Group]:
    """Leave out what only takes the first group apart: "three others, two women and a man"."""
    if len(groups) < 2 or tokens.word(groups[1].start - 1) not in (",", ":", "—", "–"):
        return groups
    first, rest = groups[0], _sum(groups[1:])
    if first.quantity == _SOME:
        return groups[1:] if groups[1].sort is _Sort.NUMBER else groups
    same = rest is not None and first.sort is _Sort.NUMBER and rest.low == first.quantity.low and rest.low != 1
    return groups[:1] if same else groups


def _sum(groups: Sequence[_Group]) -> Quantity | None:
    if not groups:
        return None
    lows = [group.quantity.low for group in groups]
    highs = [group.quantity.high for group in groups]
    return Quantity(
        None if None in lows else sum(low or 0 for low in lows),
        None if None in highs else sum(high or 0 for high in highs),
        next((group.quantity.qualifier for group in groups if group.quantity.qualifier), ""),
    )
