"""Count what classes of events words have named: ``python -m geo.training.trigger_classes [SHARED]``.

Writes ``data/models/trigger-classes.tsv`` (see :mod:`geo.events.word_classes`) from the training part of the annotated
articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from geo import settings
from geo.annotation import parts, texts
from geo.annotation.parts import Part
from geo.events import word_classes
from geo.files import write_whole
from geo.model import EventClass

LEAST = 2
_HEAD = """# How often each word has named an event of each class in the training part of the annotated articles
# (data/annotations, CC0; of the articles of others only these counts are here). Made by geo.training.trigger_classes.
# word\t{classes}
"""


def counted(shared: Path | None) -> Iterator[tuple[str, EventClass]]:
    """Yield the words and the class of every mention of an event in the training part."""
    for article, source in parts.articles(Part.TRAINING, shared):
        for event in article.events:
            for words in event.mentions:
                yield source.text[words.start : words.end], event.event_class


def main() -> None:
    """Count and write what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, help="folder of the corpora, if not DATELINE_SHARED")
    options = parser.parse_args()
    lines = word_classes.table(counted(options.shared or texts.shared_folder()), LEAST)
    path = settings.load().data_dir / "models" / word_classes.MODEL
    write_whole(path, (_HEAD.format(classes="\t".join(EventClass)) + lines).encode())


if __name__ == "__main__":
    main()
