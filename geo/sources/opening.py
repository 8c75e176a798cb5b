"""Opening what holds articles, and its bytes as text: what every reader of files begins with."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from geo.errors import SourceNotFound, UnreadableSource
from geo.sources.articles import MAX_CHARACTERS
from geo.sources.days import shown

MAX_BYTES = 20_000_000
MAX_LINE_BYTES = 8 * MAX_CHARACTERS


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        InputError: if it cannot be opened.

    """
    try:
        if path.is_dir():
            raise UnreadableSource(f"{path} is a directory: name the files in it")
        return path.open("rb")
    except FileNotFoundError as error:
        raise SourceNotFound(f"{path}: no such file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSource(f"{shown(str(path))}: cannot be read ({reason})") from error


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with its byte order mark. Other encodings are not guessed.

    Raises:
        UnreadableSource: if it is neither.

    """
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise UnreadableSource(f"{shown(name)} is a binary file, not text") from error
        raise UnreadableSource(
            f"{shown(name)} is not in UTF-8 (byte {error.start}): convert it, e.g. iconv -f windows-1252 -t utf-8"
        ) from error
