"""Whom or what a noun counts: the victims of a "murder", the number before "deaths", what a "toll" rises to.

One finder for each role that ``casualty_words.tsv`` gives a noun, and one for verbs that damage things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.events.bodies import BODIES, is_found
from geo.events.counting import OF_PERSONS, Finding, by_object, by_subject, negated, object_of, plain, roles
from geo.events.deeds import victims_of_noun
from geo.events.groups import Group, Numbers, group_of, is_person, singles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# "sentenced to death" is not killed.
_SENTENCING = frozenset({"sentence", "condemn", "threaten", "doom"})


def by_deed(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count the victims behind a noun ("the murder of six priests", "the mayor's assassination")."""
    if noun.pos_ != "NOUN":
        return
    if noun.lower_ == "death" and noun.i and noun.nbor(-1).lower_ == "to" and noun.head.head.pos_ == "VERB":
        if noun.head.head.lemma_ not in _SENTENCING:
            yield from by_object(noun.head.head, what, numbers)  # "was shot to death"
        return
    if noun.lemma_ in BODIES and not is_found(noun):
        return
    for victim in victims_of_noun(noun):
        if victim.dep_ == "poss" and not is_person(victim):
            continue
        group = group_of(victim, numbers, victim=what in OF_PERSONS)
        if group is not None:
            yield Finding(what, noun, group)


def by_number(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count a noun that is itself counted ("two deaths", "no casualties")."""
    if noun.pos_ != "NOUN" or noun.dep_ == "compound":
        return
    if any(child.dep_ == "det" and child.lower_ == "no" for child in noun.lefts) or (
        noun.i and noun.nbor(-1).lower_ == "without"
    ):
        yield Finding(what, noun, Group(0, 0, "", noun.i - 1, noun.i + 1, True))
        return
    if noun.lemma_ == "life" and noun.head.lemma_ not in ("claim", "cost", "lose", "take"):
        return
    quantity = numbers.before(noun)
    if quantity is not None:
        yield Finding(what, noun, replace(plain(quantity), end=noun.i + 1))


_TOLL_NOUNS = frozenset({"toll", "number", "tally", "count", "total"})
_BEFORE_THE_TOLL = frozenset(
    {"to", "at", "of", "is", "was", "reached", "reaches", "hit", "total", "totaled", "totalled"}
)
_RISING = frozenset({"rise", "climb", "jump", "increase", "grow", "reach", "surge", "soar", "stand", "mount", "creep"})
_TOLL_WINDOW, _VERB_WINDOW = 14, 6


def by_loss(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count what a side lost; whether people were killed or wounded, the word does not say."""
    verb = noun.head
    if noun.lower_ != "losses" or noun.dep_ != "nsubj":
        return
    for child in verb.rights:
        things = next(child.children, None) if child.dep_ == "prep" and child.lower_ == "to" else child
        if things is None or things.dep_ not in ("dobj", "attr", "pobj"):
            continue
        for counted, group in singles(things, numbers):
            if group.numbered:
                yield Finding(what if is_person(counted) else f"{_plural(counted)} lost", noun, group)


def _counter_before(noun: Token) -> Token | None:
    """Return the "number" of "the number of dead"."""
    i = noun.i - 2 if noun.i > 1 and noun.nbor(-1).lower_ == "of" else noun.i - 1
    return noun.doc[i] if i >= 0 and noun.doc[i].lower_ in _TOLL_NOUNS else None


def _rises(noun: Token) -> bool:
    """Say whether a plural is told to have come to a number: "cases rose to", "deaths reached"."""
    return noun.tag_ == "NNS" and noun.dep_ == "nsubj" and noun.head.lemma_.lower() in _RISING


def by_toll(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count a toll by the newest number that its verb gives ("rose to 63 from 41" is 63)."""
    counter = noun if noun.lower_ == "toll" or _rises(noun) else _counter_before(noun)
    if counter is None:
        return
    if (
        noun.lower_ == "toll"
        and noun.i
        and (named := [w for r, w in roles(noun.nbor(-1).lemma_.lower(), "") if r == "toll"])
    ):
        what = named[0]
    # "the toll of 63", then "the toll from the quake that … has risen to 87", then what is near
    starts = [(noun.i + 1, noun.i + 3), (noun.i + 1, noun.i + _TOLL_WINDOW)]
    if counter.dep_ in ("nsubj", "nsubjpass") and counter.head.i > noun.i:
        starts.insert(1, (counter.head.i + 1, counter.head.i + _VERB_WINDOW))
    for first, last in starts:
        end = min(last, noun.sent.end)
        quantity = next(
            (
                q
                for i in range(first, end)
                if (q := numbers.at(i)) is not None and q.start == i and noun.doc[i - 1].lower_ in _BEFORE_THE_TOLL
            ),
            None,
        )
        if quantity is not None:
            group = group_of(noun.doc[quantity.end], numbers) if quantity.end < noun.sent.end else None
            if group is None or group.start != quantity.start:
                group = plain(quantity)
            yield Finding(_state_behind(noun.doc, group) or what, noun, group)
            return


def _state_behind(doc: Doc, group: Group) -> str | None:
    """Return what became of the counted where the next word says it ("a toll of three people wounded")."""
    after = doc[group.end] if group.end < len(doc) else None
    found = roles(after.lemma_.lower(), after.lower_) if after is not None else []
    return next((what for role, what in found if role in ("object", "state")), None)


def by_thing(verb: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count the things that were damaged, each kind by itself."""
    if verb.pos_ != "VERB":
        return
    things = object_of(verb)
    if things is None or negated(verb):
        return
    counted = list(singles(things, numbers))
    if not any(group.numbered for _, group in counted):
        return
    for noun, group in counted:
        if not is_person(noun):
            yield Finding(f"{_plural(noun)} {what}", verb, group)


_TAKES_LIVES = frozenset({"claim", "cost", "take"})


def by_life(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count those who lost their lives, and those whose lives something claimed."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.pos_ != "VERB" or negated(verb):
        return
    if verb.lemma_ == "lose":
        yield from by_subject(verb, what, numbers)
    elif verb.lemma_ in _TAKES_LIVES and numbers.before(noun) is None:
        yield from (Finding(found.what, noun, found.group) for found in by_deed(noun, what, numbers))


_SUFFERS = frozenset({"suffer", "sustain", "receive", "incur"})


def by_harm(noun: Token, what: str, numbers: Numbers) -> Iterator[Finding]:
    """Count those who suffered injuries or wounds."""
    verb = noun.head
    if noun.dep_ == "dobj" and verb.pos_ == "VERB" and verb.lemma_ in _SUFFERS:
        yield from by_subject(verb, what, numbers)


def _plural(noun: Token) -> str:
    word, lemma = noun.lower_, noun.lemma_.lower()
    if noun.tag_ == "NNS":
        return word
    if lemma.endswith(("s", "x", "ch", "sh")):
        return lemma + "es"
    return lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" else lemma + "s"
