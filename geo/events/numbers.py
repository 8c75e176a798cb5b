"""The counts that a text gives: killed, injured, missing, displaced, arrested, cases, damage.

Each count is tied to the word that says what became of the counted, so that it can be given to
the event of that word, and to the phrase that counts, which is its evidence.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets, quantities
from geo.events.groups import Group, Numbers, along_with, group_of, is_person, singles
from geo.events.quantities import Quantity
from geo.model import Count

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


# Verbs that "dead" completes, and how far behind it their object may begin.
_RESULTS = frozenset({"shot", "shoot", "shooting", "hacked", "gunned", "stabbed", "beaten", "beat", "strangled"})
_OBJECT_TOKENS = 10


@dataclass(frozen=True, slots=True)
class CountMention:
    """A count where the text gives it.

    ``token_index`` is the word that says what became of the counted ("killed"),
    ``sentence_index`` counts the document's sentences, and ``part_of`` is the index, in the list
    that ``find`` returns, of the count that includes this one. ``numbered`` is False where only
    a plural or a singular counts ("soldiers were killed" is two or more); ``heads`` are the
    tokens of the counted nouns.
    """

    count: Count
    token_index: int
    sentence_index: int
    part_of: int | None = None
    numbered: bool = True
    heads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Finding:
    what: str
    trigger: Token
    group: Group


def find(doc: Doc) -> list[CountMention]:
    """Return the counts of ``doc`` in the order of the text, without speakers.

    What might happen, is planned or is denied counts nothing; "no one was hurt" counts 0.
    """
    numbers = Numbers(quantities.find(doc))
    sentence_of: dict[int, int] = {}
    found: dict[tuple[str, int, int], _Finding] = {}
    for number, token in offsets.parsed_tokens(doc):
        sentence_of[token.i] = number
        for role, what in _roles(token.lemma_.lower(), token.lower_):
            if _unreal(token):
                continue
            for finding in _FINDERS[role](token, what, numbers):
                found.setdefault((finding.what, finding.group.start, finding.group.end), finding)
    mentions: list[CountMention] = []
    counted_up_to: dict[str, int] = {}
    for finding in sorted(found.values(), key=lambda item: (item.group.start, -item.group.end, item.trigger.i)):
        if finding.group.start < counted_up_to.get(finding.what, 0):
            continue  # another word tells the same of the same
        counted_up_to[finding.what] = finding.group.end
        whole = len(mentions)
        sentence = sentence_of[finding.trigger.i]
        mentions.append(_mention(doc, finding, finding.group, sentence, None))
        mentions += [_mention(doc, finding, part, sentence, whole) for part in finding.group.parts]
    return mentions


def _mention(doc: Doc, finding: _Finding, group: Group, sentence: int, part_of: int | None) -> CountMention:
    evidence = offsets.of(doc).span(group.start, group.end)
    count = Count(finding.what, group.low, group.high, group.qualifier, evidence)
    return CountMention(count, finding.trigger.i, sentence, part_of, group.numbered, group.heads)


@functools.cache
def _lexicon() -> dict[str, list[tuple[str, str]]]:
    words: dict[str, list[tuple[str, str]]] = {}
    for lemma, role, what in lexicon.read("casualty_words.tsv"):
        words.setdefault(lemma, []).append((role, what))
    return words


def _roles(lemma: str, word: str) -> list[tuple[str, str]]:
    roles = _lexicon().get(lemma, [])
    return roles if word == lemma else roles + _lexicon().get(word, [])


_MODALS = frozenset({"would", "could", "might", "will", "should", "can", "must", "shall", "'ll", "wo", "ca"})
# Only persons suffer these, so that a name that suffers one is a person's.
_OF_PERSONS = frozenset({"killed", "injured", "kidnapped"})
# Behind these an infinitive did happen ("went on to kill", "are known to have died").
_HAPPENING = frozenset({"go", "manage", "continue", "appear", "seem", "know", "report", "believe", "say", "fear"})


# What is the object of these has not happened yet ("planned the assassination of").
_INTENDING = frozenset({"plan", "plot", "attempt", "threaten", "order", "prevent", "avoid", "avert", "prepare", "risk"})


def _unreal(token: Token) -> bool:
    """Say whether the word stands under a modal, a condition or an intention."""
    if token.pos_ == "NOUN":
        return token.dep_ in ("dobj", "pobj") and any(
            t.lemma_.lower() in _INTENDING for t in islice(token.ancestors, 2)
        )
    verb = token
    for _ in range(3):
        for child in verb.children:
            word = child.lower_
            if child.dep_ == "aux" and word in _MODALS:
                return True
            if child.dep_ == "aux" and word == "may" and not any(c.lemma_ == "have" for c in verb.children):
                return True
            if child.dep_ == "mark" and word in ("if", "unless", "whether"):
                return True
            if child.dep_ == "aux" and word == "to" and not any(c.lower_ == "have" for c in verb.children):
                return verb.head.lemma_.lower() not in _HAPPENING
        if verb.dep_ not in ("conj", "xcomp", "oprd", "acomp", "dobj", "attr") or verb.head is verb:
            return False
        verb = verb.head
    return False


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


_ANYONE = frozenset({"anyone", "anybody", "any"})


def _by_object(verb: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count the objects of a verb, or the subjects of its passive."""
    if verb.pos_ not in ("VERB", "ADJ", "AUX") and verb.tag_ not in ("VBN", "VBD", "VBG"):
        return
    if verb.pos_ == "VERB" and (victims := _object_of(verb)) is not None:
        group = group_of(victims, numbers, victim=what in _OF_PERSONS)
        if group is not None:
            if _negated(verb):
                if verb.doc[group.start].lower_ not in _ANYONE:
                    return
                group = Group(0, 0, "", group.start, group.end, True)
            yield _Finding("casualties" if _shared_object(verb) else what, verb, group)
            for child in verb.rights:  # "was killed along with two others"
                others = group_of(noun, numbers) if (noun := along_with(child)) is not None else None
                if others is not None:
                    yield _Finding(what, verb, others)
            return
    yield from _by_order(verb, what, numbers)


def _object_of(verb: Token) -> Token | None:
    """Return the head of the phrase that the verb is done to."""
    children = {child.dep_: child for child in verb.children}
    if "nsubjpass" in children:
        return _antecedent(children["nsubjpass"], verb)
    if "dobj" in children:
        return _antecedent(children["dobj"], verb)
    if verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ != "relcl"):
        if any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children):
            return None
        if "nsubj" in children:
            return _antecedent(children["nsubj"], verb)  # "two killed", "24 soldiers injured"
    if verb.tag_ == "VBN":
        if verb.dep_ in ("acl", "amod"):
            return verb.head
        if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            first = next((child for child in verb.head.children if child.dep_ == "nsubjpass"), None)
            return _antecedent(first, verb.head) if first is not None else None
    return None


def _shared_object(verb: Token) -> bool:
    """Say whether a second verb has the same object ("killed or wounded 20")."""
    first = verb.head if verb.dep_ == "conj" else None
    if first is None or first.pos_ != "VERB" or not {role for role, _ in _roles(first.lemma_.lower(), "")} & {"object"}:
        return False
    return verb.i - first.i == 2 and any(child.dep_ == "dobj" for child in verb.children)


def _antecedent(noun: Token, verb: Token) -> Token:
    """Return what a relative pronoun stands for."""
    return verb.head if noun.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else noun


def _by_subject(verb: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    if verb.pos_ != "VERB":
        return
    node = verb
    while node.dep_ == "conj" and node.head.pos_ == "VERB" and not any(c.dep_ == "nsubj" for c in node.children):
        node = node.head
    subject = next((child for child in node.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None and verb.dep_ in ("acl", "xcomp") and verb.head.pos_ in ("NOUN", "NUM", "PROPN"):
        subject = verb.head
    if subject is None:
        return
    group = group_of(_antecedent(subject, node), numbers, victim=what in _OF_PERSONS)
    if group is not None and not _negated(verb):
        yield _Finding(what, verb, group)


def _by_state(word: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count those who are dead or missing: before the word, or as the subject of its verb."""
    quantity = numbers.before(word)
    if quantity is not None and quantity.end == word.i:
        yield _Finding(what, word, replace(_plain(quantity), end=word.i + 1))
        return
    if word.i > 0 and word.nbor(-1).lower_ in _RESULTS:  # "gunmen shot dead a teacher": its object, not its subject
        hit = next((near for near in word.doc[word.i + 1 : word.i + _OBJECT_TOKENS] if near.dep_ == "dobj"), None)
        group = group_of(hit, numbers) if hit is not None else None
        if group is not None:
            yield _Finding(what, word, group)
            return
    if word.dep_ == "amod" and is_person(word.head):
        group = group_of(word.head, numbers)
        if group is not None and group.numbered:
            yield _Finding(what, word, group)
        return
    verb = word if word.pos_ == "VERB" else word.head
    subject = next((child for child in word.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None and word.dep_ in ("acomp", "oprd", "xcomp", "attr") and verb.lemma_ != "leave":
        subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and not _negated(verb):
        group = group_of(_antecedent(subject, verb), numbers)
        if group is not None:
            yield _Finding(what, word, group)
            return
    yield from _by_order(word, what, numbers)


def _by_hospital(noun: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count those who are in hospital or were taken there."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("in", "to", "at"):
        return
    verb = noun.head.head
    if verb.lemma_ not in ("be", "remain", "take", "rush", "transport", "airlift", "bring", "send", "carry", "admit"):
        return
    group = None
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None and (verb.lemma_ in ("be", "remain") or subject.dep_ == "nsubjpass"):
        group = group_of(_antecedent(subject, verb), numbers)
    if group is None and verb.lemma_ == "be":
        group = _group_before(verb, numbers)
    if group is not None and not _negated(verb):
        yield _Finding(what, noun, group)


def _group_before(verb: Token, numbers: Numbers) -> Group | None:
    """Return the group before a verb and before an inserted ", including a child,"."""
    i = verb.i - 1
    if i > 0 and verb.doc[i].text == ",":
        i = next((j - 1 for j in range(i - 1, verb.sent.start, -1) if verb.doc[j].text == ","), i - 1)
    return group_of(verb.doc[i], numbers) if i >= verb.sent.start and numbers.at(i) else None


def _plain(quantity: Quantity) -> Group:
    return Group(quantity.low, quantity.high, quantity.qualifier, quantity.start, quantity.end, True)


# What may stand between a counted phrase and the participle that says what became of it.
_BETWEEN = frozenset({"AUX", "ADV", "PART"})


def _by_order(word: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count what stands right before a participle, where the parser lost the tie ("and 50 wounded")."""
    if word.tag_ not in ("VBN", "VBD", "JJ"):
        return
    i = word.i - 1
    while i > word.sent.start and word.doc[i].pos_ in _BETWEEN:
        i -= 1
    noun = word.doc[i]
    quantity = numbers.at(i) or (numbers.before(noun) if is_person(noun) else None)
    if quantity is None or quantity.start < word.sent.start:
        return
    yield _Finding(what, word, replace(_plain(quantity), end=i + 1))


def _by_deed(noun: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count the victims behind a noun ("the murder of six priests", "the mayor's assassination")."""
    if noun.pos_ != "NOUN":
        return
    if noun.lower_ == "death" and noun.i and noun.nbor(-1).lower_ == "to" and noun.head.head.pos_ == "VERB":
        yield from _by_object(noun.head.head, what, numbers)  # "was shot to death"
        return
    for child in noun.children:
        victim = child if child.dep_ == "poss" and is_person(child) else None
        if child.lower_ == "of":
            victim = next((token for token in child.rights if token.dep_ == "pobj"), None)
        group = group_of(victim, numbers, victim=what in _OF_PERSONS) if victim is not None else None
        if group is not None:
            yield _Finding(what, noun, group)


def _by_number(noun: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count a noun that is itself counted ("two deaths", "no casualties")."""
    if noun.pos_ != "NOUN" or noun.dep_ == "compound":
        return
    if any(child.dep_ == "det" and child.lower_ == "no" for child in noun.lefts) or (
        noun.i and noun.nbor(-1).lower_ == "without"
    ):
        yield _Finding(what, noun, Group(0, 0, "", noun.i - 1, noun.i + 1, True))
        return
    if noun.lemma_ == "life" and noun.head.lemma_ not in ("claim", "cost", "lose", "take"):
        return
    quantity = numbers.before(noun)
    if quantity is not None:
        yield _Finding(what, noun, replace(_plain(quantity), end=noun.i + 1))


_TOLL_NOUNS = frozenset({"toll", "number", "tally", "count", "total"})
_BEFORE_THE_TOLL = frozenset(
    {"to", "at", "of", "is", "was", "reached", "reaches", "hit", "total", "totaled", "totalled"}
)
_TOLL_WINDOW, _VERB_WINDOW = 14, 6


def _by_loss(noun: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count what a side lost; whether people were killed or wounded, the word does not say."""
    verb = noun.head
    if noun.lower_ != "losses" or noun.dep_ != "nsubj":
        return
    for child in verb.rights:
        things = next(child.children, None) if child.dep_ == "prep" and child.lower_ == "to" else child
        if things is None or things.dep_ not in ("dobj", "attr", "pobj"):
            continue
        for counted, group in singles(things, numbers):
            if group.numbered:
                yield _Finding(what if is_person(counted) else f"{_plural(counted)} lost", noun, group)


def _counter_before(noun: Token) -> Token | None:
    """Return the "number" of "the number of dead"."""
    i = noun.i - 2 if noun.i > 1 and noun.nbor(-1).lower_ == "of" else noun.i - 1
    return noun.doc[i] if i >= 0 and noun.doc[i].lower_ in _TOLL_NOUNS else None


def _by_toll(noun: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count a toll by the newest number that its verb gives ("rose to 63 from 41" is 63)."""
    counter = noun if noun.lower_ == "toll" else _counter_before(noun)
    if counter is None:
        return
    if (
        noun.lower_ == "toll"
        and noun.i
        and (named := [w for r, w in _roles(noun.nbor(-1).lemma_.lower(), "") if r == "toll"])
    ):
        what = named[0]
    # "the toll of 63", then "the toll from the quake that … has risen to 87", then what is near
    starts = [(noun.i + 1, noun.i + 3), (noun.i + 1, noun.i + _TOLL_WINDOW)]
    if counter.dep_ in ("nsubj", "nsubjpass") and counter.head.i > noun.i:
        starts.insert(1, (counter.head.i + 1, counter.head.i + _VERB_WINDOW))
    for first, last in starts:
        end = min(last, noun.sent.end)
        quantity = next(
            (
                q
                for i in range(first, end)
                if (q := numbers.at(i)) is not None and q.start == i and noun.doc[i - 1].lower_ in _BEFORE_THE_TOLL
            ),
            None,
        )
        if quantity is not None:
            group = group_of(noun.doc[quantity.end], numbers) if quantity.end < noun.sent.end else None
            if group is None or group.start != quantity.start:
                group = _plain(quantity)
            yield _Finding(what, noun, group)
            return


def _by_thing(verb: Token, what: str, numbers: Numbers) -> Iterator[_Finding]:
    """Count the things that were damaged, each kind by itself."""
    if verb.pos_ != "VERB":
        return
    things = _object_of(verb)
    if things is None or _negated(verb):
        return
    counted = list(singles(things, numbers))
    if not any(group.numbered for _, group in counted):
        return
    for noun, group in counted:
        if not is_person(noun):
            yield _Finding(f"{_plural(noun)} {what}", verb, group)


def _plural(noun: Token) -> str:
    word, lemma = noun.lower_, noun.lemma_.lower()
    if noun.tag_ == "NNS":
        return word
    if lemma.endswith(("s", "x", "ch", "sh")):
        return lemma + "es"
    return lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" else lemma + "s"


_FINDERS: dict[str, Callable[[Token, str, Numbers], Iterator[_Finding]]] = {
    "object": _by_object,
    "subject": _by_subject,
    "state": _by_state,
    "deed": _by_deed,
    "number": _by_number,
    "toll": _by_toll,
    "thing": _by_thing,
    "loss": _by_loss,
    "hospital": _by_hospital,
}
