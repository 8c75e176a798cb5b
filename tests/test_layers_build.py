import dataclasses
import datetime as dt
import math

import pytest
import shapely
from generate import area, article, articles, town
from hypothesis import given
from hypothesis import strategies as st

from geo import gazetteer, layers
from geo.errors import InputError
from geo.layers.fields import ExtentSource
from geo.layers.geometry import circle, multipolygon
from geo.layers.symbols import SYMBOLS
from geo.maps.areas import from_layers, pack
from geo.maps.selection import select
from geo.model import (
    Actor,
    ActorRole,
    Article,
    Count,
    DateRange,
    Event,
    EventClass,
    EventLocation,
    GeometryKind,
    Layer,
    LocationRole,
    Mention,
    MentionKind,
    ParsedArticle,
    Place,
    Span,
    Toponym,
)

WORDS = Span(0, 5, "Words")


class Boxes:
    """Boundaries of two degrees around every country, with a clockwise ring and too many decimals."""

    def extent_source(self, place: Place) -> str:
        return "boundary"

    def polygon(self, place: Place) -> shapely.Polygon | None:
        if place.feature_class != "A":
            return None
        x, y = place.longitude, place.latitude
        return shapely.box(x - 1.00000004, y - 1, x + 1, y + 1, ccw=False)


def parsed(place: Place | None, kind: GeometryKind = GeometryKind.POINT, **location: object) -> ParsedArticle:
    """Return an article with one event at ``place``."""
    event_location = None
    if place:
        fields = {"latitude": place.latitude, "longitude": place.longitude} | location
        event_location = EventLocation(WORDS, place, geometry_kind=kind, **fields)  # type: ignore[arg-type]
    event = Event("e1", "Words", Layer.INCIDENT, EventClass.OTHER, WORDS, (WORDS,), location=event_location)
    toponyms = (Toponym(Mention(WORDS), place, 0.9),) if place else ()
    return ParsedArticle(Article("a1", "Words."), toponyms, (event,))


def edges(geometry: shapely.MultiPolygon) -> list[float]:
    """Return the width in degrees of longitude of every edge."""
    widths = []
    for part in geometry.geoms:
        for ring in (part.exterior, *part.interiors):
            longitudes = shapely.get_coordinates(ring)[:, 0]
            widths.extend(abs(longitudes[1:] - longitudes[:-1]).tolist())
    return widths


def test_every_event_is_a_row_also_where_only_an_area_is_known():
    results = list(articles(200, 5))
    built = layers.build(results, Boxes())
    events = [event for result in results for event in result.events]
    assert built.events.event_id.tolist() == [event.event_id for event in events]
    in_areas = built.events[built.events.area_id.notna()]
    assert (in_areas.geometry_kind == "area").sum() == (built.events.geometry_kind == "area").sum() == len(in_areas) > 0
    assert built.areas.area_id.is_unique
    assert built.areas.set_index("area_id").event_count.to_dict() == in_areas.area_id.value_counts().to_dict()
    polygons = built.areas.set_index("area_id").geometry
    assert all(polygons[row.area_id].covers(row.geometry) for row in in_areas.itertuples())
    assert (in_areas.geo_precision == 3).all()
    keys = {toponym.place.key for result in results for toponym in result.toponyms if toponym.place}
    assert sorted(built.places.place_id) == sorted("/".join(key) for key in keys)
    assert built.places.mention_count.sum() == sum(len(result.toponyms) for result in results)


def test_each_layer_has_its_fields_and_one_type_of_geometry():
    built = layers.build(articles(50, 3), Boxes())
    for name, frame in built.items():
        assert [*frame.columns] == [*(field.name for field in layers.FIELDS[name]), "geometry"]
        assert frame.crs == "EPSG:4326"
        assert set(frame.geom_type.dropna()) == {layers.GEOMETRY_TYPES[name]}
        assert frame.geometry.dropna().is_valid.all()


def test_no_articles_give_empty_layers_with_all_fields():
    built = layers.build([])
    full = layers.build(articles(20, 3))
    for (name, frame), (_, other) in zip(built.items(), full.items(), strict=True):
        assert len(frame) == 0, name
        assert frame.dtypes.to_dict() == other.dtypes.to_dict()


def test_an_event_without_a_place_stays_as_a_feature_without_geometry():
    frame = layers.build([parsed(None)]).events
    assert frame.event_id.tolist() == ["e1"]
    assert frame.geometry.isna().all()
    assert frame.latitude.isna().all()


def test_an_event_row_carries_the_findings_flat():
    result = article(0, 1)
    event = result.events[0]
    row = layers.events(result).iloc[0]
    assert row.headline == event.headline
    assert row.quote == " […] ".join(span.text for span in event.evidence)
    assert row.killed_low == event.killed.low
    assert row.killed_qualifier == "at least"
    assert row.killed_speaker == event.killed.speaker.text
    assert row.actors == "the rival group"
    assert row.targets == "townspeople"
    assert row.claims.startswith("A rival group claims: “A rival group claims that up to")
    assert result.article.text[row.trigger_start : row.trigger_end] == row.trigger
    assert row.event_date.date() == event.date.start
    assert row.article_id == result.article.id
    assert row.geometry.coords[0] == (row.longitude, row.latitude)


def test_people_have_columns_and_parts_name_their_sum():
    result = parsed(town(0))
    counts = (
        Count("displaced", 40_000, None, "at least", WORDS),
        Count("displaced", 300, 300, "", WORDS),
        Count("missing", None, 12, "up to", WORDS),
        Count("arrested", 3, 3, "", WORDS),
    )
    whole = dataclasses.replace(result.events[0], counts=counts)
    part = dataclasses.replace(result.events[0], event_id="e2", part_of="e1")
    frame = layers.events(dataclasses.replace(result, events=(whole, part)))
    first, second = frame.iloc[0], frame.iloc[1]
    assert (first.displaced_low, first.missing_high) == (40_000, 12)
    assert frame[["displaced_high", "missing_low", "affected_low", "evacuated_high"]].isna().all(axis=None)
    assert first.counts.splitlines()[-1] == "arrested: 3"
    assert (first.part_of, second.part_of) == (None, "e1")
    assert second[["displaced_low", "missing_high"]].isna().all()


def test_a_semicolon_in_a_name_makes_no_second_actor():
    actors = (Actor("Smith; Sons", ActorRole.ACTOR), Actor("the guard", ActorRole.ACTOR))
    result = parsed(town(0))
    event = dataclasses.replace(result.events[0], actors=actors)
    assert layers.events(dataclasses.replace(result, events=(event,))).actors[0] == "Smith, Sons; the guard"


def test_dates_before_pandas_time_and_unknown_dates_are_kept():
    old = parsed(town(0))
    events = (dataclasses.replace(old.events[0], date=DateRange(dt.date(312, 10, 28), dt.date(312, 10, 28))),)
    frame = layers.events([dataclasses.replace(old, events=events), parsed(town(1))])
    assert str(frame.event_date[0])[:10] == "312-10-28".zfill(10)
    assert frame.event_date.isna().tolist() == [False, True]


def test_an_area_has_the_boundary_of_its_place():
    frame = layers.build([parsed(area(0), GeometryKind.AREA)], Boxes()).areas
    assert frame.extent_source.tolist() == [ExtentSource.BOUNDARY]
    assert frame.geometry[0].bounds == (44.0, 24.0, 46.0, 26.0)
    assert shapely.is_ccw(shapely.get_exterior_ring(frame.geometry[0].geoms[0]))


def test_an_area_without_a_boundary_is_a_circle_of_its_uncertainty():
    place = dataclasses.replace(area(0), latitude=0.0, longitude=10.0)
    frame = layers.build([parsed(place, GeometryKind.AREA, coordinate_uncertainty_m=111_319)]).areas
    assert frame.extent_source.tolist() == [ExtentSource.UNCERTAINTY]
    west, _, east, _ = frame.geometry[0].bounds
    assert (east - west) / 2 == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("relation", "south", "north"), [("northern", 23.0, 32.5), ("southern", 16.0, 25.0)])
def test_a_part_of_a_country_is_cut_out_of_it(relation, south, north):
    result = parsed(area(0), GeometryKind.AREA, relation=relation, coordinate_uncertainty_m=500_000)
    frame = layers.build([result], gazetteer.default()).areas
    assert frame.extent_source.tolist() == [ExtentSource.EXTENT]
    assert south <= frame.geometry[0].bounds[1] <= frame.geometry[0].bounds[3] <= north


def test_an_area_off_a_coast_is_not_the_country():
    result = parsed(area(0), GeometryKind.AREA, relation="off the coast of", coordinate_uncertainty_m=100_000)
    frame = layers.build([result], gazetteer.default()).areas
    assert frame.extent_source[0] != ExtentSource.BOUNDARY


def test_an_event_in_a_disputed_area_is_flagged_with_its_country_kept():
    simferopol = dataclasses.replace(town(0), name="Simferopol", latitude=44.95719, longitude=34.11079)
    frame = layers.build([parsed(simferopol), parsed(town(0))], gazetteer.default()).events
    assert "Crimea" in frame.disputed[0]
    assert frame.disputed[1] is None
    assert frame.country_code.tolist() == ["UA", "UA"]


def test_a_country_that_is_only_named_is_a_place_and_no_area():
    mentions = tuple(Toponym(Mention(WORDS, kind), area(1), 0.8) for kind in MentionKind)
    built = layers.build([ParsedArticle(Article("a1", "Words."), mentions)], Boxes())
    assert len(built.areas) == 0
    assert built.places.kinds.tolist() == ["demonym; literal; metonym; nested"]


def test_an_area_is_drawn_once_and_sums_its_events_up():
    first, second = (
        dataclasses.replace(
            event, event_id=f"e{day}", headline=f"Day {day}", date=DateRange(*(dt.date(2025, 4, day),) * 2)
        )
        for day, event in (
            (9, parsed(area(0), GeometryKind.AREA).events[0]),
            (4, parsed(area(0), GeometryKind.AREA).events[0]),
        )
    )
    other = dataclasses.replace(second, event_id="other", event_class=EventClass.HEALTH, date=None)
    articles_ = [
        ParsedArticle(Article(f"a{at}", "Words."), (), (event,)) for at, event in enumerate((first, second, other))
    ]
    (one,) = layers.build(articles_[:1], Boxes()).areas.itertuples()
    assert (one.event_count, one.headline, one.event_class) == (1, "Day 9", "other")
    (two,) = layers.build(articles_[:2], Boxes()).areas.itertuples()
    assert (two.event_count, two.headline, two.event_class) == (2, None, "other")
    assert (two.event_date.date(), two.event_date_end.date()) == (dt.date(2025, 4, 4), dt.date(2025, 4, 9))
    (three,) = layers.build(articles_, Boxes()).areas.itertuples()
    assert (three.event_count, three.event_class) == (3, None)
    assert three.area_id == one.area_id == "geonames/102358"


def test_twenty_articles_on_one_country_hold_its_polygon_once():
    places = gazetteer.default()
    event = parsed(area(0), GeometryKind.AREA).events[0]
    articles_ = [ParsedArticle(Article(f"a{number}", "Words."), (), (event,)) for number in range(20)]
    built = layers.build(articles_, places)
    assert (len(built.events), len(built.areas)) == (20, 1)
    entries = select(articles_).entries
    (drawn,) = pack(entries, from_layers(built))
    assert drawn["events"] == list(range(20))
    # It is laid on the grid once, also for the next layers.
    again = layers.build(articles_[:1], places)
    assert again.areas.geometry[0] is built.areas.geometry[0]


def test_another_outline_of_the_same_place_is_drawn_anew():
    one = layers.build([parsed(area(0), GeometryKind.AREA)], gazetteer.default()).areas.geometry[0]
    other = layers.build([parsed(area(0), GeometryKind.AREA)], Boxes()).areas.geometry[0]
    assert one.area != other.area


def test_parts_of_a_country_and_circles_are_areas_of_their_own():
    results = [
        parsed(area(0), GeometryKind.AREA),
        parsed(area(0), GeometryKind.AREA, relation="northern"),
        parsed(area(0), GeometryKind.AREA, relation="southern"),
    ]
    assert len(layers.build(results, gazetteer.default()).areas) == 3
    circles = [
        parsed(area(0), GeometryKind.AREA, coordinate_uncertainty_m=metres) for metres in (90_000, 90_000, 5_000)
    ]
    assert layers.build(circles).areas.event_count.tolist() == [2, 1]


def test_the_event_of_an_area_lies_on_its_surface():
    class Ring:
        """A boundary like an atoll's: its middle, where gazetteers put it, is water."""

        def extent_source(self, place: Place) -> str:
            return "boundary"

        def polygon(self, place: Place) -> shapely.Polygon:
            middle = shapely.Point(place.longitude, place.latitude)
            return middle.buffer(2).difference(middle.buffer(1))

    built = layers.build([parsed(area(0), GeometryKind.AREA)], Ring())
    (event,), (ring,) = built.events.itertuples(), built.areas.itertuples()
    assert ring.geometry.covers(event.geometry)
    assert event.geometry.coords[0] == (event.longitude, event.latitude)


def test_outlines_have_as_many_points_as_show_them():
    class Coast:
        """A country with a point every twenty metres."""

        def extent_source(self, place: Place) -> str:
            return "boundary"

        def polygon(self, place: Place) -> shapely.Polygon:
            return shapely.Point(place.longitude, place.latitude).buffer(8, quad_segs=60_000)

    (drawn,) = layers.build([parsed(area(0), GeometryKind.AREA)], Coast()).areas.geometry
    whole = shapely.Point(area(0).longitude, area(0).latitude).buffer(8, quad_segs=60_000)
    assert shapely.get_num_coordinates(drawn) < 1_000
    assert shapely.hausdorff_distance(drawn.geoms[0].exterior, whole.exterior) < 0.011


@pytest.mark.parametrize("code", ["CA", "RU", "US", "ID", "GL", "FJ", "NO", "MV"])
def test_the_outline_of_a_country_is_bounded_and_still_that_country(code):
    country = gazetteer.default().country(code)
    (drawn,) = layers.build([parsed(country, GeometryKind.AREA)], gazetteer.default()).areas.geometry
    whole = gazetteer.default().polygon(country)
    assert len(shapely.to_geojson(drawn)) < 45_000
    assert drawn.is_valid
    assert shapely.get_num_coordinates(drawn) <= 2_000
    assert drawn.intersection(shapely.make_valid(whole)).area > 0.9 * whole.area


def test_a_name_that_is_in_no_gazetteer_is_on_no_layer():
    nowhere = ParsedArticle(Article("a1", "Words."), (Toponym(Mention(WORDS), None),))
    assert [len(frame) for _, frame in layers.build([nowhere], Boxes()).items()] == [0, 0, 0]


@pytest.mark.parametrize(
    ("field", "value"), [("latitude", 90.1), ("latitude", math.nan), ("longitude", -180.5), ("longitude", math.inf)]
)
def test_a_position_off_the_earth_is_refused_by_name(field, value):
    with pytest.raises(InputError, match=rf"article a1, event e1: {field} "):
        layers.build([parsed(town(0), **{field: value})])


def test_text_that_no_file_can_hold_is_marked_not_dropped():
    event = dataclasses.replace(parsed(None).events[0], headline="nul \0 bell \a half \ud83d line\nend")
    frame = layers.events(ParsedArticle(Article("a1", "Words."), (), (event,)))
    assert frame.headline[0] == "nul � bell � half � line\nend"


@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.integers(1, 20_000_000),
)
def test_circles_are_valid_cut_and_right_handed_everywhere(latitude, longitude, radius_m):
    drawn = circle(latitude, longitude, radius_m)
    assert drawn.is_valid
    assert drawn.geom_type == "MultiPolygon"
    west, south, east, north = drawn.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert all(shapely.is_ccw(part.exterior) for part in drawn.geoms)
    # Only the edge along a pole goes around the globe.
    assert 90 in {north, -south} or max(edges(drawn)) <= 180


@pytest.mark.parametrize(("latitude", "longitude"), [(-18, 179.5), (-18, -179.5), (0, 180), (65, -180)])
def test_a_circle_across_the_antimeridian_has_two_parts_that_meet_there(latitude, longitude):
    drawn = circle(latitude, longitude, 200_000)
    assert len(drawn.geoms) == 2
    assert (drawn.bounds[0], drawn.bounds[2]) == (-180, 180)
    assert drawn.area < 30


def test_a_circle_around_a_pole_reaches_it():
    drawn = circle(-89.5, 40, 300_000)
    assert (drawn.bounds[0], drawn.bounds[1], drawn.bounds[2]) == (-180, -90, 180)
    assert shapely.contains_xy(drawn, 0, -89.99)


def test_lines_and_slivers_are_no_areas():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    made = multipolygon(shapely.GeometryCollection([bow_tie, shapely.LineString([(5, 5), (6, 6)])]))
    assert made.is_valid
    assert len(made.geoms) == 2
    assert multipolygon(shapely.box(0, 0, 1e-9, 1e-9)).is_empty


def test_the_fields_allow_just_what_the_model_knows():
    fields = {field.name: field for field in layers.FIELDS["events"]}
    assert set(fields["event_class"].values) == {member.value for member in EventClass}
    assert set(fields["layer"].values) == {member.value for member in Layer}
    assert set(fields["location_role"].values) == {member.value for member in LocationRole}
    assert set(SYMBOLS) == set(EventClass)
    assert len(set(SYMBOLS.values())) == len({symbol.colour for symbol in SYMBOLS.values()}) == len(EventClass)
