"""A short line for each event, made of the article's own words, its place and its toll."""

from __future__ import annotations

import re

from geo.events.drafts import Draft
from geo.events.triggers import Mode, clause_of
from geo.model import Count, EventLocation

_LENGTH = 90
_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "poss", "case", "punct", "advmod", "neg"})


def of(draft: Draft, location: EventLocation | None, killed: Count | None, injured: Count | None) -> str:
    """Return the headline of an event, such as "Missile strike in Kryvyi Rih: at least 16 killed"."""
    trigger = draft.trigger
    if trigger.mode is Mode.SPEECH or trigger.is_verb:
        return _shorten(_clause(draft))
    words = _name(draft)
    place = f" in {location.span.text}" if location and location.span.text not in words else ""
    toll = ", ".join(_number(count) for count in (killed, injured) if count is not None)
    return _shorten(f"{words[:1].upper()}{words[1:]}{place}{': ' + toll if toll else ''}")


def _name(draft: Draft) -> str:
    """Return the noun of the event with what stands before it: "Russian missile strike"."""
    token = draft.trigger.token
    first = min([token.i, draft.trigger.first, *(child.left_edge.i for child in token.lefts if child.dep_ in _LEFT)])
    words = token.doc[first : max(token.i, draft.trigger.last) + 1]
    return _clean("".join(part.text_with_ws for part in words))


def _clause(draft: Draft) -> str:
    token = draft.trigger.token
    words = list(token.sent) if draft.trigger.mode is Mode.SPEECH else clause_of(token)
    first, last = min(part.i for part in words), max(part.i for part in words)
    text = _clean(token.doc[first : last + 1].text)
    return f"{text[:1].upper()}{text[1:]}"


def _number(count: Count) -> str:
    figure = count.low if count.low is not None else count.high
    word = count.qualifier
    return f"{word} {figure} {count.what}".strip() if not word or _bounds(word) else f"{word} {count.what}"


def _bounds(qualifier: str) -> bool:
    return bool(re.match(r"(?:at least|up to|as many as|more than|over|about|around|nearly|almost|some)\b", qualifier))


def _clean(words: str) -> str:
    """Trim the words and leave out quotation marks that the cut has left without their pair."""
    words = re.sub(r"\s+", " ", words).strip(' ,;:–—-."')
    return words if words.count("“") == words.count("”") else words.replace("“", "").replace("”", "")


def _shorten(words: str) -> str:
    """Cut at the end of a word, so that a list of headlines stays readable."""
    if len(words) <= _LENGTH:
        return words
    cut = words[: _LENGTH - 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:–—-") + "…"
