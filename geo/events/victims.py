"""The toll of one event from all the counts that are told of it.

Articles tell the same victims many times: in the headline, by number, by name. The first number
that is given stands for all of them; where there is none, the distinct names are counted. Only
what the text marks as further victims is added ("two others", "his bodyguards", "also killed").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.events import offsets
from geo.events.groups import people
from geo.events.numbers import CountMention
from geo.events.quantities import PEOPLE_ON_EARTH
from geo.model import Count

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

_FURTHER = frozenset({"other", "others", "another", "more", "additional", "further"})
_TIMES = frozenset({"before", "after", "when", "since", "until", "as"})
# Words that say only that there were some, or speak of years of them.
_WEAK = frozenset({"many", "few", "thousands", "hundreds", "hundreds of thousands", "tens of thousands", "millions"})


_OVER_YEARS = re.compile(
    r"\b(?:since\s(?:(?:\w+\s){0,3}\d{4}|last\syear|january|february|march|april|may|june|july|august|september|october|november|december|the\s(?:war|conflict|start|beginning))"
    r"|since\s(?:\w+\s){1,4}(?:was\sfounded|began|started|took\soffice)"
    r"|in\s(?:(?:less|more)\sthan\s|(?:about|just|only|under)\s)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
    r"\s(?:weeks|months|years)"
    r"|(?:past|last|recent)\s(?:\w+\s)?(?:years|decades?|months|weeks)|this\s(?:decade|century)"
    r"|ha(?:ve|s)\s(?:been\s)?\w+(?:\s\w+){0,4}\sthis\s(?:year|month)"
    r"|so\sfar\sthis\s(?:year|month)|(?:each|every|per)\s(?:year|month|day|week)|annually)\b",
    re.IGNORECASE,
)


_SEVERAL_ACTS = re.compile(
    r"\bseparate\s(?:\w+\s){0,3}(?:operations|attacks|incidents|clashes|raids|bombings|shootings|actions|engagements)\b",
    re.IGNORECASE,
)


def total(doc: Doc, mentions: Sequence[CountMention], *, goes_on: bool = False) -> Count | None:
    """Return the toll of one kind ("killed") that the counts of one event give, or None.

    Parts of other counts never enter, nor do sums of weeks and years, unless the event itself
    ``goes_on`` ("cholera has killed 48 since October"). The evidence is that of the count that the toll starts from.
    """
    wholes = [
        mention for mention in mentions if mention.part_of is None and (goes_on or not is_cumulative(doc, mention))
    ]
    some = [mention for mention in wholes if mention.count.high != 0]
    if not some:
        return wholes[0].count if wholes else None
    newest = [mention for mention in some if doc[mention.token_index].lower_ == "toll"]
    if newest:
        return newest[-1].count
    further = [mention for mention in some if _is_further(doc, mention)]
    base = _base(doc, [mention for mention in some if mention not in further])
    if base is None:
        base, further = further[0], further[1:]
    return _with_further(doc, base, further)


def is_sum(sentence: Words) -> bool:
    """Say whether a sentence counts over weeks or years ("since 1985", "in the past ten years")."""
    return _OVER_YEARS.search(sentence.text) is not None


def are_of_several_acts(sentence: Words) -> bool:
    """Say whether a sentence sums up what is told one by one ("killed during separate operations")."""
    return _SEVERAL_ACTS.search(sentence.text) is not None


def is_cumulative(doc: Doc, mention: CountMention) -> bool:
    """Say whether a count is a sum of weeks or years."""
    word = doc[mention.token_index]
    return is_sum(word.sent) and not _is_told_of_then(word)


def _is_told_of_then(word: Token) -> bool:
    """Say whether a clause tells of the very time that the rest counts from ("since 2022, when nine died")."""
    clauses = (word, *word.ancestors)
    return any(child.lower_ == "when" and child.dep_ == "advmod" for part in clauses for child in part.children)


def _with_further(doc: Doc, base: CountMention, further: Sequence[CountMention]) -> Count:
    """Add the victims beside those of ``base``, each phrase once."""
    added = 0
    seen = {base.count.evidence.text.lower()}
    for mention in further:
        words = mention.count.evidence.text.lower()
        # A number is given for all; "his bodyguards" are beside those who are counted by name.
        if words not in seen and not (base.numbered and _is_possessed(doc[mention.heads[0]])):
            added += mention.count.low or 0
            seen.add(words)
    count = base.count
    if max(count.low or 0, count.high or 0) + added > PEOPLE_ON_EARTH:
        return count
    return replace(
        count,
        low=None if count.low is None else count.low + added,
        high=None if count.high is None else count.high + added,
    )


def _base(doc: Doc, mentions: Sequence[CountMention]) -> CountMention | None:
    """Return the count that stands for the victims: the first number, else the names, else a singular or plural."""
    strong = [mention for mention in mentions if mention.numbered and mention.count.qualifier not in _WEAK]
    named = [mention for mention in mentions if any(_is_name(doc[head]) for head in mention.heads)]
    if strong:
        return _fullest(doc, strong)
    if named:
        names = len(_distinct_names(doc, named))
        unnamed = max(sum(not _is_name(doc[head]) for head in mention.heads) for mention in named)
        return replace(named[0], count=replace(named[0].count, low=names + unnamed, high=names + unnamed))
    singular = [mention for mention in mentions if mention.count.low == mention.count.high]
    return next(iter(singular or mentions), None)


def _fullest(doc: Doc, strong: Sequence[CountMention]) -> CountMention:
    """Return the first number, or a later one that says the same in full.

    "several" gives way to a figure, and "six priests" to "six priests and two women".
    """
    first = strong[0]
    words = first.count.evidence.text.lower()
    vague = first.count.high is None and not _has_figure(doc, first)
    for mention in strong[1:]:
        more = (mention.count.low or 0) >= (first.count.low or 0)
        if more and ((vague and mention.count.high is not None) or words in mention.count.evidence.text.lower()):
            return mention
    return first


def _is_further(doc: Doc, mention: CountMention) -> bool:
    """Say whether the text marks the counted as victims beside those told before."""
    if not mention.heads:
        return False
    head = doc[mention.heads[0]]
    if any(child.lower_ == "also" for child in doc[mention.token_index].children):
        return True
    if head.lower_ in _FURTHER or any(child.lower_ in _FURTHER for child in _near(head)):
        return True
    return _is_possessed(head) and not _is_in_passing(doc[mention.token_index])


def _is_in_passing(word: Token) -> bool:
    """Say whether a clause of time takes up what was told before ("before her husband was killed")."""
    return word.dep_ == "advcl" and any(child.lower_ in _TIMES and child.i < word.i for child in word.children)


def _is_possessed(head: Token) -> bool:
    return any(child.dep_ == "poss" or child.tag_ == "PRP$" for child in _near(head))


def _has_figure(doc: Doc, mention: CountMention) -> bool:
    """Say whether the count has a number behind it ("at least 16"), not only a word ("several")."""
    evidence = mention.count.evidence
    return any(token.like_num for token in offsets.of(doc).words(evidence.start, evidence.end))


def _near(head: Token) -> list[Token]:
    """Return the words around a counted noun, also behind its "of" ("two of his bodyguards")."""
    words = list(head.children)
    for child in head.children:
        if child.lower_ == "of":
            words += [token for noun in child.children for token in noun.children]
    return words


def _is_name(head: Token) -> bool:
    return head.pos_ == "PROPN" and head.tag_ == "NNP" and head.lemma_.lower() not in people()


def _distinct_names(doc: Doc, mentions: Sequence[CountMention]) -> list[set[str]]:
    """Return the names of the victims, each once: names that share a word are one person's."""
    names: list[set[str]] = []
    for head in (doc[i] for mention in mentions for i in mention.heads if _is_name(doc[i])):
        words = {token.lower_ for token in (*head.lefts, head) if token.pos_ == "PROPN"}
        known = next((name for name in names if name & words), None)
        if known is None:
            names.append(words)
        else:
            known |= words
    return names
