"""What made a result: the program, the models and the gazetteer, each by its version or digest."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions behind a result. Equal versions give equal results for equal articles.

    ``program`` is Dateline's own version, ``models`` a digest of the shipped weights,
    ``gazetteer`` a digest of what the gazetteer says of itself and of the boundaries.
    """

    program: str
    models: str
    gazetteer: str

    def __str__(self) -> str:
        return f"dateline {self.program}, models {self.models}, gazetteer {self.gazetteer}"


@functools.cache
def current() -> Versions:
    """Return the versions in use, read once per process.

    Raises:
        DatelineError: if the data directory, the models or the gazetteer are missing.

    """
    from geo import gazetteer, settings
    from geo.about import VERSION
    from geo.errors import ModelError

    data = settings.load().data_dir
    folder = data / "models"
    if not folder.is_dir():
        raise ModelError(
            f"{folder}: the models are missing. Reinstall dateline, or set DATELINE_DATA to a complete data directory."
        )
    models = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.suffix != ".md":
            models.update(file.name.encode())
            models.update(hashlib.sha256(file.read_bytes()).digest())
    places = hashlib.sha256(repr(sorted(gazetteer.default().meta().items())).encode())
    places.update((data / "areas.npz").read_bytes())
    return Versions(VERSION, models.hexdigest()[:12], places.hexdigest()[:12])
