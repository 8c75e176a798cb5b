"""Measures of dates, tolls and claims on the event corpora.

Each function takes the records of a corpus with what was found in their texts and returns rows
of figures. How a figure is made is said where it is made, because the corpora's own scorers
differ (MUC-4 aligned templates, Giveme5W1H compared phrases).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from geo.evaluation.corpora import Record
from geo.evaluation.report import Cell
from geo.model import Count, Event, EventClass, Layer, ParsedArticle, Stance

Read = Sequence[tuple[Record, ParsedArticle]]
Row = dict[str, Cell]
_ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Slots:
    """Counts of filled, expected and right slots, with the measures made of them."""

    found: int = 0
    expected: int = 0
    right: int = 0

    def row(self, corpus: str, measure: str) -> Row:
        """Return precision, recall and F1."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.expected if self.expected else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "corpus": corpus,
            "measure": measure,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "n": self.expected,
        }


def isaf(read: Read) -> list[Row]:
    """Measure date within a day and the killed on press releases, each about one event.

    The event is the first of the article that is not background. An article without a killed
    count is read as nobody killed. The date is also measured on the articles that say
    when they were written: without that day "yesterday" has no date.
    """
    dated, datable, killed = [], [], []
    for record, article in read:
        gold = record["events"][0]
        event = main_event(article)
        right = event is not None and _within_a_day(event, gold["date"]["start"])
        dated.append(right)
        if article.article.published or (article.article.dateline and article.article.dateline.date):
            datable.append(right)
        toll = next((e.killed for e in article.events if e.killed and e.layer is Layer.INCIDENT), None)
        killed.append((toll.low or 0 if toll else 0) == gold["killed_min"])
    return [
        _share("isaf", "date within a day", dated),
        _share("isaf", "date within a day, day of writing known", datable),
        _share("isaf", "killed_min exact", killed),
    ]


def giveme5w1h(read: Read) -> list[Row]:
    """Measure the date of the main event: within a day of a date that the coders gave."""
    hits = []
    for record, article in read:
        days = {answer["parsed"] for answer in record["when"] if answer.get("parsed")}
        event = main_event(article)
        if days:
            hits.append(event is not None and any(_within_a_day(event, day) for day in days))
    return [_share("giveme5w1h", "when within a day", hits)]


def muc4(read: Read) -> list[Row]:
    """Measure date, killed, injured and confidence slots, on events aligned with the key's templates.

    Each template that is not optional is aligned with at most one happening of its article, the
    one that agrees in most slots (sort, date, place, killed, injured). A slot that the template fills is
    expected; a slot that the aligned event fills is found. Undated templates ("on or before the
    day of the report") are met by a date not after that day.
    """
    date, tolls, confidence = Slots(), Slots(), Slots()
    for record, article in read:
        templates = [event for event in record["events"] if not event["optional"]]
        for template, event in aligned(templates, happenings(article)):
            _score_date(date, template, event)
            _score_toll(tolls, template["killed"], event.killed if event else None)
            _score_toll(tolls, template["wounded"], event.injured if event else None)
            _score_confidence(confidence, template, event)
    return [
        date.row("muc4", "date"),
        tolls.row("muc4", "killed and injured counts"),
        confidence.row("muc4", "claim or fact"),
    ]


def main_event(article: ParsedArticle) -> Event | None:
    """Return the event that the article is about: its first event that is not background."""
    return next((event for event in article.events if event.layer is not Layer.BACKGROUND), None)


def happenings(article: ParsedArticle) -> list[Event]:
    """Return what happened, of the news or before it, in the order of the text."""
    return [event for event in article.events if event.layer in (Layer.INCIDENT, Layer.BACKGROUND)]


def _share(corpus: str, measure: str, hits: Sequence[bool]) -> Row:
    return {"corpus": corpus, "measure": measure, "share": round(sum(hits) / max(len(hits), 1), 4), "n": len(hits)}


def _within_a_day(event: Event, day: str) -> bool:
    return event.date is not None and abs(event.date.start - dt.date.fromisoformat(day)) <= _ONE_DAY


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
    """Return how many slots agree; an event of the same sort of happening agrees at all."""
    kinds = {_KINDS[kind] for kind in template["type"] if kind in _KINDS}
    if event.event_class not in _HARMFUL:
        return 0.0
    agreement = 1.0 if any(kind(event) for kind in kinds) else 0.5
    if any(_meets(event, answer) for answer in template["date"]):
        agreement += 1.0
    for name, count in (("killed", event.killed), ("wounded", event.injured)):
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
_KINDS: dict[str, Callable[[Event], bool]] = {
    "KIDNAPPING": lambda event: event.sub_event_type == "Abduction/forced disappearance",
    "BOMBING": lambda event: event.event_type == "Explosions/Remote violence",
    "ATTACK": lambda event: event.event_class in (EventClass.VIOLENCE, EventClass.CRIME),
    "ARSON": lambda event: event.event_class in (EventClass.CRIME, EventClass.VIOLENCE),
    "ROBBERY": lambda event: event.event_class is EventClass.CRIME,
}


def _score_date(slots: Slots, template: Record, event: Event | None) -> None:
    expected = bool(template["date"])
    found = event is not None and event.date is not None
    slots.expected += expected
    slots.found += found and expected
    slots.right += event is not None and expected and any(_meets(event, answer) for answer in template["date"])


def _meets(event: Event, answer: Record) -> bool:
    """Say whether the event's dates meet those of the key (a day's tolerance for "on")."""
    if event.date is None or answer["end"] is None:
        return False
    end = dt.date.fromisoformat(answer["end"])
    if answer["start"] is None:
        return event.date.start <= end
    start = dt.date.fromisoformat(answer["start"])
    return event.date.start <= end + _ONE_DAY and start - _ONE_DAY <= event.date.end <= end + _MONTH


_MONTH = dt.timedelta(days=31)


def _score_toll(slots: Slots, expected: dict[str, Any] | None, count: Count | None) -> None:
    found = count is not None and count.high != 0
    slots.expected += expected is not None
    slots.found += found
    slots.right += expected is not None and count is not None and _same_count(expected, count)


def _same_count(expected: dict[str, Any], count: Count) -> bool:
    """Compare the least that both give, or where the key gives none the most.

    Open bounds may differ by one: the key reads "more than 50" as 50 and "several" as 2 or more,
    where Dateline reads 51 and 3.
    """
    if expected["min"] and expected["max"] is None and count.high is None:
        return count.low in (expected["min"], expected["min"] + 1)
    if expected["min"]:
        return bool(count.low == expected["min"])
    return bool(count.high == expected["max"])


def _score_confidence(slots: Slots, template: Record, event: Event | None) -> None:
    """Compare whether the deed is told as a fact, or as somebody's claim, suspicion or accusation.

    An event with a claim (what somebody claims or blames, an "alleged" culprit) is told as a claim.
    """
    values = {value for answer in template["perp_confidence"] for value in answer["values"]}
    if not values:
        return
    slots.expected += 1
    if event is None:
        return
    slots.found += 1
    claimed = any(claim.stance is Stance.CLAIMS for claim in event.claims)
    slots.right += bool(values - {_FACT}) if claimed else _FACT in values


_FACT = "REPORTED AS FACT"
