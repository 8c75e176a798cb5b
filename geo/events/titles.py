"""A short line for each event, made of the article's own words, its place and its toll.

"Missile strike on Kryvyi Rih: at least 16 killed", "Lammy: Putin is playing for time".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from geo.events import attribution, lexicon, phrases, sentences
from geo.events.codes import names_class, names_events, tells_harm
from geo.events.lemmas import Word, is_verb_form, sort_of, words
from geo.events.lexicon import Kind
from geo.events.mentions import Status, Told, Trigger
from geo.model import Actor, ActorRole, Count, EventClass, EventLocation, Span

LENGTH = 90
_MODIFIERS = 4
_FEWEST_WORDS = 3
# No count is longer.
_MOST_DIGITS = 12
_HARM = ("killed", "injured")
_BOUND = re.compile(
    r"(?:at least|up to|as many as|no fewer than|no less than|more than|fewer than|less than|over|about|around"
    r"|nearly|almost|some|approximately|roughly)\b",
    re.IGNORECASE,
)
_EDGES = " ,;:–—-•*.\n\t"
# What a cut leaves at the ends of a line and belongs to another clause: "And …", "… and said".
_LOOSE = re.compile(r"^(?:and|but|or|so|then|yet|of|that)\s+|\s(?:and|but|or)(?:\s\w+)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()]\s|\s[–—-]+\s|[\"“”]")
# "PORT HARCOURT, Nigeria (AP) — "
_DATELINE = re.compile(r"[A-Z][A-Z'’. -]{2,}\b[^–—\n]{0,40}?\s[–—-]+\s")
_PART = re.compile(r"[\w-]+ern|central", re.IGNORECASE)


def title(text: str, told: Told, kind: Kind, location: EventLocation | None, actors: Sequence[Actor] = ()) -> str:
    """Return the title of an event, of at most ``LENGTH`` characters.

    Args:
        text: the article.
        told: the event as the article tells it.
        kind: what kind of event it is.
        location: where it happened.
        actors: who takes part; a statement is given its speaker.

    """
    if told.status is Status.STATEMENT or told.event_class is EventClass.STATEMENT:
        return _said(text, told, actors)
    counts = [count for count in (told.killed, told.injured) if count] or list(told.counts[:1])
    toll = ", ".join(number(count) for count in counts if count.low or count.high)
    named = _named(text, told)
    harmed = any(count.what in _HARM for count in counts) and toll
    if named is None and not harmed and (clause := _clause(text, told)):
        return clause
    bare = location is None and not toll and (named is None or " " not in named)
    if bare and (clause := _clause(text, told) or _sentence(text, told)):
        return clause
    name = named or kind.label
    line = f"{name[:1].upper()}{name[1:]}{_where(text, told, location, name)}"
    return _cut(f"{line}: {toll}" if toll else line, LENGTH)


def _named(text: str, told: Told) -> str | None:
    """Return the noun of the event with the words before it: "Russian missile strike".

    One for events of its class counts before others ("fires" of an attack), then the surest.
    """

    def worth(one: Trigger) -> tuple[bool, float, int]:
        return not names_class(one.span.text, told.event_class), -round(one.score, 1), one.span.start

    for trigger in sorted(told.triggers, key=worth):
        if names_events(trigger.span.text) or _stands_as_noun(text, trigger.span):
            phrase = _noun_phrase(text, trigger.span)
            if phrase is not None:
                return phrase
    return None


def _stands_as_noun(text: str, span: Span) -> bool:
    """Say whether a word that no lexicon has is used as a noun: "the festival"."""
    before = words(text, max(0, span.start - 40), span.start)
    alone = len(words(span.text)) == 1 and not is_verb_form(span.text) and not tells_harm(span.text)
    return alone and bool(before) and sort_of(before[-1].lower) == "determiner"


def _noun_phrase(text: str, span: Span) -> str | None:
    start, end = sentences.around(text, span)
    found = words(text, start, end)
    own = [index for index, word in enumerate(found) if word.start < span.end and span.start < word.end]
    if not own:
        return None
    first, last = own[0], own[-1]
    while first > 0 and own[0] - first < _MODIFIERS and _modifies(text, found, first - 1):
        first -= 1
    while last + 1 < len(found) and _proper(found[last]) and _proper(found[last + 1]) and _touch(text, found, last):
        last += 1  # "Hurricane Melissa"
    if first == last:
        last = _of_what(text, found, last)
    if first == own[0] and first and sort_of(found[first - 1].lower) in ("pronoun", "auxiliary"):
        return None  # "they attack"
    name = _clean(text[found[first].start : found[last].end])
    return name if name and len(name) <= LENGTH // 2 else None


def _of_what(text: str, found: Sequence[Word], noun: int) -> int:
    """Return the last word of a noun with "of" behind it: "state of emergency", "collapse of a bridge"."""
    tie = noun + 1
    if not _touch(text, found, noun) or found[tie].lower != "of":
        return noun
    last = tie
    while _touch(text, found, last) and last - tie < _MODIFIERS:
        word = found[last + 1]
        opens = last == tie and sort_of(word.lower) == "determiner"
        if not (opens or phrases.is_plain(word) or (_proper(word) and sort_of(word.lower) is None)):
            break
        last += 1
    of_number = _touch(text, found, last) and found[last + 1].text[0].isdigit()  # "of magnitude 6.8"
    return last if last > tie and sort_of(found[last].lower) is None and not of_number else noun


def _modifies(text: str, found: Sequence[Word], index: int) -> bool:
    word = found[index]
    if not _touch(text, found, index) or word.text[0].isdigit():
        return False
    capital = _proper(word) and sort_of(word.lower) is None
    return word.lower not in ("'s", "’s") and (phrases.is_plain(word) or (capital and (index > 0 or _known(word))))


def _known(word: Word) -> bool:
    """Say whether a word that opens a sentence describes an event: "Russian strikes", "Heavy fighting"."""
    return phrases.is_plain(Word(word.start, word.end, word.lower))


def _proper(word: Word) -> bool:
    return word.text[0].isupper()


def _touch(text: str, found: Sequence[Word], index: int) -> bool:
    return index + 1 < len(found) and not text[found[index].end : found[index + 1].start].strip()


def _where(text: str, told: Told, location: EventLocation | None, named: str) -> str:
    """Return " in Turin", with the words of the text that tie the place to the event: "near", "on"."""
    if location is None:
        return ""
    own = told.scene is None or told.scene.name_start == location.span.start or told.scene.is_within
    name = location.span.text if own else location.place.name
    if location.span.text in named or name in named:
        return ""  # "French election"
    if location.relation:
        relation = f"{location.relation[:1].lower()}{location.relation[1:]}"
        return f" {'in ' if _PART.fullmatch(relation) else ''}{relation} {name}"
    before = re.search(r"([a-z]+)\s+(the\s+)?$", text[max(0, location.span.start - 24) : location.span.start])
    tie = before[1] if before and own and before[1] in _ties() else "in"
    return f" {tie} {'the ' if before and before[2] and own else ''}{name}"


def _clause(text: str, told: Told) -> str | None:
    """Return the clause around the surest word where it is short and says who: "Police arrested 40 people"."""
    trigger = max(told.triggers, key=lambda one: (one.score, -one.span.start), default=None)
    if trigger is None:
        return None
    start, end = sentences.around(text, trigger.span)
    for one in attribution.find(text, start, end):
        if one.start <= trigger.span.start and trigger.span.end <= one.end:
            start, end = max(start, one.start), min(end, one.end)
    starts = [match.end() for match in _CLAUSE.finditer(text, start, trigger.span.start)]
    ends = [match.start() for match in _CLAUSE.finditer(text, trigger.span.end, end)]
    first = starts[-1] if starts else start
    inside = words(text, first, trigger.span.start)
    for index, word in enumerate(inside):
        if word.lower in _breaks() and index + 1 < len(inside):
            first = inside[index + 1].start
    last = next((word.start for word in words(text, trigger.span.end, end) if word.lower in _breaks()), end)
    last = min([last, *ends])
    before = words(text, first, trigger.span.start)
    if not any(sort_of(word.lower) is None for word in before) or sort_of(before[0].lower) == "pronoun":
        return None
    return _capital(_cut(_clean(text[first:last]), LENGTH)) or None


def _sentence(text: str, told: Told) -> str:
    """Return the sentence, from the first clause on that leaves room for the word that names the event."""
    trigger = told.triggers[0].span
    start, end = sentences.around(text, trigger)
    start += len(match.group()) if (match := _DATELINE.match(text[start:end])) else 0
    clauses = [start, *(match.end() for match in _CLAUSE.finditer(text, start, trigger.start))]
    first = next((one for one in clauses if trigger.end - one <= LENGTH), trigger.start)
    return _capital(_cut(_clean(text[first:end]), LENGTH))


def _said(text: str, told: Told, actors: Sequence[Actor]) -> str:
    """Return who says what: the words that the verb of saying gives, else the sentence."""
    speaker = next((actor for actor in actors if actor.role is ActorRole.SPEAKER and actor.span), None)
    trigger = told.triggers[0].span
    start, end = sentences.around(text, trigger)
    spans = [one.span for one in told.triggers]
    spoken = [
        one
        for one in attribution.find(text, start, end)
        if not any(one.start <= span.start < one.end for span in spans)
    ]
    own = [one for one in spoken if any(one.cue.start < span.end and span.start < one.cue.end for span in spans)]
    content = next((text[one.start : one.end] for one in own or spoken), "")
    content = _clean(content)
    if len(content.split()) < _FEWEST_WORDS:
        return _sentence(text, told)
    if speaker is None or content.lower().startswith(speaker.name.lower()):
        return _capital(_cut(content, LENGTH))
    name = _surname(speaker.name)
    return f"{name[:1].upper()}{name[1:]}: {_cut(content, LENGTH - len(name) - 2)}"


def _surname(name: str) -> str:
    """Return the last of the two or three names of a person; a body keeps its name."""
    parts = name.split()
    groups = phrases.groups()
    person = 1 < len(parts) <= 3 and all(part[0].isupper() and part.lower() not in groups for part in parts)
    short = parts[-1] if person and not any(part.isupper() for part in parts) else name
    return short if len(short) <= LENGTH // 2 else _cut(short, LENGTH // 2)


def number(count: Count) -> str:
    """Return a count in the article's own figures: "more than 4,300 killed"."""
    low, high = count.low, count.high
    if low is not None and high is not None and low < high:
        return f"{low:,} to {high:,} {count.what}"
    if count.qualifier and not _BOUND.match(count.qualifier):
        return f"{count.qualifier} {count.what}"
    bound = count.qualifier or ("at least" if high is None else "")
    return f"{bound} {_figure(count)} {count.what}".strip()


def _figure(count: Count) -> str:
    """Return the number as the evidence writes it; "more than 30" is 31 at least and stays 30."""
    value = count.low if count.low is not None else count.high or 0
    qualifier = count.qualifier.lower()
    if count.high is None and qualifier.startswith(("more than", "over")):
        value -= 1
    elif count.low is None and qualifier.startswith(("fewer than", "less than")):
        value += 1
    for match in re.finditer(r"\d[\d,.]*\d|\d", count.evidence.text):
        digits = re.sub(r"[,.]", "", match.group())
        if digits.isascii() and len(digits) <= _MOST_DIGITS and int(digits) == value:
            return match.group()
    return f"{value:,}"


def _cut(line: str, length: int) -> str:
    """Cut after a whole phrase where that leaves enough, else after a word; never inside one."""
    if len(line) <= length:
        return line
    cuts = [match.start() for match in re.finditer(r"[,;:–—]\s|\s(?=[a-z]+\s)", line) if _ends(line, match.start())]
    fitting = [cut for cut in cuts if length // 3 <= cut <= length]
    blank = line.rfind(" ", 0, length + 1)
    return _clean(line[: fitting[-1] if fitting else blank if blank > 0 else length])


def _ends(line: str, cut: int) -> bool:
    """Say whether a phrase ends at ``cut``: at a mark, or before a word that ties another to it."""
    following = re.match(r"\s([a-z]+)", line[cut : cut + 20])
    return following is None or following[1] in _breaks() or sort_of(following[1]) in ("preposition", "conjunction")


def _capital(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}"


def _clean(line: str) -> str:
    """Trim a line and leave out quotation marks and brackets that a cut has left without their pair."""
    line = _LOOSE.sub("", re.sub(r"\s+", " ", line).strip(_EDGES))
    for opening, closing in (('"', '"'), ("“", "”"), ("«", "»"), ("(", ")")):
        if line.count(opening) != line.count(closing) or (opening == closing and line.count(opening) % 2):
            line = line.replace(opening, "").replace(closing, "")
    return line.strip(_EDGES)


@functools.cache
def _ties() -> frozenset[str]:
    return frozenset(lexicon.rows_of("undergoing.tsv", "tie"))


@functools.cache
def _breaks() -> frozenset[str]:
    return frozenset({"that", *lexicon.rows_of("parties.tsv", "apart")})
