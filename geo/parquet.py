"""Parquet in bounded memory: what its pages take unpacked is known before one of them is unpacked.

A file of some kilobytes may hold gigabytes, once packed well or named many times from a dictionary. What a footer says
of sizes is not enough: one page may be all of a column. The header of each page tells its own size, and no value is
larger than the page that it lies in, so that so many rows at once are read as fit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
# What columns that are read whole may take in memory: a layer unpacks to ten times its size, not to a thousand times.
_FEWEST_BYTES = 100_000_000
_TIMES_PACKED = 30
# Two million events; what is more is no map.
_MOST_BYTES = 4_000_000_000
# A row takes so much in the table that is made of it, whatever stands in it.
_ROW_BYTES = 600
_ROWS_WHOLE = 65_536
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


def rows(path: Path, columns: Collection[str] | None = None, at_once: int = _ROWS_AT_ONCE) -> Iterator[Rows]:
    """Yield the rows of a file, as many at once as fit into some 32 MB a column, or one.

    Args:
        path: the file.
        columns: top-level columns to read; by default all.
        at_once: so many rows at most.

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
            fitting = max(1, min(at_once, _BYTES_AT_ONCE // max(largest, 1)))
            wanted = None if columns is None else list(columns)
            for batch in file.iter_batches(batch_size=fitting, row_groups=[group], columns=wanted):
                yield Rows(start, batch.num_rows, batch)
                start += batch.num_rows
    except (pa.ArrowException, OSError, EOFError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise UnreadableSource(f"{path}, after row {start}: is broken ({reason})") from error


def whole(path: Path, columns: Iterable[str]) -> dict[str, pa.ChunkedArray]:
    """Return columns of a file with all their rows, as far as they take no more memory than a file of its size may.

    Raises:
        UnreadableSource: if they take more, or the file is broken.
        KeyError: if there is no such column, or several.

    """
    import pyarrow as pa

    file = opened(path)
    most = min(_MOST_BYTES, max(_FEWEST_BYTES, _TIMES_PACKED * path.stat().st_size))
    size = _ROW_BYTES * file.metadata.num_rows
    found: dict[str, pa.ChunkedArray] = {}
    for name in columns:
        chunks: list[pa.Array] = []
        # One column after the other: most have small pages, and are read in a few steps.
        for part in rows(path, [name], _ROWS_WHOLE):
            if part.batch is not None:
                chunk = part.batch.column(name)
                chunks.append(chunk.dictionary_decode() if pa.types.is_dictionary(chunk.type) else chunk)
                size += chunks[-1].nbytes
            if part.batch is None or size > most:
                raise UnreadableSource(
                    f"{path}: takes more than {most // 1_000_000} MB unpacked, which no layer of its size does"
                )
        kind = file.schema_arrow.field(name).type
        found[name] = pa.chunked_array(chunks, kind.value_type if pa.types.is_dictionary(kind) else kind)
    return found


def _pages(path: Path, group: pyarrow.parquet.RowGroupMetaData, columns: Collection[str] | None) -> Iterator[int]:
    """Yield the bytes that the pages of a row group take unpacked."""
    within = tuple(f"{name}." for name in columns or ())
    with path.open("rb") as file:
        for number in range(group.num_columns):
            chunk = group.column(number)
            # Parts of a column are named after it with a dot; a column may have a dot in its name, too.
            if columns is not None and not f"{chunk.path_in_schema}.".startswith(within):
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
