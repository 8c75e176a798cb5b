"""The trained network as the int8 ONNX file that is shipped."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch

from geo.recognition.tagger import MODEL, TOKENIZER
from geo.training.recognition_network import RecognitionNetwork

_OPSET = 17
_INPUTS = ("tokens", "cases", "classes", "mask")


def export(network: RecognitionNetwork, tokenizer: Path, folder: Path) -> Path:
    """Write the network and its tokenizer into ``folder`` and return the model's path.

    Weights become int8 per channel, activations are quantised as they come (dynamic).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    network.bert.config._attn_implementation = "eager"
    example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in _INPUTS)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "int8.onnx"
        torch.onnx.export(
            network,
            example,
            str(plain),
            input_names=list(_INPUTS),
            output_names=["logits"],
            dynamic_axes={name: {0: "windows", 1: "tokens"} for name in (*_INPUTS, "logits")},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            plain, small, weight_type=QuantType.QInt8, per_channel=True, extra_options={"MatMulConstBOnly": True}
        )
        target = folder / MODEL
        shutil.copyfile(small, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)
    shutil.copyfile(tokenizer, folder / TOKENIZER)
    return target
