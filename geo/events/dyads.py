"""Who acts towards whom in what is said and agreed: the sides that event data calls source and target.

The sides are looked for as the PLOVER manual's coders do: the source is the subject of the verb that tells the
event or governs its noun ("held talks", "issued a threat"), the target whom its objects and complement name.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.groups import is_person
from geo.events.offices import announced_by, powers
from geo.events.triggers import Trigger, actor_group, lemma
from geo.model import ActorRole

if TYPE_CHECKING:
    from spacy.tokens import Token

_SOMEBODY = frozenset({"PERSON", "NORP", "ORG", "GPE"})
# Where something is said or done is no side of it.
_PLACING = frozenset({"in", "at", "near", "on", "since", "until", "during", "after", "before", "under", "despite"})
_HEADS = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "dative", "conj", "poss", "attr"})
# What a protest is for, or against.
_AIMING = frozenset(
    {"protest", "demand", "call", "oppose", "denounce", "condemn", "defiance", "press", "urge", "support"}
)
# A clause of its own tells of something else.
_APART = frozenset({"relcl", "advcl", "parataxis", "acl"})
_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})
_OWNERS = frozenset({"NORP", "GPE", "ORG"})
_CLAUSES = frozenset({"ccomp", "xcomp"})
# Kinds that are done or threatened to whoever lives somewhere: "imposed a curfew in Lusaka".
_TOWARDS_A_PLACE = frozenset({"sanction", "coercion", "concession", "retreat", "threaten", "announcement", "act"})
_WHERE = frozenset({"in", "into", "on", "at", "near", "from", "to", "against", "over", "of"})
_CLIMB = 4
_MOST_TARGETS = 6


def sides(trigger: Trigger) -> Iterator[tuple[Token, ActorRole]]:
    """Yield the heads of the phrases that name the source (as actor) and the targets of a diplomatic event."""
    verb = _governing_verb(trigger.token)
    sources = list(_sources(verb))
    yield from ((source, ActorRole.ACTOR) for source in sources)
    states = [state for source in sources for state in _represented(source)]
    yield from ((state, ActorRole.ACTOR) for state in states)
    taken = {source.i for source in (*sources, *states)}
    # "warned Norway that Sweden would leave" has its target; "said that Sweden must leave" has it in the clause.
    named = [token for token in _named_below(verb, _APART | _CLAUSES) if token.i not in taken]
    if not named and trigger.kind != "reject":  # who denies that officers fired has no quarrel with the officers
        named = [token for token in _named_below(verb, _APART) if token.i not in taken]
    if not named and trigger.kind in _TOWARDS_A_PLACE:
        named = [token for token in _places_below(verb) if token.i not in taken]
    for token in named[:_MOST_TARGETS]:
        yield token, ActorRole.TARGET


def protested_against(token: Token) -> Iterator[Token]:
    """Yield whom a protest is directed at: "marched against the king", "a strike to demand that the king go"."""
    verb = _governing_verb(token)
    things = [child for child in verb.children if child.dep_ == "dobj"]
    for node in {one.i: one for one in (token, verb, *things)}.values():
        for child in node.children:
            demands = child.dep_ in ("advcl", "xcomp", "acl", "conj") and lemma(child) in _AIMING
            aimed = child.dep_ == "prep" and child.lower_ in ("against", "over", "in")
            if demands or (aimed and (child.lower_ != "in" or any(lemma(part) in _AIMING for part in child.children))):
                yield from _named_below(child, _APART - {"advcl"})[:2]


def subjects(verb: Token) -> Iterator[Token]:
    """Yield the subjects of a verb, also those that it shares with the verb above it.

    Where the parser finds none, a person named right before the verb is taken: "Jane Doe, warned".
    """
    found = [child for child in verb.children if child.dep_ == "nsubj"]
    if not found and verb.dep_ in ("conj", "xcomp", "advcl"):
        found = [child for child in verb.head.children if child.dep_ == "nsubj"]
    if not found and not any(child.dep_ == "nsubjpass" for child in verb.children):
        before = [token for token in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i] if not token.is_punct]
        found = [token for token in before[-1:] if token.ent_type_ == "PERSON"]
    if verb.dep_ == "ccomp":
        # "Norway said it would send doctors": "it" is Norway
        found = [
            announced_by(verb) or child if child.pos_ == "PRON" and child.dep_ == "nsubj" else child for child in found
        ]
    for subject in found:
        yield subject
        yield from (child for child in subject.children if child.dep_ == "conj")


def _represented(person: Token) -> Iterator[Token]:
    """Yield the states that people in office stand for: "the foreign ministers of India and China" met."""
    if actor_group(person) != "political":
        return
    for child in person.children:
        if child.lower_ == "of":
            for state in child.children:
                yield from (one for one in (state, *state.conjuncts) if one.ent_type_ == "GPE")


def _governing_verb(token: Token) -> Token:
    """Return the nearest verb with a subject from ``token`` upwards; the token itself where there is none."""
    node = token
    for _ in range(_CLIMB):
        if node.pos_ in ("VERB", "AUX") and any(child.dep_ in ("nsubj", "nsubjpass") for child in node.children):
            return node
        if node.dep_ in _APART or node.head is node:
            break
        node = node.head
    return token


def _sources(verb: Token) -> Iterator[Token]:
    yield from subjects(verb)
    for child in verb.children:
        if child.dep_ == "agent":
            yield from (part for part in child.children if part.dep_ == "pobj")


def _named_below(verb: Token, apart: frozenset[str]) -> list[Token]:
    """Return the words that name somebody below the verb, in their order, without clauses ``apart`` and places."""
    found: list[Token] = []
    stack = [child for child in verb.children if child.dep_ != "nsubj"]
    while stack:
        node = stack.pop()
        if node.dep_ in apart or (node.dep_ == "prep" and node.lower_ in _PLACING):
            continue
        if node.dep_ in _HEADS and node.pos_ in _NAMING and _is_side(node):
            found.append(node)
            stack.extend(child for child in node.children if child.dep_ == "conj")
        else:
            found.extend(owners(node))
            stack.extend(node.children)
    return sorted(found, key=lambda token: token.i)


def _places_below(verb: Token) -> list[Token]:
    """Return the states and towns that the act itself is placed in, not those of other clauses."""
    found: list[Token] = []
    stack = [child for child in verb.children if child.dep_ != "nsubj"]
    while stack:
        node = stack.pop()
        if node.dep_ in ("relcl", "parataxis", "advcl", "ccomp"):
            continue
        if node.dep_ == "pobj" and node.head.lower_ in _WHERE and node.ent_type_ == "GPE" and node.pos_ == "PROPN":
            found.append(node)
        stack.extend(node.children)
    return sorted(found, key=lambda token: token.i)


def owners(thing: Token) -> list[Token]:
    """Return whose a thing is by the name before it: Denmark of "a Danish proposal"."""
    if thing.pos_ != "NOUN":
        return []
    return [
        child
        for child in thing.children
        if child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in _OWNERS and child.pos_ in ("ADJ", "PROPN")
    ]


def _is_side(token: Token) -> bool:
    return is_somebody(token) and (
        token.pos_ != "PROPN" or token.ent_type_ in _SOMEBODY or actor_group(token) is not None
    )


def is_somebody(token: Token) -> bool:
    """Say whether the word names people, a body or a state, by itself or by whose it is ("Polish officials")."""
    if token.pos_ == "PROPN" or token.ent_type_ in _SOMEBODY or actor_group(token) is not None:
        return True
    if lemma(token) in powers():
        return True
    return (is_person(token) or lemma(token) in _bodies()) and any(
        child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in ("NORP", "GPE", "ORG")
        for child in token.children
    )


@functools.cache
def _bodies() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("speakers.tsv"))
