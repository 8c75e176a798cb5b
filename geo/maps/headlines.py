"""Headlines that read: what the line of an event is called on the map, where its own has a seam.

The layers keep the line as it was made; the map leaves out what no reader should stumble over.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re

from geo.model import Event

_LEAST_CAPITALS = 4


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
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
    return dateline, seam, end


def readable(event: Event) -> str:
    """Return the line without its seams: no agency's dateline, no "Collapse of in", no last word that leads nowhere."""
    dateline, seam, end = _patterns()
    line = event.headline
    begun = dateline.sub("", line, count=1) if dateline.match(line) else line
    closed = seam.sub("", begun)
    whole = end.sub(" …", closed)
    named = _named(whole, event)
    return named if named == line else named[:1].upper() + named[1:]


def _named(line: str, event: Event) -> str:
    """Write the place as the gazetteer does where the article shouts it: "REPUBLIC OF IRAQ"."""
    if event.location is None:
        return line
    shouted = event.location.span.text
    if not shouted.isupper() or sum(map(str.isalpha, shouted)) < _LEAST_CAPITALS:
        return line
    return line.replace(shouted, event.location.place.name)
