"""Well-known places that nothing around them explains, as articles of our own.

Annotated news is mostly local and American: from it alone the ranker would learn that "Athens" without a word of
context is in Georgia as likely as not. A reader takes it for the well-known one; these articles, a sentence or two
around the name of a large city or a capital, say so. Where the wording is that of another country, a
reader thinks of the town of that name there: other articles say that.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.gazetteer.names import fold
from geo.model import Article, Candidate, Mention, NameKind, Place, Span
from geo.resolution.wording import area_codes, words_of

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer

CORPUS = "well known"
_SEED = 11
_LARGE = 200_000
_CAPITAL = 30_000
# Countries with very many cities, most of them unknown to readers elsewhere.
_LEAST = {"CN": 2_000_000, "IN": 1_000_000, "US": 300_000, "BR": 500_000, "MX": 500_000, "PH": 500_000, "RU": 500_000}
_TIMES_LARGER = 3  # so many times the people of the next town of that name
_FAMED_ARTICLES = 2  # for each capital and each city of a million
_MILLION = 1_000_000
_TWO_NAMES = 0.25
_EVERYWHERE_M = 20_040_000.0
# Towns that the gazetteer knows best by another name, and such as are known better than larger ones of their name.
_FAMED = tuple(
    (name.replace("_", " "), country)
    for country, names in {
        "DE": "Cologne Munich Nuremberg Hanover Frankfurt",
        "IT": "Rome Milan Naples Turin Florence Venice Genoa Padua",
        "ES": "Valencia Seville Granada",
        "CH": "Geneva Zurich Lucerne",
        "BE": "Antwerp Ghent Bruges",
        "NL": "The_Hague",
        "SE": "Gothenburg",
        "UA": "Kiev Odessa Kharkiv",
        "RU": "St._Petersburg",
        "GB": "Newcastle Cambridge Oxford York",
        "US": "New_York Washington Boston Miami Honolulu",
        "CO": "Cartagena",
        "SY": "Aleppo Homs",
        "IL": "Haifa Nazareth",
        "EG": "Luxor Suez",
        "CR": "San_Jose",
        "BO": "La_Paz Santa_Cruz",
        "PE": "Lima",
        "CL": "Santiago",
    }.items()
    for name in names.split()
)
_FAMED_NAMES = frozenset(name for name, _ in _FAMED)

_ONE = (
    "{0} - A bomb killed three people on Monday.",
    "A bomb went off in {0} on Monday, killing three people.",
    "Thousands of people marched through {0} on Sunday.",
    "Talks between the two sides will open in {0} next week, a diplomat said.",
    "A fire in a warehouse in {0} killed at least four workers.",
    "The summit in {0} ended without an agreement.",
    "The mayor of {0} resigned on Friday.",
    "He was born in {0} and studied medicine there.",
    "Police in {0} arrested two men.",
    "Flights from {0} were late. Passengers waited for hours.",
    "The conference was held in {0} in May.",
    "Heavy rain flooded streets in {0}. No one was hurt.",
    "The museum in {0} will reopen next year, its director told reporters.",
    "She flew to {0} to meet investors.",
    "{0} won 2-1 on Saturday.",
    "A court in {0} sentenced him to ten years in prison.",
    "A tram hit a bus in {0}. Twelve people were taken to hospital.",
    "The bank, which is based in {0}, posted a loss.",
    "A strike stopped buses in {0} for a second day, and a union leader said that it would go on.",
    "{0} (Reuters) - Shares fell on Tuesday.",
    "Protesters clashed with police in {0}. “We will not go home,” one of them said.",
    "Residents of {0} woke to smoke.",
)
_TWO = (
    "Trains between {0} and {1} stopped on Monday.",
    "Ministers met in {0} after talks in {1}.",
    "She moved from {0} to {1} and opened a restaurant.",
    "The airline flies from {0} to {1} twice a week.",
    "Protests were held in {0} and {1} on Saturday.",
)


_LOCAL = (
    "{0} {1} met on Tuesday. The {2} was not there.",
    "A {1} from {0} said on Monday that the {2} had called about the {3}.",
    "The {1} and the {2} in {0} will be closed until Friday.",
    "The {3} asked for help. In {0} the {1} and the {2} gave some.",
    "A man was arrested in {0}, the {1} said. A {2} saw it.",
    "{0} residents will vote on the {1} plan and the {2}.",
    "Two people were hurt in {0}. The {1} is looking into it.",
    "The {0} {1} won a prize.",
)
_CALLING = (
    "A man was robbed in {0} on Friday. Anyone who saw it is asked to call {1}.",
    "The {0} food bank is open on Mondays, call {1}.",
    "Tickets for the concert in {0} are sold at the door. For information: {1}.",
)
_CALLED = 2  # states at most
_LOCAL_COUNTRIES = ("US", "GB", "IE", "CA", "AU")
_LOCAL_ARTICLES = 2  # for each name and country
_TIMES_SMALLER = 100  # "Houston" is the one in Texas whoever writes


@dataclass(frozen=True, slots=True)
class Known:
    """An article that names known places, and the place that each mention means."""

    article: Article
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]


def known_places(gazetteer: Gazetteer) -> Iterator[Known]:
    """Yield an article for each well-known name; the same ones at each call."""
    dice = random.Random(_SEED)  # noqa: S311  (no secrets)
    names = sorted(_names(gazetteer), key=lambda item: item[0])
    for number, (name, place) in enumerate(names):
        famed = place.feature_code == "PPLC" or place.population >= _MILLION
        for more in range(_FAMED_ARTICLES if famed else 1):
            other, elsewhere = dice.choice(names)
            if dice.random() < _TWO_NAMES and other != name:
                yield _article(f"{number}.{more}", dice.choice(_TWO), {name: place, other: elsewhere})
            else:
                yield _article(f"{number}.{more}", dice.choice(_ONE), {name: place})
        yield from _local(f"{number}", name, place, gazetteer, dice)


def _local(number: str, name: str, place: Place, gazetteer: Gazetteer, dice: random.Random) -> Iterator[Known]:
    """Yield articles whose wording, or a telephone number, says that they mean another town of that name."""
    for country in _LOCAL_COUNTRIES:
        if country == place.country_code:
            continue
        towns = [
            town
            for town in _towns(name, country, gazetteer)
            if fold(town.name) == fold(name) and town.population * _TIMES_SMALLER >= place.population
        ]
        for n in range(_LOCAL_ARTICLES if towns else 0):
            words = dice.sample(words_of(country), 3)
            yield _article(f"{number}-{country}-{n}", dice.choice(_LOCAL).format("{0}", *words), {name: towns[0]})
        called = {town.admin1_code: town for town in reversed(towns) if area_codes(town.admin1_code)}
        for state, town in list(called.items())[:_CALLED] if country == "US" else ():
            telephone = f"{dice.choice(area_codes(state))}-555-0{dice.randint(100, 199)}"
            yield _article(f"{number}-{state}", dice.choice(_CALLING).format("{0}", telephone), {name: town})


def _article(number: str, template: str, places: dict[str, Place]) -> Known:
    written = [name.upper() if template.startswith(("{0} - ", "{0} (")) else name for name in places]
    text = template.format(*written)
    mentions = []
    for name in written:
        start = text.index(name)
        mentions.append(Mention(Span(start, start + len(name), name)))
    return Known(Article(id=number, text=text), tuple(mentions), tuple(places.values()))


def _names(gazetteer: Gazetteer) -> Iterator[tuple[str, Place]]:
    """Yield the names that mean one town to most readers, each with the town."""
    for name, country in _FAMED:
        yield from ((name, town) for town in _towns(name, country, gazetteer)[:1])
    for place in gazetteer.near(0, 0, _EVERYWHERE_M, feature_class="P", min_population=_CAPITAL):
        capital = place.feature_code == "PPLC"
        if not capital and place.population < _LEAST.get(place.country_code, _LARGE):
            continue
        if place.name not in _FAMED_NAMES and _is_meant(place, gazetteer.lookup(place.name), capital):
            yield place.name, place


def _is_meant(place: Place, candidates: list[Candidate], capital: bool) -> bool:
    """Say whether a reader takes the name for this town: there are others, but none to compare with it."""
    times = 1 if capital else _TIMES_LARGER
    for candidate in candidates:
        other = candidate.place
        if other == place or candidate.name_kind is NameKind.METONYM:
            continue
        same_spot = other.country_code == place.country_code and other.admin1_code == place.admin1_code
        if other.feature_code.startswith("PCL") or (not same_spot and other.population * times > place.population):
            return False
    return len(candidates) > 1


def _towns(name: str, country: str, gazetteer: Gazetteer) -> list[Place]:
    """Return the towns of that name in a country, the most populous first."""
    places = [candidate.place for candidate in gazetteer.lookup(name)]
    towns = [place for place in places if place.feature_class == "P" and place.country_code == country]
    return sorted(towns, key=lambda town: -town.population)
