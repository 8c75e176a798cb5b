"""A stream of articles as chunks of a fixed size, each article once, each known by its content."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from geo.errors import DatelineError, OutputError
from geo.model import Article
from geo.versions import Versions

# Raised when the parts of equal articles and versions come to look different.
_FORMAT = 1


@dataclass(slots=True)
class Chunk:
    """Some articles that follow each other, and what could not be read among them.

    ``duplicates`` counts the articles that had come before with the same id and text.
    """

    number: int
    articles: list[Article] = field(default_factory=list)
    errors: list[DatelineError] = field(default_factory=list)
    duplicates: int = 0

    def name(self, versions: Versions, home: str | None) -> str:
        """Return the name of the part, which says its place in the corpus and all that its content rests on."""
        digest = hashlib.sha256(f"{_FORMAT}\x1f{versions}\x1f{home}".encode())
        for one in self.articles:
            day = one.published and one.published.isoformat()
            values = (one.id, one.text, one.title, one.url, one.source, day, one.language)
            digest.update(json.dumps(values).encode())
        return f"part-{self.number:07d}-{digest.hexdigest()[:16]}.parquet"


def chunks(items: Iterable[Article | DatelineError], size: int, seen: Seen) -> Iterator[Chunk]:
    """Yield chunks of ``size`` articles; the last may be smaller, and hold none but errors."""
    chunk = Chunk(0)
    for item in items:
        if isinstance(item, DatelineError):
            chunk.errors.append(item)
        elif (article := seen.once(item)) is None:
            chunk.duplicates += 1
        else:
            chunk.articles.append(article)
        # A corpus of nothing but errors must not grow in memory, either.
        if len(chunk.articles) == size or len(chunk.errors) >= 10 * size:
            yield chunk
            chunk = Chunk(chunk.number + 1)
    if chunk.articles or chunk.errors or chunk.duplicates:
        yield chunk


class Seen:
    """The articles that came before, on disk (about 50 bytes each), so that memory stays bounded.

    The file also keeps a second batch out of the same directory; the lock is the operating
    system's and ends with the process, however it ends.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def __enter__(self) -> Seen:
        try:
            self._database = sqlite3.connect(self._file, isolation_level=None, timeout=1)
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = OFF", "synchronous = OFF"):
                self._database.execute(f"PRAGMA {pragma}")
            self._database.execute("BEGIN EXCLUSIVE")
            self._database.execute("DROP TABLE IF EXISTS seen")
            self._database.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise OutputError(
                    f"{self._file.parent}: another batch is writing here; wait, or name another"
                ) from error
            raise OutputError(f"{self._file.parent}: cannot be written to ({error}); choose another place") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._database.close()
        self._file.unlink(missing_ok=True)

    def once(self, article: Article) -> Article | None:
        """Return the article, or None where the same id came before with the same text.

        An id that came before with another text is made different by a part of the text's digest,
        so that no two articles, and no two events, have the same id.

        Raises:
            OutputError: if the disk is full.

        """
        digest = hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest()
        if not self._new(f"{article.id}\x1f{digest}"):
            return None
        return article if self._new(article.id) else replace(article, id=f"{article.id}~{digest[:12]}")

    def _new(self, key: str) -> bool:
        digest = hashlib.sha256(key.encode("utf-8", "replace")).digest()[:16]
        try:
            return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", (digest,)).rowcount == 1
        except sqlite3.Error as error:
            raise OutputError(f"{self._file.parent}: {error}; make room, and start the batch again") from error
