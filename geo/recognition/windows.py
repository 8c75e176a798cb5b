"""Cutting a long text into windows that the network reads one by one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from geo.recognition.encoding import Encoded

LENGTH = 180
"""Tokens that a window aims at. Longer ones cost attention time, shorter ones lose context."""
_PLAY = 35
_TOKENS_PER_LINE_END = 60
_TOKENS_PER_SENTENCE_END = 30


def windows(encoded: Encoded) -> list[tuple[int, int]]:
    """Return half-open token ranges that cover the text, about equally long, cut between sentences if possible.

    A cut is always between words; windows do not overlap, so that nothing is read twice.
    """
    total = len(encoded)
    if total <= LENGTH + _PLAY:
        return [(0, total)] if total else []
    parts = -(-total // LENGTH)
    firsts = encoded.firsts.tolist()
    cuts = [0]
    for part in range(1, parts):
        ideal = total * part // parts
        low = bisect_left(firsts, max(ideal - _PLAY, cuts[-1] + 1))
        high = max(bisect_right(firsts, ideal + _PLAY), low + 1)
        words = range(low, min(high, len(firsts)))
        if words:
            cuts.append(firsts[max(words, key=lambda word: _worth(encoded, word, abs(firsts[word] - ideal)))])
    return list(zip(cuts, [*cuts[1:], total], strict=True))


def _worth(encoded: Encoded, word: int, distance: int) -> int:
    """Return how good a cut before ``word`` is: best at line ends, then at sentence ends, near the ideal."""
    end = encoded.spans[word - 1][1]
    if "\n" in encoded.text[end : encoded.spans[word][0]]:
        return _TOKENS_PER_LINE_END - distance
    return (_TOKENS_PER_SENTENCE_END if encoded.text[end - 1] in ".!?”" else 0) - distance
