"""Finding the names of places: text -> mentions.

A small encoder reads the text with the case of each word and the gazetteer's say on it, and tags
names of places and demonyms; a tree ensemble then weighs the spans that may be names as wholes, with
what the article makes of them elsewhere. Both run as ONNX models on the CPU; how they were trained
and what they can and cannot do is in the model card, ``data/models/README.md``.
"""

from __future__ import annotations

from geo.model import Mention


def recognise(text: str) -> list[Mention]:
    """Return the names of places and the demonyms in ``text``, in its order and without overlaps.

    Spans are half-open character offsets into ``text`` as it came; ``score`` is the
    probability that the words name a place. Any text is fine; an empty one has no mentions.

    Raises:
        ModelError: if the model is missing or corrupt.
        GazetteerError: if the embedded gazetteer cannot be read.

    """
    if not text.strip():
        return []
    from geo.recognition import judge, tagger
    from geo.recognition.decoding import mentions

    network = tagger.default()
    encoded = network.encode(text)
    return mentions(encoded, network.probabilities(encoded), judge.default())
