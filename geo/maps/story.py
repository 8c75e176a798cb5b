"""A map told in steps: an order that is made by itself, or one that an editor has written.

The file is small JSON: ``{"steps": [{"event": "9f2c", "headline": "…", "caption": "…", "view": [6, 47.9, 33.4]}]}``.
``event`` is the id of an event on the map, ``view`` is zoom, latitude and longitude (degrees WGS 84); each of the
four may be missing, but a step has an event, a headline or a caption.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import InputError, SourceNotFound
from geo.maps.document import Entry, is_doubtful
from geo.maps.headlines import readable
from geo.maps.selection import weight
from geo.model import Layer

MADE_AT_MOST = 24  # steps that are made by themselves
READ_AT_MOST = 1_000
LONGEST = 5_000  # characters of a headline or caption
LARGEST = 4_000_000  # bytes of a file
FURTHEST_ZOOM = 19
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``view`` is zoom, latitude and longitude, None for what shows the event."""

    event_id: str | None = None
    headline: str | None = None
    caption: str | None = None
    view: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What a page opens with. Without ``steps`` they are made: see :func:`made`."""

    steps: tuple[Step, ...] = ()


def made(entries: Sequence[Entry], *, one_article: bool) -> tuple[Step, ...]:
    """Return the steps of a story that nobody has written: the news, not its background, as far as it can be placed.

    A single article is told in its own order, several in the order of time; of many events those that weigh most.
    """
    news = [entry for entry in entries if entry.event.layer is not Layer.BACKGROUND and not is_doubtful(entry.event)]
    told = [entry for entry in news if entry.event.location] or news
    heaviest = sorted(range(len(told)), key=lambda at: weight(told[at].event), reverse=True)[:MADE_AT_MOST]
    chosen = [told[at] for at in sorted(heaviest)]
    if one_article:
        chosen.sort(key=lambda entry: entry.event.trigger.start)
    return tuple(Step(entry.event.event_id) for entry in chosen)


def pack(story: Story | None, entries: Sequence[Entry], *, one_article: bool) -> Json:
    """Return the story for the page, its events by their number there.

    Raises:
        InputError: if a step names an event that is not on the map.

    """
    steps = story.steps if story and story.steps else made(entries, one_article=one_article)
    numbers: dict[str, int] = {}
    for at, entry in enumerate(entries):
        numbers.setdefault(entry.event.event_id, at)
    packed = []
    for number, step in enumerate(steps, start=1):
        if step.event_id is not None and step.event_id not in numbers:
            raise InputError(
                f"step {number} of the story: there is no event '{step.event_id[:80]}' on this map; "
                "--story writes the steps of those there are"
            )
        found = None if step.event_id is None else numbers[step.event_id]
        packed.append({"event": found, "headline": step.headline, "caption": step.caption, "view": step.view})
    return {"open": story is not None, "steps": packed}


def to_json(steps: Sequence[Step], entries: Sequence[Entry]) -> str:
    """Return steps as an editor finds them in a file: with the headlines that they have by themselves."""
    headlines = {entry.event.event_id: readable(entry.event) for entry in entries}
    written = [
        {"event": step.event_id, "headline": headlines.get(step.event_id or ""), "caption": None, "view": None}
        for step in steps
    ]
    text = json.dumps({"steps": written}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def read(path: Path) -> Story:
    """Read the steps of a story from a file.

    Raises:
        SourceNotFound: if there is no such file.
        InputError: if it is no story; the message names the step.

    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SourceNotFound(f"{path}: cannot be read ({error.strerror})") from error
    if len(content) > LARGEST:
        raise InputError(f"{path}: is larger than {LARGEST // 1_000_000} MB, which no story is")
    try:
        document = json.loads(content)
        steps = document["steps"] if isinstance(document, dict) else None
    except (ValueError, KeyError, RecursionError):
        steps = None
    if not isinstance(steps, list) or not steps:
        raise InputError(f'{path}: is no story, such as {{"steps": [{{"event": "…", "caption": "…"}}]}}')
    if len(steps) > READ_AT_MOST:
        raise InputError(f"{path}: has {len(steps):,} steps, and a story {READ_AT_MOST:,} at most")
    return Story(tuple(_step(step, f"{path}, step {number}") for number, step in enumerate(steps, start=1)))


def _step(step: Any, where: str) -> Step:
    if not isinstance(step, dict):
        raise InputError(f"{where}: is no object with an event, a headline or a caption")
    event, headline, caption = (_text(step, name, where) for name in ("event", "headline", "caption"))
    if event is None and headline is None and caption is None:
        raise InputError(f"{where}: has neither an event nor a headline nor a caption")
    return Step(event, headline, caption, _view(step.get("view"), where))


def _text(step: Json, name: str, where: str) -> str | None:
    value = step.get(name)
    if value is not None and (not isinstance(value, str) or len(value) > LONGEST):
        raise InputError(f"{where}: the {name} is no text of {LONGEST:,} characters at most")
    return value or None


def _view(value: Any, where: str) -> tuple[float, float, float] | None:
    if value is None:
        return None
    numbers = value if isinstance(value, list) and len(value) == 3 else []
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in numbers):
        numbers = []
    if not numbers or not (0 <= numbers[0] <= FURTHEST_ZOOM and abs(numbers[1]) <= 90 and abs(numbers[2]) <= 360):
        raise InputError(f"{where}: the view is not zoom, latitude and longitude, such as [6, 47.9, 33.4]")
    return (float(numbers[0]), float(numbers[1]), float(numbers[2]))
