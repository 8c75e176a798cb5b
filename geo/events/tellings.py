"""Whether two words of one sentence tell of one event, or of an event and of what came before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.events import dates, offsets
from geo.events.triggers import Trigger, is_speech

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.events.drafts import Draft
    from geo.model import DateRange

_BEFORE_OR_AFTER = frozenset({"after", "before"})
_NATIONS = frozenset({"GPE", "NORP"})
_SIDES = _NATIONS | {"ORG"}


def are_apart(one: Draft, other: Draft) -> bool:
    """Say whether the words of one sentence keep two tellings apart: by their time, or as one's answer to the other."""
    if _has_own_time(one.trigger, one.date) != _has_own_time(other.trigger, other.date):
        return True
    return _answers(one.trigger, other.trigger)


def _has_own_time(trigger: Trigger, date: DateRange | None) -> bool:
    """Say whether a clause on its date tells of the trigger: "the worst since 2022, when nine were killed"."""
    if date is None or date.span is None:
        return False
    words = offsets.of(trigger.token.doc).words(date.span.start, date.span.end)
    return dates.is_told_of_then(trigger.token, words)


def _answers(one: Trigger, other: Trigger) -> bool:
    """Say whether two nations did these one after the other: "X hit a depot hours after Y launched missiles"."""
    first, second = sorted((one, other), key=lambda trigger: _depth(trigger.token))
    clause = second.token
    if clause.dep_ != "advcl" or not one.is_verb or not other.is_verb:
        return False
    if not any(child.dep_ == "mark" and child.lower_ in _BEFORE_OR_AFTER for child in clause.children):
        return False
    doers, others = _nations_of_subject(first.token), _nations_of_subject(clause)
    return bool(doers and others and not doers & others)


def are_done_by_others(event: Draft, mention: Draft) -> bool:
    """Say whether two tellings name who did it, and neither names any of the other's: Israel and Hezbollah."""
    one, other = ({name for trigger in draft.triggers for name in _doers(trigger)} for draft in (event, mention))
    return bool(one and other) and not one & other


def _doers(trigger: Trigger) -> set[str]:
    """Return the first letters of the names in the subject of an active verb, for "it" in that of who says so."""
    verb = trigger.token
    if not trigger.is_verb:
        return set()
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if verb.dep_ == "ccomp" and is_speech(verb.head) and any(subject.tag_ == "PRP" for subject in subjects):
        subjects = [child for child in verb.head.children if child.dep_ == "nsubj"]
    words = [part for subject in subjects for part in (subject, *subject.lefts)]
    return {part.text[:4] for part in words if part.ent_type_ in _SIDES}


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _nations_of_subject(verb: Token) -> set[str]:
    """Return the first letters of the nations in the subject: "Russia" and "Russian" are one."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    return {part.text[:4] for subject in subjects for part in subject.subtree if part.ent_type_ in _NATIONS}


def way(event: Trigger, effect: Trigger) -> int:
    """Return how far before a clause of its effect an event is named ("the fighting, which has displaced"), else 0."""
    if effect.token.dep_ != "relcl" or event.token.i > effect.token.i:
        return 0
    return effect.token.i - event.token.i
