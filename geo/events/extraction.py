"""The flow of event extraction: an article that the encoder has read -> its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geo.events import amounts, candidates, decoding, layout, reader, records, times
from geo.events.candidates import Page
from geo.events.material import Material
from geo.events.mentions import Told
from geo.model import Article, Event, Toponym

if TYPE_CHECKING:
    from geo.recognition import Reading

# What is scored against each other grows with the square of the words: a long article is read in parts of this many.
_WORDS_OF_A_PART = 1500


def extract(article: Article, reading: Reading | None, toponyms: Sequence[Toponym]) -> list[Event]:
    """Return the events of ``article`` in the order of the text.

    ``reading`` is the article's text as the encoder has read it (None: it has no words) and ``toponyms`` its
    resolved place names. An event that cannot be placed or dated has ``location`` or ``date`` None.

    Raises:
        ModelError: if the reader's model is missing or corrupt.

    """
    if reading is None:
        return []
    return records.records(article, tell(article, reading, toponyms), toponyms, reading)


def tell(article: Article, reading: Reading, toponyms: Sequence[Toponym]) -> list[Told]:
    """Return what the article tells, one value a slot."""
    told: list[Told] = []
    for material in materials(article, reading, toponyms):
        told += decoding.shifted(decoding.decode(material), len(told))
    return told


def materials(article: Article, reading: Reading, toponyms: Sequence[Toponym]) -> Iterator[Material]:
    """Yield what decoding looks at, a part of the article at a time; none where no word names an event."""
    lines = layout.read(article.text, article.title)
    today = times.writing_day(article.published, article.dateline)
    mentions = times.mentions(article.text, article.published, article.dateline)
    quantities = amounts.find(article.text)
    for first, last in _parts(reading):
        page = Page.of(reading.encoded, first, last)
        # A place in a link to another article is no scene of this one's.
        found = [one for one in candidates.places(page, toponyms) if not lines.is_furniture(one.start)]
        dates = candidates.of_times(page, mentions, today)
        tolls = candidates.tolls(page, [(start, end) for start, end, _ in quantities])
        scores = reader.default().read(page, reading.vectors[first:last], found, dates, tolls=tolls)
        if scores is not None:
            yield Material(page, lines, found, dates, quantities, scores, today)


def _parts(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of words that cover the text, cut at line ends where one is near."""
    spans, text = reading.encoded.spans, reading.encoded.text
    first = 0
    while first < len(spans):
        last = min(first + _WORDS_OF_A_PART, len(spans))
        if last < len(spans):
            for cut in range(last, first + _WORDS_OF_A_PART // 2, -1):
                if "\n" in text[spans[cut - 1][1] : spans[cut][0]]:
                    last = cut
                    break
        yield first, last
        first = last
