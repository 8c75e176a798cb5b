"""Which numbers and claims of the text belong to which event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo.events import claims, deeds, drafts, merging, numbers, speakers, structure, victims
from geo.events.drafts import Draft
from geo.events.numbers import CountMention
from geo.model import Claim, Count, Layer, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NEAR_TOKENS = 60
# Nobody is hurt by an arrest, a trial or a change of hands, but by what is told beside them;
# where nothing is, those who died are told as part of it.
_HARM = frozenset({"killed", "injured", "hospitalised", "treated", "missing", "casualties"})
_DIRECT_HARM = frozenset({"killed", "injured"})
_DEFINITE = frozenset({"the", "these", "those", "both", "all"})
_HARMING = drafts.EFFECT_BEARING | {"rescue"}
# Who did it is often said paragraphs later.
_CLAIM_TOKENS = 250


@dataclass(slots=True)
class Toll:
    """The numbers of one event: what is told as fact, and what one side claims."""

    killed: Count | None = None
    injured: Count | None = None
    others: tuple[Count, ...] = ()
    claims: tuple[Claim, ...] = ()
    _mentions: list[CountMention] = field(default_factory=list)


def assign(doc: Doc, events: Sequence[Draft], page: structure.Structure) -> list[Toll]:
    """Return the toll of each event, in the order of ``events``.

    A number goes to the event of its own word ("killed"), else to the nearest event of its
    sentence, else to the event that was told last. Parts ("including six children") are no tolls.
    """
    tolls = [Toll() for _ in events]
    attributions = speakers.find(doc)
    mentions = numbers.find(doc)
    claimed = claims.find(doc, attributions, mentions)
    for claim in claimed:
        if page.kind_at(claim.span.start) is not structure.LineKind.BODY:
            continue
        for number in _owners_of_claim(doc, claim, events):
            tolls[number].claims = (*tolls[number].claims, claim)
    told = claims.reported(mentions, claimed)
    for mention in told:
        span = mention.count.evidence
        if not mention.numbered and mention.count.high is None and not _tells_of_some(doc, mention):
            continue  # "workers were evacuated" gives no number
        if _sums_up(doc, mention, told):
            continue
        if mention.part_of is not None or page.kind_at(span.start) is not structure.LineKind.BODY:
            continue
        owner = _owner(mention, events)
        if owner is None:
            continue
        said = speakers.attribution_of(attributions, span)
        count = replace(mention.count, speaker=said.speaker if said else None)
        tolls[owner]._mentions.append(replace(mention, count=count))
    for toll, event in zip(tolls, events, strict=True):
        _settle(doc, toll, event)
    return tolls


def _sums_up(doc: Doc, mention: CountMention, told: Sequence[CountMention]) -> bool:
    """Say whether a number is of several acts of which the text then tells one by one."""
    return any(
        other.count.what == mention.count.what and other.sentence_index > mention.sentence_index for other in told
    ) and victims.are_of_several_acts(doc[mention.token_index].sent)


def _tells_of_some(doc: Doc, mention: CountMention) -> bool:
    """Say whether a plural means people known by then ("the priests were murdered"): two at least, not just any."""
    return mention.count.what in _DIRECT_HARM and any(
        child.dep_ == "poss" or child.lower_ in _DEFINITE for head in mention.heads for child in doc[head].lefts
    )


def _owner(mention: CountMention, events: Sequence[Draft]) -> int | None:
    here, what = mention.token_index, mention.count.what
    incidents = [
        (number, event)
        for number, event in enumerate(events)
        if event.definition.layer in (Layer.INCIDENT, Layer.BACKGROUND)
        and not (event.row and event.shared is not None and event.shared.start <= here < event.shared.end)
    ]
    for number, event in incidents:
        if any(trigger.first <= here <= trigger.last for trigger in event.triggers):
            return number
    if what not in _HARM:
        return _nearest(here, incidents)
    harming = [(number, event) for number, event in incidents if event.family in _HARMING]
    owner = _nearest(here, harming)
    return _nearest(here, incidents) if owner is None and what in _DIRECT_HARM else owner


def _nearest(here: int, incidents: Sequence[tuple[int, Draft]]) -> int | None:
    """Return the event told nearest to a word in its sentence, else the one told last before it."""
    near = [
        (abs(trigger.token.i - here), number)
        for number, event in incidents
        for trigger in event.triggers
        if any(
            words.start <= here < words.end and words.start <= trigger.token.i < words.end for words in event.sentences
        )
    ]
    if near:
        return min(near)[1]
    before = [
        (here - words.end, number)
        for number, event in incidents
        for words in event.sentences
        if words.end <= here and here - words.end <= _NEAR_TOKENS
    ]
    return min(before)[1] if before else None


def _owners_of_claim(doc: Doc, claim: Claim, events: Sequence[Draft]) -> list[int]:
    """Return the event that the claim is about; of "these attacks" all violence told shortly before."""
    words = doc.char_span(claim.span.start, claim.span.end, alignment_mode="expand")
    if words is not None and not claim.counts and claims.names_deeds(claim):
        before = [
            number
            for number, event in enumerate(events)
            if event.family == "violence"
            and any(-_CLAIM_TOKENS <= part.end - words.start <= 0 for part in event.sentences)
        ]
        if before:
            return before
    owner = _owner_of_claim(doc, claim, events)
    if owner is None:
        return []
    if claim.counts or claim.stance is not Stance.CLAIMS:
        return [owner]
    # Who is blamed for a murder is so wherever the text comes back to it.
    return [owner, *(n for n, event in enumerate(events) if n != owner and _is_same_deed(events[owner], event))]


def _is_same_deed(one: Draft, other: Draft) -> bool:
    """Say whether two tellings that stayed apart are of the same victims, or in the same words of the same place."""
    if one.family != other.family or one.family != "violence":
        return False
    if deeds.names(one.triggers) & deeds.names(other.triggers):
        return True
    return one.kind == other.kind and merging.same_word(one, other) and not merging.differ(one, other)


def _owner_of_claim(doc: Doc, claim: Claim, events: Sequence[Draft]) -> int | None:
    words = doc.char_span(claim.span.start, claim.span.end, alignment_mode="expand")
    if words is None:
        return None
    incidents = [(number, event) for number, event in enumerate(events) if event.definition.layer is Layer.INCIDENT]
    inside = [
        number
        for number, event in incidents
        if any(words.start <= trigger.token.i < words.end for trigger in event.triggers)
    ]
    if inside:
        return inside[0]
    reach = _CLAIM_TOKENS if claims.names_a_deed(claim) else _NEAR_TOKENS
    same = [
        number for number, event in incidents if any(part.start <= words.start < part.end for part in event.sentences)
    ]
    before = [
        (words.start - part.end, number)
        for number, event in incidents
        for part in event.sentences
        if 0 <= words.start - part.end <= reach
    ]
    if claim.stance is Stance.DENIES and claims.lies_ahead(claim):
        before = []  # "denied that he would resign" is about something else than the raid told before
    return same[0] if same else min(before)[1] if before else None


def _settle(doc: Doc, toll: Toll, event: Draft) -> None:
    """Choose the numbers that stand for the event; all others stay in the list, in the order of the text.

    A number told of several places together gives way to one that is told of this place alone.
    """
    others: list[Count] = []
    goes_on = event.family == "health" or event.is_sum
    for what in ("killed", "injured"):
        counted = [mention for mention in toll._mentions if mention.count.what == what]
        if not goes_on:  # "more than 2,000 have died this year" says nothing of this boat
            counted = [mention for mention in counted if not victims.is_cumulative(doc, mention)]
        alone = [mention for mention in counted if not _is_shared(mention, event)]
        best = victims.total(
            doc,
            alone if any(mention.numbered for mention in alone) else counted,
            goes_on=goes_on,
        )
        if best is None:
            continue
        if what == "killed":
            toll.killed = best
        else:
            toll.injured = best
        others += [
            mention.count
            for mention in counted
            if mention.numbered
            and (mention.count.low, mention.count.high) != (best.low, best.high)
            # "23" and "at least 23" are one number, told twice
            and not (mention.count.low == best.low and None in (mention.count.high, best.high))
        ]
    told: set[tuple[str, int | None, int | None]] = set()
    for mention in toll._mentions:
        number = (mention.count.what, mention.count.low, mention.count.high)
        # "a man was arrested ... detectives arrested John Doe": the same number of one event, told twice
        if mention.count.what not in ("killed", "injured") and number not in told:
            told.add(number)
            others.append(mention.count)
    toll.others = tuple(dict.fromkeys(sorted(others, key=lambda count: count.evidence)))


def _is_shared(mention: CountMention, event: Draft) -> bool:
    return event.shared is not None and event.shared.start <= mention.token_index < event.shared.end
