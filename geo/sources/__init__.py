"""Sources to articles, read the same way by every command and by ``geo.read``: one source, one reader.

A source yields its articles and, in their place, an :class:`~geo.errors.InputError` for each that cannot be read: one
broken line never loses the thousand good ones beside it. What of an article had to be left open stands in its
``remarks``. Memory is bounded whatever the size of a corpus.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from geo import parquet
from geo.errors import InputError, UnreadableSource
from geo.model import Article
from geo.sources import folders, tables
from geo.sources.articles import MAX_CHARACTERS, article_from_record, article_from_text
from geo.sources.days import EARLIEST, parse_date, read_day, shown
from geo.sources.files import LINES, PAGES, read_stream
from geo.sources.opening import open_file
from geo.sources.pages import ReadPage, article_from_html
from geo.sources.remarks import Remarks
from geo.sources.web import fetch

__all__ = [
    "EARLIEST",
    "MAX_CHARACTERS",
    "ReadPage",
    "Remarks",
    "article_from_html",
    "article_from_record",
    "article_from_text",
    "count",
    "parse_date",
    "read",
    "read_day",
    "read_stream",
]


def read(
    source: str, published: dt.date | None = None, read_page: ReadPage | None = None
) -> Iterator[Article | InputError]:
    """Yield the articles of one source, and an error for each article that cannot be read.

    Args:
        source: a text file, a web page (``.html``), JSONL, JSON, a CSV file (UTF-8, with a header; commas, semicolons
            or tabs between the fields) or a Parquet file with a column "text" and perhaps "id", "title", "url",
            "source", "published", "language"; a folder of any of these, which is read in the order of names; an
            ``http`` or ``https`` URL; or ``-`` for standard input. Without a suffix, how a file begins says what it is.
        published: the publication date of articles that do not carry one of their own.
        read_page: reads web pages; by default :func:`article_from_html`, which knows no limit of time.

    """
    path = Path(source)
    suffix = path.suffix.lower()
    try:
        if re.match(r"https?://", source, re.IGNORECASE):
            yield (read_page or article_from_html)(fetch(source), source, published, url=source)
        elif source == "-":
            yield from read_stream(sys.stdin.buffer, "standard input", "", published, read_page)
        elif folders.is_folder(path):
            for file in folders.files(path):
                yield from read(str(file), published, read_page)
        elif suffix == tables.PARQUET:
            yield from tables.from_parquet(path, published)
        else:
            with open_file(path) as stream:
                yield from read_stream(stream, source, suffix, published, read_page)
    except InputError as error:
        yield error
    except OSError as error:  # of a disk or a network that fails while a file is read
        yield UnreadableSource(f"{shown(source)}: cannot be read ({error.strerror or error})")


def count(source: str) -> int | None:
    """Return about how many articles a source holds, or None where only reading it tells.

    Lines of JSONL and CSV are counted, blank ones too; of Parquet and folders what they say themselves.
    """
    path = Path(source)
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            numbers = [count(str(file)) for file in folders.files(path)]
            return sum(number for number in numbers if number is not None)
        if suffix == tables.PARQUET:
            rows: int = parquet.opened(path).metadata.num_rows
            return rows
        if suffix in LINES:
            return tables.lines_in(path)
        if suffix in tables.CSV:
            return max(tables.lines_in(path) - 1, 0)
        if suffix == ".txt" or suffix in PAGES:
            return 1
    except (OSError, InputError):  # reading it will say what is wrong
        return None
    return None
