"""The folding key: how two spellings of one name meet.

A name is stored under its key and looked up by the key of what the article wrote, so that
"Kryvyi Rih", "KRYVYI-RIH" and "Kryvyĭ Rih" are one. Folding removes what spelling conventions
differ in (case, accents, apostrophes, hyphens, full stops) and nothing that tells places apart;
transliterations that differ in letters meet because the gazetteer knows both as names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Longer than any name of a place: GeoNames' own column holds 200 characters.
MAX_NAME_LENGTH = 200

# Letters that Unicode does not decompose, by the spelling that news in English uses.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ə": "a",
        "ŧ": "t",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ǝ": "e",
    }
)
_DROPPED = re.compile("['’‘ʻʼʽʾʿ`´ʹʺ\"“”′″\u200b-\u200f\ufeff\u00ad]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")
_SEPARATORS = re.compile(r"[\W_]+")
_ABBREVIATED = re.compile(r"\b(st|ste|mt|ft)(?= \w)")
_EXPANDED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def fold(name: str) -> str:
    """Return the folding key of ``name``; empty if nothing in it is a letter or digit.

    A leading "the" goes ("the Netherlands"), initials close up ("U.S." is "us", "D. C." is "dc"),
    and "St.", "Ste.", "Mt." and "Ft." before another word are spelled out ("St. Louis").
    What is longer than ``MAX_NAME_LENGTH`` characters is no name and has no key.
    """
    return _folded(name) if len(name) <= MAX_NAME_LENGTH else ""


@lru_cache(maxsize=8192)  # an article has the same names, and its candidates the same divisions, again and again
def _folded(name: str) -> str:
    key = name.lower() if name.isascii() else _strip_accents(name)
    key = _DROPPED.sub("", key).replace("&", " and ")
    if "." in key:
        key = _INITIALS.sub(_close_up, key)
    key = _SEPARATORS.sub(" ", key).strip()
    if key.startswith("the ") and len(key) > 4:
        key = key[4:]
    if " " in key:
        key = _ABBREVIATED.sub(_expand, key)
    return key


def _strip_accents(name: str) -> str:
    # casefold before and after: some compatibility forms only become letters when decomposed.
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_LETTERS)


def _close_up(initials: re.Match[str]) -> str:
    return re.sub(r"[.\s]", "", initials.group()) + " "


def _expand(word: re.Match[str]) -> str:
    return _EXPANDED[word.group(1)]


# Marks a key that is a sound, so that it shares the index of names without meeting a name.
SOUND = "~"
_ARTICLE = re.compile(r"\b(?:[ae][ldnrstz]|[ae]sh|ul|l) (?=\w)")
_SAME_SOUND = (
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("zh", "z"),
    ("ts", "z"),
    ("tz", "z"),
    ("dj", "j"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("x", "ks"),
    ("v", "w"),
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"(?<=\w)[aeiouy]+(?:w(?![aeiouy]))?")
_LAST_H = re.compile(r"(?<=\w)h\b")
_MIN_CONSONANTS = 3


def sound(key: str) -> str:
    """Return what transliterations of one Arabic, Hebrew, Persian or Cyrillic name have in common.

    ``key`` is a folding key. Its consonants stay, in classes that transliterations mix, without
    articles: "hodeidah" and "al hudaydah" are both "~hdd", "kfar aza" and "kefar azza" both "~kfr az".
    Empty where fewer than three consonants are left, which would meet anything.
    """
    if not key.isascii():
        return ""
    rest = _ARTICLE.sub("", key)
    for written, meant in _SAME_SOUND:
        rest = rest.replace(written, meant)
    rest = re.sub(r"\b[aeiou]+", "a", _LAST_H.sub("", rest))
    rest = _VOWELS.sub("", _DOUBLED.sub(r"\1", rest))
    consonants = sum(letter.isalpha() and letter != "a" for letter in rest)
    return f"{SOUND}{rest}" if consonants >= _MIN_CONSONANTS else ""


# What writers shorten, before or after a name, and what it stands for.
_SHORTENED_LAST = {"co": "county", "cos": "counties", "twp": "township", "hts": "heights", "dist": "district"}
_SHORTENED_FIRST = {"n": "north", "s": "south", "e": "east", "w": "west", "pt": "point", "ft": "fort"}
# Words that say what a place is, or which part of it is meant, and that the gazetteer's name may lack.
_KINDS_LAST = (
    "city town village state province region district county area township borough island islands valley suburb"
    " governorate oblast prefecture municipality metro capital neighborhood neighbourhood peninsula basin camp"
    " airport airfield"
)
_KINDS_FIRST = (
    "north northern south southern east eastern west western central northeast northeastern northwest northwestern"
    " southeast southeastern southwest southwestern upper lower inner outer greater downtown uptown midtown upstate"
    " metropolitan metro mainland occupied suburban rural mid old"
)
_LAST, _FIRST = frozenset(_KINDS_LAST.split()), frozenset(_KINDS_FIRST.split())
_OF = re.compile(
    r"^(?:city|state|town|village|province|county|borough|port|republic|kingdom|commonwealth|island) of (?=.)"
)
# What the gazetteer's name may have and the article's lack: "the Neches" is the Neches River.
_KINDS_ADDED = ("{} river", "{} county", "{} island", "{} islands", "{} township", "lake {}", "mount {}", "{} district")

# An institution is where, or of where, the place in its name is: "Bank of Japan", "Tipperary County Council".
_INSTITUTIONS = (
    "academy agency airport assembly association authority bank board bureau cathedral center centre chamber chambers"
    " church club college commission committee congress consulate corporation council court cup department embassy"
    " exchange fc federation government hospital hotel house institute library market ministry mission mosque museum"
    " office open parliament police port prison radio reserve school senate service sheriff sheriffs society stadium"
    " station summit symphony theater theatre times tower tribunal union united university zoo"
)
_INSTITUTION = frozenset(_INSTITUTIONS.split())


def variants(name: str) -> list[str]:
    """Return other ways to write ``name``, the closest first, for a name that the gazetteer lacks.

    They undo what English does to names ("Russia's", "Pott Co.", "N. Carolina", "Ohioans"), drop words
    that narrow them ("northern Idlib", "Gaza City"), take the first of several ("Paris, Texas"), add the
    word for what a place is ("the Neches") and take the place out of the name of an institution ("Bank of
    Japan"). Each is a guess: none of them may be what was meant.
    """
    key = fold(name)
    found: dict[str, None] = {}

    def add(*variants: str) -> None:
        found.update(dict.fromkeys(variant for variant in variants if len(variant) > 1 and variant != key))

    if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", name.strip()):
        add(fold(f"{name.strip()}."))  # "U.S" at the end of a sentence
    if re.search(r"['’]s?$", name.rstrip()):
        add(fold(re.sub(r"['’]s?$", "", name.rstrip())))
    for part in re.split(r"[,(/]", name)[:1]:
        add(fold(part))
    words = key.split()
    if len(words) > 1:
        first, last = words[0], words[-1]
        if last in _SHORTENED_LAST:
            add(" ".join([*words[:-1], _SHORTENED_LAST[last]]))
        if first in _SHORTENED_FIRST:
            add(" ".join([_SHORTENED_FIRST[first], *words[1:]]))
        if last == "counties":
            add(" ".join([*words[:-1], "county"]))
        add(_OF.sub("", key))
        if last in _LAST:
            add(" ".join(words[:-1]))
        if first in _FIRST:
            add(" ".join(words[1:]))
        if last in _LAST and first in _FIRST:
            add(" ".join(words[1:-1]))
        if first in {"al", "el", "ad", "ar", "as", "an", "at", "az", "ash"}:
            add(" ".join(words[1:]))
    if key.endswith("s") and len(key) > 4:
        add(key[:-1])
    add(*(pattern.format(key) for pattern in _KINDS_ADDED))
    for part in re.split(r"[-–/]", name):
        if len(part) > 3:
            add(fold(part))
    if len(words) > 1 and not _INSTITUTION.isdisjoint(words):
        first_institution = next(number for number, word in enumerate(words) if word in _INSTITUTION)
        for preposition in ("of", "in", "at"):
            if preposition in words[first_institution:]:
                add(" ".join(words[words.index(preposition, first_institution) + 1 :]))
        add(*(" ".join(words[:end]) for end in range(first_institution, 0, -1)))
    return list(found)
