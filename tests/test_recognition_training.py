"""Training the judge of spans: what is right, what is left out of account, and that a run can be repeated."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("lightgbm", reason="the extra dateline[train] is not installed")
pytest.importorskip("onnx")

from geo.settings import load as load_settings
from geo.training import recognition_spans

SENTENCES = (
    ("Floods reached Novi Sad on Monday, and the bridge at Zrenjanin was closed.", ("Novi Sad", "Zrenjanin")),
    (
        "The mayor of Graz met the Graz fire chief near Leoben, Styria.",
        ("Graz", "Leoben", "Styria"),
    ),
    ("Paris Hilton sang while police in Lyon and Marseille counted the crowd.", ("Lyon", "Marseille")),
)


def corpora(root: Path, articles: int) -> Path:
    """Write small corpora of our own sentences."""
    (root / "geoparsing").mkdir(parents=True)
    for corpus in recognition_spans.GEOPARSING:
        with (root / "geoparsing" / f"{corpus}.jsonl").open("w", encoding="utf-8") as lines:
            for number in range(articles):
                text, names = SENTENCES[number % len(SENTENCES)]
                text = f"Report {number}. {text}{' Nobody was hurt.' * 40}"
                toponyms = [
                    {"start": text.index(name), "end": text.index(name) + len(name), "name": name}
                    | {"lat": 0.0 if name != "Styria" else None, "lon": 0.0, "geonameid": 1, "type": None}
                    for name in names
                ]
                lines.write(json.dumps({"id": number, "title": "", "text": text, "toponyms": toponyms}) + "\n")
    return root


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    for name in ("recogniser.onnx", "recogniser-tokenizer.json"):
        shutil.copy(load_settings().data_dir / "models" / name, folder / name)
    return folder


def test_names_are_right_and_names_without_a_place_neutral(tmp_path: Path, network: Path) -> None:
    samples = recognition_spans.read(corpora(tmp_path, 20), [network])
    labels: dict[str, set[int]] = {}
    for sample in samples:
        for (first, last), label in zip(sample.spans, sample.labels, strict=True):
            start, end = sample.encoded.spans[first][0], sample.encoded.spans[last][1]
            labels.setdefault(sample.encoded.text[start:end], set()).add(int(label))
    assert labels["Novi Sad"] == labels["Leoben"] == {1}
    assert labels["Styria"] == {recognition_spans.NEUTRAL}
    assert any(len(sample.encoded.text) < 600 for sample in samples), "short pieces are learnt from, too"


def test_training_twice_gives_the_same_bytes(tmp_path: Path, network: Path) -> None:
    root = corpora(tmp_path / "corpora", 60)
    written = []
    for turn in ("one", "two"):
        out = tmp_path / turn
        out.mkdir()
        recognition_spans.main([str(root), str(network), "--out", str(out), "--mentions", str(out / "mentions.jsonl")])
        written.append([(out / name).read_bytes() for name in ("recogniser-spans.onnx", "mentions.jsonl")])
    assert written[0] == written[1]
    records = [json.loads(line) for line in written[0][1].splitlines()]
    assert {record["corpus"] for record in records} == set(recognition_spans.GEOPARSING)
    first = next(record for record in records if record["mentions"])
    assert len(first["mentions"][0]) == 4
