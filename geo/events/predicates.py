"""What a sentence is told to be: the verb at its core, below who says so, and how it is meant.

"Norway said it would not send doctors" is about sending, in the future and negated; whether that is a
promise, a threat or a refusal hangs on these words more than on the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYING = frozenset(
    {
        "say",
        "announce",
        "declare",
        "report",
        "state",
        "confirm",
        "reveal",
        "add",
        "note",
        "reiterate",
        "insist",
        "stress",
        "quote",
        "tell",
        "claim",
        "conclude",
        "explain",
    }
)
_DEEPEST = 3
_COMPLEMENTS = frozenset({"acomp", "xcomp", "prt", "dobj"})
_WILL = frozenset({"wo", "'ll", "’ll", "shall"})


def of(tokens: Iterable[Token]) -> set[str]:
    """Return features of the core verb: "core send", "core modal will", "core neg", "core act withdraw"."""
    words = list(tokens)
    root = next((token for token in words if token.dep_ == "ROOT"), None)
    if root is None:
        return set()
    verb = _below_saying(root)
    found = {f"core {_lemma(verb)}"}
    for child in verb.children:
        if child.dep_ in ("neg", "auxpass"):
            found.add(f"core {child.dep_}")
        elif child.dep_ == "aux" and child.tag_ == "MD":
            found.add(f"core modal {'will' if child.lower_ in _WILL else _lemma(child)}")
        elif child.dep_ == "ccomp":
            found.update(
                f"core ccomp modal {_lemma(part)}"
                for part in child.children
                if part.dep_ == "aux" and part.tag_ == "MD"
            )
        elif child.dep_ in _COMPLEMENTS:
            found.add(f"core {child.dep_} {_lemma(child)}")
            found.update(f"core act {_lemma(act)}" for act in _acts(child))
    if any(token.lower_ == "unless" for token in words):
        found.add("unless")
    return found


def _below_saying(root: Token) -> Token:
    verb = root
    for _ in range(_DEEPEST):
        told = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
        if told is None or _lemma(verb) not in _SAYING:
            break
        verb = told
    return verb


def _acts(complement: Token) -> list[Token]:
    """Return the act of "threatened to withdraw", and that of "is ready to withdraw"."""
    if complement.dep_ == "xcomp":
        return [complement]
    if complement.dep_ == "acomp":
        return [child for child in complement.children if child.dep_ == "xcomp"]
    return []


def _lemma(token: Token) -> str:
    lemma: str = token.lemma_.lower()
    return lemma
