"""The one place that loads networks: ONNX graphs on the CPU, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from geo.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
_Float = TypeVar("_Float", bound=np.floating[Any])

_REMEDY = "Reinstall dateline, or set DATELINE_DATA to a complete data directory."


class Network:
    """A loaded graph. It holds no state: one is enough for a process and its threads."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        """Load the graph at ``path``.

        Raises:
            ModelError: if the file is missing or no such graph.

        """
        import onnxruntime

        if not path.is_file():
            raise ModelError(f"{path}: the model is missing. {_REMEDY}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises its own, undocumented types for what is no model
            raise ModelError(f"{path}: the model is corrupt. {_REMEDY}") from error
        self._outputs = tuple(output.name for output in self._session.get_outputs())

    def run(self, **inputs: NDArray[Any]) -> dict[str, Floats]:
        """Return every output of the graph by its name."""
        return dict(zip(self._outputs, self._session.run(None, inputs), strict=True))


def load_arrays(path: Path, names: Collection[str]) -> dict[str, NDArray[Any]]:
    """Load the arrays ``names`` of the archive at ``path``.

    Raises:
        ModelError: if the file is missing or corrupt.

    """
    if not path.is_file():
        raise ModelError(f"{path}: the model is missing. {_REMEDY}")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as saved:
            return {name: saved[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelError(f"{path}: the model is corrupt. {_REMEDY}") from error


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a tokenizer that neither cuts nor pads.

    Raises:
        ModelError: if the file is missing or corrupt.

    """
    from tokenizers import Tokenizer

    if not path.is_file():
        raise ModelError(f"{path}: the tokenizer is missing. {_REMEDY}")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises a bare Exception for what is no tokenizer
        raise ModelError(f"{path}: the tokenizer is corrupt. {_REMEDY}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def softmax(logits: NDArray[_Float]) -> NDArray[_Float]:
    """Return probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True)) if logits.size else logits
    result: NDArray[_Float] = powers / powers.sum(axis=-1, keepdims=True)
    return result


def sigmoid(logits: NDArray[_Float]) -> NDArray[_Float]:
    """Return the probability of each logit."""
    result: NDArray[_Float] = 1 / (1 + np.exp(-logits))
    return result
