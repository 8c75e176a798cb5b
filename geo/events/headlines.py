"""A short line for each event, made of the article's own words, its place and its toll."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.events import lexicon
from geo.events.clauses import clause_of, doers
from geo.events.drafts import Draft
from geo.events.quantities import quantifiers
from geo.events.scenes import ASSUMED
from geo.events.triggers import Mode, is_event, lemma
from geo.model import Actor, ActorRole, Count, EventLocation

if TYPE_CHECKING:
    from spacy.tokens import Token

_LENGTH = 90
_FEWEST_WORDS = 3
# No count is longer.
_MOST_DIGITS = 12
_MODIFIERS = frozenset({"amod", "compound", "nmod"})
_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "poss", "case", "punct", "advmod"})
# The kind whose label says nothing of what happened.
_UNSAID = "strategic_other"
_BESIDE = frozenset({"near", "outside", "off"})
_TIES = frozenset({"in", "on", "at", "near", "outside", "off"})
_HARM = frozenset({"killed", "injured"})


def of(
    draft: Draft, location: EventLocation | None, counts: Sequence[Count | None], actors: Sequence[Actor] = ()
) -> str:
    """Return the headline of an event: "Missile strike on Kryvyi Rih: at least 16 killed".

    What is said gets its speaker: "Lammy: Putin is playing for time".
    """
    trigger = draft.trigger
    if trigger.mode is Mode.SPEECH:
        if any(child.dep_ == "nsubjpass" for child in trigger.token.children):
            return _clause(trigger.token) or _said(draft, actors)
        return _said(draft, actors)
    harmed = [count for count in counts if count is not None and (count.low or count.high)]
    if trigger.is_verb and trigger.mode is Mode.EVENT and not any(count.what in _HARM for count in harmed):
        clause = _clause(trigger.token)
        if clause is None and draft.kind == "act":
            return _cut(_clean(draft.sentences[0].text), _LENGTH)
        if clause is not None:
            if draft.link is not None and draft.link.scene.nominal and location is not None:
                clause = re.sub(r"\bthere\b", f"in {location.place.name}", clause, count=1)
            return clause
    name = _name(draft)
    toll = ", ".join(_number(count) for count in harmed)
    line = f"{name[:1].upper()}{name[1:]}{_place(draft, location, name)}"
    return f"{line}: {toll}" if toll else line


def _name(draft: Draft) -> str:
    """Return the noun of the event with what stands before it: "Russian missile strike"."""
    trigger = next((one for one in draft.triggers if one.kind == draft.kind), draft.trigger)
    token = trigger.token
    if draft.kind == _UNSAID and token.pos_ == "NOUN" and not is_event(token):
        return _clean(token.doc[trigger.first : trigger.last + 1].text)  # "prison break" says more than "development"
    if token.pos_ not in ("NOUN", "PROPN") or trigger.mode is not Mode.EVENT or not is_event(token):
        weapons = lexicon.groups("weapons.tsv")
        weapon = next((lemma(doer) for doer in doers(token) if weapons.get(lemma(doer)) == draft.kind), None)
        return f"{weapon} attack" if weapon else draft.definition.label
    first = min([token.i, trigger.first, *(child.left_edge.i for child in token.lefts if child.dep_ in _LEFT)])
    name = re.sub(r'["“”]', "", _clean(token.doc[first : max(token.i, trigger.last) + 1].text))
    return name if len(name) <= _LENGTH // 2 else token.doc[trigger.first : trigger.last + 1].text


def _place(draft: Draft, location: EventLocation | None, named: str) -> str:
    if location is None or draft.link is None:
        return ""
    scene = draft.link.scene
    if scene.root.dep_ in _MODIFIERS and location.span.text in named:
        return ""  # "French election"
    by_name = scene.nominal or scene.preposition == ASSUMED  # the words name something else
    name = location.place.name if by_name else location.span.text
    before = draft.trigger.token.doc[scene.root.left_edge.i]
    article = "the " if before.lower_ == "the" and not by_name else ""
    if location.relation:
        if re.fullmatch(r"[\w-]+ern|central", location.relation, re.IGNORECASE):
            return f" in {location.relation} {name}"
        return f" {location.relation} {article}{name}"
    direct = scene.anchor.i == draft.trigger.token.i and scene.root.head.lower_ == scene.preposition
    tie = scene.preposition if scene.preposition in (_TIES if direct else _BESIDE) else "in"
    return f" {tie} {article}{name}"


def _clause(verb: Token) -> str | None:
    """Return the clause of a verb where it names its subject and is short, else None."""
    words = clause_of(verb)
    if not any(_names_who(part, verb) for part in words):
        return None
    # "That rebels had shelled the town": the word that ties the clause to another is none of it.
    if verb.dep_ == "advcl":
        # "hours after X launched missiles"
        mark = max(
            (part.i for part in words if part.dep_ == "mark" and part.head.i == verb.i and part.i < verb.i), default=-1
        )
        words = [part for part in words if part.i > mark]
    words = list(itertools.dropwhile(lambda part: part.dep_ == "mark" or part.tag_ == "WRB" or part.is_punct, words))
    first, last = min(part.i for part in words), max(part.i for part in words)
    text = _clean(verb.doc[first : last + 1].text)
    text = _cut(text, _LENGTH)
    return f"{text[:1].upper()}{text[1:]}"


def _names_who(part: Token, verb: Token) -> bool:
    """Say whether the word is the subject of the verb and no pronoun, also not "that" and "which"."""
    return (
        part.dep_ in ("nsubj", "nsubjpass")
        and part.head.i == verb.i
        and part.pos_ != "PRON"
        and part.tag_ not in ("WDT", "WP")
        and part.lower_ != "that"
    )


def _said(draft: Draft, actors: Sequence[Actor]) -> str:
    speaker = next((actor for actor in actors if actor.role is ActorRole.SPEAKER), None)
    said = (_content(trigger.token) for trigger in draft.triggers if trigger.kind == "say")
    words = next((words for words in said if words), None)
    if words is None:
        trigger = next((one for one in draft.triggers if one.kind == draft.kind), draft.trigger)
        verb = trigger.token
        words = _clean(verb.doc[trigger.first : max(verb.right_edge.i, trigger.last) + 1].text)
    if len(words.split()) < _FEWEST_WORDS:
        # "…, the bank denied": what it denied stands before
        return _cut(_clean(draft.sentences[0].text), _LENGTH)
    if speaker is not None and words.lower().startswith(speaker.name.lower()):
        speaker = None  # "Norway will send doctors" names who says it
    words = _cut(words, _LENGTH - (len(speaker.name) + 2 if speaker else 0))
    if speaker is None:
        return f"{words[:1].upper()}{words[1:]}"
    name = speaker.name.split()[-1] if _is_person(draft, speaker) else speaker.name
    return f"{name[:1].upper()}{name[1:]}: {words}"


def _is_person(draft: Draft, speaker: Actor) -> bool:
    """Say whether the speaker goes by a surname; a bank does not."""
    doc = draft.trigger.token.doc
    words = speaker.span and doc.char_span(speaker.span.start, speaker.span.end, alignment_mode="expand")
    return bool(words) and all(token.ent_type_ == "PERSON" for token in words or ())


def _content(verb: Token) -> str | None:
    """Return what somebody says: the clause under the verb of speech."""
    for child in verb.children:
        if child.dep_ == "ccomp" and child.right_edge.i - child.left_edge.i >= 2:
            first = child.left_edge.i
            while verb.doc[first].lower_ == "that" or verb.doc[first].is_punct:
                first += 1
            text = _clean(verb.doc[first : child.right_edge.i + 1].text)
            if text:
                return text
    if verb.dep_ == "advcl" and verb.head.pos_ == "VERB":
        return _content(verb.head)
    return None


def _cut(words: str, length: int) -> str:
    """Cut after a whole phrase, never in the middle of one."""
    if len(words) <= length:
        return words
    cuts = [
        match.start()
        for match in re.finditer(r"[,;:–—]| (?=(?:and|but|while|because|as|that|which|who|after|on|in|of)\b)", words)
    ]
    fitting = [cut for cut in cuts if 20 <= cut <= length]
    return _clean(words[: fitting[-1]] if fitting else words[: words.rfind(" ", 0, length)])


def _number(count: Count) -> str:
    """Return a count in the article's own figures: "more than 4,300 killed"."""
    if count.low is not None and count.high is not None and count.low < count.high:
        return f"{count.low:,} to {count.high:,} {count.what}"
    number, words = _figure(count), count.qualifier
    if not words and count.high is None:
        return f"at least {number} {count.what}"  # "the priests were murdered"
    parts = set(words.split(", "))  # of a sum, those of its parts
    if len(parts) > 1 and parts <= {*quantifiers("before"), *quantifiers("after")}:
        words = "at least" if count.high is None else "up to" if count.low is None else "about"
    if not words or words in quantifiers("before"):
        return f"{words} {number} {count.what}".strip()
    if words in quantifiers("after"):
        return f"{number} {words} {count.what}"
    return f"{words} {count.what}"  # "dozens"


def _figure(count: Count) -> str:
    """Return the number as the evidence writes it; a figure of another value is an age or a date."""
    value = count.low if count.low is not None else count.high
    assert value is not None
    values = {value}
    if count.high is None:
        values.add(value - 1)  # "more than 30" is 31 at least
    elif count.low is None:
        values.add(value + 1)  # "fewer than 10" is 9 at most
    for match in re.finditer(r"\d[\d,.]*\d|\d", count.evidence.text):
        digits = re.sub(r"[,.]", "", match.group())
        if len(digits) <= _MOST_DIGITS and int(digits) in values:
            return match.group()
    value += {"over": -1, "under": 1}.get(quantifiers("before").get(count.qualifier, ""), 0)
    return f"{value:,}"


def _clean(words: str) -> str:
    """Trim the words and leave out quotation marks that a cut has left without their pair."""
    words = re.sub(r"\s+", " ", words).strip(" ,;:–—-.")
    if words.count('"') % 2 or words.count("“") != words.count("”"):
        words = re.sub(r'["“”]', "", words)
    return words.strip(" ,;:–—-.")
