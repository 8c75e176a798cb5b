"""A generated corpus: short reports from our own templates, in real towns of the gazetteer, seeded.

    python tests/benchmarks/newsroom.py 20000 > corpus.jsonl

The same count and seed give the same bytes. Each report has a headline, a dateline, two or three
events with numbers and speakers, and some background, about 70 words.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
import sys
from collections.abc import Iterator

from geo import gazetteer

_LEAST_POPULATION = 20_000
_FIRST_DAY = dt.date(2024, 1, 1)
_DAYS = 500
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OUTLETS = ("The Example Courier", "Specimen Herald", "Pattern Wire", "Daily Template")
_SPEAKERS = ("police", "the regional governor", "the health ministry", "a fire brigade spokesman", "the mayor")
# Headline and report; {town}, {other}, {country}, {day}, {few}, {many} and {speaker} are filled in.
_HAPPENINGS = (
    (
        "Bus crash near {town} kills several",
        "At least {few} people were killed and {many} injured when a bus left the road near {town} on {day},"
        " {speaker} said.",
    ),
    (
        "Market in {town} shelled",
        "Shelling hit a market in {town} on {day}, killing {few} people and wounding {many}, according to {speaker}.",
    ),
    (
        "Teachers march in {town}",
        "Thousands of teachers marched through {town} on {day} and demanded higher pay; {few} were arrested,"
        " {speaker} said.",
    ),
    (
        "Floods in {town}",
        "Floods swept through {town} on {day}. {many} families lost their homes and {few} people are missing,"
        " {speaker} said.",
    ),
    (
        "Shots outside a courthouse in {town}",
        "A gunman opened fire outside a courthouse in {town} on {day} and wounded {few} people.",
    ),
    (
        "Earthquake shakes {town}",
        "An earthquake shook {town} on {day} and was felt as far as {other}; {many} buildings were damaged.",
    ),
    ("Factory fire in {town}", "A fire in a textile factory in {town} killed {few} workers on {day}, {speaker} said."),
    (
        "Fighting on the edge of {town}",
        "Soldiers and rebels fought on the edge of {town} on {day}; the army said that it had killed {many} rebels.",
    ),
    ("Cholera in {town}", "Health workers in {town} reported {many} cases of cholera since {day}."),
    (
        "Ceasefire agreed in {town}",
        "Ministers from {country} met in {town} on {day} and agreed on a ceasefire, {speaker} said.",
    ),
)
_BACKGROUND = (
    "Officials in {other} promised help and sent two teams of doctors.",
    "The road between {town} and {other} stayed closed for the rest of the day.",
    "Nobody has said yet who was behind it, and {speaker} asked for patience.",
    "In 2015, {many} people died in a similar accident in {other}.",
    "Residents said that they had warned of the danger for years and that nobody had listened to them.",
    "Schools and shops stayed closed, and the hospital asked for donations of blood.",
)
Town = tuple[str, str]


def towns() -> list[Town]:
    """Return the larger towns of the gazetteer with their countries, in a fixed order."""
    query = (
        "SELECT p.name, c.name FROM place p JOIN country k ON k.code = p.country_code JOIN place c ON c.id = k.place"
        " WHERE p.feature_class = 'P' AND p.population >= ? ORDER BY p.population DESC, p.geonameid"
    )
    with sqlite3.connect(f"{gazetteer.default().path.resolve().as_uri()}?mode=ro", uri=True) as database:
        return list(database.execute(query, (_LEAST_POPULATION,)))


def records(count: int, seed: int = 0) -> Iterator[dict[str, str]]:
    """Yield ``count`` reports as records of a JSONL corpus."""
    known = towns()
    for number in range(count):
        yield _record(number, random.Random(f"{seed}/{number}"), known)


def _record(number: int, rng: random.Random, known: list[Town]) -> dict[str, str]:
    published = _FIRST_DAY + dt.timedelta(days=rng.randrange(_DAYS))
    (town, country), (other, _) = rng.choice(known), rng.choice(known)
    values = {"country": country, "other": other}
    sentences = []
    happenings = rng.sample(_HAPPENINGS, rng.choice((2, 2, 3)))
    for position, (_, happening) in enumerate(happenings):
        place = town if position == 0 else rng.choice(known)[0]
        sentences.append(_filled(happening, rng, values | {"town": place}))
        sentences.append(_filled(rng.choice(_BACKGROUND), rng, values | {"town": place}))
    headline = happenings[0][0].format(town=town)
    body = "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))
    return {
        "id": f"newsroom-{number}",
        "title": headline,
        "text": f"{headline}\n\n{town.upper()}, {country} - {body}\n",
        "url": f"https://newsroom.example/{number}",
        "source": rng.choice(_OUTLETS),
        "published": published.isoformat(),
    }


def _filled(template: str, rng: random.Random, values: dict[str, str]) -> str:
    numbers = {"few": str(rng.randint(2, 9)), "many": str(rng.randint(11, 60))}
    return template.format(**values, **numbers, day=rng.choice(_WEEKDAYS), speaker=rng.choice(_SPEAKERS))


if __name__ == "__main__":
    for record in records(int(sys.argv[1])):
        print(json.dumps(record, ensure_ascii=False))
