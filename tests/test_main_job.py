"""The main job on the article that the project started from: its own words here, the original where it is at hand."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

Json = dict[str, Any]
KRYVYI_RIH, BRUSSELS, SAUDI_ARABIA = 703845, 2800866, 102358
# What both versions of the article mention, but where nothing of it happened.
NEVER_ON_THE_MAP = {
    "Israel", "Gaza", "Gaza Strip", "Brazil", "United Kingdom", "Iran", "Russia", "Ukraine", "United States",
    "Washington", "Washington, D.C.", "Moscow", "Kyiv", "Tehran",
}  # fmt: skip


def spans(value: Any) -> Iterator[Json]:
    """Yield everything in the output that has offsets and text."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and value["start"] is not None:
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def counts(event: Json) -> list[Json]:
    found = [event["killed"], event["injured"], *event["counts"]]
    return [count for count in found if count] + [count for claim in event["claims"] for count in claim["counts"]]


def parse(dateline: Run, source: Path, *options: str) -> Json:
    done = dateline("parse", source, *options)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    parsed: Json = json.loads(line)
    return parsed


def check_traces(parsed: Json) -> None:
    text = parsed["article"]["text"]
    for span in spans({**parsed, "article": None}):
        assert text[span["start"] : span["end"]] == span["text"]
    for event in parsed["events"]:
        assert event["evidence"]
        for count in counts(event):
            assert any(c.isalnum() for c in count["evidence"]["text"])
            assert count["low"] is not None or count["high"] is not None
        if event["location"]:
            place = event["location"]["place"]
            names = {toponym["place"]["geonameid"] for toponym in parsed["toponyms"] if toponym["place"]}
            assert place["geonameid"] in names


def located(parsed: Json, geonameid: int) -> list[Json]:
    return [e for e in parsed["events"] if e["location"] and e["location"]["place"]["geonameid"] == geonameid]


@pytest.fixture(params=["own words", "original"])
def parsed(request: pytest.FixtureRequest, dateline: Run, articles: Path) -> Json:
    if request.param == "own words":
        path = articles / "kryvyi-rih.txt"
    else:
        path = request.getfixturevalue("shared") / "articles" / "kryvyi-rih-2025-04-04.txt"
    return parse(dateline, path, "--published", "2025-04-04")


def test_missile_strike_has_place_date_toll_and_speakers(parsed: Json) -> None:
    (strike,) = (e for e in located(parsed, KRYVYI_RIH) if e["killed"])
    assert (strike["layer"], strike["event_class"]) == ("incident", "violence")
    assert strike["event_type"] == "Explosions/Remote violence"
    assert strike["sub_event_type"] == "Shelling/artillery/missile attack"
    assert (strike["event_date"], strike["event_date_end"], strike["time_precision"]) == ("2025-04-04", "2025-04-04", 1)
    assert (strike["geo_precision"], strike["geometry_kind"], strike["location_role"]) == (1, "point", "event")
    assert (strike["killed"]["low"], strike["killed"]["high"]) == (16, None)
    assert "kraine" in strike["killed"]["speaker"] or "Ukrainian" in strike["killed"]["speaker"]
    assert (strike["injured"]["low"], strike["injured"]["high"]) == (50, None)
    assert "emergency service" in strike["injured"]["speaker"].lower()
    (hospital,) = (c for c in strike["counts"] if c["what"] == "hospitalised")
    assert hospital["low"] in {30, 31}
    assert hospital["high"] is None
    assert "Lysak" in hospital["speaker"]


def test_losses_that_the_attacker_claims_are_a_claim_and_nothing_else(parsed: Json) -> None:
    claims = [claim for event in located(parsed, KRYVYI_RIH) for claim in event["claims"]]
    claimed = [claim for claim in claims if any(count["high"] == 85 for count in claim["counts"])]
    assert claimed
    assert all("ministry" in claim["speaker"] for claim in claimed)
    for event in parsed["events"]:
        tolls = [event["killed"], event["injured"], *event["counts"]]
        assert not any(count and 85 in {count["low"], count["high"]} for count in tolls)


def test_later_drone_attack_is_an_event_of_its_own_without_the_toll_of_the_first(parsed: Json) -> None:
    incidents = [e for e in located(parsed, KRYVYI_RIH) if e["layer"] == "incident"]
    assert len(incidents) == 2
    (drones,) = (e for e in incidents if not e["killed"])
    assert drones["sub_event_type"] == "Air/drone strike"
    assert (drones["event_date"], drones["time_precision"]) == ("2025-04-04", 1)
    assert drones["injured"] is None


@pytest.mark.parametrize(("speaker", "dated"), [("Lammy", True), ("Rubio", False)])
def test_statements_lie_where_they_were_made(parsed: Json, speaker: str, dated: bool) -> None:
    said = [e for e in located(parsed, BRUSSELS) if any(speaker in actor["name"] for actor in e["actors"])]
    assert said
    for event in said:
        assert (event["layer"], event["event_class"], event["location_role"]) == ("statement", "statement", "statement")
        date = event["event_date"]
        assert date == "2025-04-04" if dated else date in {"2025-04-03", "2025-04-04", None}


def test_last_months_agreement_is_background_in_an_area(parsed: Json) -> None:
    (agreement,) = located(parsed, SAUDI_ARABIA)
    assert (agreement["layer"], agreement["location_role"]) == ("background", "background")
    assert agreement["event_class"] == "diplomacy"
    assert (agreement["geometry_kind"], agreement["geo_precision"], agreement["where_prec"]) == ("area", 3, 6)
    assert (agreement["event_date"], agreement["event_date_end"]) == ("2025-03-01", "2025-03-31")
    assert agreement["time_precision"] == 3


def test_nothing_else_is_on_the_map(parsed: Json) -> None:
    places = {e["location"]["place"]["geonameid"] for e in parsed["events"] if e["location"]}
    names = {e["location"]["place"]["name"] for e in parsed["events"] if e["location"]}
    assert places == {KRYVYI_RIH, BRUSSELS, SAUDI_ARABIA}
    assert not names & NEVER_ON_THE_MAP


def test_all_names_are_found_and_traced(parsed: Json) -> None:
    check_traces(parsed)
    found = [t for t in parsed["toponyms"] if t["place"] and t["place"]["geonameid"] == KRYVYI_RIH]
    assert len(found) == parsed["article"]["text"].count("Kryvyi Rih")
    washington = [t for t in parsed["toponyms"] if t["text"] == "Washington"]
    assert washington
    assert all(t["kind"] == "metonym" for t in washington)


def overlap(one: Json, other: Json) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


@pytest.mark.parametrize("identifier", ["E1", "E2", "E4", "E5", "E6"])
def test_events_of_the_gold_are_found(dateline: Run, shared: Path, identifier: str) -> None:
    stem = shared / "articles" / "kryvyi-rih-2025-04-04"
    gold = json.loads(stem.with_suffix(".gold.json").read_text(encoding="utf-8"))
    parsed = parse(dateline, stem.with_suffix(".txt"), "--published", "2025-04-04")
    (wanted,) = (event for event in gold["events"] if event["id"] == identifier)
    tolerance = dt.timedelta(days=wanted.get("date_tolerance_days", 0))
    start, end = (dt.date.fromisoformat(wanted["date"][key]) for key in ("start", "end"))

    def matches(event: Json) -> bool:
        if event["layer"] != wanted["layer"] or not event["location"] or not event["event_date"]:
            return False
        first, last = (dt.date.fromisoformat(event[key]) for key in ("event_date", "event_date_end"))
        return (
            event["location"]["place"]["geonameid"] == wanted["location"]["resolved"]["geonameid"]
            and first - tolerance <= end
            and start - tolerance <= last
            and event["geo_precision"] == wanted["location"]["precision"]["acled_geo_precision"]
            and (event["sub_event_type"] == wanted["acled"]["sub_event_type"] if wanted["acled"] else True)
            and any(overlap(evidence, span) for evidence in event["evidence"] for span in wanted["evidence"])
        )

    assert any(matches(event) for event in parsed["events"])
