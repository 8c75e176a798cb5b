"""Numbered pieces of a text, and words quoted from them as ``12:words``: what people can mark without counting.

A piece ends where a sentence or a line does; longer ones are cut at a blank.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from geo.annotation.model import Offsets
from geo.errors import InputError

_END = re.compile(r"(?:[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9@])|\s*\n+\s*)")
_QUOTE = re.compile(r"\s*(\d+):(.+?)(?:#(\d+))?\s*", re.DOTALL)
# A piece of more characters is cut at the last blank between the two limits.
_LONGEST, _CUT_FROM, _CUT_TO = 420, 200, 400
# Words may go on in the next piece for so many characters.
_RUN_OVER = 120
_MOST_ALIKE = 9


class NotationError(InputError):
    """A line of the notation that cannot be understood, or words that do not stand where they are said to."""


def split(text: str) -> list[Offsets]:
    """Return the pieces of a text in order."""
    cuts = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    pieces = []
    for start, end in itertools.pairwise(cuts):
        if not text[start:end].strip():
            continue
        begin = start
        while end - begin > _LONGEST:
            blank = text.rfind(" ", begin + _CUT_FROM, begin + _CUT_TO)
            cut = blank if blank >= 0 else begin + _CUT_TO
            pieces.append(Offsets(begin, cut + 1))
            begin = cut + 1
        pieces.append(Offsets(begin, end))
    return pieces


def squeezed(words: str) -> str:
    """Return words with one blank between them."""
    return " ".join(words.split())


def numbered(text: str) -> str:
    """Return the pieces of a text, each on a line with its number."""
    return "\n".join(f"{number}| {squeezed(text[piece.start : piece.end])}" for number, piece in enumerate(split(text)))


def find(text: str, pieces: Sequence[Offsets], quote: str) -> Offsets:
    """Return where the words of ``12:words`` stand; ``12:words#2`` is their second time in the piece.

    Raises:
        NotationError: if there is no such piece, or the words do not stand in it as whole words.

    """
    match = _QUOTE.fullmatch(quote)
    if not match:
        raise NotationError(f"{quote!r}: write NUMBER:words")
    number, words, time = int(match[1]), match[2].strip(), int(match[3] or 1)
    if number >= len(pieces):
        raise NotationError(f"{quote!r}: there is no piece {number}")
    piece = pieces[number]
    stretch = text[piece.start : piece.end + _RUN_OVER]
    pattern = r"\s+".join(map(re.escape, words.split()))
    pattern = (r"(?<!\w)" if words[0].isalnum() else "") + pattern + (r"(?!\w)" if words[-1].isalnum() else "")
    for flags in (re.NOFLAG, re.IGNORECASE):
        hits = [hit for hit in re.finditer(pattern, stretch, flags) if hit.start() < piece.end - piece.start]
        if len(hits) >= time:
            hit = hits[time - 1]
            return Offsets(piece.start + hit.start(), piece.start + hit.end())
    shown = squeezed(text[piece.start : piece.end])[:140]
    raise NotationError(f"{quote!r}: the words are not in piece {number}: {shown!r}")


def quote(text: str, pieces: Sequence[Offsets], span: Offsets) -> str:
    """Return what :func:`find` finds the words by.

    Raises:
        NotationError: if no quote finds just these words, as where they begin inside a word.

    """
    words = squeezed(text[span.start : span.end])
    number = next((at for at, piece in enumerate(pieces) if piece.start <= span.start < piece.end), None)
    if number is not None and words:
        for time in range(1, _MOST_ALIKE):
            made = f"{number}:{words}" + (f"#{time}" if time > 1 else "")
            try:
                if find(text, pieces, made) == span:
                    return made
            except NotationError:
                break
    raise NotationError(f"{words!r} ({span.start} to {span.end}) cannot be quoted: whole words are needed")
