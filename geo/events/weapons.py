"""Which kind of attack a weapon makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.events import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_AIR_BODIES = frozenset({"force", "base", "defense", "defence", "field", "port", "line"})
_POISONS = frozenset({"poison", "poisonous", "nerve", "mustard", "toxic", "sarin", "chlorine"})
_CHEMICAL = frozenset({"weapon", "attack", "agent", "bomb", "strike", "munition", "shell", "assault"})
_WHERE = frozenset({"at", "in", "inside", "near", "outside"})
# What is dug in a mine that is no weapon, and who digs it.
_DUG = frozenset(
    {"coal", "gold", "copper", "iron", "ore", "salt", "silver", "diamond", "zinc", "tin", "nickel", "lithium"}
)
_DUG_TOO = frozenset({"cobalt", "uranium", "emerald", "jade", "bauxite", "underground", "shaft", "miner", "mining"})


def kind_of_weapon(token: Token) -> str | None:
    """Return the kind of an attack with the weapon that ``token`` names.

    The "air" of an air force is none, nor are a mine where coal is dug, the gas of a pipeline and a chemical plant.
    """
    word = token.lemma_.lower()
    if token.dep_ == "compound" and token.head.lemma_.lower() in _AIR_BODIES:
        return None
    if word == "mine" and (
        any(part.lemma_.lower() in _DUG | _DUG_TOO for part in token.sent)
        or (token.dep_ == "pobj" and token.head.lower_ in _WHERE)
    ):
        return None
    if word == "gas" and not any(child.lemma_.lower() in _POISONS for child in token.children):
        return None  # pipelines and cookers explode, too
    if word == "chemical" and token.head.lemma_.lower() not in _CHEMICAL:
        return None
    return lexicon.groups("weapons.tsv").get(word)
