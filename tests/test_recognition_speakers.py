"""Speakers and counterparts: found, metonyms, and people stay people."""

from __future__ import annotations

import pytest

from geo import api, gazetteer, recognition
from geo.model import Mention, MentionKind, Span
from geo.recognition.speakers import with_speakers

FRAMES = (
    "{} confirmed on Thursday that the border would stay shut.",
    "A treaty between {} and its creditors was signed last week.",
    "The plan was condemned by {}, which asked for more time.",
    "Diplomats in Vienna said {} has turned the offer down and denied any delay.",
)


def found(text: str) -> dict[str, MentionKind]:
    return {mention.span.text: mention.kind for mention in recognition.recognise(text)}


@pytest.mark.parametrize(
    "name",
    ["Czechia", "Türkiye", "Eswatini", "Côte d'Ivoire", "DR Congo", "Bharat", "Kharkiv", "Goma", "Sanaa", "Riyadh"],
)
def test_states_and_cities_that_speak_or_deal_are_found_and_stand_for_those_who_do(name: str) -> None:
    speaks, deals, asks, told = (found(frame.format(name)).get(name) for frame in FRAMES)
    assert (speaks, asks, told) == (MentionKind.METONYM,) * 3
    assert deals is not None


def test_the_european_union_and_a_held_city_speak() -> None:
    assert found("The European Union said it would wait.")["European Union"] is MentionKind.METONYM
    assert found("The EU said it would wait.")["EU"] is MentionKind.METONYM
    assert found("Rebel-held Goma said it would wait.")["Goma"] is MentionKind.METONYM


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Earlier this month Batumi rejected the offer.", "Batumi"),
        ("A spokeswoman for Lusaka denied that mediators had left.", "Lusaka"),
        ("The truce between Doha and Port Moresby has held.", "Port Moresby"),
        ("Negotiators told Kismayo that the plan was dead.", "Kismayo"),
        ("Dar es Salaam asked for more time.", "Dar es Salaam"),
        ("Mukalla and Nuuk agreed on Sunday to share the catch.", "Mukalla"),
        ("According to Puntland, the boat sank.", "Puntland"),
    ],
)
def test_smaller_capitals_speak_and_deal_in_the_frames_of_news(text: str, name: str) -> None:
    assert found(text)[name] is MentionKind.METONYM


def test_a_road_between_towns_and_somebody_told_in_a_town_are_no_deals() -> None:
    text = "The road between Kabul and Herat is shut, and we told Herat residents so."
    mentions = [
        Mention(Span.of(text, at, at + 5)) for at in (text.index("Kabul"), text.index("Herat"), text.rindex("Herat"))
    ]
    assert with_speakers(text, mentions, gazetteer.default()) == mentions


@pytest.mark.parametrize("firm", ["Toyota", "Kawasaki", "Santander"])
def test_firms_that_are_called_as_their_town_do_not_speak_for_it(firm: str) -> None:
    assert with_speakers(f"{firm} said it would close two works.", [], gazetteer.default()) == []


def test_no_event_is_pinned_on_a_speaker() -> None:
    for name in ("Kharkiv", "Czechia"):
        parsed = api.parse(f"{name} said on Monday that two officials had been arrested.", published="2026-03-04")
        assert not [event for event in parsed.events if event.location and name in event.location.place.name]


@pytest.mark.parametrize(
    "text",
    [
        "Ms Chad said the shop would close.",
        "Captain Berlin said the boat was safe.",
        "HMS London reported a fire on board.",
        "The tanker Odessa sent a distress call.",
        "Anna Kharkiv-Stone told the court she was sorry.",
        "Talks with Kharkiv@example.org failed.",
        "Republicans said no, and West said so too.",
        "Austin told reporters that he was tired. Steve Austin retires in May.",
        "Michael Jordan spoke first. Then Jordan said he was done.",
    ],
)
def test_people_ships_and_addresses_are_no_speaking_places(text: str) -> None:
    places = gazetteer.default()
    assert with_speakers(text, [], places) == []
    taken = [Mention(Span(3, 7, "Chad"))]
    assert with_speakers("Ms Chad said the shop would close.", taken, places) == []


def test_a_place_keeps_its_kind_where_somebody_in_it_speaks() -> None:
    text = "Police in Kabul said the road was open, and doctors from Herat told of the wounded."
    mentions = [Mention(Span.of(text, text.index(name), text.index(name) + 5)) for name in ("Kabul", "Herat")]
    assert with_speakers(text, mentions, gazetteer.default()) == mentions


def test_a_name_that_was_cut_becomes_whole() -> None:
    text = "Two men were held in Côte d'Ivoire and in Cox's Bazar."
    start = text.index("Côte")
    cut = [Mention(Span.of(text, start, start + 6)), Mention(Span.of(text, text.index("Bazar"), len(text) - 1))]
    assert [m.span.text for m in with_speakers(text, cut, gazetteer.default())] == ["Côte d'Ivoire", "Cox's Bazar"]


@pytest.mark.parametrize(
    "text", ["", "said", "Kabul said " * 5_000, "A" * 10_000, "Kabul\nKabul\nKabul", "\ud800 said"]
)
def test_odd_texts_pass(text: str) -> None:
    for mention in with_speakers(text, [], gazetteer.default()):
        assert text[mention.span.start : mention.span.end] == mention.span.text
