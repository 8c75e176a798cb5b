"""Sentences composed for the classifier of PLOVER's codes, from acts and from the ways of telling them.

What somebody does has one code ("sent doctors": AID), what is promised, threatened, refused or demanded
another, whatever the act ("will send doctors": AGREE, "refused to send doctors": REJECT). The corpus is too
small to show each act in each way; these sentences do. Their only chance is a fixed seed.
"""

from __future__ import annotations

import random
from importlib import resources

SEED = 1
ACTORS = (
    "Norway", "Denmark", "Portugal", "Uruguay", "Botswana", "The Finnish government", "Prime Minister Ada Rossi",
    "The defence ministry", "President Joao Lima", "The rebels", "A senior Icelandic official", "The European Union",
    "The opposition", "The ruling party", "The army", "Foreign Minister Ann Berg", "The guerrillas", "The parliament",
    "The United Nations", "The militia",
)  # fmt: skip
TARGETS = ("Sweden", "Iceland", "the island republic", "Zambia", "the neighbouring kingdom", "Peru", "its neighbour")
PLACES = ("the capital", "Malmo", "the northern province", "Arequipa", "the border town", "Lusaka")
ENDINGS = (
    "", "", ", officials said on Tuesday", ", a government spokesman said", ", the news agency reported",
    ", diplomats said on Friday", ", according to a newspaper", " on Monday", " on Wednesday, state radio said",
)  # fmt: skip
# The ways of telling an act that has not been done: those of good acts, of bad ones, and of either.
_AHEAD = {
    "good": (
        ("AGREE", "{S} will {act}{end}."),
        ("AGREE", "{S} said it would {act}{end}."),
        ("AGREE", "{S} is ready to {act}{end}."),
        ("AGREE", "{S} has offered to {act}{end}."),
        ("AGREE", "{S} is willing to {act}{end}."),
        ("AGREE", "{S} agreed to {act}{end}."),
        ("AGREE", "{S} promised to {act}{end}."),
        ("REJECT", "{S} refused to {act}{end}."),
        ("REJECT", "{S} said it would not {act}{end}."),
        ("REJECT", "{S} rejected a call to {act}{end}."),
        ("REJECT", "{S} declined to {act}{end}."),
        ("DEMAND", "{S} demanded that the government {act}{end}."),
        ("DEMAND", "{S} said that the authorities must {act}{end}."),
        ("DEMAND", "{S} urged the regime to {act}{end}."),
        ("DEMAND", "{S} called on its neighbours to {act}{end}."),
    ),
    "bad": (
        ("THREATEN", "{S} threatened to {act}{end}."),
        ("THREATEN", "{S} will {act} unless the prisoners are freed{end}."),
        ("THREATEN", "{S} said it would {act}{end}."),
        ("THREATEN", "{S} warned that it could {act}{end}."),
        ("THREATEN", "{S} is prepared to {act}{end}."),
        ("THREATEN", "{S} vowed to {act}{end}."),
        ("REJECT", "{S} refused to {act}{end}."),
        ("DISAPPROVE", "{S} accused the government of planning to {act}{end}."),
    ),
}


def compose(ways: int) -> list[tuple[str, str]]:
    """Return codes and sentences: each act done, and told in so many of the other ways."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible training, no secret
    sentences: list[tuple[str, str]] = []
    for code, quality, act, done in _acts():
        sentences.append((code, _filled(f"{{S}} {done}{{end}}.", chance)))
        for other, way in chance.sample(_AHEAD[quality], ways):
            sentences.append((other, _filled(way.replace("{act}", act), chance)))
    return sentences


def _filled(pattern: str, chance: random.Random) -> str:
    return pattern.format(
        S=chance.choice(ACTORS), T=chance.choice(TARGETS), P=chance.choice(PLACES), end=chance.choice(ENDINGS)
    )


def _acts() -> list[tuple[str, str, str, str]]:
    lines = resources.files("geo.training").joinpath("plover_acts.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(code, quality, act, done) for code, quality, act, done in rows]
