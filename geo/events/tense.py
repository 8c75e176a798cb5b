"""Whether the words around a date look ahead or back."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from geo.events import offsets

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Tense(Enum):
    """Where a reader looks for a day that is named without its week or year."""

    PAST = "past"
    FUTURE = "future"


_FUTURE_AUXILIARIES = frozenset({"will", "shall", "'ll", "’ll", "wo"})
# Further up than this a verb says nothing about a date any more.
_HIGHEST = 20
# What these are followed by has not happened yet ("is due to open on Friday").
_PLANNING = frozenset(
    {
        "schedule",
        "expect",
        "plan",
        "due",
        "set",
        "slate",
        "intend",
        "aim",
        "hope",
        "prepare",
        "ready",
        "agree",
        "promise",
        "vow",
        "pledge",
        "postpone",
        "delay",
    }
)
# What is told in the present with a day is on somebody's timetable.
_TIMETABLED = frozenset(
    {"fly", "travel", "head", "leave", "depart", "arrive", "host", "meet", "visit", "begin", "start"}
)
_SCHEDULING = frozenset({"schedule", "plan", "expect", "set", "slate", "postpone"})


def tense_at(doc: Doc, start: int, end: int) -> Tense:
    """Return the tense of the clause around the characters; the past where it shows none."""
    if not len(doc):
        return Tense.PAST
    span = offsets.of(doc).words(start, end)
    token: Token = span.root
    for _ in range(_HIGHEST):
        if token.pos_ in ("VERB", "AUX") and token not in span:
            tense = _tense_of(token)
            if tense is not None:
                return tense
        elif token.lemma_.lower() in ("due", "set", "ready") and token.pos_ == "ADJ":
            return Tense.FUTURE
        if token.head is token or token.head == token:
            break
        token = token.head
    return Tense.PAST


def _tense_of(verb: Token) -> Tense | None:
    """Return the tense that the verb shows by itself; an infinitive or a participle may show none."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & _FUTURE_AUXILIARIES:
        return Tense.FUTURE
    if "to" in auxiliaries and "have" not in auxiliaries:
        return Tense.FUTURE if verb.head.lemma_.lower() in _PLANNING or verb.head == verb else None
    if verb.lemma_.lower() in _SCHEDULING and verb.tag_ == "VBN" and verb.dep_ != "ROOT":
        return Tense.FUTURE  # "a march planned for Friday"
    if verb.tag_ in ("VBP", "VBZ") and verb.lemma_.lower() in _TIMETABLED and verb.sent.start > 0 and not auxiliaries:
        return Tense.FUTURE  # "he flies to Cairo on Sunday"; in a headline the present is the past
    if verb.tag_ in ("VBD", "VBP", "VBZ") or auxiliaries & {"was", "were", "had", "has", "have", "did"}:
        return Tense.FUTURE if verb.lemma_.lower() in _PLANNING and verb.tag_ != "VBD" else Tense.PAST
    return None
