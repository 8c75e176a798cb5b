"""Reading annotated corpora (one JSON object a line) and splitting them, always by article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.errors import InputError

Record = dict[str, Any]

# One article in five is for development: floors are pinned on it, and nothing learns from it.
_DEVELOPMENT_SHARE = 5


def read(path: Path) -> list[Record]:
    """Return the records of a JSONL corpus in file order.

    Raises:
        InputError: if the file is missing or a line is no JSON object.

    """
    return list(_records(path))


def _records(path: Path) -> Iterator[Record]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except json.JSONDecodeError as error:
                    raise InputError(f"{path}, line {number}: not JSON ({error.msg})") from error
                if not isinstance(record, dict):
                    raise InputError(f"{path}, line {number}: a JSON object is needed")
                yield record
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error


def is_development(corpus: str, article_id: str) -> bool:
    """Say whether an article belongs to the development part of its corpus.

    The split depends on nothing but the two names, so that it never changes and training and
    evaluation cannot disagree about it.
    """
    digest = hashlib.sha256(f"{corpus}/{article_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % _DEVELOPMENT_SHARE == 0


def development(path: Path) -> list[Record]:
    """Return the development part of the corpus at ``path``."""
    return [record for record in read(path) if is_development(path.stem, str(record["id"]))]


def training(path: Path) -> list[Record]:
    """Return the training part of the corpus at ``path``."""
    return [record for record in read(path) if not is_development(path.stem, str(record["id"]))]
