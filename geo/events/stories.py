"""One story, told by many: which articles, and which of their events, are about the same thing.

Articles are compared by their words, weighed by how rare they are in news and among those compared
(tf-idf, cosine), within a few days of each other, and joined by average linkage. Events are the same
where their articles tell one story and class, place, date and numbers agree.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from geo.events import lexicon
from geo.gazetteer import distance_m
from geo.model import Count, Event, GeometryKind, ParsedArticle

_ARTICLES = "(articles)"
_WORD = re.compile(r"[^\W\d_]{3,}")
# Joined at this average likeness; tuned on the training part of the Giveme5W1H stories.
_ALIKE = 0.2
_DAYS = 4
# A name says more about a story than another word.
_NAME_WEIGHT = 2.0
Vector = Mapping[str, float]


def articles(parsed: Sequence[ParsedArticle]) -> list[list[int]]:
    """Group articles into stories: lists of positions in ``parsed``, in the order of their first article."""
    vectors = _vectors([f"{one.article.title or ''}\n{one.article.text}" for one in parsed])
    groups = [[index] for index in range(len(parsed))]
    likeness = {
        (one, other): _cosine(vectors[one], vectors[other]) if _near_in_time(parsed[one], parsed[other]) else 0.0
        for one, other in combinations(range(len(parsed)), 2)
    }
    # Average linkage keeps the sum of the likenesses between each two groups.
    sums = dict(likeness)
    while sums:
        (one, other), total = max(
            sums.items(), key=lambda item: (item[1] / (len(groups[item[0][0]]) * len(groups[item[0][1]])), item[0])
        )
        if total / (len(groups[one]) * len(groups[other])) < _ALIKE:
            break
        for third in range(len(groups)):
            if third in (one, other) or not groups[third]:
                continue
            near, far = _pair(one, third), _pair(other, third)
            sums[near] = sums.get(near, 0.0) + sums.pop(far, 0.0)
        groups[one] += groups[other]
        groups[other] = []
        sums.pop((one, other))
    return sorted(sorted(group) for group in groups if group)


def events(parsed: Sequence[ParsedArticle]) -> list[list[tuple[int, int]]]:
    """Group the events of articles: lists of (article, event) positions that tell of the same event.

    Each group begins with its first telling; the number of articles in it is its number of sources.
    """
    grouped: list[list[tuple[int, int]]] = []
    for story in articles(parsed):
        mine: list[list[tuple[int, int]]] = []
        for position in story:
            for number, event in enumerate(parsed[position].events):
                home = next(
                    (
                        group
                        for group in mine
                        if all(first != position for first, _ in group)
                        and same_event(parsed[group[0][0]].events[group[0][1]], event)
                    ),
                    None,
                )
                if home is None:
                    mine.append([(position, number)])
                else:
                    home.append((position, number))
        grouped += mine
    return sorted(grouped)


def number_of_sources(parsed: Sequence[ParsedArticle]) -> dict[tuple[str, str], int]:
    """Return how many articles tell of each event, by the ids of an article and its event."""
    return {
        (parsed[article].article.id, parsed[article].events[number].event_id): len({position for position, _ in group})
        for group in events(parsed)
        for article, number in group
    }


def same_event(one: Event, other: Event) -> bool:
    """Say whether two events of one story agree in class, layer, place, date and numbers."""
    if one.event_class is not other.event_class or one.layer is not other.layer:
        return False
    if one.location is None or other.location is None or not _same_place(one, other):
        return False
    if one.date and other.date and (one.date.end < other.date.start or other.date.end < one.date.start):
        return False
    return _compatible(one.killed, other.killed)


def _same_place(one: Event, other: Event) -> bool:
    here, there = one.location, other.location
    if here is None or there is None:
        return False
    if here.place.key == there.place.key:
        return True
    if GeometryKind.AREA in (here.geometry_kind, there.geometry_kind):
        return here.place.country_code == there.place.country_code != ""
    reach = here.coordinate_uncertainty_m + there.coordinate_uncertainty_m
    return distance_m(here.latitude, here.longitude, there.latitude, there.longitude) <= reach


def _compatible(one: Count | None, other: Count | None) -> bool:
    """Say whether two tolls can be of one event: tolls rise, but not from two to two hundred."""
    if one is None or other is None:
        return True
    few, many = sorted((one.low or one.high or 0, other.low or other.high or 0))
    return many <= 3 * few + 5


def _near_in_time(one: ParsedArticle, other: ParsedArticle) -> bool:
    first, second = one.article.published, other.article.published
    return first is None or second is None or abs((first - second).days) <= _DAYS


def words(text: str) -> list[str]:
    """Return the words of three letters and more."""
    return _WORD.findall(text)


@functools.cache
def _spread_in_news() -> tuple[int, Mapping[str, int]]:
    """Return how many articles of news were counted, and in how many of them each common word stands.

    Without them the words that two articles share would seem common where only the two are compared.
    """
    counts = {word: int(count) for word, count in lexicon.read("word_spread.tsv")}
    return counts.pop(_ARTICLES), counts


def _vectors(texts: Sequence[str]) -> list[Vector]:
    """Return a unit vector of weighed words for each text."""
    counts: list[Counter[str]] = []
    names: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for text in texts:
        found = words(text)
        counts.append(Counter(word.lower() for word in found))
        names.update({word.lower() for word in found if word[0].isupper()})
        spread.update(counts[-1].keys())
    articles_of_news, in_news = _spread_in_news()
    compared = 1 + articles_of_news + len(texts)
    vectors: list[Vector] = []
    for count in counts:
        weighed: defaultdict[str, float] = defaultdict(float)
        for word, often in count.items():
            rare = math.log(compared / (1 + in_news.get(word, 0) + spread[word])) + 0.1
            name = _NAME_WEIGHT if names[word] > 0.7 * spread[word] else 1.0
            weighed[word] = (1 + math.log(often)) * rare * name
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        vectors.append({word: value / length for word, value in sorted(weighed.items())})
    return vectors


def _cosine(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[word] for word, value in one.items() if word in other)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
