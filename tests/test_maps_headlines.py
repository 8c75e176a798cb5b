"""Headlines on the map read, and what already reads stays as it is."""

import dataclasses

import pytest
from generate import articles
from hostile import TEXTS
from test_maps_page import page_of
from test_maps_sight import template

from geo.maps.headlines import readable
from geo.model import Event, Layer, Span


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


def told(headline: str, sentence: str, verb: str = "said", layer: Layer = Layer.STATEMENT) -> str:
    event = with_headline(headline)
    trigger = Span(sentence.index(verb), sentence.index(verb) + len(verb), verb)
    evidence = (Span(0, len(sentence), sentence),)
    return readable(dataclasses.replace(event, layer=layer, trigger=trigger, evidence=evidence))


def test_a_speaker_and_the_verb_are_one_clause() -> None:
    sentence = "The harbour master denied that the crane was overloaded."
    whole = "Harbour master denied that the crane was overloaded"
    assert told("Harbour master: denied that the crane was overloaded", sentence, "denied") == whole
    quoted = "Harbour master: the crane was sound"
    assert told(quoted, "The crane was sound, the harbour master said.") == quoted
    counted = "Fire: killed 3"
    assert told(counted, "Fire killed 3.", "killed", Layer.INCIDENT) == counted


@pytest.mark.parametrize(
    ("line", "sentence", "read"),
    [
        ("It rose, said Ann Bo, who spoke", "It rose, said Ann Bo, who spoke in Bari.", "It rose, said Ann Bo"),
        ("Bo said she would not go", "Bo said she would not go on without a crew.", "Bo said she would not go …"),
        ("Bo said she would not go", "Bo said she would not go.", None),
        ("Bo agreed to a truce after talks", "Bo agreed to a truce after talks in Bari.", None),
        ("He thanked the crew, who swam", "He thanked the crew, who swam.", None),
    ],
)  # fmt: skip
def test_a_line_that_was_cut_ends_where_a_reader_can_stop(line: str, sentence: str, read: str | None) -> None:
    assert told(line, sentence, sentence.split(maxsplit=1)[0]) == (read or line)


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("A lorry overturned in the Lagos region.", "Crash in Lagos"),
        ("A lorry overturned in the  Lagos\nvalley.", "Crash in Lagos"),
        ("A lorry overturned in the Lagos, a ship.", "Crash in the Lagos"),
        ("A lorry overturned in the Lagos regional park.", "Crash in the Lagos"),
    ],
)
def test_the_article_of_a_word_that_is_left_out_is_left_out(sentence: str, read: str) -> None:
    assert told("Crash in the Lagos", sentence, "overturned", Layer.INCIDENT) == read
    whole = "Crash in the Lagos region"
    assert told(whole, sentence, "overturned", Layer.INCIDENT) == whole


def test_the_layers_keep_what_was_made() -> None:
    (one,) = articles(1)
    event = dataclasses.replace(one.events[0], headline="Collapse of in Genoa")
    (shown, *_) = page_of([dataclasses.replace(one, events=(event,))]).blocks["events"]
    assert (shown["headline"], shown["line"]) == ("Collapse of in Genoa", "Collapse in Genoa")
    assert all(each["line"] is None for each in page_of(list(articles(5))).blocks["events"])
