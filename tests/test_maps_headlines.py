"""Headlines on the map read, and what already reads stays as it is."""

import dataclasses

import pytest
from generate import articles
from hostile import TEXTS
from test_maps_page import page_of
from test_maps_sight import template

from geo.maps.headlines import readable
from geo.model import Event, Span


def with_headline(headline: str, words: str = "Lagos") -> Event:
    event, location = template()
    place = dataclasses.replace(location.place, name="Genoa")
    span = Span(0, len(words), words)
    return dataclasses.replace(event, headline=headline, location=dataclasses.replace(location, place=place, span=span))


@pytest.mark.parametrize(
    ("made", "read"),
    [
        ("Collapse of in Genoa", "Collapse in Genoa"),
        ("Attack on near Genoa: 3 killed", "Attack near Genoa: 3 killed"),
        ("Nov 22 - a bridge fell in Genoa", "A bridge fell in Genoa"),
        ("GENOA, Sept. 3, 2024 (Agency) — A bridge fell", "A bridge fell"),
        ("The mayor was convicted in 2008 and", "The mayor was convicted in 2008 …"),
        ("The mayor, who was", "The mayor …"),
        ("Fire in REPUBLIC OF LIGURIA: 2 injured", "Fire in Genoa: 2 injured"),
    ],
)
def test_seams_are_left_out(made: str, read: str) -> None:
    assert readable(with_headline(made, "REPUBLIC OF LIGURIA")) == read


@pytest.mark.parametrize(
    "line",
    ["Talks with the UN on Friday", "May 68 in Paris", "eBay strike in Genoa", "The strike was called off", *TEXTS],
)
def test_what_reads_stays(line: str) -> None:

    assert readable(with_headline(line)) == line


def test_the_layers_keep_what_was_made() -> None:
    (one,) = articles(1)
    event = dataclasses.replace(one.events[0], headline="Collapse of in Genoa")
    (shown, *_) = page_of([dataclasses.replace(one, events=(event,))]).blocks["events"]
    assert (shown["headline"], shown["line"]) == ("Collapse of in Genoa", "Collapse in Genoa")
    assert all(each["line"] is None for each in page_of(list(articles(5))).blocks["events"])
