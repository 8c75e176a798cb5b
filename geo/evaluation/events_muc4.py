"""Measures on MUC-4: incidents of terrorism in Latin American wire reports, against its key templates.

Two ways to score are in use since MUC-3. *Matched*: each template that is not optional is aligned
with at most one happening of its article, the one that agrees in most slots; a slot that the
template fills is expected, one that the aligned event fills is found. *All*: what is told beyond the
templates counts against precision, too, unless it meets an optional template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from geo.evaluation.corpora import Record
from geo.evaluation.slots import Read, Row, Slots
from geo.model import ActorRole, Claim, Count, Event, EventClass, Layer, ParsedArticle, Stance

_FACT = "REPORTED AS FACT"
_ONE_DAY = dt.timedelta(days=1)
_MONTH = dt.timedelta(days=31)
# MUC-4's incident types by ACLED's sub-event types. Fights between soldiers and rebels are none.
_INCIDENTS = {
    "Attack": "ATTACK",
    "Shelling/artillery/missile attack": "ATTACK",
    "Mob violence": "ATTACK",
    "Remote explosive/landmine/IED": "BOMBING",
    "Suicide bomb": "BOMBING",
    "Grenade": "BOMBING",
    "Abduction/forced disappearance": "KIDNAPPING",
}


def muc4(read: Read) -> list[Row]:
    """Measure incident types (both ways), and date, killed, injured and confidence slots (matched).

    "Article holds an event" tells articles with a template from those without. Undated templates
    ("on or before the day of the report") are met by a date not after that day.
    """
    relevant, kinds, all_kinds = Slots(), Slots(), Slots()
    date, tolls, confidence = Slots(), Slots(), Slots()
    for record, article in read:
        events = happenings(article)
        told = Counter(kind for event in events if (kind := incident_type(event)))
        relevant.expected += bool(record["events"])
        relevant.found += bool(told)
        relevant.right += bool(record["events"] and told)
        _score_all_kinds(all_kinds, record["events"], told)
        templates = [event for event in record["events"] if not event["optional"]]
        for template, event in aligned(templates, events):
            kind = incident_type(event) if event else None
            kinds.expected += 1
            kinds.found += kind is not None
            kinds.right += kind in template["type"]
            _score_date(date, template, event)
            _score_toll(tolls, template["killed"], _of_targets(event.killed) if event else None)
            _score_toll(tolls, template["wounded"], _of_targets(event.injured) if event else None)
            _score_confidence(confidence, template, event, article.events)
    return [
        relevant.row("muc4", "article holds an event"),
        kinds.row("muc4", "incident type"),
        all_kinds.row("muc4", "incident type, with what is told beyond the templates"),
        date.row("muc4", "date"),
        tolls.row("muc4", "killed and injured counts"),
        confidence.row("muc4", "claim or fact"),
    ]


def _score_all_kinds(slots: Slots, templates: Sequence[Record], told: Counter[str]) -> None:
    gold = Counter(template["type"][0] for template in templates if not template["optional"])
    optional = Counter(template["type"][0] for template in templates if template["optional"])
    right = gold & told
    slots.expected += gold.total()
    slots.right += right.total()
    slots.found += (told - ((told - right) & optional)).total()


# Words that tell of a deed of one side, also where ACLED counts a clash because the other side is armed.
_ONE_SIDED = ("attack", "ambush", "assault", "raid", "kill", "murder", "assassin", "massacre", "terrorist")

# Arson is what is set on fire; what is wrecked by other means is attacked.
_FIRE = ("burn", "torch", "arson", "set ", "fire", "ignit")


def happenings(article: ParsedArticle) -> list[Event]:
    """Return what happened, of the news or before it, in the order of the text."""
    return [event for event in article.events if event.layer in (Layer.INCIDENT, Layer.BACKGROUND)]


def incident_type(event: Event) -> str | None:
    """Return MUC-4's type of a terrorist incident, None where the event is none."""
    told = event.trigger.text.lower()
    if event.event_class is EventClass.CRIME:
        if told.startswith(_FIRE):
            return "ARSON"
        if event.sub_event_type is None and "robb" in told:
            return "ROBBERY"
        return "ATTACK" if event.plover_event == "ASSAULT" else None
    if event.event_class is EventClass.ACCIDENT and told.startswith(("explo", "blast")):
        return "BOMBING"
    if event.sub_event_type == "Armed clash" and told.startswith(_ONE_SIDED):
        return "ATTACK"
    if event.sub_event_type == "Air/drone strike":
        return "BOMBING" if told.startswith("bomb") else "ATTACK"
    if event.sub_event_type == "Looting/property destruction":
        return "ARSON" if told.startswith(_FIRE) else "ATTACK"
    return _INCIDENTS.get(event.sub_event_type or "")


def aligned(templates: Sequence[Record], events: Sequence[Event]) -> Iterable[tuple[Record, Event | None]]:
    """Pair each template with the event that agrees best, best pairs first, each event once."""
    pairs = sorted(
        (
            (_agreement(template, event), -t, -e)
            for t, template in enumerate(templates)
            for e, event in enumerate(events)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for agreement, t, e in pairs:
        if agreement > 0 and -t not in partner and -e not in partner.values():
            partner[-t] = -e
    for t, template in enumerate(templates):
        yield template, events[partner[t]] if t in partner else None


def _agreement(template: Record, event: Event) -> float:
    """Return how many slots agree; an event that may be an incident agrees at all."""
    if event.event_class not in _HARMFUL:
        return 0.0
    kind = incident_type(event)
    agreement = 1.0 if kind in template["type"] else 0.5 if kind else 0.25
    if any(_meets(event, answer) for answer in template["date"]):
        agreement += 1.0
    for name, count in (("killed", _of_targets(event.killed)), ("wounded", _of_targets(event.injured))):
        if template[name] is not None and count is not None:
            agreement += 1.0 if _same_count(template[name], count) else 0.3
    names = {link.get("name", "").casefold() for place in template["location"] for link in place["chain"]}
    if event.location is not None and event.location.span.text.casefold() in names:
        agreement += 1.0
    return agreement


# The key knows only terrorist acts; ours may be told as crimes, explosions or deaths of unknown cause.
_HARMFUL = frozenset(
    {EventClass.VIOLENCE, EventClass.CRIME, EventClass.ACCIDENT, EventClass.DISASTER, EventClass.OTHER}
)


def _meets(event: Event, answer: Record) -> bool:
    """Say whether the event's dates meet those of the key (a day's tolerance for "on")."""
    if event.date is None or answer["end"] is None:
        return False
    end = dt.date.fromisoformat(answer["end"])
    if answer["start"] is None:
        return event.date.start <= end
    start = dt.date.fromisoformat(answer["start"])
    return event.date.start <= end + _ONE_DAY and start - _ONE_DAY <= event.date.end <= end + _MONTH


# What the key takes for a plural without a number: two or more.
_SOME = frozenset({"several", "many", "numerous", "a few", "some", "multiple"})


# Words for people that tell fighters from those whom the key calls targets.
_FIGHTERS, _TARGETS = frozenset({"armed", "state"}), frozenset({"civilians", "political", "police"})


def _of_targets(count: Count | None) -> Count | None:
    """Leave out soldiers and rebels, and those who attacked: the key counts whom a terrorist act was aimed at."""
    from geo.events import lexicon

    if count is None:
        return None
    words = (word.removesuffix("s").replace("men", "man") for word in re.findall(r"\w+", count.evidence.text.lower()))
    groups = {group for word in words if (group := lexicon.groups("actors.tsv").get(word))}
    return None if groups & _FIGHTERS and not groups & _TARGETS else count


def _same_count(expected: dict[str, Any], count: Count) -> bool:
    """Compare the least that both give, or where the key gives none the most.

    Open bounds may differ by one: the key reads "more than 50" as 50 and "several" as 2 or more,
    where Dateline reads 51 and 3.
    """
    if expected["min"] and expected["max"] is None and count.high is None:
        plural = expected["min"] == 2 and count.qualifier in _SOME
        return plural or count.low in (expected["min"], expected["min"] + 1)
    if expected["min"]:
        return bool(count.low == expected["min"])
    return bool(count.high == expected["max"])


def _score_date(slots: Slots, template: Record, event: Event | None) -> None:
    expected = bool(template["date"])
    found = event is not None and event.date is not None
    slots.expected += expected
    slots.found += found and expected
    slots.right += event is not None and expected and any(_meets(event, answer) for answer in template["date"])


def _score_toll(slots: Slots, expected: dict[str, Any] | None, count: Count | None) -> None:
    found = count is not None and count.high != 0
    slots.expected += expected is not None
    slots.found += found
    slots.right += expected is not None and count is not None and _same_count(expected, count)


def _score_confidence(slots: Slots, template: Record, event: Event | None, told: Sequence[Event]) -> None:
    """Compare whether the deed is told as a fact, or as somebody's claim, suspicion or accusation.

    An event with a claim (what somebody claims or blames, an "alleged" culprit) is told as a claim;
    so is one whose words name no doer, in an article that lays a deed at somebody's door.
    """
    values = {value for answer in template["perp_confidence"] for value in answer["values"]}
    if not values:
        return
    slots.expected += 1
    if event is None:
        return
    slots.found += 1
    claimed = any(_is_about_a_deed(claim) for claim in event.claims) or (
        not any(actor.role is ActorRole.ACTOR for actor in event.actors)
        and any(_is_of_guilt(claim) for other in told for claim in other.claims)
    )
    slots.right += bool(values - {_FACT}) if claimed else _FACT in values


def _is_about_a_deed(claim: Claim) -> bool:
    """Leave out what one side says of the other's losses: that says nothing about who did it."""
    return claim.stance is Stance.CLAIMS and not (claim.counts and all(_of_targets(c) is None for c in claim.counts))


def _is_of_guilt(claim: Claim) -> bool:
    return claim.stance is Stance.CLAIMS and not claim.counts and (claim.speaker is None or _names_a_deed(claim))


def _names_a_deed(claim: Claim) -> bool:
    """Say whether the claim is about a violent deed ("responsibility for", "blamed rebels for the bombing")."""
    from geo.events import lexicon

    said = claim.span.text.lower()
    return any(stem in said for stem in lexicon.rows_of("claims.tsv", "deed stem"))
