"""Parsed articles to files: the layers and the map of them, all or none."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from geo import files
from geo.model import ParsedArticle

if TYPE_CHECKING:
    from geo.layers import Layers
    from geo.maps.look import Look
    from geo.profiles import Export

_MAP = "map.html"
_PICTURE = "map.png"
_SHARE = "share.png"
_STORY = "story.json"
# Every article is compared with every other: more than these take too long. A store compares as they come.
_MOST_COMPARED = 300


def write(
    parsed: Sequence[ParsedArticle],
    directory: Path,
    *,
    picture: bool = False,
    export: Export | None = None,
    **look: Unpack[Look],
) -> list[Path]:
    """Write the layers (GeoJSON with QGIS styles), ``map.html`` and perhaps ``map.png`` into ``directory``.

    Up to 300 articles are compared with each other, so that each event says how many tell of it. ``export`` writes the
    events in the columns of others, too. ``look`` is what :func:`geo.maps.build` may be told besides.
    Everything is made in a temporary directory beside the results and moved into place when all
    of it is whole, so that a full disk leaves the earlier results as they were.

    Returns:
        The files written, the map and its picture last.

    Raises:
        OutputError: if the directory cannot be made or written to.
    """
    from geo import gazetteer, layers

    return _write(
        parsed,
        layers.build(parsed, gazetteer.default(), _sources(parsed)),
        directory,
        picture=picture,
        export=export,
        look=look,
    )


def _sources(parsed: Sequence[ParsedArticle]) -> dict[tuple[str, str], int] | None:
    if len(parsed) == 1:  # nothing to compare
        return {(parsed[0].article.id, event.event_id): 1 for event in parsed[0].events}
    if len(parsed) > _MOST_COMPARED:
        return None
    from geo.events import stories

    return stories.number_of_sources(parsed)


def write_layers(
    built: Layers, directory: Path, *, picture: bool = False, export: Export | None = None, **look: Unpack[Look]
) -> list[Path]:
    """Write layers whose articles are not at hand, and the map of them; otherwise as :func:`write`."""
    return _write((), built, directory, picture=picture, export=export, look=look)


def _write(
    parsed: Sequence[ParsedArticle],
    built: Layers,
    directory: Path,
    *,
    picture: bool,
    export: Export | None,
    look: Look,
) -> list[Path]:
    from geo import layers

    with files.staging(directory) as place:
        layers.write(built, place)
        names = sorted(file.name for file in place.iterdir())
        names += [file.name for file in export.write(built.events, place)] if export else []
        names += _draw(parsed, built, place, picture, look)
    return [directory / name for name in names]


def _draw(parsed: Sequence[ParsedArticle], built: Layers, place: Path, picture: bool, look: Look) -> list[str]:
    """Write the map, and its story and pictures where they are wanted; return the names of the files."""
    from geo import maps
    from geo.maps.picture import PICTURE_SIZE
    from geo.maps.sharing import SHARE_SIZE

    if picture:
        shared = look.get("shared") or maps.Shared()
        look = look | {"shared": dataclasses.replace(shared, picture=_SHARE)}
    names = [maps.save(parsed, place / _MAP, layers=built, **look).name]
    story = look.get("story")
    if story is not None and not story.steps:
        (place / _STORY).write_text(maps.steps(parsed, layers=built), encoding="utf-8")
        names.append(_STORY)
    if picture:
        for name, size in ((_PICTURE, PICTURE_SIZE), (_SHARE, SHARE_SIZE)):
            names.append(maps.save_png(parsed, place / name, layers=built, size=size, **look).name)
    return names


def redraw(
    sources: Sequence[Path],
    directory: Path,
    *,
    picture: bool = False,
    export: Export | None = None,
    **look: Unpack[Look],
) -> list[Path]:
    """Draw ``map.html`` again from layers that were edited in a GIS; the layers stay as they are.

    Raises:
        InputError: if a file is no layer or holds a value that is not allowed; the message names
            the file, the feature and the field.
        OutputError: if the directory cannot be made or written to.
    """
    from geo import layers

    found = layers.read(*sources)
    with files.staging(directory) as place:
        names = [file.name for file in export.write(found.events, place)] if export else []
        names += _draw((), found, place, picture, look)
    return [directory / name for name in names]
