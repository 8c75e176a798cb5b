"""What a number of people counts, by the words beside it: arrested, missing, displaced, cases."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from geo.events import layout, lexicon
from geo.events.lemmas import first_words, last_words, lemmas, sort_of

# Words from the number to the word that says what became of the counted, at most.
_REACH = 9
# The same for killed and injured, whose words stand nearer.
_BEHIND, _BEFORE = 4, 5
# The noun of a number stands behind it and at most two words that describe it.
_NOUN_BEHIND = 3
_COUNTED_AT = frozenset({"at", "to"})
TOLLS = ("killed", "injured")
# A clause is looked at so many characters from the number, to the next of these marks.
_CLAUSE_REACH = 80
_CLAUSE = re.compile(r"[,;:()]")


def counted(text: str, start: int, end: int) -> str | None:
    """Return what the number ``text[start:end]`` counts, None where no word says it.

    The nearest word of the sentence decides, after the number before what stands before it; dead and hurt are those
    alone who are called so directly ("100 wounded people").
    """
    sentence = layout.sentence_at(text, start)
    after = first_words(text, end, sentence[1], _REACH)
    before = last_words(text, sentence[0], start, _REACH)
    beside = [*enumerate(after), *((2 * distance + 1, word) for distance, word in enumerate(reversed(before)))]
    for distance, word in sorted(beside, key=lambda pair: pair[0]):
        what = next((_meanings()[lemma] for lemma in lemmas(word.text) if lemma in _meanings()), None)
        if what is not None and (what not in TOLLS or (distance == 0 and after)):
            return what
    return None


def toll(text: str, start: int, end: int) -> str | None:
    """Return "killed" or "injured" where the words beside the number ``text[start:end]`` say so, None where none does.

    Behind it: "50 people were wounded", "12 dead"; before it: "the number of injured at 50", "the toll rose to 12".
    """
    sentence = layout.sentence_at(text, start)
    before = last_words(text, sentence[0], start, _BEFORE)
    is_put_at = bool(before) and before[-1].lower in _COUNTED_AT
    for beside in (first_words(text, end, sentence[1], _BEHIND), list(reversed(before)) if is_put_at else []):
        for word in beside:
            what = next((_meanings()[lemma] for lemma in lemmas(word.text) if lemma in _meanings()), None)
            if what is not None or word.text[0].isdigit():
                if what in TOLLS:
                    return what
                break
    return None


def named(text: str, start: int, end: int) -> str | None:
    """Return what the noun of the number ``text[start:end]`` says that it counts, or the verb before it.

    "21 deaths", "64 suspected cases", "killing several rebels".
    """
    harmed = _harm_before(text, start)
    if harmed is not None:
        return harmed
    for word in first_words(text, end, layout.sentence_at(text, start)[1], _NOUN_BEHIND):
        if not text[end : word.start].replace(" ", "a").isalpha():
            break  # "at 12, deaths rose"
        what = next((_nouns()[lemma] for lemma in lemmas(word.text) if lemma in _nouns()), None)
        if what is not None:
            return what
        if sort_of(word.lower) or word.text[0].isdigit():
            break
    return None


def is_put_at(text: str, start: int) -> bool:
    """Say whether the number that begins at ``start`` is what something is put at or rises to, or whom a verb harms."""
    before = last_words(text, layout.sentence_at(text, start)[0], start, 1)
    return (bool(before) and before[-1].lower in _COUNTED_AT) or _harm_before(text, start) is not None


def _harm_before(text: str, start: int) -> str | None:
    """Return "killed" or "injured" where a verb that says so stands right before ``start``."""
    last = last_words(text, layout.sentence_at(text, start)[0], start, 1)
    verb = next((word.text for word in last if not text[word.end : start].strip()), "")
    return next((_harms()[lemma] for lemma in lemmas(verb) if lemma in _harms()), None)


def fate(text: str, start: int, end: int) -> str | None:
    """Return what became of those whom the number counts, besides death and injury; None where it is something else."""
    what = counted(text, start, end)
    return what if what in lexicon.rows_of("fates.tsv", "fate") else None


def is_open(text: str, start: int, end: int) -> bool:
    """Say whether the clause of the number ``text[start:end]`` leaves open whether it is one.

    "Two may have been killed", "five are feared dead", "possibly three".
    """
    first, last = layout.sentence_at(text, start)
    before = _CLAUSE.split(text[max(first, start - _CLAUSE_REACH) : start].lower())[-1]
    before += " ".join(text[start:end].lower().split()[:1]) + " "  # "possibly two" is one number
    behind = _CLAUSE.split(text[end : min(last, end + _CLAUSE_REACH)].lower())[0]
    is_before, is_behind = _open_words()
    return bool(is_before.search(before) or is_behind.search(behind))


@functools.cache
def _open_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    modal, adverb, fear = ("|".join(lexicon.rows_of("unsure.tsv", sort)) for sort in ("modal", "adverb", "fear"))
    before = rf"\b(?:(?:{modal})(?: \w+)? have \w+|{adverb})(?: \w+){{0,3}} ?$|\b(?:{fear})\b"
    behind = rf"\b(?:{modal})(?: \w+)? (?:have|be)\b|\b(?:{fear})\b"
    return re.compile(before), re.compile(behind)


@functools.cache
def _nouns() -> Mapping[str, str]:
    return {row[0]: row[2] for row in lexicon.read("casualty_words.tsv") if row[1] == "number"}


@functools.cache
def _harms() -> Mapping[str, str]:
    """Verbs whose object is killed or injured."""
    rows = lexicon.read("casualty_words.tsv")
    return {row[0]: row[2] for row in rows if row[1] == "object" and row[2] in TOLLS}


@functools.cache
def _meanings() -> Mapping[str, str]:
    return {row[0]: row[2] for row in lexicon.read("casualty_words.tsv")}
