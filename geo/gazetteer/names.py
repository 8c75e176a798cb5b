"""The folding key: how two spellings of one name meet.

A name is stored under its key and looked up by the key of what the article wrote, so that
"Kryvyi Rih", "KRYVYI-RIH" and "Kryvyĭ Rih" are one. Folding removes what spelling conventions
differ in (case, accents, apostrophes, hyphens, full stops) and nothing that tells places apart;
transliterations that differ in letters meet because the gazetteer knows both as names.
"""

from __future__ import annotations

import re
import unicodedata

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
        "&": " and ",
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
    if len(name) > MAX_NAME_LENGTH:
        return ""
    key = name.lower() if name.isascii() else _strip_accents(name)
    key = _DROPPED.sub("", key)
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
