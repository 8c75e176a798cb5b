"""Finding the names of places: text -> mentions.

A small encoder reads the text with the case of each word and the gazetteer's say on it, and tags
names of places and demonyms; names that it is sure of once are found wherever the article repeats
them. It runs as an int8 ONNX model on the CPU; how it was trained and what it can and cannot do
is in the model card, ``data/models/README.md``. Speakers and counterparts that it misses are added where the gazetteer
is sure of them (``geo.recognition.speakers``), and
names whose form leaves no doubt (``geo.recognition.forms``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.gazetteer import seats
from geo.model import Mention, MentionKind, Span

if TYPE_CHECKING:
    from geo.inference import Floats
    from geo.recognition.encoding import Encoded
    from geo.recognition.tagger import Seen


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the networks have read it: its words, the names of places in it, and a vector for each word."""

    encoded: Encoded
    vectors: Floats
    mentions: list[Mention]


def read(text: str) -> Reading | None:
    """Return names and vectors of ``text``, None where it has no words.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    from geo.recognition import encoder, tagger

    default = tagger.default()
    encoded = default.encode(text)
    if not encoded.spans:
        return None
    seen, vectors = default.read_on(encoded, encoder.for_events())
    return Reading(encoded, vectors, _names(encoded, seen))


def recognise(text: str) -> list[Mention]:
    """Return the names of places and the demonyms in ``text``, in its order and without overlaps.

    Spans are half-open character offsets into ``text`` as it came; ``score`` is the network's
    probability that the words name a place. Any text is fine; an empty one has no mentions.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    from geo.recognition import tagger

    default = tagger.default()
    encoded = default.encode(text)
    return _names(encoded, default.read(encoded)) if encoded.spans else []


def _names(encoded: Encoded, seen: Seen) -> list[Mention]:
    from geo import gazetteer
    from geo.recognition.decoding import mentions
    from geo.recognition.forms import with_certain_forms
    from geo.recognition.speakers import with_speakers

    places = gazetteer.default()
    found = with_speakers(encoded.text, mentions(encoded, seen), places)
    return _with_seats(encoded.text, with_certain_forms(encoded.text, found, places))


def _with_seats(text: str, found: list[Mention]) -> list[Mention]:
    """Return the mentions with the seats of government that are places where they stand ("at the White House")."""
    places = [
        Mention(Span.of(text, start, end), MentionKind.LITERAL, seats.SURE)
        for start, end, _ in seats.meant_as_buildings(text)
        if not any(_reaches_beyond(one.span, start, end) for one in found)
    ]
    rest = (one for one in found if not any(one.span.overlaps(seat.span) for seat in places))
    return sorted([*places, *rest], key=lambda one: one.span)


def _reaches_beyond(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end and (span.start < start or end < span.end)
