"""Lists of findings as one line of text each, for cells that can hold nothing but a scalar."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geo.model import Claim, Count, Span, Stance
from geo.words import count_words

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_STANCES = {Stance.CLAIMS: "claims", Stance.DENIES: "denies", Stance.DISPUTES: "disputes"}


def listed(values: Iterable[str]) -> str | None:
    """Return the different values separated by semicolons, or None where there is none."""
    return "; ".join(dict.fromkeys(one_line(value) for value in values if value)) or None


def quoted(spans: Iterable[Span]) -> str | None:
    """Return the quoted passages in their order, with […] between them."""
    return " […] ".join(one_line(span.text) for span in spans) or None


def lines(values: Iterable[str]) -> str | None:
    """Return the values one a line, or None where there is none."""
    return "\n".join(values) or None


def count_line(count: Count) -> str:
    """Return a count as "missing: up to 7 (the harbour office)"."""
    speaker = f" ({one_line(count.speaker.text)})" if count.speaker else ""
    return f"{one_line(count.what)}: {one_line(count_words(count)) or 'an unknown number'}{speaker}"


def claim_line(claim: Claim) -> str:
    """Return a claim as "the ministry denies: “…”"."""
    speaker = one_line(claim.speaker.text) if claim.speaker else "somebody"
    return f"{speaker} {_STANCES[claim.stance]}: “{one_line(claim.span.text)}”"


def storable(text: str) -> str:
    """Return the text without what files cannot hold, each as a replacement character (U+FFFD).

    These are control characters (XML has none, GDAL ends a text at NUL) and lone surrogates
    (UTF-8 has none). Tabs and line ends stay.
    """
    return text if text.isprintable() else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return " ".join(text.split())
