"""What a file holds, by how it begins: articles that can be read, or something else that has a name."""

from __future__ import annotations

import re

# So much of a file is looked at, in bytes.
OPENING = 2_000
_LAYER = "which dateline map draws; articles are text, web pages, tables or JSON"
# How files begin that hold no text, or not as text.
_OTHERS = {
    b"%PDF-": "a PDF: save its text, e.g. with pdftotext",
    rb"{\rtf": "an RTF document: save it as plain text",
    b"PK\x03\x04": "a packed file (a Word document, a spreadsheet, an e-book): unpack it, or save it as text or CSV",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel document: save it as text or CSV",
    b"\x1f\x8b": "packed with gzip: unpack it",
    b"\xfd7zXZ\0": "packed with xz: unpack it",
    b"\x28\xb5\x2f\xfd": "packed with zstd: unpack it",
    b"PAR1": "a Parquet file: give it by its name, which ends in .parquet",
    b"SQLite format 3\0": f"a database or a layer (GeoPackage), {_LAYER}",
    b"fgb\x03": f"a layer (FlatGeobuf), {_LAYER}",
}
_BEFORE_MARKUP = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?"
_PAGE = re.compile(_BEFORE_MARKUP + rb"<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
# The same of what is marked up and no page; of several the first counts.
_MARKED_UP = {
    re.compile(_BEFORE_MARKUP + rb"<(?:rss|feed|rdf:RDF)\b", re.DOTALL): "a feed: give its address to dateline watch",
    re.compile(_BEFORE_MARKUP + rb"<kml\b", re.DOTALL): ("a layer (KML): save it as GeoJSON, which dateline map draws"),
    re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype)\b", re.IGNORECASE): "XML, but no web page: save its text",
    re.compile(rb"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*multipart/related\b", re.IGNORECASE): (
        "a web archive (MHTML): save the page as HTML"
    ),
}
# "[KYIV] Two people ..." is no list of records.
_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{")
_RECORD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
# With these a line of JSON ends whose value goes on behind it.
_GOES_ON = (b"{", b"[", b",", b":")


def other_than_text(opening: bytes) -> str | None:
    """Return what a file is that holds no text or not as text, and what to do; None where it may hold text."""
    return next((what for beginning, what in _OTHERS.items() if opening.startswith(beginning)), None)


def other_than_a_page(opening: bytes) -> str | None:
    """Return what a file of markup is that is no web page, and what to do; None where it is none."""
    return next((what for beginning, what in _MARKED_UP.items() if beginning.match(opening)), None)


def is_page(opening: bytes) -> bool:
    """Say whether a file begins as web pages do."""
    return _PAGE.match(opening) is not None


def is_record_a_line(first: bytes) -> bool:
    """Say whether a file with this first line holds a record of JSON a line: it begins one and ends there."""
    return _RECORD.match(first) is not None and not first.rstrip().endswith(_GOES_ON)


def is_json(opening: bytes) -> bool:
    """Say whether a file begins as a record, or a list of records, over several lines."""
    return _LIST.match(opening) is not None or _RECORD.match(opening) is not None


def is_feature(value: object) -> bool:
    """Say whether a value of JSON is GeoJSON, which is no article."""
    return isinstance(value, dict) and value.get("type") in ("Feature", "FeatureCollection") and "text" not in value


def layer(name: str) -> str:
    """Return the line that says that a file is a layer."""
    return f"{name} is a layer, {_LAYER}"
