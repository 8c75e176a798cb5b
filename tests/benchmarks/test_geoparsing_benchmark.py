"""Articles of 600 words a second on one core: recognition, resolution, both, and the whole parse."""

from collections.abc import Callable

import pytest
from conftest import ARTICLES
from pytest_benchmark.fixture import BenchmarkFixture

from geo import gazetteer
from geo.model import Article
from geo.pipeline import parse_article
from geo.recognition import recognise
from geo.resolution import resolve

WORDS = 600


@pytest.fixture(scope="module")
def article() -> Article:
    """Join our own sample articles and cut them at 600 words."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    kept: list[str] = []
    for paragraph in paragraphs:
        room = WORDS - sum(len(line.split()) for line in kept)
        kept.append(" ".join(paragraph.split()[:room]))
        if room <= len(paragraph.split()):
            break
    return Article(id="benchmark", text="\n".join(kept))


def recognition(article: Article) -> None:
    recognise(article.text)


def recognition_and_resolution(article: Article) -> None:
    resolve(article, recognise(article.text), gazetteer.default())


def parse(article: Article) -> None:
    parse_article(article)


@pytest.mark.parametrize("stage", [recognition, recognition_and_resolution, parse])
def test_one_article_of_600_words(
    benchmark: BenchmarkFixture, article: Article, stage: Callable[[Article], None]
) -> None:
    stage(article)  # loads the models
    benchmark.pedantic(stage, [article], rounds=20)
    benchmark.extra_info["articles_per_second"] = round(1 / benchmark.stats.stats.min, 1)


def test_resolution_of_one_article_of_600_words(benchmark: BenchmarkFixture, article: Article) -> None:
    mentions = recognise(article.text)
    resolve(article, mentions, gazetteer.default())
    benchmark.pedantic(resolve, [article, mentions, gazetteer.default()], rounds=20)
    benchmark.extra_info["mentions"] = len(mentions)
