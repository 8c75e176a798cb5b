"""The one loader of networks: what is missing or no model is said in one line, with the file and the remedy."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from geo import inference, settings
from geo.errors import ModelError
from geo.events.reader import ARGUMENTS_MODEL, WORDS_MODEL, Reader
from geo.inference import Network, load_tokenizer
from geo.resolution.ranking import Ranker

PACKAGE = Path(inference.__file__).parent
LOADERS: list[tuple[Callable[[Path], object], str]] = [
    (Network, "net.onnx"),
    (load_tokenizer, "words.json"),
]


def models() -> Path:
    return settings.load().data_dir / "models"


def one_line(error: ModelError, path: Path) -> str:
    message = str(error)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert "DATELINE_DATA" in message
    return message


@pytest.mark.parametrize(("load", "name"), LOADERS)
def test_a_file_that_is_not_there(load: Callable[[Path], object], name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        load(tmp_path / name)
    assert "missing" in one_line(raised.value, tmp_path / name)


@pytest.mark.parametrize(("load", "name"), LOADERS)
@pytest.mark.parametrize("content", [b"", b"<html>404</html>", bytes(range(256)) * 40])
def test_a_file_that_is_something_else(
    load: Callable[[Path], object], name: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError) as raised:
        load(tmp_path / name)
    assert "corrupt" in one_line(raised.value, tmp_path / name)


@pytest.mark.parametrize("name", [WORDS_MODEL, ARGUMENTS_MODEL])
def test_the_reader_names_the_graph_that_fails(name: str, tmp_path: Path) -> None:
    for whole in (WORDS_MODEL, ARGUMENTS_MODEL):
        shutil.copyfile(models() / whole, tmp_path / whole)
    Reader(tmp_path)
    (tmp_path / name).write_bytes((models() / name).read_bytes()[:-2000])
    with pytest.raises(ModelError, match=re.escape(name)):
        Reader(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=rf"{re.escape(name)}: the model is missing"):
        Reader(tmp_path)


@pytest.mark.parametrize("stage", ["first", "second", "confidence"])
def test_the_ranker_loads_as_everything_does(stage: str, tmp_path: Path) -> None:
    for path in models().glob("ranker*"):
        shutil.copyfile(path, tmp_path / path.name)
    broken = tmp_path / f"ranker-{stage}.onnx"
    broken.write_bytes(b"trees")
    with pytest.raises(ModelError) as raised:
        Ranker(tmp_path)
    assert "corrupt" in one_line(raised.value, broken)


def test_nothing_else_makes_a_session() -> None:
    makers = [path for path in PACKAGE.rglob("*.py") if "InferenceSession" in path.read_text(encoding="utf-8")]
    assert makers == [PACKAGE / "inference.py"]


def test_softmax_of_nothing_and_of_large_numbers() -> None:
    assert inference.softmax(np.zeros((0, 3))).shape == (0, 3)
    shares = inference.softmax(np.asarray([[1e4, 1e4, -1e4]]))
    assert shares.tolist() == [[0.5, 0.5, 0.0]]
