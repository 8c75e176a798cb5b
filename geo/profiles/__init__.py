"""Events in the columns that people's tools know: ACLED, UCDP GED, HXL, TimeMap, and simple GeoJSON.

Each profile is one table of columns (:class:`geo.profiles.columns.Column`), which fills the file and writes
docs/profiles.md; a row is an event, also one that is known only by an area. What cannot be known is left empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import OutputError
from geo.files import staging
from geo.profiles.acled import ACLED
from geo.profiles.columns import Column, Profile
from geo.profiles.hxl import HXL
from geo.profiles.known import known
from geo.profiles.pcodes import PCodes
from geo.profiles.pcodes import read as read_pcodes
from geo.profiles.simple import SIMPLE
from geo.profiles.timemap import TIMEMAP
from geo.profiles.ucdp import UCDP

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["PROFILES", "Column", "Export", "PCodes", "Profile", "read_pcodes"]

PROFILES = {profile.name: profile for profile in (ACLED, UCDP, HXL, TIMEMAP, SIMPLE)}


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written of the events: by which profile, with whose P-codes; ``say`` is told what is left out."""

    profile: Profile
    pcodes: PCodes | None = None
    say: Callable[[str], None] = lambda remark: None

    def write(self, events: GeoDataFrame, path: Path) -> list[Path]:
        """Write the layer events by the profile; return the files, whole or none.

        Args:
            events: the layer, as :func:`geo.layers.build` gives it.
            path: the file, or a directory, which gets one that is called as the profile is.

        Raises:
            OutputError: if the suffix is not the profile's, or a file cannot be written.

        """
        from geo import gazetteer

        if not path.suffix or path.is_dir():
            path = path / f"{self.profile.name}{self.profile.suffix}"
        if path.suffix.lower() != self.profile.suffix:
            raise OutputError(f"{path}: the profile {self.profile.name} is written as {self.profile.suffix}")
        found = list(known(events, gazetteer.default(), self.pcodes))
        with staging(path.parent) as place:
            names = self.profile.write(self.profile, found, place / path.name)
        lacking = Counter(reason for one in found if (reason := self.profile.lacks(one)) is not None)
        for reason, count in lacking.items():
            self.say(f"{path.name}: {count:,} of {len(found):,} events are {reason}")
        return [path.parent / name for name in names]
