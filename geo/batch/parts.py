"""The parts of a batch: GeoParquet files of events and of places, and the layers of all of them.

``events/`` holds the events, ``places/`` the places that the same articles name; the areas of events are
drawn when the parts are read. A part's events are written last: where they are, the part is done. What could
not be parsed is in the metadata of the events' file, so that a part tells all that became of its articles.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import files
from geo.errors import DatelineError, MissingExtra, SourceNotFound, UnreadableSource
from geo.layers import FIELDS, Extents, LayerName, Layers
from geo.layers.build import area_rows, located_row
from geo.layers.check import Table
from geo.layers.frames import frame
from geo.layers.read_parquet import read_parquet
from geo.layers.rows import GEOMETRY, place_mentions
from geo.model import Article, EventLocation, GeometryKind, ParsedArticle, Place, Span
from geo.working import tasks

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Row = dict[str, Any]
Failed = tuple[str, str]  # an article's id, and why it has no place in the part
MANIFEST = "batch.json"
_METADATA = b"dateline"


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the bytes of its files, and what is in it. ``failed`` are pairs of article id and reason."""

    events: bytes
    places: bytes
    articles: int
    event_count: int
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PartInfo:
    """What a part on disk says of itself."""

    articles: int
    event_count: int
    failed: tuple[tuple[str, str], ...]


def parse(articles: Sequence[Article], home: str | None, failed: Sequence[Failed] = ()) -> Part:
    """Parse articles into a part. The same articles and versions give the same bytes.

    ``failed`` are articles that are known to fail and are not among ``articles``.

    Raises:
        DatelineError: if the gazetteer or a model is missing, so that no article can be parsed.

    """
    return make([outcome(article, tasks.attempt(article, home)) for article in articles], failed)


def outcome(article: Article, result: ParsedArticle | DatelineError) -> ParsedArticle | Failed:
    """Return what is to be made a part of, of an article and what came of parsing it."""
    return (article.id, str(result)) if isinstance(result, DatelineError) else result


def packed_outcome(article: Article, home: str | None) -> bytes:
    """Parse an article; return the outcome as bytes, which a process may hand on without unpacking them.

    Raises:
        DatelineError: as :func:`parse`.

    """
    return pickle.dumps(outcome(article, tasks.attempt(article, home)), pickle.HIGHEST_PROTOCOL)


def make_of_packed(packed: Sequence[bytes | Failed], failed: Sequence[Failed] = ()) -> Part:
    """Make a part of what :func:`packed_outcome` gave, and of articles that have no outcome."""
    return make([pickle.loads(one) if isinstance(one, bytes) else one for one in packed], failed)  # noqa: S301  (our own)


def make(outcomes: Sequence[ParsedArticle | Failed], failed: Sequence[Failed] = ()) -> Part:
    """Make a part of articles that were parsed or failed."""
    from geo import gazetteer

    extents = Extents(gazetteer.default())
    parsed: list[ParsedArticle] = []
    events: list[Row] = []
    bad = list(failed)
    for result in outcomes:
        if not isinstance(result, ParsedArticle):
            bad.append(result)
            continue
        try:
            rows = [located_row(event, result.article, extents) for event in result.events]
        except DatelineError as error:  # a coordinate that is no position on Earth
            bad.append((result.article.id, str(error)))
            continue
        events += rows
        parsed.append(result)
    places = [mentions.row() for mentions in place_mentions(parsed)]
    counts = {"articles": len(parsed), "events": len(events), "failed": bad}
    return Part(
        _parquet(frame("events", events), "events", counts),
        _parquet(frame("places", places), "places", {}),
        len(parsed),
        len(events),
        tuple(bad),
    )


def write(directory: Path, name: str, part: Part) -> None:
    """Write the files of a part, each whole or not at all.

    Raises:
        OutputError: if that fails; the part is then not there.

    """
    files.write_whole(directory / "places" / name, part.places)
    files.write_whole(directory / "events" / name, part.events)


def info(directory: Path, name: str) -> PartInfo | None:
    """Return what the part says of itself, None where it is not done or broken."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    events, places = directory / "events" / name, directory / "places" / name
    if not events.is_file() or not places.is_file():
        return None
    try:
        pq.read_metadata(places)
        found = json.loads(pq.read_metadata(events).metadata[_METADATA])
    except (pa.ArrowException, OSError, ValueError, KeyError):
        return None
    return PartInfo(found["articles"], found["events"], tuple((one, reason) for one, reason in found["failed"]))


def names(directory: Path) -> tuple[list[str], bool]:
    """Return the parts of a batch in the order of the corpus, and whether the batch came to its end.

    Raises:
        SourceNotFound: if the directory holds no parts.
        UnreadableSource: if the list of parts is broken.

    """
    manifest = directory / MANIFEST
    if manifest.is_file():
        try:
            return list(json.loads(manifest.read_text(encoding="utf-8"))["parts"]), True
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableSource(f"{manifest}: is broken; run the same dateline batch again") from error
    found = sorted(file.name for file in (directory / "events").glob("part-*.parquet"))
    if not found:
        raise SourceNotFound(f"{directory}: holds no parts of a dateline batch")
    return found, False


def is_batch(directory: Path) -> bool:
    """Say whether a directory holds the parts of a batch."""
    return (directory / MANIFEST).is_file() or any((directory / "events").glob("part-*.parquet"))


def read_layers(directory: Path) -> Layers:
    """Return the layers of all parts, as if their articles had been parsed together.

    Raises:
        SourceNotFound: if the directory holds no parts.
        UnreadableSource: if a part is missing or broken.

    """
    from geo import gazetteer

    found, _ = names(directory)
    events = [row for name in found for row in _rows(directory, "events", name)]
    places = _joined(row for name in found for row in _rows(directory, "places", name))
    extents = Extents(gazetteer.default())
    known: dict[str, list[Row]] = {}
    for row in events:
        if row["area_id"]:
            known.setdefault(row["area_id"], []).append(row)
    areas = area_rows((extents.of_event(_location(rows[0])), rows) for rows in known.values())
    return Layers(events=frame("events", events), areas=frame("areas", areas), places=frame("places", places))


def _parquet(layer: GeoDataFrame, name: LayerName, metadata: dict[str, Any]) -> bytes:
    """Return a layer as the bytes of :func:`geo.layers.tables.write_parquet`, with metadata of our own."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from geo.layers.tables import write_parquet

    written = io.BytesIO()
    write_parquet(layer, name, written)
    table = pq.ParquetFile(pa.BufferReader(written.getvalue())).read()
    kept = {**(table.schema.metadata or {}), _METADATA: json.dumps(metadata).encode()}
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(kept), sink, compression="zstd")
    return bytes(sink.getvalue())


def _rows(directory: Path, layer: LayerName, name: str) -> Iterator[Row]:
    path = directory / layer / name
    table: Table = _opened(read_parquet, path)
    nothing = [None] * len(table.geometries)
    columns = {field.name: table.columns.get(field.name, nothing) for field in FIELDS[layer]}
    for number, geometry in enumerate(table.geometries.tolist()):
        yield {name: values[number] for name, values in columns.items()} | {GEOMETRY: geometry}


def _opened(read: Any, path: Path) -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtra("GeoParquet needs pyarrow: pip install 'dateline[parquet]'") from error
    try:
        return read(path)
    except (pa.ArrowException, ValueError, OSError) as error:
        reason = " ".join(str(error).split())
        raise UnreadableSource(
            f"{path}: is broken ({reason}); delete it and run the same dateline batch again"
        ) from error


def _joined(rows: Iterable[Row]) -> list[Row]:
    """Put what several parts say of the same place together."""
    found: dict[str, Row] = {}
    lists: dict[str, dict[str, dict[str, None]]] = {}
    for row in rows:
        place = found.setdefault(row["place_id"], row)
        gathered = lists.setdefault(
            row["place_id"], {name: {} for name in ("mentions", "kinds", "article_ids", "event_ids")}
        )
        for name, values in gathered.items():
            values.update(dict.fromkeys((row[name] or "").split("; ") if row[name] else ()))
        if place is not row:
            for name in ("mention_count", "article_count", "event_count"):
                place[name] = (place[name] or 0) + (row[name] or 0)
            place["score"] = max(place["score"], row["score"])
    for key, gathered in lists.items():
        for name, values in gathered.items():
            found[key][name] = "; ".join(sorted(values) if name == "kinds" else values) or None
    return list(found.values())


def _place(row: Row) -> Place:
    return Place(
        geonameid=row["geonameid"],
        name=row.get("place_name") or row["name"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        feature_class=row["feature_class"] or "",
        feature_code=row["feature_code"] or "",
        country_code=row["country_code"] or "",
        admin1_code=row["admin1_code"] or "",
        admin2_code=row["admin2_code"] or "",
        population=row["population"] or 0,
        source=row["place_source"],
        admin1_name=row["admin1_name"] or "",
        country_name=row["country_name"] or "",
    )


def _location(row: Row) -> EventLocation:
    return EventLocation(
        span=Span(row["location_start"], row["location_end"], row["location"]),
        place=_place(row),
        latitude=row["latitude"],
        longitude=row["longitude"],
        relation=row["relation"],
        geometry_kind=GeometryKind.AREA,
        coordinate_uncertainty_m=row["coordinate_uncertainty_m"],
    )
