"""Who does what to whom in a clause, and with what, by the tree of the sentence alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_FAR = 100


def subjects(verb: Token) -> Iterator[Token]:
    """Yield who does what the verb tells, the noun itself for "who" and for a participle behind it."""
    found = [child for child in verb.children if child.dep_ == "nsubj"]
    found += [part for child in verb.children if child.dep_ == "agent" for part in child.children]
    if not found and verb.dep_ in ("conj", "xcomp", "advcl", "pcomp"):
        found = [child for child in verb.head.children if child.dep_ == "nsubj"]
    for child in found:
        yield child.head.head if child.tag_ in ("WP", "WDT") and verb.dep_ == "relcl" else child
        yield from (other for other in child.children if other.dep_ == "conj")
    if verb.dep_ == "acl":
        yield verb.head


def doers(token: Token) -> list[Token]:
    """Return who or what does what ``token`` tells: subjects, agents after "by", instruments after "with"."""
    verb = token
    found = [child for child in verb.children if child.dep_ == "nsubj"]
    if not found and verb.dep_ in ("conj", "xcomp", "advcl", "pcomp"):
        found = [child for child in verb.head.children if child.dep_ == "nsubj"]
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ in ("by", "with"):
            found += [part for part in child.children if part.dep_ == "pobj"]
    return list(with_modifiers(found))


def undergoers(token: Token) -> list[Token]:
    """Return who or what suffers what ``token`` tells."""
    found = [child for child in token.children if child.dep_ in ("dobj", "nsubjpass")]
    return list(with_modifiers(found))


def with_modifiers(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield each word with what qualifies it and what is listed beside it."""
    for token in tokens:
        yield token
        yield from (child for child in token.children if child.dep_ in ("compound", "amod", "conj"))


def phrase_of(token: Token) -> Iterator[Token]:
    """Yield the words that qualify a noun, or stand behind its "by", "with", "of" and "from"."""
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod", "npadvmod"):
            yield child
            yield from child.children
        elif child.dep_ in ("prep", "agent") and child.lower_ in ("by", "with", "of", "from"):
            yield from (part for part in child.children if part.dep_ == "pobj")


def clause_of(token: Token) -> list[Token]:
    """Return the tokens of the clause of ``token``, without the clauses inside it and what is far away."""
    top = token
    while (
        abs(top.head.i - token.i) <= _FAR
        and top.head.i != top.i
        and top.dep_ not in ("ccomp", "advcl", "relcl", "conj", "xcomp", "pcomp", "acl", "ROOT")
    ):
        top = top.head
    clause: list[Token] = []
    stack = [top]
    while stack:
        node = stack.pop()
        clause.append(node)
        if abs(node.i - token.i) <= _FAR:
            stack.extend(child for child in node.children if child.dep_ not in ("ccomp", "advcl", "relcl", "pcomp"))
    return sorted(clause, key=lambda part: part.i)
