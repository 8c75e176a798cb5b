"""The phrases of an article that may say where something happened.

Names that are meant as places, and nouns such as "the city" that stand for one named before.
Demonyms, metonyms and names inside the names of organisations are no scenes, but for "the French election".
"""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets, quarters
from geo.events.groups import people
from geo.events.triggers import is_speech, lemma
from geo.model import MentionKind, Place, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# What ties a scene to no word of the text: the country that an article is about.
ASSUMED = "assumed"
_MAX_STEPS = 12
_HOSPITALS = frozenset({"hospital", "clinic", "morgue", "infirmary"})
_CARE = frozenset(
    {"be", "remain", "take", "rush", "bring", "admit", "treat", "transfer", "airlift", "evacuate", "fly", "recover"}
    | {"condition", "care", "treatment", "surgery", "transport", "die", "burn", "injury", "wound", "problem"}
)
_MISSIONS = frozenset({"embassy", "consulate", "ambassador", "consul"})
# What is held by a country, in it.
_HELD = frozenset({"election", "competition"})
_SORTS = ("settlement", "capital", "country", "division", "state", "water")
_OPENING_WORDS = 7
# What may stand between a name and one that only says where the first lies: "in X, in northern Y".
_LOCATES = re.compile(
    r"(?:[ ][a-z]+)?,?[ ](?:in|on|near|outside|north of|south of|east of|west of)[ ]"
    r"(?:the[ ])?(?:[\w-]+[ ]){0,2}?(?:[a-z]+ of[ ])?"
)
# What a name is in its clause where the parser missed that it says where.
_OF_A_CLAUSE = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "dep", "advmod"})
# Behind these a name is meant as a place, also one that often stands for a government.
_PLACING = frozenset({"in", "at", "near", "outside", "inside", "around"})
# What may stand between the names of a chain from the finer to the coarser place.
_IN_A_CHAIN = re.compile(
    r"(?:[ ](?:district|province|county|city|town|village|municipality|department|state|region|governorate|area"
    r"|parish|township|jurisdiction))?,[ ](?:in[ ])?(?:the[ ])?"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A name, or a noun such as "the city", that may say where something happened (nominal: no name of the place).

    ``start`` and ``end`` are characters, ``root`` is the syntactic head of the words. ``anchor``
    is the word that the whole phrase of place hangs on and ``preposition`` what ties them. The words of a
    ``local`` one are a finer name than that of its ``place``: see :mod:`geo.events.quarters`.
    """

    start: int
    end: int
    root: Token
    place: Place
    preposition: str
    anchor: Token
    nominal: bool = False
    opens: bool = False
    finer: int | None = None
    local: bool = False


def find(doc: Doc, toponyms: Sequence[Toponym]) -> list[Scene]:
    """Return every phrase of ``doc`` that may be a scene, in the order of the text."""
    found: list[Scene] = []
    names: set[int] = set()
    text = doc.text  # spaCy puts it together anew at each look
    before: tuple[int, str, Token, bool] | None = None
    in_order = sorted(toponyms, key=lambda one: one.span)
    around = quarters.containers(text, in_order)
    for toponym in in_order:
        span = doc.char_span(toponym.span.start, toponym.span.end, alignment_mode="expand")
        if span is None or toponym.kind is MentionKind.NESTED:
            continue
        if toponym.kind is not MentionKind.LITERAL and toponym.place is not None and _says_who_holds(span.root):
            start, end = toponym.span.start, toponym.span.end
            found.append(Scene(start, end, span.root, toponym.place, "in", span.root.head, nominal=True))
            continue
        if toponym.kind is MentionKind.DEMONYM or (toponym.place is None and span.root.ent_type_ == "PERSON"):
            continue  # "the killing of Ana Ruiz in Turin": no quarter of Turin
        names.update(token.i for token in span)
        preposition, anchor = _attachment(span.root, names)
        if preposition not in _PLACING and (led := _led_by(span, names)) is not None:
            preposition, anchor = led
        opens = _opens_sentence(span.root)
        if opens and preposition not in ("in", "at", "near"):
            preposition = "in"
        if before is not None and _IN_A_CHAIN.fullmatch(text, before[0], toponym.span.start):
            # "in Andar district, Ghazni province": the second name stands where the first does.
            _, preposition, anchor, opens = before
            if toponym.place is not None and found and found[-1].end == before[0] and _contradicts(found[-1], toponym):
                found.pop()
        if toponym.kind is MentionKind.METONYM and preposition not in _PLACING:
            continue
        if _owns_a_mission(span.root):
            continue  # "stormed the embassies of France and Belgium": they stand elsewhere
        if lemma(anchor) in people() and (preposition == "from" or (preposition == "of" and _speaks(anchor))):
            continue  # "a woman from Macon", "said Ana Ruiz, a resident of Macon": where somebody comes from
        finer = None
        if found and _LOCATES.fullmatch(text, found[-1].end, toponym.span.start) and found[-1].preposition in _PLACING:
            finer = found[-1].root.i
        before = (toponym.span.end, preposition, anchor, opens)
        start, end = toponym.span.start, toponym.span.end
        place = toponym.place or around.get(start)
        if place is not None:
            local = toponym.place is None
            found.append(
                Scene(start, end, span.root, place, preposition, anchor, opens=opens, finer=finer, local=local)
            )
    nominal = _nominal_scenes(doc, found, names, toponyms)
    there = [scene for scene in found if not _is_where_hurt_are(scene) and not _is_of_a_part(scene, found)]
    return sorted((*there, *nominal), key=lambda one: one.start)


def _led_by(span: Span, names: set[int]) -> tuple[str, Token] | None:
    """Return what the words before a name tie it to, where the parser took the name itself for a part of the clause.

    In "a bridge in Phu Tho province fell" it takes "province" for a subject, and so a name of several words.
    """
    if span.root.dep_ not in _OF_A_CLAUSE and span.root.head.dep_ not in _OF_A_CLAUSE:
        return None
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    if before is None or before.dep_ != "prep":
        return None
    if before.lower_ in _PLACING:
        return before.lower_, before.head
    parts = lexicon.groups("place_nouns.tsv")
    if before.lower_ == "of" and lemma(before.head) in parts and before.head.i < before.i:
        return _attachment(before.head, names)
    return None


def _is_of_a_part(scene: Scene, found: Sequence[Scene]) -> bool:
    """Say whether only some of those who are counted were there: "killed 105 across X, including 32 near Y"."""
    for above in islice(scene.root.ancestors, _MAX_STEPS):
        if above.lower_ == "including":
            part = next((child for child in above.children if child.dep_ == "pobj"), None)
            counted = part is not None and any(token.like_num for token in (part, *part.children))
            first = scene.root.sent.start
            return counted and any(first <= other.root.i < above.i for other in found)
    return False


def _is_where_hurt_are(scene: Scene) -> bool:
    """Say whether the hurt were taken there: "three are in a hospital in Celaya"."""
    if scene.root.dep_ != "pobj" or lemma(scene.anchor) not in _CARE:
        return False
    return any(lemma(part) in _HOSPITALS for part in islice(scene.root.ancestors, _MAX_STEPS))


def _owns_a_mission(name: Token) -> bool:
    """Say whether the name, or the first in a row with it, tells whose embassy it is."""
    for _ in range(_MAX_STEPS):  # a list of thousands of places is none of embassies
        if name.dep_ != "conj" or name.head.pos_ != "PROPN":
            break
        name = name.head
    return name.dep_ == "pobj" and name.head.lower_ == "of" and lemma(name.head.head) in _MISSIONS


def _speaks(person: Token) -> bool:
    """Say whether somebody is the one who says it, or stands beside that name."""
    while person.dep_ in ("appos", "conj") and person.head.i != person.i:
        person = person.head
    return person.dep_ == "nsubj" and is_speech(person.head)


def _says_who_holds(name: Token) -> bool:
    """Say whether a country's name or adjective tells where something is held: "the French election"."""
    noun = name.head
    return name.dep_ in ("amod", "compound", "nmod") and noun.pos_ in ("NOUN", "PROPN") and lemma(noun) in _held_words()


@functools.cache
def _held_words() -> frozenset[str]:
    rows = lexicon.read("triggers.tsv")
    return frozenset(row[0].split()[-1] for row in rows if row[2] in _HELD)


def _contradicts(finer: Scene, toponym: Toponym) -> bool:
    """Say whether a chain of names cannot be true: then the finer name was taken for a namesake elsewhere."""
    place = toponym.place
    if place is None or not place.feature_code.startswith(("ADM", "PCL")):
        return False
    return finer.place.key != place.key and not contains(place, finer.place) and not contains(finer.place, place)


def contains(outer: Place, inner: Place) -> bool:
    """Say whether ``inner`` lies in ``outer`` by their administrative codes."""
    if outer.key == inner.key or not outer.country_code or outer.country_code != inner.country_code:
        return False
    code = outer.feature_code
    if code.startswith("PCL"):
        return not inner.feature_code.startswith("PCL")
    if code == "ADM1":
        return outer.admin1_code == inner.admin1_code and not inner.feature_code.startswith(("PCL", "ADM1"))
    if code == "ADM2":
        return (outer.admin1_code, outer.admin2_code) == (inner.admin1_code, inner.admin2_code) and not (
            inner.feature_code.startswith(("PCL", "ADM1", "ADM2"))
        )
    return False


def encloses(outer: Scene, inner: Scene) -> bool:
    """Say whether the words of ``inner`` name something inside the place of ``outer``."""
    if inner.local and not outer.local and outer.place.key == inner.place.key:
        return True
    return contains(outer.place, inner.place)


def _opens_sentence(root: Token) -> bool:
    """Say whether a name stands in the phrase of place that opens its sentence: "In eastern X, ..."."""
    sentence = root.sent
    first = next((token for token in sentence if not (token.is_space or token.is_punct)), None)
    if (
        first is not None
        and first.lower_ in ("also", "and", "but", "meanwhile", "elsewhere")
        and first.i + 1 < sentence.end
    ):
        first = root.doc[first.i + (2 if root.doc[first.i + 1].is_punct else 1)]
    if (
        first is None
        or first.lower_ not in ("in", "at", "near", "outside", "across")
        or root.i - first.i > _OPENING_WORDS
    ):
        return False
    between = root.doc[first.i + 1 : root.i]
    if any(token.pos_ in ("VERB", "AUX") or token.is_punct for token in between):
        return False
    return any(token.text == "," for token in root.doc[root.i + 1 : min(root.i + _OPENING_WORDS, sentence.end)])


def _attachment(root: Token, names: set[int]) -> tuple[str, Token]:
    """Climb from a name to the word that its phrase of place hangs on.

    "in the outskirts of the city of X" hangs, by "in", on what "in" hangs on.
    """
    node = root
    parts = lexicon.groups("place_nouns.tsv")
    for _ in range(_MAX_STEPS):
        head = node.head
        if head.i == node.i:
            break
        if node.dep_ in ("appos", "conj", "compound", "nmod", "amod", "poss", "npadvmod") and (
            head.i in names or lemma(head) in parts
        ):
            node = head
        elif node.dep_ in ("pobj", "pcomp") and head.dep_ in ("prep", "agent"):
            above = head.head
            if (
                (lemma(above) in parts or above.i in names)
                and above.pos_ in ("NOUN", "PROPN", "ADV", "ADJ")
                and above.i < head.i
                and not (above.dep_ == "nsubj" and head.lower_ != "of")  # "a dam near X burst"
            ):
                node = above
            else:
                return head.lower_, above
        elif node.dep_ == "prep":
            return node.lower_, head
        elif node.dep_ == "advmod" and lemma(node) in parts:
            return "near", head
        else:
            break
    return node.dep_, node.head


def _nominal_scenes(doc: Doc, named: Sequence[Scene], names: set[int], toponyms: Sequence[Toponym]) -> list[Scene]:
    """Resolve "the city" and the like to the last place of their sort that was named before.

    For "there" a name inside another name counts, too: "at the Turin hospital, said a doctor there".
    """
    sorts = lexicon.groups("place_nouns.tsv")
    found: list[Scene] = []
    # Of each sort the last place that was named before the token at hand.
    last: dict[str, Place] = {}
    waiting = deque(named)
    nested = deque(one for one in toponyms if one.kind is MentionKind.NESTED)
    for token in offsets.of(doc).tokens:
        while waiting and waiting[0].end <= token.idx:
            place = waiting.popleft().place
            last["there"] = place
            last.update((sort, place) for sort in _SORTS if _is_sort(place, sort))
        while nested and nested[0].span.end <= token.idx:
            inside = nested.popleft()
            if inside.place is not None and inside.span.start >= token.sent.start_char:
                last["there"] = inside.place
        if token.lower_ == "there" and token.tag_ == "RB":
            if "there" in last:
                end = token.idx + len(token)
                found.append(Scene(token.idx, end, token, last["there"], "in", token.head, nominal=True))
            continue
        sort = sorts.get(lemma(token))
        if sort == "division" and lemma(token) == "state":
            sort = "state"  # "the state" is no district that was named since
        if not sort or sort not in last or token.i in names or token.pos_ != "NOUN":
            continue
        if token.dep_ in ("compound", "amod"):
            continue
        definite = any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in token.children)
        described = any(
            child.dep_ in ("prep", "relcl", "poss", "compound", "appos", "amod") for child in token.children
        )
        if definite and not described:
            preposition, anchor = _attachment(token, names)
            start, end = token.left_edge.idx, token.idx + len(token)
            found.append(Scene(start, end, token, last[sort], preposition, anchor, nominal=True))
    return found


def _is_sort(place: Place, sort: str) -> bool:
    if sort == "settlement":
        return place.feature_class == "P"
    if sort == "capital":
        return place.feature_code == "PPLC"
    if sort == "country":
        return place.feature_code.startswith("PCL")
    if sort == "division":
        return place.feature_code.startswith("ADM")
    if sort == "state":
        return place.feature_code == "ADM1"
    if sort == "water":
        return place.feature_class == "H"
    return False
