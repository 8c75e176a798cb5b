"""Files and standard input to articles: text, pages, JSON, JSONL and CSV, known by suffix or by how they begin."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from geo.errors import InputError, UnreadableSource
from geo.model import Article
from geo.sources import tables
from geo.sources.articles import article_from_record, article_from_text
from geo.sources.days import shown
from geo.sources.opening import MAX_BYTES, MAX_LINE_BYTES, decode
from geo.sources.pages import ReadPage, article_from_html

LINES = frozenset({".jsonl", ".ndjson"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
# How files begin that hold text, but not as text.
_OTHERS = {
    b"%PDF-": "a PDF: save its text, e.g. with pdftotext",
    rb"{\rtf": "an RTF document: save it as plain text",
    b"PK\x03\x04": "a packed file (a Word document, an e-book): unpack it, or save it as plain text",
    b"\x1f\x8b": "packed with gzip: unpack it",
}
_BEFORE_MARKUP = rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?"
_PAGE = re.compile(_BEFORE_MARKUP + rb"<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(_BEFORE_MARKUP + rb"<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_OPENING = 2_000


def read_stream(
    stream: BinaryIO,
    name: str,
    suffix: str = "",
    published: dt.date | None = None,
    read_page: ReadPage | None = None,
) -> Iterator[Article | InputError]:
    """Yield the articles of an open file, and an error for each that cannot be read, as :func:`geo.sources.read` does.

    Args:
        stream: the file.
        name: what errors call it.
        suffix: ".html", ".jsonl", ".json", ".csv" or ".txt"; without one, how the file begins says what it is.
        published: the publication date of articles that do not carry one of their own.
        read_page: reads a web page, as for :func:`geo.sources.read`.

    Raises:
        InputError: if nothing in the file can be read.

    """
    first = stream.readline(MAX_LINE_BYTES + 1)
    for beginning, what in _OTHERS.items():
        if first.startswith(beginning):
            raise UnreadableSource(f"{shown(name)} is {what}")
    if suffix in tables.CSV or (not suffix and tables.is_header(first)):
        yield from tables.from_csv(first, stream, name, published)
        return
    if suffix in LINES or (not suffix and first.lstrip()[:1] == b"{"):
        yield from _from_jsonl(first, stream, name, published)
        return
    data = first + stream.read(MAX_BYTES + 1 - len(first))
    if len(data) > MAX_BYTES:
        raise UnreadableSource(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: give many articles as JSONL")
    if suffix in PAGES or _PAGE.match(data[:_OPENING]):
        yield (read_page or article_from_html)(data, name, published)
    elif _FEED.match(data[:_OPENING]):
        raise UnreadableSource(f"{shown(name)} is a feed: give its address to dateline watch")
    elif suffix == ".json":
        yield from _from_json(data, name, published)
    else:
        text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        yield article_from_text(text, name, published=published)


def _from_jsonl(first: bytes, stream: BinaryIO, name: str, published: dt.date | None) -> Iterator[Article | InputError]:
    number = 0
    line = first
    while line:
        number += 1
        where = f"{name}, line {number}"
        if len(line) > MAX_LINE_BYTES:
            yield UnreadableSource(f"{where}: longer than {MAX_LINE_BYTES // 1_000_000} MB, skipped")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES)
        elif line.strip():
            try:
                yield article_from_record(_record(_json(decode(line, where), where), where), where, published)
            except InputError as error:
                yield error
        line = stream.readline(MAX_LINE_BYTES + 1)
    if number == 0:
        raise UnreadableSource(f"{name} is empty")


def _from_json(data: bytes, name: str, published: dt.date | None) -> Iterator[Article | InputError]:
    """Yield the articles of one record, or of a list of records."""
    given = _json(decode(data, name), name)
    for number, record in enumerate(given if isinstance(given, list) else [given], start=1):
        where = f"{name}, record {number}" if isinstance(given, list) else name
        try:
            yield article_from_record(_record(record, where), where, published)
        except InputError as error:
            yield error
    if given == []:
        raise UnreadableSource(f"{name} is empty")


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers of more digits than Python reads
        reason = getattr(error, "msg", "nested too deeply, or a number too long")
        raise UnreadableSource(f"{where}: not JSON ({reason})") from error


def _record(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableSource(f'{where}: an object with "text" is needed')
    return value
