"""The recogniser's network: a small BERT encoder whose word embeddings know case and gazetteer class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from geo.recognition.encoding import CASES
from geo.recognition.names import CLASSES
from geo.recognition.tags import KINDS, TAGS


class RecognitionNetwork(nn.Module):
    """Scores of ``TAGS`` and ``KINDS`` for each token: logits of the shape (batch, tokens, tags + kinds).

    The encoder starts from a pretrained sentence encoder; case and gazetteer class enter as
    embeddings that are added to the word embedding, zero at first. Word embeddings stay frozen:
    the training articles know a small part of the vocabulary, and names not seen in training
    must keep their place beside those that were.
    """

    def __init__(self, encoder: Path, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        from safetensors.torch import load_file
        from transformers import BertConfig, BertModel

        config = BertConfig.from_pretrained(encoder)
        config.num_hidden_layers = layers
        # Dropout inside the layers costs a third of the time on a CPU; hidden words and swapped names do its work.
        config.attention_probs_dropout_prob = config.hidden_dropout_prob = 0.0
        self.bert: Any = BertModel(config, add_pooling_layer=False)
        weights = {name.removeprefix("bert."): w for name, w in load_file(encoder / "model.safetensors").items()}
        missing, _ = self.bert.load_state_dict(weights, strict=False)
        if missing:
            raise ValueError(f"{encoder}: weights are missing: {', '.join(missing[:3])}")
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        width = config.hidden_size
        self.cases = nn.Embedding(CASES, width)
        self.classes = nn.Embedding(CLASSES, width)
        for table in (self.cases, self.classes):
            nn.init.normal_(table.weight, std=0.02)
            with torch.no_grad():
                table.weight[0] = 0
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, len(TAGS) + len(KINDS))

    def forward(self, tokens: Tensor, cases: Tensor, classes: Tensor, mask: Tensor) -> Tensor:
        """Return the logits; all inputs have the shape (batch, tokens)."""
        logits: Tensor = self.head(self.dropout(self.states(tokens, cases, classes, mask)))
        return logits

    def states(self, tokens: Tensor, cases: Tensor, classes: Tensor, mask: Tensor) -> Tensor:
        """Return the encoder's vectors, shape (batch, tokens, width)."""
        words = self.bert.embeddings.word_embeddings(tokens) + self.cases(cases) + self.classes(classes)
        hidden: Tensor = self.bert(inputs_embeds=self.dropout(words), attention_mask=mask).last_hidden_state
        return hidden
