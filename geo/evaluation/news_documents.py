"""Events measured as a map is read: which of the article's events are on it, and which pins are wrong.

A predicted event meets one of the gold's where its point lies within the gold's radius (or its name is an accepted
one), their days overlap by a day more or less (a missing day meets any, and counts as wrong) and the class is
accepted. Each is used once: main events first, then those that share more words of evidence.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from geo.evaluation.news_gold import Gold, GoldEvent, Toll
from geo.gazetteer.lookup import distance_m
from geo.model import Count, Event, EventClass, GeometryKind, Layer

Tally = Counter[str]

_ONE_DAY = dt.timedelta(days=1)
# A pin that is nearer than this is right however small the gold's radius is.
_LEAST_RADIUS_KM = 10.0
# Classes that are not told apart.
_ALIKE = ({EventClass.VIOLENCE, EventClass.CRIME}, {EventClass.DIPLOMACY, EventClass.STATEMENT})
_SAID = {Layer.STATEMENT, Layer.DIPLOMACY}
# Words of levels that names of places come with.
_LEVELS = (" municipality", " territory", " province")


def score(gold: Gold, events: Sequence[Event]) -> Tally:
    """Return the counts of one article, which :func:`figures` makes shares of when they are summed."""
    met = matched(gold, events)
    used = set(met.values())
    located = [event for event in events if event.location]
    tally: Tally = Counter(
        required=sum(one.required for one in gold.events),
        found=sum(gold.events[at].required for at in met),
        predicted=len(located),
        right=len(met),
        forbidden=sum(_forbidden(gold, event) for at, event in enumerate(events) if at not in used),
        over=max(0, len(located) - gold.max_events),
    )
    for at, by in met.items():
        one, event = gold.events[at], events[by]
        if one.start:
            tally["date"] += 1
            tally["date right"] += _days_meet(one, event) is True
        tally["layer"] += 1
        tally["layer right"] += event.layer == one.layer or {event.layer, one.layer} <= _SAID
        _score_toll(tally, "killed", one, one.killed, event.killed)
        _score_toll(tally, "injured", one, one.injured, event.injured)
    return tally


def figures(tally: Mapping[str, int]) -> dict[str, float | int]:
    """Return the shares of summed counts, by the names of the final measuring."""

    def share(part: str, whole: str) -> float:
        return round(tally.get(part, 0) / max(tally.get(whole, 0), 1), 3)

    recall, precision = share("found", "required"), share("right", "predicted")
    return {
        "required_recall": recall,
        "precision": precision,
        "F1": round(2 * recall * precision / max(recall + precision, 1e-9), 3),
        "forbidden_pins": tally.get("forbidden", 0),
        "over_max": tally.get("over", 0),
        "date_ok": share("date right", "date"),
        "layer_ok": share("layer right", "layer"),
        "killed_ok": share("killed right", "killed"),
        "injured_ok": share("injured right", "injured"),
        "invented_tolls": tally.get("invented", 0),
        "required": tally.get("required", 0),
        "predicted": tally.get("predicted", 0),
    }


def matched(gold: Gold, events: Sequence[Event]) -> dict[int, int]:
    """Return which of ``events`` meets which of the gold's, by their positions: gold to found."""
    candidates = [
        ((one.required, _shared(one, event)), at, by)
        for at, one in enumerate(gold.events)
        for by, event in enumerate(events)
        if _is_near(one, event) and _class_is_accepted(one, event) and _days_meet(one, event) is not False
    ]
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    met: dict[int, int] = {}
    used: set[int] = set()
    for _, at, by in candidates:
        if at not in met and by not in used:
            met[at] = by
            used.add(by)
    return met


def _is_near(one: GoldEvent, event: Event) -> bool:
    location = event.location
    if location is None or (one.is_area and location.geometry_kind is not GeometryKind.AREA):
        return False
    countries = {one.country_code, location.place.country_code} - {None, ""}
    names = {_bare(location.span.text), _bare(location.place.name)}
    if len(countries) < 2 and any(_bare(name) in names for name in one.names):
        return True
    return any(
        distance_m(point.latitude, point.longitude, location.latitude, location.longitude)
        <= 1000 * max(point.radius_km, _LEAST_RADIUS_KM)
        for point in one.points
    )


def _bare(name: str) -> str:
    bare = name.split("(", maxsplit=1)[0].lower()
    for level in _LEVELS:
        bare = bare.replace(level, "")
    return bare.strip()


def _days_meet(one: GoldEvent, event: Event) -> bool | None:
    """Say whether the days overlap by a day more or less, None where one of the two has none."""
    if event.date is None or one.start is None:
        return None
    end = one.end or one.start
    return event.date.start <= end + _ONE_DAY and event.date.end >= one.start - _ONE_DAY


def _class_is_accepted(one: GoldEvent, event: Event) -> bool:
    accepted = set(one.classes)
    return event.event_class in accepted or any(event.event_class in alike and accepted & alike for alike in _ALIKE)


def _shared(one: GoldEvent, event: Event) -> int:
    return sum(
        max(0, min(mine.end, theirs.end) - max(mine.start, theirs.start))
        for mine in one.evidence
        for theirs in event.evidence
    )


def _forbidden(gold: Gold, event: Event) -> bool:
    location = event.location
    if location is None:
        return False
    words = location.span.text.lower()
    return (
        words in gold.must_not_map
        or (words in gold.must_not_map_as_incident and event.layer is Layer.INCIDENT)
        or any(
            distance_m(point.latitude, point.longitude, location.latitude, location.longitude) <= 1000 * point.radius_km
            for point in gold.must_not_map_points
        )
    )


def _score_toll(tally: Tally, what: str, one: GoldEvent, toll: Toll | None, count: Count | None) -> None:
    right = True if count is None and toll and toll.may_be_untold else _toll_is_right(toll, count)
    if right is not None:
        tally[what] += 1
        tally[f"{what} right"] += right
    elif toll is None and count and (count.low or count.high) and not one.may_have_no_toll:
        tally["invented"] += 1


def _toll_is_right(toll: Toll | None, count: Count | None) -> bool | None:
    """Say whether a bound of the toll is told, None where the gold says nothing to check."""
    if toll is None:
        return None
    if count is None:
        return False
    return bool({count.low, count.high} & toll.values) if toll.values else None
