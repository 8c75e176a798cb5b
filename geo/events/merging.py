"""Which mentions in an article tell of one event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from geo.events import deeds, factuality, lexicon, scenes, tellings, vehicles
from geo.events import drafts as drafting
from geo.events.drafts import Draft
from geo.events.triggers import Mode, lemma
from geo.model import DatePrecision, DateRange

_NEAR_SENTENCES = 3
_TOPIC_SENTENCES = 5
# Fires and blasts that an attack brings about, and arrests at a protest, are told as parts of it.
_PART_OF_AN_ATTACK = frozenset({"fire", "explosion", "collapse", "ship_accident"})
_PART_OF_A_PROTEST = frozenset({"arrests", "protest_intervention"})
_CRASHES = frozenset({"air_accident", "rail_accident", "ship_accident", "traffic_accident"})
# What lights a fire, or is a blast: a flood or a robbery told beside one is another event.
_FIRES = frozenset({"fire", "explosion"})
_CAUSES_OF_FIRES = _FIRES | frozenset(
    {
        "accident",
        "air_accident",
        "arson",
        "attack",
        "collapse",
        "disaster",
        "earthquake",
        "eruption",
        "pollution",
        "rail_accident",
        "ship_accident",
        "traffic_accident",
        "wildfire",
    }
)
# A reader takes up again one of the last events told, not one of hundreds.
_REMEMBERED = 60
# News is about the last days: what a report dates before them is told as background.
_NEWS_DAYS = 14


def is_past(date: DateRange | None, today: dt.date | None) -> bool:
    """Say whether a date lies before the news of ``today``: a past month or year, or over two weeks ago."""
    if date is None or today is None:
        return False
    if date.precision in (DatePrecision.DAY, DatePrecision.WEEK):
        return date.end < today - dt.timedelta(days=_NEWS_DAYS)
    return date.end < today


def merge(mentions: Sequence[Draft], today: dt.date | None = None) -> list[Draft]:
    """Join the mentions of each event; the first mention keeps the trigger, the best-told kind wins.

    ``today`` is the day of the report: what has no date is news, and never joins what is dated long ago.
    """
    events: list[Draft] = []
    for mention in mentions:
        known = _known(mention, events, today)
        if known is None:
            _name_effect(mention, events, today)
            events.append(mention)
        else:
            _join(known, mention)
    return events


def _name_effect(mention: Draft, events: Sequence[Draft], today: dt.date | None) -> None:
    """Let a toll at another place be of the kind that the article tells of: a flood damages homes elsewhere.

    Not so in another country, where it had another cause as often, nor today after what was long ago; the vehicle
    of its own clause tells more, and nobody drowns in an attack.
    """
    if not mention.is_effect or mention.is_sum or factuality.is_presupposed(mention.trigger):
        return
    vehicle = vehicles.crash_behind(mention.trigger.token)
    if vehicle is not None:
        mention.kind = vehicle
        return
    families = ("hazard",) if mention.kind == "drowning" else ("hazard", "violence")
    topic = next(
        (
            event
            for event in reversed(events)
            if event.family in families and _distance(event, mention) <= _TOPIC_SENTENCES
        ),
        None,
    )
    if topic is None or topic.definition.layer is not mention.definition.layer:
        return
    if topic.kind in _CRASHES and mention.link is not None and topic.link is not None:
        return  # a crash happens in one place
    if _in_another_country(topic, mention) or (is_past(topic.date, today) and not is_past(mention.date, today)):
        return
    mention.kind = topic.kind


def _in_another_country(event: Draft, mention: Draft) -> bool:
    if event.link is None or mention.link is None:
        return False
    here, there = event.link.scene.place.country_code, mention.link.scene.place.country_code
    return bool(here and there) and here != there


def _known(mention: Draft, events: Sequence[Draft], today: dt.date | None) -> Draft | None:
    """Return the event that ``mention`` tells of again, the last told one first."""
    if mention.row:
        return None
    new = _says_another(mention)
    anaphoric = _points_back(mention)
    candidates = sorted(events[-_REMEMBERED:], key=lambda event: (not _named(event, mention), -event.last))
    for event in candidates:
        if is_past(mention.date, today) is not is_past(event.date, today) and _distance(event, mention) > 0:
            continue
        if _distance(event, mention) == 0 and tellings.are_apart(event, mention):
            continue
        if mention.is_sum is not event.is_sum or not _compatible(event, mention):
            continue
        if new and not anaphoric:
            continue
        if _same_place_named(event, mention):
            return event
        placed_elsewhere = mention.link is not None and event.link is None
        if placed_elsewhere and mention.is_effect and _distance(event, mention) > 1:
            continue
        if mention.is_effect or anaphoric or event.is_effect:
            return event
        if mention.link is None or event.link is None:
            if event.kind == mention.kind and event.family == "justice":
                return event
            if _distance(event, mention) <= _NEAR_SENTENCES:
                return event
        elif same_word(event, mention) or _same_crash(event, mention):
            # One place lies in the other: "an attack in Turin ... the suburb that was attacked".
            return event
    return None


def _named(event: Draft, mention: Draft) -> bool:
    """Say whether a toll without a place of its own names the place of an event: "at the Turin hospital"."""
    return mention.link is None and event.link is not None and event.link.scene.place.key in mention.named


def _compatible(event: Draft, mention: Draft) -> bool:
    one, other = event.family, mention.family
    if one != other and "effect" not in (one, other):
        return _is_part(event, mention)
    if "effect" in (one, other) and not {one, other} <= drafting.EFFECT_BEARING:
        return False
    if _of_others(event, mention):
        return False
    if one == "statement" and not _same_speaker(event, mention):
        return False
    if one == "diplomacy" and event.kind != mention.kind and _distance(event, mention) > 0:
        return False
    if event.kind != mention.kind and not {event.kind, mention.kind} & drafting.GENERIC:
        return False
    if one == other == "violence" and tellings.are_done_by_others(event, mention):
        return False
    if one == other == "hazard" and _is_no_cause(event.kind, mention.kind):
        return False
    return not differ(event, mention)


def differ(event: Draft, mention: Draft) -> bool:
    """Say whether two tellings are of different days or of places of which neither lies in the other."""
    if event.date and mention.date and (event.date.end < mention.date.start or mention.date.end < event.date.start):
        return True
    if event.link is None or mention.link is None:
        return False
    here, there = event.link.scene.place, mention.link.scene.place
    return not (here.key == there.key or scenes.contains(here, there) or scenes.contains(there, here))


def _of_others(event: Draft, mention: Draft) -> bool:
    """Say whether both are done to somebody named, but not to the same: the murders of a judge and of a mayor."""
    one, other = deeds.names(event.triggers), deeds.names(mention.triggers)
    return bool(one and other) and not one & other


def _is_no_cause(one: str, other: str) -> bool:
    """Say whether one is a fire or a blast and the other nothing that brings fires about."""
    kinds = {one, other}
    return one != other and bool(kinds & _FIRES) and not kinds <= _CAUSES_OF_FIRES


def _is_part(event: Draft, mention: Draft) -> bool:
    """Say whether events of two families are one: the fire that a strike lit, the arrests at a march."""
    kinds = {event.kind, mention.kind}
    if _distance(event, mention) > _NEAR_SENTENCES or not (
        mention.link is None or event.link is None or _same_place_named(event, mention)
    ):
        return False
    if {event.family, mention.family} == {"violence", "hazard"}:
        return bool(kinds & _PART_OF_AN_ATTACK)
    return kinds == _PART_OF_A_PROTEST


def same_word(event: Draft, mention: Draft) -> bool:
    """Say whether two tellings use the same word: "attack", "attacked"."""
    told = {lemma(one.token)[:5] for one in event.triggers}
    return any(lemma(one.token)[:5] in told for one in mention.triggers)


def _same_crash(event: Draft, mention: Draft) -> bool:
    """Say whether two sentences close by tell of one crash: "trains collided in Bengal ... derailed near Siliguri"."""
    return event.kind == mention.kind and event.kind in _CRASHES and _distance(event, mention) <= _NEAR_SENTENCES


def _same_place_named(event: Draft, mention: Draft) -> bool:
    return (
        event.link is not None
        and mention.link is not None
        and event.link.scene.place.key == mention.link.scene.place.key
    )


def _same_speaker(event: Draft, mention: Draft) -> bool:
    def speaker(draft: Draft) -> str | None:
        subjects = [child for child in draft.trigger.token.children if child.dep_ == "nsubj"]
        return lemma(subjects[0]) if subjects else None

    return speaker(event) is not None and speaker(event) == speaker(mention)


def _says_another(mention: Draft) -> bool:
    """Say whether words such as "another" or "later" set the mention apart from what was told before."""
    if mention.is_effect and mention.link is None:
        return False
    others = frozenset(lexicon.rows_of("support.tsv", "other"))
    token = mention.trigger.token
    near = {child.lower_ for child in token.children} | {child.lower_ for child in token.head.children}
    opening = {part.lower_ for part in token.sent[:3]}
    return bool((near | opening) & others)


def _points_back(mention: Draft) -> bool:
    """Say whether a definite noun points back: "the strike", "Friday's attack"."""
    token = mention.trigger.token
    return not mention.trigger.is_verb and any(
        (child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these", "those")) or child.dep_ == "poss"
        for child in token.children
    )


def _distance(event: Draft, mention: Draft) -> int:
    """Count the sentences between the last telling of ``event`` and ``mention``."""
    return mention.last - event.last


def _join(event: Draft, mention: Draft) -> None:
    better = drafting.more_specific(event.kind, mention.kind)
    if better != event.kind and event.is_effect and not mention.is_effect:
        event.triggers = [mention.triggers[0], *event.triggers, *mention.triggers[1:]]
    else:
        event.triggers = [*event.triggers, *mention.triggers]
    event.kind = better
    if event.link is None or (
        mention.link is not None
        and scenes.contains(event.link.scene.place, mention.link.scene.place)
        and not _is_share(event, mention)
    ):
        event.link = mention.link or event.link
    if event.date is None or (mention.date is not None and mention.date.time_precision < event.date.time_precision):
        event.date = mention.date or event.date
    event.sentences = [*event.sentences, *mention.sentences]
    event.last = mention.last


def _is_share(event: Draft, mention: Draft) -> bool:
    """Say whether a toll of an area is told, and then what of it one place had: "In Brno, nine of them were hurt"."""
    whole = any(trigger.mode is Mode.EFFECT for trigger in event.triggers if trigger not in mention.triggers)
    return whole and mention.is_effect and mention.link is not None and mention.link.scene.opens
