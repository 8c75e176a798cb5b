"""Which place a trigger belongs to, by the ties of syntax between the two.

A name is a scene only where the words say "there": after a preposition of place, or as what is hit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.scenes import Scene, contains, encloses
from geo.events.structure import Line, LineKind, Structure
from geo.events.triggers import REPORTING, Mode, Trigger, is_deed, is_event, is_speech, lemma
from geo.model import Layer

if TYPE_CHECKING:
    from spacy.tokens import Token

_INSIDE = frozenset(
    {
        "in",
        "at",
        "on",
        "inside",
        "within",
        "throughout",
        "across",
        "around",
        "near",
        "outside",
        "off",
        "along",
        "down",
        "up",
        "over",
        "between",
        "through",
        "under",
        "beyond",
        "above",
    }
)
_DIRECTION = frozenset({"to", "into", "toward", "towards", "for", "from", "onto"})
_SPOKEN = frozenset({"in", "at", "from", "on", "outside", "near"})
# Verbs that make a place the subject of what happens there: "Kenya saw protests".
_UNDERGOING = frozenset({"see", "suffer", "witness", "experience", "come", "face", "endure"})
_SETTING = frozenset({"in", "at", "near", "outside", "around"})
_CONTEXT_SENTENCES = 3
_CONTEXT_SCORE = 0.3
_CONTEXT_NAMES = 20
_CONTEXT_LINES = 30
_FLOOR = 0.12
_HIT = frozenset({"dobj", "nsubjpass"})
_ABOUT = frozenset({"over", "about", "for", "after"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_CLAUSE_BREAKS = frozenset({"ccomp", "advcl", "relcl", "acl", "pcomp", "xcomp"})
_MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A trigger's place with how sure the link is (0 to 1)."""

    scene: Scene
    score: float


def link(trigger: Trigger, candidates: Sequence[Scene]) -> Link | None:
    """Return the best place for ``trigger`` among the scenes of its own sentence, None where none is one."""
    best: Link | None = None
    for scene in candidates:
        score = weigh(trigger, scene)
        if score > _FLOOR and (best is None or score > best.score + 1e-9):
            best = Link(scene, score)
    if best is None:
        return None
    by_root = {scene.root.i: scene for scene in candidates}
    while best.scene.finer is not None and best.scene.finer in by_root:
        best = Link(by_root[best.scene.finer], best.score)
    return _finest(best, candidates, trigger)


def weigh(trigger: Trigger, scene: Scene) -> float:
    """Say how likely ``scene`` is where ``trigger`` happened: by the tie, then by the way through the tree."""
    if trigger.first <= scene.root.i <= trigger.last:
        return 0.0
    tie = _tie(trigger, scene)
    if (
        tie == 0.0
        or _only_said_there(trigger, scene)
        or (trigger.mode is Mode.SPEECH and not _said_there(trigger, scene))
    ):
        return 0.0
    if _is_what_it_is_about(trigger, scene):
        return 0.0
    if scene.opens and trigger.mode is not Mode.SPEECH:
        return 0.0 if _is_spoken_of(trigger) else 0.8
    steps, breaks = way(trigger, scene.anchor)
    if steps is None:
        return 0.0
    # "in the southern Syria province of Daraa", "X's district of Y": the name after the noun is the finer one.
    outer = 0.93 if _is_outer(scene.root) else 1.0
    return tie * outer * 0.85**steps * 0.6**breaks * (0.8 if scene.nominal else 1.0)


def _is_outer(root: Token) -> bool:
    return root.dep_ in ("compound", "amod", "poss", "nmod") and any(
        child.dep_ == "prep" and child.lower_ == "of" for child in root.head.children
    )


def _said_there(trigger: Trigger, scene: Scene) -> bool:
    """Say whether the words place the speaking itself, not what is spoken of: "told reporters in X"."""
    return (
        scene.preposition in _SPOKEN
        and trigger.token.i in (scene.anchor.i, scene.anchor.head.i)
        and (scene.anchor.i == trigger.token.i or scene.anchor.dep_ in ("dobj", "dative", "pobj", "prep"))
    )


def _only_said_there(trigger: Trigger, scene: Scene) -> bool:
    """Say whether the place is where somebody speaks of what the trigger tells."""
    if trigger.mode is Mode.SPEECH:
        return False
    anchor = scene.anchor
    speaking = {anchor.i} if is_speech(anchor) else set()
    if speaking and trigger.token.dep_ == "dobj" and trigger.token.head.i == anchor.i and lemma(anchor) in REPORTING:
        return False  # "witnesses reported artillery fire in X"
    if speaking and _is_spoken_of(trigger):
        return True
    if anchor.dep_ in ("dobj", "dative", "prep", "pobj", "nsubj") and is_speech(anchor.head):
        speaking.add(anchor.head.i)
    node = trigger.token
    while node.head.i != node.i:
        if node.dep_ == "ccomp" and node.head.i in speaking:
            return True
        node = node.head
    return False


def _is_spoken_of(trigger: Trigger) -> bool:
    """Say whether somebody only speaks of the event: "condemned the attack", "said that the attack ..."."""
    node = trigger.token
    while node.head.i != node.i:
        if is_speech(node.head) and node.head.i < trigger.first and node.dep_ in ("dobj", "prep", "ccomp", "pobj"):
            return True
        node = node.head
    return False


def _is_what_it_is_about(trigger: Trigger, scene: Scene) -> bool:
    """Say whether the place is that of a reason, not of the act: "imposed sanctions over the war in X"."""
    reason = scene.anchor
    if lexicon.kinds()[trigger.kind].layer is not Layer.DIPLOMACY or reason.dep_ != "pobj" or not is_event(reason):
        return False
    return reason.head.lower_ in _ABOUT and trigger.token.i in (reason.head.head.i, reason.head.head.head.i)


def _tie(trigger: Trigger, scene: Scene) -> float:
    """Weigh what ties the phrase of place to its sentence: a preposition of place is the surest."""
    own = scene.anchor.i == trigger.token.i
    tie = scene.preposition
    if tie in _INSIDE:
        return 1.0
    if tie in _HIT:
        if own:
            return 1.05
        # "killed in raids that hit X", "killed when rebels shelled X"
        return 0.6 if is_deed(scene.anchor) else 0.25
    if tie in _DIRECTION:
        return 0.9 if own else 0.35
    if tie == "of":
        if own and (not trigger.is_verb or trigger.token.dep_ in _NOMINAL):  # "shelling of X" is no verb
            return 0.95
        return 0.5 if is_event(scene.anchor) else 0.0
    if tie in ("npadvmod", "dep", "ROOT", "pobj"):
        return 0.4
    if tie in ("compound", "nmod", "poss", "amod"):
        if own:
            return 0.7
        return 0.4 if tie == "compound" and is_event(scene.anchor) else 0.0
    if tie == "nsubj" and lemma(scene.anchor) in _UNDERGOING and not trigger.is_verb:
        return 0.8
    return 0.0


def way(trigger: Trigger, anchor: Token) -> tuple[int | None, int]:
    """Count the steps from ``anchor`` to the trigger in the tree, and the clause borders among them."""
    up: dict[int, tuple[int, int]] = {}
    node, steps, breaks = trigger.token, 0, 0
    while True:
        up[node.i] = (steps, breaks)
        if node.head.i == node.i or steps > _MAX_STEPS:
            break
        breaks += node.dep_ in _CLAUSE_BREAKS
        steps += 1
        node = node.head
    for index in range(trigger.first, trigger.last + 1):
        up.setdefault(index, (0, 0))
    node, steps, breaks = anchor, 0, 0
    while True:
        if node.i in up:
            return up[node.i][0] + steps, up[node.i][1] + breaks
        if node.head.i == node.i or steps > _MAX_STEPS:
            return None, 0
        breaks += node.dep_ in _CLAUSE_BREAKS
        steps += 1
        node = node.head


def _finest(best: Link, candidates: Sequence[Scene], trigger: Trigger) -> Link:
    """Take the finest of nested places: of "in Sandy, Utah" and "in Utah, near Sandy" it is Sandy."""
    for scene in candidates:
        if encloses(best.scene, scene) and not scene.nominal:
            score = weigh(trigger, scene)
            adjacent = abs(scene.start - best.scene.end) <= 4 or abs(best.scene.start - scene.end) <= 4
            if score > 0.3 * best.score or adjacent:
                best = Link(scene, max(score, best.score))
    return best


def from_context(trigger: Trigger, candidates: Sequence[Scene], page: Structure) -> Link | None:
    """Return the scene that the sentences before, the heading above or the headline set for ``trigger``.

    Only a name that is itself tied to its sentence as a place sets a scene, and where somebody
    speaks is none.
    """
    start = trigger.token.sent.start
    line = page.index_at(trigger.token.idx)
    before = bisect_left(candidates, trigger.token.sent.start_char, key=lambda scene: scene.start)
    recent = candidates[max(0, before - _CONTEXT_NAMES) : before]
    earlier = [scene for scene in recent if scene.root.i < start and _sets_scene(scene)]
    if earlier and _sentences_between(earlier[-1].root, trigger.token) <= _CONTEXT_SENTENCES:
        last = earlier[-1]
        row = [scene for scene in earlier if scene.anchor.i == last.anchor.i]
        return _finest(Link(row[0], _CONTEXT_SCORE), row, trigger)
    for above in range(line - 1, max(-1, line - _CONTEXT_LINES), -1):
        head = page.lines[above]
        if head.kind not in (LineKind.CROSSHEAD, LineKind.HEADLINE):
            continue
        named = [
            scene
            for scene in candidates
            if head.start <= scene.start < head.end
            and not scene.nominal
            and (_sets_scene(scene) or _fills(scene, head))
        ]
        if named:
            return _finest(Link(named[0], _CONTEXT_SCORE), named, trigger)
    return None


def _sets_scene(scene: Scene) -> bool:
    return scene.preposition in _SETTING and not is_speech(scene.anchor)


def _fills(scene: Scene, line: Line) -> bool:
    return scene.end - scene.start >= 0.3 * (line.end - line.start)


def _sentences_between(one: Token, other: Token) -> int:
    return sum(1 for index in range(one.i + 1, other.i + 1) if one.doc[index].is_sent_start)


def siblings(chosen: Scene, candidates: Sequence[Scene]) -> list[Scene]:
    """Return the places in a row with ``chosen``: "in A, B and C"; what lies between two places lies in one."""
    row = [chosen]
    if chosen.preposition == "between":
        return row
    for scene in candidates:
        if scene.nominal or scene.root.i == chosen.root.i:
            continue
        if _row_head(scene.root).i == _row_head(chosen.root).i and not any(
            contains(scene.place, other.place)
            or contains(other.place, scene.place)
            or scene.place.key == other.place.key
            for other in row
        ):
            row.append(scene)
    return row


def _row_head(token: Token) -> Token:
    while token.dep_ in ("conj", "appos") and token.head.i != token.i:
        token = token.head
    return token
