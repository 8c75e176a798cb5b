"""Agreement of two readers who annotated the same articles: the ceiling of what can be measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from geo.annotation.model import AnnotatedArticle, AnnotatedEvent, Offsets, Site
from geo.gazetteer.lookup import distance_m

Tally = Counter[str]


def paired(
    first: Sequence[AnnotatedArticle], second: Sequence[AnnotatedArticle]
) -> list[tuple[AnnotatedArticle, AnnotatedArticle]]:
    """Return the articles that both read, by corpus and id."""
    again = {article.key: article for article in second}
    both = [(article, again[article.key]) for article in first if article.key in again]
    return sorted(both, key=lambda pair: pair[0].key)


def score(first: AnnotatedArticle, second: AnnotatedArticle) -> Tally:
    """Return the counts of one article, which :func:`figures` makes shares of when they are summed.

    Mentions meet where they share a character, events where they share most mentions.
    """
    ours, theirs = _mentions(first), _mentions(second)
    tally: Tally = Counter({"articles": 1, "mentions": len(ours) + len(theirs)})
    shared: Counter[tuple[str, str]] = Counter()
    for span, event in ours:
        met = next((other for theirs_span, other in theirs if span.overlaps(theirs_span)), None)
        if met is None:
            continue
        tally["shared"] += 1
        tally["status"] += event.status is met.status
        tally["class"] += event.event_class in (met.event_class, *met.alternatives) or (
            met.event_class in event.alternatives
        )
        shared[event.id, met.id] += 1
    by_id, theirs_by_id = ({event.id: event for event in one.events} for one in (first, second))
    tally["events"] = len(by_id) + len(theirs_by_id)
    tally["mains"] = sum(event.main for one in (by_id, theirs_by_id) for event in one.values())
    used: set[tuple[int, str]] = set()
    for (name, other), _ in sorted(shared.items(), key=lambda pair: -pair[1]):
        if not used & {(1, name), (2, other)}:
            used |= {(1, name), (2, other)}
            _compare(tally, by_id[name], theirs_by_id[other])
    return tally


def figures(tally: Mapping[str, int]) -> dict[str, float | int]:
    """Return the shares of summed counts."""

    def f1(both: str, whole: str) -> float:
        return round(2 * tally.get(both, 0) / max(1, tally.get(whole, 0)), 3)

    def share(right: str, of: str) -> float:
        return round(tally.get(right, 0) / max(1, tally.get(of, 0)), 3)

    return {
        "articles": tally.get("articles", 0),
        "mention_F1": f1("shared", "mentions"),
        "status": share("status", "shared"),
        "class": share("class", "shared"),
        "event_F1": f1("met", "events"),
        "main_F1": f1("met mains", "mains"),
        "place": share("place", "met"),
        "place_of_mains": share("place of mains", "met mains"),
        "date": share("date right", "date"),
        "killed": share("killed right", "killed"),
    }


def _mentions(article: AnnotatedArticle) -> list[tuple[Offsets, AnnotatedEvent]]:
    return [(mention, event) for event in article.events for mention in event.mentions]


def _compare(tally: Tally, one: AnnotatedEvent, other: AnnotatedEvent) -> None:
    same_place = _same_site(one.site, other.site)
    tally["met"] += 1
    tally["place"] += same_place
    if one.main and other.main:
        tally["met mains"] += 1
        tally["place of mains"] += same_place
    if one.when and other.when:
        tally["date"] += 1
        tally["date right"] += one.when.start <= other.when.end and other.when.start <= one.when.end
    if one.killed or other.killed:
        tally["killed"] += 1
        tally["killed right"] += bool(one.killed and other.killed and one.killed.low == other.killed.low)


def _same_site(one: Site | None, other: Site | None) -> bool:
    """Say whether two places have one name, or lie within the larger radius."""
    if one is None or other is None:
        return one is other
    if one.name.lower() == other.name.lower():
        return True
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return False
    distance = distance_m(one.latitude or 0.0, one.longitude or 0.0, other.latitude or 0.0, other.longitude or 0.0)
    return distance <= 1000 * max(one.radius_km, other.radius_km)
