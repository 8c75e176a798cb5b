"""What is no article is named, and other ways to write tables and records are read."""

import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from generate import articles
from work import lines

from geo import layers, sources
from geo.errors import InputError, UnreadableSource
from geo.model import Article
from geo.sources import article_from_html, kinds

TEXT = "Two trams collided in Zagreb on Monday, and nine people were hurt."


def read(path: Path, content: bytes | str) -> list[Article | InputError]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(sources.read(str(path)))


def texts(found: list[Article | InputError]) -> list[str]:
    return [one.text for one in found if isinstance(one, Article)]


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".json", ".gpkg", ".fgb", ".kml", ".parquet"])
@pytest.mark.parametrize("by_name", [True, False])
def test_a_layer_is_no_article(suffix: str, by_name: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = ".geojson" if suffix == ".json" else suffix
    first = layers.write(layers.build(articles(2, 2)), tmp_path / f"events{written}")[0]
    file = first.rename(first.with_suffix(suffix))
    if by_name:
        found = list(sources.read(str(file)))
    else:
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(file.read_bytes())}))
        found = list(sources.read("-"))
    assert found
    for error in found:
        assert isinstance(error, InputError)
        assert ("which ends in .parquet" if (suffix, by_name) == (".parquet", False) else "dateline map") in str(error)
        assert "\n" not in str(error)
    assert len(found) == 1 or (suffix == ".geojsonl" and not by_name)


def test_parquet_without_texts_is_no_layer_unless_it_has_a_geometry(tmp_path: Path) -> None:
    file = layers.write(layers.build(articles(2, 2)), tmp_path / "events.parquet")[0]
    pq.write_table(pq.read_table(file).replace_schema_metadata({}), file)
    (error,) = sources.read(str(file))
    assert 'has no column "text"' in str(error)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Word"),
        (b"\xfd7zXZ\0\0\x04", "xz"),
        (b"\x28\xb5\x2f\xfd\x04\0", "zstd"),
        (b'<?xml version="1.0"?>\n<nitf><body><p>Trams collide</p></body></nitf>', "XML"),
        (b"<!DOCTYPE qgis PUBLIC 'x' 'y'>\n<qgis/>", "XML"),
        (
            b"From: <Saved by a browser>\r\nSubject: x\r\n y\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n",
            "MHTML",
        ),
    ],
)
def test_what_holds_text_otherwise_is_named(content: bytes, word: str, tmp_path: Path) -> None:
    (error,) = read(tmp_path / "article.txt", content)
    assert isinstance(error, UnreadableSource)
    assert word in str(error)


@pytest.mark.parametrize("opening", ['<?xml version="1.0"?>\n<!DOCTYPE html>', "<!doctype HTML>", "<html>"])
def test_a_page_is_one_whatever_stands_before_it(opening: str) -> None:
    assert kinds.is_page(opening.encode())


def test_a_letter_is_text(tmp_path: Path) -> None:
    letter = f"From: Jane\nDate: Mon, 04 Mar 2024 07:00:00 +0100\nContent-Type: text/plain\n\n{TEXT}"
    assert texts(read(tmp_path / "letter.eml", letter)) == [letter]


@pytest.mark.parametrize(
    "content",
    [
        f'{{\n  "text": "{TEXT}",\n  "id": 4\n}}\n',
        f'[\n{{"text": "{TEXT}"}}\n]',
        f'\ufeff{{"text":\n"{TEXT}"}}',
        f'{{"text": "{TEXT}"}}',
    ],
)
def test_records_over_several_lines_come_on_standard_input(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(content.encode())}))
    assert texts(list(sources.read("-"))) == [TEXT]


def test_a_place_in_brackets_begins_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(f"[ZAGREB] {TEXT}".encode())}))
    assert texts(list(sources.read("-"))) == [f"[ZAGREB] {TEXT}"]


def test_records_one_after_the_other_are_read_and_the_rest_is_named(tmp_path: Path) -> None:
    record = f'{{\n "text": "{TEXT}"\n}}\n'
    first, second, error = read(tmp_path / "corpus.json", record * 2 + "and more")
    assert texts([first, second]) == [TEXT, TEXT]
    assert "more stands behind its end" in str(error)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".json", ".txt", ".html"])
def test_utf_16_with_its_mark_is_read_whatever_the_format(suffix: str, tmp_path: Path) -> None:
    content = {
        ".csv": f"text\tid\n{TEXT}\t4\n",
        ".tsv": f"text\tid\n{TEXT}\t4\n",
        ".jsonl": f'{{"text": "{TEXT}"}}\n',
        ".json": f'[{{"text": "{TEXT}"}}]',
        ".txt": TEXT,
        ".html": f"<html><body><article><p>{TEXT}</p></article></body></html>",
    }[suffix]
    assert texts(read(tmp_path / f"corpus{suffix}", content.encode("utf-16"))) == [TEXT]


def test_lines_of_old_macs_and_empty_lines_before_the_header(tmp_path: Path) -> None:
    assert texts(read(tmp_path / "a.csv", f'text,id\r"{TEXT}",4\r')) == [TEXT]
    assert texts(read(tmp_path / "b.csv", f'\n \ntext,id\n"{TEXT}",4\n')) == [TEXT]


def test_a_table_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    (two,) = read(tmp_path / "a.csv", f"text,text\n{TEXT},x\n")
    assert 'several columns "text"' in str(two)
    (torn,) = read(tmp_path / "b.csv", f"text\n{TEXT}\n")
    assert "quotes hold a field together" in str(torn)
    (empty,) = read(tmp_path / "c.jsonl", "\n \n\n")
    assert "is empty" in str(empty)


def test_a_disk_that_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("geo.sources.open_file", lambda _: Broken())
    (error,) = sources.read(str(tmp_path / "a.txt"))
    assert isinstance(error, UnreadableSource)
    assert "cannot be read (Input/output error)" in str(error)


@pytest.mark.parametrize("part", ["<ul><li>Tram {}</li></ul>", "<tr><td>Tram {}</td></tr>", "Tram {}<br>"])
def test_a_page_of_very_many_parts_takes_work_in_proportion_and_says_so(part: str) -> None:
    def page(count: int) -> bytes:
        parts = "".join(part.format(number) for number in range(count))
        return f"<html><body><article>{f'<p>{TEXT}</p>' * 4}</article><div>{parts}</div></body></html>".encode()

    few = article_from_html(page(100), "page", None)
    many = article_from_html(page(6_000), "page", None)
    assert not any("parts" in remark for remark in few.remarks)
    assert any("more than 5,000 parts" in remark for remark in many.remarks)
    assert TEXT in many.text
    work = [lines(article_from_html, page(count), "page", None) for count in (6_000, 12_000)]
    assert work[1] < 2.4 * work[0]
