"""Fix which part each annotated article belongs to: ``python -m geo.training.annotation_parts [SHARED]``.

Held out of training are the articles of the development parts of the corpora and three in a hundred of the others,
half of them for development, half for test, by the digest of their texts; whole stories go together (one story of
its corpus, or a quarter of the shorter text's runs of seven words in common). Our own articles are held out,
half and half, but for those written to learn from (``dl-t-…``) and those with their texts in the shared folder
alone. An article that has a part keeps it, and gives it to its story. The table holds digests only.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.annotation import jsonl, parts, texts
from geo.annotation.model import OWN_CORPUS, AnnotatedArticle
from geo.annotation.parts import Part
from geo.annotation.texts import Key, Source
from geo.errors import InputError
from geo.evaluation import corpora

_RUN = 7
# A run that more articles have is a phrase of an agency, no sign of one story.
_MOST_WITH_A_RUN = 7
_SAME_STORY = 0.25
_FEWEST_RUNS = 20
# Of 1,000 articles outside the corpora's development parts so many are held out.
_HELD_OUT = 30
# What is held out of training in one telling is so in the others.
_HELD_OUT_FIRST = (Part.TEST, Part.DEVELOPMENT, Part.TRAINING)
_ONLY_TRAINING = "own-training"
# Ids of our own articles that were written to learn from.
_TO_LEARN_FROM = "dl-t-"


def assign(
    articles: Sequence[AnnotatedArticle], sources: Mapping[Key, Source], fixed: Mapping[str, Part]
) -> dict[str, Part]:
    """Return the part of each article of others, by the digest of its text; stories stay together.

    ``fixed`` are the parts that there are already.

    Raises:
        InputError: if a text is absent or has changed.

    """
    found = {}
    for article in articles:
        source = texts.source_of(article, sources)
        if source is None:
            raise InputError(f"{article.name}: its text is needed to tell which articles are of one story")
        found[article.key] = source
    by_key = {article.key: article for article in articles}
    table: dict[str, Part] = {}
    for story in stories(found):
        leading = min(by_key[key].sha256 for key in story)
        number = int(leading[:8], 16)
        held_out = any(corpora.is_development(*key) for key in story) or number % 1000 < _HELD_OUT
        part = _half(number // 1000) if held_out else Part.TRAINING
        digests = [parts.short(by_key[key].sha256) for key in story]
        known = {fixed[digest] for digest in digests if digest in fixed}
        part = next((one for one in _HELD_OUT_FIRST if one in known), part)
        table |= {digest: fixed.get(digest, part) for digest in digests}
    return table


def of_our_own(article: AnnotatedArticle) -> Part:
    """Return the part of one of our own articles."""
    return Part.TRAINING if article.id.startswith(_TO_LEARN_FROM) else _half(int(article.sha256[:8], 16))


def stories(sources: Mapping[Key, Source]) -> list[list[Key]]:
    """Return the articles by the story that they tell."""
    above = {key: key for key in sources}

    def top(key: Key) -> Key:
        while above[key] != key:
            key = above[key]
        return key

    told: dict[str, list[Key]] = defaultdict(list)
    having: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    runs = {key: _runs(source.text) for key, source in sources.items()}
    for key, source in sources.items():
        if source.story:
            told[source.story].append(key)
        for run in runs[key]:
            having[run].append(key)
    for first, *others in told.values():
        for other in others:
            above[top(other)] = top(first)
    common = Counter(
        pair for keys in having.values() if len(keys) <= _MOST_WITH_A_RUN for pair in itertools.combinations(keys, 2)
    )
    for (one, other), times in common.items():
        fewer = min(len(runs[one]), len(runs[other]))
        if fewer > _FEWEST_RUNS and times > _SAME_STORY * fewer:
            above[top(one)] = top(other)
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in sources:
        groups[top(key)].append(key)
    return list(groups.values())


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _half(number: int) -> Part:
    return Part.DEVELOPMENT if number % 2 else Part.TEST


def main() -> None:
    """Write ``data/annotations/parts.tsv``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, nargs="?", default=texts.shared_folder(), help="others' corpora")
    shared: Path | None = parser.parse_args().shared
    folder = texts.annotations_folder()
    if shared is None:
        parser.error("others' corpora are not at hand: name their folder")
    files = {path.stem: jsonl.read(path) for path in folder.glob("*.jsonl") if not path.stem.startswith("second-")}
    table = {
        parts.short(article.sha256): of_our_own(article) if article.corpus == OWN_CORPUS else Part.TRAINING
        for name in (Path(texts.OWN_FILE).stem, _ONLY_TRAINING)
        for article in files.pop(name, [])
    }
    path = folder / parts.FILE
    fixed = parts.read(path) if path.is_file() else {}
    table |= assign([one for articles in files.values() for one in articles], texts.load(shared=shared), fixed)
    parts.write(table, path)
    print(path, dict(sorted(Counter(table.values()).items())))


if __name__ == "__main__":
    main()
