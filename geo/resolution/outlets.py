"""Where news outlets sit: what a local paper calls "Paris" is the Paris it is printed in."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache
from urllib.parse import urlsplit

from geo import settings

FILE = "outlets.tsv"
# "© 2026 The Columbus Telegram", "Copyright 2009, Zanesville Times Recorder. All rights reserved."
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|copyright)[\s,]{0,3}(?:©|\(c\)|&copy;)?\s{0,3}(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s{1,3})(?:by\s)?"
    r"(?P<name>[^\W\d_][^\n|<>,;()©]{3,60}?)(?=\s{0,3}(?:[\n|<>,;()©]|\.(?:\s|$)|$|\s[-–—]|\s(?:all|inc|llc|ltd)\b))",
    re.IGNORECASE,
)
# The mast-head stands above a report and the copyright below it; very long texts are not read through.
_FOOT = 20_000
# Shorter names ("The Star", "news") are those of papers in many towns.
_SHORTEST_NAME = 9


def home(address: str | None) -> str | None:
    """Return the home of an outlet as "Town, Division, Country", or None if it is not known.

    ``address`` is a URL, a domain or the outlet's name ("The Columbus Telegram"). An unknown domain under a country's
    top-level domain has that country for its home.
    """
    if not address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # brackets that are no IPv6 address: then it is no outlet either
        return None
    labels = host.lower().removeprefix("www.").split(".")
    if len(labels) == 1 or " " in host:
        return _by_name().get(_squashed(address))
    known = _homes()
    return next((known[name] for i in range(len(labels)) if (name := ".".join(labels[i:])) in known), None)


def signed(text: str) -> str | None:
    """Return the name of the outlet that a line of copyright below the text gives, None without one."""
    match = next(_COPYRIGHT.finditer(text[-_FOOT:]), None)
    return match["name"].strip() if match else None


def _squashed(name: str) -> str:
    letters = "".join(character for character in name.casefold() if character.isalnum())
    return letters.removeprefix("the")


@cache
def _by_name() -> dict[str, str]:
    """Return the homes of outlets by names that make their domains: "columbustelegram" for columbustelegram.com."""
    homes: dict[str, set[str]] = defaultdict(set)
    for domain, place in _homes().items():
        label = _squashed(domain.split(".")[0])
        if len(label) >= _SHORTEST_NAME:
            homes[label].add(place)
    return {name: next(iter(places)) for name, places in homes.items() if len(places) == 1}


@cache
def _homes() -> dict[str, str]:
    path = settings.load().data_dir / FILE
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {row["domain"]: row["home"] for row in rows}
