"""Whom a deed was done to: the victims of "the murder of Ana Ruiz", "the judge's kidnapping", "kidnapped a nun"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geo.events.triggers import Trigger, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

# Deeds that are done to one victim at a time: another name is another deed.
_TO_ONE = frozenset(
    {"murder", "assassinate", "assassination", "kidnap", "kidnapping", "kidnaping", "abduct", "abduction", "homicide"}
)
_SETTING = frozenset({"in", "on", "at", "near"})
_SETTINGS = frozenset({"DATE", "TIME", "GPE", "LOC", "FAC"})


def victims_of_noun(noun: Token) -> Iterator[Token]:
    """Yield who stands behind the "of" of a deed, also behind its place or day, or before it in the genitive."""
    for child in noun.children:
        if child.dep_ == "poss":
            yield child
        elif child.lower_ == "of":
            yield from (part for part in child.children if part.dep_ == "pobj")
        elif child.lower_ in _SETTING:  # "the murder in Abra of Ana Ruiz"
            yield from (
                part
                for setting in child.children
                if setting.ent_type_ in _SETTINGS
                for of in setting.children
                if of.lower_ == "of"
                for part in of.children
                if part.dep_ == "pobj"
            )


def names(triggers: Sequence[Trigger]) -> frozenset[str]:
    """Return the words of the names of those to whom deeds against one person were done."""
    return frozenset(word for trigger in triggers if lemma(trigger.token) in _TO_ONE for word in _names(trigger))


def _names(trigger: Trigger) -> Iterator[str]:
    token = trigger.token
    found = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
    for victim in found if trigger.is_verb else victims_of_noun(token):
        for head in (victim, *victim.conjuncts):
            if head.tag_ == "NNP":
                yield head.lower_
                yield from (child.lower_ for child in head.lefts if child.tag_ == "NNP" and child.dep_ == "compound")
