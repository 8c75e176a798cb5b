"""Events measured word by word: triggers, status, class, which words tell of one event, place, day and numbers.

A word that is found meets an annotated one where the two share a character; each is used once, in the order of the
text. Events meet by the mentions that they share, those that share most first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from geo.annotation.model import AnnotatedArticle, AnnotatedEvent, Number, Offsets, Scope, Site, Status, Why
from geo.evaluation import coreference
from geo.gazetteer.lookup import distance_m
from geo.model import Count, Event, Layer, Span

Tally = Counter[str]

_STATUS_OF = {Layer.BACKGROUND: Status.HISTORY, Layer.STATEMENT: Status.STATEMENT}
# What an annotated word is found as where no event has it.
NOT_FOUND = "none"
# A pin that is nearer than this is right however small the annotated radius is.
_LEAST_RADIUS_KM = 10.0
_TOLLS = ("killed", "injured")


def mentions_of(event: Event) -> tuple[Span, ...]:
    """Return the words that are found to tell of an event: all of them where the result has them, else its trigger."""
    mentions: tuple[Span, ...] = getattr(event, "mentions", ()) or (event.trigger,)
    return mentions


def score(article: AnnotatedArticle, events: Sequence[Event]) -> Tally:
    """Return the counts of one article, which :func:`figures` makes shares of when they are summed."""
    gold = _marked(article)
    found = sorted(((mention, at) for at, event in enumerate(events) for mention in mentions_of(event)))
    shared = _aligned([mention for mention, _ in gold], [mention for mention, _ in found])
    tally: Tally = Counter({"trigger expected": len(gold), "trigger found": len(found), "trigger right": len(shared)})
    for at, by in shared.items():
        event = gold[at][1]
        meets = events[found[by][1]]
        tally["shared"] += 1
        tally["status right"] += status_of(meets) is event.status
        tally["class right"] += meets.event_class in {event.event_class, *event.alternatives}
    _count_statuses(tally, article, [(status_of(events[at]), mention) for mention, at in found], shared)
    owners = [event.id for _, event in gold]
    _score_same(tally, owners, [at for _, at in found], shared)
    pairs = Counter((gold[at][1].id, found[by][1]) for at, by in shared.items())
    by_id = {event.id: event for event in article.events}
    for name, at in _best_pairs(pairs):
        _score_slots(tally, by_id[name], events[at])
    _score_scopes(tally, article, events)
    return tally


def status_of(event: Event) -> Status:
    """Return the status that an event's layer tells of."""
    return _STATUS_OF.get(event.layer, Status.NEWS)


def figures(tally: Mapping[str, int]) -> dict[str, float | None]:
    """Return the shares of summed counts; None where there was nothing to measure."""

    def share(right: str, of: str) -> float | None:
        return round(tally.get(right, 0) / tally[of], 3) if tally.get(of) else None

    def f1(what: str) -> float | None:
        whole = tally.get(f"{what} expected", 0) + tally.get(f"{what} found", 0)
        return round(2 * tally.get(f"{what} right", 0) / whole, 3) if whole else None

    return {
        "trigger F1": f1("trigger"),
        "status": share("status right", "shared"),
        "class": share("class right", "shared"),
        "same event, pairs F1": f1("same"),
        "same event, CoNLL F1": round(coreference.conll(tally), 3),
        "place": share("place right", "place"),
        "place, known names": share("known place right", "known place"),
        "place, unknown names": share("unknown place right", "unknown place"),
        "no place where none is": share("no place right", "no place"),
        "date": share("date right", "date"),
        "toll of the event, F1": f1("toll"),
        **{
            f"{scope} taken for a toll": share(f"{scope} taken", scope)
            for scope in Scope
            if scope not in (Scope.EVENT, Scope.OTHER)
        },
        "claim told as a claim": share("claim told", Scope.CLAIM),
    }


def confusion(tally: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return how often each annotated status, and each reason to be no event, was found as what."""
    found = [*Status, NOT_FOUND]
    table = {str(name): {str(one): tally.get(f"{name} > {one}", 0) for one in found} for name in (*Status, *Why)}
    return {name: row for name, row in table.items() if any(row.values())}


def _marked(article: AnnotatedArticle) -> list[tuple[Offsets, AnnotatedEvent]]:
    """Return every mention with its event, in the order of the text."""
    marked = [(mention, event) for event in article.events for mention in event.mentions]
    return sorted(marked, key=lambda pair: pair[0])


def _aligned(gold: Sequence[Offsets], found: Sequence[Span]) -> dict[int, int]:
    """Return which of the found words meets which annotated ones, by position; both are in the order of the text."""
    met: dict[int, int] = {}
    used: set[int] = set()
    for at, mention in enumerate(gold):
        for by, span in enumerate(found):
            if by not in used and _overlap(mention, span):
                met[at] = by
                used.add(by)
                break
    return met


def _overlap(one: Offsets, span: Span) -> bool:
    return one.start < span.end and span.start < one.end


def _count_statuses(
    tally: Tally, article: AnnotatedArticle, found: Sequence[tuple[Status, Span]], shared: Mapping[int, int]
) -> None:
    for at, (_, event) in enumerate(_marked(article)):
        tally[f"{event.status} > {found[shared[at]][0] if at in shared else NOT_FOUND}"] += 1
    used = set(shared.values())
    free = [pair for by, pair in enumerate(found) if by not in used]
    for one in article.non_events:
        status = next((status for status, span in free if _overlap(one.span, span)), NOT_FOUND)
        tally[f"{one.why} > {status}"] += 1


def _score_same(tally: Tally, owners: Sequence[str], found: Sequence[int], shared: Mapping[int, int]) -> None:
    """Count pairs of mentions of one event, and the clusters' measures; a shared mention is one and the same."""
    name_of = {by: at for at, by in shared.items()}
    gold: dict[str, set[tuple[str, int]]] = {}
    for at, owner in enumerate(owners):
        gold.setdefault(owner, set()).add(("gold", at))
    predicted: dict[int, set[tuple[str, int]]] = {}
    for by, event in enumerate(found):
        predicted.setdefault(event, set()).add(("gold", name_of[by]) if by in name_of else ("found", by))
    pairs, found_pairs = _pairs(gold.values()), _pairs(predicted.values())
    tally["same expected"] += len(pairs)
    tally["same found"] += len(found_pairs)
    tally["same right"] += len(pairs & found_pairs)
    tally.update(
        coreference.score([frozenset(one) for one in gold.values()], [frozenset(one) for one in predicted.values()])
    )


def _pairs(clusters: Iterable[set[tuple[str, int]]]) -> set[tuple[tuple[str, int], ...]]:
    return {pair for cluster in clusters for pair in combinations(sorted(cluster), 2)}


def _best_pairs(pairs: Counter[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    names: set[str] = set()
    events: set[int] = set()
    for (name, at), _ in sorted(pairs.items(), key=lambda pair: -pair[1]):
        if name not in names and at not in events:
            names.add(name)
            events.add(at)
            yield name, at


def _score_slots(tally: Tally, gold: AnnotatedEvent, event: Event) -> None:
    sites = [site for site in gold.sites() if site.latitude is not None]
    if gold.site and sites:
        right = any(_lies_at(site, event) for site in sites)
        for name in ("place", "known place" if gold.site.known else "unknown place"):
            tally[name] += 1
            tally[f"{name} right"] += right
    elif not gold.site:
        tally["no place"] += 1
        tally["no place right"] += event.location is None
    if gold.when:
        tally["date"] += 1
        tally["date right"] += bool(
            event.date and event.date.start <= gold.when.end and event.date.end >= gold.when.start
        )
    for number, count in ((gold.killed, event.killed), (gold.injured, event.injured)):
        tally["toll expected"] += number is not None
        tally["toll found"] += count is not None
        tally["toll right"] += bool(number and count and _is_same(number, count))


def _lies_at(site: Site, event: Event) -> bool:
    location = event.location
    if location is None or site.latitude is None or site.longitude is None:
        return False
    if site.name.lower() in (location.place.name.lower(), location.span.text.lower()):
        return True
    distance = distance_m(site.latitude, site.longitude, location.latitude, location.longitude)
    return distance <= 1000 * max(site.radius_km, _LEAST_RADIUS_KM)


def _is_same(number: Number, count: Count) -> bool:
    """Say whether the two agree in a bound."""
    return bool({number.low, number.high} & {count.low, count.high} - {None})


def _score_scopes(tally: Tally, article: AnnotatedArticle, events: Sequence[Event]) -> None:
    """Count the numbers of people killed or injured that are no event's own, and what became of them."""
    tolls = [count for event in events for count in (event.killed, event.injured) if count]
    claims = [count for event in events for claim in event.claims for count in claim.counts]
    for other in article.other_numbers:
        span = other.number.span
        if other.what not in _TOLLS or span is None:
            continue
        tally[other.scope] += 1
        tally[f"{other.scope} taken"] += any(_overlap(span, count.evidence) for count in tolls)
        tally[f"{other.scope} told"] += any(_overlap(span, count.evidence) for count in claims)
