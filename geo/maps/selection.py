"""Which events a page shows: all, or, of very many, those that weigh most, and that it says so.

A page of a hundred thousand events has some nine megabytes and opens in a few seconds; of more, the
heaviest are chosen as they come by, so that memory does not grow with the corpus.
"""

from __future__ import annotations

import dataclasses
import heapq
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.maps.document import Entry, harmed, spelling_of
from geo.model import Article, Event, EventLocation, Layer, MentionKind, ParsedArticle

if TYPE_CHECKING:
    import pandas as pd
    from geopandas import GeoDataFrame

    from geo.layers import Layers

AT_MOST = 100_000  # events on a page
Weight = tuple[bool, bool, int, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Selection:
    """The events of a page in time order, undated ones last, and what it says of the rest.

    ``total`` counts the events of all articles, shown or not. ``parsed`` are the articles, for
    their texts and sources; none where some events are left out. ``first`` and ``published`` (first
    and last day, ISO 8601) are of all ``article_count`` articles.
    """

    entries: list[Entry]
    total: int
    parsed: Sequence[ParsedArticle]
    article_count: int
    first: Article | None
    published: tuple[str, str] | None


def select(parsed: Iterable[ParsedArticle], at_most: int = AT_MOST) -> Selection:
    """Return the events of the articles, or the ``at_most`` of them that weigh most.

    Incidents weigh more than what was said or happened long ago, what could be located more than
    what could not, then by the people killed and injured, then the newest.

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth.

    """
    heap: list[tuple[Weight, int, Entry]] = []
    kept: list[ParsedArticle] = []
    ids: set[str] = set()
    days: set[str] = set()
    first: Article | None = None
    total = 0
    for number, one in enumerate(parsed):
        first = first or one.article
        ids.add(one.article.id)
        if one.article.published:
            days.add(one.article.published.isoformat())
        is_whole = total + len(one.events) <= at_most
        if is_whole:
            kept.append(one)
        elif kept:  # texts are read where all events are: their memory is needed for more events
            kept = []
            heap = [(weight, order, bare(entry)) for weight, order, entry in heap]
        for entry in _entries(number, one):
            total += 1
            item = (weight(entry.event), -total, entry if is_whole else bare(entry))
            if len(heap) < at_most:
                heapq.heappush(heap, item)
            else:
                heapq.heappushpop(heap, item)
    heap.sort(key=lambda item: (*_time_order(item[2].event, item[2].number), -item[1]))
    published = (min(days), max(days)) if days else None
    return Selection([entry for *_, entry in heap], total, kept, len(ids), first, published)


def _entries(number: int, one: ParsedArticle) -> Iterable[Entry]:
    names = {toponym.span: toponym.place for toponym in one.toponyms if toponym.kind is MentionKind.LITERAL}
    for event in one.events:
        location = event.location
        if location:
            _check(location, event.event_id)
        named = location if location and location.span in names else None
        spelling = spelling_of(named) if named else None
        meant = names[named.span] if named else None
        # The name of something else than the place: the event is only known to lie in that.
        inside = bool(named and spelling and (meant is None or meant.key != named.place.key))
        yield Entry(event, number, one.article, spelling, inside)


def bare(entry: Entry) -> Entry:
    """Return the entry with its article, but without that article's text."""
    return entry._replace(article=dataclasses.replace(entry.article, text="")) if entry.article.text else entry


def weight(event: Event) -> Weight:
    """Return what an event weighs where not all can be shown."""
    when = event.date.start.isoformat() if event.date else ""
    return event.layer is Layer.INCIDENT, event.location is not None, harmed(event), when


def _check(location: EventLocation, event_id: str) -> None:
    latitude, longitude = location.latitude, location.longitude
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise InputError(
            f"Event {event_id} has the coordinates {latitude}, {longitude}, which are not degrees on Earth: mend them."
        )


def _time_order(event: Event, number: int) -> tuple[bool, str, int, int]:
    when = event.date.start.isoformat() if event.date else ""
    return (event.date is None, when, number, event.trigger.start)


def heaviest(layers: Layers, at_most: int = AT_MOST) -> tuple[Layers, int]:
    """Return layers with at most so many events, the heaviest as for :func:`select`, and how many there were."""
    from geo.layers import Layers

    total = len(layers.events)
    if total <= at_most:
        return layers, total
    weights = _weights(layers.events)
    chosen = weights.sort_values(weights.columns.tolist(), ascending=False).head(at_most).index.sort_values()
    return Layers(layers.events.loc[chosen], layers.areas, layers.places), total


def _weights(frame: GeoDataFrame) -> pd.DataFrame:
    """Return the columns that order the rows of a layer, the most important first."""
    import pandas as pd

    def people(what: str) -> pd.Series:
        return frame[f"{what}_low"].fillna(frame[f"{what}_high"]).fillna(0)

    return pd.DataFrame(
        {
            "incident": frame["layer"] == Layer.INCIDENT.value,
            "located": frame["latitude"].notna(),
            "harmed": people("killed") + people("injured"),
            "day": frame["event_date"],
        }
    )
