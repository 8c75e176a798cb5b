"""Events measured on annotated news: as maps, word by word, beside two naive floors and a second reader.

``data/annotations`` has the annotations: ``real.jsonl`` (texts in others' corpora), ``own.jsonl`` (ours, with texts)
and second readings of both. ``articles/hard`` of the shared folder has a few hard articles with a gold of their own.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.annotation import drawing, jsonl, parts, texts
from geo.annotation.model import AnnotatedArticle
from geo.annotation.parts import Part
from geo.annotation.texts import Key, Source
from geo.errors import InputError
from geo.evaluation import bootstrap, news_documents, news_gold, news_mentions, news_naive, news_readers
from geo.evaluation.news_gold import Gold
from geo.evaluation.report import Cell, Report
from geo.model import Article, ParsedArticle

Row = dict[str, Cell]
Tallies = Sequence[Mapping[str, int]]

DATELINE, READER = "Dateline", "second reader"
# The files of a set, and what the set is called.
SETS = {"real": "real news", "own": "own articles"}
HARD = "hard articles"
# A genre with fewer articles has no row of its own.
_FEWEST = 5
_DOCUMENT_INTERVALS = ("required_recall", "precision", "F1", "killed_ok")
_MENTION_INTERVALS = ("trigger F1", "status", "same event, CoNLL F1", "place")


@dataclass(frozen=True, slots=True)
class Measured:
    """An article with its gold, and what was found in it. ``annotated`` is None for a gold of documents alone."""

    set_name: str
    genre: str
    gold: Gold
    parsed: ParsedArticle
    annotated: AnnotatedArticle | None = None
    second: ParsedArticle | None = None


def evaluate(folder: Path, shared: Path | None, part: Part = Part.DEVELOPMENT) -> list[Report]:
    """Measure what Dateline finds in a part of the annotated articles.

    Args:
        folder: where the annotations lie.
        shared: where others' texts lie; None where they are absent, and only our own are measured.
        part: "test" is for a release alone.

    Raises:
        InputError: if a file is broken, a text has changed, or no article is left to measure on.

    """
    notes = [f"Measured on the part: {part}."]
    measured = list(_annotated(folder, shared, part, notes))
    if shared is not None and part is Part.DEVELOPMENT:
        measured += hard(shared / "articles" / "hard")
    if not measured:
        raise InputError(f"{folder}: no article is left to measure on ({part}). {' '.join(notes[1:])}".strip())
    return [*reports(measured, notes), readers(folder, part)]


def reports(measured: Sequence[Measured], notes: Sequence[str] = ()) -> list[Report]:
    """Return the tables of measured articles: documents, genres, mentions and status."""
    documents = Report("Annotated news: what lies on the map")
    by_genre = Report("Annotated news: what lies on the map, by genre")
    mentions = Report("Annotated news: word by word")
    statuses = Report("Annotated news: status of words annotated (down) and found (across)")
    for name in dict.fromkeys(one.set_name for one in measured):
        members = [one for one in measured if one.set_name == name]
        for system, read in _SYSTEMS.items():
            answered = [(one, found) for one in members if (found := read(one))]
            if answered:
                documents.rows.append(_document_row(name, system, answered))
        genres = Counter(one.genre for one in members)
        for genre in sorted(genre for genre, times in genres.items() if times >= _FEWEST and len(genres) > 1):
            chosen = [(one, one.parsed) for one in members if one.genre == genre]
            by_genre.rows.append(_document_row(f"{name}: {genre}", DATELINE, chosen))
        for system in (DATELINE, READER):
            tallies = [
                news_mentions.score(one.annotated, found.events)
                for one in members
                if one.annotated and (found := _SYSTEMS[system](one))
            ]
            if tallies:
                figures, names = news_mentions.figures, _MENTION_INTERVALS
                mentions.rows.append(_row(name, system, tallies, figures, names))
            if tallies and system == DATELINE:
                statuses.rows += _status_rows(name, bootstrap.total(tallies))
    documents.notes += notes
    documents.notes.append(
        "Naive: an event for every place of a sentence with a trigger word, and the same of the lead alone. "
        "Which names must not be mapped is known of the hard articles only. Low and high: 95 % of draws of articles."
    )
    return [report for report in (documents, by_genre, mentions, statuses) if report.rows]


def readers(folder: Path, part: Part) -> Report:
    """Return how far two readers agree, on all articles of a part that were read twice."""
    report = Report("Annotated news: agreement of two readers")
    table = parts.read(folder / parts.FILE)
    for stem, name in SETS.items():
        first, second = _read(folder / f"{stem}.jsonl"), _read(folder / f"second-{stem}.jsonl")
        pairs = [pair for pair in news_readers.paired(first, second) if parts.part_of(pair[0], table) is part]
        if pairs:
            tally = bootstrap.total([news_readers.score(*pair) for pair in pairs])
            report.rows.append({"set": name, **news_readers.figures(tally)})
    if not report.rows:
        report.notes.append("No article of this part was read twice.")
    return report


def measure(
    article: AnnotatedArticle, source: Source, set_name: str, second: AnnotatedArticle | None = None
) -> Measured:
    """Parse an annotated article and put its gold beside what is found."""
    return Measured(
        set_name,
        article.prose.genre if article.prose else article.corpus,
        news_gold.from_dict(news_gold.from_annotation(article, source.text)),
        _parse(article.id, source, article.published),
        article,
        drawing.as_parsed(second, source) if second else None,
    )


_SYSTEMS: Mapping[str, Callable[[Measured], ParsedArticle | None]] = {
    DATELINE: lambda one: one.parsed,
    "naive: sentences": lambda one: news_naive.every_sentence(one.parsed),
    "naive: lead": lambda one: news_naive.lead(one.parsed),
    READER: lambda one: one.second,
}


def _annotated(folder: Path, shared: Path | None, part: Part, notes: list[str]) -> Iterator[Measured]:
    table = parts.read(folder / parts.FILE)
    sources: Mapping[Key, Source] = texts.load(shared=shared)
    for stem, name in SETS.items():
        second = {article.key: article for article in _read(folder / f"second-{stem}.jsonl")}
        absent = 0
        for article in _read(folder / f"{stem}.jsonl"):
            if parts.part_of(article, table) is not part:
                continue
            source = texts.source_of(article, sources)
            absent += source is None
            if source:
                yield measure(article, source, name, second.get(article.key))
        if absent:
            notes.append(f"{absent} articles of {name} are left out: their texts are absent; set DATELINE_SHARED.")


def _read(path: Path) -> list[AnnotatedArticle]:
    return jsonl.read(path) if path.is_file() else []


def hard(folder: Path) -> Iterator[Measured]:
    """Yield the hard articles, which have a gold of documents alone."""
    for path in sorted(folder.glob("*.gold.json")):
        gold = news_gold.read(path)
        record = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        published = dt.date.fromisoformat(record["published"])
        yield Measured(HARD, HARD, gold, _parse(gold.id, Source(text, record.get("title")), published))


def _parse(name: str, source: Source, published: dt.date | None) -> ParsedArticle:
    from geo.pipeline import parse_article

    return parse_article(Article(name, source.text, source.title, published=published))


def _document_row(name: str, system: str, answered: Sequence[tuple[Measured, ParsedArticle]]) -> Row:
    tallies = [news_documents.score(one.gold, found.events) for one, found in answered]
    return _row(name, system, tallies, news_documents.figures, _DOCUMENT_INTERVALS)


def _row(
    name: str,
    system: str,
    tallies: Tallies,
    figures: Callable[[Mapping[str, int]], Mapping[str, float | int | None]],
    with_intervals: Sequence[str],
) -> Row:
    row: Row = {"set": name, "by": system, "articles": len(tallies)}
    bounds = bootstrap.intervals(tallies, figures, with_intervals)
    for figure, value in figures(bootstrap.total(tallies)).items():
        row[figure] = value
        if figure in with_intervals:
            row[f"{figure} low"], row[f"{figure} high"] = bounds.get(figure, (None, None))
    return row


def _status_rows(name: str, tally: Mapping[str, int]) -> Iterator[Row]:
    for status, found in news_mentions.confusion(tally).items():
        yield {"set": name, "annotated": status, **found}
