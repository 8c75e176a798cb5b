"""What the recogniser learns from: annotated articles as text with labelled spans."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from geo.evaluation import corpora
from geo.model import MentionKind

IsDemonym = Callable[[str], bool]


class Tag(StrEnum):
    """What a span is for the network. ``UNKNOWN`` spans are left out of the loss."""

    PLACE = "place"
    DEMONYM = "demonym"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled span; ``kind`` is known only where the corpus says it."""

    start: int
    end: int
    tag: Tag
    kind: MentionKind | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An annotated text.

    ``demonyms_open``: the corpus does not annotate demonyms, so that a word outside all labels
    may be one. ``kinds``: the corpus says how its names are used. ``people``: spans of names of
    people and organisations, where known, that augmentation may replace.
    """

    corpus: str
    id: str
    text: str
    labels: list[Label]
    demonyms_open: bool = False
    others: list[tuple[int, int, str]] = field(default_factory=list)


# GeoWebNews' types (Gritta, Pilehvar and Collier, "A pragmatic guide to geoparsing evaluation", 2020).
_KINDS = {
    "Literal": MentionKind.LITERAL,
    "Literal_Modifier": MentionKind.LITERAL,
    "Mixed": MentionKind.LITERAL,
    "Embedded_Literal": MentionKind.LITERAL,
    "Metonymic": MentionKind.METONYM,
    "Embedded_Non_Lit": MentionKind.NESTED,
}
# TUD-Loc annotates whole addresses and buildings, which the news corpora do not.
_OTHER_CONVENTION = frozenset({"POI", "UNIT", "STREET", "STREETNR", "ZIP"})


def documents(path: Path, is_demonym: IsDemonym, *, development: bool = False) -> list[Document]:
    """Return the training (or development) part of a geoparsing corpus."""
    records = corpora.development(path) if development else corpora.training(path)
    return [_document(path.stem, record, is_demonym) for record in records]


def _document(corpus: str, record: corpora.Record, is_demonym: IsDemonym) -> Document:
    labels = [_label(toponym, is_demonym) for toponym in record["toponyms"]]
    return Document(
        corpus=corpus,
        id=str(record["id"]),
        text=record["text"],
        labels=sorted((label for label in labels if label), key=lambda label: label.start),
        demonyms_open=corpus == "geovirus",
    )


def _label(toponym: dict[str, Any], is_demonym: IsDemonym) -> Label | None:
    kind = str(toponym.get("type") or "")
    start, end = int(toponym["start"]), int(toponym["end"])
    if kind == "Homonym":
        return None
    if kind in _OTHER_CONVENTION:
        return Label(start, end, Tag.UNKNOWN)
    if kind in ("Demonym", "Language") or is_demonym(toponym["name"]):
        return Label(start, end, Tag.DEMONYM)
    return Label(start, end, Tag.PLACE, _KINDS.get(kind))


def fold(document: Document, folds: int) -> int:
    """Return which of ``folds`` equal parts of the training articles this one belongs to."""
    digest = hashlib.sha256(f"fold/{document.corpus}/{document.id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % folds


_PLACE_TAGS = frozenset({"LOC", "Location"})
_PERSON_TAGS = frozenset({"PER", "Person"})
_DEMONYM_TAGS = frozenset({"Nationality"})


def entity_sentences(path: Path, is_demonym: IsDemonym) -> list[Document]:
    """Return the sentences of a named-entity corpus, a token a line, as documents.

    Its places are names outside organisations only and demonyms are not annotated: organisations,
    products and the like are left out of the loss, and so are words that may be demonyms.
    """
    found: list[Document] = []
    for number, (words, tags) in enumerate(_sentences(path)):
        text = " ".join(words)
        labels: list[Label] = []
        others: list[tuple[int, int, str]] = []
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        for first, last, tag in _entities(tags):
            start, end = starts[first], starts[last] + len(words[last])
            if tag in _PLACE_TAGS:
                labels.append(Label(start, end, Tag.PLACE))
            elif tag in _DEMONYM_TAGS:
                labels.append(Label(start, end, Tag.DEMONYM))
            elif tag in _PERSON_TAGS:
                others.append((start, end, "person"))
            else:
                labels.append(Label(start, end, Tag.UNKNOWN))
        for index, word in enumerate(words):
            if tags[index] == "O" and word[0].isupper() and is_demonym(word):
                labels.append(Label(starts[index], starts[index] + len(word), Tag.UNKNOWN))
        labels.sort(key=lambda label: label.start)
        found.append(Document(path.stem, str(number), text, labels, demonyms_open=True, others=others))
    return found


def _sentences(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    columns = (1, 2) if path.suffix == ".iob2" else (0, 1)
    words: list[str] = []
    tags: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("# "):
            continue
        if len(cells) <= max(columns):
            if words:
                yield words, tags
            words, tags = [], []
            continue
        words.append(cells[columns[0]])
        tags.append(cells[columns[1]])
    if words:
        yield words, tags


def _entities(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last token and the type of each run of one entity (IOB1 or IOB2)."""
    first, current = 0, ""
    position = -1
    for position, tag in enumerate(tags):
        prefix, _, name = tag.partition("-")
        if prefix == "I" and name == current:
            continue
        if current:
            yield first, position - 1, current
        first, current = position, name if prefix in ("B", "I") else ""
    if current:
        yield first, position, current
