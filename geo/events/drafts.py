"""Mentions of events, sentence by sentence, before those of one event are put together."""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from geo.events import factuality, lexicon, linking, scenes, structure, tellings, trigger_dates, triggers, victims
from geo.events.factuality import Factuality
from geo.events.lexicon import Kind
from geo.events.linking import Link
from geo.events.scenes import Scene
from geo.events.triggers import Mode, Trigger, lemma
from geo.model import DateRange, EventClass, Layer, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

# Kinds that say no more than that people were harmed or things broken, or only "attack".
GENERIC = frozenset(
    {
        "casualties",
        "destruction",
        "displacement",
        "attack",
        "explosion",
        "fire",
        "disaster",
        "accident",
        "shooting",
        "drowning",
    }
)
# The families of events that have a toll.
EFFECT_BEARING = frozenset({"effect", "violence", "hazard", "protest", "health"})
# The families whose place may be told in the sentences before; what is said or agreed may be said anywhere.
PLACED_BY_CONTEXT = EFFECT_BEARING | {"moves", "rescue"}
_ARREST_KINDS = frozenset({"arrests", "arrest", "trial", "trafficking", "fraud"})
# How much a kind says; kinds that are not here weigh 3.
_WEIGHT = {
    "casualties": 0,
    "destruction": 0,
    "displacement": 0,
    "meeting": 1,
    "visit": 1,
    "say": 1,
    "act": 0,
    "accident": 1,
    "disaster": 1,
    "explosion": 1,
    "fire": 1,
    "drowning": 1,
    "attack": 2,
    "shooting": 2,
    "storm": 2,
    "peaceful_protest": 2,
    "excessive_force": 4,
}
_MOVES = frozenset({"group_change", "base_established", "disrupted_weapons", "territory_transfer", "strategic_other"})
_FATAL = frozenset({"wound", "injury", "burn", "gunshot", "blow", "stab", "bullet", "hypothermia", "thirst", "hunger"})
# A sentence with more than this is no sentence, but a table or a list.
_MOST_TRIGGERS = 40
T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """One event as one or more sentences tell it. The first trigger is the one that names it.

    Where one sentence tells of several places ("in A, B and C"), ``shared`` is that sentence and
    ``row`` the position of the place in it. ``last`` is the number of the sentence that told of it last.
    ``code`` is a PLOVER code where the kind has none of its own, ``named`` the places that the sentence
    names in any way ("the Turin hospital").
    """

    triggers: list[Trigger]
    kind: str
    link: Link | None = None
    date: DateRange | None = None
    dated_by_words: bool = False
    sentences: list[Words] = field(default_factory=list)
    last: int = 0
    row: int = 0
    shared: Words | None = None
    code: str | None = None
    named: frozenset[tuple[str, str]] = frozenset()

    @property
    def trigger(self) -> Trigger:
        """The trigger that names the event best."""
        return self.triggers[0]

    @property
    def definition(self) -> Kind:
        """The kind of the event with its codes."""
        return lexicon.kinds()[self.kind]

    @property
    def family(self) -> str:
        """The group of kinds within which two mentions can be one event."""
        return family(self.kind)

    @property
    def is_spoken_of(self) -> bool:
        """Say whether the event is told only because of what came after it: "suspected in the murder of"."""
        return all(factuality.is_spoken_of(trigger) for trigger in self.triggers)

    @property
    def is_sum(self) -> bool:
        """Say whether the event is a sum of years: "since 1985, nine hundred have been murdered"."""
        if self.dated_by_words or not victims.is_sum(self.trigger.token.sent):
            return False  # no need to look at what hundreds of sentences tell of it
        sums = {trigger.token.sent.start for trigger in self.triggers if _tells_a_sum(trigger.token)}
        return sums == {trigger.token.sent.start for trigger in self.triggers}

    @property
    def is_effect(self) -> bool:
        """Say whether only a toll or damage is told, not what brought it about."""
        return self.trigger.mode is Mode.EFFECT


def _tells_a_sum(token: Token) -> bool:
    """Say whether a verb tells what has been done over years, or a noun of what there has been."""
    has = any(child.dep_ == "aux" and lemma(child) == "have" for verb in (token, token.head) for child in verb.children)
    return has and victims.is_sum(token.sent)


@functools.cache
def family(kind: str) -> str:
    """Return the group of kinds that may tell of one event in different words."""
    if kind in ("casualties", "destruction", "displacement"):
        return "effect"
    if kind in _ARREST_KINDS:
        return "justice"
    if kind in _MOVES:
        return "moves"
    definition = lexicon.kinds()[kind]
    if definition.layer is not Layer.INCIDENT:
        return definition.layer.value
    if definition.event_class in (EventClass.CRIME, EventClass.VIOLENCE):
        return "violence"
    if definition.event_class in (EventClass.ACCIDENT, EventClass.DISASTER):
        return "hazard"
    return definition.event_class.value if definition.event_class is not EventClass.OTHER else kind


def find(
    doc: Doc,
    page: structure.Structure,
    places: Sequence[Scene],
    known: Sequence[DateRange],
    toponyms: Sequence[Toponym] = (),
    *,
    today: dt.date | None = None,
) -> list[Draft]:
    """Return the mentions of events in the order of the text; what lies ahead of ``today`` is none."""
    found: list[Draft] = []
    sentences = list(doc.sents)
    starts = [sentence.start for sentence in sentences]

    def number(token: Token) -> int:
        return bisect_right(starts, token.i) - 1

    triggers_in = _grouped(triggers.find(doc), lambda trigger: number(trigger.token))
    scenes_in = _grouped(places, lambda scene: number(scene.root))
    begins = [sentence.start_char for sentence in sentences]
    dates_in = _grouped(
        [date for date in known if date.span],
        lambda date: bisect_right(begins, date.span.start if date.span else 0) - 1,
    )
    names_in = _grouped(
        [toponym for toponym in toponyms if toponym.place], lambda one: bisect_right(begins, one.span.start) - 1
    )
    for n, group in triggers_in.items():
        told = [
            trigger
            for trigger in group[:_MOST_TRIGGERS]
            if page.kind_at(trigger.token.idx) is structure.LineKind.BODY
            and factuality.of(trigger) is Factuality.ACTUAL
        ]
        here = scenes_in.get(n, [])[:_MOST_TRIGGERS]
        for draft in _of_sentence(told, sentences[n], here, dates_in.get(n, [])):
            if trigger_dates.lies_ahead(draft, today):
                continue
            draft.last = n
            draft.named = frozenset(one.place.key for one in names_in.get(n, []) if one.place)
            found.append(draft)
    return found


def _grouped(items: Iterable[T], key: Callable[[T], int]) -> dict[int, list[T]]:
    groups: dict[int, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _of_sentence(
    group: list[Trigger], sentence: Words, here: Sequence[Scene], named: Sequence[DateRange]
) -> list[Draft]:
    clusters: list[Draft] = []
    for trigger in sorted(group, key=lambda one: (_rank(one), one.token.i)):
        link = linking.link(trigger, here)
        date = trigger_dates.of(trigger, named)
        draft = Draft([trigger], trigger.kind, link, date, date is not None, [sentence])
        homes = [cluster for cluster in clusters if _one_telling(cluster, draft)]
        home = min(homes, key=lambda cluster: tellings.way(cluster.trigger, trigger), default=None)
        if home is None:
            clusters.append(draft)
            continue
        home.triggers.append(trigger)
        if home.link is None or (link is not None and link.score > home.link.score and _may_move(home, draft)):
            home.link = link or home.link
        home.date = home.date or date
        home.dated_by_words = home.date is not None
        home.kind = more_specific(home.kind, draft.kind)
    trigger_dates.settle(clusters)
    _settle_places(clusters)
    kept = [cluster for cluster in clusters if _grounded(cluster)]
    kept.sort(key=lambda cluster: cluster.trigger.token.i)
    return [part for cluster in kept for part in _split(cluster, here)]


def _settle_places(clusters: Sequence[Draft]) -> None:
    """Leave a place to the event that it is tied to far closer: "arrested over a shooting in X"."""
    for cluster in clusters:
        link = cluster.link
        if link is None or Layer.STATEMENT is cluster.definition.layer:
            continue
        if any(
            other.link is not None
            and other.family != cluster.family
            and other.link.scene is link.scene
            and not link.scene.opens
            and link.score < (1.0 if cluster.family == "justice" else 0.6) * other.link.score
            for other in clusters
            if other is not cluster
        ):
            cluster.link = None


def _rank(trigger: Trigger) -> int:
    """Order triggers so that what names an event comes before what it did."""
    if trigger.mode is Mode.SPEECH:
        return 4 if trigger.kind == "say" else 3
    if trigger.mode is Mode.EFFECT or trigger.kind == "act":
        return 2
    return 1 if trigger.kind in GENERIC else 0


def _one_telling(cluster: Draft, draft: Draft) -> bool:
    """Say whether two triggers of one sentence tell of one event."""
    first, second = cluster.family, draft.family
    if tellings.are_apart(cluster, draft):
        return False
    if "effect" in (first, second):
        return {first, second} <= EFFECT_BEARING and _same_place(cluster, draft)
    if first != second:
        return {first, second} == {"protest", "violence"} and _same_place(cluster, draft)
    if first == "statement":
        return True
    return _same_place(cluster, draft) and not _different_days(cluster, draft)


def _same_place(cluster: Draft, draft: Draft) -> bool:
    if cluster.link is None or draft.link is None:
        return True
    one, other = cluster.link.scene.place, draft.link.scene.place
    return one.key == other.key or scenes.contains(one, other) or scenes.contains(other, one)


def _different_days(cluster: Draft, draft: Draft) -> bool:
    one, other = cluster.date, draft.date
    return one is not None and other is not None and (one.end < other.start or other.end < one.start)


def _may_move(home: Draft, draft: Draft) -> bool:
    """Say whether the place of a further trigger of the sentence may replace the first one's."""
    return home.link is None or scenes.contains(
        home.link.scene.place, draft.link.scene.place if draft.link else home.link.scene.place
    )


def more_specific(one: str, other: str) -> str:
    """Return the kind that says more; the first where both say as much."""
    return other if _WEIGHT.get(other, 3) > _WEIGHT.get(one, 3) else one


def _grounded(cluster: Draft) -> bool:
    """Keep verbs, and nouns that the text ties to a place, a day, a toll or a verb of happening."""
    trigger = cluster.trigger
    if trigger.mode is Mode.SPEECH:
        return cluster.link is not None or trigger.kind != "say"
    if len(cluster.triggers) == 1 and lemma(trigger.token) in ("die", "death") and _of_illness(trigger.token):
        return False
    if trigger.is_verb or len(cluster.triggers) > 1 or cluster.link is not None or cluster.date is not None:
        return True
    if factuality.is_presupposed(trigger):
        return True
    token = trigger.token
    if any(child.dep_ in ("det", "poss", "nummod", "amod", "compound") for child in token.children) and token.dep_ in (
        "nsubj",
        "nsubjpass",
        "dobj",
        "attr",
        "ROOT",
        "pobj",
    ):
        supports = frozenset(lexicon.rows_of("support.tsv", "verb"))
        head = token.head
        while head.dep_ in ("prep", "pobj") and head.head.i != head.i:
            head = head.head
        return lemma(head) in supports or trigger.kind in ("earthquake", "outbreak")
    return False


def _of_illness(token: Token) -> bool:
    """Say whether somebody died a natural death: "died of a heart attack", but not "of his wounds"."""
    causes = [part for child in token.children if child.lower_ in ("of", "from") for part in child.children]
    return any(part.dep_ == "pobj" and lemma(part) not in _FATAL for part in causes) and token.pos_ == "VERB"


def _split(cluster: Draft, here: Sequence[Scene]) -> list[Draft]:
    """Make one event of each place in a row: "in A, B and C"."""
    if cluster.link is None or cluster.definition.layer is not Layer.INCIDENT:
        return [cluster]
    row = linking.siblings(cluster.link.scene, here)
    if len(row) == 1:
        return [cluster]
    cluster.shared = cluster.sentences[0]
    others = [
        Draft(
            list(cluster.triggers),
            cluster.kind,
            Link(scene, cluster.link.score),
            cluster.date,
            cluster.dated_by_words,
            list(cluster.sentences),
            row=position,
            shared=cluster.shared,
        )
        for position, scene in enumerate(row[1:], start=1)
    ]
    return [cluster, *others]
