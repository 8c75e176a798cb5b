import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import sources
from geo.errors import InputError, InvalidDate, SourceNotFound, UnreadableSource
from geo.model import Article

DAY = dt.date(2025, 4, 4)


def read(path: Path) -> list[Article | InputError]:
    return list(sources.read(str(path), DAY))


def error_of(path: Path) -> InputError:
    (result,) = read(path)
    assert isinstance(result, InputError)
    assert "\n" not in str(result)
    return result


def test_text_file_keeps_its_characters_and_finds_a_title_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bridge falls in Genoa\n\nA bridge fell in Genoa.\n")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.text == "Bridge falls in Genoa\n\nA bridge fell in Genoa.\n"
    assert (article.title, article.published) == ("Bridge falls in Genoa", DAY)


def test_first_sentence_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A bridge fell in Genoa.\n\nTwo people died.\n")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.title is None


def test_line_ends_of_windows_become_plain(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOne.\r\nTwo.\r\n".encode())
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.text == "One.\nTwo.\n"


def test_saved_page_gives_text_title_date_and_outlet_without_navigation(articles: Path) -> None:
    (article,) = sources.read(str(articles / "red-sea-ship.html"))
    assert isinstance(article, Article)
    assert article.title == "Grain ship set ablaze by drone boat in the Red Sea"
    assert article.published == dt.date(2025, 7, 8)
    assert article.source == "Harbour Courier"
    assert article.url == "https://harbour-courier.example/2025/07/08/grain-ship-red-sea"
    assert "Hodeidah" in article.text
    assert not any(word in article.text for word in ("tracking", "newsletter", "Antwerp", "Weather in Rotterdam"))


def test_scripts_of_a_page_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "<p>A bridge fell in Genoa on Friday, and two people were hurt when it came down.</p>" * 3
    path.write_text(f"<html><body><script>alert('x')</script><article>{body}</article></body></html>")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert "alert" not in article.text


def test_jsonl_carries_its_fields_through(tmp_path: Path) -> None:
    record = {
        "id": "x-1", "text": "A bridge\r\nfell.", "title": "T", "url": "https://e.example/1", "source": "S",
        "published": "2024-12-31T23:00:00Z", "language": "en", "more": [1],
    }  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record))
    expected = Article("x-1", "A bridge\r\nfell.", "T", "https://e.example/1", "S", dt.date(2024, 12, 31), "en")
    assert read(path) == [expected]


def test_broken_lines_are_reported_by_number_and_the_others_read(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}', "{broken", '{"title": "no text"}', '{"text": ""}', '{"text": "Two."}', "[]", "",
        '{"text": "x", "published": "yesterday"}', '{"text": "x", "published": 7}', "[" * 100_000,
        '{"text": "\\ud800"}', '{"text": "x", "n": ' + "1" * 5000 + "}",
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines))
    results = read(path)
    assert [r.text for r in results if isinstance(r, Article)] == ["One.", "Two.", "x", "x", "\ufffd"]
    numbers = re.findall(r"line (\d+)", " ".join(str(r) for r in results if isinstance(r, InputError)))
    assert numbers == ["2", "3", "4", "6", "10", "12"]


def test_a_line_beyond_all_measure_is_skipped_and_the_next_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "' + "x" * 9_000_000 + '"}\n{"text": "Two."}\n')
    error, article = read(path)
    assert isinstance(error, UnreadableSource)
    assert "line 1" in str(error)
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("binary.txt", b"\x7fELF\x00\x01\x02\xff", "binary"),
        ("zeros.txt", b"abc\x00def", "binary"),
        ("latin.txt", "Málaga café".encode("latin-1"), "UTF-8"),
        ("long.txt", b"word " * 1_000_000, "JSONL"),
        ("empty.jsonl", b"", "empty"),
        ("empty.html", b"<html><body></body></html>", "no article"),
        ("script.html", b"<html><body><script>let a = 1</script></body></html>", "no article"),
        ("binary.html", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    ],
)
def test_unreadable_files_say_why_in_one_line(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = error_of(path)
    assert isinstance(error, UnreadableSource)
    assert word in str(error)
    assert name in str(error)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    assert isinstance(error_of(tmp_path / "none.txt"), SourceNotFound)
    assert isinstance(error_of(tmp_path), SourceNotFound)
    assert isinstance(error_of(Path("nul\0byte")), UnreadableSource)


def test_very_deep_markup_is_an_error_or_an_article_but_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 50_000 + "A bridge fell in Genoa." + "</div>" * 50_000)
    (result,) = read(path)
    assert isinstance(result, Article | InputError)


def test_standard_input_may_be_text_html_or_jsonl(monkeypatch: pytest.MonkeyPatch, articles: Path) -> None:
    class Stdin:
        buffer: io.BytesIO

    def from_stdin(data: bytes) -> list[Article | InputError]:
        Stdin.buffer = io.BytesIO(data)
        monkeypatch.setattr("sys.stdin", Stdin)
        return list(sources.read("-"))

    (text,) = from_stdin(b"A bridge fell.")
    (page,) = from_stdin((articles / "red-sea-ship.html").read_bytes())
    one, two = from_stdin(b'{"text": "One."}\n{"text": "Two."}\n')
    assert all(isinstance(article, Article) for article in (text, page, one, two))


@pytest.mark.parametrize("text", ["2025-02-30", "yesterday", "", "04/04/2025", "2025-04-04x", "9" * 5000, "2999-01-01"])
def test_a_broken_or_future_date_is_an_error(text: str) -> None:
    with pytest.raises(InvalidDate):
        sources.parse_date(text)


def test_dates_with_a_time_are_cut_to_the_day() -> None:
    assert sources.parse_date("2025-04-04T10:00:00+02:00") == DAY
    assert sources.parse_date("2025-04-04 10:00") == DAY


@given(st.binary(max_size=300))
def test_any_bytes_give_articles_or_errors(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    directory = tmp_path_factory.mktemp("wild")
    for name in ("a.txt", "a.jsonl", "a"):
        path = directory / name
        path.write_bytes(data)
        for result in read(path):
            assert isinstance(result, Article | InputError)


@pytest.mark.parametrize(
    ("given", "kept"),
    [('"a"', "a"), ("7", "7"), ("7.0", "7"), ("null", None), ('""', None), ("NaN", None), ("0", "0")],
)
def test_an_id_is_text_or_a_whole_number(given: str, kept: str | None) -> None:
    line = f'{{"text": "Rain in Oslo.", "id": {given}}}'.encode()
    [article] = sources.read_stream(io.BytesIO(line), "x.jsonl", ".jsonl")
    assert isinstance(article, Article)
    assert article.id == kept or (kept is None and len(article.id) == 12)


@pytest.mark.parametrize("given", ["{}", '{"a": 1}', "[]", "[1, 2]", "true", "false", "1.5", "1e999"])
def test_an_id_that_is_none_is_an_error_of_the_line(given: str) -> None:
    lines = f'{{"text": "Rain in Oslo.", "id": {given}}}\n{{"text": "Snow in Oslo."}}\n'.encode()
    broken, good = sources.read_stream(io.BytesIO(lines), "x.jsonl", ".jsonl")
    assert isinstance(broken, UnreadableSource)
    assert 'x.jsonl, line 1: "id" must be' in str(broken)
    assert isinstance(good, Article)


@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14", "1499-12-31"])
def test_a_day_before_there_was_news_stands_for_none(day: str) -> None:
    with pytest.raises(InvalidDate, match="before there was news"):
        sources.parse_date(day)
    assert sources.parse_date("1815-06-22") == dt.date(1815, 6, 22)
