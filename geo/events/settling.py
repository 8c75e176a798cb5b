"""What only the whole article can say about its events: crime or political violence, and the country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import drafts as drafting
from geo.events import means, offsets, predicates, types
from geo.events.clauses import doers, undergoers
from geo.events.drafts import Draft
from geo.events.linking import Link
from geo.events.offices import acts_on_another
from geo.events.scenes import ASSUMED, Scene
from geo.events.triggers import Trigger, actor_group, lemma
from geo.model import Article, EventClass, Layer, MentionKind, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geo.gazetteer import Gazetteer

# Words of killing, which unlike words of dying tell of somebody who does it.
_KILLING = frozenset({"kill", "killing", "slay", "slaying", "maim"})
_UNDECIDED = frozenset({"murder", "shooting", "stabbing", "assault", "attack"})
_PROTESTS = frozenset({"peaceful_protest", "protest_intervention"})
_FORCE, _FORCES = frozenset({"shooting", "attack", "murder", "armed_clash"}), frozenset({"police", "state"})
# What somebody suffers at a rally, and the words that make it only the place or the time of that.
_AT_A_RALLY = frozenset({"attack", "shooting", "murder", "stabbing", "assault", "remote_explosive", "suicide_bomb"})
_AT, _GOING = frozenset({"at", "during", "after", "from", "before"}), frozenset({"leave", "attend", "address"})
_COUNTRY_SCORE = 0.2
# The share of an article's names that lie in the country it is about: that of its dateline, or another.
_HOME_SHARE, _FOREIGN_SHARE, _FOREIGN_NAMES = 0.25, 0.7, 3
# The families whose kinds the classifier tells apart, and the families that it may choose from.
_TYPED = {"violence": {"violence"}, "protest": {"protest", "violence"}, "moves": {"moves"}}
_RATHER, _LIKELY, _POLITICAL, _NEARLY_SURE = 0.35, 0.5, 0.6, 0.85
_CLASSIFIED = 8
# What these codes stand for has words of its own; a sentence that only seems to tell of it is left out.
_DEEDS = frozenset({"ASSAULT", "FIGHT", "PROTEST"})
_CHARACTERS = 400


def settle_kinds(events: Sequence[Draft], doc: Doc) -> None:
    """Tell crime from political violence by who acts in the article, and name killings without a cause.

    ACLED counts violence by organised groups and states; where an article speaks of police,
    suspects and courts alone, a shooting is crime.
    """
    groups = Counter(group for token in offsets.of(doc).tokens if (group := actor_group(token)))
    organised = groups["armed"] + groups["state"]
    policed = groups["police"] + groups["criminals"] + sum(event.family == "justice" for event in events)
    hazard = any(event.family == "hazard" for event in events)
    for event in events:
        if event.kind in _PROTESTS and any(_is_force(one) for one in event.triggers):
            event.kind = "excessive_force"
        elif event.kind == "peaceful_protest" and all(
            _is_setting(one) for one in event.triggers if one.kind == event.kind
        ):
            event.kind = next((one.kind for one in event.triggers if one.kind in _AT_A_RALLY), event.kind)
        if event.kind == "casualties" and not hazard and any(_kills(one) for one in event.triggers):
            event.kind = "attack" if organised or _is_political(event) else "murder"
        if event.kind not in _UNDECIDED:
            continue
        if event.definition.event_class is EventClass.CRIME and (organised > policed or _is_political(event)):
            event.kind = "attack"
        elif event.kind == "attack" and not organised and policed and not _is_political(event):
            event.kind = "assault"


def _is_force(trigger: Trigger) -> bool:
    """Say whether police or soldiers shoot or kill: no protest that it is told with is peaceful."""
    harms = lemma(trigger.token) in _KILLING or trigger.kind in _FORCE
    return harms and trigger.is_verb and any(actor_group(part) in _FORCES for part in doers(trigger.token))


def _is_setting(trigger: Trigger) -> bool:
    """Say whether a rally is only where something else happened: "shot at a rally", "as he left the rally"."""
    token = trigger.token
    if lemma(token) != "rally" or trigger.is_verb:
        return False
    return (token.dep_ == "pobj" and token.head.lower_ in _AT) or (token.dep_ == "dobj" and lemma(token.head) in _GOING)


def _kills(trigger: Trigger) -> bool:
    """Say whether a word of killing leaves room for a killer: a thing that kills is none."""
    subjects = [token for token in doers(trigger.token) if token.dep_ in ("nsubj", "pobj")]
    things = bool(subjects) and all(
        token.pos_ == "NOUN" and token.ent_type_ == "" and actor_group(token) is None for token in subjects
    )
    return lemma(trigger.token) in _KILLING and not things


def settle_types(events: Sequence[Draft]) -> None:
    """Let the classifier choose among the kinds of violence and protest, and give statements their PLOVER code.

    Words that name a weapon or a deed are believed unless the classifier is nearly sure; of plain
    "attacks" it only has to be likelier than not. At most ``_CLASSIFIED`` events are looked at.
    """
    unsure = [event for event in events if event.family in _TYPED or _wants_code(event)]
    unsure = sorted(unsure, key=lambda event: event.kind == "act")[:_CLASSIFIED]
    _settle_codes([event for event in unsure if _wants_code(event)])
    violent = [event for event in unsure if not _wants_code(event)]
    texts = [event.sentences[0].text.strip()[:_CHARACTERS] for event in violent]
    for event, shares in zip(violent, types.kinds(texts, _told(violent)), strict=True):
        if event.definition.event_class is EventClass.CRIME:
            continue
        allowed = {kind: share for kind, share in shares.items() if drafting.family(kind) in _TYPED[event.family]}
        best = types.likeliest(allowed)
        if allowed[best] / (sum(allowed.values()) or 1.0) >= (
            _LIKELY if event.kind in drafting.GENERIC else _NEARLY_SURE
        ) and means.is_told(best, event):
            event.kind = best
        event.kind = means.of_attack(event) or event.kind


def _settle_codes(events: Sequence[Draft]) -> None:
    tellings = [predicates.read(event.sentences[0]) for event in events]
    for event, shares in zip(events, types.codes(tellings, _told(events)), strict=True):
        act, code = event.kind == "act", types.likeliest(shares)
        limit = _LIKELY if not act else _RATHER if acts_on_another(event.trigger.token) else _POLITICAL
        if shares[code] >= limit and not (act and code in _DEEDS):
            event.code = types.CURRENT_CODES[code]


def _told(events: Sequence[Draft]) -> list[list[str]]:
    return [[trigger.kind for trigger in event.triggers] for event in events]


def _wants_code(event: Draft) -> bool:
    return event.definition.plover_event is None and event.definition.layer in (Layer.STATEMENT, Layer.DIPLOMACY)


def _is_political(event: Draft) -> bool:
    """Say whether somebody in public life is the victim: "the murder of a senator"."""
    for trigger in event.triggers:
        token = trigger.token
        victims = [*undergoers(token), *(child for child in token.children if child.dep_ == "poss")]
        victims += [
            part for child in token.children if child.dep_ == "prep" and child.lower_ == "of" for part in child.children
        ]
        if any(actor_group(word) == "political" for victim in victims for word in (victim, *victim.children)):
            return True
    return False


def country_scene(article: Article, doc: Doc, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> Scene | None:
    """Return the country of the dateline as a scene, where the text is about that country.

    The town of a dateline is only where a report was written; its country is the article's where
    most names of the text lie there. The scene's words are the first that name the country, or a place in it.
    """

    def in_dateline(one: Toponym) -> bool:
        return article.dateline is not None and one.span.overlaps(article.dateline.span)

    written = next((one.place.country_code for one in toponyms if one.place and in_dateline(one)), "")
    outside = [one for one in toponyms if one.place and not in_dateline(one)]
    named = Counter(one.place.country_code for one in outside if one.place and one.place.country_code)
    if not named:
        return None
    code = written
    if named[written] < _HOME_SHARE * named.total():
        code, most = named.most_common(1)[0]
        if most < max(_FOREIGN_SHARE * named.total(), _FOREIGN_NAMES):
            return None
    country = gazetteer.country(code)
    witness = next(
        (
            one
            for kind in (MentionKind.LITERAL, MentionKind.METONYM, MentionKind.DEMONYM, MentionKind.NESTED)
            for one in outside
            if one.kind is kind and one.place and one.place.country_code == code
        ),
        None,
    )
    if country is None or witness is None:
        return None
    words = doc.char_span(witness.span.start, witness.span.end, alignment_mode="expand")
    if words is None:
        return None
    return Scene(witness.span.start, witness.span.end, words.root, country, ASSUMED, words.root)


def settle_countries(events: Sequence[Draft], country: Scene | None) -> None:
    """Give political violence without a place the country that the article is about: an area, never a point."""
    for event in events:
        if (
            country is not None
            and event.link is None
            and event.family == "violence"
            and event.definition.event_class is EventClass.VIOLENCE
        ):
            event.link = Link(country, _COUNTRY_SCORE)
