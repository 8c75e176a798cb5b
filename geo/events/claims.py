"""What one side claims or denies, kept apart from what the article reports.

A claim is either what a verb marks as one ("claimed", "denied", "disputes"), or what a
belligerent says about the losses of its enemy, whatever the verb.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.numbers import CountMention
from geo.events.speakers import Attribution
from geo.model import Claim, Count, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc

# What counts as somebody's loss, and not as a toll that the article reports.
_LOSSES = "losses"


def find(doc: Doc, attributions: Sequence[Attribution], counts: Sequence[CountMention]) -> list[Claim]:
    """Return the claims of ``doc`` in the order of the text, each with the counts that stand in it."""
    claims: list[Claim] = []
    for item in attributions:
        stance = item.stance or (Stance.CLAIMS if _of_enemy_losses(doc, item) else None)
        if stance is None:
            continue
        span = Span.of(doc.text, item.start, item.end)
        inside = tuple(mention.count for mention in counts if covers(span, mention.count) and mention.part_of is None)
        if stance is Stance.CLAIMS and item.stance and not (inside or item.verb in _lexicon("accusation")):
            continue  # "insisted that it was right" claims nothing that could be mapped
        claims.append(Claim(item.speaker, stance, span, inside))
    return list({claim.span: claim for claim in claims}.values())


def covers(span: Span, count: Count) -> bool:
    """Say whether the count stands in the characters of a claim."""
    return span.start <= count.evidence.start and count.evidence.end <= span.end


def reported(mentions: Sequence[CountMention], claims: Sequence[Claim]) -> list[CountMention]:
    """Return the counts that are no claim: only these may enter a toll."""
    return [
        mention
        for mention in mentions
        if mention.count.what != _LOSSES and not any(covers(claim.span, mention.count) for claim in claims)
    ]


@functools.cache
def _lexicon(kind: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("claims.tsv", kind))


def _of_enemy_losses(doc: Doc, item: Attribution) -> bool:
    """Say whether a belligerent speaks about what its enemy lost."""
    if item.speaker is None or not _belligerent(item.speaker.text):
        return False
    said = doc.char_span(item.start, item.end, alignment_mode="expand")
    if said is None:
        return False
    lemmas = {token.lemma_.lower() for token in said}
    if "enemy" in lemmas and lemmas & _lexicon("loss"):
        return True
    return bool(lemmas & _lexicon("foe") and lemmas & _lexicon("loss verb"))


def _belligerent(speaker: str) -> bool:
    words = set(speaker.lower().replace("'s", "").replace("’s", "").split())
    return bool(words & _lexicon("belligerent"))
