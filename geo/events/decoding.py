"""From scores to events: which words tell of one event, and one value for each of its slots.

Every choice is the likeliest one by the network's own probabilities, summed over the words that tell of the event
and over the words that name the same place. No list of words decides anything here.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.events import amounts, anaphora, attribution, candidates, counting, onward, scoring
from geo.events.amounts.words import words_of
from geo.events.candidates import Page, PlaceCandidate
from geo.events.lemmas import sort_of
from geo.events.material import Material
from geo.events.mentions import Scene, Status, Sureness, Told, Trigger
from geo.events.reader import CLASSES, STATUSES, NumberSpan, Scores
from geo.inference import Floats, softmax
from geo.model import Count, DatePrecision, DateRange, MentionKind, Place, Reason, Span

# Words less likely than this to name something that happened are left out: chosen on the development part.
LEAST_REAL = 0.6
# Two words tell of one event from this mean probability on (average linkage).
LEAST_SAME = 0.45
# The same of two events of one place, class, status and day.
LEAST_SAME_AGAIN = 0.3
# How much the places that two words are tied to say on whether they tell of one event: 0 nothing, 1 as much as they.
PLACE_WEIGHT = 0.8
# So much less likely are two words of one event where the sentence of the second opens with "later" or "elsewhere".
OTHER_WEIGHT = 0.3
# So likely are two words of one event where a pronoun stands for the event of the first ("It struck at noon").
PRONOUN_SAME = 0.6
# An event is part of a sum or series from here on.
LEAST_PART = 0.5
# A number belongs to the event that it is likeliest of, from this share on.
LEAST_NUMBER = 0.08
# How many times as likely as its likeliest place "nowhere" has to be for an event to have none.
NOWHERE_WEIGHT = 1.5
# So many sentences back the place may stand that an unknown name lies in.
FARTHEST_AROUND = 4
# How much less likely a scene is the name of a place that speaks or acts ("Kharkiv said") than the network thinks.
METONYM_WEIGHT = 0.05
# The same of "no day" against the day of the report: news without a day is of that day.
UNDATED_WEIGHT = 16.0
# A further place of an event is at least this likely.
LEAST_FURTHER = 0.2
_COUNTRY = "PCL"
_WIDE = (_COUNTRY, "ADM1")
# A place within the likeliest one, a country or a division, is the event's from this share of its likelihood on.
LEAST_WITHIN = 0.2
# An event with a place that is less likely right than this is not told: chosen on the development part.
LEAST_SCORE = 0.42
_IN_HOSPITAL = ("hospitalised", "treated")
_AND = "and"
_AGED = re.compile(r"[-\u2010\u2011]years?[-\u2010\u2011]olds?\b")
# What a number of people counts of whom nothing more is said: "losses of up to 40".
_CASUALTIES = "casualties"
# So many words further on the next number may still go on with the one before.
_ROW = 6
# A number has at most so many phrases of numbers in it ("two or three").
_QUANTITIES = 8
_NONE = STATUSES.index(Status.NONE)
_TOLD = [STATUSES.index(status) for status in (Status.NEWS, Status.HISTORY, Status.STATEMENT)]


def decode(material: Material) -> list[Told]:
    """Return the events of an article in the order of the text.

    Raises:
        ModelError: if the weights of the score are missing or damaged.

    """
    told = scoring.default().scored(candidates_of(material), len(material.page))
    kept = [number for number, one in enumerate(told) if one.score >= LEAST_SCORE or not _is_located(one)]
    place_of: dict[int | None, int] = {number: place for place, number in enumerate(kept)}
    return [replace(told[number], part_of=place_of.get(told[number].part_of)) for number in kept]


def _is_located(one: Told) -> bool:
    return one.scene is not None and one.scene.place is not None


def candidates_of(material: Material) -> list[Told]:
    """Return what may be the events of an article, before anything is known of how likely they are right."""
    scores = material.scores
    real = scores.named * (1 - scores.statuses[:, _NONE])
    kept = [index for index in range(len(real)) if real[index] >= LEAST_REAL and _is_told(material, index)]
    alike = scores.same * (1 - PLACE_WEIGHT + 2 * PLACE_WEIGHT * _places_agree(material))
    alike *= np.where(_goes_on_from(material), OTHER_WEIGHT, 1)
    alike = np.where(onward.pronouns(material), np.maximum(alike, PRONOUN_SAME), alike)
    together = _told_again(material, _clusters(alike, kept), real)
    clusters = sorted(_by_speaker(material, together), key=lambda cluster: cluster[0])
    clusters = _without_parts(material, clusters)
    counts, besides = _counts(material, clusters)
    wholes = _wholes(scores.part, clusters)
    told = [
        replace(_told(material, cluster, real, counts[number], wholes[number]), besides=tuple(besides[number]))
        for number, cluster in enumerate(clusters)
    ]
    told = onward.of_the_same_day(material, onward.gone_on(material, told))
    return onward.in_each_place(material, told)


def _without_parts(material: Material, clusters: list[list[int]]) -> list[list[int]]:
    """Leave out what only says of whom a number is a part, where an event is told before it."""
    is_part = [all(onward.is_of_the_counted(material, index) for index in cluster) for cluster in clusters]
    return [cluster for number, cluster in enumerate(clusters) if not is_part[number] or number == 0]


def _between(scores: Floats, clusters: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Return the mean score between the words of each two events, shape (events, events)."""
    shares = np.zeros((len(clusters), len(scores)))
    for number, cluster in enumerate(clusters):
        shares[number, list(cluster)] = 1 / len(cluster)
    result: NDArray[np.float64] = shares @ scores @ shares.T
    return result


def shifted(told: Sequence[Told], by: int) -> list[Told]:
    """Return the events of a later part of an article, with their wholes counted from the article's first."""
    return [replace(one, part_of=one.part_of + by) if one.part_of is not None else one for one in told]


def _places_agree(material: Material) -> Floats:
    """Return for each two triggers how likely they have one place, or one of them none; shape (triggers, triggers)."""
    logits = material.scores.places
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    keys = [one.key for one in material.meant]
    columns = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    by_key = np.zeros((len(shares), len(columns)), dtype=np.float32)
    for index, key in enumerate(keys):
        by_key[:, columns[key]] += shares[:, index]
    nowhere = shares[:, -1]
    result: Floats = by_key @ by_key.T + nowhere[:, None] + nowhere[None] - np.outer(nowhere, nowhere)
    return result


def _goes_on_from(material: Material) -> NDArray[np.bool_]:
    """Return for each two triggers whether the later one's sentence goes on from the other's to another event."""
    sentence = material.page.sentence_of[[first for first, _ in material.scores.triggers]]
    later = candidates.goes_on(material.page, material.scores.triggers)[:, None] & (sentence[:, None] > sentence[None])
    result: NDArray[np.bool_] = later | later.T
    return result


def _is_told(material: Material, trigger: int) -> bool:
    """Say whether the word stands in the text itself, not in a link to another article or an advert."""
    start, _ = material.page.characters(material.scores.triggers[trigger])
    return not material.lines.is_furniture(start)


def _clusters(same: Floats, kept: Sequence[int]) -> list[list[int]]:
    """Join by average linkage the triggers that tell of one event."""
    groups = [[index] for index in kept]
    sums = same[np.ix_(kept, kept)].astype(np.float64)
    sizes = np.ones(len(kept))
    alive = np.ones(len(kept), dtype=bool)
    np.fill_diagonal(sums, -1)
    while alive.sum() > 1:
        means = np.where(alive[:, None] & alive[None], sums / np.outer(sizes, sizes), -1)
        np.fill_diagonal(means, -1)
        one, other = divmod(int(means.argmax()), len(kept))
        if means[one, other] < LEAST_SAME:
            break
        one, other = min(one, other), max(one, other)
        groups[one] += groups[other]
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        alive[other] = False
    return [sorted(group) for group, there in zip(groups, alive, strict=True) if there]


def _told_again(material: Material, clusters: Sequence[list[int]], real: Floats) -> list[list[int]]:
    """Join those of one place, class, status and day that are less surely the same: further down it is told again."""
    alike: dict[object, list[list[int]]] = defaultdict(list)
    for cluster in clusters:
        likeliest, _ = _likeliest_places(material, cluster)
        place = material.meant[likeliest[0][0]].key if likeliest else min(cluster)
        alike[place, *_class_and_status(material, cluster, real)].append(cluster)
    return [one for group in alike.values() for one in _joined(material, group)]


def _joined(material: Material, group: list[list[int]]) -> list[list[int]]:
    while len(group) > 1:
        dates = [_date(material, cluster)[0] for cluster in group]
        pairs = [
            (float(material.scores.same[np.ix_(group[one], group[other])].mean()), one, other)
            for one, other in itertools.combinations(range(len(group)), 2)
            if dates[one] is None or dates[other] is None or dates[one] == dates[other]
        ]
        likely, one, other = max(pairs, default=(0.0, 0, 0))
        if likely < LEAST_SAME_AGAIN:
            break
        rest = [cluster for number, cluster in enumerate(group) if number not in (one, other)]
        group = [*rest, sorted(group[one] + group[other])]
    return group


def _class_and_status(material: Material, cluster: Sequence[int], real: Floats) -> tuple[int, int]:
    """Return the likeliest class and status of an event, as positions in ``CLASSES`` and ``_TOLD``."""
    weights = real[list(cluster)]
    classes = weights @ material.scores.classes[list(cluster)]
    statuses = (weights @ material.scores.statuses[list(cluster)])[_TOLD]
    return int(classes.argmax()), int(statuses.argmax())


def _by_speaker(material: Material, clusters: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the clusters with one for each named speaker of a statement.

    What another says than who speaks first goes to the statement of his own, where he has one: "he said".
    """
    speakers = _speakers(material, clusters)
    result: list[list[int]] = []
    strays: list[int] = []
    of_speaker: dict[str | None, list[int]] = {}
    for cluster in clusters:
        own = next((speakers[index] for index in cluster if speakers.get(index)), None)
        strays += [index for index in cluster if speakers.get(index) not in (own, None)]
        result.append([index for index in cluster if speakers.get(index) in (own, None)])
        if own:
            of_speaker.setdefault(own, result[-1])
    for index in strays:
        if speakers[index] not in of_speaker:
            of_speaker[speakers[index]] = []
            result.append(of_speaker[speakers[index]])
        of_speaker[speakers[index]].append(index)
    return [sorted(cluster) for cluster in result]


def _speakers(material: Material, clusters: Sequence[Sequence[int]]) -> dict[int, str | None]:
    """Return who says what the words of statements tell, by name."""
    said = sorted(index for cluster in clusters if _is_statement(material, cluster) for index in cluster)
    verbs = [Span.of(material.page.text, *material.page.characters(material.scores.triggers[one])) for one in said]
    return dict(zip(said, attribution.speakers_of(material.page.text, verbs, material.names), strict=True))


def _is_statement(material: Material, cluster: Sequence[int]) -> bool:
    statuses = material.scores.statuses[list(cluster)].sum(axis=0)
    return STATUSES[int(statuses.argmax())] is Status.STATEMENT


def _told(
    material: Material, cluster: Sequence[int], real: Floats, counts: Mapping[str, _Counted], whole: int | None
) -> Told:
    scores, page = material.scores, material.page
    weights = real[list(cluster)] / real[list(cluster)].sum()
    classes = weights @ scores.classes[list(cluster)]
    statuses = (weights @ scores.statuses[list(cluster)])[_TOLD]
    likeliest, sure_of_place = _likeliest_places(material, cluster)
    scenes = _scenes(material, likeliest)
    likely = Sureness(1 - float(np.prod(1 - real[list(cluster)])), event_class=float(classes.max()))
    triggers = tuple(
        Trigger(Span.of(page.text, *page.characters(scores.triggers[index])), float(real[index])) for index in cluster
    )
    event_class, status = CLASSES[int(classes.argmax())], STATUSES[_TOLD[int(statuses.argmax())]]
    date, why_then = _date(material, cluster)
    if status is Status.NEWS and _is_long_gone(date, material.today):
        status = Status.HISTORY
    own = {what: one.count for what, one in counts.items()}
    reasons = [
        *(Reason("trigger", None, trigger.score, trigger.span) for trigger in triggers),
        Reason("event_class", event_class.value, float(classes.max())),
        Reason("status", status.value, float(statuses.max() / statuses.sum())),
        Reason("location", *_why_there(scenes, sure_of_place)),
        *([why_then] if why_then else []),
        *(Reason(what, None, one.score, one.count.evidence) for what, one in counts.items()),
    ]
    return Told(
        triggers=triggers,
        event_class=event_class,
        status=status,
        sureness=_sureness(material, cluster, likeliest, replace(likely, place=sure_of_place, nowhere=sure_of_place)),
        scene=scenes[0] if scenes else None,
        further_scenes=tuple(scenes[1:]),
        date=date,
        killed=own.get("killed"),
        injured=own.get("injured"),
        counts=tuple(count for what, count in own.items() if what not in ("killed", "injured")),
        part_of=whole,
        reasons=tuple(reasons),
    )


def _why_there(scenes: Sequence[Scene], sure: float) -> tuple[str | None, float, Span | None]:
    """Return the place, how sure it is and the words that name it; no words where the event is tied to no place."""
    if not scenes:
        return None, sure, None
    return scenes[0].place.name if scenes[0].place else None, sure, scenes[0].words


def _sureness(
    material: Material, cluster: Sequence[int], likeliest: Sequence[tuple[int, float]], known: Sureness
) -> Sureness:
    """Return ``known`` with what the places of the event and their names add."""
    sentences = {int(material.page.sentence_of[material.scores.triggers[index][0]]) for index in cluster}
    known = replace(known, sentences=len(sentences), first=min(sentences), words=len(cluster), is_beside=False)
    if not likeliest:
        return known
    index, share = likeliest[0]
    named = material.meant[index].toponym
    return replace(
        known,
        place=share,
        nowhere=float(_pooled(material.scores.places[list(cluster)], 1)[-1]),
        resolved=named.score if named is not None and named.place is not None else 0.5,
        second=likeliest[1][1] if len(likeliest) > 1 else 0.0,
        namings=sum(one.key == material.meant[index].key for one in material.meant),
        is_beside=int(material.page.sentence_of[material.places[index].words[0]]) in sentences,
        is_demonym=named is not None and named.kind is MentionKind.DEMONYM,
    )


def _pooled(rows: Floats, special: int) -> Floats:
    """Return the probabilities of an event's candidates from the logits of its triggers.

    The last ``special`` columns stand for none of the candidates.
    """
    named, none = rows[:, :-special].astype(np.float64), rows[:, -special:].astype(np.float64)
    peak = named.max(axis=0) if named.size else np.zeros(0)
    summed = peak + np.log(np.exp(named - peak).sum(axis=0)) if named.size else peak
    return softmax(np.concatenate([summed, none.mean(axis=0) + math.log(len(rows))])).astype(np.float32)


def _scenes(material: Material, likeliest: Sequence[tuple[int, float]]) -> list[Scene]:
    """Return where the event happened, likeliest first, each place once: an unknown name may lie in another's."""
    kept = [pair for number, pair in enumerate(likeliest) if number == 0 or pair[1] >= LEAST_FURTHER]
    scenes: list[Scene] = []
    for index, share in kept:
        scene = _scene(material, index, share)
        if scene.place is None or all(one.place is None or one.place.key != scene.place.key for one in scenes):
            scenes.append(scene)
    return scenes


def name_of_place(material: Material, cluster: Sequence[int]) -> PlaceCandidate | None:
    """Return the name of the place where the triggers of ``cluster`` put their event, None where they put it nowhere.

    Words that stand for a place answer with its name, and with None where the article does not name it.
    """
    places, _ = _likeliest_places(material, cluster)
    meant = anaphora.resolve(material.places[places[0][0]], material.places, material.page) if places else None
    return meant if meant is not None and meant.toponym is not None else None


def _likeliest_places(material: Material, cluster: Sequence[int]) -> tuple[list[tuple[int, float]], float]:
    """Return candidates and their probabilities, one a place, likeliest first, and how sure the first is.

    There are none where nowhere is likelier.
    """
    shares = _pooled(material.scores.places[list(cluster)], 1)
    shares[:-1] *= [METONYM_WEIGHT if _is_metonym(one) else 1.0 for one in material.places]
    by_key: dict[tuple[str, object], float] = defaultdict(float)
    likeliest: dict[tuple[str, object], int] = {}
    for index, key in enumerate(one.key for one in material.meant):
        by_key[key] += float(shares[index])
        if key not in likeliest or shares[index] > shares[likeliest[key]]:
            likeliest[key] = index
    nowhere = float(shares[-1])
    order = sorted(by_key, key=lambda key: -by_key[key])
    if not order or by_key[order[0]] <= NOWHERE_WEIGHT * nowhere:
        return [], nowhere
    order = _nearest_first(material, order, likeliest, by_key)
    return [(likeliest[key], by_key[key]) for key in order], by_key[order[0]]


def _nearest_first(
    material: Material,
    order: list[tuple[str, object]],
    likeliest: Mapping[tuple[str, object], int],
    by_key: Mapping[tuple[str, object], float],
) -> list[tuple[str, object]]:
    """Return the places with one within the likeliest before it, where that is a country or a division of one."""
    wide = _known(material, likeliest[order[0]])
    if wide is None or not wide.feature_code.startswith(_WIDE):
        return order
    name = material.places[likeliest[order[0]]]
    for key in order[1:]:
        part, place = material.places[likeliest[key]], _known(material, likeliest[key])
        likely = by_key[key] >= LEAST_WITHIN * by_key[order[0]]
        if likely and place is not None and _is_in(place, wide) and not onward.is_of_the_whole(material, name, part):
            return [key, *(other for other in order if other != key)]
    return order


def _known(material: Material, index: int) -> Place | None:
    toponym = material.meant[index].toponym
    return toponym.place if toponym else None


def _is_in(place: Place, wide: Place) -> bool:
    return (
        not place.feature_code.startswith(_COUNTRY)
        and place.country_code == wide.country_code
        and (wide.feature_code.startswith(_COUNTRY) or place.admin1_code == wide.admin1_code)
        and place.key != wide.key
    )


def _is_metonym(one: PlaceCandidate) -> bool:
    return one.toponym is not None and one.toponym.kind is MentionKind.METONYM


def _scene(material: Material, index: int, score: float) -> Scene:
    candidate = material.places[index]
    words = Span.of(material.page.text, candidate.start, candidate.end)
    meant = material.meant[index]
    place = meant.toponym.place if meant.toponym else None
    if place is not None:
        return Scene(words, place, score, candidate.start if meant is candidate else None)
    around = _around(meant, material)
    if around is None:
        return Scene(words, None, score)
    beside, there, is_far = around
    return Scene(words, there, score, beside.start, is_within=True, is_far=is_far)


def _around(unknown: PlaceCandidate, material: Material) -> tuple[PlaceCandidate, Place, bool] | None:
    """Return the place that the text puts an unknown name in or beside, and whether another sentence does.

    It is the next one after it in its sentence, else the last one before it. A whole country is no answer to where a
    village is.
    """
    sentence = int(material.page.sentence_of[unknown.words[0]])
    known = [
        (one, place, int(material.page.sentence_of[one.words[0]]))
        for one in material.places
        if one.toponym is not None
        and one.toponym.kind is not MentionKind.DEMONYM
        and (place := one.toponym.place) is not None
        and not place.feature_code.startswith(_COUNTRY)
    ]
    after = [(one, place, False) for one, place, where in known if where == sentence and one.start > unknown.start]
    before = [
        (one, place, where < sentence)
        for one, place, where in known
        if sentence - FARTHEST_AROUND <= where <= sentence and one.start < unknown.start
    ]
    beside = [one for one in before if not one[2]]
    return after[0] if after else beside[-1] if beside else before[-1] if before else None


def _date(material: Material, cluster: Sequence[int]) -> tuple[DateRange | None, Reason | None]:
    """Return when the event was, and why."""
    shares = _pooled(material.scores.times[list(cluster)], 2)
    best = int(shares.argmax())
    if best == len(shares) - 1 and shares[-2] * UNDATED_WEIGHT >= shares[-1]:
        best -= 1
    sure = float(shares[best])
    if best == len(shares) - 1:
        return None, None
    if best == len(shares) - 2:
        if material.today is None:
            return None, None
        day = DateRange(material.today, material.today, DatePrecision.DAY)
        return day, Reason("event_date", "the day of the report", sure)
    mention = material.times[best].mention
    words = Span.of(material.page.text, mention.span.start, mention.span.end)
    return mention.range, Reason("event_date", mention.range.start.isoformat() if mention.range else None, sure, words)


def _is_long_gone(date: DateRange | None, today: dt.date | None) -> bool:
    """Say whether an event is told of by no more than its month or year, which is over: "in March", in April."""
    return (
        date is not None
        and today is not None
        and date.precision in (DatePrecision.MONTH, DatePrecision.YEAR)
        and date.end < today
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number and how likely it is the event's."""

    count: Count
    score: float


def _counts(
    material: Material, clusters: Sequence[Sequence[int]]
) -> tuple[list[dict[str, _Counted]], list[list[Count]]]:
    """Return for each event its numbers by what they count, and those that are told beside it.

    Of several that count the same the one is the event's that is likeliest its own.
    """
    chosen: list[dict[str, _Counted]] = [{} for _ in clusters]
    besides: list[list[Count]] = [[] for _ in clusters]
    owned, others = _owned(material.scores, clusters)
    for span, number, share in _together(material.page, owned):
        count = _count(material.page, span, material.quantities)
        sure = share * span.score
        if count is None:
            continue
        if _is_open(material.page, count):
            besides[number].append(count)
            continue
        before, this = chosen[number].get(count.what), _Counted(count, sure)
        if before is None:
            chosen[number][count.what] = this
        else:
            lesser, chosen[number][count.what] = sorted((this, before), key=lambda one: _rank(material.page.text, one))
            fate = counting.fate(material.page.text, lesser.count.evidence.start, lesser.count.evidence.end)
            if fate is not None and fate not in chosen[number]:  # "50 were hurt, 30 of them are in hospital"
                chosen[number][fate] = replace(lesser, count=replace(lesser.count, what=fate))
            else:
                besides[number].append(lesser.count)
    for span, number in others:
        count = _count(material.page, span, material.quantities, _CASUALTIES)
        if count is None:
            continue
        fate = counting.fate(material.page.text, count.evidence.start, count.evidence.end)
        if (
            fate is not None
            and fate not in chosen[number]
            and not _is_open(material.page, count)
            and _tells(material, clusters[number], span)
        ):
            chosen[number][fate] = _Counted(replace(count, what=fate), span.score)
        else:
            besides[number].append(count)
    for own in chosen:
        in_hospital = next((own[what] for what in _IN_HOSPITAL if what in own), None)
        if in_hospital and "injured" not in own and "killed" not in own:
            own["injured"] = replace(in_hospital, count=replace(in_hospital.count, what="injured"))
    return chosen, besides


def _is_open(page: Page, count: Count) -> bool:
    return counting.is_open(page.text, count.evidence.start, count.evidence.end)


def _rank(text: str, one: _Counted) -> tuple[bool, float]:
    """Return how much a number counts beside another of its kind: who is in hospital is one of the hurt."""
    return counting.fate(text, one.count.evidence.start, one.count.evidence.end) not in _IN_HOSPITAL, one.score


def _tells(material: Material, cluster: Sequence[int], span: NumberSpan) -> bool:
    """Say whether a number stands in a sentence that tells of the event."""
    sentence_of = material.page.sentence_of
    sentences = {int(sentence_of[material.scores.triggers[index][0]]) for index in cluster}
    return int(sentence_of[span.words[0]]) in sentences


def _owned(
    scores: Scores, clusters: Sequence[Sequence[int]]
) -> tuple[list[tuple[NumberSpan, int, float]], list[tuple[NumberSpan, int]]]:
    """Return the numbers that belong to events, with the event's index and how likely that is, and the others.

    Those have the index of the event that they are likeliest told beside.
    """
    owned: list[tuple[NumberSpan, int, float]] = []
    others: list[tuple[NumberSpan, int]] = []
    for row, span in zip(scores.numbers.astype(np.float64), scores.number_spans, strict=True):
        powers = np.exp(row - row.max())
        of_events = np.asarray([powers[list(cluster)].sum() for cluster in clusters])
        if not len(of_events):
            break
        shares = of_events / (of_events.sum() + powers[-1])
        number = int(shares.argmax())
        if shares[number] >= LEAST_NUMBER:
            owned.append((span, number, float(shares[number])))
        else:
            others.append((span, number))
    return owned, others


def _together(page: Page, owned: Iterable[tuple[NumberSpan, int, float]]) -> Iterator[tuple[NumberSpan, int, float]]:
    """Join what one event's victims are told by in a row: "two American soldiers | and three Afghan soldiers"."""
    before: tuple[NumberSpan, int, float] | None = None
    for span, number, share in owned:
        if before and before[1] == number and before[0].what == span.what and _in_a_row(page, before[0], span):
            words = (before[0].words[0], span.words[1])
            before = replace(before[0], words=words), number, min(share, before[2])
            continue
        if before:
            yield before
        before = span, number, share
    if before:
        yield before


def _in_a_row(page: Page, one: NumberSpan, other: NumberSpan) -> bool:
    """Say whether two numbers are joined by "and" with hardly more than nouns between them."""
    start, end = page.characters(one.words)[1], page.characters(other.words)[0]
    what = {counting.counted(page.text, *page.characters(span.words)) for span in (one, other)} - {None}
    between = page.text[page.characters(one.words)[0] : end].lower().split()
    return (
        other.words[0] - one.words[1] <= _ROW
        and between[-1:] == [_AND]
        and len(what) < 2  # "1,214 cases and 21 deaths"
        and not any(mark in page.text[start:end] for mark in ".;:()")
        and not any(sort_of(word) in ("preposition", "auxiliary") for word in between)
    )


def _count(
    page: Page, span: NumberSpan, quantities: Sequence[tuple[int, int, amounts.Quantity]], unnamed: str | None = None
) -> Count | None:
    """Return a number with its bounds; words beside it that bound it belong to it ("over 1,300").

    ``unnamed`` is what it counts where no word says it.
    """
    start, end = page.characters(span.words)
    beside = bisect_right(quantities, start, key=lambda one: one[1])
    for first, last, _ in quantities[beside : beside + _QUANTITIES]:
        if first < end:
            start, end = min(start, first), max(end, last)
    end = amounts.end_with_people(page.text, start, end)
    aged = _AGED.match(page.text, end)
    end = aged.end() if aged else end  # "a 67-year-old" is one
    quantity = amounts.read(page.text[start:end])
    if quantity is None or page.text[start:end].lower() in words_of("a"):
        return None  # an article alone counts nobody
    what = span.what if span.what != "other" else counting.counted(page.text, start, end) or span.toll
    what = what or unnamed
    if what is None:
        return None
    return Count(what, quantity.low, quantity.high, quantity.qualifier, Span.of(page.text, start, end))


def _wholes(part: Floats, clusters: Sequence[Sequence[int]]) -> list[int | None]:
    """Return for each event the one that it is part of; no whole is part of anything itself."""
    means = _between(part, clusters)
    np.fill_diagonal(means, 0)
    found: list[int | None] = [None] * len(clusters)
    wholes: set[int] = set()
    for flat in np.argsort(-means, axis=None):
        one, other = divmod(int(flat), len(clusters))
        if means[one, other] < LEAST_PART:
            break
        if found[one] is None and found[other] is None and one not in wholes:
            found[one] = other
            wholes.add(other)
    return found
