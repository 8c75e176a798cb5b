"""The training loop of the recogniser: windows, batches, loss, averaged weights."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from geo.recognition.encoding import CASES, EDGE, Encoded
from geo.recognition.tags import DEMONYM_FIRST, DEMONYM_NEXT, KINDS, OUTSIDE, PLACE_FIRST, PLACE_NEXT, TAGS
from geo.training.recognition_data import Document, Tag

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """An encoded document with its targets, one for each token (``IGNORED`` past a word's first token)."""

    encoded: Encoded
    tags: NDArray[np.int64]
    kinds: NDArray[np.int64]
    demonyms_open: bool


def example(document: Document, encoded: Encoded) -> Example:
    """Return ``document`` as tags and kinds of its words."""
    tags = np.full(len(encoded), IGNORED, dtype=np.int64)
    kinds = np.full(len(encoded), IGNORED, dtype=np.int64)
    tags[encoded.firsts] = OUTSIDE
    starts = [span[0] for span in encoded.spans]
    for label in sorted(document.labels, key=lambda label: label.end - label.start, reverse=True):
        word = int(np.searchsorted(starts, label.start, side="right")) - 1
        word = max(word, 0)
        begun = False
        while word < len(starts) and starts[word] < label.end:
            if encoded.spans[word][1] > label.start:
                token = encoded.firsts[word]
                if label.tag is Tag.UNKNOWN:
                    if tags[token] == OUTSIDE:
                        tags[token] = IGNORED
                else:
                    first, following = (
                        (PLACE_FIRST, PLACE_NEXT) if label.tag is Tag.PLACE else (DEMONYM_FIRST, DEMONYM_NEXT)
                    )
                    tags[token] = following if begun else first
                    if not begun and label.kind is not None:
                        kinds[token] = KINDS.index(label.kind)
                    begun = True
            word += 1
    return Example(encoded, tags, kinds, document.demonyms_open)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. ``batch_tokens`` counts padding; ``word_dropout`` hides labelled words from the network."""

    steps: int
    batch_tokens: int = 1536
    window: int = 190
    rate: float = 2e-4
    head_rate: float = 1e-3
    word_dropout: float = 0.1
    class_dropout: float = 0.1
    caseless: float = 0.06
    average: float = 0.995
    seed: int = 1


Window = tuple[Example, int, int]
Examples = Callable[[random.Random, float], Sequence[Example]]


def train(
    network: nn.Module,
    examples: Examples,
    plan: Plan,
    special: tuple[int, int, int],
    say: Callable[[str], None] = print,
) -> dict[str, Tensor]:
    """Train ``network`` and return the exponential average of its weights.

    ``examples`` gives the documents of one epoch, augmented anew, and is told which share of the
    training is done; ``special`` holds the ids of the tokens that open and close a window and of
    the unknown token.
    """
    rng = random.Random(plan.seed)  # noqa: S311 - reproducible training, no secret
    encoder = [p for name, p in network.named_parameters() if name.startswith("bert") and p.requires_grad]
    fresh = [p for name, p in network.named_parameters() if not name.startswith("bert")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": plan.rate, "weight_decay": 0.01}, {"params": fresh, "lr": plan.head_rate}],
        betas=(0.9, 0.98),
    )
    averaged = {name: value.detach().clone() for name, value in network.state_dict().items()}
    network.train()
    started, losses = time.monotonic(), 0.0
    for step, batch in enumerate(batches(examples, plan, special, rng), start=1):
        progress = step / plan.steps
        factor = min(1.0, progress / 0.06) * (0.5 * (1 + math.cos(math.pi * progress)) * 0.98 + 0.02)
        for group, rate in zip(optimizer.param_groups, (plan.rate, plan.head_rate), strict=True):
            group["lr"] = rate * factor
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(*batch.inputs)
        loss = loss_of(logits.float(), batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(encoder + fresh, 1.0)
        optimizer.step()
        keep = min(plan.average, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in network.state_dict().items():
                if value.is_floating_point() and "word_embeddings" not in name:
                    averaged[name].lerp_(value, 1 - keep)
        losses += loss.item()
        if step % 100 == 0:
            say(f"step {step}/{plan.steps} loss {losses / 100:.4f} {time.monotonic() - started:.0f}s")
            losses = 0.0
        if step >= plan.steps:
            break
    return averaged


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side: inputs of the network and targets, all of the shape (windows, tokens)."""

    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    tags: Tensor
    kinds: Tensor
    open_demonyms: Tensor


def loss_of(logits: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy of tags and kinds; where demonyms are open, "none" and "demonym" are equally right."""
    scores = torch.log_softmax(logits[..., : len(TAGS)], -1)
    known = batch.tags != IGNORED
    exact = -scores.gather(-1, batch.tags.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    either = -torch.logsumexp(scores[..., [OUTSIDE, DEMONYM_FIRST, DEMONYM_NEXT]], -1)
    loss = torch.where(batch.open_demonyms, either, exact)[known].mean()
    if (batch.kinds != IGNORED).any():
        kinds = nn.functional.cross_entropy(
            logits[..., len(TAGS) :].flatten(0, 1), batch.kinds.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        loss = loss + 0.2 * kinds / known.sum() * 10
    return loss


def batches(
    examples: Examples,
    plan: Plan,
    special: tuple[int, int, int],
    rng: random.Random,
) -> Iterator[Batch]:
    """Yield batches without end, of windows of about the same length, drawn anew for each epoch."""
    step = 0
    while True:
        progress = step / plan.steps
        windows = [window for item in examples(rng, progress) for window in _windows(item, plan.window, rng)]
        rng.shuffle(windows)
        groups: list[list[Window]] = []
        for start in range(0, len(windows), 512):
            chunk = sorted(windows[start : start + 512], key=lambda window: window[2] - window[1], reverse=True)
            while chunk:
                count = max(1, plan.batch_tokens // (chunk[0][2] - chunk[0][1] + 2))
                groups.append(chunk[:count])
                chunk = chunk[count:]
        rng.shuffle(groups)
        for group in groups:
            yield _batch(group, plan, special, rng)
            step += 1


def _windows(item: Example, length: int, rng: random.Random) -> Iterator[Window]:
    total = len(item.encoded)
    start = -rng.randint(0, length - 40) if total > length else 0
    while start < total:
        first, last = max(0, start), min(total, start + length)
        if last - first > 15 or (total <= 15 and last > first):
            yield item, first, last
        start += length - 20


def _batch(group: list[Window], plan: Plan, special: tuple[int, int, int], rng: random.Random) -> Batch:
    opening, closing, unknown = special
    shape = (len(group), max(last - first for _, first, last in group) + 2)
    tokens, cases, classes, mask = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    tags, kinds = np.full(shape, IGNORED, dtype=np.int64), np.full(shape, IGNORED, dtype=np.int64)
    demonyms_open = np.zeros(shape, dtype=bool)
    for row, (item, first, last) in enumerate(group):
        inside = slice(1, last - first + 1)
        encoded = item.encoded
        tokens[row, 0], tokens[row, last - first + 1] = opening, closing
        cases[row, 0] = cases[row, last - first + 1] = EDGE
        mask[row, : last - first + 2] = 1
        tags[row, inside] = item.tags[first:last]
        kinds[row, inside] = item.kinds[first:last]
        demonyms_open[row, inside] = item.demonyms_open & (item.tags[first:last] == OUTSIDE)
        ids = encoded.tokens[first:last].copy()
        hidden = False
        for index in range(last - first):
            tag = item.tags[first + index]
            if encoded_first(encoded, first + index):
                hidden = rng.random() < (plan.word_dropout if tag > 0 else 0.015)
            if hidden:
                ids[index] = unknown
        tokens[row, inside] = ids
        if rng.random() >= plan.class_dropout:
            classes[row, inside] = encoded.classes[first:last]
        cases[row, inside] = _recased(encoded.cases[first:last], plan.caseless, rng)
    arrays = (torch.from_numpy(array) for array in (tokens, cases, classes, mask))
    first_input, second, third, fourth = arrays
    return Batch(
        (first_input, second, third, fourth),
        torch.from_numpy(tags),
        torch.from_numpy(kinds),
        torch.from_numpy(demonyms_open),
    )


def encoded_first(encoded: Encoded, token: int) -> bool:
    """Say whether ``token`` begins a word."""
    index = int(np.searchsorted(encoded.firsts, token))
    return index < len(encoded.firsts) and bool(encoded.firsts[index] == token)


def _recased(cases: NDArray[np.int64], rate: float, rng: random.Random) -> NDArray[np.int64]:
    """Return the cases as if the window were in capitals or in small letters, now and then."""
    draw = rng.random()
    if draw >= rate:
        return cases
    lower, upper_line = 0, CASES - 1
    letters = np.isin(cases, (0, 1, 2, 3, 6, upper_line))
    return np.where(letters, lower if draw < rate / 2 else upper_line, cases)
