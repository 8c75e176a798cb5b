import json
from pathlib import Path

import pytest

from geo import gazetteer
from geo.errors import InputError
from geo.evaluation.corpora import is_development
from geo.training.resolution_data import read, read_recognised

TEXT = "Ferries left Bergen for Oslo. Captain Lee Bergen waved."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    name = next(str(n) for n in range(100) if not is_development("own", str(n)))
    golds = [
        {"start": 13, "end": 19, "name": "Bergen", "lat": 60.39, "lon": 5.32, "geonameid": 3161732},
        {"start": 24, "end": 28, "name": "Oslo", "lat": 59.91, "lon": 10.75, "geonameid": 3143244},
    ]
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"id": name, "text": TEXT, "toponyms": golds}) + "\n")
    return path


def test_names_that_a_recogniser_found_are_right_where_the_annotators_have_them(corpus: Path) -> None:
    article = json.loads(corpus.read_text())["id"]
    mentions = [[13, 19, "literal", 1.0], [42, 48, "literal", 0.6]]
    given, found = read([corpus], gazetteer.default(), {("own", article): [tuple(m) for m in mentions]})
    assert (given.found, found.found) == (False, True)
    assert [gold and gold.name for gold in found.golds] == ["Bergen", None]
    assert found.exact[found.document.rows(0)].sum() == 1
    assert not found.exact[found.document.rows(1)].any()
    assert all(mention.score < 1 for mention in found.document.mentions)


@pytest.mark.parametrize("line", ["no JSON", "[]", '{"corpus": "own", "id": "1"}'])
def test_other_files_than_a_recognisers_output_are_refused(line: str, tmp_path: Path) -> None:
    path = tmp_path / "mentions.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(InputError, match=r"mentions\.jsonl"):
        read_recognised(path)
    with pytest.raises(InputError, match=r"missing\.jsonl"):
        read_recognised(tmp_path / "missing.jsonl")
    assert read_recognised(None) == {}
