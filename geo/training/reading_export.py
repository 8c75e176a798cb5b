"""The trained reader as the ONNX files that are shipped, in int8."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from geo.events.candidates import PAIR_FEATURES, PLACE_FEATURES, SAME_FEATURES, TIME_FEATURES, TRIGGER_FEATURES
from geo.events.reader import ARGUMENTS_MODEL, COUNTED, WORDS_MODEL
from geo.recognition.encoder import EVENTS_MODEL
from geo.training import recognition_export
from geo.training.reading_loop import Reader
from geo.training.recognition_export import place
from geo.training.recognition_network import RecognitionNetwork

_OPSET = 17


class _Encoder(nn.Module):
    """The encoder as it is shipped: vectors alone, no names."""

    def __init__(self, network: RecognitionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, tokens: Tensor, cases: Tensor, classes: Tensor, mask: Tensor) -> Tensor:
        return self.network.states(tokens, cases, classes, mask)


def export(reader: Reader, folder: Path) -> None:
    """Write encoder and heads into ``folder``, each whole or not at all; the vectors of words are the recogniser's.

    Weights become int8 per channel, activations are quantised as they come (dynamic). On the development part the
    heads in int8 give what they give in float32, in a quarter of the bytes.
    """
    reader.eval()
    reader.encoder.bert.config._attn_implementation = "eager"
    folder.mkdir(parents=True, exist_ok=True)
    width = int(reader.encoder.bert.config.hidden_size)
    with tempfile.TemporaryDirectory() as scratch:
        whole, small = Path(scratch) / "whole.onnx", Path(scratch) / "int8.onnx"
        recognition_export.write(_Encoder(reader.encoder), "states", whole, reduce_range=True)
        place(recognition_export.layers(whole, "states", small), folder / EVENTS_MODEL)
        words = Path(scratch) / WORDS_MODEL
        _write(
            reader.words,
            (torch.rand(3, width), torch.rand(20, width), torch.arange(20) // 7),
            ("means", "vectors", "sentences"),
            ("context", "triggers", "numbers"),
            {
                "means": {0: "sentences"},
                "vectors": {0: "words"},
                "sentences": {0: "words"},
                "context": {0: "sentences"},
                "triggers": {0: "words"},
                "numbers": {0: "words"},
            },
            words,
        )
        _quantise(words, small)
        place(small, folder / WORDS_MODEL)
        arguments = Path(scratch) / ARGUMENTS_MODEL
        _write(reader.arguments, _example(width), tuple(_ARGUMENT_AXES), _ARGUMENT_OUTPUTS, _ARGUMENT_AXES, arguments)
        _quantise(arguments, small)
        place(small, folder / ARGUMENTS_MODEL)


def _quantise(plain: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        plain,
        small,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # processors without VNNI overflow with all eight bits, and read on otherwise
        extra_options={"MatMulConstBOnly": True},
    )


_ARGUMENT_AXES = {
    "triggers": {0: "triggers"},
    "around": {0: "triggers"},
    "trigger_features": {0: "triggers"},
    "places": {0: "places"},
    "place_features": {0: "triggers", 1: "places"},
    "times": {0: "times"},
    "time_features": {0: "triggers", 1: "times"},
    "numbers": {0: "numbers"},
    "number_features": {0: "numbers", 1: "triggers"},
    "same_features": {0: "triggers", 1: "triggers"},
}
_ARGUMENT_OUTPUTS = ("classes", "statuses", "place_scores", "time_scores", "number_scores", "same", "part")


def _example(width: int) -> tuple[Tensor, ...]:
    """Return inputs of different lengths, so that no length becomes a constant of the graph."""
    triggers, places, times, numbers = 4, 5, 3, 2
    return (
        torch.rand(triggers, width),
        torch.rand(triggers, width),
        torch.rand(triggers, TRIGGER_FEATURES),
        torch.rand(places, width),
        torch.rand(triggers, places, PAIR_FEATURES + PLACE_FEATURES),
        torch.rand(times, width),
        torch.rand(triggers, times, PAIR_FEATURES + TIME_FEATURES),
        torch.rand(numbers, width),
        torch.rand(numbers, triggers, PAIR_FEATURES + len(COUNTED)),
        torch.rand(triggers, triggers, SAME_FEATURES),
    )


def _write(  # noqa: PLR0917 - what torch wants to know
    module: nn.Module,
    example: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    axes: dict[str, dict[int, str]],
    path: Path,
) -> None:
    torch.onnx.export(
        module.eval(),
        example,
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=_OPSET,
        dynamo=False,
    )
