"""What the means make of an attack: told bombs make it a bombing, and no classifier may think them up."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.drafts import Draft
from geo.events.triggers import lemma
from geo.events.weapons import kind_of_weapon

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXPLODING = frozenset({"explosion", "remote_explosive"})
# Words of other means, and of many: with them a bomb in the sentence need not be what the attack was made with.
_OTHERWISE = frozenset({"shoot", "shot", "gun", "machinegun", "rifle", "bullet", "gunfire", "stab", "kidnap", "ambush"})
_SENTENCES = 2


def is_told(kind: str, event: Draft) -> bool:
    """Say whether the text has a word for the means that ``kind`` is named after; any other kind needs none."""
    if kind not in _kinds_of_means() or any(trigger.kind == kind for trigger in event.triggers):
        return True
    if kind == "remote_explosive" and any(trigger.kind in _EXPLODING for trigger in event.triggers):
        return True
    return kind in _weapons(event)


def of_attack(event: Draft) -> str | None:
    """Return the kind of an attack that is told as an explosion too, or with explosives as its only weapon."""
    if event.kind != "attack":
        return None
    if any(trigger.kind in _EXPLODING for trigger in event.triggers):
        return "remote_explosive"
    words = {lemma(token) for token in _words(event)}
    return "remote_explosive" if set(_weapons(event)) == {"remote_explosive"} and not words & _OTHERWISE else None


@functools.cache
def _kinds_of_means() -> frozenset[str]:
    return frozenset(lexicon.groups("weapons.tsv").values())


def _words(event: Draft) -> Iterator[Token]:
    for sentence in event.sentences[:_SENTENCES]:
        yield from sentence


def _weapons(event: Draft) -> Iterator[str]:
    """Yield the kinds of the weapons that the event's first sentences name; names of people and firms are none."""
    for token in _words(event):
        kind = kind_of_weapon(token)
        if kind is not None and (token.pos_ in ("NOUN", "ADJ") or not token.ent_type_):
            yield kind
