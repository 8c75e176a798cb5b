"""Files and standard input to articles: text, pages, JSON, JSONL and CSV, known by suffix or by how they begin."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from geo.errors import InputError, UnreadableSource
from geo.model import Article
from geo.sources import kinds, tables
from geo.sources.articles import article_from_record, article_from_text
from geo.sources.days import shown
from geo.sources.opening import MAX_BYTES, MAX_LINE_BYTES, decode
from geo.sources.pages import ReadPage, article_from_html

LINES = frozenset({".jsonl", ".ndjson"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
# Those of GeoJSON are read to say what they are.
_JSON = frozenset({".json", ".geojson"})
_FEATURES = ".geojsonl"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECODER = json.JSONDecoder()
_BLANKS = re.compile(r"[ \t\n\r]*+")
# Most records of a list are not longer, in characters; more is only looked at where one is.
_SHORT_RECORD = 4_096


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
    if first.startswith(_UTF_16):  # spreadsheets write tables so
        stream = io.BytesIO(decode(_whole(first, stream, name), name).encode())
        first = stream.readline(MAX_LINE_BYTES + 1)
    if what := kinds.other_than_text(first):
        raise UnreadableSource(f"{shown(name)} is {what}")
    if suffix == _FEATURES:
        raise UnreadableSource(kinds.layer(shown(name)))
    if suffix in tables.CSV or (not suffix and tables.is_header(first)):
        yield from tables.from_csv(first, stream, name, published)
        return
    if suffix in LINES or (not suffix and kinds.is_record_a_line(first)):
        yield from _from_jsonl(first, stream, name, published)
        return
    data = _whole(first, stream, name)
    opening = data[: kinds.OPENING]
    if suffix in PAGES or kinds.is_page(opening):
        yield (read_page or article_from_html)(data, name, published)
    elif what := kinds.other_than_a_page(opening):
        raise UnreadableSource(f"{shown(name)} is {what}")
    elif suffix in _JSON or (not suffix and kinds.is_json(opening)):
        yield from _from_json(data, name, published)
    else:
        text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        yield article_from_text(text, name, published=published)


def _whole(first: bytes, stream: BinaryIO, name: str) -> bytes:
    data = first + stream.read(MAX_BYTES + 1 - len(first))
    if len(data) > MAX_BYTES:
        raise UnreadableSource(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: give many articles as JSONL")
    return data


def _from_jsonl(first: bytes, stream: BinaryIO, name: str, published: dt.date | None) -> Iterator[Article | InputError]:
    number = 0
    is_empty = True
    line = first
    while line:
        number += 1
        where = f"{name}, line {number}"
        if len(line) > MAX_LINE_BYTES:
            is_empty = False
            yield UnreadableSource(f"{where}: longer than {MAX_LINE_BYTES // 1_000_000} MB, skipped")
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES)
        elif line.strip():
            is_empty = False
            try:
                yield article_from_record(_record(_json(decode(line, where), where), where), where, published)
            except InputError as error:
                yield error
        line = stream.readline(MAX_LINE_BYTES + 1)
    if is_empty:
        raise UnreadableSource(f"{name} is empty")


def _from_json(data: bytes, name: str, published: dt.date | None) -> Iterator[Article | InputError]:
    """Yield the articles of one record, or of a list of records; where one cannot be told from the next, it ends."""
    try:
        for value, where in _values(decode(data, name), name):
            try:
                yield article_from_record(_record(value, where), where, published)
            except InputError as error:
                yield error
    except UnreadableSource as error:
        yield error


def _values(text: str, name: str) -> Iterator[tuple[Any, str]]:
    """Yield the values of a JSON file and where they stand, each decoded when its turn comes: a list only as its items.

    Raises:
        UnreadableSource: where it is no JSON, or one value longer than a line of JSONL may be.

    """
    at = _after_blanks(text, 0)
    if not text.startswith("[", at):
        for number in itertools.count(1):
            where = name if number == 1 else f"{name}, record {number}"
            value, at = _value(text, at, where)
            yield value, where
            if not text.startswith("{", at):  # as programs write several records that are one line each no longer
                break
    elif text.startswith("]", at := _after_blanks(text, at + 1)):
        raise UnreadableSource(f"{name} is empty")
    else:
        for number in itertools.count(1):
            where = f"{name}, record {number}"
            value, at = _value(text, at, where)
            yield value, where
            after, at = text[at : at + 1], _after_blanks(text, at + 1)
            if after == "]":
                break
            if after != ",":
                raise UnreadableSource(f"{where}: not JSON (no comma behind it)")
    if at < len(text):
        raise UnreadableSource(f"{name}: not JSON (more stands behind its end)")


def _value(text: str, at: int, where: str) -> tuple[Any, int]:
    """Return the value that begins at ``at``, and where the next sign stands; no more is decoded than a record has."""
    size = _SHORT_RECORD
    while True:
        piece = text[at : at + size]
        last = size == MAX_LINE_BYTES or at + size >= len(text)
        try:
            value, end = _DECODER.raw_decode(piece)
        except (ValueError, RecursionError) as error:  # also numbers of more digits than Python reads
            if last or isinstance(error, RecursionError):
                longer = f", or longer than {size // 1_000_000} MB" if size == MAX_LINE_BYTES else ""
                raise UnreadableSource(f"{where}: not JSON ({_reason(error)}){longer}") from error
        else:
            if last or end < size:  # a number may go on
                return value, _after_blanks(text, at + end)
        size = min(2 * size, MAX_LINE_BYTES)


def _after_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"{where}: not JSON ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    return getattr(error, "msg", "nested too deeply, or a number too long")


def _record(value: Any, where: str) -> dict[str, Any]:
    if kinds.is_feature(value):
        raise UnreadableSource(kinds.layer(where))
    if not isinstance(value, dict):
        raise UnreadableSource(f'{where}: an object with "text" is needed')
    return value
