"""Sources to articles: text, saved web pages, URLs, JSONL and standard input.

A source yields its articles and, in their place, an :class:`~geo.errors.InputError` for each that
cannot be read: one broken line never loses the thousand good ones beside it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from geo import markup
from geo.errors import InputError, InvalidDate, SourceNotFound, UnreadableSource
from geo.model import Article

# The longest reports run to about 100,000 characters; what is longer is a book or a dump.
MAX_CHARACTERS = 400_000
MAX_BYTES = 20_000_000
_MAX_LINE_BYTES = 8 * MAX_CHARACTERS
_TIMEOUT_S = 30
_TITLE_LENGTH = 200
# Older "news" has a date that stands for none, such as 0001-01-01.
EARLIEST = dt.date(1500, 1, 1)


class ReadPage(Protocol):
    """Finds the article of a web page, as :func:`article_from_html` does."""

    def __call__(self, data: bytes, name: str, published: dt.date | None, url: str | None = None) -> Article:
        """Return the article."""
        ...


def read(
    source: str, published: dt.date | None = None, read_page: ReadPage | None = None
) -> Iterator[Article | InputError]:
    """Yield the articles of one source, and an error for each article that cannot be read.

    Args:
        source: a file name, an ``http`` or ``https`` URL, or ``-`` for standard input. HTML and
            JSONL are known by their suffix or, without one, by how they begin.
        published: the publication date of articles that do not carry one of their own.
        read_page: reads web pages; by default :func:`article_from_html`, which knows no limit of time.
    """
    try:
        if re.match(r"https?://", source, re.IGNORECASE):
            yield (read_page or article_from_html)(_fetch(source), source, published, url=source)
        elif source == "-":
            yield from read_stream(sys.stdin.buffer, "standard input", "", published, read_page)
        else:
            path = Path(source)
            with _open(path) as stream:
                yield from read_stream(stream, source, path.suffix.lower(), published, read_page)
    except InputError as error:
        yield error


def parse_date(text: str, today: dt.date | None = None) -> dt.date:
    """Return the calendar date that ``text`` gives in ISO 8601 (a time of day is cut off).

    Raises:
        InvalidDate: if it is no date, lies in the future (a day ahead is allowed: time zones), or
            before there was news.
    """
    try:
        date = dt.date.fromisoformat(text.strip()[:10])
    except ValueError as error:
        raise InvalidDate(f"'{_shown(text)}' is no date: write it as 2025-04-04") from error
    if text.strip()[10:11] not in {"", "T", " "}:
        raise InvalidDate(f"'{_shown(text)}' is no date: write it as 2025-04-04")
    limit = (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1)
    if date > limit:
        raise InvalidDate(f"{date} lies in the future: give the day on which the article was published")
    if date < EARLIEST:
        raise InvalidDate(f"{date} lies before there was news: leave the day out where it is not known")
    return date


def article_from_text(
    text: str, name: str = "text", *, published: dt.date | None = None, title: str | None = None
) -> Article:
    """Return an article made of plain text; ``name`` is what errors call it.

    Raises:
        UnreadableSource: if there is no text, too much of it, or something that is no text.
    """
    _check_text(text, name)
    return Article(id=_digest(text), text=text, title=title or _title_line(text), published=published)


def _open(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise UnreadableSource(f"{path} is a directory: name the files in it")
        return path.open("rb")
    except FileNotFoundError as error:
        raise SourceNotFound(f"{path}: no such file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(f"{_shown(str(path))}: cannot be read ({reason})") from error


def read_stream(
    stream: BinaryIO,
    name: str,
    suffix: str = "",
    published: dt.date | None = None,
    read_page: ReadPage | None = None,
) -> Iterator[Article | InputError]:
    """Yield the articles of an open file, and an error for each that cannot be read, as :func:`read` does.

    Args:
        stream: the file.
        name: what errors call it.
        suffix: ".html", ".jsonl" or ".txt"; without one, how the file begins says what it is.
        published: the publication date of articles that do not carry one of their own.
        read_page: reads a web page, as for :func:`read`.

    Raises:
        InputError: if nothing in the file can be read.
    """
    first = stream.readline(_MAX_LINE_BYTES + 1)
    if suffix in {".jsonl", ".ndjson"} or (not suffix and first.lstrip()[:1] == b"{"):
        yield from _from_jsonl(first, stream, name, published)
        return
    data = first + stream.read(MAX_BYTES + 1 - len(first))
    if len(data) > MAX_BYTES:
        raise UnreadableSource(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: give many articles as JSONL")
    if suffix in {".html", ".htm", ".xhtml"} or re.match(rb"\s*(<!doctype html|<html)", data[:200], re.IGNORECASE):
        yield (read_page or article_from_html)(data, name, published)
    else:
        text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
        yield article_from_text(text, name, published=published)


def _from_jsonl(first: bytes, stream: BinaryIO, name: str, published: dt.date | None) -> Iterator[Article | InputError]:
    number = 0
    line = first
    while line:
        number += 1
        where = f"{name}, line {number}"
        if len(line) > _MAX_LINE_BYTES:
            yield UnreadableSource(f"{where}: longer than {_MAX_LINE_BYTES // 1_000_000} MB, skipped")
            while line and not line.endswith(b"\n"):
                line = stream.readline(_MAX_LINE_BYTES)
        elif line.strip():
            try:
                yield article_from_record(_record(_decode(line, where), where), where, published)
            except InputError as error:
                yield error
        line = stream.readline(_MAX_LINE_BYTES + 1)
    if number == 0:
        raise UnreadableSource(f"{name} is empty")


def article_from_record(record: dict[str, Any], where: str, published: dt.date | None) -> Article:
    """Return the article of one record of a corpus; ``where`` is what errors call it.

    Args:
        record: "text", and if known "id", "title", "url", "source", "published", "language".
        where: file and line.
        published: the publication date where the record has none.

    Raises:
        InputError: if there is no text in it, or a value is not what it must be.
    """
    if not isinstance(record.get("text"), str):
        raise UnreadableSource(f'{where}: an object with "text" is needed')
    # Half of a surrogate pair can be written in JSON but in no file: one character for one.
    text = record["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    _check_text(text, where)
    date = _optional(record, "published", where)
    try:
        day = parse_date(date) if date else published
    except InvalidDate as error:
        raise InvalidDate(f'{where}: "published": {error}') from error
    return Article(
        id=_identifier(record, where) or _digest(text),
        text=text,
        title=_optional(record, "title", where),
        url=_optional(record, "url", where),
        source=_optional(record, "source", where),
        published=day,
        language=_optional(record, "language", where) or "en",
    )


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:  # also numbers of more digits than Python reads
        reason = getattr(error, "msg", "nested too deeply, or a number too long")
        raise UnreadableSource(f"{where}: not JSON ({reason})") from error
    if not isinstance(record, dict):
        raise UnreadableSource(f'{where}: an object with "text" is needed')
    return record


def _identifier(record: dict[str, Any], where: str) -> str | None:
    value = record.get("id")
    # A column of whole numbers with gaps comes as floats, with "not a number" for the gaps.
    if isinstance(value, float) and (value.is_integer() or math.isnan(value)):
        value = None if math.isnan(value) else int(value)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnreadableSource(f'{where}: "id" must be a string or a whole number')
    return _written(str(value))


def _optional(record: dict[str, Any], field: str, where: str) -> str | None:
    value = record.get(field)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise UnreadableSource(f'{where}: "{field}" must be a string')
    return _written(value)


def _written(value: str) -> str:
    """Return the value as it can be written to a file."""
    return value.encode("utf-8", "replace").decode("utf-8")


def article_from_html(data: bytes, name: str, published: dt.date | None, url: str | None = None) -> Article:
    """Return the article of a web page, without what stands around it.

    Args:
        data: the page as it came.
        name: what errors call it.
        published: the day of publication; by default what the page says.
        url: where the page came from.

    Raises:
        UnreadableSource: if there is no article on it.
    """
    import trafilatura
    from trafilatura.settings import Document

    if b"\0" in data:
        raise UnreadableSource(f"{_shown(name)} is a binary file, not a web page")
    try:
        tree = markup.trimmed(data, _shown(name))
        page = tree is not None and trafilatura.bare_extraction(
            tree,
            url=url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except InputError:
        raise
    except (RecursionError, ValueError) as error:
        raise UnreadableSource(f"{_shown(name)}: this web page cannot be read ({type(error).__name__})") from error
    if not isinstance(page, Document) or not (page.text or "").strip():
        raise UnreadableSource(f"{_shown(name)}: no article found on this web page")
    text = page.text or ""
    _check_text(text, name)
    return Article(
        id=_digest(text),
        text=text,
        title=page.title or None,
        url=page.url or url,
        source=page.sitename or None,
        published=published or _page_date(page.date),
    )


def _page_date(text: str | None) -> dt.date | None:
    """Return the date that a page gives for itself; one in the future is a mistake of the page."""
    try:
        return parse_date(text) if text else None
    except InvalidDate:
        return None


def _fetch(url: str) -> bytes:
    import requests

    from geo.about import VERSION

    try:
        with requests.get(
            url, timeout=_TIMEOUT_S, stream=True, headers={"User-Agent": f"dateline/{VERSION}"}
        ) as response:
            if response.status_code in {404, 410}:
                raise SourceNotFound(f"{url}: no such page (HTTP {response.status_code})")
            if not response.ok:
                raise UnreadableSource(f"{url}: the server answered HTTP {response.status_code}")
            data = bytearray()
            for chunk in response.iter_content(65_536):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise UnreadableSource(f"{url} is larger than {MAX_BYTES // 1_000_000} MB")
            return bytes(data)
    except requests.RequestException as error:
        raise UnreadableSource(f"{url}: cannot be fetched ({type(error).__name__})") from error


def _decode(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with its byte order mark. Other encodings are not guessed."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        shown = _shown(name)
        if b"\0" in data:
            raise UnreadableSource(f"{shown} is a binary file, not text") from error
        raise UnreadableSource(
            f"{shown} is not in UTF-8 (byte {error.start}): convert it, e.g. iconv -f windows-1252 -t utf-8"
        ) from error


def _check_text(text: str, name: str) -> None:
    name = _shown(name)
    if not text.strip():
        raise UnreadableSource(f"{name} is empty")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableSource(
            f"{name} has {len(text):,} characters, an article has at most {MAX_CHARACTERS:,}: "
            "give many articles as JSONL, one a line"
        )
    if "\0" in text:
        raise UnreadableSource(f"{name} is a binary file, not text")


def _title_line(text: str) -> str | None:
    """Return the first line where it stands alone like a headline: short, without a full stop."""
    first, blank, rest = text.lstrip().partition("\n\n")
    alone = blank and rest.strip() and "\n" not in first and len(first) <= _TITLE_LENGTH
    return first.strip() if alone and not first.rstrip().endswith((".", "!", ":", ",", ";", "”", '"')) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _shown(text: str) -> str:
    """Return ``text`` fit for one line on a terminal."""
    line = "".join(character if character.isprintable() else "�" for character in text)
    return line if len(line) <= 200 else line[:200] + "…"
