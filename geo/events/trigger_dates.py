"""The dates that the sentence of an event gives it, and what they say about whether it has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.events import dates, linking, offsets, triggers
from geo.events.triggers import Mode, Trigger
from geo.model import DateRange, Layer, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geo.events.drafts import Draft

_SAID_STEPS = 2
# The reporter's tomorrow may be the reader's today.
_SLACK = dt.timedelta(days=1)
# What is settled before the day that it is settled for: "a ceasefire from next Friday".
_SETTLED_AHEAD = frozenset({"agreement", "cooperation", "sanction", "aid"})
_PAST = frozenset({"was", "were", "had", "has", "have", "did"})


def of(trigger: Trigger, found: Iterable[DateRange]) -> DateRange | None:
    """Return the date of the sentence that its syntax brings nearest to the trigger."""
    return dates.nearest(trigger.token, (date for date in found if date.span and _may_date(trigger, date.span)))


def _may_date(trigger: Trigger, span: Span) -> bool:
    words = offsets.of(trigger.token.doc).words(span.start, span.end)
    if trigger.mode is Mode.SPEECH:
        # "said that troops would leave on Friday" was not said on Friday
        steps, breaks = linking.way(trigger, words.root)
        return steps is not None and steps <= _SAID_STEPS and not breaks
    if triggers.tells_a_toll(trigger) and _is_reported_by(words.root.head, trigger.token):
        return False  # "said on Monday that 52 had been hurt": the toll is Monday's, the quake was before
    # "the attack was condemned on Friday" did not take place on Friday
    return not _is_taken_up(trigger) or words.root.i in {token.i for token in trigger.token.subtree}


def _is_reported_by(above: Token, token: Token) -> bool:
    """Say whether a date hangs on the verb of speech in whose clause ``token`` is a verb."""
    verb = above.head if above.dep_ == "prep" else above
    while token.dep_ in ("conj", "advcl") and token.head.pos_ == "VERB":
        token = token.head
    return triggers.is_speech(verb) and token.dep_ == "ccomp" and token.head.i == verb.i


def _is_taken_up(trigger: Trigger) -> bool:
    """Say whether somebody only speaks of an event told before: "condemned the attack"."""
    token = trigger.token
    head = token.head
    while head.dep_ in ("prep", "pobj") and head.head.i != head.i:
        head = head.head
    definite = any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in token.children)
    return definite and not trigger.is_verb and token.dep_ in ("dobj", "nsubjpass", "pobj") and triggers.is_speech(head)


def settle(events: Sequence[Draft]) -> None:
    """Leave a date to the event it stands next to: of "arrested Monday over the shooting" the arrest."""
    for event in events:
        for other in events:
            if (
                other is not event
                and other.family != event.family
                and Layer.STATEMENT not in (other.definition.layer, event.definition.layer)
                and event.date is not None
                and other.date is event.date
                and _way(other) < _way(event)
            ):
                event.date = None
                event.dated_by_words = False
                break


def _way(event: Draft) -> float:
    """Return how far the date of a sentence is from its event in the tree."""
    if event.date is None or event.date.span is None:
        return 0.0
    ways = [dates.distance(trigger.token, event.date) for trigger in event.triggers]
    return min((way for way in ways if way is not None), default=0.0)


def lies_ahead(event: Draft, today: dt.date | None) -> bool:
    """Say whether the event is still to come by its date: "the march next Friday".

    What is told as past or settled before its day loses only the date: "agreed to meet next Friday".
    """
    if today is None or event.date is None or event.date.start <= today + _SLACK:
        return False
    if (
        event.definition.layer is not Layer.STATEMENT
        and event.kind not in _SETTLED_AHEAD
        and not any(_is_told_as_past(trigger.token) for trigger in event.triggers)
    ):
        return True
    event.date = None
    event.dated_by_words = False
    return False


def _is_told_as_past(token: Token) -> bool:
    if token.tag_ == "VBD":
        return True
    return any(child.dep_ in ("aux", "auxpass") and child.lower_ in _PAST for child in token.children)
