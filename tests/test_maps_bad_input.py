"""Layers that somebody edited, or got from elsewhere: a map that opens, or one line that says what to mend."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from generate import area, article, articles
from test_maps_page import Page

from geo import gazetteer, layers, maps, publish
from geo.errors import InputError
from geo.model import DateRange, EventLocation, GeometryKind, ParsedArticle

Features = list[dict[str, Any]]


def redrawn(directory: Path, *names: str) -> Page:
    (page,) = publish.redraw([directory / name for name in names], directory / "out")
    return Page(page.read_text(encoding="utf-8"))


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Write the layers of some articles, change one of them, and return its file."""

    def edit(change: Callable[[Features], Any], layer: str = "events") -> Path:
        layers.write(layers.build(articles(20), gazetteer.default()), tmp_path)
        file = tmp_path / f"{layer}.geojson"
        collection = json.loads(file.read_text(encoding="utf-8"))
        change(collection["features"])
        file.write_text(json.dumps(collection), encoding="utf-8")
        return file

    return edit


def moved(coordinates: list[float] | None) -> Callable[[Features], None]:
    def change(features: Features) -> None:
        features[1]["geometry"] = None if coordinates is None else {"type": "Point", "coordinates": coordinates}

    return change


@pytest.mark.parametrize(
    ("coordinates", "message"),
    [
        ([181.0, 0.0], "longitude 181.0"),
        ([0.0, -90.5], "latitude -90.5"),
        ([1e300, 5.0], "longitude 1e"),
        ([float("nan"), 5.0], "geometry"),
        ([float("inf"), 5.0], "geometry"),
    ],
)
def test_points_off_the_earth_are_named(edited: Callable[..., Path], coordinates: list[float], message: str) -> None:
    file = edited(moved(coordinates))
    with pytest.raises(InputError, match=message) as caught:
        publish.redraw([file], file.parent / "out")
    assert str(caught.value).startswith(f"{file}")
    assert "feature 2" in str(caught.value)
    assert not (file.parent / "out").exists()


def test_an_event_without_geometry_is_not_located(edited: Callable[..., Path]) -> None:
    file = edited(moved(None))
    events = redrawn(file.parent, file.name).blocks["events"]
    name = json.loads(file.read_text(encoding="utf-8"))["features"][1]["properties"]["event_id"]
    assert [event["at"] for event in events if event["id"] == name] == [None]


@pytest.mark.parametrize("coordinates", [[180.0, 0.0], [-180.0, -17.0], [12.0, 90.0], [0.0, -90.0], [0.0, 0.0]])
def test_edges_of_the_earth_are_places_like_any_other(edited: Callable[..., Path], coordinates: list[float]) -> None:
    file = edited(moved(coordinates))
    events = redrawn(file.parent, file.name).blocks["events"]
    assert coordinates[::-1] in [event["at"] for event in events]


def test_areas_across_the_antimeridian_and_round_a_pole_are_drawn(tmp_path: Path) -> None:
    template = next(event for one in articles(60) for event in one.events if event.location)
    assert template.location
    events = []
    for number, (latitude, longitude) in enumerate([(-17.0, 179.9), (89.9, 0.0), (-89.5, 100.0)]):
        place = dataclasses.replace(
            area(number), geonameid=999_000_000 + number, country_code="", name=f"Area {number}"
        )
        location = EventLocation(
            template.location.span, dataclasses.replace(place, feature_code="RGN", feature_class="L"), latitude,
            longitude, geometry_kind=GeometryKind.AREA, geo_precision=3, coordinate_uncertainty_m=200_000,
        )  # fmt: skip
        events.append(dataclasses.replace(template, event_id=str(number), location=location))
    built = layers.build([dataclasses.replace(article(1), events=tuple(events))], gazetteer.default())
    layers.write(built, tmp_path / "news.gpkg")
    drawn = redrawn(tmp_path, "news.gpkg").blocks["areas"]
    assert sorted(each["name"] for each in drawn) == ["Area 0", "Area 1", "Area 2"]
    for each in drawn:
        flat = json.dumps(each["geometry"]["coordinates"]).replace("[", "").replace("]", "").split(", ")
        assert all(abs(float(number)) <= 180 for number in flat)


@pytest.mark.parametrize("count", [0, 1])
def test_no_event_and_one_event(tmp_path: Path, count: int) -> None:
    one = dataclasses.replace(article(1), events=article(1).events[:count])
    for suffix in (".gpkg", ".fgb", ".parquet", ".geojsonl"):
        layers.write(layers.build([one]), tmp_path / f"events{suffix}")
        assert len(redrawn(tmp_path, f"events{suffix}").blocks["events"]) == count


def test_five_thousand_events_at_one_point(tmp_path: Path) -> None:
    event = next(event for one in articles(60) for event in one.events if event.location)
    events = tuple(dataclasses.replace(event, event_id=f"{number}") for number in range(5000))
    layers.write(layers.build([ParsedArticle(article(1).article, (), events)]), tmp_path / "events.fgb")
    assert redrawn(tmp_path, "events.fgb").blocks["page"]["count"] == 5000


def test_names_of_five_thousand_characters(edited: Callable[..., Path]) -> None:
    long = "Llan" * 1250

    def change(features: Features) -> None:
        for name in ("headline", "place_name", "country_name", "title", "source", "killed_speaker"):
            features[1]["properties"][name] = long

    file = edited(change)
    event = next(each for each in redrawn(file.parent, file.name).blocks["events"] if each["headline"] == long)
    assert event["place"]["name"] == long


def test_days_long_ago_missing_and_upside_down() -> None:
    event = article(1).events[0]
    days = [DateRange(dt.date(1, 1, 1), dt.date(1, 1, 1)), DateRange(dt.date(1815, 6, 18), dt.date(1815, 6, 18)), None]
    events = tuple(dataclasses.replace(event, event_id=str(at), date=day) for at, day in enumerate(days))
    shown = Page(maps.build([dataclasses.replace(article(1), events=events)]).get_root().render()).blocks["events"]
    assert [each["from"] for each in shown] == ["0001-01-01", "1815-06-18", None]


@pytest.mark.parametrize("field", ["event_id", "headline", "layer", "event_class"])
def test_a_missing_field_is_named(edited: Callable[..., Path], field: str) -> None:
    def change(features: Features) -> None:
        for feature in features:
            feature["properties"][field] = None

    file = edited(change)
    with pytest.raises(InputError, match=rf"feature 1.*, field {field}: is missing"):
        publish.redraw([file], file.parent / "out")


def test_only_the_needed_fields_make_a_map(edited: Callable[..., Path]) -> None:
    def change(features: Features) -> None:
        for feature in features:
            kept = ("event_id", "headline", "layer", "event_class")
            feature["properties"] = {name: feature["properties"][name] for name in kept}

    file = edited(change)
    assert len(redrawn(file.parent, file.name).blocks["events"]) > 10
