"""No article and no page holds up the others: one time limit, on every way by which they come."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import chores
import pytest
import trafilatura
from conftest import Run
from lxml.html import HtmlElement
from work import lines

from geo import batch, pipeline, sources
from geo.batch import parts
from geo.errors import ArticleError, UnreadableSource
from geo.model import Article, ParsedArticle
from geo.settings import ARTICLE_LIMIT_S
from geo.sources import linked_data, markup, opening
from geo.working import Limited, tasks

HEAD = "<html><head><title>Rain in Oslo</title>"
BODY = "<body><article><h1>Rain in Oslo</h1>" + "<p>It rained in Oslo on Monday, the mayor said in a speech.</p>" * 9
PAGE = HEAD + "</head>" + BODY + "</article></body></html>"


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[Limited]:
    monkeypatch.setattr(tasks, "attempt", chores.attempt_or_sleep)
    monkeypatch.setattr(sources, "article_from_html", chores.read_or_sleep)
    with Limited(limit_s=10, prepare=None) as running:
        yield running


def test_an_endless_article_is_an_error_in_its_place(limited: Limited) -> None:
    articles = [Article(id=name, text=f"An {name} article.") for name in ("early", "endless", "later")]
    broken = UnreadableSource("x: is empty")
    first, nothing, endless, last = limited.parse_articles([articles[0], broken, *articles[1:]])
    assert isinstance(first, ParsedArticle)
    assert nothing is broken
    assert isinstance(endless, ArticleError)
    assert str(endless) == "article endless: took longer than 10 s and was stopped (see --limit)"
    assert isinstance(last, ParsedArticle)
    assert last.article.id == "later"


def test_an_endless_page_is_an_error_in_its_place(limited: Limited, tmp_path: Path) -> None:
    for name in ("a", "endless", "z"):
        (tmp_path / f"{name}.html").write_text(name)
    (tmp_path / "t.txt").write_text("Rain in Oslo.")
    first, endless, text, last = sources.read(str(tmp_path), read_page=limited.read_page)
    assert [one.text for one in (first, text, last) if isinstance(one, Article)] == ["a", "Rain in Oslo.", "z"]
    assert isinstance(endless, UnreadableSource)
    assert str(endless).endswith("endless.html: took longer than 10 s and was stopped (see --limit)")


def test_a_batch_goes_on_without_the_endless_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parts, "packed_outcome", chores.packed_or_sleep)
    monkeypatch.setattr(sources, "article_from_html", chores.read_or_sleep)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text("endless page")
    lines = [json.dumps({"id": f"a{number}", "text": f"Rain on day {number}."}) for number in range(6)]
    lines.insert(3, json.dumps({"id": "bad", "text": "An endless article."}))
    (tmp_path / "in" / "b.jsonl").write_text("\n".join(lines))
    summary = batch.run([str(tmp_path / "in")], tmp_path / "out", workers=1, limit_s=10, articles_a_part=4)
    assert (summary.articles, summary.errors) == (6, 2)
    errors = [json.loads(line)["reason"] for line in (tmp_path / "out" / "errors.jsonl").read_text().splitlines()]
    assert errors[0].endswith("a.html: took longer than 10 s and was stopped (see --limit)")
    assert errors[1] == "article bad: took longer than 10 s and was stopped (see --limit)"


def test_the_limit_is_an_option_of_every_command_that_parses(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain in Oslo.")
    for command in (
        ("map", "a.txt"),
        ("parse", "a.txt"),
        ("batch", "a.txt", "--out", "x"),
        ("add", "x.gpkg", "a.txt"),
        ("reparse", "x.gpkg"),
        ("serve",),
        ("watch", "https://example.org/feed"),
    ):
        refused = dateline(*command, "--limit", "0")
        assert refused.returncode == 2
        assert "--limit" in refused.stderr
    assert ARTICLE_LIMIT_S == 60
    assert not (tmp_path / "x").exists()


# Shapes of JSON-LD on which the extractor's own searches take time by the square of the length.
SCRIPTS = {
    "no JSON": '{"author": ' + '"name", ' * 200_000,
    "JSON of a long text": json.dumps({"@type": "NewsArticle", "articleBody": '"author":' * 100_000}),
    "many": '{"author":</script><script type="application/ld+json">' * 20_000,
    "a list": json.dumps([{"author": {"name": "A B"}}] * 50_000),
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_long_scripts_cost_no_time_and_not_the_article(script: str) -> None:
    page = f'{HEAD}<script type="application/ld+json">{script}</script></head>{BODY}</article></body></html>'
    started = time.process_time()
    article = sources.article_from_html(page.encode(), "page", None)
    assert "It rained in Oslo" in article.text
    assert article.title == "Rain in Oslo"
    assert time.process_time() - started < 5


def test_what_a_page_says_of_itself_is_read_beside_a_long_text() -> None:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Rain in Oslo",
        "datePublished": "2025-04-04",
        "publisher": {"@type": "Organization", "name": "The Oslo Times"},
        "articleBody": "It rained. " * 5_000,
    }
    page = f'<html><head><script type="application/ld+json">{json.dumps(said)}</script></head>{BODY}</body></html>'
    article = sources.article_from_html(page.encode(), "page", None)
    assert article.source == "The Oslo Times"
    assert str(article.published) == "2025-04-04"


def test_data_beyond_all_measure_is_not_looked_at() -> None:
    short = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-04-04"}</script>'
    huge = f'<script type="application/ld+json">[{"[]," * 1_000_000}{{"@type": "NewsArticle"}}]</script>'
    tree = markup.loaded(f"{HEAD}{huge}{short}</head>{BODY}</article></body></html>".encode())
    assert tree is not None
    (document,) = linked_data.read(tree).documents
    assert document.value["datePublished"] == "2025-04-04"
    deep = f'<script type="application/ld+json">{"[" * 900}{{"@type": "NewsArticle"}}{"]" * 900}</script>'
    tree = markup.loaded(f"{HEAD}{deep}</head>{BODY}</article></body></html>".encode())
    assert tree is not None
    assert linked_data.read(tree).objects == ()


@pytest.mark.parametrize(
    "words",
    [
        "<script>let a = 1</script>It rained. " * 5_000,
        "<p>A post.</p>" + "<b>@a</b>It rained. " * 5_000,
    ],
    ids=["scripts", "a post"],
)
def test_the_text_behind_what_is_taken_out_is_not_moved_again_and_again(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = 0
    drop = HtmlElement.drop_tree

    def counted(element: HtmlElement) -> None:
        nonlocal moved
        before = element.getprevious()
        moved += len((element.getparent().text if before is None else before.tail) or "") + len(element.tail or "")
        drop(element)

    monkeypatch.setattr(HtmlElement, "drop_tree", counted)
    page = f"{HEAD}</head>{BODY}<blockquote class='twitter-tweet'>{words}</blockquote></article></body></html>"
    text = sources.article_from_html(page.encode(), "page", None).text
    assert ("A post." in text) == ("A post." in words)
    assert ("It rained. It rained." in text) == ("script" in words)
    assert moved < 2 * len(page)


def test_a_live_page_takes_work_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(count: int) -> int:
        update = '<div><time datetime="2025-04-0{}">x</time><h2>Oslo</h2><p>It rained.</p></div>'
        updates = "".join(update.format(number % 3 + 1) for number in range(count))
        page = f"{HEAD}</head><body>{updates}</body></html>".encode()
        return lines(sources.article_from_html, page, "page", None)

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the extractor is not asked for what has been read")

    monkeypatch.setattr(trafilatura, "bare_extraction", refused)
    work(100)
    assert work(400) < 4.4 * work(100)


def test_a_page_of_more_than_an_article_is_refused_in_one_line() -> None:
    page = PAGE.replace("<p>It", "<p>" + "It rained and rained. " * 300_000 + "It", 1)
    with pytest.raises(UnreadableSource, match="page holds more than 5 MB of text and markup"):
        sources.article_from_html(page.encode(), "page", None)
    picture = PAGE.replace("<p>It", f'<img src="data:image/png;base64,{"A" * 8_000_000}"><p>It', 1)
    assert "It rained in Oslo" in sources.article_from_html(picture.encode(), "page", None).text
    assert markup.MAX_BYTES < opening.MAX_BYTES


@pytest.mark.parametrize("sign", ["(", "a", ".", "'", "-a", "http://", "(a", "é", "1,", "…"])
def test_what_stands_behind_a_run_without_blanks_is_read(sign: str) -> None:
    text = "It rained, he didn't say. " + sign * (10_000 // len(sign)) + " A bomb killed two people in Oslo."
    parsed = pipeline.parse_article(Article(id="run", text=text))
    assert [toponym.span.text for toponym in parsed.toponyms][-1:] == ["Oslo"]
    assert all(text[one.trigger.start : one.trigger.end] == one.trigger.text for one in parsed.events)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Five people were killed in Harbel on Sunday. ", 180),
        ("in Rome, Turin, Milan, Lyon and Bremen, ", 130),
    ],
    ids=["a sentence", "a list of places"],
)
def test_what_is_told_again_and_again_takes_work_in_proportion(words: str, count: int) -> None:
    def work(times: int) -> int:
        return lines(pipeline.parse_article, Article(id="again", text=f"It rained in Oslo. {words * times}"))

    work(1)  # reads the tables
    assert work(2 * count) < 2.3 * work(count)  # a square would be 4
