"""The trained network as the int8 ONNX files that are shipped: the vectors of words, which are shared, and the rest."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from geo.recognition.encoder import SEAM, WORDS_MODEL
from geo.recognition.tagger import MODEL, TOKENIZER
from geo.training.recognition_network import RecognitionNetwork

_OPSET = 17
_INPUTS = ("tokens", "cases", "classes", "mask")
# The graph's name for the word embeddings, which no training here changes.
_WORDS = "/word_embeddings/Gather_output_0"


def export(network: RecognitionNetwork, tokenizer: Path, folder: Path) -> Path:
    """Write the network and its tokenizer into ``folder`` and return the path of what is its own.

    Weights become int8 per channel, activations are quantised as they come (dynamic).
    """
    network.eval()
    network.bert.config._attn_implementation = "eager"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        write(network, "logits", whole)
        place(words(whole, Path(scratch) / "words.onnx"), folder / WORDS_MODEL)
        place(layers(whole, "logits", Path(scratch) / "layers.onnx"), folder / MODEL)
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    return folder / MODEL


def write(network: nn.Module, output: str, path: Path, *, reduce_range: bool = False) -> None:
    """Write an encoder with what stands on it in int8; ``reduce_range``: seven bits, for processors without VNNI."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = path.with_suffix(".plain")
    torch.onnx.export(
        network,
        tuple(torch.ones(2, 8, dtype=torch.long) for _ in _INPUTS),
        str(plain),
        input_names=list(_INPUTS),
        output_names=[output],
        dynamic_axes={name: {0: "windows", 1: "tokens"} for name in (*_INPUTS, output)},
        opset_version=_OPSET,
        dynamo=False,
    )
    quantize_dynamic(
        plain,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=reduce_range,
        extra_options={"MatMulConstBOnly": True},
    )


def words(whole: Path, path: Path) -> Path:
    """Write the word embeddings of the encoder at ``whole``."""
    return _part(whole, _INPUTS[:1], SEAM, path)


def layers(whole: Path, output: str, path: Path) -> Path:
    """Write what stands on the word embeddings of the encoder at ``whole``."""
    return _part(whole, (SEAM, *_INPUTS[1:]), output, path)


def _part(whole: Path, inputs: Sequence[str], output: str, path: Path) -> Path:
    import onnx

    model: Any = onnx.load(str(whole))
    found = next(name for node in model.graph.node for name in node.output if name.endswith(_WORDS))
    for node in model.graph.node:
        node.input[:] = [SEAM if name == found else name for name in node.input]
        node.output[:] = [SEAM if name == found else name for name in node.output]
    del model.graph.value_info[:]
    seamed = path.with_suffix(".seamed")
    onnx.save(model, str(seamed))
    onnx.utils.extract_model(str(seamed), str(path), list(inputs), [output])
    return path


def place(made: Path, target: Path) -> None:
    """Put a file where it belongs, whole or not at all."""
    part = target.with_suffix(".part")
    shutil.copyfile(made, part)
    part.replace(target)
