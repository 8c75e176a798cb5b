"""The weights of a shipped int8 encoder as numbers again, so that training can go on from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from geo.recognition.tagger import MODEL

Arrays = dict[str, NDArray[np.float32]]

_STEPS_TO_BIAS = 6


def weights(folder: Path) -> dict[str, Tensor]:
    """Return the float32 weights of the recogniser in ``folder`` by their names, word embeddings left out."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / MODEL)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found: Arrays = {
        name: value for name, value in stored.items() if value.dtype == np.float32 and "_scale" not in name
    }
    for name, value in stored.items():
        if not name.endswith("_quantized"):
            continue
        base = name.removesuffix("_quantized")
        numbers = (value.astype(np.float32) - stored[f"{base}_zero_point"]) * stored[f"{base}_scale"]
        if base.startswith("onnx::"):
            base, numbers = _named_by_bias(graph, name, stored), numbers.T
        found[base] = numbers
    names = {name.removeprefix("network."): np.ascontiguousarray(value) for name, value in found.items()}
    return {name: torch.from_numpy(value.copy()) for name, value in names.items()}


def _named_by_bias(graph: object, weight: str, stored: dict[str, NDArray[np.float32]]) -> str:
    """Return the name of a matrix that the export has renamed: it goes with the bias that is added after it."""
    nodes = list(graph.node)  # type: ignore[attr-defined]  # onnx has no types
    node = next(one for one in nodes if weight in one.input)
    for _ in range(_STEPS_TO_BIAS):
        node = next(one for one in nodes if node.output[0] in one.input)
        bias = next((name for name in node.input if name in stored and name.endswith(".bias")), None)
        if node.op_type == "Add" and bias:
            return f"{str(bias).removesuffix('.bias')}.weight"
    raise ValueError(f"{weight}: no bias follows it in the graph")
