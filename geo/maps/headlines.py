"""Headlines that read: what the line of an event is called on the map, where its own has a seam.

The layers keep the line as it was made; the map leaves out what no reader should stumble over.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from dataclasses import dataclass

from geo.model import Event, Layer

_LEAST_CAPITALS = 4
_TAIL_WORDS = 3  # so many last words of a line find its place in the sentence


@dataclass(frozen=True, slots=True)
class _Patterns:
    dateline: re.Pattern[str]
    seam: re.Pattern[str]
    end: re.Pattern[str]
    relative: re.Pattern[str]
    verb: re.Pattern[str]
    divisions: str


@functools.cache
def _patterns() -> _Patterns:
    text = (importlib.resources.files("geo.maps") / "headline_words.json").read_text(encoding="utf-8")
    words: dict[str, list[str]] = json.loads(text)
    any_of = {name: "|".join(map(re.escape, each)) for name, each in words.items()}
    # "KYIV, Nov 22 (Agency) - Rain fell"
    dateline = re.compile(
        rf"(?:[A-Z][\w.' -]{{1,40}}, )?(?:{any_of['months']})\.? \d{{1,2}}(?:, \d{{4}})?"
        r"(?: \([\w /.-]{1,40}\))? ?[-–—:] ?(?=\S)"
    )
    seam = re.compile(rf" (?:{any_of['ties']})(?= (?:{any_of['places']}) )")
    # "who was in the": without its noun an article takes the word before it along.
    cut = rf"(?:{any_of['ties']}|{any_of['places']}) (?:{any_of['articles']})"
    end = re.compile(rf"(?:[ ,;:]+(?:{cut}|{any_of['dangling']}))+$")
    # ", who spoke": what is left of a clause says nothing.
    relative = re.compile(rf", (?:{any_of['relatives']}) \S+(?: \S+)?$")
    # "would not go", of "would not go on for ever".
    verb = re.compile(rf" (?:{any_of['modals']})(?: not)? \w+$")
    return _Patterns(dateline, seam, end, relative, verb, any_of["divisions"])


def readable(event: Event) -> str:
    """Return the line without its seams: no agency's dateline, no "Collapse of in", no end that leads nowhere."""
    patterns = _patterns()
    line = event.headline
    begun = patterns.dateline.sub("", line, count=1) if patterns.dateline.match(line) else line
    closed = patterns.seam.sub("", _spoken(begun, event))
    whole = patterns.end.sub(" …", _ended(closed, event))
    named = _named(_unarticled(whole, event), event)
    return named if named == line else named[:1].upper() + named[1:]


def _spoken(line: str, event: Event) -> str:
    """Join a speaker and the verb that tells what was said: "Rubio warned", not "Rubio: warned"."""
    speaker, colon, words = line.partition(": ")
    said = re.match(rf"{re.escape(event.trigger.text)}\b", words) if event.layer is Layer.STATEMENT else None
    return f"{speaker} {words}" if colon and said else line


def _ended(line: str, event: Event) -> str:
    """End a line that was cut where a reader can stop."""
    if not _is_cut(line, event):
        return line
    patterns = _patterns()
    line = patterns.relative.sub("", line)
    return f"{line} …" if patterns.verb.search(line) else line


def _is_cut(line: str, event: Event) -> bool:
    """Say whether the sentence goes on where the line ends."""
    tail = " ".join(line.split()[-_TAIL_WORDS:])
    for sentence in event.evidence:
        text = " ".join(sentence.text.split())
        at = text.rfind(tail)
        if at >= 0:
            return bool(re.match(r"\W*\w", text[at + len(tail) :]))
    return False


def _unarticled(line: str, event: Event) -> str:
    """Leave the article out that belongs to a word which the line lacks: "Crash in the Cusco" of "the Cusco region"."""
    if event.location is None:
        return line
    name = re.escape(event.location.span.text)
    longer = re.compile(rf"\bthe\s+{name}\s+(?:{_patterns().divisions})\b", re.IGNORECASE)
    if longer.search(line) or not any(longer.search(sentence.text) for sentence in event.evidence):
        return line
    return re.sub(rf" the (?={name}\b)", " ", line, count=1)


def _named(line: str, event: Event) -> str:
    """Write the place as the gazetteer does where the article shouts it: "REPUBLIC OF IRAQ"."""
    if event.location is None:
        return line
    shouted = event.location.span.text
    if not shouted.isupper() or sum(map(str.isalpha, shouted)) < _LEAST_CAPITALS:
        return line
    return line.replace(shouted, event.location.place.name)
