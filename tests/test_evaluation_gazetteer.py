"""Candidate recall: how it is counted, and the floors that the embedded gazetteer must keep."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gazetteers import write_small_gazetteer

from geo.errors import InputError
from geo.evaluation.gazetteer import evaluate
from geo.gazetteer import Gazetteer


def gold(name: str, geonameid: int | None, latitude: float | None, longitude: float | None) -> dict[str, object]:
    return {"name": name, "start": 0, "end": len(name), "geonameid": geonameid, "lat": latitude, "lon": longitude}


def test_a_gold_counts_by_id_and_by_distance(tmp_path: Path) -> None:
    gazetteer = Gazetteer.open(write_small_gazetteer(tmp_path / "small.sqlite"))
    toponyms = [
        gold("Paris", 4717560, 33.7, -95.6),  # by id and by distance
        gold("Paris", 1, 48.9, 2.4),  # another id, but right there
        gold("Texas", None, 29.4, -98.5),  # no id; the state holds the point
        gold("Kyiv", 2, 10.0, 10.0),  # neither
        gold("Paris", None, None, None),  # nothing to measure
    ]
    corpus = tmp_path / "made.jsonl"
    corpus.write_text(json.dumps({"id": "1", "text": "", "toponyms": toponyms}))
    whole = evaluate([corpus], gazetteer).rows[0]
    assert (whole["corpus"], whole["part"], whole["names"]) == ("made", "whole", 4)
    assert whole["recall by id"] == pytest.approx(1 / 3, abs=1e-4)
    assert whole["recall by distance"] == 0.75


def test_an_unreadable_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        evaluate([tmp_path / "none.jsonl"], Gazetteer.open(write_small_gazetteer(tmp_path / "small.sqlite")))


# Pinned floors of the whole files. Lowering one is a deliberate act.
FLOORS = {
    "lgl": (0.918, 0.965),
    "trnews": (0.946, 0.968),
    "gwn": (0.863, 0.868),
    "tudloc": (0.884, 0.876),
    "geovirus": (None, 0.950),
}


@pytest.mark.shared
@pytest.mark.parametrize("corpus", sorted(FLOORS))
def test_the_embedded_gazetteer_keeps_its_floors(shared: Path, corpus: str) -> None:
    row = evaluate([shared / "corpora" / "geoparsing" / f"{corpus}.jsonl"]).rows[0]
    by_id, by_distance = FLOORS[corpus]
    if by_id is not None:
        assert float(str(row["recall by id"])) >= by_id
    assert by_distance is not None
    assert float(str(row["recall by distance"])) >= by_distance
