"""The words of a text and of the lexicons that the reading of numbers looks at."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from geo.datewords import MONTHS
from geo.events import lexicon

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*\w*|\w+(?:['’]\w+)*|\S")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a mark: in lower case, as written, where (characters, half-open), the blanks before it."""

    word: str
    text: str
    start: int
    end: int
    gap: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words, figures and marks of a text in order."""

    row: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Cut a text into tokens, in time linear in its length."""
        row: list[Token] = []
        last = 0
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            row.append(Token(match[0].lower().replace("’", "'"), match[0], start, end, text[last:start]))
            last = end
        return cls(tuple(row))

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, i: int) -> Token:
        return self.row[i]

    def word(self, i: int) -> str:
        """Return token ``i`` in lower case, empty beyond the text."""
        return self.row[i].word if 0 <= i < len(self.row) else ""

    def phrase(self, start: int, end: int) -> str:
        """Return the tokens from ``start`` to ``end`` in lower case, empty where they reach beyond the text."""
        return " ".join(token.word for token in self.row[start:end]) if 0 <= start <= end <= len(self.row) else ""

    def tied(self, i: int) -> bool:
        """Say whether nothing stands between token ``i`` and the one before it."""
        return 0 < i < len(self.row) and not self.row[i].gap

    def is_month(self, i: int) -> bool:
        """Say whether token ``i`` names a month ("may" does not)."""
        return self.word(i) in MONTHS and self.row[i].text[0].isupper()


@functools.cache
def values(sort: str) -> dict[str, int]:
    """Return the numbers of a sort of words."""
    rows = [*lexicon.read("number_words.tsv"), *lexicon.read("amount_words.tsv")]
    return {row[1]: int(row[2]) for row in rows if row[0] == sort}


@functools.cache
def words_of(sort: str) -> frozenset[str]:
    """Return a sort of words of ``amount_words.tsv``."""
    return frozenset(row[1] for row in lexicon.read("amount_words.tsv") if row[0] == sort)


@functools.cache
def beside(position: str) -> frozenset[str]:
    """Return the words before or after a number that make it no count."""
    return words_of(position) | frozenset(lexicon.rows_of("not_counts.tsv", position)) - {":", "/"}


@functools.cache
def quantifiers(position: str) -> dict[str, str]:
    """Return the phrases before or after a number that bound it, each with its bound."""
    return {row[1]: row[2] for row in lexicon.read("quantifiers.tsv") if row[0] == position}


@functools.cache
def _persons() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("people.tsv")) | words_of("person") | words_of("kin")


def is_person(word: str) -> bool:
    """Say whether the word, in lower case, is a noun for one person."""
    return word in _persons() and not is_people(word)


@functools.lru_cache(maxsize=4096)
def is_people(word: str) -> bool:
    """Say whether the word, in lower case, is the plural of a noun for people."""
    if word in words_of("plural"):
        return True
    singulars = [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]] if word.endswith("s") else []
    if word.endswith("ies"):
        singulars.append(f"{word[:-3]}y")
    if word.endswith("men"):
        singulars.append(f"{word[:-3]}man")
    return any(singular in _persons() for singular in singulars)
