"""States, bodies and people in office, and what they announce that they will do."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets

if TYPE_CHECKING:
    from spacy.tokens import Token

_OFFICES = frozenset({"armed", "police", "political", "protesters", "state"})
_STATES_AND_BODIES = frozenset({"GPE", "NORP", "ORG"})
_WILL = frozenset({"will", "would", "shall", "'ll", "’ll", "wo"})
_CONDITIONS = frozenset({"if", "whether", "unless"})
_NATIONS = frozenset({"GPE", "NORP"})
_PARTIES = frozenset({"GPE", "NORP", "ORG", "PERSON"})
_DONE = frozenset({"VBD", "VBN", "VBG", "VBZ", "VBP"})
_NO_ACTS = frozenset(
    {"be", "have", "do", "say", "tell", "add", "report", "become", "remain", "seem", "include", "win", "lose"}
)
_APART = frozenset({"relcl", "advcl", "parataxis", "acl", "ccomp", "conj", "nsubj"})
_PLACING = frozenset({"in", "at", "near", "since", "until", "during", "after", "before", "despite", "over"})
# Where a sentence tells something, not asks or supposes it.
_TOLD = frozenset({"ROOT", "ccomp", "conj", "parataxis"})


def is_official(token: Token) -> bool:
    """Say whether the word names a state, a body or an office, by itself or by a title."""
    if token.ent_type_ in _STATES_AND_BODIES or _group(token) in _OFFICES or token.lemma_.lower() in _speaking_bodies():
        return True
    if token.pos_ == "PRON" or token.ent_type_ == "PERSON":
        titles = [
            part for one in (token, *_named_again(token)) for part in one.children if part.dep_ in ("compound", "appos")
        ]
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


def acts(verb: Token) -> bool:
    """Say whether a state or somebody in office does something to somebody."""
    return acts_on_another(verb) or acts_in_politics(verb)


def acts_on_another(verb: Token) -> bool:
    """Say whether a state or a body with a nationality does something to another: "Norway halted loans to Denmark"."""
    subject = _who_acts(verb)
    if subject is None:
        return False
    own = {token.text for token in subject.subtree if token.ent_type_ in _NATIONS}
    return bool(own) and any(token.ent_type_ in _NATIONS and token.text not in own for token in _undergoing(verb))


def acts_in_politics(verb: Token) -> bool:
    """Say whether somebody in office does something to a body, a person or a state: "the junta freed Ana Ruiz".

    Firms and clubs do so, too: one of the two must have a nationality or an office of state.
    """
    subject = _who_acts(verb)
    if subject is None:
        return False
    own = {token.text for token in subject.subtree}
    others = [
        token
        for token in _undergoing(verb)
        if token.text not in own and (token.ent_type_ in _PARTIES or token.lemma_.lower() in powers())
    ]
    return bool(others) and (
        _is_of_state(subject) or any(_is_of_state(token) for token in others if token.ent_type_ != "PERSON")
    )


def demands(token: Token) -> bool:
    """Say whether a verb of saying tells what others must do: "reiterated that Norway must leave"."""
    return token.pos_ == "VERB" and token.lemma_.lower() in _speaking() and says_what_must_be(token)


def says_what_must_be(verb: Token) -> bool:
    """Say whether somebody in office says that others must do something: "said that Norway must leave"."""
    subject = announced_by(verb)
    return (
        subject is not None
        and is_official(subject)
        and any(
            clause.dep_ == "ccomp" and any(child.dep_ == "aux" and child.lower_ == "must" for child in clause.children)
            for clause in verb.children
        )
    )


def _is_of_state(token: Token) -> bool:
    return (
        token.ent_type_ in _NATIONS
        or token.lemma_.lower() in powers()
        or _group(token) in ("armed", "state")
        or any(child.ent_type_ == "NORP" for child in token.children)
    )


def _who_acts(verb: Token) -> Token | None:
    """Return the subject where somebody in office has done, not merely said, what ``verb`` tells."""
    if verb.pos_ != "VERB" or verb.dep_ not in _TOLD or verb.tag_ not in _DONE or verb.lemma_.lower() in _NO_ACTS:
        return None
    if any(child.dep_ in ("neg", "nsubjpass") or child.tag_ == "MD" for child in verb.children):
        return None
    subject = announced_by(verb)
    return subject if subject is not None and is_official(subject) and _group(subject) != "police" else None


def _undergoing(verb: Token) -> Iterator[Token]:
    """Yield the words behind a verb that may name whom it is done to: no places, no clauses of their own."""
    stack = [child for child in verb.children if child.i > verb.i and child.dep_ not in _APART]
    while stack:
        node = stack.pop()
        if node.dep_ == "prep" and node.lower_ in _PLACING:
            continue
        yield node
        stack.extend(child for child in node.children if child.dep_ not in _APART)


@functools.cache
def powers() -> frozenset[str]:
    """Return the nouns of bodies that act in politics without a name: "the government"."""
    return frozenset(row[0] for row in lexicon.read("speakers.tsv") if row[1:] == ("power",))


def _named_again(token: Token) -> list[Token]:
    """Return the other places where the article names the person: one of them may give the title."""
    if token.ent_type_ != "PERSON":
        return []
    return [other for other in offsets.of(token.doc).people().get(token.text, ()) if other.i != token.i]


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
def _speaking() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("speech_verbs.tsv"))


@functools.cache
def _words(what: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("announcements.tsv", what))


@functools.cache
def _speaking_bodies() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("speakers.tsv")) - {"team", "side"}


def _group(token: Token) -> str | None:
    return lexicon.groups("actors.tsv").get(token.lemma_.lower())
