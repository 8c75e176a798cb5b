"""Places while the gazetteer is being built: gathered from many sources, merged by GeoNames id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields

from geo.gazetteer.lookup import distance_m
from geo.gazetteer.names import fold
from geo.gazetteer.schema import cell
from geo.model import NameKind, Place

# Which of two kinds a name has when two sources disagree: the first of these.
_PREFERENCE = {
    kind: position
    for position, kind in enumerate(
        (
            NameKind.MAIN,
            NameKind.ABBREVIATION,
            NameKind.SHORT,
            NameKind.DEMONYM,
            NameKind.METONYM,
            NameKind.ALTERNATE,
            NameKind.CODE,
        )
    )
}
_CODE = re.compile(r"[A-Z]{2,4}|[A-Z]\.?[A-Z]\.?")


@dataclass(slots=True)
class Record:
    """A place and its names. Empty fields are filled by later sources, filled ones stay.

    ``importance`` is a lower bound for the place's rank, in powers of ten of population.
    """

    name: str
    latitude: float
    longitude: float
    geonameid: int | None = None
    feature_class: str = ""
    feature_code: str = ""
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0
    source: str = "geonames"
    importance: float = 0.0
    names: dict[str, NameKind] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add(NameKind.MAIN, [self.name])

    def add(self, kind: NameKind, names: Iterable[str | None]) -> None:
        """Add names of one kind. Codes among the alternates are told apart by their look."""
        for name in names:
            if not name or not name.strip():
                continue
            real = NameKind.CODE if kind is NameKind.ALTERNATE and _CODE.fullmatch(name) else kind
            known = self.names.get(name)
            if known is None or _PREFERENCE[real] < _PREFERENCE[known]:
                self.names[name] = real

    def place(self) -> Place:
        """Return the place as the gazetteer will show it (without the names of its divisions)."""
        own = {f.name for f in fields(self)} - {"names", "importance"}
        return Place(**{name: getattr(self, name) for name in own})


class Collection:
    """All records, one for each GeoNames id, and those without an id."""

    def __init__(self) -> None:
        self._by_id: dict[int, Record] = {}
        self._others: list[Record] = []

    def __iter__(self) -> Iterator[Record]:
        yield from self._by_id.values()
        yield from self._others

    def get(self, geonameid: int) -> Record | None:
        """Return the record with this GeoNames id, if there is one yet."""
        return self._by_id.get(geonameid)

    def put(self, record: Record) -> Record:
        """Add a record, or merge it into the one with the same GeoNames id; return what is kept."""
        if record.geonameid is None:
            self._others.append(record)
            return record
        known = self._by_id.setdefault(record.geonameid, record)
        if known is not record:
            for name, kind in record.names.items():
                known.add(NameKind.ALTERNATE if kind is NameKind.MAIN else kind, [name])
            for attribute in ("feature_class", "feature_code", "country_code", "admin1_code", "admin2_code"):
                setattr(known, attribute, getattr(known, attribute) or getattr(record, attribute))
            known.population = known.population or record.population
        return known

    def identify(self, record: Record, geonameid: int) -> None:
        """Give a record without a GeoNames id its id; if another has it already, the two become one."""
        self._others.remove(record)
        record.geonameid = geonameid
        self.put(record)

    def fill_admin1(self) -> None:
        """Give places without a first-order division that of the nearest town in their country."""
        towns: dict[tuple[str, int], list[Record]] = defaultdict(list)
        for record in self:
            if record.feature_class == "P" and record.admin1_code and record.population:
                towns[record.country_code, cell(record.latitude, record.longitude)].append(record)
        for record in self:
            if record.admin1_code or not record.country_code or record.feature_class not in "PSA":
                continue
            if record.feature_code.startswith(("PCL", "TERR", "ADM1")):
                continue
            near = towns[record.country_code, cell(record.latitude, record.longitude)]
            if near:
                nearest = min(
                    near, key=lambda t: distance_m(record.latitude, record.longitude, t.latitude, t.longitude)
                )
                record.admin1_code = nearest.admin1_code

    def sorted(self) -> list[Record]:
        """Return all records in an order that depends on nothing but themselves."""
        return sorted(
            self,
            key=lambda r: (r.country_code, r.admin1_code, r.feature_class, fold(r.name), r.geonameid or 0, r.latitude),
        )
