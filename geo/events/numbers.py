"""The counts that a text gives: killed, injured, missing, displaced, arrested, cases, damage.

Each count is tied to the word that says what became of the counted, so that it can be given to
the event of that word, and to the phrase that counts, which is its evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.events import counting, counting_nouns, offsets, quantities
from geo.events.counting import Finding
from geo.events.groups import Group, Numbers
from geo.model import Count

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_FINDERS: dict[str, Callable[[Token, str, Numbers], Iterator[Finding]]] = {
    "object": counting.by_object,
    "subject": counting.by_subject,
    "state": counting.by_state,
    "manner": counting.by_manner,
    "deed": counting_nouns.by_deed,
    "number": counting_nouns.by_number,
    "toll": counting_nouns.by_toll,
    "thing": counting_nouns.by_thing,
    "loss": counting_nouns.by_loss,
    "hospital": counting.by_hospital,
    "life": counting_nouns.by_life,
    "harm": counting_nouns.by_harm,
}


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


def find(doc: Doc) -> list[CountMention]:
    """Return the counts of ``doc`` in the order of the text, without speakers.

    What might happen, is planned or is denied counts nothing; "no one was hurt" counts 0.
    """
    numbers = Numbers(quantities.find(doc))
    sentence_of: dict[int, int] = {}
    found: dict[tuple[str, int, int], Finding] = {}
    for number, token in offsets.parsed_tokens(doc):
        sentence_of[token.i] = number
        for role, what in counting.roles(token.lemma_.lower(), token.lower_):
            if counting.unreal(token) or (what == "injured" and counting.is_deadly(token)):
                continue
            for finding in _FINDERS[role](token, what, numbers):
                if max(finding.group.low or 0, finding.group.high or 0) > quantities.PEOPLE_ON_EARTH:
                    continue  # no number by itself, but a sum of several
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


def _mention(doc: Doc, finding: Finding, group: Group, sentence: int, part_of: int | None) -> CountMention:
    evidence = offsets.of(doc).span(group.start, group.end)
    count = Count(finding.what, group.low, group.high, group.qualifier, evidence)
    return CountMention(count, finding.trigger.i, sentence, part_of, group.numbered, group.heads)
