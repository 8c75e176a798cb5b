"""Tables to articles: CSV and Parquet, a row an article, in bounded memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from geo import parquet
from geo.errors import InputError, UnreadableSource
from geo.model import Article
from geo.sources import kinds
from geo.sources.articles import FIELDS, MAX_CHARACTERS, article_from_record
from geo.sources.opening import MAX_LINE_BYTES

CSV = frozenset({".csv", ".tsv"})
PARQUET = ".parquet"
# Spreadsheets write semicolons where the comma is in numbers; the header tells which it is.
_BETWEEN_FIELDS = ",;\t|"
# A line that some of them put above the header to say so.
_SEPARATOR = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_READ_AT_ONCE = 1 << 20


def lines_in(path: Path) -> int:
    """Return how many lines a file has."""
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(_READ_AT_ONCE):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def is_header(line: bytes) -> bool:
    """Say whether a file that begins with ``line`` is a CSV file: it names the text and something else."""
    try:
        _, names = _header(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, csv.Error):
        return False
    return "text" in names and len(set(FIELDS) & set(names)) > 1


def from_csv(first: bytes, file: BinaryIO, name: str, published: dt.date | None) -> Iterator[Article | InputError]:
    """Yield the articles of a CSV file with a header, whatever stands between its fields.

    Args:
        first: its first line.
        file: the others.
        name: what errors call it.
        published: the publication date where a row has none that can be read.

    Raises:
        UnreadableSource: if there is no column "text".

    """
    csv.field_size_limit(MAX_CHARACTERS)
    if b"\r" in first and not first.endswith(b"\n"):  # no line ends but those of old Macs
        file = io.BytesIO(first.replace(b"\r", b"\n"))
        first = file.readline()
    lines = _Lines(first, file, name)
    texts = iter(lines)
    try:
        opening = next(filter(str.strip, texts), "")
        if (given := _SEPARATOR.match(opening)) is not None:
            between, opening = given[1], next(texts, "")
        else:
            between, _ = _header(opening)
        rows = csv.reader(itertools.chain([opening], texts), delimiter=between, strict=True)
        header = [column.strip().lower() for column in next(rows, [])]
    except csv.Error as error:
        raise UnreadableSource(f"{name}: is no CSV ({error})") from error
    yield from lines.errors()
    if header.count("text") > 1:
        raise UnreadableSource(f'{name}: the first line names several columns "text"')
    if "text" not in header:
        raise UnreadableSource(f'{name}: the first line must name the columns, one of them "text"')
    while True:
        where = f"{name}, line {lines.number + 1}"
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
            yield UnreadableSource(
                f"{where}: has {len(row)} fields, the first line names {len(header)} (quotes hold a field together)"
            )
            continue
        record = {column: value for column, value in zip(header, row, strict=True) if column in FIELDS}
        try:
            yield article_from_record(record, where, published)
        except InputError as error:
            yield error


def _header(line: str) -> tuple[str, list[str]]:
    """Return what stands between the fields, a comma where nothing tells, and the names of the columns."""
    read = {between: next(csv.reader([line], delimiter=between), []) for between in _BETWEEN_FIELDS}
    names = {between: [name.strip().lower() for name in row] for between, row in read.items()}
    return next(((between, row) for between, row in names.items() if "text" in row), (",", names[","]))


class _Lines:
    """The lines of a file as text; those that are too long or no text are left out and noted."""

    def __init__(self, first: bytes, file: BinaryIO, name: str) -> None:
        self._first = first
        self._file = file
        self._name = name
        self._errors: list[InputError] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        line = self._first
        while line:
            self.number += 1
            where = f"{self._name}, line {self.number}"
            if len(line) > MAX_LINE_BYTES:
                self._errors.append(UnreadableSource(f"{where}: longer than {MAX_LINE_BYTES // 1_000_000} MB, skipped"))
                while line and not line.endswith(b"\n"):
                    line = self._file.readline(MAX_LINE_BYTES)
            else:
                try:
                    text = line.decode("utf-8-sig" if self.number == 1 else "utf-8")
                    yield text.replace("\0", "\N{REPLACEMENT CHARACTER}")
                except UnicodeDecodeError as error:
                    self._errors.append(
                        UnreadableSource(f"{where} is not in UTF-8 (byte {error.start}): convert it, e.g. with iconv")
                    )
            line = self._file.readline(MAX_LINE_BYTES + 1)

    def errors(self) -> list[InputError]:
        """Return what was noted since the last call."""
        noted, self._errors = self._errors, []
        return noted


def from_parquet(path: Path, published: dt.date | None) -> Iterator[Article | InputError]:
    """Yield the articles of a Parquet file.

    Raises:
        InputError: if it cannot be opened, or has no column "text".

    """
    names = parquet.opened(path).schema_arrow.names
    columns = [name for name in FIELDS if name in names]
    if "text" not in columns:
        is_layer = b"geo" in (parquet.opened(path).schema_arrow.metadata or {})
        raise UnreadableSource(kinds.layer(str(path)) if is_layer else f'{path}: has no column "text"')
    for rows in parquet.rows(path, columns):
        if rows.batch is None:
            where = f"{path}, rows {rows.start + 1} to {rows.start + rows.count}"
            yield UnreadableSource(f"{where}: more than {parquet.MAX_PAGE_BYTES // 1_000_000} MB in a page, skipped")
            continue
        for number in range(rows.count):
            where = f"{path}, row {rows.start + number + 1}"
            try:
                yield article_from_record(_plain(rows.batch.slice(number, 1)), where, published)
            except InputError as error:
                yield error
            except (ValueError, OverflowError) as error:  # no UTF-8, or a day that Python does not know
                yield UnreadableSource(f"{where}: cannot be read ({type(error).__name__})")


def _plain(row: Any) -> dict[str, Any]:
    """Return a row as a record, its day as ISO 8601; a day that Python does not know as what it is stored as."""
    record: dict[str, Any]
    try:
        (record,) = row.to_pylist()
    except (ValueError, OverflowError):
        if "published" not in row.schema.names:
            raise
        (record,) = row.drop_columns("published").to_pylist()
        record["published"] = "beyond the years that are known"
    day = record.get("published")
    return record | {"published": day.isoformat()[:10]} if isinstance(day, dt.date) else record
