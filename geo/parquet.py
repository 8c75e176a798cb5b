"""Parquet in bounded memory: what its pages take unpacked is known before one of them is unpacked.

A file of some kilobytes may hold gigabytes, once packed well or named many times from a dictionary. What a footer says
of sizes is not enough: one page may be all of a column. The header of each page tells its own size, and no value is
larger than the page that it lies in, so that so many rows at once are read as fit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geo.errors import MissingExtra, SourceNotFound, UnreadableSource

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet

# Writers close a page at a megabyte, but look only every thousand rows or so: long reports fill some 100 MB.
MAX_PAGE_BYTES = 256_000_000
# Few enough that long articles fit into memory, many enough to be quick.
_ROWS_AT_ONCE = 64
_BYTES_AT_ONCE = 32_000_000
# Two million events as layers; what is more is no map.
_MOST_BYTES = 4_000_000_000
# Types of Thrift's compact protocol, in which the headers of pages are written.
_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _STRUCT = 0, 1, 2, 3, 7, 8, 12
_NUMBERS = frozenset({4, 5, 6})  # of 16, 32 and 64 bits
_UNPACKED, _PACKED = 2, 3  # fields of a page's header
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows that follow each other, the first being ``start`` (from 0); no batch where they are too large."""

    start: int
    count: int
    batch: pa.RecordBatch | None


def opened(path: Path) -> pyarrow.parquet.ParquetFile:
    """Return an open Parquet file.

    Raises:
        MissingExtra: without pyarrow.
        SourceNotFound: if there is no such file.
        UnreadableSource: if it is none.

    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("Parquet needs pyarrow: pip install 'dateline[parquet]'") from error
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError as error:
        raise SourceNotFound(f"{path}: no such file") from error
    except (pa.ArrowException, OSError) as error:
        raise UnreadableSource(f"{path}: is no Parquet file ({' '.join(str(error).split())})") from error


def rows(path: Path, columns: Collection[str] | None = None) -> Iterator[Rows]:
    """Yield the rows of a file, as many at once as fit into some 32 MB a column, or one.

    Args:
        path: the file.
        columns: top-level columns to read; by default all.

    Raises:
        UnreadableSource: if the file is broken.

    """
    import pyarrow as pa

    file = opened(path)
    start = 0
    try:
        for group in range(file.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            if not count:  # and no page, either
                continue
            largest = max(_pages(path, file.metadata.row_group(group), columns), default=0)
            if largest > MAX_PAGE_BYTES:
                yield Rows(start, count, None)
                start += count
                continue
            at_once = max(1, min(_ROWS_AT_ONCE, _BYTES_AT_ONCE // max(largest, 1)))
            wanted = None if columns is None else list(columns)
            for batch in file.iter_batches(batch_size=at_once, row_groups=[group], columns=wanted):
                yield Rows(start, batch.num_rows, batch)
                start += batch.num_rows
    except (pa.ArrowException, OSError, EOFError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise UnreadableSource(f"{path}, after row {start}: is broken ({reason})") from error


def check_size(path: Path) -> None:
    """Make sure that all of a file fits into memory at once.

    Raises:
        UnreadableSource: if it does not, or the file is broken.

    """
    size = 0
    for part in rows(path):
        size += part.batch.nbytes if part.batch is not None else _MOST_BYTES + 1
        if size > _MOST_BYTES:
            raise UnreadableSource(f"{path}: takes more than {_MOST_BYTES // 1_000_000} MB unpacked")


def _pages(path: Path, group: pyarrow.parquet.RowGroupMetaData, columns: Collection[str] | None) -> Iterator[int]:
    """Yield the bytes that the pages of a row group take unpacked."""
    with path.open("rb") as file:
        for number in range(group.num_columns):
            chunk = group.column(number)
            if columns is not None and chunk.path_in_schema.partition(".")[0] not in columns:
                continue
            begin = min(chunk.data_page_offset, chunk.dictionary_page_offset or chunk.data_page_offset)
            end = begin + chunk.total_compressed_size
            file.seek(begin)
            while file.tell() < end:
                header = _fields(file)
                packed, unpacked = header.get(_PACKED, -1), header.get(_UNPACKED, -1)
                if packed < 0 or unpacked < 0:
                    raise ValueError("a page without its size")
                yield unpacked
                file.seek(packed, 1)


def _fields(file: BinaryIO, depth: int = 0) -> dict[int, int]:
    """Read a struct of Thrift's compact protocol; return its whole numbers by field."""
    found: dict[int, int] = {}
    field = 0
    if depth > _DEEPEST:
        raise ValueError("a page with too deep a header")
    while (head := _byte(file)) & 0x0F != _STOP:
        field = field + (head >> 4) if head >> 4 else _zigzag(_varint(file))
        kind = head & 0x0F
        if kind in _NUMBERS:
            found[field] = _zigzag(_varint(file))
        elif kind == _BYTE:
            _byte(file)
        elif kind == _DOUBLE:
            file.seek(8, 1)
        elif kind == _BINARY:
            file.seek(_varint(file), 1)
        elif kind == _STRUCT:
            _fields(file, depth + 1)
        elif kind not in {_TRUE, _FALSE}:  # those are their own value; headers of pages have no lists
            raise ValueError("a page with an unknown header")
    return found


def _byte(file: BinaryIO) -> int:
    read = file.read(1)
    if not read:
        raise EOFError("a page without its end")
    return read[0]


def _varint(file: BinaryIO) -> int:
    value = shift = 0
    while True:
        byte = _byte(file)
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
        shift += 7
        if shift > 63:
            raise ValueError("a page with too long a number")


def _zigzag(number: int) -> int:
    return number >> 1 ^ -(number & 1)
