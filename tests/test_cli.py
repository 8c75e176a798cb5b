import datetime as dt
import json
import os
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Run
from generate import articles

import geo
from geo import layers, sources
from geo.errors import InputError, Remark

NEWS = "A bomb exploded in Baghdad on Monday, killing three people, police said.\n"
LAYERS = {"events.geojson", "areas.geojson", "places.geojson", "map.html"}


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS)
    return path


def complaint(done: object) -> str:
    """Return the one line of stderr, and see that there is no more than that."""
    stderr = done.stderr  # type: ignore[attr-defined]
    assert "Traceback" not in stderr
    assert len(stderr.splitlines()) == 1
    assert stderr.startswith("dateline: ")
    return str(stderr)


def test_map_writes_layers_and_map_and_prints_a_table(dateline: Run, article: Path, tmp_path: Path) -> None:
    done = dateline("map", article, "--published", "2025-03-04", "--out", tmp_path / "out")
    assert done.returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} >= LAYERS
    assert "Baghdad" in done.stdout
    assert "2025-03-03" in done.stdout
    assert "map.html" in done.stdout
    events = json.loads((tmp_path / "out" / "events.geojson").read_text())
    assert [f["properties"]["killed_low"] for f in events["features"]] == [3]


def test_the_same_input_gives_the_same_bytes(dateline: Run, articles: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        assert (
            dateline("map", articles / "kenya-protest.txt", "--published", "2025-06-24", "--out", out).returncode == 0
        )
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert set(files) >= LAYERS
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_parse_prints_one_object_a_line_in_the_order_of_the_input(dateline: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "news.jsonl"
    lines = [json.dumps({"id": n, "text": NEWS}) for n in ("a", "b")]
    corpus.write_text("\n".join([lines[0], "{broken", lines[1]]))
    done = dateline("parse", corpus)
    assert [json.loads(line)["article"]["id"] for line in done.stdout.splitlines()] == ["a", "b"]
    assert "line 2" in complaint(done)
    assert done.returncode == 1


def test_good_articles_are_mapped_beside_broken_ones(dateline: Run, article: Path, tmp_path: Path) -> None:
    done = dateline("map", tmp_path / "missing.txt", article, "--out", "out")
    assert "missing.txt" in complaint(done)
    assert done.returncode == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} >= LAYERS


def test_the_same_article_twice_is_mapped_once(dateline: Run, article: Path, tmp_path: Path) -> None:
    done = dateline("map", article, article, "--out", "out")
    assert "mapped once" in done.stderr
    events = json.loads((tmp_path / "out" / "events.geojson").read_text())
    assert len(events["features"]) == 1


@pytest.mark.parametrize("command", [["map", "--out", "out"], ["parse"], ["batch", "--workers", "1", "--out", "parts"]])
def test_a_home_that_nobody_knows_is_said_and_left_out_of_account(
    dateline: Run, article: Path, command: list[str]
) -> None:
    name, *options = command
    done = dateline(name, article, "--home", "Qwxzville, Nowhere", *options)
    assert done.returncode == 0
    assert "dateline: the home 'Qwxzville, Nowhere' is not in the gazetteer" in done.stderr
    assert "gazetteer" not in dateline(name, article, "--home", "Alexandria, Louisiana", *options).stderr


def test_add_says_that_it_does_not_know_the_home(dateline: Run, article: Path) -> None:
    done = dateline("add", "news.gpkg", article, "--home", "Qwxzville, Nowhere")
    assert done.returncode == 0
    assert "dateline: the home 'Qwxzville, Nowhere' is not in the gazetteer" in done.stderr
    assert "1 new articles" in done.stderr
    assert "gazetteer" not in dateline("add", "news.gpkg", article, "--home", "Alexandria, Louisiana").stderr


def test_watch_says_that_it_does_not_know_the_home(dateline: Run) -> None:
    done = dateline("watch", "--once", "--store", "news.gpkg", "--home", "Qwxzville, Nowhere")
    said, refused = done.stderr.splitlines()
    assert said.startswith("dateline: the home 'Qwxzville, Nowhere' is not in the gazetteer")
    assert "news.gpkg" in refused  # there is no feed to watch, and no store that knows one
    assert "gazetteer" not in dateline("watch", "--once", "--store", "news.gpkg", "--home", "Oslo, Norway").stderr


def test_an_export_that_cannot_hold_all_events_says_how_many_are_missing(dateline: Run, tmp_path: Path) -> None:
    lost = "A bomb exploded in Qwxzville on Monday, killing three people.\n"
    (tmp_path / "news.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in (NEWS, lost)))
    assert dateline("batch", "news.jsonl", "--workers", "1", "--out", "parts").returncode == 0
    done = dateline("export", "parts", "events.fgb")
    assert done.returncode == 0
    assert "1 of 2 events could not be located" in done.stderr
    assert dateline("export", "parts", "events.csv").stderr == ""
    rows = (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 3


def test_edited_layers_are_drawn_again(dateline: Run, article: Path, tmp_path: Path) -> None:
    assert dateline("map", article, "--out", "out").returncode == 0
    layer = tmp_path / "out" / "events.geojson"
    layer.write_text(layer.read_text().replace("Baghdad", "Baghdad (edited)"))
    done = dateline("map", layer, "--out", "again")
    assert done.returncode == 0
    assert {path.name for path in (tmp_path / "again").iterdir()} == {"map.html"}
    assert "Baghdad (edited)" in (tmp_path / "again" / "map.html").read_text()


@pytest.mark.parametrize("name", ["news.json", "one.json", "news.parquet", "news.csv"])
def test_articles_are_mapped_from_whatever_they_are_parsed_from(dateline: Run, name: str, tmp_path: Path) -> None:
    record = {"type": "Feature article", "tags": [{"type": "Feature"}], "text": NEWS, "published": "2025-04-04"}
    match name:
        case "news.parquet":
            pq.write_table(pa.table({"text": [NEWS], "event_id": ["a"]}), tmp_path / name)
        case "news.csv":
            (tmp_path / name).write_text(f"text;event_id\n{NEWS.strip()};a\n")
        case _:
            (tmp_path / name).write_text(json.dumps(record if name == "one.json" else [record]))
    done = dateline("map", name)
    assert done.returncode == 0, done.stderr
    assert "Baghdad" in (tmp_path / "maps" / "events.geojson").read_text()


def test_a_corpus_with_a_geometry_is_one(tmp_path: Path) -> None:
    corpus = layers.build(articles(1, 2)).events[["title", "geometry"]].assign(text=NEWS)
    corpus.to_parquet(tmp_path / "corpus.parquet")
    assert not layers.is_layer(tmp_path / "corpus.parquet")


@pytest.mark.parametrize("suffix", [".json", ".parquet"])
def test_layers_are_drawn_again_from_whatever_they_are_written_to(dateline: Run, suffix: str, tmp_path: Path) -> None:
    built = layers.build(articles(2, 4))
    (file, *_) = layers.write(built, tmp_path / f"events{'.geojson' if suffix == '.json' else suffix}")
    if suffix == ".json":
        members = json.loads(file.read_text(encoding="utf-8"))
        file = tmp_path / "events.json"
        file.write_text(json.dumps({"features": members["features"], "type": "FeatureCollection"}), encoding="utf-8")
    done = dateline("map", file)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "maps").iterdir()} == {"map.html"}


def test_a_table_of_events_is_refused_with_what_can_be_mapped(dateline: Run, tmp_path: Path) -> None:
    layers.write(layers.build(articles(1, 2)), tmp_path / "events.csv")
    done = dateline("map", "events.csv")
    assert done.returncode == 2
    assert "events.csv: layers are read from .geojson, .json," in complaint(done)


@pytest.mark.parametrize("name", ["events.json", "events.parquet"])
@pytest.mark.parametrize("content", [b"", b"{", b'{"a": "' + rb"\"" * 100_000, b'{"type": "Point"}', b"PAR1"])
def test_what_is_neither_articles_nor_a_layer_is_refused_in_one_line(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert not layers.is_layer(tmp_path / name)
    (error,) = sources.read(str(tmp_path / name))
    assert isinstance(error, InputError)
    assert "\n" not in str(error)


def test_layers_and_articles_are_not_mixed(dateline: Run, article: Path) -> None:
    assert dateline("map", article, "--out", "out").returncode == 0
    done = dateline("map", article, "out/events.geojson", "--out", "again")
    assert "mixed" in complaint(done)
    assert done.returncode == 2


def test_a_picture_of_the_map(dateline: Run, article: Path, tmp_path: Path) -> None:
    assert dateline("map", article, "--out", "out", "--png").returncode == 0
    assert (tmp_path / "out" / "map.png").read_bytes().startswith(b"\x89PNG")


def test_standard_input(dateline: Run) -> None:
    done = dateline("parse", "-", stdin=NEWS.encode())
    assert json.loads(done.stdout)["events"][0]["killed"]["low"] == 3


def test_an_article_without_places_and_events_is_no_error(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "dull.txt").write_text("Bread is made of flour, water and salt.\n")
    done = dateline("map", "dull.txt", "--out", "out")
    assert done.returncode == 0
    assert "No events found" in done.stderr
    assert "No events" in (tmp_path / "out" / "map.html").read_text()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 2), (b"\x00\x01\xff\xfe\x00", 2), ("café".encode("latin-1"), 2), (b"word " * 1_000_000, 2)],
)
@pytest.mark.parametrize("command", ["map", "parse"])
def test_unreadable_input_is_one_line_and_leaves_nothing(
    dateline: Run, tmp_path: Path, command: str, content: bytes, code: int
) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    done = dateline(command, "bad.txt")
    assert "bad.txt" in complaint(done)
    assert (done.returncode, done.stdout) == (code, "")
    assert {path.name for path in tmp_path.iterdir()} == {"bad.txt"}


@pytest.mark.parametrize("date", ["31 February", "2025-02-30", "2999-01-01", ""])
def test_broken_and_future_dates_are_refused(dateline: Run, article: Path, date: str) -> None:
    done = dateline("parse", article, "--published", date)
    assert "dat" in complaint(done)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_directory_that_cannot_be_written_to(dateline: Run, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(stat.S_IRUSR | stat.S_IXUSR)
    done = dateline("map", article, "--out", out)
    assert "--out" in complaint(done)
    assert done.returncode == 3


def test_an_output_that_is_a_file(dateline: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    done = dateline("map", article, "--out", "taken")
    assert "taken" in complaint(done)
    assert done.returncode == 3
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_full_disk_leaves_the_earlier_results_alone(dateline: Run, article: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: writing fails in the middle."""
    assert dateline("map", article, "--out", "out").returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    done = dateline("map", article, "--published", "2025-03-04", "--out", "out", max_file_bytes=4096)
    assert complaint(done)
    assert done.returncode == 3
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_usage_is_explained(dateline: Run) -> None:
    assert dateline("map").returncode == 2
    assert "SOURCE" in dateline("map", "--help").stdout
    assert dateline("--version").stdout.strip()


def undated(towns: int) -> str:
    return " ".join(
        f"A bomb killed {number} people in {town} on Friday." for number, town in enumerate(TOWNS[:towns], 2)
    )


TOWNS = ["Kabul", "Lagos", "Lima", "Oslo", "Quito"]


def test_how_to_give_the_day_is_said_once_where_most_events_have_none(dateline: Run, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(f"{number}. {undated(4)}")
    done = dateline("parse", "0.txt", "1.txt")
    assert done.returncode == 0
    assert "events have no date" in complaint(done)
    assert "--published 2025-04-04" in complaint(done)
    assert dateline("parse", "0.txt", "1.txt", "--published", "2025-04-04").stderr == ""
    (tmp_path / "0.txt").write_text("Published 4 April 2025\n\n" + undated(4))
    done = dateline("parse", "0.txt")
    assert done.stderr == ""
    assert {event["event_date"] for event in json.loads(done.stdout)["events"]} == {"2025-04-04"}


def test_what_reading_had_to_leave_open_is_said_and_no_error(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text("text;published\nRain fell in Oslo.;someday\n")
    done = dateline("parse", "news.csv")
    assert done.returncode == 0
    assert 'news.csv, line 2: "published"' in complaint(done)
    assert json.loads(done.stdout)["article"]["text"] == "Rain fell in Oslo."
    done = dateline("batch", "news.csv", "--out", "parts", "--workers", "1")
    assert done.returncode == 0
    assert done.stderr.count('line 2: "published"') == 1
    done = dateline("add", "news.gpkg", "news.csv")
    assert done.returncode == 0
    assert done.stderr.count('line 2: "published"') == 1


def test_pages_with_a_day_of_their_own_keep_it_which_is_said_once(dateline: Run, tmp_path: Path) -> None:
    told = "The river rose by two metres and flooded the market of Lismore, the mayor told reporters at night. " * 3
    for number in range(2):
        day = f"<meta property='article:published_time' content='2022-03-0{number + 1}'>"
        page = f"<html><head>{day}</head><body><p>{number}. {told}</p></body></html>"
        (tmp_path / f"{number}.html").write_text(page)
    (tmp_path / "note.txt").write_text("Rain in Oslo.")
    done = dateline("parse", "0.html", "1.html", "note.txt", "--published", "2025-04-04")
    days = [json.loads(line)["article"]["published"] for line in done.stdout.splitlines()]
    assert days == ["2022-03-01", "2022-03-02", "2025-04-04"]
    assert "its own day of publication" in complaint(done)


def test_python_reads_what_the_command_reads(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("text;published;id\nA bridge fell in Genoa.;2018-08-14;g\nRain in Oslo.;;o\n")
    assert [(one.article.id, one.article.published) for one in geo.read(path)] == [
        ("g", dt.date(2018, 8, 14)),
        ("o", None),
    ]
    path.write_text("text;published\nRain in Oslo.;someday\n")
    with pytest.warns(Remark, match="line 2"):
        assert len(list(geo.read(path))) == 1
