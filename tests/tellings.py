"""Short articles with what is right of them, `data/tellings.jsonl`, and what a parse of each has wrong.

A row is `{"id", "kind", "text", "published", "expect", "holds"}`. What is expected:

- `events`: how many, or `{"min", "max"}`; statements are not counted, they are told or not;
- `found`: what is right of single events, each of which must be another event of the parse;
- `none`: what is right of no event;
- `not_places`: places where nothing lies, not even a statement.

An event is described by `place` (the gazetteer's name or the article's words; null: without a place), `country` (its
code), `relation`, `class`, `layer`, `type` (ACLED's sub-event type), `plover`, `date`, `killed` and `injured` (each
`[low, high]` or null), `counts` (by what is counted), `speaker` (of the dead or injured), `actors` (some of them),
`claims` (their stances) and `headline` (words in it). `{"any": […]}` leaves a choice. What is not named is free.

`python -m tests.tellings` prints what is wrong, row by row; with `--settle` it also writes down which rows hold.
"""

import dataclasses
import functools
import json
import sys
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geo
from geo.model import Count, Event, Layer

TABLE = Path(__file__).parent / "data" / "tellings.jsonl"

Facts = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Row:
    """A short article, what is right of it, and whether the reader is known to have it right."""

    id: str
    kind: str
    text: str
    published: str | None
    expect: Facts = dataclasses.field(hash=False)
    holds: bool


def read() -> list[Row]:
    """Return the rows of the table in its order."""
    return [Row(**json.loads(line)) for line in TABLE.read_text(encoding="utf-8").splitlines()]


def problems(row: Row) -> list[str]:
    """Say what the parse of an article has wrong, a line each; nothing where the row holds."""
    told = _told(row.text, row.published)
    wrong = list(_wrong(row.expect, told))
    return [*wrong, *map(_line, told)] if wrong else []


def _wrong(expect: Facts, told: list[Facts]) -> Iterator[str]:
    count, wanted = sum(facts["layer"] != Layer.STATEMENT for facts in told), expect["events"]
    low, high = (wanted, wanted) if isinstance(wanted, int) else (wanted["min"], wanted["max"])
    if not low <= count <= high:
        yield f"{count} events, not {low if low == high else f'{low} to {high}'}"
    if not _matched(expect.get("found", []), told):
        yield f"events that are not as they should be: {json.dumps(expect['found'], ensure_ascii=False)}"
    for right in (*expect.get("none", []), *({"place": name} for name in expect.get("not_places", []))):
        if any(_fits(facts, right) for facts in told):
            yield f"an event that should not be: {json.dumps(right, ensure_ascii=False)}"


def _matched(wanted: list[Facts], told: list[Facts]) -> bool:
    """Say whether every description has an event that no other one has."""
    if not wanted:
        return True
    first, *others = wanted
    return any(_fits(facts, first) and _matched(others, told[:at] + told[at + 1 :]) for at, facts in enumerate(told))


def _fits(facts: Facts, right: Facts) -> bool:
    return all(_agrees(key, facts[key], value) for key, value in right.items())


def _agrees(key: str, found: Any, right: Any) -> bool:
    if isinstance(right, dict) and "any" in right:
        return any(_agrees(key, found, one) for one in right["any"])
    match key:
        case "place":
            return _folded(right) in found if right else not found
        case "counts":
            return all(found.get(what) == bounds for what, bounds in right.items())
        case "actors":
            return set(right) <= set(found)
        case "headline":
            return right in found
        case "speaker":
            return _folded(right) == _folded(found or "")
        case _:
            return bool(found == right)


@functools.cache
def _told(text: str, published: str | None) -> list[Facts]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is left open is nothing that the table asks
        return [_facts(event) for event in geo.parse(text, published=published).events]


def _facts(event: Event) -> Facts:
    place = event.location.place if event.location else None
    speakers = [count.speaker.text for count in (event.killed, event.injured) if count and count.speaker]
    return {
        "place": [_folded(place.name), _folded(event.location.span.text)] if event.location and place else [],
        "country": place.country_code if place else None,
        "relation": event.location.relation if event.location else None,
        "class": event.event_class.value,
        "layer": event.layer.value,
        "type": event.sub_event_type,
        "plover": event.plover_event,
        "date": [event.date.start.isoformat(), event.date.end.isoformat()] if event.date else None,
        "killed": _bounds(event.killed),
        "injured": _bounds(event.injured),
        "counts": {count.what: _bounds(count) for count in event.counts},
        "speaker": speakers[0] if speakers else None,
        "actors": [actor.name for actor in event.actors],
        "claims": sorted({claim.stance.value for claim in event.claims}),
        "headline": event.headline,
    }


def _bounds(count: Count | None) -> list[int | None] | None:
    return [count.low, count.high] if count else None


def _folded(name: str) -> str:
    """Return a name without accents, capitals and article: gazetteers spell it in their own way."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).removeprefix("the ")


def _line(facts: Facts) -> str:
    return "told: " + ", ".join(f"{key} {value}" for key, value in facts.items() if value)


def main(settle: bool) -> None:
    """Print what every row has wrong, and how many hold."""
    rows = read()
    found = [problems(row) for row in rows]
    for row, wrong in zip(rows, found, strict=True):
        if wrong:
            print(f"{row.id}{' (held before)' if row.holds else ''}: {row.text!r}", *wrong, sep="\n   ")
    held = sum(not wrong for wrong in found)
    print(f"{held} of {len(rows)} rows hold, {held / len(rows):.3f}; {sum(row.holds for row in rows)} are settled")
    if settle:
        lines = (dataclasses.replace(row, holds=not wrong) for row, wrong in zip(rows, found, strict=True))
        table = "".join(json.dumps(dataclasses.asdict(row), ensure_ascii=False) + "\n" for row in lines)
        TABLE.write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main("--settle" in sys.argv[1:])
