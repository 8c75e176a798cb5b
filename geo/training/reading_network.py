"""The reader's network: heads for events on the recogniser's encoder."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from geo.events.candidates import PAIR_FEATURES, PLACE_FEATURES, SAME_FEATURES, TIME_FEATURES, TRIGGER_FEATURES
from geo.events.reader import CLASSES, COUNTED, MOST_SENTENCES, STATUSES

_HEADS = 6
_FEED = 768
_LAYERS = 2
_HIDDEN = 192
_PAIR = 128
_DROPOUT = 0.1


class PairScorer(nn.Module):
    """Scores of each vector of one kind against each of another: (ones, others) logits, or (ones, others, outputs)."""

    def __init__(self, width: int, features: int, outputs: int = 1) -> None:
        super().__init__()
        self.one, self.other = nn.Linear(width, _PAIR), nn.Linear(width, _PAIR)
        self.score = nn.Sequential(
            nn.Linear(3 * _PAIR + features, _PAIR), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(_PAIR, outputs)
        )

    def forward(self, ones: Tensor, others: Tensor, features: Tensor) -> Tensor:
        """Return the scores; ``features`` has the shape (ones, others, features)."""
        one = self.one(ones)[:, None].expand(-1, others.shape[0], -1)
        other = self.other(others)[None].expand(ones.shape[0], -1, -1)
        scores: Tensor = self.score(torch.cat([one, other, one * other, features], dim=-1))
        return scores


def _classifier(width: int, labels: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, _HIDDEN), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(_HIDDEN, labels))


class SentenceLayer(nn.Module):
    """A Transformer layer over the sentences of one article, shape (sentences, width) in and out."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.before_attention, self.before_feed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.asked = nn.Linear(width, 3 * width)
        self.answered = nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.Linear(width, _FEED), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(_FEED, width), nn.Dropout(_DROPOUT)
        )
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, sentences: Tensor) -> Tensor:
        """Return the sentences after each has seen the others."""
        width = sentences.shape[1]
        asked = self.asked(self.before_attention(sentences)).reshape(-1, 3, _HEADS, width // _HEADS)
        query, key, value = (part.transpose(0, 1) for part in asked.unbind(1))
        shares = torch.softmax(query @ key.transpose(1, 2) / math.sqrt(width // _HEADS), dim=-1)
        seen = (self.dropout(shares) @ value).transpose(0, 1).reshape(-1, width)
        sentences = sentences + self.dropout(self.answered(seen))
        result: Tensor = sentences + self.feed(self.before_feed(sentences))
        return result


class WordHeads(nn.Module):
    """Marks on words, once the sentences of the article have seen each other."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.article = nn.Sequential(*(SentenceLayer(width) for _ in range(_LAYERS)))
        self.positions = nn.Embedding(MOST_SENTENCES, width)
        nn.init.normal_(self.positions.weight, std=0.02)
        self.project = nn.Linear(width, width)
        nn.init.zeros_(self.project.weight)
        nn.init.zeros_(self.project.bias)
        self.dropout = nn.Dropout(_DROPOUT)
        self.triggers = nn.Linear(width, 3)
        self.numbers = nn.Linear(width, 1 + 2 * len(COUNTED))

    def forward(self, means: Tensor, vectors: Tensor, sentences: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return what is around each sentence, and the logits of triggers and numbers for each word.

        ``means`` (sentences, width) are the mean vectors of the sentences, ``vectors`` (words, width) those of the
        words, ``sentences`` (words,) the sentence of each.
        """
        places = torch.arange(means.shape[0], device=means.device).clamp(max=MOST_SENTENCES - 1)
        context = self.dropout(self.project(self.article(means + self.positions(places))))
        words = vectors + context[sentences]
        return context, self.triggers(words), self.numbers(words)


class ArgumentHeads(nn.Module):
    """Class and status of triggers, and their scores against places, times, numbers and each other."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.classes = _classifier(2 * width + TRIGGER_FEATURES, len(CLASSES))
        self.statuses = _classifier(2 * width + TRIGGER_FEATURES, len(STATUSES))
        self.places = PairScorer(width, PAIR_FEATURES + PLACE_FEATURES)
        self.nowhere = nn.Linear(width, 1)
        self.times = PairScorer(width, PAIR_FEATURES + TIME_FEATURES)
        self.no_time = nn.Linear(width, 2)
        self.numbers = PairScorer(width, PAIR_FEATURES + len(COUNTED))
        self.no_event = nn.Linear(width, 1)
        self.events = PairScorer(width, SAME_FEATURES, outputs=2)

    def forward(  # noqa: PLR0917 - the inputs of the exported graph, in its order
        self,
        triggers: Tensor,
        around: Tensor,
        trigger_features: Tensor,
        places: Tensor,
        place_features: Tensor,
        times: Tensor,
        time_features: Tensor,
        numbers: Tensor,
        number_features: Tensor,
        same_features: Tensor,
    ) -> tuple[Tensor, ...]:
        """Return the logits that :class:`geo.events.reader.Scores` describes."""
        both = torch.cat([triggers, around, trigger_features], dim=1)
        events = self.events(triggers, triggers, same_features)
        return (
            self.classes(both),
            self.statuses(both),
            torch.cat([self.places(triggers, places, place_features)[:, :, 0], self.nowhere(triggers)], dim=1),
            torch.cat([self.times(triggers, times, time_features)[:, :, 0], self.no_time(triggers)], dim=1),
            torch.cat([self.numbers(numbers, triggers, number_features)[:, :, 0], self.no_event(numbers)], dim=1),
            events[:, :, 0],
            events[:, :, 1],
        )
