"""A parser that needs no models, for tests of what goes on around it: an event in a town for each article."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from generate import article as made_up

from geo import batch, pipeline
from geo.batch import parts
from geo.batch.parts import Part
from geo.errors import ArticleError, DatelineError
from geo.model import Article, ParsedArticle


def parsed(article: Article) -> ParsedArticle:
    """Return the article with the events of a made-up one; which, its text decides."""
    made = made_up(sum(article.text.encode()) % 97)
    events = tuple(
        dataclasses.replace(event, event_id=f"{article.id}-{number}") for number, event in enumerate(made.events)
    )
    return ParsedArticle(article, made.toponyms, events)


def parse_articles(
    articles: Iterable[Article | DatelineError], home: str | None = None
) -> Iterator[ParsedArticle | DatelineError]:
    """Stand in for geo.pipeline.parse_articles; "unparsable" in a text is an error."""
    for article in articles:
        if isinstance(article, DatelineError):
            yield article
        elif "unparsable" in article.text:
            yield ArticleError(f"article {article.id}: could not be parsed (ValueError: it is unparsable)")
        else:
            yield parsed(article)


class Inline:
    """A scheduler that parses at once; "poison" in a text takes a whole chunk down."""

    def __init__(self, count: int, limit_s: float) -> None:
        self.chunks: list[int] = []

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def width(self) -> int:
        return 3

    def submit(
        self, articles: Sequence[Article], home: str | None, failed: list[tuple[str, str]]
    ) -> Callable[[], Part]:
        self.chunks.append(len(articles))

        def wait() -> Part:
            if any("poison" in article.text for article in articles):
                raise ArticleError("the process that worked on it was ended 3 times")
            return parts.parse(articles, home, failed)

        return wait


def install() -> None:
    """Let batches of this process parse with what is above; DATELINE_PAUSE is the seconds that a chunk takes."""
    pause = float(os.environ.get("DATELINE_PAUSE", "0"))

    def slow(*arguments: Any) -> Any:
        time.sleep(pause)
        return parse_articles(*arguments)

    pipeline.parse_articles = slow
    sys.modules["geo.batch.run"].Processes = Inline  # type: ignore[attr-defined]


if __name__ == "__main__":
    install()
    batch.run(sys.argv[2:], Path(sys.argv[1]), articles_a_part=4)
    print("done")
