"""A map drawn from layers says what the map of the articles said."""

from pathlib import Path

import pytest
from generate import articles
from test_maps_page import Page, page_of

from geo import layers, maps
from geo.maps.redraw import articles_of

SAME = ("headline", "class", "layer", "type", "sub", "at", "kind", "unsure", "uncertainty", "relation", "from", "to")


@pytest.mark.parametrize("suffix", [".gpkg", ""])
def test_a_map_is_drawn_again_from_its_layers(tmp_path: Path, suffix: str) -> None:
    parsed = list(articles(25))
    path = tmp_path / f"layers{suffix}"
    layers.write(layers.build(parsed), path)
    before = page_of(parsed).blocks["events"]
    page = Page(maps.build([], layers=layers.read(path)).get_root().render())
    after = page.blocks["events"]
    assert len(after) == len(before)
    known = {event["id"]: event for event in before}
    for event in after:
        original = known[event["id"]]
        assert {key: event[key] for key in SAME} == {key: original[key] for key in SAME}
        assert [quote["text"] for quote in event["quotes"]] == [
            " ".join(quote["text"].split()) for quote in original["quotes"]
        ]
        assert [claim["text"] for claim in event["claims"]] == [claim["text"] for claim in original["claims"]]
        for what in ("killed", "injured"):
            assert (event[what] or {}).get("words") == (original[what] or {}).get("words")
            assert (event[what] or {}).get("speaker") == (original[what] or {}).get("speaker")
    assert page.blocks["page"]["articles"] == 0


def test_quoted_words_are_marked_again() -> None:
    parsed = list(articles(10))
    for one in articles_of(layers.build(parsed)):
        for event in one.events:
            quoted = " […] ".join(span.text for span in event.evidence)
            assert quoted[event.trigger.start : event.trigger.end] == event.trigger.text


def test_hand_made_layers_need_little(tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates":'
        ' [10.75, 59.91]}, "properties": {"event_id": "a", "headline": "A march", "layer": "incident",'
        ' "event_class": "protest"}}]}'
    )
    (event,) = Page(maps.build([], layers=layers.read(path)).get_root().render()).blocks["events"]
    assert (event["headline"], event["at"]) == ("A march", [59.91, 10.75])


def test_hand_made_areas_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates":'
        ' [[[10, 59], [11, 59], [11, 60], [10, 59]]]}, "properties": {"event_id": "a", "headline": "A march",'
        ' "layer": "incident", "event_class": "protest", "place_name": "Oslofjord", "extent_source": "extent"}}]}'
    )
    blocks = Page(maps.build([], layers=layers.read(path)).get_root().render()).blocks
    (area,), (event,) = blocks["areas"], blocks["events"]
    assert event["kind"] == "area"
    assert 59 < event["at"][0] < 60
    assert 10 < event["at"][1] < 11
    assert (area["name"], area["events"]) == ("Oslofjord", [0])
