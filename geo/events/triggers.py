"""Words that tell of an event, and of which kind it is."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets, vehicles
from geo.events.bodies import BODIES, is_found
from geo.events.clauses import clause_of, doers, phrase_of, subjects, undergoers, with_modifiers
from geo.events.groups import is_person
from geo.events.offices import acts, announces, demands, is_official, says_what_must_be
from geo.events.storms import is_named_storm
from geo.events.weapons import kind_of_weapon
from geo.model import EventClass

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTS = {"NOUN": "n", "PROPN": "n", "VERB": "v", "ADJ": "a"}
# "strike" is an attack or a stoppage of work; these words around it tell which.
_LABOUR = frozenset({"union", "worker", "pay", "wage", "staff", "employer", "picket", "labour", "labor", "driver"})
_SERVICES = frozenset(
    {"ferry", "rail", "train", "bus", "tube", "metro", "dock", "port", "airport", "teacher", "doctor"}
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "pobj", "attr", "oprd"})
_MAX_GAP = 2
# What may stand between the words of a phrase: "summoned the Swiss ambassador", "summoned Norway's ambassador".
_BETWEEN = frozenset({"DET", "ADJ", "NUM", "PRON", "ADV", "PUNCT", "PROPN", "PART"})
_AROUND = 100
_ARMED = frozenset({"armed", "state"})
_AIMS = frozenset({"at", "against", "toward", "towards", "into"})
_WEAPONS_IN_FLIGHT = frozenset({"drone", "missile", "rocket", "uav", "shahed", "cruise", "munition"})
REPORTING = frozenset({"report", "record", "register", "confirm", "observe"})
# What only a state, a body or somebody in office does; the inquiries of the police belong to the crime.
_OFFICIAL_ACTS = frozenset({"concession", "investigation", "coercion"})
_PRONOUNS = frozenset({"they", "them", "it", "all", "both", "which", "that"})
# Hostages make an event where they are taken or held: "until all hostages are free" tells of none.
_TAKING = frozenset({"take", "hold", "seize", "grab", "capture", "keep", "kidnap", "abduct"})
_STEPS_TO_TAKING = 3


class Mode(StrEnum):
    """What a trigger needs to stand for an event (see ``data/triggers.tsv``)."""

    EVENT = "event"
    EFFECT = "effect"
    LIGHT = "light"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger in a spaCy Doc: the words ``doc[first:last + 1]`` with their syntactic head."""

    token: Token
    first: int
    last: int
    kind: str
    mode: Mode

    @property
    def is_verb(self) -> bool:
        """Say whether the event is told by a verb, not named by a noun."""
        return self.token.pos_ in ("VERB", "AUX") or self.token.tag_.startswith("VB")


def find(doc: Doc) -> list[Trigger]:
    """Return the triggers of ``doc`` in the order of the text; longer ones win over shorter ones.

    A sentence too long for its syntax to be relied upon tells of nothing.
    """
    triggers: list[Trigger] = []
    taken = -1
    for _, token in offsets.parsed_tokens(doc):
        if token.i <= taken or token.is_space or token.is_punct:
            continue
        if announces(token):
            triggers.append(Trigger(token, token.i, token.i, "announcement", Mode.SPEECH))
            taken = token.i
            continue
        trigger = _phrase_at(token) or _word_at(token)
        if trigger is not None and _stands(trigger):
            triggers.append(_refined(trigger))
            taken = trigger.last
        elif demands(token):
            triggers.append(Trigger(token, token.i, token.i, "demand", Mode.SPEECH))
        elif acts(token) and not _reports_an_event(token):
            triggers.append(Trigger(token, token.i, token.i, "act", Mode.EVENT))
    return triggers


@functools.cache
def _words() -> Mapping[tuple[str, str], tuple[str, Mode]]:
    rows = lexicon.read("triggers.tsv")
    return {(row[0], row[1]): (row[2], Mode(row[3])) for row in rows if row[1] != "x"}


@functools.cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str, Mode], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str, Mode]]] = {}
    for pattern, part, kind, mode in lexicon.read("triggers.tsv"):
        if part == "x":
            words = tuple(pattern.split())
            phrases.setdefault(words[0], []).append((words, kind, Mode(mode)))
    return {first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in phrases.items()}


def lemma(token: Token) -> str:
    """Return the lemma in lower case; the tagger takes unknown capitalised words for names."""
    return token.lemma_.lower()


def _phrase_at(token: Token) -> Trigger | None:
    for form in {lemma(token), token.lower_}:
        for words, kind, mode in _phrases().get(form, ()):
            last = _match(token, words)
            if last is not None:
                span = token.doc[token.i : last + 1]
                return Trigger(span.root, token.i, last, kind, mode)
    return None


def _match(token: Token, words: tuple[str, ...]) -> int | None:
    """Return the index of the last token of ``words``, which may have articles, adjectives and names between them."""
    doc, position = token.doc, token.i
    for word in words[1:]:
        for step in range(1, _MAX_GAP + 2):
            after = position + step
            if after >= len(doc) or doc[after].is_sent_start:
                return None
            if word in (lemma(doc[after]), doc[after].lower_):
                position = after
                break
            if doc[after].pos_ not in _BETWEEN and doc[after].dep_ != "compound":
                return None
        else:
            return None
    return position


def _word_at(token: Token) -> Trigger | None:
    part = _PARTS.get(token.pos_)
    if part is None:
        return None
    named = token.pos_ == "PROPN" and token.i and not token.is_sent_start and token.text[0].isupper()
    if named and not is_named_storm(token):
        return None
    found = _words().get((lemma(token), part))
    if found is None and part == "v" and token.tag_ == "VBG":
        found = _words().get((token.lower_, "n"))
    if found is None and part in ("a", "n") and token.tag_ in ("VBN", "VBD", "JJ", "VBG"):
        found = _words().get((token.lower_, "a"))
    return Trigger(token, token.i, token.i, *found) if found else None


def is_speech(token: Token) -> bool:
    """Say whether ``token`` is a verb of saying."""
    found = _words().get((lemma(token), "v"))
    return found is not None and found[1] is Mode.SPEECH


def tells_a_toll(trigger: Trigger) -> bool:
    """Say whether the trigger is a word of harm, also where who did it makes it an attack: "killed"."""
    return trigger.mode is Mode.EFFECT or (
        trigger.first == trigger.last
        and trigger.is_verb
        and _words().get((lemma(trigger.token), "v"), ("", Mode.EVENT))[1] is Mode.EFFECT
    )


def is_deed(token: Token) -> bool:
    """Say whether ``token`` is a verb that can tell of an event: "hit", "shelled"."""
    found = _words().get((lemma(token), "v"))
    return found is not None and found[1] is not Mode.SPEECH


def is_event(token: Token) -> bool:
    """Say whether ``token`` is a noun that can name an event: "siege", "operations"."""
    return (lemma(token), "n") in _words() or lemma(token) in lexicon.rows_of("support.tsv", "noun")


@functools.cache
def _not_after() -> frozenset[str]:
    return frozenset(lexicon.rows_of("support.tsv", "not after"))


@functools.cache
def _not_before() -> frozenset[str]:
    return frozenset(lexicon.rows_of("support.tsv", "not before"))


def _stands(trigger: Trigger) -> bool:
    """Reject words that only look like triggers: "fire service", "a light strike", "protest leader"."""
    token = trigger.token
    if (
        not trigger.is_verb
        and token.dep_ in ("compound", "nmod", "amod", "npadvmod")
        and token.head.pos_ in ("NOUN", "PROPN")
        and not is_named_storm(token)
    ):
        return trigger.first != trigger.last and token.head.i <= trigger.last
    if not trigger.is_verb and trigger.first == trigger.last and token.i and token.nbor(-1).lower_ in _not_after():
        return False
    after = token.doc[trigger.last + 1] if trigger.last + 1 < len(token.doc) else None
    if not trigger.is_verb and after is not None and after.lower_ in _not_before():
        return False
    if trigger.is_verb and token.tag_ == "VBG" and token.dep_ == "acl" and token.i - 1 == token.head.i:
        return False
    if trigger.is_verb and _is_figurative(token):
        return False
    if (
        trigger.kind == "air_strike"
        and lemma(token) in ("fire", "launch")
        and lemma(token.doc[trigger.last]) == "drone"
    ):
        return _is_aimed(token)
    if lemma(token) == "sink" and trigger.is_verb and trigger.first == trigger.last:
        return vehicles.sinks(token, subjects(token), undergoers(token))
    if trigger.kind == "say" and _reports_an_event(token):
        return False
    if trigger.kind in _OFFICIAL_ACTS and trigger.is_verb:
        return any(is_official(part) and actor_group(part) != "police" for part in subjects(token))
    if lemma(token) == "hostage" and not trigger.is_verb and trigger.first == trigger.last:
        return any(lemma(part) in _TAKING for part in islice(token.ancestors, _STEPS_TO_TAKING))
    if (
        trigger.kind == "meeting"
        and token.dep_ == "dobj"
        and _words().get((lemma(token.head), "v"), ("",))[0] == "attack"
    ):
        return False  # "struck a meeting of officers"
    if lemma(token) in ("slam", "smash") and trigger.kind == "attack":
        return any(lemma(part) in _WEAPONS_IN_FLIGHT for part in subjects(token))  # cars and planes only crash
    if lemma(token) == "seize" and trigger.is_verb and trigger.first == trigger.last:
        return _takes_by_force(token)
    if trigger.mode is Mode.SPEECH and any(child.dep_ == "prep" and child.lower_ == "into" for child in token.children):
        return False  # "the bus slammed into a wall"
    if lemma(token) in BODIES and not trigger.is_verb:
        return is_found(token)
    if trigger.mode is Mode.LIGHT:
        return any(lemma(part) in lexicon.groups("weapons.tsv") or actor_group(part) for part in _known_doers(token))
    return True


def _reports_an_event(verb: Token) -> bool:
    """Say whether what is reported is the event: "witnesses reported artillery fire", "Peru confirmed an outbreak"."""
    return lemma(verb) in REPORTING and any(child.dep_ == "dobj" and is_event(child) for child in verb.children)


def _takes_by_force(verb: Token) -> bool:
    """Say whether armed people or soldiers seize a ship, train or plane, or armed people seize anybody."""
    sides = {group for part in doers(verb) if (group := actor_group(part)) in _ARMED}
    taken = undergoers(verb)
    return bool(sides) and (
        any(vehicles.is_vehicle(part) for part in taken)
        or ("armed" in sides and any(is_person(part) for part in taken))
    )


def _is_aimed(verb: Token) -> bool:
    """Say whether drones are launched at something, or by a state or armed people: firms launch drones too."""
    aimed = any(child.dep_ == "prep" and child.lower_ in _AIMS for child in verb.subtree)
    return aimed or any(part.ent_type_ in ("GPE", "NORP") or actor_group(part) in _ARMED for part in subjects(verb))


def _is_figurative(verb: Token) -> bool:
    """Say whether a verb means something else with these words, or is no event of anybody without an office."""
    roles: dict[str, set[str]] = {}
    for word, role, with_word in lexicon.read("figurative.tsv"):
        if word == lemma(verb):
            roles.setdefault(role, set()).add(with_word)
    if not roles:
        return False
    doing = list(subjects(verb))
    behind = [part for child in verb.children if child.dep_ == "prep" for part in child.children if part.dep_ == "pobj"]
    named = {"object": undergoers(verb), "subject": doing, "behind": behind}
    if any(lemma(part) in roles.get(role, ()) for role, parts in named.items() for part in parts):
        return True
    if any(lemma(part) in roles.get("post", ()) for part in behind):
        return False
    return "office" in roles and not any(is_official(part) for part in doing)


def _refined(trigger: Trigger) -> Trigger:
    """Let the weapon, the doer and the target decide between kinds of attack."""
    kind, mode = trigger.kind, trigger.mode
    if mode is Mode.EFFECT and kind == "casualties":
        if not _happens_in_an_accident(trigger.token):
            kind = next((weapon for doer in doers(trigger.token) if (weapon := kind_of_weapon(doer))), kind)
        mode = Mode.EVENT if kind != "casualties" else mode
    if mode is Mode.EFFECT and kind in ("casualties", "destruction"):
        kind = _deed(trigger.token) or kind
        mode = Mode.EVENT if kind in ("attack", "armed_clash") else mode
    if kind == "attack" or (kind in ("remote_explosive", "explosion") and trigger.mode is Mode.EVENT):
        kind = weapon_kind(trigger.token) or kind
    if trigger.first != trigger.last and lemma(trigger.token) == "shoot" and _is_of_weapons(trigger):
        kind = "disrupted_weapons"
    if lemma(trigger.token) == "bomb" and trigger.is_verb and _is_done_by_a_state(trigger.token):
        kind = "air_strike"  # states bomb from the air
    if kind == vehicles.CRASH and trigger.first == trigger.last:
        kind = vehicles.kind_of_crash(trigger.token, subjects(trigger.token))
    if lemma(trigger.token) == "sink" and any(undergoers(trigger.token)):
        kind = vehicles.kind_of_sinking(doers(trigger.token))
    if kind == "say" and says_what_must_be(trigger.token):
        kind = "demand"
    if trigger.token.lemma_ == "strike" and not trigger.is_verb and kind == "attack":
        if any(child.dep_ in ("compound", "poss") and lemma(child) in _SERVICES for child in trigger.token.children):
            return Trigger(trigger.token, trigger.first, trigger.last, "labour_strike", mode)
        around = trigger.token.doc[max(0, trigger.first - _AROUND) : trigger.last + _AROUND]
        if {lemma(token) for token in around} & _LABOUR and not any(actor_group(token) in _ARMED for token in around):
            kind = "labour_strike"
    return Trigger(trigger.token, trigger.first, trigger.last, kind, mode)


def _happens_in_an_accident(verb: Token) -> bool:
    """Say whether the clause above tells of an accident: a jet that crashes, killing many, is no weapon."""
    if verb.dep_ not in ("advcl", "conj", "xcomp"):
        return False
    found = _words().get((lemma(verb.head), "v"))
    return found is not None and lexicon.kinds()[found[0]].event_class is EventClass.ACCIDENT


def _is_done_by_a_state(verb: Token) -> bool:
    """Say whether soldiers or a nation do it ("Israel bombed"), not people of that nation who fight on their own."""
    parts = doers(verb)
    if any(actor_group(part) in ("armed", "criminals") for part in parts):
        return False
    return any(actor_group(part) == "state" or part.ent_type_ in ("GPE", "NORP") for part in parts)


def _is_of_weapons(trigger: Trigger) -> bool:
    """Say whether what was shot down are drones or missiles, also "41 of them" and a bare number of them."""
    if trigger.token.doc[trigger.last].lower_ != "down":
        return False
    for target in undergoers(trigger.token):
        words = [target, *(part for child in target.children if child.lower_ == "of" for part in child.children)]
        if any(lemma(word) in _WEAPONS_IN_FLIGHT for word in words):
            return True
        if all(word.like_num or word.lower_ in _PRONOUNS or word.tag_ in ("DT", "JJ", "PRP") for word in words):
            before = trigger.token.doc[max(0, trigger.first - _AROUND) : words[0].i]
            things = [part for part in before if part.tag_ == "NNS" and not actor_group(part)]
            return any(lemma(part) in _WEAPONS_IN_FLIGHT for part in things)
    return False


def _deed(token: Token) -> str | None:
    """Name what armed people do to others: a fight with their like, an attack on anybody else."""
    sides = {group for part in doers(token) if (group := actor_group(part)) in _ARMED}
    if not sides:
        return None
    others = {group for part in undergoers(token) if (group := actor_group(part)) in _ARMED}
    if others and others != sides:
        return "armed_clash"
    return "attack" if "armed" in sides else None


def weapon_kind(token: Token) -> str | None:
    """Return the kind of attack that the weapon in the trigger's phrase, or else in its clause, makes it."""
    for near in (phrase_of(token), clause_of(token)):
        for other in near:
            kind = kind_of_weapon(other)
            if kind and other.i != token.i:
                return kind
    return None


def _known_doers(verb: Token) -> Iterator[Token]:
    """Yield who does it, for a pronoun in what somebody says who says it: "the army said it had struck"."""
    for part in doers(verb):
        yield part
        if part.tag_ == "PRP" and verb.dep_ == "ccomp" and is_speech(verb.head):
            yield from with_modifiers([child for child in verb.head.children if child.dep_ == "nsubj"])


def actor_group(token: Token) -> str | None:
    """Return the group of the people that ``token`` names (see ``data/actors.tsv``)."""
    return lexicon.groups("actors.tsv").get(lemma(token))
