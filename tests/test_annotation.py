"""Annotated articles: the notation that people write, the format that programs read, and what the checker says."""

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, shared_directory

from geo.annotation import check, compiling, drawing, dumping, jsonl, parts, pieces, texts
from geo.annotation.__main__ import main
from geo.annotation.model import AnnotatedArticle, Number, Offsets, Scope, Site, Status, Why
from geo.errors import InputError, SourceNotFound
from geo.model import EventClass, Layer

HERE = ROOT / "tests" / "data" / "annotations"
SCHEMA = ROOT / "docs" / "schemas" / "annotation.schema.json"
ANNOTATIONS = ROOT / "data" / "annotations"
SOURCES = texts.records(HERE / "texts.jsonl")
BLAST = ("dateline", "t-01")

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def articles() -> list[AnnotatedArticle]:
    compiled = compiling.compile_file(HERE / "notation.txt", SOURCES)
    assert compiled.faults == []
    return compiled.articles


def words(article: AnnotatedArticle, span: Offsets | None) -> str | None:
    return SOURCES[article.key].text[span.start : span.end] if span else None


def notation(tmp_path: Path, text: str, base: list[AnnotatedArticle] | None = None) -> compiling.Compiled:
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    return compiling.compile_file(path, SOURCES, base)


# Notation


def test_notation_becomes_offsets(articles: list[AnnotatedArticle]) -> None:
    blast, tea = articles
    event = blast.events[0]
    assert blast.published == date(2024, 5, 6)
    assert [words(blast, mention) for mention in event.mentions] == ["Blast", "kills", "exploded", "killing", "blast"]
    assert (event.event_class, event.alternatives, event.main) == (EventClass.VIOLENCE, (EventClass.CRIME,), True)
    assert event.site == Site("Harbel", 6.28, -10.35, 20.0, "LR", event.site.span if event.site else None)
    hamlet = event.more_sites[0]
    assert (hamlet.known, hamlet.around, words(blast, hamlet.span)) == (False, "Harbel", "Yarnwulia")
    assert event.killed
    assert (event.killed.low, event.killed.high, words(blast, event.killed.speaker)) == (6, None, "two doctors")
    assert [one.what for one in event.numbers] == ["windows_broken"]
    assert [(one.why, words(blast, one.span)) for one in blast.non_events] == [
        (Why.DENIED, "hurt"),
        (Why.PLANNED, "will visit"),
    ]
    (number,) = blast.other_numbers
    assert (number.scope, number.event, number.number.low) == (Scope.SUPERSEDED, "E1", 4)
    assert tea.events == ()
    assert tea.prose
    assert tea.prose.traps == ("figurative",)


def test_what_is_dumped_compiles_to_the_same(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    dumped = "\n\n".join(dumping.dump(article, SOURCES[article.key].text) for article in articles)
    assert "1| HARBEL, May 6" in dumped
    again = notation(tmp_path, dumped)
    assert again.faults == []
    assert again.articles == articles


def test_what_is_written_reads_as_the_same(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    assert jsonl.read(jsonl.write(articles, tmp_path / "own.jsonl")) == articles


def test_the_second_time_in_a_piece_is_numbered() -> None:
    text = "The raid and the raid after it. Another sentence."
    found = pieces.split(text)
    assert [text[piece.start : piece.end] for piece in found][1] == "Another sentence."
    second = Offsets(text.rindex("raid"), text.rindex("raid") + 4)
    assert pieces.quote(text, found, second) == "0:raid#2"
    assert pieces.find(text, found, "0:raid#2") == second


def test_a_long_line_is_cut_at_a_blank() -> None:
    text = "word " * 200
    found = pieces.split(text)
    assert len(found) > 2
    assert all(text[piece.end - 1] == " " for piece in found)
    assert "".join(text[piece.start : piece.end] for piece in found) == text


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        ("E1 violence news\n  m 1:explod", 2, "the words are not in piece 1"),
        ("E1 violence news\n  m 99:blast", 2, "there is no piece 99"),
        ("E1 violence news\n  m blast", 2, "write NUMBER:words"),
        ("E1 riot news\n  m 1:exploded", 2, "unknown label 'riot'"),
        ("E1 violence maybe\n  m 1:exploded", 2, "unknown label 'maybe'"),
        ("E1 violence", 2, "write E1 class status"),
        ("E1 violence news huge\n  m 1:exploded", 2, "'huge' is no label"),
        ("E1 violence news\n  p 1:Harbel = Harbel", 2, "write 2:words = Name @ LAT,LON"),
        ("E1 violence news\n  m 1:exploded\n  k 1:six = ..", 2, "a number without bounds"),
        ("E1 violence news\n  m 1:exploded\n  d 1:Sunday = 2024-13-05", 2, "is no day"),
        ("E1 violence news\n  m 1:exploded\n  z 1:six", 2, "no line of kind 'z'"),
        ("E1 violence news", 2, "has no mentions"),
        ("N perhaps crime: 1:killing", 2, "unknown label 'perhaps'"),
        ("X killed somehow - 1:six = 6", 2, "unknown label 'somehow'"),
        ("- E7", 2, "there is no event 'E7'"),
        ("-N 1:killing", 2, "there is no such non-event"),
        ("nonsense", 2, "no such line"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, lines: str, line: int, what: str) -> None:
    compiled = notation(tmp_path, f"@ dateline/t-01 | event news | 2024-05-06\n{lines}\n")
    (fault,) = compiled.faults
    assert fault.startswith(f"notes.txt:{line}: dateline/t-01: ")
    assert what in fault


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("@ dateline/none | event news | -\n", "notes.txt:1: there is no text of dateline/none"),
        ("@ dateline/t-01\n", "the kind is missing"),
        ("@ dateline/t-01 | gossip | -\n", "unknown label 'gossip'"),
        ("E1 violence news\n", "notes.txt:1: before the first article"),
        (
            "@ dateline/t-01 | event news | -\n@ dateline/t-01 | event news | -\n",
            "notes.txt:2: dateline/t-01: comes twice",
        ),
    ],
)
def test_an_article_that_is_wrong_is_named(tmp_path: Path, text: str, what: str) -> None:
    assert any(what in fault for fault in notation(tmp_path, text).faults)


def test_a_patch_changes_what_it_names_and_nothing_else(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    patch = "@ dateline/t-01 | event news | - inferred\n- E3, X\n-N 5:will visit\nE2 disaster news\n  m 4:caught fire\n"
    patched = notation(tmp_path, patch, articles)
    assert patched.faults == []
    blast, tea = patched.articles
    assert [event.id for event in blast.events] == ["E1", "E2"]
    assert blast.events[0] == articles[0].events[0]
    assert (blast.events[1].event_class, blast.events[1].site) == (EventClass.DISASTER, None)
    assert (blast.other_numbers, len(blast.non_events), blast.published) == ((), 1, None)
    assert tea == articles[1]
    assert "not among the articles to patch" in notation(tmp_path, patch, articles[1:]).faults[0]


def test_a_mention_of_an_event_is_no_non_event(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    patch = "@ dateline/t-01\nE4 other news\n  m 5:will visit\n"
    assert [one.why for one in notation(tmp_path, patch, articles).articles[0].non_events] == [Why.DENIED]


# Format


def record(articles: list[AnnotatedArticle]) -> dict[str, Any]:
    return jsonl.to_dict(articles[0])


@pytest.mark.parametrize(
    ("change", "field", "what"),
    [
        (lambda one: one.pop("kind"), "kind", "is missing"),
        (lambda one: one.update(kind="gossip"), "kind", "unknown label 'gossip'"),
        (lambda one: one.update(extra=1), "extra", "there is no such field"),
        (lambda one: one.update(published="6 May"), "published", "a day as 2025-04-04 is needed"),
        (lambda one: one.update(corpus="lgl"), "text", "a text of others must not lie here"),
        (lambda one: one["events"][0].update({"class": "riot"}), "events[0].class", "unknown label 'riot'"),
        (lambda one: one["events"][0].update(status="old"), "events[0].status", "unknown label 'old'"),
        (lambda one: one["events"][0].update(main=1), "events[0].main", "true or false is needed"),
        (lambda one: one["events"][0]["mentions"][1].update(end="9"), "events[0].mentions[1].end", "a whole number"),
        (lambda one: one["events"][0]["mentions"][1].update(text="kills"), "events[0].mentions[1].text", "no such"),
        (lambda one: one["events"][0]["killed"].update(min=3.5), "events[0].killed.min", "a whole number"),
        (lambda one: one["events"][0]["date"].update(start="2024-02-30"), "events[0].date.start", "a day as"),
        (lambda one: one["events"][0]["place"].update(name=" "), "events[0].place.name", "text is needed"),
        (lambda one: one["non_events"][0].update(why="maybe"), "non_events[0].why", "unknown label 'maybe'"),
        (lambda one: one["other_numbers"][0].update(scope="all"), "other_numbers[0].scope", "unknown label 'all'"),
        (lambda one: one.pop("non_events"), "non_events", "a list is needed"),
        (lambda one: one["events"][0]["place"].pop("country_code"), "events[0].place.country_code", "is missing"),
        (lambda one: one["events"][0]["place"].update(lat=10**400), "events[0].place.lat", "is too large"),
        (lambda one: one.update(traps=None), "traps", "a list of words is needed"),
    ],
)
def test_reading_names_file_line_and_field(
    articles: list[AnnotatedArticle], tmp_path: Path, change: Change, field: str, what: str
) -> None:
    good, bad = record(articles), record(articles)
    change(bad)
    path = tmp_path / "some.jsonl"
    path.write_text(json.dumps(good) + "\n" + json.dumps(bad) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        jsonl.read(path)
    place, article, at, why = str(error.value).split(": ", 3)
    assert (place, article.split("/")[1], at) == ("some.jsonl:2", "t-01", field)
    assert what in why
    if "2024-02-30" not in json.dumps(bad):  # a form alone does not know the calendar
        assert not _fits(bad)


def _fits(one: dict[str, Any]) -> bool:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return bool(jsonschema.Draft202012Validator(schema).is_valid(one))


def test_the_schema_is_valid_and_takes_what_is_written(articles: list[AnnotatedArticle]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(_fits(jsonl.to_dict(article)) for article in articles)
    event = schema["$defs"]["event"]["properties"]
    assert event["class"]["enum"] == list(EventClass)
    assert event["status"]["enum"] == list(Status)
    assert schema["$defs"]["non_event"]["properties"]["why"]["enum"] == list(Why)
    assert schema["$defs"]["other_number"]["properties"]["scope"]["enum"] == list(Scope)


# Checker


def faults(tmp_path: Path, *records: dict[str, Any] | str, sources: Any = SOURCES) -> list[str]:
    path = tmp_path / "some.jsonl"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [str(fault) for fault in check.check([path], sources).faults]


def test_good_articles_have_no_faults(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    assert faults(tmp_path, *map(jsonl.to_dict, articles)) == []


@pytest.mark.parametrize(
    ("change", "field", "what"),
    [
        (lambda one: one["events"][0]["mentions"][0].update(end=9999), "E1.mentions[0]", "outside the text"),
        (lambda one: one["events"][0]["mentions"][0].update(start=5, end=5), "E1.mentions[0]", "or before"),
        (lambda one: one["events"][0]["mentions"][0].update(start=-1), "E1.mentions[0]", "before the text"),
        (lambda one: one["events"][0]["mentions"][0].update(end=3), "E1.mentions[0]", "cuts a word at 3"),
        (lambda one: one["events"][0]["mentions"][0].update(end=6), "E1.mentions[0]", "ends with a blank"),
        (lambda one: one["events"][0]["killed"]["span"].update(end=9999), "E1.killed.span", "outside the text"),
        (lambda one: one["events"][0]["killed"]["speaker"].update(end=9999), "E1.killed.speaker", "outside"),
        (lambda one: one.update(text=one["text"] + " More."), "sha256", "another than the one that was annotated"),
        (lambda one: one["events"][1].update(id="E1"), "events", "id E1 is given 2 times"),
        (lambda one: one["events"][0].update(mentions=[]), "E1.mentions", "there are none"),
        (lambda one: one["events"][1].update(mentions=one["events"][0]["mentions"][:1]), "E2.mentions", "of E1"),
        (lambda one: one["events"][0].update(part_of="E9"), "E1.part_of", "there is no event E9"),
        (lambda one: one["events"][0].update(part_of="E1"), "E1.part_of", "goes in a circle"),
        (lambda one: one["other_numbers"][0].update(event="E9"), "other_numbers[0].event", "no event E9"),
        (lambda one: one["events"][0]["date"].update(start="2024-05-06"), "E1.date", "after its end"),
        (lambda one: one["events"][0]["date"].update(start="1724-05-05"), "E1.date", "more than a hundred years"),
        (lambda one: one["events"][0]["date"].update(end="2024-06-05"), "E1.date", "after the article"),
        (lambda one: one.update(published="1724-05-05"), "published", "outside 1900 to 2099"),
        (lambda one: one["events"][0]["killed"].update(min=9, max=3), "E1.killed.min", "more than max"),
        (lambda one: one["events"][0]["killed"].update(min=-9), "E1.killed.min", "is negative"),
        (lambda one: one["events"][0]["killed"].update(min=None), "E1.killed", "one of min and max"),
        (lambda one: one["events"][0]["place"].update(lat=95), "E1.place", "nowhere on earth"),
        (lambda one: one["events"][0]["place"].update(lat=None), "E1.place", "go together"),
        (lambda one: one["events"][0]["place"].update(radius_km=0), "E1.place.radius_km", "no radius"),
        (lambda one: one["events"][0]["place"].update(country_code="lr"), "E1.place.country_code", "two capitals"),
        (lambda one: one["events"][0]["place"].update(name="a " * 60), "E1.place.name", "longer than a name"),
        (lambda one: one["events"][0]["place"].update(country_code="ÄÖ"), "E1.place.country_code", "two capitals"),
        (lambda one: one["events"][0]["place"].update(name="Har\nbel"), "E1.place.name", "line breaks"),
        (lambda one: one["events"][0]["place"].update(name="Har\x1b[31mbel"), "E1.place.name", "cannot be seen"),
        (lambda one: one["events"][0].update(alt_class=["crime", "crime"]), "E1.alt_class", "comes twice"),
        (lambda one: one["events"][0].update(status="statement"), "E1.main", "never main"),
        (lambda one: one["events"][2]["date"].update(end="2031-01-01"), "E3.date", "after the article"),
        (lambda one: _without_day(one, start="1204-05-05"), "E1.date", "outside 1900 to 2099"),
        (lambda one: _without_day(one, end="9999-05-05"), "E1.date", "outside 1900 to 2099"),
        (lambda one: one.update(sha256=one["sha256"].upper()), "sha256", "64 digits"),
        (lambda one: one.update(genre="a " * 90), "genre", "more than 120"),
        (lambda one: one.update(traps=["a " * 90]), "traps[0]", "more than 120"),
        (lambda one: one["non_events"].append(one["non_events"][0]), "non_events[0].span", "is marked twice"),
        (lambda one: one["events"][2]["mentions"].append(one["events"][2]["mentions"][0]), "E3.mentions", "twice"),
    ],
)
def test_what_does_not_fit_is_one_line(
    articles: list[AnnotatedArticle], tmp_path: Path, change: Change, field: str, what: str
) -> None:
    bad = record(articles)
    change(bad)
    found = faults(tmp_path, bad)
    assert any(line.startswith(f"some.jsonl:1: dateline/t-01: {field}: ") and what in line for line in found), found


def _without_day(one: dict[str, Any], **days: str) -> None:
    one.update(published=None, published_inferred=False)
    one["events"][0]["date"].update(days)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("[" * 100_000, "recursion"),
        ('{"id": "a sentence of somebody", "id": "t-01"}', "'id' comes twice"),
        ('{"id": NaN}', "NaN is no number"),
        ('{"id": "\ufffe"}'.encode("utf-16").decode("latin-1"), "no JSON"),
        ("\ufeff{}", "BOM"),
        ('{"corpus": "\\ud800"}', "lone surrogate"),
        ('{"corpus": "lgl", "id": "a\\nb"}', "is missing"),
        ('{"corpus": "lgl", "id": "' + "x" * 1_000_000 + '"}', "is missing"),
    ],
)
def test_a_line_that_would_hurt_is_one_short_line(tmp_path: Path, line: str, what: str) -> None:
    (fault,) = faults(tmp_path, line)
    assert fault.startswith("some.jsonl:1: ")
    assert what in fault
    assert len(fault) < 600
    assert len(fault.splitlines()) == 1


def test_bytes_that_are_no_utf8_are_a_broken_line(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n' + '{"id": 1}'.encode("utf-16-le") + b"\n")
    assert [fault.line for fault in check.check([path], {}).faults] == [1, 2]


def test_words_of_others_in_an_article_of_ours_are_named(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    text = SOURCES[BLAST].text
    taken = {("lgl", "7"): texts.Source("He said: " + " ".join(text.split()[20:40]).upper())}
    path = jsonl.write(articles, tmp_path / "own.jsonl")
    (fault,) = check.check([path], {**SOURCES, **taken}).faults
    assert str(fault).startswith("own.jsonl:1: dateline/t-01: text: ")
    assert "stands in lgl/7, too" in str(fault)
    few = {("lgl", "7"): texts.Source(" ".join(text.split()[20:28]))}
    assert check.check([path], {**SOURCES, **few}).faults == ()


def test_an_article_stands_once_in_the_repository(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    others = [dataclasses.replace(articles[0], corpus="lgl", prose=None)]
    for name in ("own-training.jsonl", "real.jsonl", "second-real.jsonl"):
        jsonl.write(others, tmp_path / name)
    assert [str(fault) for fault in check.check_folder(tmp_path, None).faults] == [
        "real.jsonl:1: lgl/t-01: id: is that of own-training.jsonl:1, too"
    ]


@pytest.mark.parametrize("content", [b"\xff\n", b'{"id": 1, "text": 5}\n', b"[" * 100_000])
def test_broken_texts_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lgl.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"lgl\.jsonl"):
        texts.records(path, "lgl")


def test_events_may_not_be_parts_of_each_other(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    bad = record(articles)
    for event, above in zip(bad["events"], ("E2", "E3", "E2"), strict=True):
        event["part_of"] = above
    circles = [line.split(": ")[2] for line in faults(tmp_path, bad) if "circle" in line]
    assert circles == ["E2.part_of", "E3.part_of"]


def test_old_history_is_no_fault(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    bad = record(articles)
    bad["events"][2]["date"] = {"start": "1724-05-05", "end": "1724-05-05", "span": None}
    assert faults(tmp_path, bad) == []


def test_a_broken_line_and_a_second_one_of_a_name_do_not_hide_the_rest(
    articles: list[AnnotatedArticle], tmp_path: Path
) -> None:
    good = record(articles)
    found = faults(tmp_path, good, '{"corpus": ', good, {**good, "id": "other", "kind": "gossip"})
    assert [line.split(": ")[:3] for line in found] == [
        ["some.jsonl:2", "-", "-"],
        ["some.jsonl:3", "dateline/t-01", "id"],
        ["some.jsonl:4", "dateline/other", "kind"],
    ]


def test_without_texts_offsets_are_checked_alone(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    others = jsonl.to_dict(dataclasses.replace(articles[0], corpus="lgl", prose=None))
    assert faults(tmp_path, others, sources={}) == []
    others["events"][0]["mentions"][0]["end"] = 0
    assert len(faults(tmp_path, others, sources={})) == 1


def test_our_own_articles_must_have_their_texts(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    bare = jsonl.to_dict(dataclasses.replace(articles[0], prose=None))
    (fault,) = faults(tmp_path, bare, sources={})
    assert "text: is missing" in fault


def test_every_article_of_the_repository_has_a_part(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    jsonl.write(articles, tmp_path / "own.jsonl")
    jsonl.write([dataclasses.replace(one, prose=None) for one in articles], tmp_path / "second-own.jsonl")
    assert check.check_folder(tmp_path, None) == check.Checked((), 4)
    parts.write({parts.short(articles[0].sha256): parts.Part.TEST}, tmp_path / parts.FILE)
    found = check.check_folder(tmp_path, None).faults
    assert [(fault.file, fault.article, fault.field) for fault in found] == [
        ("own.jsonl", "dateline/t-02", "sha256"),
        ("second-own.jsonl", "dateline/t-02", "sha256"),
    ]


@pytest.mark.skipif(not ANNOTATIONS.is_dir(), reason="no article is annotated yet")
def test_the_annotations_of_the_repository_hold() -> None:
    checked = check.check_folder(ANNOTATIONS, shared_directory())
    assert [str(fault) for fault in checked.faults] == []


# Parts


def test_parts_are_known_by_digest(articles: list[AnnotatedArticle], tmp_path: Path) -> None:
    table = {parts.short(articles[0].sha256): parts.Part.DEVELOPMENT}
    assert parts.read(parts.write(table, tmp_path / parts.FILE)) == table
    assert parts.part_of(articles[0], table) is parts.Part.DEVELOPMENT
    with pytest.raises(InputError, match="dateline/t-02: has no part"):
        parts.part_of(articles[1], table)


def test_a_table_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / parts.FILE).write_bytes(b"\xff\n")
    with pytest.raises(InputError, match=parts.FILE):
        parts.read(tmp_path / parts.FILE)


@pytest.mark.parametrize("line", ["0123456789abcdef\tsome", "0123\ttest", "0123456789abcdef"])
def test_a_broken_table_of_parts_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / parts.FILE
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        parts.read(path)


# Tools


def test_an_annotated_article_can_be_drawn(articles: list[AnnotatedArticle]) -> None:
    parsed = drawing.as_parsed(articles[0], SOURCES[BLAST])
    assert [event.layer for event in parsed.events] == [Layer.INCIDENT, Layer.INCIDENT, Layer.BACKGROUND]
    blast = parsed.events[0]
    assert (blast.headline, len(blast.evidence)) == ("Blast at Harbel market kills at least six", 3)
    assert blast.location
    assert (blast.location.span.text, blast.location.coordinate_uncertainty_m) == ("Harbel", 20_000)
    assert blast.killed
    assert blast.killed.speaker
    assert blast.killed.speaker.text == "two doctors"


def test_the_tools_go_from_texts_to_a_checked_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_SHARED", str(tmp_path))
    given = ["--texts", str(HERE / "texts.jsonl")]
    out = tmp_path / "own.jsonl"
    assert main([*given, "show", "t-02"]) == 0
    assert "1| Prices in Sylhet exploded" in capsys.readouterr().out
    assert main([*given, "compile", str(HERE / "notation.txt"), str(out)]) == 0
    assert main(["check", str(out)]) == 0
    assert main([*given, "dump", str(out), "t-02"]) == 0
    assert "N figurative violence: 0:explodes ; 1:exploded" in capsys.readouterr().out
    patch = tmp_path / "patch.txt"
    patch.write_text("@ dateline/t-02\nE1 crime news\n  m 1:stolen\n", encoding="utf-8")
    assert main([*given, "patch", "--offsets", str(out), str(patch), str(tmp_path / "second.jsonl")]) == 1
    assert capsys.readouterr().out.startswith("patch.txt:2: dateline/t-02: ")
    assert main(["check", str(tmp_path / "second.jsonl")]) == 1  # our own texts are missing there
    assert main(["dump", str(out), "t-99"]) == InputError.exit_code
    assert main(["check", str(tmp_path / "none.jsonl")]) == SourceNotFound.exit_code


def test_absent_texts_are_said(
    articles: list[AnnotatedArticle],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_SHARED", str(tmp_path))
    others = dataclasses.replace(articles[0], corpus="lgl", prose=None)
    assert main(["check", str(jsonl.write([others], tmp_path / "real.jsonl"))]) == 0
    said = capsys.readouterr().err
    assert "1 articles were checked by their offsets alone" in said
    assert said.splitlines()[0].endswith(": lgl 1")


def test_a_changed_text_is_refused(articles: list[AnnotatedArticle]) -> None:
    changed = {BLAST: texts.Source("Something else.")}
    with pytest.raises(InputError, match="another than the one that was annotated"):
        texts.source_of(dataclasses.replace(articles[0], prose=None), changed)


@pytest.mark.shared
def test_annotations_of_others_texts_survive_the_notation(shared: Path, tmp_path: Path) -> None:
    path = ANNOTATIONS / "real.jsonl"
    if not path.is_file():
        pytest.skip("no article of others is annotated yet")
    sources = texts.load(shared=shared)
    some = jsonl.read(path)[::5]
    notes = tmp_path / "notes.txt"
    notes.write_text("\n".join(dumping.dump(one, sources[one.key].text) for one in some), encoding="utf-8")
    again = compiling.compile_file(notes, sources)
    assert again.faults == []
    assert again.articles == some


def test_numbers_keep_their_bounds() -> None:
    for low, high, shown in ((31, 31, "31"), (31, None, "31.."), (None, 85, "..85"), (9, 12, "9..12"), (0, 0, "0")):
        assert dumping.bounds(low, high) == shown
        assert compiling.bounds(shown) == (low, high)
    assert Number(1, None).span is None
