"""The checker of annotated articles: what no reader sees at once, and no file may hold.

Form (fields, labels, days) is :mod:`geo.annotation.jsonl`'s; here is what has to fit together: offsets with the
text, mentions with events, parts with sums, days with the day of publication, and that no words of others are in
the file. Where a text is absent its offsets are checked by themselves, and that is said.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.annotation import jsonl, parts, texts
from geo.annotation.jsonl import Fault
from geo.annotation.model import (
    OWN_CORPUS,
    AnnotatedArticle,
    AnnotatedEvent,
    Number,
    Offsets,
    Scope,
    Site,
    Status,
)
from geo.annotation.texts import Key, Source

Found = tuple[str, str]  # field, what is wrong with it

# A name is shorter; what is longer would be somebody's sentence.
LONGEST_NAME = 80
# What an article of ours was written for, and its headline, may be longer.
LONGEST_LABEL = 120
# So many words in a row that stand in a text of others, too, were taken from there.
COPIED_WORDS = 12
# News was printed from then on, and no article is of a later century.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
# News and statements are of the article's century; history may be older.
CENTURY = dt.timedelta(days=36525)
# Second readings lie in files of such names.
SECOND = "second-"
_WORDS = re.compile(r"\w+")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_COUNTRY = re.compile(r"[A-Z]{2}")
# A day told east of the date line, or of a paper dated the day before.
AHEAD = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in so many articles; ``absent``: of which corpora how many were checked by offsets alone."""

    faults: tuple[Fault, ...]
    articles: int
    absent: tuple[tuple[str, int], ...] = ()


def check(
    paths: Sequence[Path],
    sources: Mapping[Key, Source],
    table: Mapping[str, parts.Part] | None = None,
    *,
    together: bool = False,
) -> Checked:
    """Check files of annotated articles.

    Args:
        paths: the files.
        sources: the texts that are at hand, by corpus and id.
        table: the part of each text, where every article has to have one.
        together: the files are one collection, in which an article stands once (and once in second readings).

    Raises:
        InputError: if a file cannot be read at all.

    """
    faults: list[Fault] = []
    articles = 0
    absent: Counter[str] = Counter()
    seen: dict[tuple[str, Key], Fault] = {}
    ours: list[tuple[Fault, str]] = []
    for path in paths:
        reading = str(path.name.startswith(SECOND)) if together else str(path)
        for number, found in jsonl.lines(path):
            articles += 1
            if isinstance(found, Fault):
                faults.append(found)
                continue
            here = Fault(path.name, number, found.name, "id", "")
            first = seen.setdefault((reading, found.key), here)
            if first is not here:
                where = f"line {first.line}" if first.file == here.file else f"{first.file}:{first.line}"
                faults.append(dataclasses.replace(here, what=f"is that of {where}, too"))
            source = sources.get(found.key)
            text = found.prose.text if found.prose else source.text if source else None
            if text is None and found.corpus != OWN_CORPUS:
                absent[found.corpus] += 1
            if found.prose:
                ours.append((dataclasses.replace(here, field="text"), found.prose.text))
            wrong = [*_of_article(found, text), *_of_part(found, table)]
            faults += [Fault(path.name, number, found.name, field, what) for field, what in wrong]
    return Checked((*faults, *_copied(ours, sources)), articles, tuple(sorted(absent.items())))


def check_folder(folder: Path, shared: Path | None) -> Checked:
    """Check all files of the repository's annotations.

    Args:
        folder: where the files lie, with our own texts in ``own.jsonl`` and ``parts.tsv``.
        shared: where others' texts lie, None where they are absent.

    Raises:
        InputError: if a file cannot be read at all.

    """
    table = folder / parts.FILE
    return check(
        sorted(folder.glob("*.jsonl")),
        sources(folder, shared),
        parts.read(table) if table.is_file() else None,
        together=True,
    )


def sources(folder: Path | None, shared: Path | None) -> dict[Key, Source]:
    """Return the texts that are at hand; of our own those whose lines are whole, as a broken one is a fault of its own.

    Raises:
        InputError: if a file cannot be read at all.

    """
    own = folder / texts.OWN_FILE if folder else None
    ours = {
        found.key: Source(found.prose.text, found.prose.title, prose=found.prose)
        for _, found in (jsonl.lines(own) if own and own.is_file() else ())
        if isinstance(found, AnnotatedArticle) and found.prose
    }
    return {**texts.load(shared=shared), **ours}


def _copied(ours: Sequence[tuple[Fault, str]], sources: Mapping[Key, Source]) -> list[Fault]:
    """Return the articles of ours that have words of others in a row; only texts that are at hand can tell."""
    runs: dict[str, int] = {}
    for at, (_, text) in enumerate(ours):
        runs |= dict.fromkeys(_runs(text), at)
    found: dict[int, Fault] = {}
    for key, source in sources.items() if runs else ():
        if key[0] != OWN_CORPUS:
            for run in _runs(source.text):
                if run in runs and runs[run] not in found:
                    what = f"{run[:30]!r}… stands in {'/'.join(key)}, too: a text of others must not lie here"
                    found[runs[run]] = dataclasses.replace(ours[runs[run]][0], what=what)
    return [found[at] for at in sorted(found)]


def _runs(text: str) -> Iterator[str]:
    words = _WORDS.findall(text.casefold())
    return map(" ".join, zip(*(words[at:] for at in range(COPIED_WORDS)), strict=False))


def _of_article(article: AnnotatedArticle, text: str | None) -> Iterator[Found]:
    if not _DIGEST.fullmatch(article.sha256):
        yield "sha256", "64 digits 0-9a-f are needed"
    if article.published and not EARLIEST <= article.published <= LATEST:
        yield "published", f"{article.published} lies outside {EARLIEST.year} to {LATEST.year}"
    if article.published is None and article.published_inferred:
        yield "published_inferred", "there is no day that was inferred"
    ids = Counter(event.id for event in article.events)
    yield from (("events", f"id {name} is given {times} times") for name, times in ids.items() if times > 1)
    for event in article.events:
        yield from ((f"{event.id}.{field}", what) for field, what in _of_event(event, article))
    yield from _of_references(article)
    yield from _of_spans(article)
    yield from _of_words(article)
    if text is None and article.corpus == OWN_CORPUS:
        yield "text", "is missing: our own articles have theirs in the repository"
    elif text is not None and texts.digest(text) != article.sha256:
        yield "sha256", "the text is another than the one that was annotated"
    elif text is not None:
        yield from _in_text(article, text)


def _of_event(event: AnnotatedEvent, article: AnnotatedArticle) -> Iterator[Found]:
    if not event.mentions:
        yield "mentions", "there are none"
    if event.event_class in event.alternatives:
        yield "alt_class", f"{event.event_class} is the class itself"
    if len(set(event.alternatives)) < len(event.alternatives):
        yield "alt_class", "a class comes twice"
    if event.main and event.status is Status.STATEMENT:
        yield "main", "a statement is never main"
    for position, site in enumerate(event.sites()):
        yield from _of_site("place" if event.site and not position else f"more_places[{position - 1}]", site)
    if event.more_sites and not event.site:
        yield "more_places", "there is no first place"
    yield from _of_days(event, article.published)
    numbers = [("killed", event.killed), ("injured", event.injured)]
    numbers += [(f"other[{position}]", one.number) for position, one in enumerate(event.numbers)]
    for field, number in numbers:
        if number:
            yield from _of_number(field, number)


def _of_site(field: str, site: Site) -> Iterator[Found]:
    if (site.latitude is None) != (site.longitude is None):
        yield field, "latitude and longitude go together"
    if not (-90 <= (site.latitude or 0) <= 90 and -180 <= (site.longitude or 0) <= 180):
        yield field, f"{site.latitude}, {site.longitude} is nowhere on earth"
    if not 0 < site.radius_km <= 20_000:
        yield f"{field}.radius_km", f"{site.radius_km:g} is no radius"
    if site.country_code is not None and not _COUNTRY.fullmatch(site.country_code):
        yield f"{field}.country_code", f"{site.country_code!r} is no code of two capitals"


def _of_days(event: AnnotatedEvent, published: dt.date | None) -> Iterator[Found]:
    when = event.when
    if when is None:
        return
    if when.start > when.end:
        yield "date", f"starts on {when.start}, after its end"
    if published is None:
        if when.end > LATEST or (event.status is not Status.HISTORY and when.start < EARLIEST):
            yield "date", f"{when.start} to {when.end} lies outside {EARLIEST.year} to {LATEST.year}"
        return
    if event.status is not Status.HISTORY and published - when.start > CENTURY:
        yield "date", f"{when.start} is more than a hundred years before the article"
    if when.start - published > AHEAD:
        yield "date", f"{when.start} is after the article of {published}"
    elif event.status is not Status.STATEMENT and when.end - published > AHEAD:
        yield "date", f"{when.end} is after the article of {published}"


def _of_number(field: str, number: Number) -> Iterator[Found]:
    if number.low is None and number.high is None:
        yield field, "one of min and max is needed"
    for name, bound in (("min", number.low), ("max", number.high)):
        if bound is not None and bound < 0:
            yield f"{field}.{name}", f"{bound} is negative"
    if number.low is not None and number.high is not None and number.low > number.high:
        yield f"{field}.min", f"{number.low} is more than max, {number.high}"


def _of_references(article: AnnotatedArticle) -> Iterator[Found]:
    above = {event.id: event.part_of for event in article.events}
    for event in article.events:
        if event.part_of is not None and event.part_of not in above:
            yield f"{event.id}.part_of", f"there is no event {event.part_of}"
        elif _leads_back(event.id, above):
            yield f"{event.id}.part_of", "goes in a circle"
    for position, one in enumerate(article.other_numbers):
        yield from _of_number(f"other_numbers[{position}]", one.number)
        if one.event is not None and one.event not in above:
            yield f"other_numbers[{position}].event", f"there is no event {one.event}"
        if one.event is None and one.scope is Scope.EVENT:
            yield f"other_numbers[{position}].event", "a number of an event needs one"


def _leads_back(name: str, above: Mapping[str, str | None]) -> bool:
    step = above.get(name)
    for _ in above:
        if step is None or step == name:
            break
        step = above.get(step)
    return step == name


def _of_spans(article: AnnotatedArticle) -> Iterator[Found]:
    for field, span in article.spans():
        if span.start < 0:
            yield field, f"starts before the text ({span.start})"
        if span.start >= span.end:
            yield field, f"ends ({span.end}) where it starts ({span.start}) or before"
    mentions = sorted((span, event.id) for event in article.events for span in event.mentions)
    for (span, one), (other, two) in itertools.pairwise(mentions):
        if span.overlaps(other):
            what = "is marked twice" if one == two else f"shares words with a mention of {one}"
            yield f"{two}.mentions", f"{other.start}-{other.end} {what}"
    taken = {span for span, _ in mentions}
    spans = Counter(one.span for one in article.non_events)
    for position, non_event in enumerate(article.non_events):
        if non_event.span in taken:
            yield f"non_events[{position}].span", "is a mention of an event"
        if spans[non_event.span] > 1:
            yield f"non_events[{position}].span", "is marked twice"


def _of_words(article: AnnotatedArticle) -> Iterator[Found]:
    """See that nothing in the file is longer than a name."""
    words: list[tuple[str, str | None]] = [("corpus", article.corpus), ("id", article.id), ("sha256", article.sha256)]
    for event in article.events:
        words += [(f"{event.id}.id", event.id), (f"{event.id}.part_of", event.part_of)]
        words += [(f"{event.id}.place.name", site.name) for site in event.sites()]
        words += [(f"{event.id}.place.around", site.around) for site in event.sites()]
        words += [(f"{event.id}.other.what", one.what) for one in event.numbers]
    words += [("other_numbers.what", one.what) for one in article.other_numbers]
    for field, value in words:
        if value is not None and len(value) > LONGEST_NAME:
            yield field, f"{value[:20]!r}… is longer than a name ({len(value)} characters)"
        elif value is not None and not value.isprintable():
            yield field, f"{value!r} has line breaks or signs that cannot be seen"
    if article.prose:
        prose = article.prose
        labels = [("title", prose.title), ("genre", prose.genre), ("region", prose.region)]
        labels += [(f"traps[{position}]", trap) for position, trap in enumerate(prose.traps)]
        for field, value in labels:
            if len(value) > LONGEST_LABEL or not value.isprintable():
                yield field, f"{value[:20]!r}… has more than {LONGEST_LABEL} characters, or some that cannot be seen"


def _in_text(article: AnnotatedArticle, text: str) -> Iterator[Found]:
    for field, span in article.spans():
        if span.end > len(text):
            yield field, f"{span.start}-{span.end} lies outside the text of {len(text)} characters"
        elif 0 <= span.start < span.end:
            yield from ((field, what) for what in _cut(span, text))


def _cut(span: Offsets, text: str) -> Iterator[str]:
    words = text[span.start : span.end]
    if words != words.strip():
        yield f"{span.start}-{span.end} begins or ends with a blank"
    for edge in (span.start, span.end):
        if 0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum():
            yield f"{span.start}-{span.end} cuts a word at {edge}"


def _of_part(article: AnnotatedArticle, table: Mapping[str, parts.Part] | None) -> Iterator[Found]:
    if table is not None and parts.short(article.sha256) not in table:
        yield "sha256", f"{parts.FILE} has no part for it"
