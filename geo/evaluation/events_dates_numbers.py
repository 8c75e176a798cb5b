"""Measures of dates and tolls on texts that are about one event each."""

from __future__ import annotations

import datetime as dt

from geo.evaluation.slots import Read, Row, share
from geo.model import Event, Layer, ParsedArticle

_ONE_DAY = dt.timedelta(days=1)


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
        share("isaf", "date within a day", dated),
        share("isaf", "date within a day, day of writing known", datable),
        share("isaf", "killed_min exact", killed),
    ]


def giveme5w1h(read: Read) -> list[Row]:
    """Measure the date of the main event: within a day of a date that the coders gave."""
    hits = []
    for record, article in read:
        days = {answer["parsed"] for answer in record["when"] if answer.get("parsed")}
        event = main_event(article)
        if days:
            hits.append(event is not None and any(_within_a_day(event, day) for day in days))
    return [share("giveme5w1h", "when within a day", hits)]


def main_event(article: ParsedArticle) -> Event | None:
    """Return the event that the article is about: its first event that is not background."""
    return next((event for event in article.events if event.layer is not Layer.BACKGROUND), None)


def _within_a_day(event: Event, day: str) -> bool:
    return event.date is not None and abs(event.date.start - dt.date.fromisoformat(day)) <= _ONE_DAY
