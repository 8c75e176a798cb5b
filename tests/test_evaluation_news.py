"""The measures of annotated news: by hand, against the scripts of the final measuring, and on gold itself."""

import dataclasses
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from geo import contract
from geo.annotation import compiling, drawing, jsonl, parts, texts
from geo.annotation.model import AnnotatedArticle, Offsets
from geo.errors import InputError
from geo.evaluation import (
    bootstrap,
    coreference,
    news,
    news_documents,
    news_gold,
    news_mentions,
    news_naive,
    news_readers,
)
from geo.model import (
    Article,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    Layer,
    Mention,
    MentionKind,
    ParsedArticle,
    Place,
    Span,
    Toponym,
)

HERE = ROOT / "tests" / "data" / "annotations"
SOURCES = texts.records(HERE / "texts.jsonl")
HARBEL = Place(2276492, "Harbel", 6.28, -10.35, "P", "PPL", "LR")
KAKATA = Place(2276086, "Kakata", 6.53, -10.35, "P", "PPLA", "LR")
BREMEN = Place(2944388, "Bremen", 53.08, 8.81, "P", "PPLA", "DE")


@pytest.fixture(scope="module")
def blast() -> AnnotatedArticle:
    return compiling.compile_file(HERE / "notation.txt", SOURCES).articles[0]


def text_of(article: AnnotatedArticle) -> str:
    return SOURCES[article.key].text


def perfect(article: AnnotatedArticle) -> ParsedArticle:
    return drawing.as_parsed(article, SOURCES[article.key])


def gold_of(article: AnnotatedArticle) -> news_gold.Gold:
    return news_gold.from_dict(news_gold.from_annotation(article, text_of(article)))


def documents(gold: news_gold.Gold, *events: Event) -> Mapping[str, float | int]:
    return news_documents.figures(news_documents.score(gold, events))


# Documents


def test_a_perfect_reading_is_perfect(blast: AnnotatedArticle) -> None:
    found = documents(gold_of(blast), *perfect(blast).events)
    assert (found["required"], found["predicted"], found["required_recall"], found["precision"]) == (2, 3, 1.0, 1.0)
    assert (found["date_ok"], found["layer_ok"], found["killed_ok"]) == (1.0, 1.0, 1.0)
    assert (found["over_max"], found["invented_tolls"]) == (0, 0)


def test_gold_of_an_annotation_says_what_is_required_and_accepted(blast: AnnotatedArticle) -> None:
    first, second, fire = gold_of(blast).events
    assert [one.required for one in (first, second, fire)] == [True, True, False]
    assert [one.layer for one in (first, fire)] == [Layer.INCIDENT, Layer.BACKGROUND]
    assert first.classes == (EventClass.VIOLENCE, EventClass.CRIME)
    assert len(first.points) == 2
    assert first.killed
    assert first.killed.values == {6}
    assert (fire.start, fire.end) == (date(2014, 1, 1), date(2014, 12, 31))
    assert gold_of(blast).max_events == 4


def test_a_claim_of_one_side_is_an_accepted_toll(blast: AnnotatedArticle) -> None:
    (number,) = blast.other_numbers
    claim = dataclasses.replace(number, scope=news_mentions.Scope.CLAIM)
    toll = gold_of(dataclasses.replace(blast, other_numbers=(claim,))).events[0].killed
    assert toll
    assert toll.values == {4, 6}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"event_class": EventClass.ACCIDENT}, False),
        ({"event_class": EventClass.CRIME}, True),
        ({"date": DateRange(date(2024, 5, 6), date(2024, 5, 6))}, True),  # a day more or less
        ({"date": DateRange(date(2024, 5, 8), date(2024, 5, 8))}, False),
        ({"date": None}, True),
        ({"location": None}, False),
        ({"layer": Layer.BACKGROUND}, True),
    ],
)
def test_what_meets_an_event(blast: AnnotatedArticle, changes: dict[str, Any], found: bool) -> None:
    event = dataclasses.replace(perfect(blast).events[0], **changes)
    assert documents(gold_of(blast), event)["required_recall"] == (0.5 if found else 0.0)


def test_a_pin_elsewhere_is_wrong_and_a_forbidden_one_is_counted(blast: AnnotatedArticle) -> None:
    event = perfect(blast).events[0]
    there = EventLocation(Span(0, 6, "Bremen"), BREMEN, BREMEN.latitude, BREMEN.longitude)
    gold = dataclasses.replace(gold_of(blast), must_not_map=frozenset({"bremen"}), max_events=0)
    found = documents(gold, dataclasses.replace(event, location=there))
    assert (found["precision"], found["forbidden_pins"], found["over_max"]) == (0.0, 1, 1)


@pytest.mark.parametrize(("north", "met"), [(0.085, True), (0.095, False)])  # 9.5 and 10.6 km
def test_ten_kilometres_are_near_however_small_the_radius(blast: AnnotatedArticle, north: float, met: bool) -> None:
    event, gold = perfect(blast).events[0], gold_of(blast)
    point = news_gold.Point(HARBEL.latitude, HARBEL.longitude, 1.0)
    small = dataclasses.replace(gold, events=(dataclasses.replace(gold.events[0], points=(point,)),))
    there = EventLocation(Span(0, 6, "Harbel"), HARBEL, HARBEL.latitude + north, HARBEL.longitude)
    assert documents(small, dataclasses.replace(event, location=there))["required_recall"] == float(met)


@pytest.mark.parametrize(("country_code", "met"), [("DE", True), (None, True), ("US", False)])
def test_a_name_is_the_place_in_its_own_country_alone(
    blast: AnnotatedArticle, country_code: str | None, met: bool
) -> None:
    event, gold = perfect(blast).events[0], gold_of(blast)
    one = dataclasses.replace(gold.events[0], points=(), names=("Bremen",), country_code=country_code)
    there = EventLocation(Span(0, 6, "Bremen"), BREMEN, BREMEN.latitude, BREMEN.longitude)
    found = documents(dataclasses.replace(gold, events=(one,)), dataclasses.replace(event, location=there))
    assert found["required_recall"] == float(met)


def test_one_event_is_met_once(blast: AnnotatedArticle) -> None:
    event = perfect(blast).events[0]
    found = documents(gold_of(blast), event, event)
    assert (found["required_recall"], found["precision"]) == (0.5, 0.5)


def test_a_toll_that_nobody_gives_is_invented(blast: AnnotatedArticle) -> None:
    first, second, _ = perfect(blast).events
    found = documents(
        gold_of(blast), dataclasses.replace(first, killed=None), dataclasses.replace(second, killed=first.killed)
    )
    assert (found["killed_ok"], found["invented_tolls"]) == (0.0, 1)


def _scored_by_script(shared: Path, folder: Path, parsed: list[ParsedArticle]) -> dict[str, Any]:
    predicted = folder / "predicted.jsonl"
    predicted.write_text("".join(contract.to_json(one) + "\n" for one in parsed), encoding="utf-8")
    command = [sys.executable, str(shared / "score_events.py"), str(folder / "gold"), str(predicted)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _sum(golds: list[news_gold.Gold], parsed: list[ParsedArticle]) -> Mapping[str, float | int]:
    tallies = [news_documents.score(gold, one.events) for gold, one in zip(golds, parsed, strict=True)]
    return news_documents.figures(bootstrap.total(tallies))


@pytest.mark.shared
def test_figures_of_hard_articles_are_those_of_the_final_measuring(shared: Path, tmp_path: Path) -> None:
    measured = list(news.hard(shared / "articles" / "hard"))
    (tmp_path / "gold").mkdir()
    for path in (shared / "articles" / "hard").glob("*.gold.json"):
        (tmp_path / "gold" / path.name).write_bytes(path.read_bytes())
    golds = [one.gold for one in measured]
    for read in (lambda one: one, news_naive.every_sentence, news_naive.lead):
        parsed = [read(one.parsed) for one in measured]
        assert _sum(golds, parsed) == _scored_by_script(shared, tmp_path, parsed)


@pytest.mark.shared
def test_figures_of_annotated_articles_are_those_of_the_final_measuring(shared: Path, tmp_path: Path) -> None:
    """Each article is scored as its readers see it and, worse, with the events of a later day and without tolls."""
    path = shared / "annotations" / "real-second-reading.jsonl"
    if not path.is_file():
        pytest.skip("no second reading is at hand")
    sources = texts.load(shared=shared)
    first = {one.key: one for one in _loose(shared / "annotations" / "real.jsonl", tmp_path)}
    golds, right, worse = [], [], []
    (tmp_path / "gold").mkdir()
    for second in _loose(path, tmp_path):
        source = sources[second.key]
        gold = news_gold.from_annotation(first[second.key], source.text)
        name = second.id.replace("/", "_")
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps(gold), encoding="utf-8")
        golds.append(news_gold.from_dict(gold))
        right.append(drawing.as_parsed(second, source))
        events = (dataclasses.replace(event, killed=None, date=None) for event in right[-1].events)
        worse.append(dataclasses.replace(right[-1], events=tuple(events)))
    for parsed in (right, worse):
        assert _sum(golds, parsed) == _scored_by_script(shared, tmp_path, parsed)


def _loose(path: Path, folder: Path) -> list[AnnotatedArticle]:
    """Read annotations that hold a number which is not whole, as those that the work began with."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for one in records:
        one["other_numbers"] = [
            {**number, "min": number["min"] and round(number["min"]), "max": number["max"] and round(number["max"])}
            for number in one["other_numbers"]
        ]
    kept = folder / path.name
    kept.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return jsonl.read(kept)


# Readers


@pytest.mark.shared
def test_agreement_is_that_of_the_script(shared: Path, tmp_path: Path) -> None:
    files = [shared / "annotations" / name for name in ("real.jsonl", "real-second-reading.jsonl")]
    if not files[1].is_file():
        pytest.skip("no second reading is at hand")
    command = [sys.executable, str(shared / "agreement.py"), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    pairs = news_readers.paired(*(_loose(path, tmp_path) for path in files))
    tally = bootstrap.total([news_readers.score(*pair) for pair in pairs])
    assert news_readers.figures(tally) == json.loads(done.stdout)


def test_a_reader_agrees_with_itself(blast: AnnotatedArticle) -> None:
    figures = news_readers.figures(news_readers.score(blast, blast))
    assert {name for name, value in figures.items() if value != 1} == set()


# Coreference


def clusters(*words: str) -> list[frozenset[str]]:
    return [frozenset(word) for word in words]


@pytest.mark.parametrize(
    ("gold", "predicted", "muc", "b3", "ceafe"),
    [
        (("abc", "de"), ("abc", "de"), 1.0, 1.0, 1.0),
        (("abc", "de"), ("a", "b", "c", "d", "e"), 0.0, 4 / 7, 1 / 3),
        (("abcd",), ("ab", "cd"), 0.8, 2 / 3, 4 / 9),
        (("abc", "defg"), ("ab", "cd", "fghi"), 0.4, 5 / 11, 0.52),
        ((), (), 0.0, 0.0, 0.0),
    ],
)
def test_coreference_is_as_counted_by_hand(
    gold: tuple[str, ...], predicted: tuple[str, ...], muc: float, b3: float, ceafe: float
) -> None:
    """Two of the lines at length.

    All alone: B³ recall (3 · 1/3 + 2 · 1/2) / 5 = 2/5, precision 1; CEAF-e aligns abc with a (2/4) and de with d (2/3),
    7/6 of 2 and of 5 clusters. The last but one: MUC recall and precision 2 of 5 links; B³ recall
    (2 · 2/3 + 1/3 + 1/4 + 2 · 2/4) / 7 = 5/12, precision (2 + 2 · 1/2 + 2 · 2/4) / 8 = 1/2; CEAF-e 4/5 + 4/8.
    """
    tally = coreference.score(clusters(*gold), clusters(*predicted))
    assert coreference.f1(tally, "muc") == pytest.approx(muc)
    assert coreference.f1(tally, "b3") == pytest.approx(b3, abs=1e-4)
    assert coreference.f1(tally, "ceafe") == pytest.approx(ceafe, abs=1e-4)
    assert coreference.conll(tally) == pytest.approx((muc + b3 + ceafe) / 3, abs=1e-4)


# Mentions


def mentions(article: AnnotatedArticle, *events: Event) -> Mapping[str, float | None]:
    return news_mentions.figures(news_mentions.score(article, events))


def test_a_perfect_reading_is_perfect_word_by_word(blast: AnnotatedArticle) -> None:
    found = mentions(blast, *perfect(blast).events)
    assert {name for name, value in found.items() if value not in (1.0, None)} == {"superseded taken for a toll"}
    assert found["superseded taken for a toll"] == 0.0


def told(article: AnnotatedArticle, words: str, *, layer: Layer = Layer.INCIDENT, **fields: Any) -> Event:
    """Return an event with the first such words as its trigger."""
    start = text_of(article).index(words)
    trigger = Span(start, start + len(words), words)
    return Event("1", words, layer, fields.pop("event_class", EventClass.VIOLENCE), trigger, (trigger,), **fields)


def test_an_event_that_knows_its_trigger_alone_has_found_one_word(blast: AnnotatedArticle) -> None:
    found = mentions(blast, told(blast, "exploded"), told(blast, "will visit"))
    assert found["trigger F1"] == round(2 * 1 / (8 + 2), 3)
    assert (found["status"], found["class"], found["same event, pairs F1"]) == (1.0, 1.0, 0.0)


def test_statuses_are_confused_by_name(blast: AnnotatedArticle) -> None:
    events = [told(blast, "exploded", layer=Layer.BACKGROUND), told(blast, "will visit")]
    table = news_mentions.confusion(news_mentions.score(blast, events))
    assert table["news"] == {"news": 0, "history": 1, "statement": 0, "none": 5}
    assert table["planned"] == {"news": 1, "history": 0, "statement": 0, "none": 0}
    assert table["denied"]["none"] == 1
    assert "figurative" not in table


def test_places_count_apart_where_no_gazetteer_has_the_name(blast: AnnotatedArticle) -> None:
    hamlet = dataclasses.replace(
        blast.events[1], site=dataclasses.replace(blast.events[0].more_sites[0], latitude=6.53, longitude=-10.35)
    )
    article = dataclasses.replace(blast, events=(blast.events[0], hamlet))
    there = EventLocation(Span(0, 6, "Kakata"), KAKATA, KAKATA.latitude, KAKATA.longitude)
    far = dataclasses.replace(there, place=BREMEN, latitude=BREMEN.latitude, longitude=BREMEN.longitude)
    found = mentions(article, told(article, "exploded", location=far), told(article, "caught fire", location=there))
    assert (found["place"], found["place, known names"], found["place, unknown names"]) == (0.5, 0.0, 1.0)


def test_a_superseded_number_in_a_toll_is_told(blast: AnnotatedArticle) -> None:
    count = perfect(blast).events[0].killed
    assert count
    start = text_of(blast).index("four")
    wrong = dataclasses.replace(count, low=4, high=4, evidence=Span(start, start + 4, "four"))
    found = mentions(blast, told(blast, "exploded", killed=wrong))
    assert (found["superseded taken for a toll"], found["toll of the event, F1"]) == (1.0, 0.0)


# Naive floors


def test_the_naive_way_pins_every_place_beside_a_word(blast: AnnotatedArticle) -> None:
    text = text_of(blast)
    names = [(match, place) for match, place in (("HARBEL", HARBEL), ("Kakata", KAKATA)) if match in text]
    toponyms = tuple(
        Toponym(Mention(Span(text.index(name), text.index(name) + len(name), name)), place) for name, place in names
    )
    nested = Mention(Span(0, 5, text[:5]), MentionKind.NESTED)
    parsed = ParsedArticle(Article("t", text, published=date(2024, 5, 6)), (*toponyms, Toponym(nested, BREMEN)))
    every = news_naive.every_sentence(parsed).events
    assert [event.location.place.name for event in every if event.location] == ["Harbel", "Kakata"]
    assert (every[0].trigger.text, every[0].event_class) == ("bomb", EventClass.VIOLENCE)
    assert every[0].date == DateRange(date(2024, 5, 6), date(2024, 5, 6))
    assert news_naive.lead(parsed).events == every[:1]


# Intervals and tables


def test_intervals_hold_the_figure_and_are_the_same_again() -> None:
    tallies = [Counter(required=1, found=at % 3 > 0, predicted=2, right=1) for at in range(30)]
    names = ["required_recall", "precision"]
    found = bootstrap.intervals(tallies, news_documents.figures, names)
    low, high = found["required_recall"]
    assert low < 20 / 30 < high
    assert found["precision"] == (0.5, 0.5)
    assert found == bootstrap.intervals(tallies, news_documents.figures, names)
    assert bootstrap.intervals([], news_documents.figures, names) == {}


def _folder(path: Path, articles: list[AnnotatedArticle]) -> Path:
    jsonl.write(articles, path / "own.jsonl")
    jsonl.write([dataclasses.replace(one, prose=None) for one in articles], path / "second-own.jsonl")
    others = [dataclasses.replace(one, corpus="lgl", prose=None) for one in articles[:1]]
    jsonl.write(others, path / "real.jsonl")
    table = {parts.short(one.sha256): parts.Part.DEVELOPMENT for one in articles}
    parts.write(table, path / parts.FILE)
    return path


def test_the_tables_say_what_is_left_out(blast: AnnotatedArticle, tmp_path: Path) -> None:
    folder = _folder(tmp_path, [blast])
    reports = news.evaluate(folder, None)
    rows = [(row["set"], row["by"], row["articles"]) for row in reports[0].rows]
    assert rows == [("own articles", by, 1) for by in ("Dateline", "naive: sentences", "naive: lead", "second reader")]
    assert reports[0].rows[-1]["F1"] == 1.0
    assert "1 articles of real news are left out" in reports[0].notes[1]
    assert reports[-1].rows[0]["event_F1"] == 1.0
    with pytest.raises(InputError, match="no article is left to measure on"):
        news.evaluate(folder, None, parts.Part.TEST)


def test_offsets_of_two_words_meet_where_they_share_a_character() -> None:
    assert Offsets(0, 4).overlaps(Offsets(3, 9))
    assert not Offsets(0, 4).overlaps(Offsets(4, 9))
