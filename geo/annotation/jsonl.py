"""Annotated articles from and to JSON, one article a line (``docs/schemas/annotation.schema.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.annotation.fields import Fields, Wrong, whole_object
from geo.annotation.model import (
    OWN_CORPUS,
    AnnotatedArticle,
    AnnotatedEvent,
    Kind,
    NonEvent,
    Number,
    Offsets,
    OtherNumber,
    Prose,
    Scope,
    Site,
    Status,
    When,
    Why,
)
from geo.errors import InputError, SourceNotFound
from geo.files import write_whole
from geo.model import EventClass

Json = dict[str, Any]

_LONGEST_SHOWN = 240


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of one article of a file; ``line`` counts from 1."""

    file: str
    line: int
    article: str
    field: str
    what: str

    def __str__(self) -> str:
        article, field, what = map(_on_one_line, (self.article, self.field, self.what))
        return f"{self.file}:{self.line}: {article}: {field}: {what}"


def _on_one_line(words: str) -> str:
    """Return words that a message can hold: short, and without line breaks or signs that no screen shows."""
    shown = words[:_LONGEST_SHOWN] + ("…" if len(words) > _LONGEST_SHOWN else "")
    return (
        shown if shown.isprintable() else "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in shown)
    )


def read(path: Path) -> list[AnnotatedArticle]:
    """Return the articles of a file in its order.

    Raises:
        SourceNotFound: if there is no such file.
        InputError: at the first line that is not in the format; the message names file, line, article and field.

    """
    articles = []
    for _, found in lines(path):
        if isinstance(found, Fault):
            raise InputError(str(found))
        articles.append(found)
    return articles


def lines(path: Path) -> Iterator[tuple[int, AnnotatedArticle | Fault]]:
    """Yield the number of each line with its article, or with what is wrong with its form.

    Raises:
        SourceNotFound: if there is no such file.
        InputError: if it cannot be read.

    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFound(f"{path}: no such file") from error
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield number, _line(line, path.name, number)


def _line(line: bytes, file: str, number: int) -> AnnotatedArticle | Fault:
    try:
        record = json.loads(line.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return Fault(file, number, "-", "-", f"broken line, no JSON ({error})")
    try:
        return whole_object(Fields(record), _article)
    except Wrong as wrong:
        return Fault(file, number, _name(record), wrong.field, wrong.what)


def _object(pairs: list[tuple[str, Any]]) -> Json:
    """Return the object of its fields; a second field of a name would hide the first from every check."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"field {_on_one_line(twice[:40])!r} comes twice")
    return made


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _name(record: object) -> str:
    if not isinstance(record, dict):
        return "-"
    return f"{record.get('corpus', '?')}/{record.get('id', '?')}"


def _article(fields: Fields) -> AnnotatedArticle:
    corpus = fields.text("corpus")
    return AnnotatedArticle(
        corpus=corpus,
        id=fields.text("id"),
        sha256=fields.text("sha256"),
        kind=fields.label("kind", Kind),
        published=fields.day("published") if fields.has("published") else fields.take("published"),
        published_inferred=fields.flag("published_inferred"),
        events=fields.many("events", _event, needed=True),
        non_events=fields.many("non_events", _non_event, needed=True),
        other_numbers=fields.many("other_numbers", _other_number, needed=True),
        prose=_prose(fields, corpus),
    )


def _prose(fields: Fields, corpus: str) -> Prose | None:
    """Read the text of our own; an article of others with a text is a fault."""
    if not fields.has("text"):
        return None
    if corpus != OWN_CORPUS:
        raise Wrong(fields.path("text"), "a text of others must not lie here")
    traps = fields.take("traps") if fields.there("traps") else []
    if not isinstance(traps, list) or not all(isinstance(trap, str) for trap in traps):
        raise Wrong(fields.path("traps"), "a list of words is needed")
    return Prose(
        title=fields.text("title"),
        text=fields.text("text"),
        genre=fields.text("genre"),
        region=fields.text("region"),
        traps=tuple(traps),
    )


def _event(fields: Fields) -> AnnotatedEvent:
    return AnnotatedEvent(
        id=fields.text("id"),
        event_class=fields.label("class", EventClass),
        alternatives=fields.labels("alt_class", EventClass),
        status=fields.label("status", Status),
        main=fields.flag("main"),
        mentions=fields.many("mentions", _offsets),
        site=fields.one("place", _site),
        more_sites=fields.many("more_places", _site),
        anaphor=fields.one("anaphor", _offsets),
        when=fields.one("date", _when),
        killed=fields.one("killed", _number),
        injured=fields.one("injured", _number),
        numbers=fields.many("other", _event_number),
        claimed_by=fields.one("claim", _speaker),
        part_of=fields.text_or_none("part_of"),
    )


def _offsets(fields: Fields) -> Offsets:
    return Offsets(fields.whole("start"), fields.whole("end"))


def _speaker(fields: Fields) -> Offsets:
    speaker = fields.one("speaker", _offsets)
    if speaker is None:
        raise Wrong(fields.path("speaker"), "is missing")
    return speaker


def _site(fields: Fields) -> Site:
    radius = fields.real_or_none("radius_km")
    if radius is None:
        raise Wrong(fields.path("radius_km"), "a number is needed, not None")
    return Site(
        name=fields.text("name"),
        latitude=fields.real_or_none("lat"),
        longitude=fields.real_or_none("lon"),
        radius_km=radius,
        country_code=fields.text_or_none("country_code", needed=True),
        span=fields.one("span", _offsets),
        known=fields.flag("known"),
        around=fields.text_or_none("around"),
    )


def _when(fields: Fields) -> When:
    return When(fields.day("start"), fields.day("end"), fields.one("span", _offsets))


def _number(fields: Fields) -> Number:
    return Number(
        low=fields.whole_or_none("min"),
        high=fields.whole_or_none("max"),
        span=fields.one("span", _offsets),
        speaker=fields.one("speaker", _offsets),
    )


def _event_number(fields: Fields) -> OtherNumber:
    return OtherNumber(fields.text("what"), _number(fields))


def _other_number(fields: Fields) -> OtherNumber:
    return OtherNumber(fields.text("what"), _number(fields), fields.label("scope", Scope), fields.text_or_none("event"))


def _non_event(fields: Fields) -> NonEvent:
    span = fields.one("span", _offsets)
    if span is None:
        raise Wrong(fields.path("span"), "is missing")
    return NonEvent(span, fields.label("class", EventClass), fields.label("why", Why))


def write(articles: Iterable[AnnotatedArticle], path: Path) -> Path:
    """Write articles, one a line; what :func:`read` reads again. The file is whole or not there.

    Raises:
        OutputError: if it cannot be written.

    """
    text = "".join(json.dumps(to_dict(article), ensure_ascii=False) + "\n" for article in articles)
    return write_whole(path, text.encode())


def to_dict(article: AnnotatedArticle) -> Json:
    """Return an article as JSON values."""
    made: Json = {
        "corpus": article.corpus,
        "id": article.id,
        "sha256": article.sha256,
        "published": article.published and article.published.isoformat(),
        "published_inferred": article.published_inferred,
        "kind": str(article.kind),
        "events": [_event_to_dict(event) for event in article.events],
        "non_events": [
            {"span": _to_span(one.span), "class": str(one.event_class), "why": str(one.why)}
            for one in article.non_events
        ],
        "other_numbers": [
            {"what": one.what, **_number_to_dict(one.number), "scope": str(one.scope), "event": one.event}
            for one in article.other_numbers
        ],
    }
    if article.prose:
        prose = article.prose
        made |= {"title": prose.title, "genre": prose.genre, "region": prose.region}
        made |= {"traps": list(prose.traps), "text": prose.text}
    return made


def _event_to_dict(event: AnnotatedEvent) -> Json:
    made: Json = {
        "id": event.id,
        "class": str(event.event_class),
        "alt_class": [str(one) for one in event.alternatives],
        "status": str(event.status),
        "main": event.main,
        "mentions": [_to_span(one) for one in event.mentions],
        "place": event.site and _site_to_dict(event.site),
        "more_places": [_site_to_dict(one) for one in event.more_sites],
        "anaphor": _to_span(event.anaphor),
        "date": event.when
        and {
            "start": event.when.start.isoformat(),
            "end": event.when.end.isoformat(),
            "span": _to_span(event.when.span),
        },
        "killed": event.killed and _number_to_dict(event.killed),
        "injured": event.injured and _number_to_dict(event.injured),
        "other": [{"what": one.what, **_number_to_dict(one.number)} for one in event.numbers],
        "part_of": event.part_of,
    }
    if event.claimed_by:
        made["claim"] = {"speaker": _to_span(event.claimed_by)}
    return made


def _to_span(span: Offsets | None) -> Json | None:
    return {"start": span.start, "end": span.end} if span else None


def _site_to_dict(site: Site) -> Json:
    return {
        "span": _to_span(site.span),
        "name": site.name,
        "known": site.known,
        "around": site.around,
        "lat": site.latitude,
        "lon": site.longitude,
        "radius_km": site.radius_km,
        "country_code": site.country_code,
    }


def _number_to_dict(number: Number) -> Json:
    made: Json = {"min": number.low, "max": number.high, "span": _to_span(number.span)}
    if number.speaker:
        made["speaker"] = _to_span(number.speaker)
    return made
