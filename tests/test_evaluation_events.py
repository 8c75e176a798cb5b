"""The measures of events: what counts as right, on examples of our own, and the floors that must be kept."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_events_stories import DAY, event

from geo.errors import InputError
from geo.evaluation import corpora, events, events_muc4, events_places, events_stories
from geo.model import Article, Claim, Count, ParsedArticle, Place, Span, Stance

GHAZNI = Place(1141269, "Ghazni", 33.55, 68.42, "P", "PPLA", "AF", "08")
TURIN = Place(3165524, "Turin", 45.07, 7.69, "P", "PPLA", "IT", "12")
ITALY = Place(3175395, "Italy", 42.8, 12.8, "A", "PCLI", "IT", "00", country_name="Italy")


def read(record: dict[str, Any], *places: Place | None) -> events.Read:
    article = Article("a", "fire and so on", published=DAY)
    return [(record, ParsedArticle(article, events=tuple(event(place) for place in places)))]


def value(rows: list[events.Row], measure: str, figure: str = "share") -> Any:
    return next(row[figure] for row in rows if row["measure"] == measure)


@pytest.mark.parametrize(("place", "share"), [(GHAZNI, 1.0), (TURIN, 0.0), (None, 0.0)])
def test_a_press_release_is_right_in_its_province(place: Place | None, share: float) -> None:
    record = {"events": [{"location": {"admin1": ["ghazni"]}}]}
    assert value(events_places.isaf(read(record, place)), "province of the event") == share


@pytest.mark.parametrize(
    ("place", "finest", "country"), [(TURIN, 1.0, 1.0), (ITALY, 0.0, 1.0), (GHAZNI, 0.0, 0.0), (None, 0.0, 0.0)]
)
def test_the_finest_place_and_the_country_are_measured_apart(
    place: Place | None, finest: float, country: float
) -> None:
    template = {
        "optional": False,
        "type": ["BOMBING"],
        "date": [{"start": DAY.isoformat(), "end": DAY.isoformat()}],
        "location": [{"chain": [{"name": "ITALY"}, {"name": "TURIN"}]}],
        "killed": {"min": 3, "max": 3},
        "wounded": None,
    }
    rows = events_places.muc4(read({"events": [template]}, place))
    assert value(rows, "place: finest name", "recall") == finest
    assert value(rows, "place: country", "recall") == country


def _one_template(**slots: Any) -> dict[str, Any]:
    empty = {"optional": False, "type": ["ATTACK"], "date": [], "location": [], "killed": None, "wounded": None}
    return {"events": [{**empty, "perp_confidence": [], **slots}]}


@pytest.mark.parametrize(
    ("evidence", "template", "found"),
    [("three nuns", 3, 1.0), ("three rebels", None, 0.0), ("three soldiers and a child", 3, 1.0)],
)
def test_muc4_counts_those_whom_an_act_was_aimed_at(evidence: str, template: int | None, found: float) -> None:
    record = _one_template(killed=template and {"min": template, "max": template})
    told = replace(event(TURIN), sub_event_type="Attack", killed=Count("killed", 3, 3, "", Span(0, 4, evidence)))
    read = [(record, ParsedArticle(Article("a", "fire and so on", published=DAY), events=(told,)))]
    rows = events_muc4.muc4(read)
    assert value(rows, "killed and injured counts", "f1") == found


@pytest.mark.parametrize(
    ("claim", "values", "right"),
    [
        (Claim(None, Stance.CLAIMS, Span(0, 1, "alleged rebels")), ["POSSIBLE"], 1.0),
        (Claim(None, Stance.CLAIMS, Span(0, 1, "alleged rebels")), ["REPORTED AS FACT"], 0.0),
        (None, ["REPORTED AS FACT"], 1.0),
        (
            Claim(None, Stance.CLAIMS, Span(0, 1, "x"), (Count("killed", 2, 2, "", Span(0, 1, "two rebels")),)),
            ["REPORTED AS FACT"],
            1.0,
        ),
    ],
)
def test_muc4_takes_a_deed_for_a_claim_where_a_claim_is_about_it(
    claim: Claim | None, values: list[str], right: float
) -> None:
    record = _one_template(perp_confidence=[{"values": values}])
    told = replace(event(TURIN), sub_event_type="Attack", claims=(claim,) if claim else ())
    read = [(record, ParsedArticle(Article("a", "fire and so on", published=DAY), events=(told,)))]
    assert value(events_muc4.muc4(read), "claim or fact", "f1") == right


def test_where_is_right_by_a_phrase_that_holds_the_name() -> None:
    for phrase, share in (("near the port of Turin", 1.0), ("Milan", 0.0)):
        assert value(events_places.giveme5w1h(read({"where": [{"text": phrase}]}, TURIN)), "where") == share
    assert value(events_places.giveme5w1h(read({"where": []}, TURIN)), "where", "n") == 0


def test_a_trigger_without_a_place_is_right_only_where_none_is_found() -> None:
    text = "A bomb exploded in Turin."
    start = text.index("exploded")
    trigger = {"start": start, "end": start + len("exploded"), "text": "exploded"}
    turin = {"start": text.index("Turin"), "end": len(text) - 1}
    records = [
        {"id": "1", "text": text, "source": "wiki", "trigger": trigger, "locations": [turin]},
        {"id": "2", "text": text, "source": "other", "trigger": trigger, "locations": []},
    ]
    rows = events_places.event_location(records)
    assert value(rows, "right place or right abstention") == 0.5
    assert value(rows, "right place or right abstention, sources annotated whole") == 1.0
    assert value(rows, "right place, where there is one") == 1.0
    assert value(rows, "the last two, 68 to 32") == 0.68


def test_a_noun_answers_with_the_name_that_it_stands_for() -> None:
    text = "Rebels reached Turin at night. They shelled the city."
    trigger = {"start": text.index("shelled"), "end": text.index(" the city"), "text": "shelled"}
    turin = {"start": text.index("Turin"), "end": text.index(" at night")}
    record = {"id": "1", "text": text, "source": "wiki", "trigger": trigger, "locations": [turin]}
    assert value(events_places.event_location([record]), "right place, where there is one") == 1.0


def test_words_without_a_capital_are_no_name() -> None:
    text = "Rebels shelled the wooded area for hours."
    trigger = {"start": text.index("shelled"), "end": text.index(" the"), "text": "shelled"}
    record = {"id": "1", "text": text, "source": "wiki", "trigger": trigger, "locations": []}
    assert value(events_places.event_location([record]), "right abstention, sources annotated whole") == 1.0


def test_pairs_of_one_story_are_counted() -> None:
    texts = [
        "Ferry sinks off Port Ambro with ninety aboard.",
        "Ferry with ninety aboard sinks off Port Ambro.",
        "Rain.",
    ]
    stories = ["ferry", "ferry", "rain"]
    found = [({"story": story}, ParsedArticle(Article(text, text))) for story, text in zip(stories, texts, strict=True)]
    (row,) = events_stories.giveme5w1h(found)
    assert (row["precision"], row["recall"], row["n"]) == (1.0, 1.0, 1)


def test_an_unknown_corpus_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gossip.jsonl"
    path.write_text('{"id": "1", "text": "x"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no measures for this corpus"):
        events.evaluate([path])


# Deliberate floors on articles of the development part; lowering one is a decision, not a fix. The reader, which finds
# twice as much as the rules on news that neither has seen, is below them on two corpora whose ways the rules knew:
# isaf's province 1.00, killed .90; muc4's country .88, type .81. docs/events.md has both columns.
MUC4_ARTICLES = 60
FLOORS = {
    ("isaf", "province of the event", "share"): 0.9,
    ("isaf", "date within a day, day of writing known", "share"): 0.95,
    ("isaf", "killed_min exact", "share"): 0.8,
    ("giveme5w1h", "pairs of articles in one story", "f1"): 0.9,
    ("muc4", "article holds an event", "f1"): 0.68,
    ("muc4", "incident type", "f1"): 0.74,
    ("muc4", "date", "f1"): 0.85,
    ("muc4", "killed and injured counts", "f1"): 0.3,
    ("muc4", "claim or fact", "f1"): 0.25,
    ("muc4", "place: finest name", "f1"): 0.63,
    ("muc4", "place: country", "f1"): 0.87,
}


@pytest.mark.shared
def test_floors(shared: Path, tmp_path: Path) -> None:
    folder = shared / "corpora" / "events"
    some = corpora.development(folder / "muc4.jsonl")[:MUC4_ARTICLES]
    few = tmp_path / "muc4.jsonl"
    few.write_text("".join(json.dumps(record) + "\n" for record in some), encoding="utf-8")
    report = events.evaluate([folder / "isaf.jsonl", folder / "giveme5w1h.jsonl"], part="development")
    rows = report.rows + events.evaluate([few], part="all").rows
    found = {(row["corpus"], row["measure"]): row for row in rows}
    for (corpus, measure, figure), floor in FLOORS.items():
        figures = found[corpus, measure]
        assert figures[figure] >= floor, f"{corpus}, {measure}: {figures}"
    assert report.notes == ["Measured on the part: development."]
