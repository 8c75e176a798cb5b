"""The layers of the sample articles, the whole way from the text."""

import json

import geojson_validator
import geopandas
import jsonschema
import pytest
from conftest import ARTICLES
from geopandas.testing import assert_geodataframe_equal

import geo
from geo import gazetteer, layers


@pytest.fixture(scope="module")
def parsed():
    sources = sorted(path for path in ARTICLES.iterdir() if path.suffix in {".txt", ".html"})
    return [result for source in sources for result in geo.read(source)]


@pytest.fixture(scope="module")
def built(parsed):
    return layers.build(parsed, gazetteer.default())


def test_the_layers_of_the_samples_are_valid_geojson_by_their_schema(built, tmp_path):
    for name, file in zip(layers.LAYER_NAMES, layers.write(built, tmp_path), strict=True):
        collection = json.loads(file.read_text(encoding="utf-8"))
        assert geojson_validator.validate_structure(collection, check_crs=True) == {}
        assert geojson_validator.validate_geometries(collection)["invalid"] == {}
        assert len(geopandas.read_file(file)) == len(collection["features"]) > 0
        for feature in collection["features"]:
            jsonschema.validate(feature["properties"], layers.schema(name))


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_the_layers_of_the_samples_read_back_equal(built, tmp_path, suffix):
    again = layers.read(*layers.write(built, tmp_path / f"events{suffix}"))
    for (_, frame), (_, other) in zip(built.items(), again.items(), strict=True):
        assert_geodataframe_equal(frame, other)


def test_every_event_of_the_samples_is_in_the_layer_and_every_number_in_the_text(parsed, built):
    texts = {result.article.id: result.article.text for result in parsed}
    drawn = list(built.events.itertuples())
    assert len(drawn) == sum(len(result.events) for result in parsed)
    for row in drawn:
        text = texts[row.article_id]
        assert text[row.trigger_start : row.trigger_end] == row.trigger
        for sentence in row.quote.split(" […] "):
            assert sentence in " ".join(text.split())
        if row.location:
            assert text[row.location_start : row.location_end] == row.location
