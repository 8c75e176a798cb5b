"""Who does it, to whom, and who says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.triggers import Mode, Trigger, actor_group, lemma
from geo.model import Actor, ActorRole, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAME_PARTS = frozenset({"compound", "amod", "nmod", "poss", "case", "det", "nummod"})
_PRONOUNS = frozenset({"PRON", "DET", "SCONJ", "ADV"})


def of(trigger: Trigger, text: str, scenes: frozenset[int] = frozenset()) -> list[Actor]:
    """Return the actors of one trigger in the order of the text, each with the words that name it.

    ``scenes`` are the offsets where names of scenes begin: the town that is hit is no actor.
    """
    role = ActorRole.SPEAKER if trigger.mode is Mode.SPEECH else ActorRole.ACTOR
    found = [(token, role) for token in _agents(trigger)]
    if trigger.mode is not Mode.SPEECH:
        found += [(token, ActorRole.TARGET) for token in _patients(trigger)]
    actors: dict[tuple[int, int], Actor] = {}
    for token, part in found:
        span = name_span(token, text)
        if span is not None and span.start not in scenes and _is_somebody(token):
            actors.setdefault((span.start, span.end), Actor(span.text, part, span))
    return [actors[key] for key in sorted(actors)]


def _is_somebody(token: Token) -> bool:
    """Keep people, bodies and weapons; what is counted or broken is no actor."""
    return (
        token.pos_ == "PROPN"
        or token.ent_type_ in ("PERSON", "NORP", "ORG", "GPE")
        or actor_group(token) is not None
        or lemma(token) in lexicon.groups("weapons.tsv")
    )


def name_span(token: Token, text: str) -> Span | None:
    """Return the name that ``token`` heads, without articles and relative clauses; None for pronouns."""
    if token.pos_ in _PRONOUNS:
        return None
    first, last = token, token
    for child in sorted(token.lefts, key=lambda part: -part.i):
        if child.dep_ not in _NAME_PARTS or child.dep_ in ("det", "nummod"):
            break
        first = child.left_edge if child.dep_ == "poss" else child
    for child in first.lefts:
        if child.dep_ == "compound":
            first = child.left_edge
    return Span.of(text, first.idx, last.idx + len(last))


def _agents(trigger: Trigger) -> Iterator[Token]:
    token = trigger.token
    if trigger.is_verb:
        yield from _subjects(token)
        for child in token.children:
            if child.dep_ == "agent":
                yield from (part for part in child.children if part.dep_ == "pobj")
        return
    for child in token.children:
        # "a Russian strike", "an attack by gunmen"
        if child.dep_ in ("amod", "compound", "poss") and (
            child.ent_type_ in ("NORP", "GPE", "ORG") or actor_group(child)
        ):
            yield child
        elif child.dep_ in ("prep", "agent") and child.lower_ == "by":
            yield from (part for part in child.children if part.dep_ == "pobj")
    # "drones carried out an attack"
    if token.dep_ in ("dobj", "attr") and lemma(token.head) in _support_verbs():
        yield from _subjects(token.head)


def _subjects(verb: Token) -> Iterator[Token]:
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if not subjects and verb.dep_ in ("conj", "xcomp", "advcl"):
        subjects = [child for child in verb.head.children if child.dep_ == "nsubj"]
    for subject in subjects:
        yield subject
        yield from (child for child in subject.children if child.dep_ == "conj")


def _patients(trigger: Trigger) -> Iterator[Token]:
    for child in trigger.token.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            yield child
            yield from (part for part in child.children if part.dep_ == "conj")
        elif child.dep_ == "prep" and child.lower_ in ("on", "against", "of", "with"):
            yield from (
                part
                for part in child.children
                if part.dep_ == "pobj" and (actor_group(part) or part.ent_type_ in ("PERSON", "NORP", "ORG"))
            )


def _support_verbs() -> frozenset[str]:
    return frozenset(lexicon.rows_of("support.tsv", "verb"))
