"""Which kind of event it is, with ACLED's and PLOVER's codes, once its class is known.

The words that tell of the event decide, then those beside them: weapons, vehicles, what the police did at a protest.
All tables are data (``triggers.tsv``, ``class_kinds.tsv``, ``beside.tsv``, ``weapons.tsv``, ``vehicles.tsv``).
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Mapping, Sequence

from geo.events import lexicon, phrases
from geo.events.lemmas import Patterns, Word, is_verb_form, lemmas, sort_of, trigger_patterns, words
from geo.events.lexicon import Kind
from geo.events.mentions import Status
from geo.model import EventClass

# How many sentences of an event are looked at, and how much of each.
_SENTENCES = 2
_CHARACTERS = 600
# An attack becomes a bombing, a bombing a suicide bombing.
_STEPS = 2
_ITSELF = ""
_Text = tuple[str, list[Word]]
# How likely a kind has to be by the regression to overrule the plain kind of a class, and one that words tell of.
# Chosen on the training part of case2021_task2, out of fold: sub-event type of the first event .53 to .61.
_LIKELY = 0.3
_RATHER = 0.5
# The same of the plain kind of a class: what words tell beside it is more.
_SURE = 0.8
# The tables of words beside a kind that are lexicons of their own.
_FURTHER = {"attack": "weapons.tsv", "traffic_accident": "vehicles.tsv", "accident": "vehicles.tsv"}


def kind_of(
    trigger_texts: Sequence[str],
    sentences: Sequence[str],
    event_class: EventClass,
    status: Status = Status.NEWS,
    shares: Mapping[str, float] | None = None,
) -> Kind:
    """Return the kind of an event of ``event_class``.

    A kind of another class that this one may have (a shooting as violence or as crime) keeps its label and takes the
    codes of this class. What is said is coded as a statement, whatever it is about.

    Args:
        trigger_texts: the words that name the event.
        sentences: the sentences that they stand in.
        event_class: the class of the event.
        status: whether the event is told as news, as history or as what somebody says.
        shares: the probabilities of kinds by the regression (:mod:`geo.events.types`), which has a say where the
            class is one that it knows.

    """
    coded = EventClass.STATEMENT if status is Status.STATEMENT else event_class
    named = [(text, words(text)) for text in trigger_texts]
    around = [(text, words(text)) for text in (sentence[:_CHARACTERS] for sentence in sentences[:_SENTENCES])]
    told = _told(named, coded) or _told(_phrases(trigger_texts, around, coded), coded)
    if told is None and _may_look_around(coded):
        told = _told(around, coded)
    name = told or _default(coded)
    for _ in range(_STEPS):
        name = _beside(name, (*named, *around), coded)
    if shares is not None and is_classified(coded):
        name = _by_regression(name, shares, coded)
    return dataclasses.replace(_coded(name, coded), event_class=event_class)


@functools.cache
def is_classified(coded: EventClass) -> bool:
    """Say whether the regression has a say in the kind of an event of a class."""
    return _rows(coded, "classified") != {}


def _by_regression(name: str, shares: Mapping[str, float], coded: EventClass) -> str:
    """Return the likeliest kind that the class may have, where it is likely enough to overrule the words."""
    admitted = {kind: share for kind, share in shares.items() if _admits(coded, kind)}
    best = max(admitted, key=lambda kind: admitted[kind])
    least = _LIKELY if name == _default(coded) else _SURE if best == _default(coded) else _RATHER
    sure = admitted[best] >= least * sum(admitted.values())
    return best if sure and _codes_of(best, coded) != _codes_of(name, coded) else name


def _codes_of(name: str, coded: EventClass) -> tuple[str | None, str | None]:
    kind = _coded(name, coded)
    return kind.event_type, kind.sub_event_type


def _told(texts: Sequence[_Text], coded: EventClass) -> str | None:
    """Return the kind that the words of ``texts`` tell of most often.

    One that ACLED has a code for goes before one that it has none for (an agreement before the talks that led to it),
    the class's plain one last.
    """
    matches = (match for text, parsed in texts for match in _patterns(coded).find(text, parsed))
    found = [match.kind for match in matches if match.kind]
    exact = [kind for kind in found if kind != _default(coded)]
    with_code = [kind for kind in exact if _codes_of(kind, coded)[1]]
    return Counter(with_code or exact or found).most_common(1)[0][0] if found else None


def _phrases(trigger_texts: Sequence[str], around: Sequence[_Text], coded: EventClass) -> list[_Text]:
    """Return the phrases that go on from the words that name an event: "took 30 hostages" from "took"."""
    found = (
        text[match.start : match.end]
        for text, parsed in around
        for match in _patterns(coded).find(text, parsed)
        if any(text.startswith((f"{trigger} ", f"{trigger}\n"), match.start) for trigger in trigger_texts)
    )
    return [(phrase, words(phrase)) for phrase in found]


def _beside(name: str, texts: Sequence[_Text], coded: EventClass) -> str:
    """Return what the words beside an event of the kind ``name`` make of it."""
    patterns = _neighbours(name)
    if patterns is None:
        return name
    found = [match.kind for text, parsed in texts for match in patterns.find(text, parsed)]
    fitting = Counter(kind for kind in found if kind and _admits(coded, kind))
    return fitting.most_common(1)[0][0] if fitting else name


def _coded(name: str, coded: EventClass) -> Kind:
    """Return a kind with the codes that it has in a class."""
    kind = lexicon.kinds()[name]
    if kind.event_class is coded and name not in _borrowed(coded):
        return kind
    lender = _borrowed(coded).get(name)
    if not lender:
        return dataclasses.replace(kind, event_type=None, sub_event_type=None)
    codes = lexicon.kinds()[lender]
    return dataclasses.replace(
        kind, event_type=codes.event_type, sub_event_type=codes.sub_event_type, plover_event=codes.plover_event
    )


def _admits(coded: EventClass, name: str) -> bool:
    return lexicon.kinds()[name].event_class is coded or name in _borrowed(coded)


def _rows(coded: EventClass, what: str) -> Mapping[str, str]:
    return {row[2]: row[3] for row in lexicon.read("class_kinds.tsv") if row[:2] == (coded.value, what)}


@functools.cache
def _default(coded: EventClass) -> str:
    return _rows(coded, "*")["*"]


@functools.cache
def _borrowed(coded: EventClass) -> Mapping[str, str]:
    """Return the kinds of other classes that a class may have, with the kind whose codes they take."""
    return _rows(coded, "kind")


@functools.cache
def _may_look_around(coded: EventClass) -> bool:
    return _rows(coded, "around") != {}


@functools.cache
def _patterns(coded: EventClass) -> Patterns:
    """Return the words that tell of the kinds of a class, its own before those of the trigger lexicon."""
    own = [(word, "", kind, "") for word, kind in _rows(coded, "word").items()]
    plain = lexicon.kinds()["casualties"].event_class
    rest = [
        (row[0], row[1], row[2], row[3])
        for row in lexicon.read("triggers.tsv")
        if _admits(coded, row[2]) and (row[3] != "effect" or coded is plain)
    ]
    return Patterns([*own, *rest])


@functools.cache
def _neighbours(name: str) -> Patterns | None:
    table = dict(lexicon.groups(_FURTHER[name])) if name in _FURTHER else {}
    table |= {row[1]: row[2] for row in lexicon.read("beside.tsv") if row[0] == name}
    return Patterns([(word, "", kind, "") for word, kind in table.items()]) if table else None


@functools.lru_cache(maxsize=1 << 12)
def names_events(text: str) -> bool:
    """Say whether a word or phrase names an event as a noun does: "strike", "car bomb", "siege", not "opened fire"."""
    parsed = words(text)
    if len(parsed) > 1:
        opening, last = parsed[0].lower, parsed[-1].lower
        return (
            sort_of(last) is None and (not is_verb_form(opening) or opening.endswith("ing")) and not is_verb_form(last)
        )
    return bool(parsed) and any(lemma in _nouns() for lemma in lemmas(text, "n"))


@functools.lru_cache(maxsize=1 << 12)
def names_class(text: str, event_class: EventClass) -> bool:
    """Say whether the words are among those for events of a class: "drone attack" of violence, "fires" of accidents."""
    return any(_admits(event_class, match.kind) for match in trigger_patterns().find(text, words(text)))


def tells_harm(text: str) -> bool:
    """Say whether the words tell only whom it harmed ("killed", "deaths"), not what happened."""
    found = trigger_patterns().find(text, words(text))
    return bool(found) and all(match.mode == "effect" for match in found)


@functools.cache
def _nouns() -> frozenset[str]:
    """Return the nouns that name an event and not only its harm."""
    rows = [row for row in lexicon.read("triggers.tsv") if row[3] in ("event", "speech")]
    people = phrases.groups()
    named = {row[0] for row in rows if row[1] == "n"} | set(lexicon.rows_of("support.tsv", "noun"))
    return frozenset(noun for noun in named if noun not in people)
