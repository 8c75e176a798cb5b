"""Whether a trigger tells of something that happened.

Planned, possible, negated, denied and generic happenings are no events of the article.
The distinctions follow the modality and genericity of the ACE event annotation.
"""

from __future__ import annotations

import functools
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.deeds import victims_of_noun
from geo.events.triggers import Mode, Trigger, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS_TO_WHAT_CAME_AFTER = 5
_FOUGHT = frozenset({"fire", "wildfire", "flood"})


class Factuality(StrEnum):
    """How a trigger is meant."""

    ACTUAL = "actual"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    GENERIC = "generic"


def of(trigger: Trigger) -> Factuality:
    """Say how ``trigger`` is meant, from the words that govern it within its sentence."""
    token = trigger.token
    if trigger.kind == "announcement":
        return Factuality.ACTUAL  # what is announced has not happened, the announcement has
    if _negated(token):
        return Factuality.NEGATED
    if is_presupposed(trigger):
        return _of_known_deed(trigger)
    if not trigger.is_verb and (_bare_topic(trigger) or _is_usual(token)):
        return Factuality.GENERIC
    if not trigger.is_verb and _is_only_meant(token):
        return Factuality.HYPOTHETICAL
    node = token
    verb_seen = False
    while True:
        if node.pos_ in ("VERB", "AUX"):
            status = _verb_status(node, own=not verb_seen and trigger.is_verb)
            if status is not None:
                return status
            verb_seen = True
        if node.head.i == node.i:
            return Factuality.ACTUAL
        status = _governed(node, trigger)
        if status is not None:
            return status
        if node.dep_ in ("ccomp", "relcl", "advcl", "acl") and node.dep_ != "acl":
            # What is reported stands for itself: "will say that X happened" leaves X actual.
            if node.dep_ == "ccomp" and (lemma(node.head) in _governors("deny") or _is_disbelieved(node.head)):
                return Factuality.NEGATED
            if node.dep_ == "ccomp" and lemma(node.head) in _governors("hypothetical"):
                return Factuality.HYPOTHETICAL
            return Factuality.ACTUAL
        node = node.head


def _is_disbelieved(verb: Token) -> bool:
    """Say whether "not" above what is thought denies what is thought: "do not believe there is a threat"."""
    return lemma(verb) in _governors("thinking") and any(child.dep_ == "neg" for child in verb.children)


def is_presupposed(trigger: Trigger) -> bool:
    """Say whether the words take for granted that a deed was done, whatever is said about it.

    "The murder of Ana Ruiz" and "the judge's kidnapping" were, also where somebody is suspected of
    them or has no part in them; so was what somebody is charged with having done to somebody named.
    """
    token = trigger.token
    if lemma(token) not in _governors("deed"):
        return False
    if not trigger.is_verb:
        return any(victim.dep_ == "poss" or _is_particular(victim) for victim in victims_of_noun(token))
    charged = token.dep_ == "pcomp" and {lemma(token.head), lemma(token.head.head)} & _governors("presupposing")
    return bool(charged) and any(child.dep_ == "dobj" and _is_particular(child) for child in token.children)


def is_spoken_of(trigger: Trigger) -> bool:
    """Say whether a deed is told only because of what came after ("suspected in the murder of", "tied to a blast")."""
    governors = _governors("presupposing" if is_presupposed(trigger) else "guilty of")
    return any(lemma(token) in governors for token in islice(trigger.token.ancestors, _STEPS_TO_WHAT_CAME_AFTER))


def _is_particular(victim: Token) -> bool:
    """Say whether somebody is meant who is named, counted or known, and not just anybody."""
    return victim.dep_ in ("pobj", "dobj") and (
        victim.pos_ == "PROPN" or any(child.dep_ in ("det", "nummod", "poss") for child in victim.children)
    )


def _of_known_deed(trigger: Trigger) -> Factuality:
    """Look only at the words right above: a planned or prevented murder is none, one that is tried is one."""
    token = trigger.token
    above = [token, token.head] if token.head.dep_ == "prep" else [token]
    for node in above:
        status = _governed(node, trigger)
        # "denied a part in the murder": what is denied is the part.
        unless = status is Factuality.NEGATED and node is not token and node.lower_ != "of"
        if status in (Factuality.HYPOTHETICAL, Factuality.NEGATED) and not unless:
            return status
    return Factuality.ACTUAL


@functools.cache
def _governors(key: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("factuality.tsv", key))


def _negated(token: Token) -> bool:
    return any(
        child.dep_ == "neg"
        or (child.dep_ == "det" and child.lower_ in ("no", "neither"))
        or (child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in ("nobody", "none"))
        or (child.dep_ in ("nsubj", "nsubjpass") and any(part.lower_ == "no" for part in child.children))
        for child in token.children
    )


def _verb_status(verb: Token, *, own: bool) -> Factuality | None:
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    for auxiliary in auxiliaries:
        if auxiliary.tag_ == "MD":
            return Factuality.HYPOTHETICAL
    if any(child.dep_ == "parataxis" and lemma(child) in ("claim", "allege") for child in verb.children):
        return Factuality.HYPOTHETICAL
    if any(child.dep_ == "neg" for child in verb.children):
        return Factuality.NEGATED
    if any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "lest", "whether") for child in verb.children):
        return Factuality.HYPOTHETICAL
    infinitive = any(child.tag_ == "TO" for child in auxiliaries)
    if infinitive and (verb.dep_ in ("acl", "advcl", "ROOT") or lemma(verb.head) not in _governors("implicative")):
        return Factuality.HYPOTHETICAL
    if infinitive and lemma(verb.head) in _governors("habitual"):
        return Factuality.GENERIC
    # A simple present is a habit or rhetoric, outside headlines: "he bombs its cities".
    if own and verb.tag_ in ("VBP", "VBZ") and not auxiliaries and lemma(verb) not in ("be", "say"):
        return None if verb.sent.start == 0 else Factuality.GENERIC
    return None


def _governed(node: Token, trigger: Trigger) -> Factuality | None:
    """Look at the word above ``node``: "threat of", "plan to", "prevent", "deny"."""
    head = node.head
    word = lemma(head)
    if node.dep_ in ("dobj", "xcomp", "pobj", "pcomp", "prep", "acl", "oprd", "nsubj", "nsubjpass"):
        if node.dep_ not in ("nsubj", "nsubjpass") or word in _governors("passive"):
            if word in _governors("deny"):
                return Factuality.NEGATED
            if word in _governors("hypothetical"):
                return Factuality.HYPOTHETICAL
            if _is_fire_fought(node, trigger):
                return None
            if word in _governors("generic") or (node.dep_ == "xcomp" and word in _governors("habitual")):
                return Factuality.GENERIC
        if (
            node.dep_ in ("pobj", "pcomp")
            and head.lower_ in ("with", "of")
            and lemma(head.head) in _governors("charge")
        ):
            return Factuality.GENERIC
        if node.dep_ in ("pobj", "pcomp") and head.lower_ in (
            "against",
            "without",
            "despite",
            "about",
            "for",
            "from",
            "regarding",
            "over",
            "amid",
        ):
            above = lemma(head.head)
            if head.lower_ == "without":
                return Factuality.NEGATED
            if above in _governors("topic") or above in _governors("hypothetical"):
                return Factuality.GENERIC
    return None


def _is_fire_fought(node: Token, trigger: Trigger) -> bool:
    """Say whether one fire or flood is fought, not fires as such: "crews tackled a blaze"."""
    return (
        node is trigger.token
        and trigger.kind in _FOUGHT
        and lemma(node.head) in ("tackle", "fight", "combat", "battle")
        and any(child.dep_ in ("det", "nummod") for child in node.children)
    )


def _is_usual(noun: Token) -> bool:
    """Say whether a plural is told of as what there always is: "accidents are common", "there are often clashes"."""
    verb = noun.head
    if noun.tag_ not in ("NNS", "NNPS") or noun.dep_ not in ("nsubj", "attr") or verb.tag_ not in ("VBP", "VBZ"):
        return False
    return lemma(verb) == "be" and any(lemma(child) in _governors("usual") for child in verb.children)


def _is_only_meant(noun: Token) -> bool:
    """Say whether a word beside the noun says that it is to come at best: "a proposed truce", "a march planned by"."""
    return any(
        child.dep_ in ("acl", "amod") and child.tag_ in ("VBN", "JJ") and child.lower_ in _governors("proposed")
        for child in noun.children
    )


def _bare_topic(trigger: Trigger) -> bool:
    """Say whether a plural without anything that grounds it is meant as a kind: "responsible for attacks"."""
    token = trigger.token
    if token.tag_ not in ("NNS", "NNPS") or trigger.mode is Mode.EFFECT:
        return False
    if token.head.lower_ == "of" and lemma(token.head.head) in _governors("several"):
        return False  # "a series of attacks"
    grounded = any(
        child.dep_ in ("det", "nummod", "poss", "relcl", "acl")
        or (child.dep_ == "prep" and child.lower_ in ("in", "on", "at", "near", "across", "between", "outside"))
        for child in token.children
    )
    return (
        not grounded
        and token.dep_ in ("pobj", "conj", "compound")
        and lemma(token.head) in ("of", "for", "against", "about", "from", "to", "by")
    )
