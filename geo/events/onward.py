"""What a text leaves unsaid because it has just said it: ellipses, and sentences that only go on.

"Twelve were killed in Homs, seven in Hama": the second is an event as the first. "They came on Saturday evening": the
day of the event before. "Forty of the dead were from Palpa": no event, but a part of the counted.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.events import amounts, layout, lexicon
from geo.events.candidates import PlaceCandidate, TimeCandidate
from geo.events.material import Material
from geo.events.mentions import Scene, Status, Told, Trigger
from geo.model import Count, DateRange, EventClass, MentionKind, Reason, Span

_JOINT = re.compile(r"(?:,| and|, and|;|; and)\s")
_WHERE = r"(?:in|at|near|around|outside)\s(?:the\s(?:city|town|village|port|province|district)\sof\s)?"
_AT_LAST = re.compile(rf"\s{_WHERE}$")
# So many characters lie at most between a number and the place where it was counted.
_REACH = 80
# What stands right before a name reaches back so many characters.
_BESIDE = 24
_PARTITIVE = re.compile(r"\s(?:of|among)\s(?:the|those|its|their)\s(?:who\s)?(?:\w+\s)?$", re.IGNORECASE)
_WIDE = ("PCL", "ADM1")
# What a rule decides, and no network, is given this probability.
_SURE = 0.5


def is_of_the_counted(material: Material, trigger: int) -> bool:
    """Say whether the word only says of whom a number is a part: "forty of the *dead* were from Palpa"."""
    start, _ = material.page.characters(material.scores.triggers[trigger])
    behind = _PARTITIVE.search(material.page.text, max(0, start - _REACH), start)
    if behind is None:
        return False
    at = bisect_left(material.quantities, behind.start(), key=lambda one: one[1])
    return at < len(material.quantities) and material.quantities[at][1] == behind.start()


def is_of_the_whole(material: Material, wide: PlaceCandidate, part: PlaceCandidate) -> bool:
    """Say whether the text tells of all of a country or division: "across Gaza, including 32 in Rafah"."""
    text = material.page.text
    before = f" {text[max(0, wide.start - _BESIDE) : wide.start].lower()}"
    between = text[max(wide.end, part.start - _REACH) : part.start].lower()
    return any(f" {word} " in before for word in lexicon.rows_of("onward.tsv", "whole")) or any(
        f" {word} " in between for word in lexicon.rows_of("onward.tsv", "partial")
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """A number of a list with its place."""

    start: int
    end: int
    quantity: amounts.Quantity
    place: PlaceCandidate


def in_each_place(material: Material, told: Sequence[Told]) -> list[Told]:
    """Return the events with one for each place of a list: "eight in Quetta, four in Karachi"."""
    result = list(told)
    for number, one in enumerate(told):
        told_of = next(
            ((count, items) for count in _tolls(one) if len(items := list(_items(material, count))) > 1), None
        )
        if told_of is not None and one is result[number]:
            count, (first, *others) = told_of
            result[number] = _at(material, one, count, first)
            for item in others:
                _put(result, number, item, replace(_at(material, one, count, item), counts=(), besides=()))
    return _in_order(result)


def _tolls(one: Told) -> Iterator[Count]:
    yield from (count for count in (one.killed, one.injured) if count is not None)


def _put(result: list[Told], base: int, item: _Item, told: Told) -> None:
    """Put an event of a list in the place of what the network made of its words, else behind all others."""
    within = (
        at
        for at, one in enumerate(result)
        if at != base and all(item.start <= trigger.span.start < item.place.end for trigger in one.triggers)
    )
    at = next(within, None)
    if at is None:
        result.append(told)
    else:
        result[at] = replace(told, part_of=result[at].part_of)


def _at(material: Material, told: Told, count: Count, item: _Item) -> Told:
    """Return an event as it is told of the place of ``item``, with the number there of what ``count`` counts."""
    words = Span.of(material.page.text, item.start, item.end)
    number = Count(count.what, item.quantity.low, item.quantity.high, item.quantity.qualifier, words)
    name = item.place
    place = name.toponym.place if name.toponym else None
    there = Span.of(material.page.text, name.start, name.end)
    scene = Scene(there, place, told.scene.score if told.scene else told.sureness.place, name.start)
    reasons = [reason for reason in told.reasons if reason.slot not in ("location", count.what)]
    reasons += [Reason("location", place.name if place else None, scene.score, there)]
    reasons += [Reason(count.what, None, told.sureness.place, words)]
    own = {"killed": None, "injured": None, count.what: number}
    return replace(
        told, scene=scene, further_scenes=(), killed=own["killed"], injured=own["injured"], reasons=tuple(reasons)
    )


def _items(material: Material, count: Count) -> Iterator[_Item]:
    """Yield the number of an event and those that follow it, each with the place behind it."""
    text, evidence = material.page.text, count.evidence
    _, last = layout.sentence_at(text, evidence.start)
    names = sorted((one for one in material.places if _is_place(one)), key=lambda one: one.start)
    quantities = material.quantities
    at, stop = (bisect_left(quantities, offset, key=lambda one: one[0]) for offset in (evidence.end, last))
    following = quantities[at:stop]
    first = _behind(names, evidence.end, last)
    if first is None or not _AT_LAST.search(text, evidence.end, first.start):
        return
    if following and following[0][0] < first.start:
        return
    yield _Item(evidence.start, evidence.end, amounts.Quantity(count.low, count.high, count.qualifier), first)
    end = first.end
    for start, stop, quantity in following:
        name = _behind(names, stop, last)
        if name is None or not _JOINT.fullmatch(text, end, start) or not _listed().fullmatch(text, stop, name.start):
            return
        yield _Item(start, stop, quantity, name)
        end = name.end


def _behind(names: Sequence[PlaceCandidate], start: int, end: int) -> PlaceCandidate | None:
    return next((one for one in names if start <= one.start < min(end, start + _REACH)), None)


def _is_place(one: PlaceCandidate) -> bool:
    return one.toponym is not None and one.toponym.kind not in (MentionKind.DEMONYM, MentionKind.NESTED)


@functools.cache
def _listed() -> re.Pattern[str]:
    words = "|".join(lexicon.rows_of("onward.tsv", "listed"))
    return re.compile(rf"\s(?:(?:{words})\s){{0,3}}{_WHERE}")


def _in_order(told: Sequence[Told]) -> list[Told]:
    """Return the events in the order of the text, and which is part of which as it was."""
    order = sorted(range(len(told)), key=lambda at: _where_told(told[at]))
    place_of: dict[int | None, int] = {at: number for number, at in enumerate(order)}
    return [replace(told[at], part_of=place_of.get(told[at].part_of)) for at in order]


def _where_told(one: Told) -> tuple[int, int]:
    """Return where the words of an event begin, and those of its place: one verb may tell of several places."""
    return one.triggers[0].span.start, one.scene.words.start if one.scene else 0


def pronouns(material: Material) -> NDArray[np.bool_]:
    """Return for each two triggers whether a pronoun says that the later one tells on: "It struck at noon".

    The other stands in the sentence before; shape (triggers, triggers).
    """
    page, triggers = material.page, material.scores.triggers
    sentence = page.sentence_of[[first for first, _ in triggers]]
    begins = {int(number): _start(material, int(number)) for number in np.unique(sentence)}
    told_on = np.zeros(len(triggers), dtype=bool)
    for index, words in enumerate(triggers):
        start = begins[int(sentence[index])]
        opening = _opening().match(page.text, start) if start is not None else None
        told_on[index] = opening is not None and not page.text[opening.end() : page.characters(words)[0]].strip()
    later = told_on[:, None] & (sentence[:, None] == sentence[None] + 1)
    result: NDArray[np.bool_] = later | later.T
    return result


def gone_on(material: Material, told: Sequence[Told]) -> list[Told]:
    """Return the events with the day and the place of a sentence that goes on: "It came on Tuesday, 9 km off Jumla"."""
    own = [sorted({_sentence(material, trigger) for trigger in one.triggers}) for one in told]
    events_in = Counter(sentence for sentences in own for sentence in sentences)
    result = []
    for one, sentences in zip(told, own, strict=True):
        free = (at + 1 for at in sentences if events_in[at + 1] == (at + 1 in sentences))
        following = next((at for at in free if _opens(material, at)), None)
        result.append(one if following is None else _gone_on(material, one, following))
    return result


def of_the_same_day(material: Material, told: Sequence[Told]) -> list[Told]:
    """Return the events with the day that the paragraph has given for one of their class before, if they have no other.

    "Protesters were arrested in Cali on Thursday. In Pasto marchers came to blows with shopkeepers."
    """
    given: dict[tuple[int, EventClass], tuple[DateRange | None, Reason]] = {}
    result = []
    for one in told:
        words = material.page.words(one.triggers[0].span.start, one.triggers[0].span.end)
        where = int(material.page.paragraph_of[words[0]]) if words else -1, one.event_class
        why = next((reason for reason in one.reasons if reason.slot == "event_date"), None)
        if why is not None and why.span is not None:
            given[where] = one.date, why
        elif why is not None and where in given and one.status is Status.NEWS:
            day, reason = given[where]
            rest = [other for other in one.reasons if other is not why]
            one = replace(one, date=day, reasons=(*rest, replace(reason, score=_SURE)))  # noqa: PLW2901
        result.append(one)
    return result


def _opens(material: Material, sentence: int) -> bool:
    start = _start(material, sentence)
    return start is not None and _opening().match(material.page.text, start) is not None


def _gone_on(material: Material, one: Told, sentence: int) -> Told:
    if one.status is Status.STATEMENT:
        return one
    when = next((at for at in material.times if _is_in(material, at, sentence) and at.mention.range), None)
    if when is not None:
        span, day = when.mention.span, when.mention.range
        reasons = [reason for reason in one.reasons if reason.slot != "event_date"]
        words = Span.of(material.page.text, span.start, span.end)
        value = day.start.isoformat() if day else None
        one = replace(one, date=day, reasons=(*reasons, Reason("event_date", value, _SURE, words)))
    return _nearer(material, one, sentence)


def _nearer(material: Material, one: Told, sentence: int) -> Told:
    """Return an event that is told of a country or a division with the one place in it that the sentence names."""
    wide = one.scene.place if one.scene else None
    if wide is None or not wide.feature_code.startswith(_WIDE):
        return one
    names = [name for name in material.places if _is_place(name) and _is_in(material, name, sentence)]
    place = names[0].toponym.place if len(names) == 1 and names[0].toponym else None
    if place is None or place.country_code != wide.country_code or place.feature_code.startswith(_WIDE):
        return one
    there = Span.of(material.page.text, names[0].start, names[0].end)
    reasons = [reason for reason in one.reasons if reason.slot != "location"]
    scene = Scene(there, place, one.scene.score if one.scene else _SURE, names[0].start)
    return replace(one, scene=scene, reasons=(*reasons, Reason("location", place.name, scene.score, there)))


def _is_in(material: Material, one: TimeCandidate | PlaceCandidate, sentence: int) -> bool:
    return int(material.page.sentence_of[one.words[0]]) == sentence


def _sentence(material: Material, trigger: Trigger) -> int:
    words = material.page.words(trigger.span.start, trigger.span.end)
    return int(material.page.sentence_of[words[0]]) if words else -1


def _start(material: Material, sentence: int) -> int | None:
    found = (material.page.sentence_of == sentence).nonzero()[0]
    return int(material.page.starts[found[0]]) if len(found) else None


@functools.cache
def _opening() -> re.Pattern[str]:
    words = "|".join(lexicon.rows_of("onward.tsv", "pronoun"))
    return re.compile(rf"(?:{words})\s")
