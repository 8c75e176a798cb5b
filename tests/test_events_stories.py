"""Grouping articles and events into stories, on texts of our own."""

import dataclasses
import datetime as dt

import pytest

from geo.events import stories
from geo.model import (
    Article,
    Count,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    Layer,
    ParsedArticle,
    Place,
    Span,
)

DAY = dt.date(2025, 3, 10)
TURIN = Place(3165524, "Turin", 45.07, 7.69, "P", "PPLA", "IT", population=870_000)
MILAN = Place(3173435, "Milan", 45.46, 9.19, "P", "PPLA", "IT", population=1_240_000)
FERRY = [
    "A ferry with ninety passengers sank near the harbour of Port Ambro on Monday. Coastguard boats rescued most.",
    "Rescuers searched the sea off Port Ambro after a ferry carrying ninety passengers sank near its harbour.",
    "The captain of the ferry that sank at Port Ambro was questioned. Divers found the wreck off the harbour.",
]
STRIKE = [
    "Teachers in Lower Vinland walked out over pay. The union said schools would stay closed all week.",
    "Schools stayed closed in Lower Vinland as teachers went on strike for more pay, their union said.",
]


def parsed(texts: list[str], published: dt.date = DAY) -> list[ParsedArticle]:
    return [ParsedArticle(Article(str(i), text, published=published)) for i, text in enumerate(texts)]


def event(place: Place | None = TURIN, *, day: dt.date = DAY, killed: int | None = 3) -> Event:
    span = Span(0, 4, "fire")
    location = None
    if place is not None:
        location = EventLocation(span, place, place.latitude, place.longitude, coordinate_uncertainty_m=10_000)
    return Event(
        "id",
        "Fire",
        Layer.INCIDENT,
        EventClass.ACCIDENT,
        span,
        (span,),
        location=location,
        date=DateRange(day, day),
        killed=None if killed is None else Count("killed", killed, killed, "", span),
    )


def test_articles_of_one_story_are_one_group() -> None:
    assert stories.articles(parsed([*FERRY, *STRIKE])) == [[0, 1, 2], [3, 4]]


@pytest.mark.parametrize("pair", [FERRY[:2], FERRY[1:], STRIKE])
def test_two_articles_are_as_alike_alone_as_among_others(pair: list[str]) -> None:
    """What two reports share must not count as common because only the two are compared."""
    assert stories.articles(parsed(pair)) == [[0, 1]]


def test_two_articles_alone_may_be_two_stories() -> None:
    assert stories.articles(parsed([FERRY[0], STRIKE[0]])) == [[0], [1]]


def test_the_same_words_weeks_later_are_another_story() -> None:
    old, new = parsed([FERRY[0]]), parsed([FERRY[0]], DAY + dt.timedelta(days=40))
    assert stories.articles([*old, *new]) == [[0], [1]]


def test_no_article_and_one_article() -> None:
    assert stories.articles([]) == []
    assert stories.articles(parsed(FERRY[:1])) == [[0]]
    assert stories.articles(parsed(["", ""])) == [[0], [1]]


def test_events_are_the_same_only_where_place_day_and_numbers_agree() -> None:
    assert stories.same_event(event(), event(killed=5))
    assert not stories.same_event(event(), event(MILAN))
    assert not stories.same_event(event(), event(day=DAY + dt.timedelta(days=3)))
    assert not stories.same_event(event(), event(killed=300))
    assert not stories.same_event(event(None), event(None))
    assert not stories.same_event(event(), dataclasses.replace(event(), layer=Layer.STATEMENT))


def test_an_event_told_by_two_articles_has_two_sources() -> None:
    articles = [dataclasses.replace(one, events=(event(),)) for one in parsed(FERRY[:2])]
    other = dataclasses.replace(parsed(STRIKE)[0], events=(event(MILAN),))
    assert stories.events([*articles, other]) == [[(0, 0), (1, 0)], [(2, 0)]]
    other = dataclasses.replace(other, article=dataclasses.replace(other.article, id="other"))
    assert stories.number_of_sources([*articles, other]) == {("0", "id"): 2, ("1", "id"): 2, ("other", "id"): 1}
