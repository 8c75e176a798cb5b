"""How many articles tell of an event, as the layers say it."""

import dataclasses
import json
from pathlib import Path

from conftest import Run
from test_events_stories import event, parsed

from geo import layers


def test_a_corpus_says_how_many_articles_tell_of_an_event(dateline: Run, tmp_path: Path) -> None:
    texts = [
        "A bomb exploded in Turin on Thursday, killing three people, police said. The blast tore through a market.",
        "Three people were killed when a bomb exploded at a market in Turin on Thursday, police in the city said.",
        "A flood killed two people in Bergen on Wednesday. Heavy rain had closed the roads of the Norwegian coast.",
    ]
    lines = [json.dumps({"id": str(n), "text": text, "published": "2025-04-04"}) for n, text in enumerate(texts)]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = dateline("map", "corpus.jsonl", "--out", "maps")
    assert done.returncode == 0, done.stderr
    events = json.loads((tmp_path / "maps" / "events.geojson").read_text(encoding="utf-8"))["features"]
    found = {one["properties"]["article_id"]: one["properties"]["number_of_sources"] for one in events}
    assert found == {"0": 2, "1": 2, "2": 1}


def test_without_a_comparison_the_number_is_null() -> None:
    article = dataclasses.replace(parsed(["A fire in Turin."])[0], events=(event(),))
    assert layers.build([article]).events["number_of_sources"].isna().all()
    counted = layers.build([article], sources={("0", "id"): 4})
    assert counted.events["number_of_sources"].tolist() == [4]
