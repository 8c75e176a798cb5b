"""The verbs: an article goes in, and comes out with its places and events.

This is the only place where the stages meet::

    Article ─ recognition ─▶ words, vectors, Mention ─ resolution ─▶ Toponym ─ events ─▶ Event
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from geo.errors import ArticleError, DatelineError
from geo.model import Article, ParsedArticle


def parse_article(article: Article, home: str | None = None) -> ParsedArticle:
    """Return what is found in ``article``: its places, and where it is in English its events.

    Args:
        article: the article; its text is not changed.
        home: where the outlet is at home ("Alexandria, Louisiana"), a hint for ambiguous names.
    """
    from geo import dateline, events, gazetteer, recognition, resolution
    from geo.sources.languages import is_english

    article = dataclasses.replace(article, dateline=article.dateline or dateline.find(article.text, article.published))
    places = gazetteer.default()
    if not is_english(article.language):
        toponyms = resolution.resolve(article, recognition.recognise(article.text), places, home=home)
        return ParsedArticle(article, tuple(resolution.given_out(toponyms)))
    reading = recognition.read(article.text)
    toponyms = resolution.resolve(article, reading.mentions if reading else [], places, home=home)
    found = events.extract(article, reading, toponyms)
    return ParsedArticle(article, tuple(resolution.given_out(toponyms)), tuple(found))


def unknown_home(home: str | None) -> str | None:
    """Say in one line that an outlet's home is no place of the gazetteer, which the parse leaves out of account."""
    if not home:
        return None
    from geo import gazetteer, resolution

    if resolution.home_place(home, gazetteer.default()) is not None:
        return None
    shown = " ".join(home.split())[:60]
    return f"the home '{shown}' is not in the gazetteer and counts for nothing: write it as 'Alexandria, Louisiana'"


def parse_articles(
    articles: Iterable[Article | DatelineError], home: str | None = None
) -> Iterator[ParsedArticle | DatelineError]:
    """Yield a result for each article in order, and an error in the place of each that failed."""
    for article in articles:
        if isinstance(article, DatelineError):
            yield article
            continue
        try:
            yield parse_article(article, home)
        except DatelineError:
            raise  # the gazetteer or a model is missing: no article can be parsed
        except Exception as error:  # whatever one article breaks, the others go on
            yield ArticleError(f"article {article.id}: could not be parsed ({type(error).__name__}: {error})")
