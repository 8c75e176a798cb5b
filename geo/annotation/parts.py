"""Which part of the annotated articles each belongs to, by the digest of its text.

``data/annotations/parts.tsv`` is written by ``python -m geo.training.annotation_parts``, which has the rule. The
development part may be looked at; the test part is scored once for a release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from geo.annotation import jsonl, texts
from geo.annotation.model import AnnotatedArticle
from geo.errors import InputError
from geo.files import write_whole

FILE = "parts.tsv"
# So many digits of the SHA-256 tell a few thousand articles apart, and give nothing of them away.
_DIGITS = 16


class Part(StrEnum):
    """What an annotated article is for."""

    TRAINING = "training"
    DEVELOPMENT = "development"
    TEST = "test"


def read(path: Path) -> dict[str, Part]:
    """Return the part of each digest.

    Raises:
        InputError: if the file cannot be read or a line is no digest with a part; the message names the line.

    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    found = {}
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        digest, _, part = line.partition("\t")
        if len(digest) != _DIGITS or part not in list(Part) or digest in found:
            raise InputError(f"{path}, line {number}: a digest of {_DIGITS} digits (once) and its part are needed")
        found[digest] = Part(part)
    return found


def write(table: Mapping[str, Part], path: Path) -> Path:
    """Write a table of digests, sorted.

    Raises:
        OutputError: if it cannot be written.

    """
    lines = "".join(f"{digest}\t{part}\n" for digest, part in sorted(table.items()))
    return write_whole(path, f"# first {_DIGITS} digits of the text's SHA-256\tpart\n{lines}".encode())


def short(sha256: str) -> str:
    """Return what the table knows a text by."""
    return sha256[:_DIGITS]


def part_of(article: AnnotatedArticle, table: Mapping[str, Part]) -> Part:
    """Return the part of an article.

    Raises:
        InputError: if the table does not have it.

    """
    part = table.get(short(article.sha256))
    if part is None:
        raise InputError(f"{article.name}: has no part: run python -m geo.training.annotation_parts")
    return part


def articles(part: Part, shared: Path | None) -> Iterator[tuple[AnnotatedArticle, texts.Source]]:
    """Yield the articles of a part whose texts are there, each with its text; ``shared`` holds the texts of others.

    Second readings are left out.

    Raises:
        InputError: if a file cannot be read or an article has no part.

    """
    folder = texts.annotations_folder()
    table = read(folder / FILE)
    sources = texts.load(folder / texts.OWN_FILE, shared)
    for path in sorted(folder.glob("*.jsonl")):
        for article in jsonl.read(path) if not path.stem.startswith(texts.SECOND) else ():
            source = texts.source_of(article, sources)
            if source is not None and part_of(article, table) is part:
                yield article, source
