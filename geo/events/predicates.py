"""What a sentence is told to be: the verb at its core, below who says so, and how it is meant.

"Norway said it would not send doctors" is about sending, in the future and negated; whether that is a
promise, a threat or a refusal hangs on these words more than on the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "AUX", "ADV"})
_GOVERNED = frozenset({"dobj", "xcomp", "prep", "prt", "ccomp", "aux", "neg", "nsubjpass"})
# What stands around an act without being part of it.
_ASIDE = frozenset(
    {"relcl", "advcl", "acl", "appos", "parataxis", "conj", "cc", "det", "punct", "nummod", "poss", "npadvmod"}
)
_WHEN_AND_HOW_MANY = frozenset({"DATE", "TIME", "CARDINAL"})
# Who does it to whom is no sign of what is done: names are put as what they name.
_NAMED = {"GPE": "country", "LOC": "country", "PERSON": "leader", "NORP": "national", "ORG": "group", "FAC": "place"}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence tells at its core: the ``gist`` in words without names, and the ``words`` and frames seen."""

    gist: str
    words: frozenset[str]


def read(tokens: Iterable[Token]) -> Telling:
    """Return the gist of a sentence, the words of it, and the verbs of all its clauses with what they govern.

    Of "Norway, whose king died in May, said it would not send doctors to Peru" the gist is
    "it would not send doctors to country".
    """
    words = list(tokens)
    root = next((token for token in words if token.dep_ == "ROOT"), None)
    if root is None:
        return Telling("", frozenset())
    verb = _told(root)
    core = _core(verb)
    gist: list[str] = []
    found = _of_verb(verb)
    for token in words:
        word = _lemma(token)
        if token.dep_ == "ROOT":
            found.add(f"root {word}")
        if token.lower_ == "unless":
            found.add("unless")
        if token.pos_ == "VERB":
            found.update(
                f"{word} {child.dep_} {'' if child.dep_ == 'ccomp' else _lemma(child)}"
                for child in token.children
                if child.dep_ in _GOVERNED
            )
        if token.i not in core:
            continue
        named = _NAMED.get(token.ent_type_, token.lower_)
        if gist[-1:] != [named]:
            gist.append(named)
        if not token.ent_type_ and (token.pos_ in _CONTENT or token.dep_ in ("neg", "prt")):
            found.add(word)
    return Telling(" ".join(gist), frozenset(found))


def _core(verb: Token) -> set[int]:
    """Return the tokens below ``verb`` without asides, names' parts and what another clause tells."""
    core: set[int] = set()
    stack = [verb]
    while stack:
        node = stack.pop()
        core.add(node.i)
        stack.extend(
            child
            for child in node.children
            if (child.dep_ not in _ASIDE or (child.dep_ == "conj" and node is verb))
            and child.ent_type_ not in _WHEN_AND_HOW_MANY
        )
    return core


def _of_verb(verb: Token) -> set[str]:
    """Return features of the core verb: "core send", "core modal will", "core neg", "core act withdraw"."""
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
    return found


def _told(root: Token) -> Token:
    """Return the verb of what is told, below who says so: before "officials said" or behind "said that"."""
    verb = root
    for step in range(_DEEPEST):
        told = next(
            (child for child in verb.children if child.dep_ == "ccomp" and (child.i > verb.i or not step)), None
        )
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
