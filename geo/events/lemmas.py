"""English words without a parser: their dictionary forms, and the entries of the trigger lexicon among them.

A word is looked up under every form that it may be inflected from ("left": left, leave); what the sentence makes of
it is for others to say.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo.events import lexicon

# Initials ("U.S."), numbers ("4,300"), words with hyphens and apostrophes ("al-Qaeda", "O'Brien"); the 's of a
# possessive is a word of its own.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d[\d.,]*\d(?![\w-])|[^\W_]+(?:[-&'’](?!s\b)[^\W_]+)*|['’]s\b")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_MAX_GAP = 2
_CHARACTERS_A_WORD = 16
_BREAK = re.compile(r"[.;:!?()]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, ``text[start:end]``."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of ``text`` from ``start`` to ``end``, in order."""
    stop = len(text) if end is None else end
    return [Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text, start, stop)]


def first_words(text: str, start: int, end: int, most: int) -> list[Word]:
    """Return the first words of ``text[start:end]``, at most ``most``; what stands behind them is not looked at."""
    found = itertools.islice(_WORD.finditer(text, start, end), most)
    return [Word(match.start(), match.end(), match.group()) for match in found]


def last_words(text: str, start: int, end: int, most: int) -> list[Word]:
    """Return the last words of ``text[start:end]``, at most ``most``; little that stands before them is looked at."""
    size = _CHARACTERS_A_WORD * most
    while end - start > size:
        found = words(text, end - size, end)
        if len(found) > most:  # the first may be a part of one
            return found[-most:]
        size *= 2
    return words(text, start, end)[-most:]


@functools.lru_cache(maxsize=1 << 16)
def lemmas(word: str, parts: str = "nv") -> tuple[str, ...]:
    """Return the dictionary forms that ``word`` may be inflected from, itself first.

    Args:
        word: a word in any case.
        parts: "n" for its forms as a noun, "v" as a verb, "nv" for both.

    """
    word = word.lower()
    found = [word, *(lemma for part in parts for lemma in _irregular().get((word, part), ()))]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "'s")):
        found += _without_s(word)
    if "n" in parts and word.endswith("men"):
        found.append(f"{word[:-3]}man")
    if "v" in parts:
        found += [stem for ending in ("ed", "ing") if word.endswith(ending) for stem in _stems(word[: -len(ending)])]
    return tuple(dict.fromkeys(found))


def _without_s(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        yield word[:-2]
    yield word[:-1]


def _stems(stem: str) -> Iterator[str]:
    """Yield what an ending may have been put to: "stabb" is stab, "carri" is carry, "rout" is rout or route."""
    if len(stem) < 2:
        return
    yield stem
    yield f"{stem}e"
    if _DOUBLED.search(stem):
        yield stem[:-1]
    if stem.endswith("i"):
        yield f"{stem[:-1]}y"


@functools.cache
def _irregular() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for form, lemma, part in lexicon.read("irregular_forms.tsv"):
        found[form, part] = (*found.get((form, part), ()), lemma)
    return found


@functools.cache
def sort_of(word: str) -> str | None:
    """Return what holds a sentence together in ``word`` ("preposition", "auxiliary", …), None for any other word."""
    return _sorts().get(word)


@functools.cache
def _sorts() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for sort, word in lexicon.read("function_words.tsv"):
        found.setdefault(word, sort)
    return found


@functools.lru_cache(maxsize=1 << 14)
def is_verb_form(word: str) -> bool:
    """Say whether ``word`` looks like a verb that is inflected: "killed", "shot", "marching"."""
    lower = word.lower()
    return (lower, "v") in _irregular() or (len(lower) > 4 and lower.endswith(("ed", "ing")))


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of a lexicon in a text, ``text[start:end]``; ``part`` and ``mode`` as in ``triggers.tsv``."""

    start: int
    end: int
    kind: str
    part: str
    mode: str = ""


class Patterns:
    """Entries of a lexicon, each of one or several lemmas, to be found among words."""

    def __init__(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        """Take rows of pattern, part, kind and mode; what stands earlier wins among patterns of one length."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, str, str]]] = {}
        for pattern, part, kind, mode in rows:
            parts = tuple(pattern.split())
            self._by_first.setdefault(parts[0], []).append((parts, part, kind, mode))

    def find(self, text: str, found: Sequence[Word]) -> list[Match]:
        """Return the entries among ``found``, which are words of ``text``; a longer one leaves no room for others.

        A word that is several entries (a noun and a verb) gives all of them.
        """
        matches: list[Match] = []
        taken = -1
        for index in range(len(found)):
            if index <= taken:
                continue
            here = list(self._at(text, found, index))
            longest = max((last for last, _ in here), default=-1)
            matches += [match for last, match in here if last == longest]
            taken = max(taken, longest)
        return matches

    def _at(self, text: str, found: Sequence[Word], index: int) -> Iterator[tuple[int, Match]]:
        word = found[index]
        for lemma in lemmas(word.text):
            for parts, part, kind, mode in self._by_first.get(lemma, ()):
                if len(parts) == 1 and part in ("n", "v") and lemma not in lemmas(word.text, part):
                    continue
                last = _last(text, found, index, parts)
                if last is not None:
                    yield last, Match(word.start, found[last].end, kind, part, mode)


def _last(text: str, found: Sequence[Word], first: int, parts: tuple[str, ...]) -> int | None:
    """Return the last of the words of a phrase, which may have articles, adjectives and names between them."""
    position = first
    for part in parts[1:]:
        for after in range(position + 1, min(position + _MAX_GAP + 2, len(found))):
            if _BREAK.search(text, found[after - 1].end, found[after].start):
                return None
            if part in lemmas(found[after].text):
                position = after
                break
            if sort_of(found[after].lower) in ("preposition", "conjunction", "auxiliary"):
                return None
        else:
            return None
    return position


@functools.cache
def trigger_patterns() -> Patterns:
    """Return the words that tell of events (``triggers.tsv``)."""
    return Patterns([(row[0], row[1], row[2], row[3]) for row in lexicon.read("triggers.tsv")])


def triggers(text: str, start: int = 0, end: int | None = None) -> list[Match]:
    """Return the entries of the trigger lexicon in ``text`` from ``start`` to ``end``."""
    return trigger_patterns().find(text, words(text, start, end))
