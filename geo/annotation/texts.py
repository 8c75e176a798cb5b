"""Where the texts of annotated articles lie: our own beside the annotations, others' in corpora that are not ours."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo import settings
from geo.annotation import jsonl
from geo.annotation.model import OWN_CORPUS, AnnotatedArticle, Prose
from geo.errors import InputError

Key = tuple[str, str]
SECOND = "second-"
"""What files of second readings begin with."""
OWN_FILE = "own.jsonl"


@dataclass(frozen=True, slots=True)
class Source:
    """The text that offsets count in, its title and story where given, and what ours was written for."""

    text: str = field(repr=False)
    title: str | None = None
    story: str | None = None
    prose: Prose | None = field(default=None, repr=False)


def annotations_folder() -> Path:
    """Return where the annotated articles lie: in ``data/annotations`` of a checkout.

    Raises:
        InputError: if they are not there, as in an installed package.

    """
    folder = annotations_folder_or_none()
    if folder is None:
        raise InputError("the annotated articles are not here: they come with a checkout of the repository only")
    return folder


def annotations_folder_or_none() -> Path | None:
    """Return where the annotated articles lie, None where they are not."""
    folder = settings.load().data_dir / "annotations"
    return folder if folder.is_dir() else None


def shared_folder() -> Path | None:
    """Return where others' corpora lie (``$DATELINE_SHARED``, or ``shared`` beside the checkout), None if nowhere."""
    named = os.environ.get("DATELINE_SHARED")
    path = Path(named) if named else settings.load().data_dir.parent.parent / "shared"
    return path if (path / "corpora").is_dir() else None


def load(own: Path | None = None, shared: Path | None = None) -> Mapping[Key, Source]:
    """Return the texts by corpus and id.

    Args:
        own: a file of annotated articles with their texts, skipped where it is absent.
        shared: the folder of corpora (``corpora/*/*.jsonl``) and of what trains alone (``annotations/own.jsonl``).

    Raises:
        InputError: if a file cannot be read or holds a record without text.

    """
    found: dict[Key, Source] = {}
    if shared is not None:
        for path in sorted(shared.glob("corpora/*/*.jsonl")):
            found |= records(path, path.stem)
        training = shared / "annotations" / OWN_FILE
        if training.is_file():
            found |= records(training)
    if own is not None and own.is_file():
        for article in jsonl.read(own):
            if article.prose:
                found[article.key] = _own(article.prose)
    return found


def records(path: Path, corpus: str | None = None) -> dict[Key, Source]:
    """Return the texts of a JSONL file of ``{"id", "text", "title"}``; ``corpus`` stands in for the record's.

    Our own records have a genre and a region, too.

    Raises:
        InputError: if the file cannot be read or a line is no such object.

    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    found = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            key = (corpus or str(record["corpus"]), str(record["id"]))
            prose = _prose(record) if key[0] == OWN_CORPUS else None
            if not isinstance(record["text"], str):
                raise TypeError("the text is none")
            found[key] = Source(record["text"], record.get("title"), record.get("story"), prose)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: corpus, id and text are needed ({error!r})") from error
    return found


def _prose(record: Mapping[str, Any]) -> Prose:
    genre, region = record["genre"], record["region"]
    return Prose(record["title"], record["text"], genre, region, tuple(record.get("traps") or ()))


def digest(text: str) -> str:
    """Return the SHA-256 of a text as annotations give it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _own(prose: Prose) -> Source:
    return Source(prose.text, prose.title, prose=prose)


def source_of(article: AnnotatedArticle, sources: Mapping[Key, Source]) -> Source | None:
    """Return the text that an article was annotated on, None where it is not there.

    Raises:
        InputError: if the text has changed since.

    """
    source = _own(article.prose) if article.prose else sources.get(article.key)
    if source is not None and digest(source.text) != article.sha256:
        raise InputError(f"{article.name}: the text is another than the one that was annotated")
    return source
