"""The whole way on the sample articles, against results that a person has read line by line.

``UPDATE_GOLDEN=1 pytest tests/test_golden.py`` writes them anew: read the difference before you commit it.
"""

import difflib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLES, Run
from machine import sums_int8_exactly

GOLDEN = Path(__file__).parent / "golden"
# Share of equal lines on processors that cannot give the same results to the digit.
ALIKE = 0.9
# Publication dates of the samples that do not tell theirs; data/articles/README.md has them all.
PUBLISHED = {
    "kryvyi-rih.txt": "2025-04-04",
    "sulawesi-earthquake.txt": "2025-09-17",
    "kentucky-flood.txt": "2025-02-17",
    "kenya-protest.txt": "2025-06-24",
    "red-sea-ship.html": None,
    "alexandria-shooting.txt": None,
}

Json = dict[str, Any]


def number(count: Json | None) -> str | None:
    if count is None:
        return None
    low, high = count["low"], count["high"]
    what = f"{count['what']} " if "what" in count else ""
    return f"{what}{'' if low is None else low}..{'' if high is None else high}, says {count['speaker']}"


def place(value: Json | None) -> str | None:
    if value is None:
        return None
    return f"{value['geonameid']} {value['name']}, {value['admin1_name']}, {value['country_code']}"


def event(value: Json) -> Json:
    location = value["location"]
    kinds = ("event_class", "event_type", "sub_event_type", "plover_event")
    return {
        "headline": value["headline"],
        "layer": value["layer"],
        "type": " / ".join(str(value[kind]) for kind in kinds if value[kind]),
        "trigger": value["trigger"]["text"],
        "evidence": [span["text"] for span in value["evidence"]],
        "place": place(location and location["place"]),
        "where": location and f"{location['relation'] or ''}|{location['text']}",
        "point": [value["latitude"], value["longitude"], value["geometry_kind"]],
        "precision": [value["geo_precision"], value["where_prec"], value["coordinate_uncertainty_m"]],
        "date": [value["event_date"], value["event_date_end"], value["time_precision"]],
        "killed": number(value["killed"]),
        "injured": number(value["injured"]),
        "counts": [number(count) for count in value["counts"]],
        "actors": [f"{actor['role']}: {actor['name']}" for actor in value["actors"]],
        "claims": [
            f"{claim['speaker']} {claim['stance']}: {claim['text']} {[number(count) for count in claim['counts']]}"
            for claim in value["claims"]
        ],
    }


def summary(parsed: Json) -> Json:
    return {
        "toponyms": [f"{t['text']} | {t['kind']} | {place(t['place'])}" for t in parsed["toponyms"]],
        "events": [event(value) for value in parsed["events"]],
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_sample_article_gives_its_golden_result(dateline: Run, name: str) -> None:
    published = PUBLISHED[name]
    done = dateline("parse", ARTICLES / name, *(["--published", published] if published else []))
    assert (done.returncode, done.stderr) == (0, "")
    result = summary(json.loads(done.stdout))
    golden = GOLDEN / f"{Path(name).stem}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    expected = json.loads(golden.read_text(encoding="utf-8"))
    if sums_int8_exactly():
        assert result == expected
        return
    # Here the int8 networks saturate: a name on the border of being one may fall to the other side.
    mine, theirs = (json.dumps(one, ensure_ascii=False, indent=1).splitlines() for one in (result, expected))
    assert difflib.SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= ALIKE
