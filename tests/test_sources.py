"""Corpora in every format that is read, and broken ones."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import sources
from geo.errors import DatelineError, InputError
from geo.model import Article
from geo.sources import files, opening

RECORDS = [
    {"id": "1", "text": 'A fire, "large", broke out\nin Lima.', "title": "Fire", "published": "2025-04-04"},
    {"id": "2", "text": "Höhlen überflutet in Suva.", "title": None, "published": None},
    {"id": "3", "text": "=1+1 is no news.", "title": "Sum", "published": "2025-01-31"},
]


def write(path: Path, records: list[dict[str, str | None]] = RECORDS) -> str:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
    elif path.suffix == ".parquet":
        days = [one["published"] and dt.date.fromisoformat(one["published"]) for one in records]
        pq.write_table(
            pa.table({name: [one[name] for one in records] for name in records[0]} | {"published": days}), path
        )
    else:
        path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return str(path)


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_every_format_gives_the_same_articles(tmp_path: Path, suffix: str) -> None:
    source = write(tmp_path / f"corpus.{suffix}")
    found = list(sources.read(source, dt.date(2025, 6, 1)))
    assert [one for one in found if isinstance(one, Article)] == [
        Article("1", str(RECORDS[0]["text"]), "Fire", published=dt.date(2025, 4, 4)),
        Article("2", str(RECORDS[1]["text"]), None, published=dt.date(2025, 6, 1)),
        Article("3", str(RECORDS[2]["text"]), "Sum", published=dt.date(2025, 1, 31)),
    ]
    assert len(found) == 3
    assert sources.count(source) in {3, 4}  # a text of a CSV may have lines of its own


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write(tmp_path / "b" / "more.jsonl")
    (tmp_path / "c.txt").write_text("Rain in Oslo.")
    (tmp_path / "a.html").write_text(
        "<html><body><article><p>" + "Snow fell in Kyiv all day. " * 20 + "</p></article></body>"
    )
    (tmp_path / ".hidden.txt").write_text("Not news.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    texts = [one.text[:4] for one in sources.read(str(tmp_path)) if isinstance(one, Article)]
    assert texts == ["Snow", "A fi", "Höhl", "=1+1", "Rain"]
    assert sources.count(str(tmp_path)) == 5


def test_one_broken_record_in_a_hundred(tmp_path: Path) -> None:
    path = tmp_path / "corpus.csv"
    lines = ["id,text,published"]
    for number in range(200):
        lines.append(f"{number},Rain in Oslo on day {number}.,2025-04-04")
        if number % 100 == 50:
            lines += ["1,too,many,fields", "2,a future date,2999-01-01", '3,"text" after quotes,2025-04-04']
    path.write_bytes("\n".join(lines).encode() + b"\n7,caf\xe9,\n8,Last.,\n")
    found = list(sources.read(str(path)))
    assert sum(isinstance(one, Article) for one in found) == 203
    errors = [str(one) for one in found if isinstance(one, DatelineError)]
    assert len(errors) == 5
    assert f"{path}, line 53: has 4 fields" in errors[0]
    assert "no CSV" in errors[1]
    (of_future, _) = [one for one in found if isinstance(one, Article) and one.remarks]
    assert of_future.published is None
    assert f'{path}, line 54: "published" 2999-01-01 lies in the future' in of_future.remarks[0]
    assert "UTF-8" in errors[-1]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.csv", b"", "columns"),
        ("x.csv", b"a,b\n1,2\n", '"text"'),
        ("x.parquet", b"PAR1 not really", "no Parquet"),
        ("x.parquet", None, "no such file"),
        ("x.csv", None, "no such file"),
        ("folder", b"", "no articles"),
    ],
)
def test_what_is_no_corpus_is_one_error(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    (error,) = sources.read(str(path))
    assert isinstance(error, InputError)
    assert reason in str(error)
    assert name in str(error)


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_a_line_of_200_megabytes_costs_neither_memory_nor_the_others(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"corpus.{suffix}"
    good = {"jsonl": b'{"text": "Rain in Oslo."}\n', "csv": b"Rain in Oslo.\n"}[suffix]
    with path.open("wb") as file:
        file.write((b"text\n" if suffix == "csv" else b"") + good)
        file.truncate(file.tell() + 200_000_000)
        file.seek(0, 2)
        file.write(b"\n" + good)
    script = (
        "import resource, sys; from geo import sources\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for one in sources.read(sys.argv[1]): print(type(one).__name__)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    *kinds, grown_kib = done.stdout.split()
    assert sorted(kinds) == ["Article", "Article", "UnreadableSource"]
    assert int(grown_kib) < 60_000


@pytest.mark.parametrize(
    "writing",
    [
        {"use_dictionary": True},
        {"use_dictionary": False},
        {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
    ],
    ids=["dictionary", "plain", "differences"],
)
def test_a_small_file_of_huge_rows_costs_little_memory_and_not_the_others(
    tmp_path: Path, writing: dict[str, Any]
) -> None:
    path = tmp_path / "corpus.parquet"
    with pq.ParquetWriter(path, pa.schema([("text", pa.string())]), compression="zstd", **writing) as writer:
        for texts in (["Rain in Oslo."], ["x" * 20_000_000] * 30, ["Rain in Bergen."]):
            writer.write_table(pa.table({"text": texts}))
    assert path.stat().st_size < 100_000
    script = (
        "import resource, sys; from geo import sources; import pyarrow.parquet\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for one in sources.read(sys.argv[1]): print(type(one).__name__)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    first, *errors, last, grown_kib = done.stdout.split()
    assert (first, set(errors), last) == ("Article", {"UnreadableSource"}, "Article")
    assert int(grown_kib) < 400_000


@pytest.mark.parametrize(
    "writing",
    [
        {},
        {"data_page_version": "2.0", "compression": "gzip"},
        {"compression": "none", "use_dictionary": False, "write_statistics": False},
        {"write_page_index": True, "row_group_size": 7, "data_page_size": 64},
    ],
)
def test_parquet_is_read_however_it_was_written(tmp_path: Path, writing: dict[str, Any]) -> None:
    texts = [f"Rain in town {number}. " * (number % 40 + 1) for number in range(300)]
    table = pa.table({"text": texts, "title": [None, "A", "B"] * 100, "tags": [[1], [], None] * 100})
    pq.write_table(table, tmp_path / "corpus.parquet", **writing)
    found = list(sources.read(str(tmp_path / "corpus.parquet")))
    assert [one.text for one in found if isinstance(one, Article)] == texts


def test_a_row_of_parquet_that_python_cannot_hold_is_one_error(tmp_path: Path) -> None:
    texts = pa.array([b"Rain in Oslo.", b"Rain in K\xf6ln.", b"Rain in Rome.", b"Rain in Lima."]).view(pa.string())
    days = pa.array([0, 0, 2**31 - 1, 20_000], pa.int32()).view(pa.date32())
    pq.write_table(pa.table({"text": texts, "published": days}), tmp_path / "corpus.parquet")
    found = list(sources.read(str(tmp_path / "corpus.parquet")))
    assert [isinstance(one, Article) for one in found] == [True, False, True, True]
    assert "row 2: cannot be read" in str(found[1])
    assert isinstance(found[2], Article)
    assert found[2].published is None
    assert 'row 3: "published"' in found[2].remarks[0]


@pytest.mark.parametrize("opening", ["", "\ufeff", "sep=;\n"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_whatever_a_spreadsheet_puts_between_the_fields(
    tmp_path: Path, between: str, suffix: str, opening: str
) -> None:
    if opening.startswith("sep") and between != ";":
        return
    path = tmp_path / f"corpus{suffix}"
    rows = [["Text", "published", "note"], ["Rain in Oslo; snow, too | hail.", "2025-04-04", "a,b"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(opening)
        csv.writer(file, delimiter=between).writerows(rows)
    (article,) = sources.read(str(path))
    assert isinstance(article, Article)
    assert (article.text, article.published) == ("Rain in Oslo; snow, too | hail.", dt.date(2025, 4, 4))


def test_a_table_on_standard_input_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_stdin(data: bytes) -> list[Article | InputError]:
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(data)}))
        return list(sources.read("-"))

    (article,) = from_stdin(b"id;text\n7;Rain in Oslo.\n")
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("7", "Rain in Oslo.")
    (prose,) = from_stdin(b"Text, the mayor said, is all that is left.\n")
    assert isinstance(prose, Article)
    assert prose.text.startswith("Text, the mayor")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "last week"),
        ("published", "2025-02-30"),
        ("published", "04/05/2025"),
        ("published", [2025]),
        ("published", True),
        ("title", 7),
        ("source", {"name": "Herald"}),
        ("language", ["en"]),
    ],
)
def test_what_is_beside_the_text_never_loses_it(tmp_path: Path, field: str, value: Any) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps({"text": "Rain in Oslo.", field: value}))
    (article,) = sources.read(str(path))
    assert isinstance(article, Article)
    assert (article.text, article.published, article.title, article.source) == ("Rain in Oslo.", None, None, None)
    (remark,) = article.remarks
    assert remark.startswith(f'{path}, line 1: "{field}" ')
    assert "\n" not in remark


def test_a_day_that_cannot_be_read_gives_way_to_the_one_that_was_given() -> None:
    article = sources.article_from_record({"text": "Rain.", "published": "soon"}, "x", dt.date(2025, 4, 4))
    assert article.published == dt.date(2025, 4, 4)
    assert "as of 2025-04-04" in article.remarks[0]


def test_a_list_of_records_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "corpus.json"
    path.write_text(json.dumps([{"text": "Rain in Oslo.", "published": 1743724800}, {"title": "no text"}]))
    article, error = sources.read(str(path))
    assert isinstance(article, Article)
    assert article.published == dt.date(2025, 4, 4)
    assert "record 2" in str(error)
    path.write_text(json.dumps({"text": "Rain in Rome."}))
    (single,) = sources.read(str(path))
    assert isinstance(single, Article)
    path.write_text("[]")
    (empty,) = sources.read(str(path))
    assert "is empty" in str(empty)


class Decoder(json.JSONDecoder):
    """Counts what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[int] = []

    def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
        self.given.append(len(s) - idx)
        return super().raw_decode(s, idx)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('{"text": "Snow.", "notes": [' + "[]," * 1_500_000 + "[]]}", "longer than 3 MB"),
        ('{"text": "' + "Snow. " * 600_000 + '"}', "longer than 3 MB"),
        ("[" * 6_000_000, "nested too deeply"),
        ('{"text": "Snow."', "not JSON"),
        ('{"text": "Snow."} {"text": "Hail."}', "not JSON"),
        ('{"text": "Snow."},]', "not JSON"),
        ('{"text": "Snow."}]]', "not JSON"),
    ],
    ids=["lists", "long", "deep", "open", "no comma", "comma", "more"],
)
def test_a_list_of_records_is_decoded_record_by_record(
    broken: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = Decoder()
    monkeypatch.setattr(files, "_DECODER", decoder)
    path = tmp_path / "corpus.json"
    good = [json.dumps({"text": f"Rain on day {number}." + " Rain." * number, "id": number}) for number in range(2_000)]
    path.write_text(f"[{' , '.join(good)},\n{broken}")
    *articles, error = sources.read(str(path))
    assert [one.id for one in articles[:2_000] if isinstance(one, Article)] == [str(number) for number in range(2_000)]
    assert isinstance(error, InputError)
    assert reason in str(error)
    assert "\n" not in str(error)
    assert max(decoder.given) <= opening.MAX_LINE_BYTES
    assert sum(decoder.given) <= 4 * sum(max(len(one), 4_096) for one in good) + 4 * opening.MAX_LINE_BYTES


def test_a_value_of_json_ends_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "corpus.json"
    path.write_text(" " * 5_000 + "[" + "1" * 4_200 + ', {"text": "Rain in Oslo."}\n]\n')
    number, article = sources.read(str(path))
    assert "record 1" in str(number)
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (rb"{\rtf1\ansi Rain in Oslo.}", "RTF"),
        (b"PK\x03\x04\x14\0", "Word"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>', "dateline watch"),
    ],
)
@pytest.mark.parametrize("name", ["article", "article.txt", "article.xml"])
def test_what_holds_text_but_not_as_text_is_named(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (error,) = sources.read(str(path))
    assert isinstance(error, InputError)
    assert word in str(error)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary() | st.text().map(str.encode) | st.from_regex(r'text,id\n([^\n]*"?,[^\n]*\n)*').map(str.encode)
)
def test_any_bytes_as_csv_give_articles_or_errors(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    for one in sources.read(str(path)):
        assert isinstance(one, Article | InputError)


def test_remarks_are_told_once_and_not_without_end() -> None:
    remarks = sources.Remarks()
    said: list[str] = []
    for number in [*range(100), *range(10)]:
        record = {"text": "Rain in Oslo.", "published": "?", "title": 7}
        said += remarks.new(sources.article_from_record(record, f"line {number}", None))
    assert len(said) == len(set(said)) == 50
    assert remarks.rest() == "150 more remarks like these"
    assert sources.Remarks().rest() is None
