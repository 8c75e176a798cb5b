"""How long event extraction takes beside the parser: run with ``pytest tests/benchmarks``."""

import datetime as dt
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from geo import dateline, gazetteer, language
from geo.events import extract
from geo.model import Article, Mention, Span, Toponym

WORDS = 600
SAMPLES = Path(__file__).parents[2] / "data" / "articles"
NAMES = {"Kryvyi Rih": 703845, "Brussels": 2800866, "Saudi Arabia": 102358}


def test_extraction_of_600_words(benchmark: BenchmarkFixture) -> None:
    text = (SAMPLES / "kryvyi-rih.txt").read_text(encoding="utf-8")
    text = " ".join(f"{text}\n\n{text}".split(" ")[:WORDS])
    places = gazetteer.default()
    toponyms = [
        Toponym(Mention(Span.of(text, start, start + len(name))), places.place(geonameid), 1.0)
        for name, geonameid in NAMES.items()
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    toponyms.sort(key=lambda one: one.span)
    article = Article("benchmark", text, published=dt.date(2025, 4, 4), dateline=dateline.find(text))
    doc = language.analyse(text)
    found = benchmark(extract, article, doc, toponyms, places)
    assert found
