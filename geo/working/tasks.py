"""What the processes do. Arguments and results travel between processes, so they are plain data."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import io
from dataclasses import replace

from geo import pipeline, sources
from geo.errors import DatelineError, InputError
from geo.model import Article, ParsedArticle


def prepare() -> None:
    """Load models and gazetteer, so that the first article's time limit is its own."""
    with contextlib.suppress(DatelineError):  # the first article will say what is missing
        pipeline.parse_article(sources.article_from_text("Two people were hurt in Paris, Texas, on Monday."))


def prepare_pages() -> None:
    """Load what reading web pages needs."""
    with contextlib.suppress(ImportError):  # the first page will say what is missing
        importlib.import_module("trafilatura")


def parse(article: Article, home: str | None) -> ParsedArticle:
    """Return what is found in an article, without the candidates that were not chosen."""
    return _plain(pipeline.parse_article(article, home))


def attempt(article: Article, home: str | None) -> ParsedArticle | DatelineError:
    """Return the same, or what went wrong, in the words of :func:`geo.pipeline.parse_articles`."""
    result = next(pipeline.parse_articles([article], home))
    return _plain(result) if isinstance(result, ParsedArticle) else result


def _plain(parsed: ParsedArticle) -> ParsedArticle:
    return replace(parsed, toponyms=tuple(replace(toponym, candidates=()) for toponym in parsed.toponyms))


def read(data: bytes, name: str, suffix: str, published: dt.date | None) -> list[Article | InputError]:
    """Return the articles of a file, and in their places the errors of those that cannot be read."""
    return [
        found if isinstance(found, Article) else type(found)(str(found))  # without what caused it, which may not pickle
        for found in sources.read_stream(io.BytesIO(data), name, suffix, published)
    ]


def read_page(data: bytes, url: str, published: dt.date | None) -> Article:
    """Return the article of a web page."""
    return sources.article_from_html(data, url, published, url=url)
