"""Finding the names of places: text -> mentions.

A small encoder reads the text with the case of each word and the gazetteer's say on it, and tags
names of places and demonyms; names that it is sure of once are found wherever the article repeats
them. It runs as an int8 ONNX model on the CPU; how it was trained and what it can and cannot do
is in the model card, ``data/models/README.md``.
"""

from __future__ import annotations

from geo.model import Mention


def recognise(text: str) -> list[Mention]:
    """Return the names of places and the demonyms in ``text``, in its order and without overlaps.

    Spans are half-open character offsets into ``text`` as it came; ``score`` is the network's
    probability that the words name a place. Any text is fine; an empty one has no mentions.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    if not text.strip():
        return []
    from geo.recognition.decoding import mentions
    from geo.recognition.tagger import default

    tagger = default()
    encoded = tagger.encode(text)
    return mentions(encoded, tagger.probabilities(encoded))
