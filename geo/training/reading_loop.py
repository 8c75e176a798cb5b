"""The training loop of the reader: whole articles, several losses, names of places rehearsed, averaged weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from geo.events import candidates
from geo.events.candidates import Words
from geo.events.reader import COUNTED
from geo.recognition.encoding import EDGE
from geo.recognition.windows import windows
from geo.training.reading_data import REPORT, SKIPPED, Example, Target
from geo.training.reading_network import ArgumentHeads, WordHeads
from geo.training.recognition_network import RecognitionNetwork

Special = tuple[int, int, int]
"""Ids of the tokens that open and close a window and of the unknown token."""
Losses = dict[str, Tensor]

# How much each loss weighs.
WEIGHTS = {
    "triggers": 1.0,
    "numbers": 0.7,
    "classes": 0.5,
    "statuses": 0.7,
    "places": 0.7,
    "times": 0.4,
    "same": 1.0,
    "parts": 0.4,
    "owners": 0.6,
    "names": 1.0,
}
_FIRST_WEIGHT = 1.5  # of the first word of a trigger or number: most words are none
_SINGLE_MENTION = 0.3  # of the place of each trigger by itself, beside that of the whole event
_ALTERNATIVE = 0.6  # how right a class is that is accepted beside the event's own
_LEAST_RIGHT = 1e-4


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. ``hidden_names`` is the share of places whose names are hidden wherever the article has them."""

    epochs: int = 8
    articles: int = 4
    rate: float = 2e-4
    head_rate: float = 8e-4
    warm_up: float = 0.08
    average: float = 0.995
    hidden_names: float = 0.15
    hidden_words: float = 0.02
    unchanged: float = 0.3
    without_classes: float = 0.1
    seed: int = 1


class Reader(nn.Module):
    """The encoder with both groups of heads."""

    def __init__(self, encoder: RecognitionNetwork, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.words = WordHeads(width)
        self.arguments = ArgumentHeads(width)
        self.dropout = nn.Dropout(0.1)


def train(
    reader: Reader,
    examples: Sequence[Example],
    plan: Plan,
    special: Special,
    *,
    rehearsal: Callable[[float], Tensor],
    say: Callable[[str], None],
) -> dict[str, Tensor]:
    """Train and return the exponential average of the weights.

    ``rehearsal`` gives, for the share of the training that is done, the loss of naming places on a batch of its
    own, so that the encoder does not forget it.
    """
    rng, draw = random.Random(plan.seed), np.random.default_rng(plan.seed)  # noqa: S311 - reproducible training
    encoder = [p for name, p in reader.named_parameters() if name.startswith("encoder.bert") and p.requires_grad]
    heads = [p for name, p in reader.named_parameters() if not name.startswith("encoder.bert") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}], weight_decay=0.01, fused=True
    )
    steps = plan.epochs * -(-len(examples) // plan.articles)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (plan.warm_up * steps)) * max(0.02, 1 - step / steps)
    )
    current = {name: value for name, value in reader.state_dict().items() if "word_embeddings" not in name}
    averaged = {name: value.detach().clone() for name, value in current.items()}
    started, step, sums = time.monotonic(), 0, dict.fromkeys(WEIGHTS, 0.0)
    reader.train()
    for epoch in range(plan.epochs):
        for batch in _batches(examples, plan.articles, rng):
            losses = _losses(reader, batch, plan, special, draw)
            losses["names"] = rehearsal(step / steps)
            torch.stack([WEIGHTS[name] * value for name, value in losses.items()]).sum().backward()
            nn.utils.clip_grad_norm_([*encoder, *heads], 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            keep = min(plan.average, (1 + step) / (10 + step))
            with torch.no_grad():
                for name, value in current.items():
                    if value.is_floating_point():
                        averaged[name].lerp_(value, 1 - keep)
            for name, loss in losses.items():
                sums[name] += loss.item()
        count = -(-len(examples) // plan.articles)
        told = " ".join(f"{name} {total / count:.3f}" for name, total in sums.items())
        say(f"epoch {epoch + 1}/{plan.epochs}: {told}, {time.monotonic() - started:.0f} s")
        sums = dict.fromkeys(WEIGHTS, 0.0)
    return averaged


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Yield all examples in batches of about the same length, shuffled."""
    order = sorted(examples, key=lambda one: len(one.page.encoded) + rng.random() * 250)
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(batches)
    yield from batches


def _losses(
    reader: Reader, batch: Sequence[Example], plan: Plan, special: Special, draw: np.random.Generator
) -> Losses:
    hidden = [_hidden(example, plan, draw) for example in batch]
    vectors = states(reader, batch, special, hidden, bool(draw.random() < plan.without_classes))
    sums: dict[str, list[Tensor]] = {}
    for example, own in zip(batch, vectors, strict=True):
        for name, loss in _article_losses(reader, example, own).items():
            sums.setdefault(name, []).append(loss)
    return {name: torch.stack(found).sum() / len(batch) for name, found in sums.items()}


def _hidden(example: Example, plan: Plan, draw: np.random.Generator) -> NDArray[np.bool_] | None:
    """Return which tokens the network does not see: names of some places throughout, and words here and there."""
    if draw.random() < plan.unchanged:
        return None
    page = example.page
    words = draw.random(len(page)) < plan.hidden_words
    keys = sorted({one.key for one in example.places if one.key[0] != "anaphor"}, key=str)
    chosen = {key for key in keys if draw.random() < plan.hidden_names}
    for one in example.places:
        if one.key in chosen:
            words[one.words[0] : one.words[1] + 1] = True
    ends = np.append(page.encoded.firsts[1:], len(page.encoded))
    tokens = np.zeros(len(page.encoded), dtype=np.bool_)
    for word in np.flatnonzero(words):
        tokens[page.encoded.firsts[word] : ends[word]] = True
    return tokens


def states(
    reader: Reader,
    batch: Sequence[Example],
    special: Special,
    hidden: Sequence[NDArray[np.bool_] | None] | None = None,
    without_classes: bool = False,
) -> list[Tensor]:
    """Return the encoder's vectors (words, width) for each article of the batch."""
    opening, closing, unknown = special
    cut = [(number, window) for number, one in enumerate(batch) for window in windows(one.page.encoded)]
    longest = max(last - first for _, (first, last) in cut) + 2
    tokens, cases, classes, mask = (np.zeros((len(cut), longest), dtype=np.int64) for _ in range(4))
    for row, (number, (first, last)) in enumerate(cut):
        encoded, inside, end = batch[number].page.encoded, slice(1, last - first + 1), last - first + 1
        unseen = hidden[number] if hidden else None
        ids = encoded.tokens if unseen is None else np.where(unseen, unknown, encoded.tokens)
        tokens[row, 0], tokens[row, end], cases[row, 0], cases[row, end] = opening, closing, EDGE, EDGE
        tokens[row, inside], cases[row, inside] = ids[first:last], encoded.cases[first:last]
        classes[row, inside] = 0 if without_classes else encoded.classes[first:last]
        mask[row, : end + 1] = 1
    arrays = (torch.from_numpy(array) for array in (tokens, cases, classes, mask))
    found = reader.encoder.states(*arrays)
    result = []
    for number, one in enumerate(batch):
        rows = [found[row, 1 : b - a + 1] for row, (owner, (a, b)) in enumerate(cut) if owner == number]
        result.append(reader.dropout(torch.cat(rows)[torch.from_numpy(one.page.encoded.firsts)]))
    return result


def means(vectors: Tensor, spans: Sequence[Words]) -> Tensor:
    """Return the mean vector of each span's words."""
    if not spans:
        return vectors.new_zeros((0, vectors.shape[1]))
    return torch.stack([vectors[first : last + 1].mean(0) for first, last in spans])


def seen(reader: Reader, example: Example, vectors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the context of each sentence and the logits of triggers and numbers of each word."""
    sentences = torch.from_numpy(example.page.sentence_of)
    count = int(sentences.max()) + 1
    sums = vectors.new_zeros((count, vectors.shape[1])).index_add(0, sentences, vectors)
    lengths = torch.bincount(sentences, minlength=count).clamp(min=1)
    result: tuple[Tensor, Tensor, Tensor] = reader.words(sums / lengths[:, None], vectors, sentences)
    return result


def scores(
    reader: Reader, example: Example, vectors: Tensor, context: Tensor, triggers: Sequence[Words]
) -> tuple[Tensor, ...]:
    """Return what the heads say of ``triggers`` against the article's candidates and its annotated numbers."""
    page = example.page
    firsts = np.asarray([words[0] for words in triggers], dtype=np.int64)

    def pairs(others: Sequence[Words], ones: NDArray[np.int64] = firsts) -> NDArray[np.float32]:
        return candidates.pair_features(page, ones, np.asarray([one[0] for one in others], dtype=np.int64))

    def beside(features: NDArray[np.float32], own: NDArray[np.float32]) -> Tensor:
        wide = np.broadcast_to(own[None], (len(features), *own.shape))
        return torch.from_numpy(np.concatenate([features, wide], axis=-1))

    places, dates = [one.words for one in example.places], [one.words for one in example.dates]
    numbers = [number.words for number in example.numbers]
    kinds = np.eye(len(COUNTED), dtype=np.float32)[[number.kind for number in example.numbers]].reshape(-1, 1, 3)
    of_numbers = pairs(triggers, np.asarray([words[0] for words in numbers], dtype=np.int64))
    of_numbers = np.concatenate([of_numbers, np.broadcast_to(kinds, (*of_numbers.shape[:2], 3))], axis=-1)
    result: tuple[Tensor, ...] = reader.arguments(
        means(vectors, triggers),
        context[torch.from_numpy(page.sentence_of[firsts])],
        torch.from_numpy(candidates.trigger_features(page, triggers, example.dates)),
        means(vectors, places),
        beside(pairs(places), example.place_features),
        means(vectors, dates),
        beside(pairs(dates), example.date_features),
        means(vectors, numbers),
        torch.from_numpy(of_numbers),
        torch.from_numpy(candidates.same_features(page, triggers, example.places, example.dates)),
    )
    return result


def pooled(rows: Tensor, special: int) -> Tensor:
    """Return the logits of an event from those of its triggers; the last ``special`` columns are for none."""
    named = torch.logsumexp(rows[:, :-special], 0)
    return torch.cat([named, rows[:, -special:].mean(0) + float(np.log(len(rows)))])


def _article_losses(reader: Reader, example: Example, vectors: Tensor) -> Losses:
    context, trigger_logits, number_logits = seen(reader, example, vectors)
    losses = {
        "triggers": _tag_loss(trigger_logits, [(one.words, 1) for one in example.triggers], 60, 6),
        "numbers": _tag_loss(number_logits, [(one.words, 1 + 2 * one.kind) for one in example.numbers], 40, 8),
    }
    if not example.triggers:
        return losses
    found = scores(reader, example, vectors, context, [one.words for one in example.triggers])
    classes, statuses, places, times, numbers, same, part = found
    losses["classes"] = _class_loss(classes, example)
    targets = torch.tensor([one.status for one in example.triggers])
    losses["statuses"] = functional.cross_entropy(statuses, targets, label_smoothing=0.05)
    of_event: dict[int, list[int]] = {}
    for index, one in enumerate(example.triggers):
        if one.event is not None:
            of_event.setdefault(one.event, []).append(index)
    if of_event:
        losses |= _slot_losses(example, of_event, places, times)
        losses |= _link_losses(example, of_event, same, part)
        if example.numbers:
            shares = numbers.log_softmax(1)
            owners = [
                _owner_loss(shares[row], of_event.get(-1 if one.event is None else one.event))
                for row, one in enumerate(example.numbers)
            ]
            losses["owners"] = torch.stack(owners).mean()
    return losses


def _owner_loss(shares: Tensor, triggers: list[int] | None) -> Tensor:
    return -torch.logsumexp(shares[triggers], 0) if triggers else -shares[-1]


def _tag_loss(logits: Tensor, spans: Sequence[tuple[Words, int]], least: int, share: int) -> Tensor:
    targets = torch.zeros(len(logits), dtype=torch.long)
    for (first, last), tag in spans:
        targets[first], targets[first + 1 : last + 1] = tag, tag + 1
    weights = torch.full((logits.shape[1],), _FIRST_WEIGHT)
    weights[0] = 1.0
    if logits.shape[1] == 3:
        weights[2] = 1.0
    loss = functional.cross_entropy(logits, targets, weight=weights, reduction="sum")
    return loss / max(least, len(logits) / share)


def _class_loss(logits: Tensor, example: Example) -> Tensor:
    right = torch.full_like(logits, _LEAST_RIGHT)
    for row, one in enumerate(example.triggers):
        right[row, list(one.alternatives)] = _ALTERNATIVE
        right[row, one.event_class] = 1.0
    return -torch.logsumexp(logits.log_softmax(1) + right.log(), 1).mean()


def _slot_losses(example: Example, of_event: dict[int, list[int]], places: Tensor, times: Tensor) -> Losses:
    of_places: list[Tensor] = []
    of_times: list[Tensor] = []
    for event, triggers in of_event.items():
        scene = example.scenes[event]
        if scene is not None:
            target = scene or [-1]
            of_places.append(-torch.logsumexp(pooled(places[triggers], 1).log_softmax(0)[target], 0))
            alone = -torch.logsumexp(places[triggers].log_softmax(1)[:, target], 1).mean()
            of_places.append(_SINGLE_MENTION * alone)
        columns = _columns(example.times[event], times.shape[1])
        if columns:
            of_times.append(-torch.logsumexp(pooled(times[triggers], 2).log_softmax(0)[columns], 0))
    losses: Losses = {}
    if of_places:
        losses["places"] = torch.stack(of_places).sum() / len(of_event)
    if of_times:
        losses["times"] = torch.stack(of_times).mean()
    return losses


def _columns(target: Target, width: int) -> list[int]:
    if target == SKIPPED:
        return []
    if target == REPORT:
        return [width - 2]
    return target if isinstance(target, list) else [width - 1]


def _link_losses(example: Example, of_event: dict[int, list[int]], same: Tensor, part: Tensor) -> Losses:
    events = [event for event, triggers in of_event.items() for _ in triggers]
    rows = [index for triggers in of_event.values() for index in triggers]
    if len(rows) < 2:
        return {}
    apart = ~torch.eye(len(rows), dtype=torch.bool)
    is_same = torch.tensor([[float(one == other) for other in events] for one in events])
    is_part = torch.tensor([[float((one, other) in example.parts) for other in events] for one in events])
    picked = torch.tensor(rows)
    return {
        name: functional.binary_cross_entropy_with_logits(logits[picked][:, picked][apart], target[apart])
        for name, logits, target in (("same", same, is_same), ("parts", part, is_part))
    }
