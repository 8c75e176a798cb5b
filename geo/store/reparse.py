"""Parsing what is in a store: what still waits, and what other versions parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from geo import pipeline
from geo.errors import DatelineError, InputError
from geo.model import Article, ParsedArticle
from geo.store.articles import StoredArticle
from geo.store.store import Store

_PAGE = 50
# Returns what is found in an article with the outlet's home, or what went wrong.
Attempt = Callable[[Article, str | None], ParsedArticle | DatelineError]


def attempt(article: Article, home: str | None) -> ParsedArticle | DatelineError:
    """Parse an article here and now, however long it takes."""
    return next(pipeline.parse_articles([article], home))


def pending(store: Store, attempt: Attempt = attempt) -> Iterator[tuple[StoredArticle, DatelineError | None]]:
    """Parse the articles that wait; yield each with what went wrong, None where nothing did.

    Raises:
        DatelineError: if no article can be parsed (the gazetteer or a model is missing).

    """
    while waiting := store.pending(_PAGE):
        for one in waiting:
            error = _parse(store, one, attempt)
            if error is not None:
                store.fail(one.article.id, str(error))
            yield one, error


def outdated(
    store: Store, *, every: bool = False, attempt: Attempt = attempt
) -> Iterator[tuple[StoredArticle, DatelineError | None]]:
    """Parse again what other versions of program, models or gazetteer parsed, or all; otherwise as :func:`pending`.

    An article that now fails keeps what was known of it.
    """
    after = 0
    while waiting := store.to_reparse(_PAGE, after=after, every=every):
        for one in waiting:
            yield one, _parse(store, one, attempt)
        after = waiting[-1].number


def _parse(store: Store, one: StoredArticle, attempt: Attempt) -> DatelineError | None:
    result = attempt(one.article, one.home)
    if isinstance(result, DatelineError):
        return result
    try:
        store.save(result)
    except InputError as error:  # a coordinate that is no position on Earth
        return error
    return None
