"""Count in how many articles of news a word stands: ``python -m geo.training.word_spread CORPORA``.

Writes ``geo/events/data/word_spread.tsv``: what is common in the training parts of three corpora of news, so that the
likeness of two articles does not depend on which others they are compared beside.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from geo.evaluation import corpora
from geo.events.stories import words

_NEWS = ("lgl", "trnews", "gwn")
_LEAST = 6
_TARGET = Path(__file__).parents[1] / "events" / "data" / "word_spread.tsv"


def main(arguments: Sequence[str] | None = None) -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(prog="python -m geo.training.word_spread", description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with geoparsing/*.jsonl")
    options = parser.parse_args(arguments)
    texts = [r["text"] for name in _NEWS for r in corpora.training(options.corpora / "geoparsing" / f"{name}.jsonl")]
    spread = Counter(word for text in texts for word in {word.lower() for word in words(text)})
    common = sorted((word, count) for word, count in spread.items() if count >= _LEAST)
    lines = [
        "# In how many articles of news a word stands (geo/training/word_spread.py); rarer words are left out.",
        f"(articles)\t{len(texts)}",
        *(f"{word}\t{count}" for word, count in common),
    ]
    _TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
