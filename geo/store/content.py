"""What was found in an article as compressed JSON, without loss: exactly what went in comes out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import StoreError
from geo.model import Article, Dateline, Event, ParsedArticle, Toponym

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_LEVEL = 6
# NUL ends a text in PostgreSQL, and half of a surrogate pair is no UTF-8.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Findings:
    """A parsed article without the article."""

    dateline: Dateline | None
    toponyms: tuple[Toponym, ...]
    events: tuple[Event, ...]


def pack(parsed: ParsedArticle) -> bytes:
    """Return the findings as JSON, compressed with Zstandard; the same findings give the same bytes."""
    import zstandard

    # Candidates that were not chosen are of no use once the article is parsed.
    toponyms = tuple(replace(toponym, candidates=()) for toponym in parsed.toponyms)
    findings = Findings(parsed.article.dateline, toponyms, parsed.events)
    return zstandard.ZstdCompressor(level=_LEVEL).compress(_adapter().dump_json(findings))


def unpack(content: bytes, article: Article) -> ParsedArticle:
    """Return the parsed article.

    Raises:
        StoreError: if ``content`` is not what :func:`pack` made.

    """
    import zstandard
    from pydantic import ValidationError

    try:
        found = _adapter().validate_json(zstandard.ZstdDecompressor().decompress(content))
    except (ValidationError, zstandard.ZstdError) as error:
        raise StoreError(
            f"article {article.id}: what the store holds of it cannot be read; run dateline reparse --all"
        ) from error
    return ParsedArticle(replace(article, dateline=found.dateline), found.toponyms, found.events)


def clean(article: Article) -> Article:
    """Return the article with U+FFFD for the characters that no database holds; offsets stay true."""
    return replace(
        article,
        id=_cleaned(article.id),
        text=_cleaned(article.text),
        title=article.title and _cleaned(article.title),
        url=article.url and _cleaned(article.url),
        source=article.source and _cleaned(article.source),
        language=_cleaned(article.language),
    )


def _cleaned(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


@functools.cache
def _adapter() -> TypeAdapter[Findings]:
    from pydantic import TypeAdapter

    return TypeAdapter(Findings)
