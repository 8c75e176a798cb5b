"""Other names in the same sentences: what makes the recogniser find names that it has never seen.

Places are swapped for places from anywhere in the gazetteer, people and organisations for foreign
ones: from the context alone the network must tell which is which. Some people get the name
of a place ("Paris Hilton"), which stays unlabelled.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geo.training.recognition_data import Document, Label, Tag

_GENERIC = re.compile(
    r"^(?P<name>.+?) (?P<generic>County|Parish|River|Lake|Street|Avenue|Road|Islands?|Province|State|City|Township|"
    r"Valley|Beach|Park|Creek|Bay|Mountains?|District|Region|Oblast|Governorate|Airport|Heights|Hills?|Springs)$"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names to draw from. ``places`` by country code; ``people`` as (given names, family names) by language."""

    places: Mapping[str, Sequence[str]]
    towns: Sequence[str]
    people: Sequence[tuple[Sequence[str], Sequence[str]]]

    def place(self, rng: random.Random) -> str:
        """Return a place: half of the time from any country, else one that has some size."""
        if rng.random() < 0.5:
            return rng.choice(self.places[rng.choice(sorted(self.places))])
        return rng.choice(self.towns)

    def person(self, rng: random.Random, words: int) -> str:
        """Return a name of one or more words."""
        given, family = rng.choice(self.people)
        if words == 1:
            return rng.choice(family)
        return " ".join([rng.choice(given) for _ in range(min(words, 3) - 1)] + [rng.choice(family)])


_FIRMS = ("Group", "Holdings", "Bank", "Industries", "Corp.", "Motors", "Media", "Energy", "Partners", "Capital",
          "Steel", "Airlines", "Foods", "Systems", "Pharmaceuticals", "& Sons", "Inc.", "Ltd.", "Foundation",
          "Institute", "Technologies", "Entertainment", "Press", "Records")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """How often what is swapped: names of places, of people and organisations, and people into places' names."""

    clean: float = 0.3
    place: float = 0.5
    person: float = 0.35
    organisation: float = 0.15
    place_as_person: float = 0.06


def augmented(document: Document, names: Names, rng: random.Random, rates: Rates) -> Document:
    """Return ``document`` with some of its names swapped, the same name always for the same other one."""
    if rng.random() < rates.clean:
        return document
    swaps: list[tuple[int, int, str]] = []
    chosen: dict[str, str | None] = {}
    labels = document.labels
    for label in labels:
        if label.tag is not Tag.PLACE or _overlapped(label, labels):
            continue
        name = document.text[label.start : label.end]
        if name not in chosen:
            chosen[name] = _other_place(name, names, rng) if rng.random() < rates.place else None
        new = chosen[name]
        if new is not None:
            swaps.append((label.start, label.end, _in_case_of(name, new)))
    for start, end, what in document.others:
        name = document.text[start:end]
        if any(label.start < end and start < label.end for label in labels):
            continue
        if name not in chosen:
            chosen[name] = _other_actor(name, what, names, rng, rates)
        new = chosen[name]
        if new is not None:
            swaps.append((start, end, _in_case_of(name, new)))
    return rewritten(document, sorted(swaps))


def _overlapped(label: Label, labels: Sequence[Label]) -> bool:
    return any(other is not label and other.start < label.end and label.start < other.end for other in labels)


def _other_place(name: str, names: Names, rng: random.Random) -> str | None:
    if len(name) <= 4 and name.replace(".", "").isupper():
        return None  # "U.S.", "N.Y.": an abbreviation is no slot for a town
    generic = _GENERIC.match(name)
    new = names.place(rng)
    if generic and rng.random() < 0.7:
        new = f"{new} {generic['generic']}"
    return new


def _other_actor(name: str, what: str, names: Names, rng: random.Random, rates: Rates) -> str | None:
    words = len(name.split())
    if words > 4:
        return None
    if what == "person":
        if words > 1 and rng.random() < rates.place_as_person:
            given, _ = name.split(maxsplit=1)
            return f"{given} {names.place(rng).rsplit(maxsplit=1)[-1]}"
        return names.person(rng, words) if rng.random() < rates.person else None
    if rng.random() >= rates.organisation:
        return None
    return f"{names.person(rng, 1)} {rng.choice(_FIRMS)}" if words > 1 else names.person(rng, 1)


def _in_case_of(old: str, new: str) -> str:
    if old.isupper() and len(old) > 3:
        return new.upper()
    return new.lower() if old.islower() else new


def rewritten(document: Document, swaps: Sequence[tuple[int, int, str]]) -> Document:
    """Return ``document`` with each (start, end, new text) put in place; labels move with the text."""
    pieces: list[str] = []
    ends: list[int] = [0]
    shifts: list[int] = [0]
    position = 0
    moved: dict[int, tuple[int, int]] = {}
    length = 0
    for start, end, new in swaps:
        if start < position:
            continue
        pieces += [document.text[position:start], new]
        length += start - position
        moved[start] = (length, length + len(new))
        length += len(new)
        position = end
        ends.append(end)
        shifts.append(length - end)
    pieces.append(document.text[position:])

    def shift(offset: int) -> int:
        return offset + shifts[bisect_right(ends, offset) - 1]

    def moved_span(start: int, end: int) -> tuple[int, int]:
        if start in moved:
            return moved[start]
        return shift(start), shift(end)

    labels = [
        replace(label, start=a, end=b) for label in document.labels for a, b in [moved_span(label.start, label.end)]
    ]
    others = [(*moved_span(a, b), what) for a, b, what in document.others]
    return replace(document, text="".join(pieces), labels=labels, others=others)
