"""The numbers of a text that count: not measures, money, dates, ages, names and parts of compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from geo.events.amounts.numerals import TOO_MANY, Number, bounded, number_at
from geo.events.amounts.words import Tokens, beside, is_people, is_person, words_of

_OLDEST = 120
_FIGURE = re.compile(r"\d+")
_HYPHENS = frozenset({"-", "‑"})
_OPERATORS = frozenset({"^", "*", "/", "×", "·", ":"})


def numbers(tokens: Tokens) -> Iterator[Number]:
    """Yield the numbers that count, with their bounds; one that reaches above all people as ``TOO_MANY``."""
    i = 0
    while i < len(tokens):
        number = number_at(tokens, i)
        if number is None:
            i += 1
            continue
        with_bounds = bounded(tokens, number)
        i = with_bounds.end
        if not _no_count(tokens, number) and not _is_led(tokens, with_bounds.start):
            above = number.quantity.is_too_many or with_bounds.quantity.is_too_many
            yield replace(with_bounds, quantity=TOO_MANY) if above else with_bounds


def _no_count(tokens: Tokens, number: Number) -> bool:
    """Say whether the number is no count: part of a compound, a formula, a measure, a date or an age."""
    after = tokens.word(number.last)
    return (
        after in beside("after")
        or tokens.phrase(number.last, number.last + 4).replace(" ", "") in beside("after")  # "p.m."
        or _is_led(tokens, number.first)
        or _is_tied(tokens, number)
        or _is_date(tokens, number)
        or _is_age(tokens, number)
    )


def _is_led(tokens: Tokens, i: int) -> bool:
    """Say whether the word before token ``i`` makes a number there no count ("$", "Flight", "No.")."""
    dot = tokens.word(i - 1) == "." and tokens.tied(i - 1)
    return tokens.word(i - 1 - dot) in beside("before")


def _is_tied(tokens: Tokens, number: Number) -> bool:
    """Say whether the number is part of a compound or a formula ("30-day", "Covid-19", "3-1", "10:30", "10^400")."""
    for mark, further, ties in (
        (number.last, number.last + 1, (number.last, number.last + 1)),
        (number.first - 1, number.first - 2, (number.first - 1, number.first)),
    ):
        joined = tokens.word(mark) in _HYPHENS | _OPERATORS and all(tokens.tied(tie) for tie in ties)
        if joined and tokens.word(further)[:1].isalnum():
            return True
    return False


def _is_date(tokens: Tokens, number: Number) -> bool:
    """Say whether the number is the day of a month, or four figures that are a year."""
    before, after = tokens.word(number.first - 1), tokens.word(number.last)
    if tokens.is_month(number.last) or (tokens.is_month(number.first - 1) and not _is_counted(after)):
        return True
    word = tokens.word(number.first)
    if len(word) != 4 or not word.isdecimal() or not 1900 <= int(word) <= 2100:
        return False
    dated = any(tokens.is_month(number.first - back) for back in (1, 2, 3))
    return (dated or before == "(" or before in words_of("year")) and not _is_counted(after)


def _is_age(tokens: Tokens, number: Number) -> bool:
    """Say whether the number is an age: "Ana Ruiz, 34,", "Ana Ruiz (34)", "a man of 25"."""
    before, after = tokens.word(number.first - 1), tokens.word(number.last)
    low = number.quantity.low
    if low is None or low > _OLDEST or low != number.quantity.high:
        return False
    if before == "of":
        return is_person(tokens.word(number.first - 2)) and tokens.word(number.first - 2) not in gathering()
    figure = _FIGURE.fullmatch(tokens.word(number.first)) is not None
    if before == "(":
        return figure and after == ")"
    return (
        figure
        and before == ","
        and (after in words_of("joint") or after in (".", ""))
        and _is_name_or_person(tokens, number.first - 2)
    )


def _is_name_or_person(tokens: Tokens, i: int) -> bool:
    return i >= 0 and (tokens[i].text[0].isupper() or is_person(tokens[i].word))


def gathering() -> frozenset[str]:
    """Return the nouns behind which "of" gives a number of people and not an age ("a crowd of 30")."""
    return words_of("household") | words_of("group") | words_of("gathering")


def _is_counted(word: str) -> bool:
    """Say whether the word, in lower case, is a noun for people or households."""
    return is_person(word) or is_people(word) or word in words_of("household")
