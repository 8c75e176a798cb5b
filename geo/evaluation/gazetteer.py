"""Candidate recall: is the right place among those that the gazetteer offers for a name?

Nothing is ranked here. What the gazetteer does not offer, no ranking can find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.evaluation.corpora import is_development, read
from geo.evaluation.report import Report
from geo.gazetteer import Gazetteer, default, distance_m
from geo.model import Candidate, Place

# The field's distance within which a place counts as found: 100 miles.
NEAR_M = 161_000


@dataclass(slots=True)
class Recall:
    """Golds with and without a right candidate, by GeoNames id and by distance."""

    with_id: int = 0
    found_by_id: int = 0
    with_point: int = 0
    found_by_distance: int = 0
    candidates: int = 0

    def row(self, corpus: str, part: str) -> dict[str, str | int | float | None]:
        """Return the figures as a row of a report; None where nothing could be measured."""
        return {
            "corpus": corpus,
            "part": part,
            "names": self.with_point,
            "recall by id": _share(self.found_by_id, self.with_id),
            "recall by distance": _share(self.found_by_distance, self.with_point),
            "candidates a name": _share(self.candidates, self.with_point),
        }


def evaluate(corpora: Sequence[Path], gazetteer: Gazetteer | None = None) -> Report:
    """Measure candidate recall on annotated corpora.

    By id, a gold is found when its GeoNames id is among the candidates of its surface form (golds
    without an id are left out). By distance, a candidate counts when it has the same id, lies within
    161 km of the gold point, or is a country or first-order division whose area holds that point,
    because corpora differ in where they put the point of Canada.

    Raises:
        InputError: if a corpus cannot be read.
        GazetteerError: if the gazetteer cannot be opened.

    """
    gazetteer = gazetteer or default()
    report = Report("Candidate recall of the gazetteer")
    for path in corpora:
        recalls: dict[str, Recall] = defaultdict(Recall)
        for record in read(path):
            part = "development" if is_development(path.stem, str(record["id"])) else "training"
            for toponym in record["toponyms"]:
                found = gazetteer.candidates(toponym["name"])
                for name in ("whole", part):
                    _count(recalls[name], toponym, found)
        for part in ("whole", "training", "development"):
            report.rows.append(recalls[part].row(path.stem, part))
    report.notes.append(f"Gazetteer of {gazetteer.meta()['built']}: {gazetteer.meta()['places']} places.")
    report.notes.append("The gazetteer learns nothing from these corpora; the parts are shown for comparison.")
    return report


def _count(recall: Recall, toponym: dict[str, object], found: Sequence[Candidate]) -> None:
    geonameid, latitude, longitude = toponym.get("geonameid"), toponym.get("lat"), toponym.get("lon")
    same = geonameid is not None and any(candidate.place.geonameid == geonameid for candidate in found)
    if geonameid is not None:
        recall.with_id += 1
        recall.found_by_id += same
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        recall.with_point += 1
        recall.candidates += len(found)
        recall.found_by_distance += same or any(_is_there(c.place, latitude, longitude) for c in found)


def _is_there(place: Place, latitude: float, longitude: float) -> bool:
    if distance_m(latitude, longitude, place.latitude, place.longitude) <= NEAR_M:
        return True
    if place.feature_code != "ADM1" and not place.feature_code.startswith("PCL"):
        return False
    from geo.gazetteer import areas

    return areas.contains(place, latitude, longitude)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
