"""Who does it, to whom, and who says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.dyads import is_somebody, owners, protested_against, sides, subjects
from geo.events.speakers import names_a_field
from geo.events.triggers import Mode, Trigger, actor_group, lemma
from geo.model import Actor, ActorRole, Layer, MentionKind, Span, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAME_PARTS = frozenset({"compound", "amod", "nmod", "poss", "case"})
_UNNAMED = frozenset({"PRON", "DET", "SCONJ", "ADV", "NUM"})
# Words for anybody: listing them as the target of an event says nothing.
_NOBODY = frozenset({"people", "person", "other", "others", "side", "hundred", "thousand", "dozen", "some", "many"})
# Nouns for so many of those who stand behind their "of".
_COLLECTIVES = frozenset(
    {
        "group",
        "hundred",
        "thousand",
        "dozen",
        "score",
        "number",
        "crowd",
        "handful",
        "majority",
        "third",
        "half",
        "member",
    }
)
_ANYBODY = frozenset({"people", "person", "other", "others", "man", "woman", "victim", "crowd"})


def states(toponyms: Sequence[Toponym]) -> dict[int, str]:
    """Return the countries that act under a name of their own: "Russian" and "Moscow" are Russia."""
    return {
        toponym.span.start: toponym.place.country_name or toponym.place.name
        for toponym in toponyms
        if toponym.place is not None
        and (
            toponym.kind is MentionKind.DEMONYM
            or toponym.place.feature_code.startswith("PCL")
            or (toponym.kind is MentionKind.METONYM and toponym.place.feature_code == "PPLC")
        )
    }


def of(
    triggers: Sequence[Trigger],
    text: str,
    scenes: frozenset[int] = frozenset(),
    countries: Mapping[int, str] | None = None,
) -> list[Actor]:
    """Return the actors of an event's triggers in the order of the text, each with the words that name it.

    ``scenes`` are the offsets where names of scenes begin: the town that is hit is no actor.
    ``countries`` are the names of countries by the offset of their demonyms (see :func:`states`).
    """
    found: dict[tuple[str, ActorRole], Actor] = {}
    for trigger in _own(triggers):
        for token, role in _roles(trigger):
            actor = _actor(token, role, text, countries or {})
            if actor is not None and actor.span is not None and actor.span.start not in scenes:
                found.setdefault((actor.name, role), actor)
    return sorted(found.values(), key=lambda actor: (actor.span or Span(0, 0, ""), actor.role))


def _own(triggers: Sequence[Trigger]) -> list[Trigger]:
    """Leave out who only reports the act of somebody else: "Norway rejected the plan, officials said"."""
    acts = [trigger for trigger in triggers if trigger.kind != "say" or trigger.mode is not Mode.SPEECH]
    sentences = {trigger.token.sent.start for trigger in acts if trigger.mode is Mode.SPEECH}
    return [trigger for trigger in triggers if trigger in acts or trigger.token.sent.start not in sentences]


def _roles(trigger: Trigger) -> Iterator[tuple[Token, ActorRole]]:
    if trigger.mode is Mode.SPEECH:
        yield from ((token, ActorRole.SPEAKER) for token in _agents(trigger))
        if trigger.kind != "say":
            yield from ((token, role) for token, role in sides(trigger) if role is ActorRole.TARGET)
        return
    if lexicon.kinds()[trigger.kind].layer is Layer.DIPLOMACY:
        yield from sides(trigger)
    elif lexicon.kinds()[trigger.kind].plover_event == "PROTEST":
        yield from ((token, ActorRole.TARGET) for token in protested_against(trigger.token))
    yield from ((token, ActorRole.ACTOR) for token in _agents(trigger))
    yield from ((token, ActorRole.TARGET) for token in _patients(trigger))


def _actor(token: Token, role: ActorRole, text: str, countries: Mapping[int, str]) -> Actor | None:
    """Name an actor: a person by the name, a weapon by whose it is, a lone demonym by its country."""
    if role is ActorRole.SPEAKER:
        token = _named(token)
    elif lemma(token) in lexicon.groups("weapons.tsv"):
        owner = _owner(token)
        if owner is None:
            return None
        token = owner
    elif lemma(token) in _COLLECTIVES and (members := _members(token)) is not None:
        token = members
    elif not is_somebody(token):
        return None
    if role is ActorRole.SPEAKER and lemma(token) in _NOBODY:
        return None
    span = person_span(token, text) or name_span(token, text)
    if span is None or (role is not ActorRole.SPEAKER and lemma(token) in _ANYBODY):
        return None
    return Actor(countries.get(span.start, span.text) if token.idx == span.start else span.text, role, span)


def _members(collective: Token) -> Token | None:
    """Return who a group consists of: "a group of Danish lawyers", "hundreds of refugees from Peru"."""
    behind = (part for child in collective.children if child.lower_ == "of" for part in child.children)
    return next((part for part in behind if part.dep_ == "pobj" and is_somebody(part)), None)


def _named(token: Token) -> Token:
    """Prefer the name in apposition: of "the foreign secretary, Jane Doe," it is Jane Doe."""
    if token.ent_type_ == "PERSON":
        return token
    return next((part for part in token.children if part.dep_ == "appos" and part.ent_type_ == "PERSON"), token)


def _owner(weapon: Token) -> Token | None:
    """Return whose weapon it is: "Russian drones", "a missile fired by Russia"."""
    for child in weapon.children:
        if child.dep_ in ("amod", "compound", "poss") and (
            child.ent_type_ in ("NORP", "GPE", "ORG") or actor_group(child)
        ):
            return child
        if child.dep_ in ("acl", "relcl"):
            for agent in child.children:
                if agent.dep_ == "agent" or (agent.dep_ == "prep" and agent.lower_ == "by"):
                    return next((part for part in agent.children if part.dep_ == "pobj"), None)
    return None


def person_span(token: Token, text: str) -> Span | None:
    """Return the whole name of the person that ``token`` belongs to: "David Lammy" without the office."""
    if token.ent_type_ != "PERSON":
        return None
    doc, first, last = token.doc, token.i, token.i
    # The entities of a Doc are built anew at each look; the tags of its tokens are there.
    while doc[first].ent_iob_ == "I" and first > 0:
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    name = doc[first : last + 1]
    return Span.of(text, name.start_char, name.end_char)


def name_span(token: Token, text: str) -> Span | None:
    """Return the name that ``token`` heads, without articles and relative clauses; None for pronouns."""
    if token.pos_ in _UNNAMED:
        return None
    first, last = token, token
    for child in sorted(token.lefts, key=lambda part: -part.i):
        if child.dep_ not in _NAME_PARTS:
            break
        first = child.left_edge
    for child in token.rights:
        # "the secretary of state", "the Commission on Human Rights"
        if child.dep_ == "prep" and (
            (child.lower_ == "of" and child.right_edge.i - token.i <= 3) or names_a_field(child)
        ):
            last = child.right_edge
            break
    if first.pos_ == "DET" and first.i < token.i:
        first = token.doc[first.i + 1]
    return Span.of(text, first.idx, last.idx + len(last))


def _agents(trigger: Trigger) -> Iterator[Token]:
    token = trigger.token
    if trigger.is_verb:
        yield from subjects(token)
        for child in token.children:
            if child.dep_ == "agent":
                yield from (part for part in child.children if part.dep_ == "pobj")
        return
    for child in token.children:
        # "a Russian strike", "an attack by gunmen"
        if child.dep_ in ("amod", "compound", "poss") and (
            child.ent_type_ in ("NORP", "GPE", "ORG") or actor_group(child)
        ):
            yield child
        elif child.dep_ in ("prep", "agent") and child.lower_ == "by":
            yield from (part for part in child.children if part.dep_ == "pobj")
    if trigger.kind == "announcement" and token.dep_ == "acomp":  # "Norway is ready to"
        yield from subjects(token.head)
    # "drones carried out an attack", "the minister issued a threat"
    if token.dep_ in ("dobj", "attr") and (
        trigger.mode is Mode.SPEECH or lemma(token.head) in lexicon.rows_of("support.tsv", "verb")
    ):
        yield from subjects(token.head)


def _patients(trigger: Trigger) -> Iterator[Token]:
    for child in trigger.token.children:
        if child.dep_ in ("dobj", "nsubjpass"):
            yield child
            yield from (part for part in child.children if part.dep_ == "conj")
            if not is_somebody(child):
                yield from owners(child)  # "demolished Danish houses"
        elif child.dep_ == "prep" and child.lower_ in ("on", "against", "of", "with"):
            yield from (
                part
                for part in child.children
                if part.dep_ == "pobj" and (actor_group(part) or part.ent_type_ in ("PERSON", "NORP", "ORG"))
            )
