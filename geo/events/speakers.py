"""Who says what: attributions, their speakers and the characters that each covers.

The three signs of attribution are a verb of speech with its clause, "according to", and
quotation marks; the names follow the attribution annotation of the Penn Discourse Treebank
(source, cue, content).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets, quotes
from geo.events.groups import is_person
from geo.model import Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How many names back a pronoun or a short name may reach.
_REACH = 12
_REACH_TOKENS = 40
# Shorter words in quotation marks, without the point of a sentence, are somebody's term and no statement.
_SCARE_QUOTE = 25
# Verbs whose object is what is said, although they need not be about words ("confirmed two deaths").
_TAKES_OBJECTS = frozenset({"confirm", "report", "acknowledge", "admit", "estimate", "announce", "mention"})
# "The agency put the number of dead at 40": verbs that give a figure, and the nouns for one.
_PUTS = frozenset({"put", "place", "set", "revise", "raise", "lower"})
# What goes on with the phrase of a speaker: "the head of the agency", "the ministry in Rome".
_OF_A_PHRASE = frozenset({"of", "for", "in", "at", "from", "with"})
_TIMES = frozenset({"DATE", "TIME"})
_FIGURES = frozenset({"number", "toll", "figure", "count", "total", "tally"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """What somebody says: the characters ``start`` to ``end``, and the words that attribute it.

    ``speaker`` is None where the text names none ("it is reported that"). ``verb`` is the lemma
    of the verb of speech, or "according to". ``stance`` is None where the speaker only says so.
    """

    speaker: Span | None
    start: int
    end: int
    verb: str
    stance: Stance | None
    token_index: int


def find(doc: Doc) -> list[Attribution]:
    """Return the attributions of ``doc``, ordered by the first character that they cover."""
    quoted = quotes.find(offsets.of(doc).text)
    speakers = _Speakers(doc)
    found: list[Attribution] = []
    for _, token in offsets.parsed_tokens(doc):
        if (
            token.dep_ == "nsubj"
            and token.head.dep_ == "ROOT"
            and token.pos_ in ("NOUN", "PROPN")
            and _can_speak(token)
        ):
            speakers.name(token)
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            attribution = _according_to(token, speakers)
        elif token.pos_ == "VERB" and token.dep_ not in ("amod", "compound") and token.lemma_.lower() in _stances():
            attribution = _spoken(token, speakers, quoted)
        elif token.lemma_.lower() in _PUTS and any(
            child.dep_ == "dobj" and child.lemma_.lower() in _FIGURES for child in token.children
        ):
            attribution = _put_at(token, speakers)
        else:
            continue
        if attribution is not None:
            found.append(attribution)
    found += _unattributed(offsets.of(doc).text, quoted, found)
    return sorted(found, key=lambda attribution: (attribution.start, -attribution.end))


def attribution_of(attributions: Sequence[Attribution], span: Span) -> Attribution | None:
    """Return the innermost attribution that covers ``span``."""
    covering = [item for item in attributions if item.start <= span.start and span.end <= item.end]
    return min(covering, key=lambda item: item.end - item.start, default=None)


@functools.cache
def _stances() -> dict[str, Stance | None]:
    return {row[0]: Stance(row[1]) if row[1] else None for row in lexicon.read("speech_verbs.tsv")}


@functools.cache
def _bodies() -> frozenset[str]:
    return frozenset(row[0] for row in lexicon.read("speakers.tsv"))


def _can_speak(noun: Token) -> bool:
    """Say whether the noun is somebody, or a body that makes statements."""
    if noun.pos_ == "PROPN":
        return noun.ent_type_ not in ("DATE", "TIME", "EVENT", "FAC", "LAW")
    return noun.pos_ == "PRON" or noun.lemma_.lower() in _bodies() or is_person(noun) or noun.ent_type_ == "ORG"


class _Speakers:
    """Those who were named so far, to know who "he" and "the ministry" are."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._named: list[tuple[Token, Span]] = []

    def name(self, head: Token) -> Span:
        """Remember a noun phrase as one that later words may mean, and return its characters."""
        start, end = _phrase(head)
        span = offsets.of(self._doc).span(start, end)
        if end - start <= 2:  # "the ministry" is the ministry that was named in full before
            for named, earlier in reversed(self._named[-_REACH:]):
                if named.lemma_.lower() == head.lemma_.lower() and len(earlier.text) > len(span.text):
                    span = earlier
                    break
        self._named.append((head, span))
        return span

    def span_of(self, head: Token) -> Span | None:
        """Return the speaker's characters; for a pronoun those of the last noun that it can mean."""
        if head.pos_ != "PRON":
            return self.name(head)
        word = head.lower_
        if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
            return self.span_of(head.head.head)
        for named, span in reversed(self._named[-_REACH:]):
            plural = named.tag_ in ("NNS", "NNPS")
            person = is_person(named) and named.ent_type_ != "ORG"
            if (
                (word in ("he", "she") and person and not plural)
                or (word == "it" and not person and not plural)
                or (word == "they" and (plural or not person))
            ):
                return span
        return None


def _phrase(head: Token) -> tuple[int, int]:
    """Return the tokens of a speaker's phrase, with a name in apposition but no relative clause."""
    lefts = [child.left_edge.i for child in head.lefts if child.dep_ not in ("advmod", "cc", "punct", "prep", "relcl")]
    end = head.i + 1
    for child in head.rights:
        near = child.left_edge.i <= end
        if near and child.dep_ == "prep" and (child.lower_ in _OF_A_PHRASE or names_a_field(child)):
            end = min(child.right_edge.i + 1, end + 8)
        elif child.dep_ == "conj" and child.left_edge.i <= end + 2:
            end = _phrase(child)[1]
        elif child.dep_ == "appos" and child.pos_ == "PROPN" and child.left_edge.i <= end + 1:
            end = child.i + 1
        elif not (child.dep_ in ("cc", "case") or child.text == ","):
            break
    return min([*lefts, head.i]), end


def names_a_field(preposition: Token) -> bool:
    """Say whether "on" or "for" goes on with the name of a body: "the Commission on Human Rights"."""
    body = preposition.head
    return (
        preposition.lower_ in ("on", "for")
        and body.pos_ == "PROPN"
        and body.ent_type_ != "PERSON"
        and any(part.pos_ == "PROPN" and part.ent_type_ not in _TIMES for part in preposition.children)
    )


def _put_at(verb: Token, speakers: _Speakers) -> Attribution | None:
    subject = next((child for child in verb.children if child.dep_ == "nsubj" and _can_speak(child)), None)
    if subject is None:
        return None
    end = offsets.of(verb.doc).span(verb.i, verb.right_edge.i + 1).end
    return Attribution(speakers.span_of(subject), verb.idx, end, verb.lemma_.lower(), None, verb.i)


def _speaker_of(verb: Token) -> Token | None:
    """Return who speaks, by the syntax of the verb or, where that finds nobody, by the order of the words."""
    subject = _subject(verb)
    if subject is not None and _can_speak(subject):
        return subject
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is not None and before.text == "," and before.head.pos_ == "PROPN" and before.head.i < verb.i:
        return before.head  # "X, head of the agency, said"
    if before is not None and before.pos_ in ("NOUN", "PROPN") and _can_speak(before):
        while before.dep_ == "conj" and before.head.i < before.i and _can_speak(before.head):
            before = before.head
        return before
    first = max(verb.sent.start, verb.i - _REACH_TOKENS)
    return next(
        (token for token in verb.doc[first : verb.i] if token.ent_type_ == "PERSON" and token.dep_ != "compound"), None
    )


def _subject(verb: Token) -> Token | None:
    """Return the subject, the agent of a passive, or the subject of the verb before."""
    node = verb
    for _ in range(4):
        for child in node.children:
            if child.dep_ == "nsubj":
                return child
            if child.dep_ == "agent":
                return next((token for token in child.children if token.dep_ == "pobj"), None)
            if child.dep_ in ("nsubjpass", "csubj"):
                return None
        if node.dep_ not in ("conj", "advcl", "xcomp") or node.head.pos_ not in ("VERB", "AUX"):
            return None
        node = node.head
    return None


def _spoken(verb: Token, speakers: _Speakers, quoted: Sequence[tuple[int, int]]) -> Attribution | None:
    if any(child.dep_ == "neg" or _is_nobody(child) for child in verb.children) or _is_adjective(verb):
        return None
    head = _speaker_of(verb)
    content = _content(verb, head)
    if content is None or (head is not None and head.dep_ == "nsubj" and head.lower_ in ("i", "we", "you")):
        return None
    start, end = content
    # A quotation that begins in the content belongs to the speaker until it closes.
    for opening, closing in quoted:
        if start < closing and opening < end and (opening <= start or verb.idx > opening):
            start, end = min(start, opening), max(end, closing)
    speaker = speakers.span_of(head) if head is not None else None
    lemma = verb.lemma_.lower()
    return Attribution(speaker, start, end, lemma, _stances()[lemma], verb.i)


def _is_nobody(subject: Token) -> bool:
    return subject.dep_ == "nsubj" and (
        subject.lower_ in ("nobody", "none") or any(child.lower_ == "no" for child in subject.children)
    )


def _is_adjective(verb: Token) -> bool:
    """Say whether the parser took an adjective for a verb ("alleged members")."""
    return verb.lower_ == "alleged" and not any(child.dep_ in ("auxpass", "aux") for child in verb.children)


def _content(verb: Token, subject: Token | None) -> tuple[int, int] | None:
    """Return the characters that the verb of speech gives: its clause, its object, or what stands before it."""
    parts = [
        child
        for child in verb.children
        if child.dep_ in ("ccomp", "parataxis") and ";" not in {t.text for t in verb.doc[child.right_edge.i : verb.i]}
    ]
    if not parts and (_stances()[verb.lemma_.lower()] or verb.lemma_.lower() in _TAKES_OBJECTS):
        parts = [child for child in verb.rights if child.dep_ in ("dobj", "prep", "advcl", "oprd")]
        parts = [child for child in parts if child.dep_ != "prep" or child.lower_ in ("of", "for", "at")]
    if not parts and verb.lemma_ == "say":
        parts = [child for child in verb.rights if child.dep_ == "dobj"]
    if parts:
        # The parser ends a clause early where something is inserted ("said 30, among them a child, were hurt").
        rest = [c for c in verb.rights if c.dep_ == "conj" and c.lemma_ == "be" and not _has_subject(c)]
        first = min(part.left_edge.i for part in parts)
        last = max(part.right_edge.i for part in (*parts, *rest))
        return _characters(verb.doc, first, last)
    if verb.dep_ in ("parataxis", "advcl", "ccomp", "conj") and verb.head.i < verb.i:
        clause_start = min(verb.left_edge.i, subject.left_edge.i if subject is not None else verb.i)
        if clause_start > verb.sent.start:
            return _characters(verb.doc, verb.sent.start, clause_start - 1)
    return None


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in verb.children)


def _characters(doc: Doc, first: int, last: int) -> tuple[int, int]:
    return doc[first].idx, doc[last].idx + len(doc[last])


def _according_to(token: Token, speakers: _Speakers) -> Attribution | None:
    """Read "according to X": X says the clause that it stands in."""
    to = token.doc[token.i + 1]
    source = next((child for child in to.rights if child.dep_ == "pobj"), None)
    if source is None:
        return None
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        verb = verb.head
    others = {
        inner.i
        for child in verb.children
        if child.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children)
        for inner in child.subtree
    }
    clause = [inner.i for inner in verb.subtree if inner.i not in others and not inner.is_space]
    if verb.i in clause and token.i in clause:
        start, end = _characters(token.doc, min(clause), max(clause))
    else:
        start, end = token.sent.start_char, token.sent.end_char
    return Attribution(speakers.span_of(source), start, end, "according to", None, token.i)


def _unattributed(
    text: str, quoted: Sequence[tuple[int, int]], attributions: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Yield the quotations that no verb introduces: they go on with the speaker before them.

    That holds inside a paragraph, and over its end where the quotation never closed.
    """
    ordered = sorted(attributions, key=lambda item: item.token_index)
    previous: tuple[int, int] | None = None
    last: Attribution | None = None
    for stretch in quoted:
        start, end = stretch
        own = [item for item in ordered if item.start <= start + 1 and end - 1 <= item.end]
        if own:
            last = own[-1]
        else:
            paragraph = text.rfind("\n", 0, start) + 1
            before = [item for item in ordered if paragraph <= item.end <= start]
            if before:
                last = before[-1]
            elif previous is None or not quotes.continues(text, previous, stretch):
                last = None
            if last is not None and (end - start > _SCARE_QUOTE or text[end - 1] in ".!?,"):
                yield Attribution(last.speaker, start, end, last.verb, last.stance, last.token_index)
        previous = stretch
