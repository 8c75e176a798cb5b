"""Events measured against annotated corpora: what, where, when, how many, who, and which story.

A corpus is told by its file name: ``isaf``, ``muc4``, ``event_location``, ``case2021_task2``,
``giveme5w1h`` and ``plover_gsr``, as JSONL with the fields that each one's measures read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from geo.errors import InputError
from geo.evaluation import corpora as corpus_files
from geo.evaluation import events_dates_numbers, events_muc4, events_places, events_stories, events_types
from geo.evaluation.corpora import Part, Record
from geo.evaluation.report import Cell, Report
from geo.model import Article, ParsedArticle

Row = dict[str, Cell]
Read = Sequence[tuple[Record, ParsedArticle]]
Measure = Callable[[Read], list[Row]]

# Measures that read whole parsed articles, and measures that read the records alone.
_OF_ARTICLES: Mapping[str, tuple[Measure, ...]] = {
    "isaf": (events_places.isaf, events_dates_numbers.isaf),
    "muc4": (events_muc4.muc4, events_places.muc4),
    "giveme5w1h": (events_places.giveme5w1h, events_dates_numbers.giveme5w1h, events_stories.giveme5w1h),
    "plover_gsr": (events_types.plover,),
}
_OF_RECORDS: Mapping[str, Callable[[Sequence[Record]], list[Row]]] = {
    "event_location": events_places.event_location,
    "case2021_task2": events_types.case2021,
}


def evaluate(corpora: Sequence[Path], *, part: Part = "unseen") -> Report:
    """Measure events on ``corpora``; "unseen" leaves out what weights learnt from and rules were written on.

    Raises:
        InputError: if a corpus cannot be read, is none of those known, or has nothing to measure on.

    """
    report = Report(title="Events")
    for path in corpora:
        name = path.stem
        if name not in _OF_ARTICLES and name not in _OF_RECORDS:
            known = ", ".join(sorted({*_OF_ARTICLES, *_OF_RECORDS}))
            raise InputError(f"{path}: no measures for this corpus; there are some for {known}.")
        records = corpus_files.select(path, part)
        if not records:
            raise InputError(f"{path}: no article is left to measure on ({part}).")
        if name in _OF_RECORDS:
            report.rows += _OF_RECORDS[name](records)
            continue
        read = [(record, parse(record)) for record in records]
        for measure in _OF_ARTICLES[name]:
            report.rows += measure(read)
    report.notes.append(f"Measured on the part: {part}.")
    return report


def parse(record: Record) -> ParsedArticle:
    """Return what Dateline finds in the article of ``record``."""
    from geo.pipeline import parse_article

    published = record.get("pub_date")
    return parse_article(
        Article(
            id=str(record["id"]),
            text=record["text"],
            title=record.get("title"),
            url=record.get("url"),
            source=record.get("publisher"),
            published=dt.date.fromisoformat(published) if published else None,
        )
    )
