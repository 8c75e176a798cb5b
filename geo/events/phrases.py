"""Phrases that name somebody: a person, people, a body, a state; by capitals and by lexicons, without a parser."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.events import lexicon
from geo.events.lemmas import Word, is_verb_form, lemmas, sort_of, words
from geo.model import MentionKind, Span, Toponym

# So many adjectives and nouns before the noun for somebody belong to its phrase ("foreign minister").
_MODIFIERS = 2
_NAMELESS = frozenset({"determiner", "pronoun", "preposition", "conjunction", "auxiliary", "adverb", "time", "number"})
_POSSESSIVE = frozenset({"'s", "’s"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name somebody: the words ``first`` to ``last`` (both included) of a sentence.

    ``name_first`` is where the name proper begins ("President Ana Ruiz": Ana), ``group`` what kind of actor the noun
    is (``actors.tsv``), "body" or "person"; None for names alone.
    """

    words: tuple[Word, ...]
    first: int
    last: int
    name_first: int
    group: str | None

    def span(self, text: str, *, whole: bool = True) -> Span:
        """Return the characters of the phrase, or only those of its name."""
        first = self.first if whole else self.name_first
        return Span.of(text, self.words[first].start, self.words[self.last].end)

    def overlaps(self, start: int, end: int) -> bool:
        """Say whether the phrase shares a character with ``start`` to ``end``."""
        return self.words[self.first].start < end and start < self.words[self.last].end


def find(text: str, sentence: tuple[Word, ...], names: frozenset[int] = frozenset()) -> list[Phrase]:
    """Return the phrases of a sentence in order; those of a list ("A, B and C") one by one.

    ``names`` are the offsets where names are known to begin: "Moscow" opens a sentence, and so does "Floods".
    """
    kinds = [_kind(sentence, index, names) for index in range(len(sentence))]
    found: list[Phrase] = []
    index = 0
    while index < len(sentence):
        if kinds[index] is None:
            index += 1
            continue
        last = index
        while (following := _goes_on(text, sentence, kinds, last)) is not None:
            last = following
        found.append(_phrase(text, sentence, kinds, index, last))
        index = last + 1
    return found


def _kind(sentence: Sequence[Word], index: int, names: frozenset[int]) -> str | None:
    """Return "name", a group of nouns for somebody, or None for any other word."""
    word = sentence[index]
    lower = word.lower
    if lower in _POSSESSIVE or sort_of(lower) in _NAMELESS:
        return None
    group = next((groups()[lemma] for lemma in lemmas(lower, "n") if lemma in groups()), None)
    if not word.text[0].isupper():
        return group
    if index and group == "person":
        return "name"
    if index == 0 and group is None and word.start not in names and not _opens_with_name(sentence):
        return None
    return group or "name"


def _opens_with_name(sentence: Sequence[Word]) -> bool:
    """Say whether the first word of a sentence is a name: another follows, or a verb of saying ("Lammy said")."""
    if len(sentence) < 2:
        return False
    first, after = sentence[0].lower, sentence[1]
    if after.text[0].isupper() and sort_of(after.lower) is None:
        return True
    speaks = any(lemma in _saying() for lemma in lemmas(after.lower, "v"))
    return speaks and not is_verb_form(first) and first not in _common()


def _goes_on(text: str, sentence: Sequence[Word], kinds: Sequence[str | None], last: int) -> int | None:
    """Return the next word of a phrase for somebody behind ``last``, also over "'s" and adjectives."""
    index = last + 1
    if index < len(sentence) and sentence[index].lower in _POSSESSIVE:
        index += 1
    for _ in range(_MODIFIERS + 1):
        if index >= len(sentence) or text[sentence[index - 1].end : sentence[index].start].strip():
            return None
        if kinds[index] is not None:
            return index
        if not is_plain(sentence[index]):
            return None
        index += 1
    return None


def _phrase(text: str, sentence: tuple[Word, ...], kinds: Sequence[str | None], first: int, last: int) -> Phrase:
    nouns = [index for index in range(first, last + 1) if kinds[index] not in (None, "name")]
    group = kinds[nouns[-1]] if nouns else None
    name_first = nouns[-1] + 1 if nouns and nouns[-1] < last and group not in ("body", "power", "state") else first
    before = first
    while (
        sentence[first].text[0].islower()
        and before > 0
        and first - before < _MODIFIERS
        and is_plain(sentence[before - 1])
        and not text[sentence[before - 1].end : sentence[before].start].strip()
    ):
        before -= 1
    if group in ("body", "power", "political") and nouns[-1] == last:
        last = _field(text, sentence, last)
    return Phrase(sentence, before, last, name_first if name_first > first else before, group)


def _field(text: str, sentence: Sequence[Word], last: int) -> int:
    """Return where "of health" ends behind a ministry."""
    if last + 2 < len(sentence) and sentence[last + 1].lower == "of":
        after = sentence[last + 2]
        if (is_plain(after) or after.text[0].isupper()) and not text[sentence[last].end : after.start].strip(" of"):
            return last + 2
    return last


def is_plain(word: Word) -> bool:
    """Say whether the word may be an adjective or a noun before a noun: in lower case, and no verb that we know."""
    lower = word.lower
    return (
        lower[0].isalpha()
        and word.text[0].islower()
        and sort_of(lower) is None
        and not is_verb_form(lower)
        and not any(lemma in _verbs() for lemma in lemmas(lower, "v"))
    )


@functools.cache
def _verbs() -> frozenset[str]:
    verbs = {row[0] for row in lexicon.read("triggers.tsv") if row[1] == "v"}
    verbs |= {row[0] for name in ("speech_verbs.tsv", "verb_sorts.tsv") for row in lexicon.read(name)}
    return frozenset(verbs | set(lexicon.rows_of("support.tsv", "verb")))


@functools.cache
def groups() -> Mapping[str, str]:
    """Return the nouns for somebody: lemma to the group of ``actors.tsv``, "power", "body" or "person"."""
    found = dict.fromkeys((row[0] for row in lexicon.read("people.tsv")), "person")
    for lemma, *rest in lexicon.read("speakers.tsv"):
        found[lemma] = "power" if rest and rest[0] == "power" else "body"
    found |= lexicon.groups("actors.tsv")
    for lemma in lexicon.rows_of("not_somebody.tsv", "noun"):
        found.pop(lemma, None)
    return found


@functools.cache
def _saying() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("speech_verbs.tsv"))


@functools.cache
def _common() -> frozenset[str]:
    """Return words that are common in news, which open a sentence with a capital without being names."""
    return frozenset(row[0] for row in lexicon.read("word_spread.tsv")) | {
        row[0] for row in lexicon.read("triggers.tsv")
    }


def states(toponyms: Sequence[Toponym]) -> dict[int, str]:
    """Return the countries that act under a name of their own, by offset: "Russian" and "Moscow" are Russia."""
    return {
        toponym.span.start: toponym.place.country_name or toponym.place.name
        for toponym in toponyms
        if toponym.place is not None
        and (
            toponym.kind is MentionKind.DEMONYM
            or toponym.place.feature_code.startswith("PCL")
            or (toponym.kind is MentionKind.METONYM and toponym.place.feature_code == "PPLC")
        )
    }


@functools.lru_cache(maxsize=256)
def parse(
    text: str, start: int, end: int, names: frozenset[int] = frozenset()
) -> tuple[tuple[Word, ...], tuple[Phrase, ...]]:
    """Return the words of a sentence and the phrases among them (see :func:`find`)."""
    found = tuple(words(text, start, end))
    return found, tuple(find(text, found, names))
