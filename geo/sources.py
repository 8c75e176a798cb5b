"""Corpora to articles: folders, CSV and Parquet, besides what :mod:`geo.ingest` reads.

Memory is bounded whatever the size of a file; a broken record is an error in its place.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from geo import ingest, parquet
from geo.errors import InputError, SourceNotFound, UnreadableSource
from geo.model import Article

_MAX_LINE_BYTES = 8 * ingest.MAX_CHARACTERS
_FIELDS = ("id", "text", "title", "url", "source", "published", "language")
_READ_AT_ONCE = 1 << 20
# What is read in a folder; other files there (pictures, spreadsheets) are no articles.
SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".csv", ".parquet"})


def read(
    source: str, published: dt.date | None = None, read_page: ingest.ReadPage | None = None
) -> Iterator[Article | InputError]:
    """Yield the articles of one source, and an error for each article that cannot be read.

    Args:
        source: what :func:`geo.ingest.read` takes; a CSV file (UTF-8, comma, with a header) or a
            Parquet file with a column "text" and perhaps "id", "title", "url", "source",
            "published", "language"; or a folder of any of these, which is read in the order of names.
        published: the publication date of articles that do not carry one of their own.
        read_page: reads web pages, as for :func:`geo.ingest.read`.
    """
    path = Path(source)
    try:
        if source != "-" and "://" not in source and path.is_dir():
            yield from _from_folder(path, published, read_page)
        elif path.suffix.lower() == ".csv":
            yield from _from_csv(path, published)
        elif path.suffix.lower() == ".parquet":
            yield from _from_parquet(path, published)
        else:
            yield from ingest.read(source, published, read_page)
    except InputError as error:
        yield error


def count(source: str) -> int | None:
    """Return about how many articles a source holds, or None where only reading it tells.

    Lines of JSONL and CSV are counted, blank ones too; of Parquet and folders what they say themselves.
    """
    path = Path(source)
    try:
        if path.is_dir():
            numbers = [count(str(file)) for file in _files(path)]
            return sum(number for number in numbers if number is not None)
        match path.suffix.lower():
            case ".parquet":
                rows: int = parquet.opened(path).metadata.num_rows
                return rows
            case ".jsonl" | ".ndjson":
                return _lines_in(path)
            case ".csv":
                return max(_lines_in(path) - 1, 0)
            case ".txt" | ".html" | ".htm" | ".xhtml":
                return 1
    except (OSError, InputError):  # reading it will say what is wrong
        return None
    return None


def _from_folder(
    folder: Path, published: dt.date | None, read_page: ingest.ReadPage | None
) -> Iterator[Article | InputError]:
    empty = True
    for file in _files(folder):
        empty = False
        yield from read(str(file), published, read_page)
    if empty:
        raise SourceNotFound(f"{folder}: holds no articles ({', '.join(sorted(SUFFIXES))})")


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and those below it, in the order of their names, hidden ones not."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise UnreadableSource(f"{folder}: cannot be read ({error.strerror})") from error
    for name, is_folder in found:
        path = folder / name
        if is_folder:
            yield from _files(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path


def _lines_in(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(_READ_AT_ONCE):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def _from_csv(path: Path, published: dt.date | None) -> Iterator[Article | InputError]:
    csv.field_size_limit(ingest.MAX_CHARACTERS)
    with _open(path) as file:
        lines = _Lines(file, str(path))
        rows = csv.reader(lines, strict=True)
        try:
            header = [name.strip().lower() for name in next(rows, [])]
        except csv.Error as error:
            raise UnreadableSource(f"{path}: is no CSV ({error})") from error
        if "text" not in header:
            raise UnreadableSource(f'{path}: the first line must name the columns, one of them "text"')
        while True:
            first = lines.number + 1
            where = f"{path}, line {first}"
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                yield UnreadableSource(f"{where}: no CSV ({error})")
                continue
            finally:
                yield from lines.errors()
            if not row:
                continue
            if len(row) != len(header):
                yield UnreadableSource(f"{where}: has {len(row)} fields, the first line names {len(header)}")
                continue
            record = {name: value for name, value in zip(header, row, strict=True) if name in _FIELDS}
            try:
                yield ingest.article_from_record(record, where, published)
            except InputError as error:
                yield error


class _Lines:
    """The lines of a file as text; those that are too long or no text are left out and noted."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._errors: list[InputError] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(_MAX_LINE_BYTES + 1):
            self.number += 1
            where = f"{self._name}, line {self.number}"
            if len(line) > _MAX_LINE_BYTES:
                self._errors.append(
                    UnreadableSource(f"{where}: longer than {_MAX_LINE_BYTES // 1_000_000} MB, skipped")
                )
                while line and not line.endswith(b"\n"):
                    line = self._file.readline(_MAX_LINE_BYTES)
                continue
            try:
                yield line.decode("utf-8-sig" if self.number == 1 else "utf-8").replace(
                    "\0", "\N{REPLACEMENT CHARACTER}"
                )
            except UnicodeDecodeError as error:
                self._errors.append(
                    UnreadableSource(f"{where} is not in UTF-8 (byte {error.start}): convert it, e.g. with iconv")
                )

    def errors(self) -> list[InputError]:
        """Return what was noted since the last call."""
        noted, self._errors = self._errors, []
        return noted


def _from_parquet(path: Path, published: dt.date | None) -> Iterator[Article | InputError]:
    names = parquet.opened(path).schema_arrow.names
    columns = [name for name in _FIELDS if name in names]
    if "text" not in columns:
        raise UnreadableSource(f'{path}: has no column "text"')
    for rows in parquet.rows(path, columns):
        if rows.batch is None:
            where = f"{path}, rows {rows.start + 1} to {rows.start + rows.count}"
            yield UnreadableSource(f"{where}: more than {parquet.MAX_PAGE_BYTES // 1_000_000} MB in a page, skipped")
            continue
        for number in range(rows.count):
            where = f"{path}, row {rows.start + number + 1}"
            try:
                (record,) = rows.batch.slice(number, 1).to_pylist()
                yield ingest.article_from_record(_plain(record), where, published)
            except InputError as error:
                yield error
            except (ValueError, OverflowError) as error:  # no UTF-8, or a day that Python does not know
                yield UnreadableSource(f"{where}: cannot be read ({type(error).__name__})")


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Write dates and times as ISO 8601."""
    day = record.get("published")
    return record | {"published": day.isoformat()[:10]} if isinstance(day, dt.date) else record


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise SourceNotFound(f"{path}: no such file") from error
    except OSError as error:
        raise UnreadableSource(f"{path}: cannot be read ({error.strerror})") from error
