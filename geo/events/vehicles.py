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
_ON_ROADS = frozenset({"driver", "road", "highway", "motorway", "lorry", "truck", "bus", "car", "petrol"})
_HITTING = frozenset(
    {"hit", "strike", "crash", "slam", "smash", "collide", "leave", "flip", "roll", "overturn", "plunge"}
)


def kind_of_crash(crash: Token, subjects: Iterable[Token]) -> str:
    """Return the kind of a crash by the vehicle that its subjects, or the words of its own phrase, name."""
    behind = [part for child in crash.children if child.dep_ == "prep" for part in child.children]
    kinds = (_kind_of(part) for part in (*subjects, *crash.children, *behind))
    return next((kind for kind in kinds if kind), CRASH)


def crash_behind(harm: Token) -> str | None:
    """Return the kind of crash in the clause that tells how somebody was harmed.

    "He died after his car hit a tree", "a truck hit a bus, killing six".
    """
    clauses = [child for child in harm.children if child.dep_ == "advcl"]
    if harm.dep_ == "advcl":
        clauses.append(harm.head)
    for clause in clauses:
        if clause.lemma_.lower() in _HITTING:
            subjects = (child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass"))
            kind = next((kind for subject in subjects if (kind := _kind_of(subject))), None)
            if kind is not None:
                return kind
    return None


def _kind_of(token: Token) -> str | None:
    """Return the kind of accident of a vehicle; a tanker that has a driver, or meets a truck, is none at sea."""
    word = token.lemma_.lower()
    if word == "tanker" and any(part.lemma_.lower() in _ON_ROADS for part in token.sent):
        return CRASH
    return _vehicles().get(word)


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


def is_vehicle(token: Token) -> bool:
    """Say whether a ship, a train or a plane is meant."""
    return token.lemma_.lower() in _vehicles()


def _is_vessel(token: Token) -> bool:
    return _vehicles().get(token.lemma_.lower()) == "ship_accident"


@functools.cache
def _vehicles() -> dict[str, str]:
    return dict(lexicon.groups("vehicles.tsv"))
