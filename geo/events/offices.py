"""States, bodies and people in office, and what they announce that they will do."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from geo.events import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_OFFICES = frozenset({"armed", "police", "political", "protesters", "state"})
_STATES_AND_BODIES = frozenset({"GPE", "NORP", "ORG"})
_WILL = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})
_CONDITIONS = frozenset({"if", "whether", "unless"})
# Where a sentence tells something, not asks or supposes it.
_TOLD = frozenset({"ROOT", "ccomp", "conj", "parataxis"})


def is_official(token: Token) -> bool:
    """Say whether the word names a state, a body or an office, by itself or by a title."""
    if token.ent_type_ in _STATES_AND_BODIES or _group(token) in _OFFICES or token.lemma_.lower() in _speaking_bodies():
        return True
    if token.pos_ == "PRON" or token.ent_type_ == "PERSON":
        named = [other for other in token.doc if other.text == token.text and other.ent_type_ == "PERSON"]
        titles = [part for one in (token, *named) for part in one.children if part.dep_ in ("compound", "appos")]
        role = [part for child in token.head.children if child.lower_ == "as" for part in child.children]
        return any(_group(part) in _OFFICES for part in (*titles, *role))
    return any(
        child.dep_ in ("amod", "compound", "nmod", "poss") and child.ent_type_ in _STATES_AND_BODIES
        for child in token.children
    )


def announces(token: Token) -> bool:
    """Say whether somebody in office announces by ``token`` what will be done: "will send", "is ready to send"."""
    if token.lemma_.lower() in _words("ready"):
        verb = token.head if token.dep_ == "acomp" else token
        acts = [child for child in token.children if child.dep_ == "xcomp"]
        return any(act.lemma_.lower() in _words("act") for act in acts) and _is_announced(verb)
    return (
        token.lemma_.lower() in _words("act")
        and any(child.dep_ == "aux" and child.lower_ in _WILL for child in token.children)
        and _is_announced(token)
    )


def announced_by(verb: Token) -> Token | None:
    """Return the subject of ``verb``; for a pronoun in what somebody says it is who says it."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None and verb.dep_ == "conj":
        return announced_by(verb.head)
    if subject is not None and subject.pos_ == "PRON" and verb.dep_ == "ccomp":
        return next((child for child in verb.head.children if child.dep_ == "nsubj"), subject)
    return subject


def _is_announced(verb: Token) -> bool:
    if verb.dep_ not in _TOLD or any(child.lower_ in _CONDITIONS and child.dep_ == "mark" for child in verb.children):
        return False
    if any(child.lower_ == "would" for child in verb.children) and any(
        part.lower_ == "if" for clause in verb.children if clause.dep_ == "advcl" for part in clause.children
    ):
        return False  # "would send doctors if it were asked"
    subject = announced_by(verb)
    return subject is not None and is_official(subject)


@functools.cache
def _words(what: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("announcements.tsv", what))


@functools.cache
def _speaking_bodies() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("speakers.tsv")) - {"team", "side"}


def _group(token: Token) -> str | None:
    return lexicon.groups("actors.tsv").get(token.lemma_.lower())
