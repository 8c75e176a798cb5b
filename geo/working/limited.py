"""One article after the other, read and parsed in a process of its own with a time limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from geo import sources
from geo.errors import ArticleError, DatelineError, UnreadableSource
from geo.model import Article, ParsedArticle
from geo.working import tasks
from geo.working.workers import Workers


class Limited(AbstractContextManager["Limited"]):
    """A process that begins with the first work there is for it, and ends with the block."""

    def __init__(self, limit_s: float, prepare: Callable[[], None] | None = tasks.prepare) -> None:
        """Let no work take longer than ``limit_s`` seconds, not counting what ``prepare`` loads before it."""
        self._limit_s = limit_s
        self._prepare = prepare
        self._workers: Workers | None = None

    def read_page(self, data: bytes, name: str, published: dt.date | None, url: str | None = None) -> Article:
        """Return the article of a web page, as :func:`geo.sources.article_from_html` does.

        Raises:
            UnreadableSource: if there is none, or finding it takes too long.

        """
        try:
            article: Article = self._call(sources.article_from_html, data, name, published, url, name=name)
        except ArticleError as error:
            raise UnreadableSource(str(error)) from error
        return article

    def attempt(self, article: Article, home: str | None) -> ParsedArticle | DatelineError:
        """Return what is found in an article, or what went wrong with it.

        Raises:
            DatelineError: if no article can be parsed (the gazetteer or a model is missing).

        """
        try:
            result: ParsedArticle | DatelineError = self._call(
                tasks.attempt, article, home, name=f"article {article.id}"
            )
        except ArticleError as error:
            return error
        return result

    def parse_articles(
        self, articles: Iterable[Article | DatelineError], home: str | None = None
    ) -> Iterator[ParsedArticle | DatelineError]:
        """Yield what :func:`geo.pipeline.parse_articles` yields."""
        for article in articles:
            yield article if isinstance(article, DatelineError) else self.attempt(article, home)

    def _call(self, function: Callable[..., Any], *arguments: Any, name: str) -> Any:
        if self._workers is None:
            self._workers = Workers(1, self._limit_s, self._prepare)
        return self._workers.call(function, *arguments, name=name)

    def __exit__(self, *_: object) -> None:
        if self._workers is not None:
            self._workers.close()
