"""Two naive ways to map news, which every figure has to be held against.

"Pin every place of a sentence with a trigger word" takes each name of a place beside a word of the lexicon
(``geo/events/data/triggers.tsv``) for an event there, on the day of publication. "Nothing but the lead" does so
with the article's first sentences alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from geo.annotation import pieces
from geo.annotation.model import Offsets
from geo.events import lexicon
from geo.model import DateRange, Event, EventLocation, MentionKind, ParsedArticle, Place, Span

# Sentences that are the lead, with the headline if the text has one.
_LEAD = 2
_WORD = re.compile(r"[^\W\d_]+")
# A word with one of these endings is a form of the lexicon's word: no grammar, as is fit for a floor.
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
# A name inside another or for a people is no scene.
_SCENES = (MentionKind.LITERAL, MentionKind.METONYM)


def every_sentence(parsed: ParsedArticle) -> ParsedArticle:
    """Return an event for each place of a sentence with a trigger word, of the class of the first such word."""
    return _only(parsed, pieces.split(parsed.article.text))


def lead(parsed: ParsedArticle) -> ParsedArticle:
    """Return the same of the first sentences alone."""
    return _only(parsed, pieces.split(parsed.article.text)[:_LEAD])


def _only(parsed: ParsedArticle, sentences: list[Offsets]) -> ParsedArticle:
    events = tuple(event for sentence in sentences for event in _events(parsed, sentence))
    return ParsedArticle(parsed.article, parsed.toponyms, events)


def _events(parsed: ParsedArticle, sentence: Offsets) -> Iterator[Event]:
    article = parsed.article
    text = article.text[sentence.start : sentence.end]
    found = next(((match, kind) for match in _WORD.finditer(text) if (kind := _kind(match[0].lower()))), None)
    if found is None:
        return
    match, kind = found
    trigger = Span.of(article.text, sentence.start + match.start(), sentence.start + match.end())
    evidence = Span.of(article.text, sentence.start, sentence.end)
    pinned: set[tuple[str, str]] = set()
    for toponym in parsed.toponyms:
        place, span = toponym.place, toponym.span
        if place is None or toponym.kind not in _SCENES or not sentence.start <= span.start < sentence.end:
            continue
        if place.key not in pinned:
            pinned.add(place.key)
            yield Event(
                event_id=f"{article.id}-{span.start}",
                headline=pieces.squeezed(evidence.text),
                layer=kind.layer,
                event_class=kind.event_class,
                trigger=trigger,
                evidence=(evidence,),
                location=_at(span, place),
                date=DateRange(article.published, article.published) if article.published else None,
            )


def _at(span: Span, place: Place) -> EventLocation:
    return EventLocation(span, place, place.latitude, place.longitude)


def _kind(word: str) -> lexicon.Kind | None:
    forms = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    name = next((kind for form in forms if (kind := _trigger_words().get(form))), None)
    return lexicon.kinds().get(name) if name else None


@functools.cache
def _trigger_words() -> Mapping[str, str]:
    """Return the kind of each single word of the lexicon; the first one stands where a word has two."""
    words: dict[str, str] = {}
    for word, part, kind, _ in lexicon.read("triggers.tsv"):
        if part != "x":
            words.setdefault(word, kind)
    return words
