"""How a name hangs on the word that tells of an event: the way between them in the tree, and what stands around it."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from geo.events import factuality, lexicon
from geo.events.scenes import Scene
from geo.events.triggers import Trigger, is_deed, is_event, is_speech, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAX_STEPS = 14
_UNKNOWN = math.nan
# Arcs of the tree in groups; what is in none is "other".
_ARCS = (
    frozenset({"prep", "agent", "pobj"}),
    frozenset({"nsubj", "nsubjpass", "csubj"}),
    frozenset({"dobj", "attr", "dative", "oprd"}),
    frozenset({"advcl", "acl", "relcl"}),
    frozenset({"ccomp", "xcomp", "pcomp"}),
    frozenset({"conj", "appos"}),
    frozenset({"compound", "nmod", "amod", "poss"}),
)
_BORDERS = frozenset({"advcl", "acl", "relcl", "ccomp", "xcomp", "pcomp"})
# What may stand between two names, from what says that one lies in the other to what says that they stand in a row.
_GAPS = (
    re.compile(r"(?:[ ][a-z-]+){0,2},? (?:in|at|on) (?:the )?(?:[\w-]+ ){0,3}?(?:[a-z]+ of )?"),
    re.compile(r"(?:[ ][a-z-]+)?,[ ]"),
    re.compile(r"(?:[ ][a-z-]+){0,2},? (?:near|outside|close to|[a-z]+ of) (?:the )?(?:[\w-]+ ){0,3}?"),
    re.compile(r"(?:,| and| or|, and) (?:the )?(?:[a-z]+ of )?"),
    re.compile(r"[ ]?\([^)]{0,8}|\) ?"),
)
_LONGEST_GAP = 45
_SORTS = {"thought": 1.0, "state": 2.0, "phase": 3.0, "motion": 4.0}


class Path(NamedTuple):
    """What is seen of one trigger and one name of its sentence; the order is the model's."""

    up: float
    down: float
    borders_up: float
    borders_down: float
    verbs_down: float
    nouns_down: float
    events_down: float
    speech_between: float
    arc_down: float
    arc_up: float
    arc_name: float
    own_verb: float
    names_between: float
    verbs_between: float
    commas_between: float
    in_row: float


NOWHERE = Path(*[_UNKNOWN] * len(Path._fields))


class Told(NamedTuple):
    """What is seen of a trigger alone."""

    sort: float
    arc: float
    factual: float
    verbs_before: float
    passive: float


def between(trigger: Trigger, scene: Scene, others: Sequence[Scene]) -> Path:
    """Describe the way from ``trigger`` to ``scene``, which stand in one sentence; ``others`` are all names there."""
    own: dict[int, tuple[int, int, Token | None]] = {}
    node, below, steps, borders = trigger.token, None, 0, 0
    while True:
        own[node.i] = (steps, borders, below)
        if node.head.i == node.i or steps > _MAX_STEPS:
            break
        borders += node.dep_ in _BORDERS
        steps, below, node = steps + 1, node, node.head
    node, child, down, borders_down = scene.root, None, 0, 0
    verbs = nouns = events = speech = 0
    governor: Token | None = None
    parts = lexicon.groups("place_nouns.tsv")
    while node.i not in own and not trigger.first <= node.i <= trigger.last:
        if node.head.i == node.i or down > _MAX_STEPS:
            return NOWHERE
        if down:
            is_verb = node.pos_ in ("VERB", "AUX")
            verbs += is_verb
            nouns += node.pos_ == "NOUN" and lemma(node) not in parts
            events += is_event(node) or (is_verb and is_deed(node))
            speech += is_verb and is_speech(node)
            if governor is None and is_verb:
                governor = node
        borders_down += node.dep_ in _BORDERS
        child, node, down = node, node.head, down + 1
    up, borders_up, below = own.get(node.i, (0, 0, None))
    if up:
        speech += node.pos_ == "VERB" and is_speech(node)
    first, last = sorted((scene.root.i, trigger.token.i))
    gap = scene.root.doc[first + 1 : last]
    return Path(
        up=float(up),
        down=float(down),
        borders_up=float(borders_up),
        borders_down=float(borders_down),
        verbs_down=float(verbs),
        nouns_down=float(nouns),
        events_down=float(events),
        speech_between=float(speech),
        arc_down=arc(child),
        arc_up=arc(below),
        arc_name=arc(scene.root),
        own_verb=float(governor is None and up == 0),
        names_between=float(sum(first < other.root.i < last for other in others)),
        verbs_between=float(sum(token.pos_ == "VERB" for token in gap)),
        commas_between=float(sum(token.text in (",", ";", "--", "–", "—") for token in gap)),
        in_row=float(scene.root.dep_ == "conj" or any(child.dep_ == "conj" for child in scene.root.children)),
    )


def arc(node: Token | None) -> float:
    """Number the group of the arc above ``node``; -1 without a node."""
    if node is None:
        return -1.0
    return _arc(node.dep_)


@functools.cache
def _arc(label: str) -> float:
    return float(next((i for i, group in enumerate(_ARCS) if label in group), len(_ARCS)))


def told(trigger: Trigger) -> Told:
    """Describe the trigger itself: what sort of word it is and how it stands in its sentence."""
    token = trigger.token
    return Told(
        sort=_sort(token),
        arc=arc(token),
        factual=float(factuality.of(trigger) is factuality.Factuality.ACTUAL),
        verbs_before=float(sum(other.pos_ == "VERB" for other in token.doc[token.sent.start : token.i])),
        passive=float(any(child.dep_ in ("nsubjpass", "auxpass") for child in token.children)),
    )


def _sort(token: Token) -> float:
    """Number what a word tells of: saying, thinking, being, moving, doing harm, any other deed."""
    word = lemma(token)
    if is_speech(token) or word in lexicon.groups("speech_verbs.tsv"):
        return 0.0
    sort = lexicon.groups("verb_sorts.tsv").get(word)
    if sort is not None:
        return _SORTS[sort]
    return 6.0 if is_deed(token) or is_event(token) else 5.0


def gap(text: str, first: Scene | None, second: Scene | None) -> float:
    """Number what stands between two names that follow each other; NaN where it is more than a tie."""
    if first is None or second is None or not 0 <= second.start - first.end <= _LONGEST_GAP:
        return _UNKNOWN
    return _gap(text[first.end : second.start])


@functools.lru_cache(maxsize=4096)
def _gap(words: str) -> float:
    return next((float(i) for i, pattern in enumerate(_GAPS) if pattern.fullmatch(words)), _UNKNOWN)
