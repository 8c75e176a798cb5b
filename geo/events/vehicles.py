"""Which accident it is, by what it happened to: trains that collide, planes that crash, ferries that sink."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geo.events import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

CRASH = "traffic_accident"
_WARSHIPS = frozenset({"submarine", "warship", "frigate", "destroyer", "corvette", "cruiser", "torpedo", "torpedoes"})


def kind_of_crash(crash: Token, subjects: Iterable[Token]) -> str:
    """Return the kind of a crash by the vehicle that its subjects, or the words of its own phrase, name."""
    behind = [part for child in crash.children if child.dep_ == "prep" for part in child.children]
    kinds = (_vehicles().get(part.lemma_.lower()) for part in (*subjects, *crash.children, *behind))
    return next((kind for kind in kinds if kind), CRASH)


def sinks(verb: Token, subjects: Iterable[Token], objects: Iterable[Token]) -> bool:
    """Say whether a ship sinks or is sunk: prices sink too, and disputes sink talks.

    "A ferry carrying 300 people sank": the parser takes the people for what sank, and hangs it on the ferry.
    A ship may be called only by its name where the sentence has another.
    """
    subjects, objects = list(subjects), list(objects)
    if objects:
        return any(_is_vessel(part) for part in objects)
    ships = any(_is_vessel(part) for part in (*subjects, verb.head, verb.head.head))
    named = any(part.pos_ == "PROPN" for part in subjects) and any(_is_vessel(part) for part in verb.sent)
    return ships or named


def kind_of_sinking(doers: Iterable[Token]) -> str:
    """Return what it is to sink a ship: an attack where armed people, a state or a warship does so, not a storm."""
    armed = any(
        part.lemma_.lower() in _WARSHIPS
        or part.ent_type_ in ("GPE", "NORP")
        or lexicon.groups("actors.tsv").get(part.lemma_.lower()) in ("armed", "state")
        or part.lemma_.lower() in lexicon.groups("weapons.tsv")
        for part in doers
    )
    return "attack" if armed else "ship_accident"


def _is_vessel(token: Token) -> bool:
    return _vehicles().get(token.lemma_.lower()) == "ship_accident"


@functools.cache
def _vehicles() -> dict[str, str]:
    return dict(lexicon.groups("vehicles.tsv"))
