"""What the wording of a report says of where it comes from, whatever places it names.

A sheriff, a school district and a grand jury are American, a taoiseach is Irish, a lakh is counted in South Asia; the
IHSAA's schools are Indiana's, first selectmen Connecticut's, the PSNI is Northern Ireland's police; and telephone
numbers carry their state. So an article that names nothing but one "Dublin" may still tell which. The words are data
(``wording.tsv``).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

# A GeoNames code of a country and, for a division, its own: ("US", "IN").
Division = tuple[str, str]

_TELEPHONE = re.compile(r"(?<![\d-])\(?(\d{3})(?:\)\s?|-|\.)\d{3}[-.]\d{4}(?!\d)")
# "2517 Oak St.", "I-95", "Jo Doe, 44, of": addresses, roads and people as American papers write them.
_AMERICAN = (
    re.compile(r"\b\d{2,5}\s(?:[NSEW]\.?\s)?[A-Z][a-z]+\s(?:St|Ave|Rd|Dr|Blvd|Ln|Hwy|Pkwy)\b"),
    re.compile(r"\b(?:I-|US-|U\.S\.\s|Highway\s|Interstate\s)\d{1,3}\b"),
    re.compile(r"\w,\s\d\d,\sof\s[A-Z]"),
    re.compile(r"\b[ap]\.m\.\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
)
_DOMAIN = re.compile(r"\w\.(?:(?:co|org|ac|gov|com|net)\.)?(uk|ie|au|nz|ca|za|pk|ng|ke)\b")

# Very long texts: the beginning tells enough.
_MOST_READ = 100_000
_WORD = re.compile(r"[^\W\d_][\w’'&.-]*")
_LONGEST = 4  # words in a phrase


def words_of(country: str) -> list[str]:
    """Return the words and phrases that news of a country uses."""
    return list(_table("words").get(country, ()))


def area_codes(state: str) -> list[str]:
    """Return the area codes of a US state."""
    return list(_table("codes").get(f"US.{state}", ()))


def institutions(text: str) -> Counter[str]:
    """Count for each country the words, money and addresses of the text that news of that country uses.

    Each word counts once, however often it is used.
    """
    counts: Counter[str] = Counter()
    for phrase in _heard(text):
        counts.update(place for place in _places_of("words")[phrase] if "." not in place)
    counts.update("GB" if found == "uk" else found.upper() for found in set(_DOMAIN.findall(text[:_MOST_READ])))
    if "£" in text:
        counts["GB"] += 1
    counts["US"] += sum(pattern.search(text, 0, _MOST_READ) is not None for pattern in _AMERICAN)
    return +counts


def divisions(text: str) -> dict[Division, float]:
    """Return how much the text's telephone numbers and the bodies that it speaks of tell for each division.

    Each number and each body counts 1, a body that several divisions have ("selectmen") for each a part of it.
    """
    weights: dict[Division, float] = {}
    witnesses = [_places_of("words")[phrase] for phrase in sorted(_heard(text))]
    witnesses += [_places_of("codes").get(code, ()) for code in _TELEPHONE.findall(text[:_MOST_READ])]
    for places in witnesses:
        own = [place for place in places if "." in place]
        for place in own:
            country, _, division = place.partition(".")
            weights[country, division] = weights.get((country, division), 0.0) + 1 / len(own)
    return weights


@lru_cache(maxsize=4)  # an article is asked for its countries and for its divisions
def _heard(text: str) -> frozenset[str]:
    """Return the phrases of the table that the text has, of up to four words, in small letters."""
    words = [word.rstrip(".") for word in _WORD.findall(text[:_MOST_READ].lower())]
    known = _places_of("words")
    return (
        frozenset(" ".join(words[i : i + n]) for n in range(1, _LONGEST + 1) for i in range(len(words) - n + 1))
        & known.keys()
    )


@cache
def _table(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words or the codes of each country or division."""
    text = resources.files("geo.resolution").joinpath("wording.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {place: tuple(words.split("|")) for of, place, words in rows if of == kind}


@cache
def _places_of(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the countries and divisions that each word or code tells of."""
    places: dict[str, tuple[str, ...]] = {}
    for place, words in _table(kind).items():
        for word in words:
            places[word] = (*places.get(word, ()), place)
    return places
