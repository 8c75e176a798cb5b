"""Sentences composed for the classifier of PLOVER's codes, from acts and from the ways of telling them.

What somebody does has one code ("sent doctors": AID), what is promised, threatened, refused or demanded
another, whatever the act ("will send doctors": AGREE, "refused to send doctors": REJECT). The corpus is too
small to show each act in each way; these sentences do. What stands around an act in news (when, after what, by
whom it is told) stands around them, too, so that the classifier learns to leave it aside. Their only chance is
a fixed seed.
"""

from __future__ import annotations

import random
from importlib import resources

SEED = 1
ACTORS = (
    "Norway", "Denmark", "Portugal", "Uruguay", "Botswana", "The Finnish government", "Prime Minister Ada Rossi",
    "The defence ministry", "President Joao Lima", "The rebels", "A senior Icelandic official", "The European Union",
    "The opposition", "The ruling party", "The army", "Foreign Minister Ann Berg", "The guerrillas", "The parliament",
    "The United Nations", "The militia", "Danish troops", "Two Peruvian parties", "The Zambian police",
    "Rebels in the north", "Leaders of the separatist movement", "The Swedish ambassador", "Portuguese officials",
    "The ruling junta", "The world bank", "The Norwegian prime minister, Ola Dahl,", "The Maltese cabinet",
    "Members of the Workers' Front (WF)", "Denmark and Norway", "A group of Finnish lawmakers",
)  # fmt: skip
TARGETS = (
    "Sweden", "Iceland", "the island republic", "Zambia", "the neighbouring kingdom", "Peru", "its neighbour",
    "the Swedish government", "the Botswanan authorities", "the separatists", "Norway", "the Uruguayan opposition",
)  # fmt: skip
PLACES = ("the capital", "Malmo", "the northern province", "Arequipa", "the border town", "Lusaka")
# What stands before, in and behind an act, and how often the first two do.
_OPENING, _INSERTING = 0.15, 0.5
OPENINGS = (
    "After a week of clashes in the hills, ", "On the eve of the summit, ", "In a letter to the council, ",
    "Despite strikes and marches, ", "As talks went on in Oslo, ", "In an interview on Sunday, ",
    "Under pressure from abroad, ",
)  # fmt: skip
INSERTED = (
    " today", " on Monday", " on Saturday", " again", " Thursday", " late on Friday", " last week", " this month",
)  # fmt: skip
ENDINGS = (
    "", "", ", officials said on Tuesday", ", a government spokesman said", ", the news agency reported",
    ", diplomats said on Friday", ", according to a newspaper", " on Monday", " on Wednesday, state radio said",
    ", a day after nine soldiers were killed in an ambush", ", which signed a peace accord in May",
    ", whose leaders met in Lima in spring", " in a dispute over fishing rights",
    " after protests by thousands of students",
    ", which has been under a trade embargo for a year", ", where rebels have been fighting the army since June",
    ", a human rights group said", " as aid began to arrive", ", who was arrested in March",
    ", an army officer told reporters",
    ", although mediators had asked for patience",
)  # fmt: skip
# The ways of telling an act that has not been done: those of good acts, of bad ones, and of either.
_AHEAD = {
    "good": (
        ("AGREE", "{S} will {act}{end}."),
        ("AGREE", "{S} said it would {act}{end}."),
        ("AGREE", "{S} is ready to {act}{end}."),
        ("AGREE", "{S} has offered to {act}{end}."),
        ("AGREE", "{S} is willing to {act}{end}."),
        ("AGREE", "{S} agreed{when} to {act}{end}."),
        ("AGREE", "{S} promised{when} to {act}{end}."),
        ("AGREE", "{S} announced{when} that it will {act}{end}."),
        ("AGREE", "{S} has decided to {act}{end}."),
        ("AGREE", "{S} plans to {act}{end}."),
        ("AGREE", "{S} is prepared to {act}{end}."),
        ("REJECT", "{S} refused{when} to {act}{end}."),
        ("REJECT", "{S} said{when} it would not {act}{end}."),
        ("REJECT", "{S} rejected{when} a call to {act}{end}."),
        ("REJECT", "{S} declined to {act}{end}."),
        ("REJECT", "{S} is opposed to a plan to {act}{end}."),
        ("REJECT", "{S} is refusing to {act}{end}."),
        ("REJECT", "{S} will not {act}{end}."),
        ("DEMAND", "{S} demanded that the government {act}{end}."),
        ("DEMAND", "{S} said{when} that the authorities must {act}{end}."),
        ("DEMAND", "{S} urged the regime{when} to {act}{end}."),
        ("DEMAND", "{S} called{when} on its neighbours to {act}{end}."),
        ("DEMAND", "{S} asked the government{when} to {act}{end}."),
        ("DEMAND", "{S} wants the two sides to {act}{end}."),
        ("THREATEN", "{S} threatened{when} not to {act}{end}."),
        ("THREATEN", "{S} will not {act} unless the prisoners are freed{end}."),
    ),
    "bad": (
        ("THREATEN", "{S} threatened{when} to {act}{end}."),
        ("THREATEN", "{S} will {act} unless the prisoners are freed{end}."),
        ("THREATEN", "{S} said{when} it would {act}{end}."),
        ("THREATEN", "{S} warned{when} that it could {act}{end}."),
        ("THREATEN", "{S} is prepared to {act}{end}."),
        ("THREATEN", "{S} vowed to {act}{end}."),
        ("THREATEN", "{S} plans to {act}{end}."),
        ("THREATEN", "{S} announced{when} that it will {act}{end}."),
        ("THREATEN", "{S} decided{when} to {act}{end}."),
        ("REJECT", "{S} refused to {act}{end}."),
        ("DISAPPROVE", "{S} accused the government{when} of planning to {act}{end}."),
        ("DEMAND", "{S} called on the allies{when} to {act}{end}."),
    ),
}


def compose(ways: int) -> list[tuple[str, str]]:
    """Return codes and sentences: each act done, in all its words, and told in so many of the other ways."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible training, no secret
    sentences: list[tuple[str, str]] = []
    for code, quality, act, done in _acts():
        sentences += [(code, _filled(f"{{S}} {told}{{end}}.", chance)) for told in done.split("|")]
        for other, way in chance.sample(_AHEAD[quality], ways) if quality in _AHEAD else ():
            sentences.append((other, _filled(way.replace("{act}", act), chance)))
    return sentences


def _filled(pattern: str, chance: random.Random) -> str:
    told = pattern.format(
        S=chance.choice(ACTORS),
        T=chance.choice(TARGETS),
        P=chance.choice(PLACES),
        when=chance.choice(INSERTED) if chance.random() < _INSERTING else "",
        end=chance.choice(ENDINGS),
    )
    if chance.random() >= _OPENING:
        return told
    first, _, rest = told.partition(" ")
    return chance.choice(OPENINGS) + (f"{first.lower()} {rest}" if first in ("The", "A", "Two") else told)


def _acts() -> list[tuple[str, str, str, str]]:
    lines = resources.files("geo.training").joinpath("plover_acts.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(code, quality, act, done) for code, quality, act, done in rows]
