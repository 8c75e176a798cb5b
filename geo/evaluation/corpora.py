"""Reading annotated corpora (one JSON object a line) and splitting them, always by article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from geo import settings
from geo.errors import InputError

Record = dict[str, Any]
Part = Literal["unseen", "development", "training", "all"]

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


def select(path: Path, part: Part) -> list[Record]:
    """Return a part of the corpus at ``path``; "unseen" is all that the shipped weights did not learn from.

    Raises:
        InputError: if the corpus cannot be read.

    """
    if part == "development":
        return development(path)
    if part == "training":
        return training(path)
    if part == "all":
        return read(path)
    learnt = _learnt_from()
    return [record for record in read(path) if digest(record) not in learnt]


def digest(record: Record) -> str:
    """Return what an article is known by among those that the weights learnt from."""
    return hashlib.sha256(str(record["text"]).encode()).hexdigest()[:16]


def write_learnt_from(records: Iterable[Record], path: Path) -> None:
    """Write down which articles weights learn from, as digests that give nothing of their texts away."""
    path.write_text("".join(f"{line}\n" for line in sorted({digest(record) for record in records})), encoding="utf-8")


LEARNT_FROM = "learnt-from.txt"


@cache
def _learnt_from() -> frozenset[str]:
    lists = sorted((settings.load().data_dir / "models").glob("learnt-from*.txt"))
    return frozenset(line for path in lists for line in path.read_text(encoding="utf-8").split())
