"""What one side claims or denies, kept apart from what the article reports.

A claim is either what a verb marks as one ("claimed", "denied", "disputes"), or, whatever the
verb, what a belligerent or an authority says about its enemy: the enemy's losses, and the deeds
that it lays at the enemy's door ("the army said rebels killed two"; the deed itself stays a fact).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geo.events import lexicon, offsets
from geo.events.groups import is_person
from geo.events.numbers import CountMention
from geo.events.speakers import Attribution
from geo.model import Claim, Count, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What counts as somebody's loss, and not as a toll that the article reports.
_LOSSES = "losses"
_SUSPICION_TOKENS = 12
_OWN = frozenset({"its", "their", "our", "his"})
_THE = frozenset({"the", "this", "that"})
_THEMSELVES = frozenset({"it", "they", "we"})
_DEEDS = re.compile(
    r"\b(?:the|these|those|both|all)\s(?:\w+\s){0,2}(?:attacks|murders|killings|bombings|kidnappings|explosions)\b"
)
_AHEAD = re.compile(r"\b(?:would|will|plans?|planned|planning|intend(?:s|ed)?)\b", re.IGNORECASE)
# "an action that claimed the lives of a hundred" claims nothing.
_TAKES_LIVES = re.compile(r"(?:[\w,]+\s){0,4}(?:lives|life)\b")


def find(doc: Doc, attributions: Sequence[Attribution], counts: Sequence[CountMention]) -> list[Claim]:
    """Return the claims of ``doc`` in the order of the text, each with the counts that stand in it."""
    claims: list[Claim] = []
    for item in attributions:
        accused = item.stance is None and _of_enemy_deeds(doc, item)
        stance = item.stance or (Stance.CLAIMS if accused or _of_enemy_losses(doc, item) else None)
        if stance is None or _TAKES_LIVES.match(offsets.of(doc).text[item.start : item.end]):
            continue
        span = Span.of(offsets.of(doc).text, item.start, item.end)
        whole = not accused and not _of_guilt(doc, item)
        inside = tuple(m.count for m in counts if whole and covers(span, m.count) and m.part_of is None)
        if stance is Stance.CLAIMS and item.stance and not (inside or _is_accusation(doc, item)):
            continue  # "insisted that it was right" claims nothing that could be mapped
        claims.append(Claim(item.speaker, stance, span, inside))
    claims += _suspicions(doc)
    return sorted({claim.span: claim for claim in claims}.values(), key=lambda claim: claim.span)


def lies_ahead(claim: Claim) -> bool:
    """Say whether the words of a claim are about what is to come, and so not about what has happened."""
    return bool(_AHEAD.search(claim.span.text))


def _is_accusation(doc: Doc, item: Attribution) -> bool:
    """Say whether somebody is said to have done something: of a deed where the verb itself need not be about one."""
    deed = any(token.lemma_.lower() in _lexicon("deed") for token in offsets.of(doc).words(item.start, item.end))
    if item.verb in _lexicon("guilt"):
        return deed or _names_a_deed(offsets.of(doc).text[item.start : item.end])
    return item.verb in _lexicon("accusation") or deed


def names_a_deed(claim: Claim) -> bool:
    """Say whether the claim is about a violent deed ("responsibility for", "blamed rebels for the bombing")."""
    return _names_a_deed(claim.span.text)


def _names_a_deed(text: str) -> bool:
    words = text.lower()
    return any(stem in words for stem in _lexicon("deed stem"))


def names_deeds(claim: Claim) -> bool:
    """Say whether the claim is about several deeds told before ("blamed rebels for these attacks")."""
    return _DEEDS.search(claim.span.text) is not None


def _suspicions(doc: Doc) -> Iterator[Claim]:
    """Yield the words that tell a deed of somebody without vouching for it ("alleged rebels", "attributed to")."""
    for _, token in offsets.parsed_tokens(doc):
        lemma, head = token.lemma_.lower(), _phrase_head(token)
        if token.lower_ in _lexicon("hedge") and (
            (token.dep_ in ("amod", "nmod", "compound") and _is_somebody(head) and _acts(head))
            or (token.dep_ == "advmod" and _hedges_a_deed(token.head))
        ):
            head = token.head if token.dep_ == "advmod" else head
            first, last = min(token.i, head.i), max(token.i, head.i)
        elif _suspects(token, lemma) or _is_found_guilty(token) or _accuses_as_we(token, lemma):
            first, last = token.i, min(token.right_edge.i, token.i + _SUSPICION_TOKENS)
        elif lemma in _lexicon("deed") and (own := _own_doer(token)) is not None:
            first, last = min(own.left_edge.i, token.i), max(own.i, token.i)
        else:
            continue
        yield Claim(None, Stance.CLAIMS, offsets.of(doc).span(first, last + 1))


def _suspects(verb: Token, lemma: str) -> bool:
    """Say whether a verb lays a deed at somebody's door ("attributed to", "charged with killing", "thought to be")."""
    if verb.pos_ != "VERB" or not (
        verb.dep_ == "acl" or any(child.dep_ in ("nsubj", "nsubjpass", "auxpass") for child in verb.children)
    ):
        return False
    if lemma in _lexicon("suspicion"):
        return True
    behind = verb.doc[verb.i + 1 : min(verb.right_edge.i, verb.i + _SUSPICION_TOKENS) + 1]
    if lemma in _lexicon("tie"):
        # "Men linked to attacks" are said to have done nothing that could be mapped.
        one = verb.dep_ != "acl" or any(_is_one_deed(token) for token in behind)
        return one and any(token.lower_ in ("in", "to") for token in behind[:3]) and _names_a_deed(behind.text)
    if lemma in _lexicon("charge"):
        return any(token.lower_ in ("with", "of") for token in behind[:1]) and _names_a_deed(behind.text)
    return (
        lemma in _lexicon("thought")
        and verb.tag_ == "VBN"
        and behind[:2].text.lower() == "to be"
        and any(_is_opponent(token) for token in behind)
    )


def _accuses_as_we(verb: Token, lemma: str) -> bool:
    """Say whether a side speaks for itself in the text: "we blame the junta for this crime"."""
    return (
        lemma in _lexicon("guilt")
        and verb.pos_ == "VERB"
        and any(child.dep_ == "nsubj" and child.lower_ == "we" for child in verb.children)
        and _names_a_deed(verb.doc[verb.i : min(verb.right_edge.i, verb.i + 2 * _SUSPICION_TOKENS) + 1].text)
    )


def _own_doer(verb: Token) -> Token | None:
    """Return who does a deed where the side that did it tells of it: "our units sabotaged the line"."""
    doers = [child for child in verb.children if child.dep_ == "nsubj"] if verb.pos_ == "VERB" else []
    doers += [part for child in verb.children if child.dep_ == "agent" for part in child.children]
    return next(
        (
            doer
            for doer in doers
            if (_is_opponent(doer) or doer.lemma_.lower() == "unit")
            and any(child.lower_ == "our" and child.dep_ == "poss" for child in doer.children)
        ),
        None,
    )


def _is_one_deed(noun: Token) -> bool:
    return _names_a_deed(noun.text) and any(child.lower_ in _THE for child in noun.lefts)


def _is_found_guilty(word: Token) -> bool:
    """Say whether somebody is called, or held, responsible for a deed: that is somebody's word against theirs."""
    if word.lower_ not in _lexicon("guilty"):
        return False
    verb = word.head
    if verb.lemma_.lower() not in _lexicon("holding") or any(child.dep_ == "neg" for child in verb.children):
        return False
    behind = word.doc[word.i : min(word.right_edge.i, word.i + _SUSPICION_TOKENS) + 1]
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if verb.lemma_.lower() == "hold":
        return True  # "for which the rebels are being held responsible"
    return _names_a_deed(behind.text[len(word) :]) and not any(part.tag_ in ("WP", "WDT", "EX") for part in subjects)


def _phrase_head(token: Token) -> Token:
    """Return the noun that the phrase of an adjective is about ("members" of "alleged Red Front members")."""
    head = token.head
    while head.dep_ in ("compound", "nmod", "amod") and head.head.i > head.i:
        head = head.head
    return head


def _is_somebody(noun: Token) -> bool:
    return is_person(noun) or noun.lemma_.lower() in _lexicon("opponent")


def _hedges_a_deed(head: Token) -> bool:
    """Say whether an adverb of doubt stands by a deed or by its doer ("apparently by rebels")."""
    if head.pos_ == "ADP":
        return head.lower_ in ("by", "from")
    if head.lemma_ == "be":
        return any(child.dep_ == "attr" and _is_opponent(child) for child in head.children)
    if head.tag_ == "VBN" and any(child.dep_ == "agent" for child in head.children):
        return True  # "presumably placed by rebels"
    return head.lemma_.lower() in _lexicon("deed") or (head.pos_ == "NOUN" and _is_somebody(head) and _acts(head))


def covers(span: Span, count: Count) -> bool:
    """Say whether the count stands in the characters of a claim."""
    return span.start <= count.evidence.start and count.evidence.end <= span.end


def reported(mentions: Sequence[CountMention], claims: Sequence[Claim]) -> list[CountMention]:
    """Return the counts that are no claim: only these may enter a toll."""
    claimed = {count for claim in claims for count in claim.counts}
    return [
        mention
        for mention in mentions
        if mention.count.what != _LOSSES
        and mention.count not in claimed
        and not any(mention.part_of is not None and covers(claim.span, mention.count) for claim in claims)
    ]


def _acts(noun: Token) -> bool:
    """Say whether the noun does the deed: the subject of an active verb, or behind "by"."""
    return (noun.dep_ == "nsubj" and noun.head.pos_ == "VERB") or (noun.dep_ == "pobj" and noun.head.lower_ == "by")


@functools.cache
def _lexicon(kind: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("claims.tsv", kind))


def _of_guilt(doc: Doc, item: Attribution) -> bool:
    """Say whether only the guilt is claimed, and not the deed ("blamed rebels for the murder of six priests")."""
    return item.verb in _lexicon("guilt") or offsets.of(doc).text[item.start : item.start + 20].lower().startswith(
        "responsib"
    )


def _of_enemy_losses(doc: Doc, item: Attribution) -> bool:
    """Say whether a belligerent speaks about what its enemy lost."""
    if item.speaker is None or not _belligerent(item.speaker.text, "belligerent"):
        return False
    said = offsets.of(doc).words(item.start, item.end)
    lemmas = {token.lemma_.lower() for token in said}
    if "enemy" in lemmas and lemmas & _lexicon("loss"):
        return True
    if lemmas & _lexicon("foe") and lemmas & _lexicon("loss verb"):
        return True
    if any(_is_own_blow(token, item.speaker.text) for token in said):
        return True
    # An army speaks of rebels, rebels speak of soldiers: each of the other side's losses.
    other = "irregular" if not _belligerent(item.speaker.text, "irregular") else "regular"
    fighters = [token for token in said if token.lemma_.lower() in _lexicon(f"{other} fighter")]
    # "Four workers were wounded by a mine that the rebels had laid": nobody of the other side was hurt.
    return any(not _acts(token) for token in fighters) and bool(lemmas & _lexicon("loss"))


def _of_enemy_deeds(doc: Doc, item: Attribution) -> bool:
    """Say whether a belligerent or an authority tells of a violent deed of armed opponents."""
    if item.speaker is None:
        return False
    return any(
        _is_opponent(token)
        and _acts(token)
        and not _is_own(token, item.speaker.text)
        and (token.head if token.dep_ == "nsubj" else token.head.head).lemma_.lower() in _lexicon("deed")
        for token in offsets.of(doc).words(item.start, item.end)
    )


def _is_own(noun: Token, speaker: str) -> bool:
    """Say whether somebody of the speaker's own side is meant ("its forces", an army's "the troops")."""
    if noun.lower_ in _THEMSELVES or any(child.lower_ in _OWN for child in noun.children):
        return True
    plain = not any(child.dep_ in ("amod", "compound", "nmod", "poss", "prep") for child in noun.children)
    regular = _belligerent(speaker, "belligerent") and not _belligerent(speaker, "irregular")
    return plain and regular and noun.lemma_.lower() in _lexicon("regular fighter") | {"force", "army"}


def _is_own_blow(verb: Token, speaker: str) -> bool:
    """Say whether the speaker's side killed or hurt armed people ("said its forces had killed 30 soldiers")."""
    return (
        verb.lemma_.lower() in _lexicon("loss")
        and any(child.dep_ == "nsubj" and _is_own(child, speaker) for child in verb.children)
        and any(child.dep_ == "dobj" and _is_opponent(child) for child in verb.children)
    )


def _is_opponent(noun: Token) -> bool:
    """Say whether the noun or the name before it means armed people ("FMLN units")."""
    return any(
        token.lemma_.lower() in _lexicon("opponent")
        for token in (noun, *noun.lefts)
        if token.dep_ not in ("det", "prep")
    )


def _belligerent(speaker: str, *kinds: str) -> bool:
    words = set(speaker.lower().replace("'s", "").replace("’s", "").split())
    return any(words & _lexicon(kind) for kind in kinds)
