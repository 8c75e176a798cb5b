"""Whom a verb or a state counts: the objects of "killed", the subjects of "died", those who are "dead".

One finder for each role that ``casualty_words.tsv`` gives such a word.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.groups import Group, Numbers, along_with, group_of, is_person
from geo.events.quantities import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that "dead" completes, and how far behind it their object may begin.
_RESULTS = frozenset({"shot", "shoot", "shooting", "hacked", "gunned", "stabbed", "beaten", "beat", "strangled"})
_OBJECT_TOKENS = 10
_DEADLY = frozenset({"fatally", "mortally"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a word (``trigger``) says of a group."""

    what: str
    trigger: Token
    group: Group


@functools.cache
def _lexicon() -> dict[str, list[tuple[str, str]]]:
    words: dict[str, list[tuple[str, str]]] = {}
    for lemma, role, what in lexicon.read("casualty_words.tsv"):
        words.setdefault(lemma, []).append((role, what))
    return words


def roles(lemma: str, word: str) -> list[tuple[str, str]]:
    """Return how a word counts (its role) and what it counts, as ``casualty_words.tsv`` has it."""
    found = _lexicon().get(lemma, [])
    return found if word == lemma else found + _lexicon().get(word, [])


_MODALS = frozenset({"would", "could", "might", "will", "should", "can", "must", "shall", "'ll", "wo", "ca"})
# Only persons suffer these, so that a name that suffers one is a person's.
OF_PERSONS = frozenset({"killed", "injured", "kidnapped"})
# Behind these an infinitive did happen ("went on to kill", "are known to have died").
_HAPPENING = frozenset(
    {"go", "manage", "continue", "appear", "seem", "know", "report", "believe", "say", "fear", "think", "presume"}
)


# What is the object of these has not happened yet ("planned the assassination of").
_INTENDING = frozenset({"plan", "plot", "attempt", "threaten", "order", "prevent", "avoid", "avert", "prepare", "risk"})


_NOT_DONE = frozenset({"attempted", "planned", "foiled", "failed", "thwarted", "threatened", "possible", "potential"})


def unreal(token: Token) -> bool:
    """Say whether the word stands under a modal, a condition or an intention."""
    if token.pos_ == "NOUN":
        if any(child.lower_ in _NOT_DONE for child in token.lefts):
            return True  # "the attempted assassination of a minister"
        return token.dep_ in ("dobj", "pobj") and any(
            t.lemma_.lower() in _INTENDING for t in islice(token.ancestors, 2)
        )
    verb = token
    for _ in range(3):
        for child in verb.children:
            word = child.lower_
            if child.dep_ == "aux" and word in _MODALS:
                return True
            if child.dep_ == "aux" and word == "may" and not any(c.lemma_ == "have" for c in verb.children):
                return True
            if child.dep_ == "mark" and word in ("if", "unless", "whether"):
                return True
            if child.dep_ == "aux" and word == "to" and not any(c.lower_ == "have" for c in verb.children):
                return verb.head.lemma_.lower() not in _HAPPENING
        if verb.dep_ not in ("conj", "xcomp", "oprd", "acomp", "dobj", "attr") or verb.head is verb:
            return False
        verb = verb.head
    return False


def negated(verb: Token) -> bool:
    """Say whether the verb is denied."""
    return any(child.dep_ == "neg" for child in verb.children)


_ANYONE = frozenset({"anyone", "anybody", "any"})


def by_object(verb: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count the objects of a verb, or the subjects of its passive."""
    if verb.pos_ not in ("VERB", "ADJ", "AUX") and verb.tag_ not in ("VBN", "VBD", "VBG"):
        return
    if verb.pos_ == "VERB" and (victims := object_of(verb)) is not None:
        group = group_of(victims, numbers, victim=what in OF_PERSONS)
        if group is not None:
            if negated(verb) and group.high != 0:
                if verb.doc[group.start].lower_ not in _ANYONE:
                    return
                group = Group(0, 0, "", group.start, group.end, True)
            yield Finding("casualties" if _shared_object(verb) else what, verb, group)
            for child in verb.rights:  # "was killed along with two others"
                others = group_of(noun, numbers) if (noun := along_with(child)) is not None else None
                if others is not None:
                    yield Finding(what, verb, others)
            return
    yield from _by_order(verb, what, numbers)


def is_deadly(verb: Token) -> bool:
    """Say whether an adverb counts those who are hurt among the dead ("fatally injured")."""
    return any(child.lower_ in _DEADLY for child in verb.children)


def by_manner(adverb: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count those to whom something was done in a way that tells its outcome ("was fatally shot")."""
    verb = adverb.head
    if adverb.dep_ != "advmod" or verb.pos_ != "VERB" or unreal(verb):
        return
    for finding in by_object(verb, what, numbers):
        yield replace(finding, trigger=verb)


def object_of(verb: Token) -> Token | None:
    """Return the head of the phrase that the verb is done to."""
    children: dict[str, Token] = {}
    for child in verb.children:  # the first of two objects: the parser takes what stands beside it for a second
        children.setdefault(child.dep_, child)
    if "nsubjpass" in children:
        return _antecedent(children["nsubjpass"], verb)
    if "dobj" in children:
        return _antecedent(children["dobj"], verb)
    if verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ != "relcl"):
        if any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children):
            return None
        if "nsubj" in children:
            return _antecedent(children["nsubj"], verb)  # "two killed", "24 soldiers injured"
    if verb.tag_ == "VBN":
        if verb.dep_ in ("acl", "amod"):
            return verb.head
        if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            first = next((child for child in verb.head.children if child.dep_ == "nsubjpass"), None)
            return _antecedent(first, verb.head) if first is not None else None
    return None


def _shared_object(verb: Token) -> bool:
    """Say whether a second verb has the same object ("killed or wounded 20")."""
    first = verb.head if verb.dep_ == "conj" else None
    if first is None or first.pos_ != "VERB" or not {role for role, _ in roles(first.lemma_.lower(), "")} & {"object"}:
        return False
    return verb.i - first.i == 2 and any(child.dep_ == "dobj" for child in verb.children)


def _antecedent(noun: Token, verb: Token) -> Token:
    """Return what a relative pronoun stands for."""
    return verb.head if noun.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else noun


def by_subject(verb: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count the subjects of a verb."""
    if verb.pos_ != "VERB":
        return
    node = verb
    while node.dep_ == "conj" and node.head.pos_ == "VERB" and not any(c.dep_ == "nsubj" for c in node.children):
        node = node.head
    subject = next((child for child in node.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None and verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _HAPPENING:
        # "61 people are believed to have drowned"
        subject = next((child for child in verb.head.children if child.dep_ == "nsubjpass"), None)
    if subject is None and verb.dep_ in ("acl", "xcomp") and verb.head.pos_ in ("NOUN", "NUM", "PROPN"):
        subject = verb.head
    if subject is None:
        return
    group = group_of(_antecedent(subject, node), numbers, victim=what in OF_PERSONS)
    if group is None or negated(verb):
        return
    if what == "displaced" and group.high == 1:
        return  # "the president fled the country": nobody is displaced who only gets away
    yield Finding(what, verb, group)


def by_state(word: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count those who are dead or missing: before the word, or as the subject of its verb."""
    if word.pos_ == "VERB" and any(child.dep_ == "dobj" for child in word.children):
        return  # "several men wounded a guard"
    quantity = numbers.before(word)
    if quantity is not None and quantity.end == word.i:
        yield Finding(what, word, replace(plain(quantity), end=word.i + 1))
        return
    if word.i > 0 and word.nbor(-1).lower_ in _RESULTS:  # "gunmen shot dead a teacher": its object, not its subject
        behind = word.doc[word.i + 1 : word.i + _OBJECT_TOKENS]
        # "was shot dead as he tried to stop the robbers": theirs is another verb
        hit = next((near for near in behind if near.dep_ == "dobj" and near.head.i <= word.i), None)
        group = group_of(hit, numbers) if hit is not None else None
        if group is not None:
            yield Finding(what, word, group)
            return
    if word.dep_ == "amod" and is_person(word.head):
        group = group_of(word.head, numbers)
        if group is not None and group.numbered:
            yield Finding(what, word, group)
        return
    verb = word if word.pos_ == "VERB" else word.head
    subject = next((child for child in word.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None and word.dep_ in ("oprd", "acomp", "ccomp", "xcomp") and word.head.lemma_ == "leave":
        subject = next((child for child in word.head.children if child.dep_ == "dobj" and child.i < word.i), None)
    if subject is None and word.dep_ in ("acomp", "oprd", "xcomp", "attr") and verb.lemma_ != "leave":
        subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and not negated(verb):
        group = group_of(_antecedent(subject, verb), numbers)
        if group is not None:
            yield Finding(what, word, group)
            return
    yield from _by_order(word, what, numbers)


def by_hospital(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count those who are in hospital or were taken there."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("in", "to", "at"):
        return
    verb = noun.head.head
    if verb.lemma_ not in ("be", "remain", "take", "rush", "transport", "airlift", "bring", "send", "carry", "admit"):
        return
    group = None
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and (verb.lemma_ in ("be", "remain") or subject.dep_ == "nsubjpass"):
        group = group_of(_antecedent(subject, verb), numbers)
    if group is None and verb.lemma_ == "be":
        group = _group_before(verb, numbers)
    if group is not None and not negated(verb):
        yield Finding(what, noun, group)


def _group_before(verb: Token, numbers: Numbers) -> Group | None:
    """Return the group before a verb and before an inserted ", including a child,"."""
    i = verb.i - 1
    if i > 0 and verb.doc[i].text == ",":
        i = next((j - 1 for j in range(i - 1, verb.sent.start, -1) if verb.doc[j].text == ","), i - 1)
    return group_of(verb.doc[i], numbers) if i >= verb.sent.start and numbers.at(i) else None


def plain(quantity: Quantity) -> Group:
    """Return the group that a number without a noun means."""
    return Group(quantity.low, quantity.high, quantity.qualifier, quantity.start, quantity.end, True)


# What may stand between a counted phrase and the participle that says what became of it.
_BETWEEN = frozenset({"AUX", "ADV", "PART"})


def _by_order(word: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count what stands right before a participle, where the parser lost the tie ("and 50 wounded")."""
    if word.tag_ not in ("VBN", "VBD", "JJ"):
        return
    i = word.i - 1
    while i > word.sent.start and word.doc[i].pos_ in _BETWEEN:
        i -= 1
    noun = word.doc[i]
    quantity = numbers.at(i) or (numbers.before(noun) if is_person(noun) else None)
    if quantity is None or quantity.start < word.sent.start:
        return
    yield Finding(what, word, replace(plain(quantity), end=i + 1))
