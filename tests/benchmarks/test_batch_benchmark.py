"""Articles a second through a part, and through the store, on one core; `measure_batch.py` measures whole batches."""

from pathlib import Path

import pytest
from newsroom import records
from pytest_benchmark.fixture import BenchmarkFixture

from geo import pipeline, sources
from geo.batch import parts
from geo.model import Article
from geo.store import Store

ARTICLES = 20


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [sources.article_from_record(dict(record), "generated", None) for record in records(ARTICLES)]


def test_a_part(benchmark: BenchmarkFixture, articles: list[Article]) -> None:
    parts.parse(articles[:1], None)  # loads the models
    benchmark.pedantic(parts.parse, [articles, None], rounds=3)
    benchmark.extra_info["articles_per_second"] = round(ARTICLES / benchmark.stats.stats.min, 1)


def test_parsing_alone(benchmark: BenchmarkFixture, articles: list[Article]) -> None:
    benchmark.pedantic(lambda: list(pipeline.parse_articles(articles)), rounds=3, warmup_rounds=1)
    benchmark.extra_info["articles_per_second"] = round(ARTICLES / benchmark.stats.stats.min, 1)


def test_saving(benchmark: BenchmarkFixture, articles: list[Article], tmp_path: Path) -> None:
    parsed = list(pipeline.parse_articles(articles))
    with Store(tmp_path / "news.gpkg") as store:
        benchmark.pedantic(lambda: [store.save(one) for one in parsed], rounds=3)
    benchmark.extra_info["articles_per_second"] = round(ARTICLES / benchmark.stats.stats.min, 1)
