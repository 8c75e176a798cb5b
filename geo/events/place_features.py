"""What the place linker sees of an event and a name: ties of syntax, distance, level, and the rest of the article."""

from __future__ import annotations

import functools
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geo.events import linking, offsets, place_paths
from geo.events.drafts import Draft
from geo.events.scenes import ASSUMED, Scene, contains, encloses
from geo.events.structure import LineKind, Structure
from geo.events.triggers import Mode, is_deed, is_event, is_speech
from geo.model import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BEFORE, _AFTER = 5, 2
# An event is not compared with more names than these.
_MOST = 24
_UNKNOWN = math.nan
_TIES = (
    frozenset({"in", "inside", "within", "throughout", "across"}),
    frozenset({"at", "on", "along", "over", "under", "through"}),
    frozenset({"near", "outside", "around", "off", "between", "beyond"}),
    frozenset({"to", "into", "toward", "towards", "for", "onto", "against"}),
    frozenset({"from"}),
    frozenset({"of"}),
    frozenset({"dobj", "nsubjpass"}),
    frozenset({"nsubj"}),
    frozenset({"compound", "nmod", "amod"}),
    frozenset({"poss"}),
)
_LEVELS = {"ADM1": 2.0, "ADM2": 3.0, "ADM3": 4.0, "ADM4": 4.0}


class Row(NamedTuple):
    """What the linker sees of one event and one name; what is not known is NaN. The order is the model's."""

    rule: float
    rule_best: float
    rule_margin: float
    is_link: float
    is_context: float
    has_link: float
    tie: float
    anchor_own: float
    anchor_event: float
    anchor_speech: float
    steps: float
    breaks: float
    opens: float
    nominal: float
    locates: float
    tokens: float
    sentences: float
    from_first: float
    sentence_number: float
    before: float
    headline: float
    rank: float
    same_sentence: float
    level: float
    capital: float
    inside: float
    outside: float
    finer_beside: float
    share: float
    country_share: float
    first_named: float
    previous: float
    candidates: float
    countries_named: float
    verb: float
    effect: float
    speech: float
    tellings: float
    in_speech: float
    unknown: float
    gap_before: float
    gap_after: float
    tree_rank: float
    others_tied: float


COLUMNS = (*Row._fields, *place_paths.Path._fields, *(f"told_{name}" for name in place_paths.Told._fields))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the article gives for all its events: the scenes in order, their sentences and how often each is named."""

    scenes: Sequence[Scene]
    numbers: Sequence[int]
    page: Structure
    starts: Sequence[int]
    keys: Counter[tuple[str, str]]
    countries: Counter[str]
    country: Scene | None

    @classmethod
    def of(cls, doc: Doc, scenes: Sequence[Scene], page: Structure, country: Scene | None = None) -> Setting:
        """Count the scenes of an article; ``country`` is the one that it is about, where that is known."""
        starts = [sentence.start for sentence in doc.sents]
        return cls(
            scenes,
            [bisect_right(starts, scene.root.i) - 1 for scene in scenes],
            page,
            starts,
            Counter(scene.place.key for scene in scenes),
            Counter(scene.place.country_code for scene in scenes if scene.place.country_code),
            country,
        )

    def number(self, token: int) -> int:
        """Return the number of the sentence that holds the token."""
        return bisect_right(self.starts, token) - 1


def candidates(event: Draft, setting: Setting) -> list[Scene]:
    """Return the names that may say where ``event`` happened, in the order of the text.

    They stand in its sentences, a few sentences around them, or in a headline; and the names that
    the article gives most often, and the country that it is about, may always be meant.
    """
    told = sorted({setting.number(trigger.token.i) for trigger in event.triggers})
    found: dict[int, tuple[int, int]] = {}
    for number in told:
        first = bisect_left(setting.numbers, number - _BEFORE)
        last = bisect_right(setting.numbers, number + _AFTER)
        for i in range(first, last):
            far = abs(setting.numbers[i] - number)
            found[i] = min(found.get(i, (far, i)), (far, i))
    for i, scene in enumerate(setting.scenes):
        if i not in found and setting.page.kind_at(scene.start) is LineKind.HEADLINE:
            found[i] = (_BEFORE, i)
    for key, _ in setting.keys.most_common(2):
        i = next(i for i, scene in enumerate(setting.scenes) if scene.place.key == key)
        found.setdefault(i, (_BEFORE, i))
    near = sorted(found.values())[:_MOST]
    own = range(event.trigger.first, event.trigger.last + 1)
    names = [setting.scenes[i] for i in sorted(i for _, i in near) if setting.scenes[i].root.i not in own]
    return names if setting.country is None else [*names, setting.country]


def rows(event: Draft, scenes: Sequence[Scene], setting: Setting, previous: Place | None) -> list[tuple[float, ...]]:
    """Return a row for each of ``scenes``.

    ``previous`` is the place of the event that was told before.
    """
    told = [(trigger, setting.number(trigger.token.i)) for trigger in event.triggers]
    context = linking.from_context(event.trigger, setting.scenes, setting.page)
    of_scene = [setting.number(scene.root.i) for scene in scenes]
    rules = [
        max((linking.weigh(trigger, scene) for trigger, number in told if number == here), default=0.0)
        for scene, here in zip(scenes, of_scene, strict=True)
    ]
    best = max(rules, default=0.0)
    distances = [min(abs(trigger.token.i - scene.root.i) for trigger, _ in told) for scene in scenes]
    ranks = {distance: rank for rank, distance in enumerate(sorted(set(distances)))}
    sentences = {number for _, number in told}
    same = sum(number in sentences for number in of_scene)
    countries_named = sum(_level(scene.place) == 0.0 for scene in scenes)
    named = max(sum(setting.keys.values()), 1)
    text = offsets.of(event.trigger.token.doc).text
    trigger_told = place_paths.told(event.trigger)
    made: list[tuple[float, ...]] = []
    of_name = []
    for scene, here in zip(scenes, of_scene, strict=True):
        nearby = [other for other, number in zip(scenes, of_scene, strict=True) if number == here]
        ways_to = [place_paths.between(trigger, scene, nearby) for trigger, number in told if number == here]
        of_name.append(min(ways_to, key=lambda one: (one.up + one.down, one.up), default=place_paths.NOWHERE))
    lengths = sorted({_length(path) for path in of_name})
    tied = sum(path.own_verb == 1.0 for path in of_name)
    for i, (scene, here, rule, distance) in enumerate(zip(scenes, of_scene, rules, distances, strict=True)):
        path = of_name[i]
        ways = [linking.way(trigger, scene.anchor) for trigger, number in told if number == here]
        steps, breaks = min(
            ((float(steps), float(breaks)) for steps, breaks in ways if steps is not None), default=(_UNKNOWN,) * 2
        )
        nearest = min((here - number for _, number in told), key=abs)
        place = scene.place
        made.append(
            Row(
                rule=rule,
                rule_best=best,
                rule_margin=best - rule,
                is_link=float(event.link is not None and event.link.scene is scene),
                is_context=float(context is not None and context.scene is scene),
                has_link=float(event.link is not None),
                tie=_tie(scene.preposition),
                anchor_own=float(any(trigger.first <= scene.anchor.i <= trigger.last for trigger, _ in told)),
                anchor_event=float(is_event(scene.anchor) or is_deed(scene.anchor)),
                anchor_speech=float(is_speech(scene.anchor)),
                steps=steps,
                breaks=breaks,
                opens=float(scene.opens),
                nominal=float(scene.nominal),
                locates=float(scene.finer is not None),
                tokens=float(distance),
                sentences=float(nearest),
                from_first=float(here - told[0][1]),
                sentence_number=float(here),
                before=float(scene.root.i < event.trigger.token.i),
                headline=float(setting.page.kind_at(scene.start) is LineKind.HEADLINE),
                rank=float(ranks[distance]),
                same_sentence=float(same),
                level=_UNKNOWN if scene.local else _level(place),
                capital=float(place.feature_code == "PPLC"),
                inside=float(sum(encloses(scene, other) for other in scenes)),
                outside=float(sum(encloses(other, scene) for other in scenes)),
                finer_beside=float(
                    any(
                        encloses(scene, other)
                        and (abs(other.start - scene.end) <= 4 or abs(scene.start - other.end) <= 4)
                        for other in scenes
                    )
                ),
                share=setting.keys[place.key] / named,
                country_share=setting.countries[place.country_code] / named,
                first_named=float(bool(setting.scenes) and setting.scenes[0].place.key == place.key),
                previous=_previous(place, previous),
                candidates=float(len(scenes)),
                countries_named=float(countries_named),
                verb=float(event.trigger.is_verb),
                effect=float(event.is_effect),
                speech=float(event.trigger.mode is Mode.SPEECH),
                tellings=float(len(event.triggers)),
                in_speech=float(any(is_speech(node) for node in event.trigger.token.ancestors)),
                unknown=float(scene.local or place.source == "text"),
                gap_before=place_paths.gap(text, scenes[i - 1] if i else None, scene),
                gap_after=place_paths.gap(text, scene, scenes[i + 1] if i + 1 < len(scenes) else None),
                tree_rank=float(lengths.index(_length(path))),
                others_tied=float(tied - (path.own_verb == 1.0)),
            )
            + path
            + trigger_told
        )
    return made


def _length(path: place_paths.Path) -> float:
    """Measure a way through the tree for comparing: clause borders weigh most; a name elsewhere is farthest."""
    length = path.up + path.down + 2 * (path.borders_up + path.borders_down)
    return math.inf if math.isnan(length) else length


@functools.cache
def _tie(preposition: str) -> float:
    """Number what ties a name to its sentence; -1 for the country that is only assumed."""
    if preposition == ASSUMED:
        return -1.0
    return float(next((i for i, group in enumerate(_TIES) if preposition in group), len(_TIES)))


def _level(place: Place) -> float:
    """Order places from the coarse to the fine; NaN for a name that the gazetteer does not know."""
    if place.source == "text":
        return _UNKNOWN
    code = place.feature_code
    if code.startswith("PCL") or code in ("TERR", "CONT"):
        return 0.0
    if place.feature_class in ("L", "H"):
        return 1.0
    if place.feature_class == "A":
        return _LEVELS.get(code[:4], 1.0)
    return 5.0 if place.feature_class == "P" else 6.0


def _previous(place: Place, previous: Place | None) -> float:
    """Say how a place lies to that of the event before: 2 the same, 1 inside, -1 around, 0 elsewhere."""
    if previous is None:
        return _UNKNOWN
    if previous.key == place.key:
        return 2.0
    return float(contains(previous, place)) - float(contains(place, previous))
