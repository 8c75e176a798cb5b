"""The fields of every layer: one table that frames, files, JSON Schema and documentation share.

Names and codes are the field's own: ACLED's codebook (event_type, sub_event_type, geo_precision,
time_precision), UCDP GED's codebook (where_prec), PLOVER (plover_event), Darwin Core
(coordinateUncertaintyInMeters, here coordinate_uncertainty_m) and GeoNames (geonameid,
feature_class, feature_code, admin1_code, ...).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from geo.model import WORLD_POPULATION, EventClass, GeometryKind, Layer, LocationRole

LayerName = Literal["events", "areas", "places"]
LAYER_NAMES: tuple[LayerName, ...] = ("events", "areas", "places")
GEOMETRY_TYPES: dict[LayerName, str] = {"events": "Point", "areas": "MultiPolygon", "places": "Point"}


class FieldType(StrEnum):
    """The scalar types that every format of a layer can hold."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


class ExtentSource(StrEnum):
    """Where the polygon of an area comes from.

    A known boundary; a region composed of such; a region drawn roughly, as nobody defines it;
    or a circle of the uncertainty, where no polygon is known.
    """

    BOUNDARY = "boundary"
    COMPOSED = "composed"
    EXTENT = "extent"
    UNCERTAINTY = "uncertainty"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a layer. ``required`` fields are never null; ``values`` are all that are allowed."""

    name: str
    type: FieldType
    description: str
    required: bool = False
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the property."""
        json_type = {FieldType.INTEGER: "integer", FieldType.NUMBER: "number"}.get(self.type, "string")
        found: dict[str, Any] = {"description": self.description}
        found["type"] = json_type if self.required else [json_type, "null"]
        if self.type is FieldType.DATE:
            found["format"] = "date"
        if self.values:
            found["enum"] = list(self.values) if self.required else [*self.values, None]
        if self.minimum is not None:
            found["minimum"] = self.minimum
        if self.maximum is not None:
            found["maximum"] = self.maximum
        return found


def _text(name: str, description: str, values: Iterable[str] = (), *, required: bool = False) -> Field:
    return Field(name, FieldType.TEXT, description, required, tuple(values))


def _integer(name: str, description: str, minimum: int = 0, maximum: int | None = None) -> Field:
    return Field(name, FieldType.INTEGER, description, False, (), minimum, maximum)


def _date(name: str, description: str) -> Field:
    return Field(name, FieldType.DATE, description)


def _degrees(name: str, limit: int, of: str, *, required: bool = False) -> Field:
    return Field(name, FieldType.NUMBER, f"Degrees of {of}, WGS 84.", required, (), -limit, limit)


def _bounds(what: str) -> tuple[Field, ...]:
    low = f"At least so many people were {what}; null where the text gives no lower bound."
    high = f"At most so many people were {what}; null where the text gives no upper bound."
    return (
        _integer(f"{what}_low", low, maximum=WORLD_POPULATION),
        _integer(f"{what}_high", high, maximum=WORLD_POPULATION),
    )


def _toll(name: str) -> tuple[Field, ...]:
    return (
        *_bounds(name),
        _text(f"{name}_qualifier", 'The text\'s own word with the number, such as "at least" or "dozens".'),
        _text(f"{name}_speaker", "Who gives the number, in the words of the text."),
    )


# Counts of people that have columns of their own beside the toll; the others are lines of ``counts``.
PEOPLE = ("affected", "missing", "evacuated", "displaced")


_EVENT: tuple[Field, ...] = (
    _text("event_id", "Stable identifier of the event.", required=True),
    _text("headline", "What happened, in one line.", required=True),
    _text("layer", "What kind of report it is.", [member.value for member in Layer], required=True),
    _text("event_class", "The coarse class of the event.", [member.value for member in EventClass], required=True),
    _text("event_type", "ACLED's event type."),
    _text("sub_event_type", "ACLED's sub-event type."),
    _text("plover_event", "PLOVER's event code."),
    _text("trigger", "The words that say that something happened."),
    _integer("trigger_start", "Where the trigger starts in the article, in characters."),
    _integer("trigger_end", "Where the trigger ends in the article, in characters."),
    _text("quote", "The sentences of the article that say so, with […] between them."),
    _date("event_date", "The day of the event, or the first of its days, ISO 8601."),
    _date("event_date_end", "The last day of the event, ISO 8601."),
    _integer("time_precision", "ACLED: 1 the day, 2 the week, 3 the month or less exact.", 1, 3),
    _text("date_text", "The words of the article that give the date; null where it is inferred."),
    *_toll("killed"),
    *_toll("injured"),
    *(field for what in PEOPLE for field in _bounds(what)),
    _text("counts", "All numbers but the killed and injured, with their bounds and speakers, one a line."),
    _text("actors", "Who acts, separated by semicolons."),
    _text("targets", "Who is acted upon, separated by semicolons."),
    _text("speakers", "Who speaks, separated by semicolons."),
    _text("claims", "What one side claims, denies or disputes, one a line; never part of the toll."),
    _integer("number_of_sources", "How many of the articles tell of the event; null where they were not compared.", 1),
    _text("part_of", "The event, a sum or series, that this one is a part of: do not add the numbers of both."),
)
_EVENT_PLACE: tuple[Field, ...] = (
    _text("location", "The words of the article that name the place."),
    _integer("location_start", "Where these words start in the article, in characters."),
    _integer("location_end", "Where these words end in the article, in characters."),
    _text("relation", 'Words that move or narrow the place, such as "40 km north of".'),
    _text("location_role", "What the place is to the event.", [member.value for member in LocationRole]),
    _text(
        "geometry_kind",
        "Whether the event is known by a point or only by an area.",
        [kind.value for kind in GeometryKind],
    ),
    _integer("geo_precision", "ACLED: 1 the place itself, 2 its surroundings, 3 the region.", 1, 3),
    _integer(
        "where_prec", "UCDP: 1 exact, 2 near, 3 second order, 4 first order, 5 linear, 6 country, 7 sea or air.", 1, 7
    ),
    _integer("coordinate_uncertainty_m", "Darwin Core: radius of the uncertainty in metres."),
    _degrees("latitude", 90, "latitude of the event"),
    _degrees("longitude", 180, "longitude of the event"),
    _text("area_id", "The area in which it happened, where no more is known: a feature of the layer areas."),
    _text("disputed", "The disputed or breakaway area that the point lies in, by Natural Earth."),
    _text("place_name", "GeoNames' name of the place."),
)
GEONAMES: tuple[Field, ...] = (
    _integer("geonameid", "GeoNames' id; null for a place from another source.", 1),
    _text("feature_class", "GeoNames' feature class, such as P for populated places."),
    _text("feature_code", "GeoNames' feature code, such as PPLC for capitals."),
    _text("country_code", "ISO 3166-1 alpha-2 code of the country."),
    _text("country_name", "Name of the country."),
    _text("admin1_code", "GeoNames' code of the first-order division."),
    _text("admin1_name", "Name of the first-order division."),
    _text("admin2_code", "GeoNames' code of the second-order division."),
    _integer("population", "Population by GeoNames; null where unknown."),
    _text("place_source", "Where the place comes from."),
)
_ARTICLE: tuple[Field, ...] = (
    _text("article_id", "Identifier of the article."),
    _text("title", "Title of the article."),
    _text("url", "Address of the article."),
    _text("source", "Publisher of the article."),
    _date("published", "Day of publication, ISO 8601."),
    _text("language", "BCP 47 language of the article."),
)
_SCORE = Field("score", FieldType.NUMBER, "Probability that the event is right, 0 to 1.", False, (), 0, 1)
_EVENTS = (*_EVENT, *_EVENT_PLACE, *GEONAMES, *_ARTICLE, _SCORE)

_PLACES: tuple[Field, ...] = (
    _text("place_id", "Stable identifier: the source and its id.", required=True),
    _text("name", "GeoNames' name of the place.", required=True),
    *GEONAMES,
    _degrees("latitude", 90, "latitude", required=True),
    _degrees("longitude", 180, "longitude", required=True),
    _integer("mention_count", "How often the articles name the place.", 1),
    _text("mentions", "The different words that name it, separated by semicolons."),
    _text("kinds", "How the names are used (literal, demonym, metonym, nested), separated by semicolons."),
    _integer("article_count", "How many articles name the place.", 1),
    _text("article_ids", "Identifiers of these articles, separated by semicolons."),
    _integer("event_count", "How many events happened there."),
    _text("event_ids", "Identifiers of these events, separated by semicolons."),
    Field("score", FieldType.NUMBER, "Highest probability that a name means this place, 0 to 1.", False, (), 0, 1),
)
_AREAS: tuple[Field, ...] = (
    _text("area_id", "Stable identifier: that of the place, and the words that narrow it.", required=True),
    _text("place_name", "GeoNames' name of the place."),
    _text("relation", 'Words that move or narrow the place, such as "northern".'),
    _integer("event_count", "How many events are known to lie somewhere in it.", 1),
    _text("headline", "What happened, where that is one event."),
    _text("event_class", "The coarse class of its events, where all are of one.", [one.value for one in EventClass]),
    _date("event_date", "The first day of its events, ISO 8601."),
    _date("event_date_end", "The last day of its events, ISO 8601."),
    *GEONAMES,
    _text(
        "extent_source",
        "Where the polygon comes from; a circle of the uncertainty where none is known.",
        [member.value for member in ExtentSource],
    ),
)

FIELDS: dict[LayerName, tuple[Field, ...]] = {"events": _EVENTS, "areas": _AREAS, "places": _PLACES}


def schema(layer: LayerName) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the properties of a feature of ``layer``."""
    fields = FIELDS[layer]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Properties of the layer {layer}",
        "type": "object",
        "properties": {field.name: field.schema() for field in fields},
        "required": [field.name for field in fields],
        "additionalProperties": False,
    }
