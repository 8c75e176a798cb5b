"""How many people, or things, a noun phrase means ("a couple and their two children" are four)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.quantities import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOBODY = frozenset({"nobody", "none", "no-one", "noone"})
_ONE_PERSON = frozenset({"he", "she", "him", "her", "someone", "somebody", "another", "anyone", "anybody"})
_OTHERS = frozenset({"other", "others", "more", "another", "dead", "injured", "wounded", "missing"})
# A phrase that is counted by what stands behind its "of".
_COLLECTIVES = frozenset({"group", "total", "number", "family", "crew", "team", "gang", "band", "party", "handful"})
_NO_PEOPLE = frozenset({"GPE", "LOC", "FAC", "ORG", "DATE", "TIME", "MONEY", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"})
_STATES = frozenset({"wounded", "injured", "hurt", "dead", "killed", "missing", "arrested", "detained"})
# "both" means people told of within so many words.
_BOTH_REACH = 80
# Further back than this in a list nobody looks for its first name.
_LIST_STEPS = 4
_OPENS_A_BREAKDOWN = frozenset({",", ":", "(", "-", "--", "–", "—"})
_PART_WORDS = frozenset({"including", "include", "includes", "included", "among"})


@dataclass(frozen=True, slots=True)
class Group:
    """A counted noun phrase: its bounds, the words that set them, and its tokens (half-open).

    ``numbered`` says whether the text gives a number; "soldiers" alone is two or more. ``heads``
    are the tokens of its nouns.
    """

    low: int | None
    high: int | None
    qualifier: str
    start: int
    end: int
    numbered: bool
    heads: tuple[int, ...] = ()
    parts: tuple[Group, ...] = ()


class Numbers:
    """The quantities of a document by token, found once."""

    def __init__(self, quantities: list[Quantity]) -> None:
        self.all = quantities
        self._by_token = {i: quantity for quantity in quantities for i in range(quantity.start, quantity.end)}

    def at(self, i: int) -> Quantity | None:
        """Return the quantity that token ``i`` is part of."""
        return self._by_token.get(i)

    def before(self, head: Token) -> Quantity | None:
        """Return the quantity that counts the noun ``head`` ("16" in "16 other people")."""
        for i in range(head.i - 1, max(-1, head.left_edge.i - 1, head.i - 9), -1):
            quantity = self._by_token.get(i)
            if quantity is not None:
                return quantity
            token = head.doc[i]
            if token.pos_ in ("ADP", "VERB", "SCONJ", "CCONJ") and token.tag_ not in ("VBN", "VBG", "CC"):
                return None
        return None


@functools.cache
def people() -> frozenset[str]:
    """Return the nouns for people."""
    return frozenset(row[0] for row in lexicon.read("people.tsv"))


def is_person(token: Token) -> bool:
    """Say whether the noun means people."""
    if token.pos_ == "PROPN" or token.tag_ in ("NNP", "NNPS"):
        if token.ent_type_ not in _NO_PEOPLE or token.lemma_.lower() in people():
            return True
        titles = [child for child in token.children if child.dep_ in ("compound", "appos", "amod")]
        return any(title.lemma_.lower() in people() for title in titles)  # "Deputy Li", "Morales, leader of"
    return token.lemma_.lower() in people() or token.lower_ in people() or token.lower_ in _OTHERS


def group_of(head: Token, numbers: Numbers, *, of_people: bool = True, victim: bool = False) -> Group | None:
    """Return the group that the phrase of ``head`` means with all its conjuncts, or None.

    Of a ``victim`` the verb says that it is a person, also where the name is taken for another thing.

    With ``of_people`` conjuncts that are no people ("two officers and a car") are left out.
    """
    head = _whole(head)
    members: list[Group] = []
    for noun in (head, *_conjuncts(head)):
        if noun is not head and _counts_others(noun, numbers):
            break
        group = _single(noun, numbers, of_people=of_people, victim=victim)
        if group is not None and not (members and members[0].numbered and _uncounted(group)):
            members.append(replace(group, heads=(noun.i,)))  # in "20 soldiers and officers" the number counts both
    if not members:
        return None
    members = _without_titles(head.doc, _without_breakdown(head.doc, members))
    parts = _parts(head, numbers)
    if len(members) == 1:
        return replace(members[0], parts=parts)
    lows = [group.low for group in members if group.low is not None]
    highs = [group.high for group in members if group.high is not None]
    return Group(
        low=sum(lows) if lows else None,
        high=sum(highs) if len(highs) == len(members) else None,
        qualifier=", ".join(dict.fromkeys(group.qualifier for group in members if group.qualifier)),
        start=min(group.start for group in members),
        end=max(group.end for group in members),
        numbered=any(group.numbered for group in members),
        heads=tuple(head for group in members for head in group.heads),
        parts=parts,
    )


def _without_breakdown(doc: Doc, members: list[Group]) -> list[Group]:
    """Leave out what only says who the counted were ("three civilians, two women and a man")."""
    for first, whole in enumerate(members[:-2]):
        if whole.end >= len(doc) or doc[whole.end].text not in _OPENS_A_BREAKDOWN:
            continue
        rest = members[first + 1 :]
        if not first and _uncounted(whole) and all(group.numbered for group in rest):
            return rest  # "the nuns, five Swiss and one Norwegian"
        for last in range(2, len(rest) + 1):
            if whole.numbered and sum(group.low or 0 for group in rest[:last]) == whole.low:
                return [*members[: first + 1], *rest[last:]]
    return members


def _without_titles(doc: Doc, members: list[Group]) -> list[Group]:
    """Leave out an office of somebody who is named behind the next one ("senator and candidate Ana Ruiz")."""
    return [
        group
        for group, after in zip(members, [*members[1:], None], strict=True)
        if after is None or not (_is_bare_title(doc[group.heads[0]]) and _goes_on_with_name(doc[after.heads[0]]))
    ]


def _goes_on_with_name(noun: Token) -> bool:
    """Say whether a name is behind the noun, or the noun is a further office without an article before a name."""
    bare = noun.tag_ == "NN" and not any(child.dep_ in ("det", "nummod", "poss") for child in noun.lefts)
    return noun.pos_ == "PROPN" or (bare and noun.i + 1 < len(noun.doc) and noun.nbor(1).tag_ == "NNP")


def _is_bare_title(noun: Token) -> bool:
    return (
        noun.lemma_.lower() in people()
        and noun.tag_ in ("NN", "NNP")
        and not any(child.dep_ in ("det", "nummod", "poss", "compound") for child in noun.lefts)
    )


def singles(head: Token, numbers: Numbers) -> Iterator[tuple[Token, Group]]:
    """Yield each counted conjunct of things by itself ("20 houses, a school and 30 cars")."""
    for noun in (head, *_conjuncts(head)):
        group = _single(noun, numbers, of_people=False)
        if group is not None:
            yield noun, group


def _conjuncts(head: Token) -> Iterator[Token]:
    """Yield the nouns that are coordinated with ``head``, from left to right."""
    coordinated = [child for child in head.rights if _coordinated(child)]
    if not coordinated and head.dep_ in ("dobj", "nsubj", "nsubjpass"):
        # The parser may tie the second victim to the verb ("killed a couple and their children").
        coordinated = [child for child in head.head.children if child.i > head.i and _is_stray(child, head)][:1]
    if head.dep_ in ("pobj", "conj") and head.ent_type_ not in _NO_PEOPLE:
        coordinated += _behind_deed(head, coordinated)
    coordinated += [noun for child in head.rights if (noun := along_with(child)) is not None]
    coordinated += [noun for child in head.rights if child.dep_ == "appos" for noun in _behind_apposition(head, child)]
    for child in coordinated:
        if not _is_part(child):
            yield child
            yield from _conjuncts(child)


def _behind_deed(head: Token, known: list[Token]) -> list[Token]:
    """Return the victim that the parser ties to the deed ("the murder of a nun, her sister, and two guards")."""
    first = next((token for token in (head, *islice(head.ancestors, _LIST_STEPS)) if token.dep_ != "conj"), head)
    deed = first.head.head
    if first.dep_ != "pobj" or first.head.lower_ != "of" or deed.pos_ != "NOUN" or any(c.dep_ == "conj" for c in known):
        return []
    beside = [child for child in deed.head.children if child.dep_ == deed.dep_] if deed.dep_ == "nsubj" else []
    rest = [child for child in (*deed.rights, *beside) if child.i > head.i and child.dep_ in ("conj", deed.dep_)]
    end = head.right_edge.i + 1
    return [
        child
        for child in rest
        if is_person(child)
        and [token.lower_ for token in child.doc[end : child.left_edge.i] if token.text != ","] == ["and"]
    ][:1]


def _behind_apposition(head: Token, apposition: Token) -> list[Token]:
    """Return those whom the parser ties to what is said of the one before.

    In "Ana Ruiz, mayor of Abra, and Jon Berg" it takes Berg for a further office of hers, and in
    a list of names each name for an explanation of the one before.
    """
    if _coordinated(apposition) or not _is_name(head):
        return []
    if _is_name(apposition):
        rest = [token for token in apposition.subtree if token.dep_ == "conj" and token.i > apposition.i]
        return [apposition] if any(_is_name(token) for token in rest) else []
    return [child for child in apposition.rights if child.dep_ == "conj" and _is_name(child)]


def _is_name(noun: Token) -> bool:
    return noun.tag_ == "NNP" and noun.lemma_.lower() not in people() and noun.ent_type_ not in _NO_PEOPLE


def _is_part(noun: Token) -> bool:
    """Say whether the noun is told as a part of what stands before: "among them two journalists"."""
    start = max(noun.sent.start, noun.left_edge.i - 1)
    return any(token.lower_ in _PART_WORDS for token in noun.doc[start : noun.i] if token.i > noun.head.left_edge.i)


def _whole(noun: Token) -> Token:
    """Return the noun that ``noun`` is a part of, where the parser ties both to one verb, else ``noun``."""
    if noun.dep_ not in ("dobj", "nsubjpass") or not _is_part(noun):
        return noun
    before = [child for child in noun.head.children if child.dep_ == noun.dep_ and child.i < noun.i]
    return before[0] if before else noun


def _counts_others(noun: Token, numbers: Numbers) -> bool:
    """Say whether a number goes with a word of its own, or with none ("7 people and 30 wounded", "and millions")."""
    quantity = numbers.at(noun.i)
    if quantity is None or quantity.end >= len(noun.doc):
        return False
    sum_of_money = quantity.high is None and (quantity.low or 0) >= 1000 and _behind_of(noun) is None
    return noun.doc[quantity.end].lower_ in _STATES or sum_of_money


def along_with(child: Token) -> Token | None:
    """Return the noun of "along with one other" or "together with two others"."""
    if child.lower_ in ("along", "together"):
        child = next((token for token in child.rights if token.lower_ == "with"), child)
    elif child.lower_ != "with" or child.i == 0 or child.nbor(-1).lower_ not in ("along", "together"):
        return None
    return next((token for token in child.rights if token.dep_ == "pobj"), None)


def _is_stray(child: Token, noun: Token) -> bool:
    """Say whether only "and" stands between two nouns of one verb, be it inside the first one's phrase."""
    between = [token for token in child.doc[noun.i + 1 : child.left_edge.i] if token.text != ","]
    return (
        child.dep_ in ("conj", noun.dep_)
        and child.pos_ in ("NOUN", "PROPN")
        and len(between) == 1
        and between[0].tag_ == "CC"
    )


def _uncounted(group: Group) -> bool:
    return not group.numbered and group.high is None


def _coordinated(child: Token) -> bool:
    """Say whether the noun goes on with a list; the parser takes a numbered item for an apposition."""
    if child.dep_ == "appos":
        counted = child.tag_ in ("NNS", "NNPS") and any(token.dep_ == "nummod" for token in child.lefts)
        if any(token.lower_ == "other" for token in child.lefts) or _is_relative_in_list(child):
            return is_person(child)
        one_of_many = child.tag_ == "NN" and any(token.lower_ in ("a", "an") for token in child.lefts)
        return counted or (one_of_many and child.head.tag_ in ("NNS", "NNPS"))
    return child.dep_ == "conj" and child.pos_ != "VERB"


def _is_relative_in_list(noun: Token) -> bool:
    """Say whether a list goes on behind somebody's relative ("a judge, her husband, and two guards")."""
    return any(token.tag_ == "PRP$" for token in noun.lefts) and any(
        token.dep_ == "conj" and token.i > noun.i for token in (*noun.head.rights, *noun.rights)
    )


def _single(noun: Token, numbers: Numbers, *, of_people: bool, victim: bool = False) -> Group | None:
    doc = noun.doc
    word = noun.lower_
    if word in _NOBODY or (word == "one" and noun.i and doc[noun.i - 1].lower_ == "no"):
        return Group(0, 0, "", noun.i - (word == "one"), noun.i + 1, True)
    if any(child.dep_ == "det" and child.lower_ in ("no", "neither") for child in noun.children) or _not_one(noun):
        return Group(0, 0, "", noun.left_edge.i, noun.i + 1, True)
    quantity = numbers.at(noun.i)
    counted = _behind_of(noun)
    if word == "both" and counted is None and of_people and not _are_people(noun):
        return None
    if quantity is not None:
        if counted is not None and of_people and not is_person(counted) and counted.pos_ != "PRON":
            return None
        end = counted.i + 1 if counted is not None and counted.i - noun.i < 8 else quantity.end
        return Group(quantity.low, quantity.high, quantity.qualifier, quantity.start, max(end, quantity.end), True)
    if noun.lemma_.lower() in _COLLECTIVES and counted is not None:
        return _single(counted, numbers, of_people=of_people)
    if word in _ONE_PERSON:
        return Group(1, 1, "", noun.i, noun.i + 1, False) if of_people else None
    if noun.pos_ == "PRON" or (of_people and not is_person(noun) and not (victim and _is_titlecase_name(noun))):
        return None
    return _counted_noun(noun, numbers)


def _not_one(noun: Token) -> bool:
    """Say whether the phrase means nobody ("not a single person", "not one soldier")."""
    words = [token.lower_ for token in noun.doc[max(noun.sent.start, noun.i - 3) : noun.i]]
    return words[-3:] == ["not", "a", "single"] or words[-2:] == ["not", "one"]


def _are_people(both: Token) -> bool:
    """Say whether people are told of whom "both" can mean: not those who do it to both."""
    verb = both.head
    doers = [child for child in (*verb.children, *verb.head.children) if child.dep_ == "nsubj" and child is not both]
    return any(
        is_person(token)
        and token not in doers
        and (token.tag_ in ("NNS", "NNPS") or token.n_rights or token.dep_ == "conj")
        for token in both.doc[max(0, both.i - _BOTH_REACH) : both.i]
        if token.pos_ in ("NOUN", "PROPN")
    )


def _is_titlecase_name(noun: Token) -> bool:
    return noun.tag_ == "NNP" and noun.is_title and noun.ent_type_ not in ("DATE", "TIME", "MONEY", "LANGUAGE")


def _counted_noun(noun: Token, numbers: Numbers) -> Group | None:
    quantity = numbers.before(noun)
    if quantity is not None:
        return Group(quantity.low, quantity.high, quantity.qualifier, quantity.start, noun.i + 1, True)
    start = min((child.i for child in noun.lefts if child.dep_ in ("det", "poss", "compound", "amod")), default=noun.i)
    if noun.lemma_.lower() == "couple":
        return Group(2, 2, "", start, noun.i + 1, True)
    if noun.lemma_.lower() in _COLLECTIVES or noun.lower_ in ("people", "police", "troops", "personnel", "staff"):
        return Group(2, None, "", start, noun.i + 1, False)
    if noun.tag_ == "NNPS" and noun.ent_type_ == "PERSON" and any(child.tag_ == "NNP" for child in noun.lefts):
        return Group(1, 1, "", start, noun.i + 1, False)  # a name that ends like a plural
    if noun.tag_ in ("NNS", "NNPS"):
        return Group(2, None, "", start, noun.i + 1, False)
    if noun.tag_ in ("NN", "NNP"):
        return Group(1, 1, "", start, noun.i + 1, False)
    return None


def _behind_of(noun: Token) -> Token | None:
    """Return the noun behind the "of" of a phrase ("people" in "dozens of people")."""
    for child in noun.rights:
        if child.lower_ == "of":
            return next((token for token in child.rights if token.dep_ == "pobj"), None)
    return None


def _parts(head: Token, numbers: Numbers) -> tuple[Group, ...]:
    """Return the groups that the phrase names as parts of itself ("including six children")."""
    doc: Doc = head.doc
    beside = head.head.children if head.dep_ in ("dobj", "nsubjpass") else ()
    for noun in (*head.rights, *beside):
        if noun.i > head.i and noun.pos_ in ("NOUN", "PROPN") and _is_part(noun) and is_person(noun):
            named = _single(noun, numbers, of_people=True)
            return () if named is None else (replace(named, heads=(noun.i,)),)
    sentence_end = head.sent.end
    parts: list[Group] = []
    for i in range(head.i + 1, min(head.i + 12, sentence_end)):
        quantity = numbers.at(i)
        if quantity is not None and doc[quantity.end : quantity.end + 2].text.lower() in ("of them", "of whom"):
            return (Group(quantity.low, quantity.high, quantity.qualifier, quantity.start, quantity.end + 2, True),)
        if doc[i].lower_ in _PART_WORDS:
            for child in doc[i].subtree if doc[i].n_rights else doc[i + 1 : min(i + 8, sentence_end)]:
                if child.i > i and child.dep_ in ("pobj", "dobj", "attr", "nsubj") and is_person(child):
                    part = group_of(child, numbers)
                    if part is not None:
                        parts.append(part)
                    break
            break
        if doc[i].pos_ == "VERB" and doc[i].dep_ not in ("acl", "relcl", "amod"):
            break
    return tuple(parts)
