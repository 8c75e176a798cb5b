"""The measures of geoparsing: precision, recall, exact identifiers, distances and their curve."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geo.evaluation.report import Cell
from geo.gazetteer import distance_m
from geo.gazetteer.names import fold
from geo.model import MentionKind, Toponym

# The farthest that two points of the Earth can lie apart: the error of a place not found.
FARTHEST_KM = 20_039.0
# The field's "near enough": 100 miles.
_NEAR_KM = 161.0


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated name. ``latitude`` None: annotated, but linked to no place."""

    start: int
    end: int
    name: str
    latitude: float | None
    longitude: float | None
    geonameid: int | None
    demonym: bool

    def overlap(self, start: int, end: int) -> int:
        """Return how many characters the gold shares with a span."""
        return min(self.end, end) - max(self.start, start)


@dataclass(frozen=True, slots=True)
class Judged:
    """An article with its golds and what Dateline says of it."""

    corpus: str
    golds: tuple[Gold, ...]
    given: tuple[Toponym, ...]  # gold names, resolved: one for each gold
    found: tuple[Toponym, ...]  # names found and resolved


@dataclass(slots=True)
class Tally:
    """Counts of one corpus, with or without demonyms."""

    articles: int = 0
    golds: int = 0
    predicted: int = 0
    exact: int = 0
    overlapping: int = 0
    seen: list[int] = field(default_factory=lambda: [0, 0])  # names known from training: found, all
    unseen: list[int] = field(default_factory=lambda: [0, 0])
    with_id: int = 0
    right_id: int = 0
    errors_km: list[float] = field(default_factory=list)
    placed: int = 0  # predictions with a GeoNames id, the denominator of end-to-end precision
    end_to_end: int = 0

    def row(self, corpus: str, demonyms: bool) -> dict[str, Cell]:
        """Return the figures as one row of the report."""
        precision, recall, f1 = scores(self.exact, self.predicted, self.golds)
        e2e: tuple[float | None, ...] = (None, None, None, None)
        if self.with_id:
            strict = scores(self.end_to_end, self.predicted, self.with_id)[2]
            e2e = tuple(rounded(score) for score in (*scores(self.end_to_end, self.placed, self.with_id), strict))
        return {
            "corpus": corpus,
            "demonyms": "with" if demonyms else "without",
            "articles": self.articles,
            "golds": self.golds,
            "recognition P": rounded(precision),
            "recognition R": rounded(recall),
            "recognition F1": rounded(f1),
            "overlap F1": rounded(scores(self.overlapping, self.predicted, self.golds)[2]),
            "seen R": share(*self.seen),
            "unseen R": share(*self.unseen),
            "resolution exact id": share(self.right_id, self.with_id),
            "accuracy@161km": share(sum(error <= _NEAR_KM for error in self.errors_km), len(self.errors_km)),
            "mean error km": round(sum(self.errors_km) / len(self.errors_km), 1) if self.errors_km else None,
            "median error km": round(_median(self.errors_km), 1) if self.errors_km else None,
            "AUC": rounded(area_under_errors(self.errors_km)) if self.errors_km else None,
            "end to end P": e2e[0],
            "end to end R": e2e[1],
            "end to end F1": e2e[2],
            # The same when a name found but left without an id (NIL, or a place of another source) is a false one.
            "end to end F1, NIL wrong": e2e[3],
        }


def count(tally: Tally, article: Judged, *, demonyms: bool, seen: frozenset[str]) -> None:
    """Add one article to the tally."""
    tally.articles += 1
    scored = [gold for gold in article.golds if gold.latitude is not None and (demonyms or not gold.demonym)]
    neutral = [gold for gold in article.golds if gold.latitude is None or (gold.demonym and not demonyms)]
    found = [toponym for toponym in article.found if demonyms or toponym.kind is not MentionKind.DEMONYM]

    exact = {(gold.start, gold.end): gold for gold in scored}
    hits = [toponym for toponym in found if (toponym.span.start, toponym.span.end) in exact]
    spans_hit = {(toponym.span.start, toponym.span.end) for toponym in hits}
    tally.golds += len(scored)
    tally.exact += len(hits)
    tally.predicted += sum(
        (toponym.span.start, toponym.span.end) in exact or not touches(toponym, neutral) for toponym in found
    )
    tally.overlapping += overlapping(scored, found)
    for gold in scored:
        bucket = tally.seen if fold(gold.name) in seen else tally.unseen
        bucket[0] += (gold.start, gold.end) in spans_hit
        bucket[1] += 1

    for gold, toponym in zip(article.golds, article.given, strict=True):
        if gold.latitude is None or gold.longitude is None or (gold.demonym and not demonyms):
            continue
        place = toponym.place
        tally.errors_km.append(
            FARTHEST_KM
            if place is None
            else distance_m(gold.latitude, gold.longitude, place.latitude, place.longitude) / 1000
        )
        if gold.geonameid is not None:
            tally.with_id += 1
            tally.right_id += place is not None and place.geonameid == gold.geonameid

    unlinked = [gold for gold in article.golds if gold.geonameid is None or (gold.demonym and not demonyms)]
    for toponym in found:
        hit = exact.get((toponym.span.start, toponym.span.end))
        if toponym.place is None or toponym.place.geonameid is None:
            continue
        if hit is not None and hit.geonameid is not None:
            tally.placed += 1
            tally.end_to_end += toponym.place.geonameid == hit.geonameid
        else:
            tally.placed += not touches(toponym, unlinked)


def touches(toponym: Toponym, golds: Iterable[Gold]) -> bool:
    """Say whether a prediction shares a character with any of the golds."""
    return any(gold.overlap(toponym.span.start, toponym.span.end) > 0 for gold in golds)


def overlapping(golds: Sequence[Gold], found: Sequence[Toponym]) -> int:
    """Pair golds with predictions that share characters, the largest overlap first; count the pairs."""
    pairs = sorted(
        (
            (-gold.overlap(toponym.span.start, toponym.span.end), g, f)
            for g, gold in enumerate(golds)
            for f, toponym in enumerate(found)
            if gold.overlap(toponym.span.start, toponym.span.end) > 0
        )
    )
    used_golds: set[int] = set()
    used_found: set[int] = set()
    for _, g, f in pairs:
        if g not in used_golds and f not in used_found:
            used_golds.add(g)
            used_found.add(f)
    return len(used_golds)


def scores(right: int, predicted: int, golds: int) -> tuple[float, float, float]:
    """Return precision, recall and F1; each is 0 where it has no denominator."""
    precision = right / predicted if predicted else 0.0
    recall = right / golds if golds else 0.0
    return precision, recall, 2 * right / (predicted + golds) if predicted + golds else 0.0


def area_under_errors(errors_km: Sequence[float]) -> float:
    """Return the normalised area under the curve of sorted log errors (0 is perfect).

    Source: Jurgens et al. 2015, with the logarithm of Gritta et al. 2018.
    """
    logs = sorted(math.log(error + 1) for error in errors_km)
    if len(logs) == 1:
        return logs[0] / math.log(FARTHEST_KM + 1)
    area = sum((low + high) / 2 for low, high in itertools.pairwise(logs))
    return area / (math.log(FARTHEST_KM + 1) * (len(logs) - 1))


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, rounded for the report; None where there is no whole."""
    return rounded(part / whole) if whole else None


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def rounded(value: float) -> float:
    """Return four decimals, which is more than any corpus here can tell apart."""
    return round(value, 4)
