"""The language of an article: what it says itself, and what its text shows.

Events are read in English. What is taken for English in silence would come out as an article in which nothing happens,
so English has to be said, or unsaid, *and* not be contradicted by the text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

ENGLISH = "en"
# BCP 47 for a language that is not known; here one that is not English, by its words.
UNKNOWN = "und"
_SAID_ENGLISH = re.compile(r"(?:en|eng|english)(?:[-_].*)?", re.IGNORECASE)
_SAID_NOTHING = frozenset({"", "und", "mul", "zxx", "mis", "unknown", "none", "auto", "x-default"})
# "U.S." and the end of "Yemen's" are no words of grammar, as "u" and "s" are elsewhere.
_NO_WORDS = re.compile(r"\b(?:\w\.){2,}|['’]s\b", re.IGNORECASE)
# So much of a text is looked at: whoever writes two languages opens with the one that counts.
_CHARACTERS = 6_000
# Shares of words that are on a language's list. On 1,812 English articles, reports and sentences of the corpora none of
# 30 words has less than .14 of English; languages that put into endings what others say in words reach only .04 to .13
# of their own, and 0 of English. Fewer than a tenth does not tell Luxembourgish from French.
_FEWEST_WORDS = 6
_PLAIN = 0.15
_FEW_WORDS = 12
_PLAIN_IN_FEW = 0.18
_TIMES_ENGLISH = 1.5
_MANY_WORDS = 30
_NO_ENGLISH = 0.08
_NAMED = 0.1
# Lists of names, tables and noise have no words of any grammar, and are of no language.
_FAINT = 0.03
_MARKED = 0.05  # letters that English has only in names
# Of the letters.
_SCRIPT_SHARE = 0.5
_SYLLABLES = 0.1


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    name: str
    script: str
    signs: str


def language_of(text: str, said: str | None = None) -> str:
    """Return the language of ``text`` as a code of BCP 47.

    Args:
        text: the article.
        said: what its record or page says; another language than English is believed, English only where the text
            does not plainly show another one.

    """
    said = (said or "").strip()
    if said.lower() in _SAID_NOTHING:
        return detect(text) or ENGLISH
    shows = detect(text) if is_english(said) else None
    return said if shows in {None, ENGLISH, UNKNOWN} else shows


def is_english(language: str) -> bool:
    """Say whether ``language``, a code or its name, is English, in which events are read."""
    return _SAID_ENGLISH.fullmatch(language.strip()) is not None


def remark(language: str) -> str:
    """Return the line that says what is not read of an article in ``language``."""
    name = next((one.name for one in _languages() if one.code == re.split("[-_]", language.lower())[0]), None)
    called = f"{name} ({language})" if name else f"the language '{language}'"
    if language == UNKNOWN:
        called = "a language that is not English"
    return f"events are read in English only: of articles in {called} only the places are given"


def detect(text: str) -> str | None:
    """Return the language that the text plainly shows, None where it shows none."""
    opening = text[:_CHARACTERS]
    scripts = Counter(_script(character) for character in opening if character.isalpha())
    if not scripts:
        return None
    japanese = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if japanese + scripts["CJK"] >= _SCRIPT_SHARE * scripts.total():
        # Chinese has no syllables among its characters.
        return "ja" if japanese >= _SYLLABLES * scripts["CJK"] else "zh"
    script, number = scripts.most_common(1)[0]
    if script != "LATIN":
        return _by_letters(script, opening) if number >= _SCRIPT_SHARE * scripts.total() else None
    return _by_words(opening)


def _by_letters(script: str, text: str) -> str:
    languages = [one for one in _languages() if one.script == script]
    if not languages:
        return UNKNOWN
    # The first of a script has no letter that others lack, so any of theirs outweighs its own.
    marks = {one.code: sum(text.count(letter) for letter in one.signs) for one in languages[1:]}
    return max([languages[0].code, *marks], key=lambda code: marks.get(code, 0))


def _by_words(text: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", _NO_WORDS.sub(" ", text))
    if len(words) < _FEWEST_WORDS:
        return None
    found = Counter(word.lower() for word in words)
    # "La Paz" and "Des Plaines" have no words of grammar in them; in what is written in capitals nothing tells.
    small = found if text.isupper() else Counter(word for word in words if word.islower())
    english = _number(found, ENGLISH) / len(words)
    latin = [one.code for one in _languages() if one.script == "LATIN" and one.code != ENGLISH]
    others = {code: _number(small, code) / len(words) for code in latin}
    best = max(others, key=lambda code: others[code])
    plain = _PLAIN_IN_FEW if len(words) < _FEW_WORDS else _PLAIN
    if others[best] >= max(plain, _TIMES_ENGLISH * english):
        return best
    if english >= _PLAIN:
        return ENGLISH
    # "on" and "he" are words of Finnish, too.
    alone = sum(found[word] for word in _words(ENGLISH) - _words(best)) / len(words)
    if len(words) < _MANY_WORDS or alone >= _NO_ENGLISH:
        return None
    if others[best] >= _NAMED:
        return best
    marked = sum(not letter.isascii() for word in words for letter in word) / sum(map(len, words))
    strange = others[best] >= _FAINT or marked >= _MARKED
    return UNKNOWN if strange and not _has_english_line(text) else None


def _has_english_line(text: str) -> bool:
    """Say whether a line is plain English: code, tables or names around it are no language."""
    lines = ([word.lower() for word in re.findall(r"[^\W\d_]+", line)] for line in text.splitlines())
    return any(len(line) >= _FEW_WORDS and _number(Counter(line), ENGLISH) >= _PLAIN * len(line) for line in lines)


def _number(found: Counter[str], code: str) -> int:
    return sum(found[word] for word in _words(code))


@functools.cache
def _script(character: str) -> str:
    """Return the first word of the character's name in Unicode, which is its script."""
    return unicodedata.name(character, "?").split()[0]


@functools.cache
def _words(code: str) -> frozenset[str]:
    return frozenset(next(one.signs for one in _languages() if one.code == code).split())


@functools.cache
def _languages() -> tuple[_Language, ...]:
    lines = files("geo.sources").joinpath("languages.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(_Language(*line.split("\t")) for line in lines if not line.startswith("#"))
