"""What the ranker sees of a candidate: a row of numbers for each candidate of each mention.

The first pass describes a candidate by itself and by the words around the mention. The second
adds the other names of the article, each with the places that the first pass thinks it means.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.gazetteer.names import fold
from geo.model import Article, Mention, MentionKind, Place
from geo.resolution.coherence import COHERENCE, coherence
from geo.resolution.context import Cue, Surroundings, capitalised_phrases, surroundings, without_town
from geo.resolution.distances import distances_km
from geo.resolution.kinds import fits
from geo.resolution.senses import STATIC_FEATURES, STEP, SenseInventory, Senses
from geo.resolution.wording import divisions, institutions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.resolution.senses import Floats

_MENTION_FEATURES = (
    "cue before",
    "cue after",
    "cue inside",
    "an enclosing place follows",
    "position",
    "in the title",
    "times named",
    "dateline",
    "distinct names",
)
_PAIR_FEATURES = (
    "inside what follows",
    "country named",
    "admin1 named",
    "country's share of those named",
    "admin1's share of those named",
    "fits the words after it or in it",
    "fits the words before it",
    "wording of its country",
    "its country's share of the wording",
    "distance to home",
    "in the home's admin1",
    "in the home's country",
)
FIRST_PASS = STATIC_FEATURES + _MENTION_FEATURES + _PAIR_FEATURES + COHERENCE

_HOME = _PAIR_FEATURES.index("distance to home")
_WORDING = _PAIR_FEATURES.index("wording of its country")

_SHARED_FEATURES = (
    "country of others",
    "admin1 of others",
    "admin2 of others",
    "others within 50 km",
    "others within 200 km",
    "share of others within 1000 km",
    "nearest other",
    "its country is named",
    "its admin1 is named",
    "its admin2 is named",
    "others inside it",
    "same place by another name",
    "certainty of the others",
    "score for the name",
)
_OWN_FEATURES = (
    "first score",
    "first rank",
    "first score against the best",
    "distance to the name before",
    "distance to the name after",
    "neighbours of its level",
)
SECOND_PASS = FIRST_PASS + _SHARED_FEATURES + _OWN_FEATURES

_BELIEVED = 6  # places that a name is taken to mean, at most, when it speaks for other names
_MOST_WITNESSES = 150  # names that speak for others, at most: very long texts stay fast
_WELL_KNOWN = 100_000  # inhabitants: what a comma puts into another country is a list
_NEIGHBOURS = 2  # mentions on either side
_NEAR_CHARACTERS = 30
_SHORT = frozenset(("US", "UK", "USA", "UAE"))  # names of three letters and less that need no comma before them


@dataclass(frozen=True, slots=True)
class Home:
    """Where the article's outlet sits. ``point`` is latitude and longitude in radians, None for a whole country."""

    point: tuple[float, float] | None
    country: int
    admin1: int

    @classmethod
    def of(cls, place: Place, inventory: SenseInventory) -> Home:
        """Return the home at ``place``."""
        wide = place.feature_code.startswith("PCL")
        point = None if wide else (float(np.radians(place.latitude)), float(np.radians(place.longitude)))
        return cls(point, inventory.country_number(place), inventory.admin1_number(place))


class Document:
    """An article's mentions with their candidates, laid out in rows.

    The rows of mention m are ``rows(m)``; all matrices have a row for each candidate of each
    mention in the order of the mentions.
    """

    def __init__(
        self, article: Article, mentions: Sequence[Mention], inventory: SenseInventory, home: Home | None
    ) -> None:
        self.article = article
        self.mentions = mentions
        self.inventory = inventory
        self.home = home
        self.surroundings: list[Surroundings] = [
            surroundings(article.text, mention.span.start, mention.span.end) for mention in mentions
        ]
        names = [mention.span.text for mention in mentions]
        inventory.read_ahead({fold(one) for name in names for one in (name, without_town(name))})
        self.senses: list[Senses] = [
            inventory.senses(name, mention.kind is MentionKind.METONYM, level)
            for mention, (name, level) in zip(
                mentions, map(inventory.as_town, names, (around.level for around in self.surroundings)), strict=True
            )
        ]
        self.sizes = np.array([len(senses) for senses in self.senses], np.int64)
        self.offsets = np.concatenate([[0], np.cumsum(self.sizes)])

    def __len__(self) -> int:
        return int(self.offsets[-1])

    def rows(self, mention: int) -> slice:
        """Return the rows of the mention's candidates."""
        return slice(int(self.offsets[mention]), int(self.offsets[mention + 1]))

    def column(self, name: str) -> NDArray[Any]:
        """Return a column of the senses, for all rows."""
        return np.concatenate([getattr(senses, name) for senses in self.senses])

    @cached_property
    def first_pass(self) -> Floats:
        """The features of the first pass, shape (rows, FIRST_PASS)."""
        matrix = np.zeros((len(self), len(FIRST_PASS)), np.float32)
        if not len(matrix):
            return matrix
        matrix[:, : len(STATIC_FEATURES)] = np.concatenate([senses.static for senses in self.senses])
        own = slice(len(STATIC_FEATURES), len(STATIC_FEATURES) + len(_MENTION_FEATURES))
        matrix[:, own] = np.repeat(self._mention_features(), self.sizes, axis=0)
        pair = slice(own.stop, own.stop + len(_PAIR_FEATURES))
        matrix[:, pair] = self._pair_features()
        names = [self.senses[mentions[0]] for mentions in self.names]
        times = [len(mentions) for mentions in self.names]
        for mentions, block in zip(self.names, coherence(names, times), strict=True):
            for m in mentions:
                matrix[self.rows(m), pair.stop :] = block
        return matrix

    @cached_property
    def names(self) -> list[list[int]]:
        """The mentions of each distinct name that has candidates."""
        names: dict[bytes, list[int]] = {}
        for m, senses in enumerate(self.senses):
            if len(senses):
                names.setdefault(senses.place.tobytes(), []).append(m)
        return list(names.values())

    def _mention_features(self) -> Floats:
        times = Counter(senses.key for senses in self.senses)
        length, distinct = max(1, len(self.article.text)), np.log1p(len(self.names))
        title = f" {fold(self.article.title or '')} "
        rows = [
            (
                around.before,
                around.after,
                around.inside,
                bool(around.enclosing_after) * (2 - around.by_comma),
                mention.span.start / length,
                f" {senses.key} " in title,
                np.log(times[senses.key]),
                around.dateline,
                distinct,
            )
            for mention, senses, around in zip(self.mentions, self.senses, self.surroundings, strict=True)
        ]
        return np.array(rows, np.float32)

    def _pair_features(self) -> Floats:
        pairs = np.zeros((len(self), len(_PAIR_FEATURES)), np.float32)
        named = self._named_places()
        for m, (senses, around) in enumerate(zip(self.senses, self.surroundings, strict=True)):
            if not len(senses):
                continue
            block = pairs[self.rows(m)]
            block[:, 0] = self._inside(senses, around.enclosing_after)
            block[:, 1] = [0 if own else named[c] for c, own in zip(senses.country, senses.is_country, strict=True)]
            block[:, 2] = [0 if own else named[a] for a, own in zip(senses.admin1, senses.is_admin1, strict=True)]
            block[:, 5] = fits(around.after or around.inside, senses.kind)
            block[:, 6] = fits(Cue.TOWN if around.dateline else around.before, senses.kind)
        np.log1p(pairs[:, 1:3], out=pairs[:, 1:3])
        highest = max((math.log1p(count) for count in named.values()), default=0.0) or 1.0
        pairs[:, 3:5] = pairs[:, 1:3] / highest
        pairs[:, _WORDING:_HOME] = self._wording()
        pairs[:, _HOME:] = np.nan
        if self.home:
            pairs[:, _HOME + 1] = (self.column("admin1") == self.home.admin1) & (self.home.admin1 > 0)
            pairs[:, _HOME + 2] = self.column("country") == self.home.country
            if self.home.point:
                kilometres = distances_km(self.column("latitude"), self.column("longitude"), *self.home.point)
                pairs[:, _HOME] = np.log1p(kilometres)
        return pairs

    def _wording(self) -> Floats:
        """What the article's wording says of the country of each row."""
        told = institutions(f"{self.article.title or ''}\n{self.article.text}")
        words = {self.inventory.number(country): math.log1p(count) for country, count in told.items()}
        most = max(words.values(), default=0.0) or 1.0
        said = np.array([words.get(country, 0.0) for country in self.column("country").tolist()], np.float32)
        return np.stack([said, said / most], axis=1)

    def _named_places(self) -> defaultdict[int, float]:
        """Count the countries and first-order divisions that title and text name, or tell by bodies and telephones."""
        counts: defaultdict[int, float] = defaultdict(float)
        spelled = [
            [phrase for phrase in phrases if len(phrase) > 3 or after_comma or phrase.replace(".", "") in _SHORT]
            for text in (self.article.title or "", self.article.text)
            for phrases, after_comma in capitalised_phrases(text)
        ]
        known = self.inventory.enclosing_all([phrase for phrases in spelled for phrase in phrases])
        for phrases in spelled:
            for phrase in phrases:
                countries, admin1s, _ = known[phrase]
                if countries or admin1s:
                    for number in countries | admin1s:
                        counts[number] += 1
                    break
        for division, weight in divisions(f"{self.article.title or ''}\n{self.article.text}").items():
            counts[self.inventory.number(*division)] += weight
        counts[0] = 0
        return counts

    @cached_property
    def ruled_out(self) -> NDArray[np.bool_]:
        """The rows outside the country or division named right after the name, where some candidate lies inside.

        Not so where the name is itself a country or division: "in Georgia, Russia and …" is a list.
        """
        ruled_out = np.zeros(len(self), bool)
        for m, (senses, around) in enumerate(zip(self.senses, self.surroundings, strict=True)):
            wide = (senses.is_country | senses.is_admin1) & (senses.static[:, STEP] == 0)
            if around.enclosing_after and not wide.any():
                outside = np.broadcast_to(self._inside(senses, around.enclosing_after), len(senses)) <= 0
                ruled_out[self.rows(m)] = outside & ~outside.all()
        return ruled_out

    def lies_elsewhere(self, m: int) -> bool:
        """Say whether the text puts a little-known name where none of its candidates lies: they are all others."""
        around, senses = self.surroundings[m], self.senses[m]
        towns = [c.place.population for c in senses.candidates if c.place.feature_class == "P"]
        well_known = max(towns, default=0) >= _WELL_KNOWN and not around.small
        if not around.surely_within or not senses.key[:1].isalpha() or well_known:
            return False
        wide = any(c.place.feature_class in "HTL" and c.place.feature_code != "STM" for c in senses.candidates)
        if wide or (senses.is_country | senses.is_admin1).any():
            return False
        known = [name for name in around.surely_within if self.inventory.is_well_known_division(name)]
        inside = self._inside(senses, known)
        return not isinstance(inside, float) and len(senses) > 0 and bool((inside < 0).all())

    def _inside(self, senses: Senses, spellings: Sequence[str]) -> Floats | float:
        """Say of each candidate whether it lies in a place so spelled: 1 a division, .8 a country, -1 elsewhere."""
        for spelled in spellings:
            countries, divisions, _ = self.inventory.enclosing(spelled)
            if not countries and not divisions:
                continue
            in_division = np.isin(senses.admin1, list(divisions)) & ~senses.is_admin1
            in_country = np.isin(senses.country, list(countries)) & ~senses.is_country
            return np.where(in_division, 1.0, np.where(in_country, 0.8, -1.0)).astype(np.float32)
        return 0.0

    def second_pass(self, scores: Floats) -> Floats:
        """Return the features of the second pass, shape (rows, SECOND_PASS).

        ``scores`` are the first pass's probabilities, one a row, which sum to 1 for each mention.
        """
        if not len(self):
            return np.zeros((0, len(SECOND_PASS)), np.float32)
        shared, own = self._shared_features(scores), self._own_features(scores)
        return np.hstack([self.first_pass, shared, own])

    def _shared_features(self, scores: Floats) -> Floats:
        """What the other names of the article say of a candidate; equal for all mentions of a name."""
        pooled = [self._pool(mentions, scores) for mentions in self.names]
        owners = [self.senses[mentions[0]] for mentions in self.names]
        heard = sorted(range(len(owners)), key=lambda g: -len(self.names[g]))[:_MOST_WITNESSES]

        # The places that the names are taken to mean: index of the name, index of the candidate, weight.
        believed = [
            (g, i, float(weights[i]))
            for g in sorted(heard)
            for weights in [pooled[g]]
            for i in np.argsort(-weights, kind="stable")[:_BELIEVED].tolist()
            if weights[i] > 0.02
        ]
        group = np.array([g for g, _, _ in believed])
        weight = np.array([w for _, _, w in believed], np.float32)

        def gather(name: str) -> NDArray[Any]:
            return np.array([getattr(owners[g], name)[i] for g, i, _ in believed])

        latitude, longitude = gather("latitude"), gather("longitude")
        place, country, admin1, admin2 = (gather(name) for name in ("place", "country", "admin1", "admin2"))
        is_country, is_admin1, is_admin2 = (gather(name) for name in ("is_country", "is_admin1", "is_admin2"))
        local = gather("is_local")

        shared = np.zeros((len(self), len(_SHARED_FEATURES)), np.float32)
        for g, (mentions, senses, weights) in enumerate(zip(self.names, owners, pooled, strict=True)):
            w = np.where(group == g, np.float32(0), weight)
            total = float(w.sum()) + 1e-6
            same_country = (senses.country[:, None] == country) & (senses.country[:, None] > 0)
            same_admin1 = (senses.admin1[:, None] == admin1) & (senses.admin1[:, None] > 0)
            same_admin2 = (senses.admin2[:, None] == admin2) & (senses.admin2[:, None] > 0)
            kilometres = distances_km(senses.latitude[:, None], senses.longitude[:, None], latitude, longitude)
            w_local = w * local
            nearness = np.exp(-kilometres / 100) * w_local
            below = np.where(
                senses.is_country[:, None],
                same_country & ~is_country,
                np.where(
                    senses.is_admin1[:, None],
                    same_admin1 & ~is_admin1 & ~is_country,
                    senses.is_admin2[:, None] & same_admin2 & ~is_admin2,
                ),
            )
            columns = (
                same_country @ w / total,
                same_admin1 @ w / total,
                same_admin2 @ w,
                np.exp(-kilometres / 50) @ w_local,
                np.exp(-kilometres / 200) @ w_local,
                np.exp(-kilometres / 1000) @ w_local / (w_local.sum() + 1e-6),
                nearness.max(axis=1, initial=0),
                (same_country & is_country & ~senses.is_country[:, None]) @ w,
                (same_admin1 & is_admin1 & ~senses.is_admin1[:, None]) @ w,
                (same_admin2 & is_admin2 & ~senses.is_admin2[:, None]) @ w,
                below @ w / total,
                (senses.place[:, None] == place) @ w,
                np.full(len(senses), total, np.float32),
                weights,
            )
            block = np.stack(columns, axis=1)
            for m in mentions:
                shared[self.rows(m)] = block
        return shared

    def _pool(self, mentions: Sequence[int], scores: Floats) -> Floats:
        summed: Floats = np.sum([scores[self.rows(m)] for m in mentions], axis=0, dtype=np.float32)
        return summed / max(float(summed.sum()), 1e-9)

    def _own_features(self, scores: Floats) -> Floats:
        own = np.full((len(self), len(_OWN_FEATURES)), np.nan, np.float32)
        best: list[int | None] = [
            int(np.argmax(scores[self.rows(m)])) if len(senses) else None for m, senses in enumerate(self.senses)
        ]
        for m, senses in enumerate(self.senses):
            if best[m] is None:
                continue
            block, mine = own[self.rows(m)], scores[self.rows(m)]
            block[:, 0] = mine
            block[np.argsort(-mine, kind="stable"), 1] = np.arange(len(mine))
            block[:, 2] = mine - mine.max()
            for column, other in ((3, m - 1), (4, m + 1)):
                if 0 <= other < len(best) and (chosen := best[other]) is not None:
                    point = self.senses[other].latitude[chosen], self.senses[other].longitude[chosen]
                    block[:, column] = np.log1p(distances_km(senses.latitude, senses.longitude, *point))
            levels = [
                _width(int(self.senses[n].level[best[n]]))
                for n in range(max(0, m - _NEIGHBOURS), min(len(best), m + _NEIGHBOURS + 1))
                if n != m
                and best[n] is not None
                and self._gap(m, n) < _NEAR_CHARACTERS
                and self.senses[n].key != senses.key
            ]
            if levels:
                block[:, 5] = [levels.count(_width(level)) / len(levels) for level in senses.level.tolist()]
        return own

    def _gap(self, m: int, n: int) -> int:
        left, right = sorted((self.mentions[m].span, self.mentions[n].span))
        return right.start - left.end


def _width(level: int) -> int:
    """Return 0 for countries and wider, 1 for divisions, 2 for places."""
    return 0 if level <= 2 else 1 if level <= 5 else 2
