"""What the reader makes of short texts: what happened, where, when, to how many, and what did not happen."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo
from geo.model import Article, Event, Layer, Span
from geo.pipeline import parse_article

Told = tuple[str, str, str, str]


def events(published: str, text: str) -> list[Event]:
    return list(geo.parse(text, published=published).events)


def number(count: object) -> str:
    if count is None:
        return "-"
    low, high = count.low, count.high  # type: ignore[attr-defined]
    return str(low) if low == high else f"{'' if low is None else low}..{'' if high is None else high}"


def day(event: Event) -> str:
    if event.date is None:
        return "-"
    start, end = event.date.start.isoformat(), event.date.end.isoformat()
    return start if start == end else f"{start}..{end}"


def place(event: Event) -> str:
    return event.location.place.name if event.location else "-"


def told(event: Event) -> Told:
    return place(event), day(event), number(event.killed), number(event.injured)


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        pytest.param(
            "2025-06-20",
            "A tannery burned down in Kisumu on Wednesday. Had the wind turned, the hospital next door would have been"
            " lost, a fire engineer in Oslo said.",
            [("Kisumu", "2025-06-18", "-", "-")],
            id="what would have happened did not",
        ),
        pytest.param(
            "2025-02-20",
            "Gunmen set fire to a school in Tchokolori, a hamlet of Dori, on Sunday. One teacher was killed.",
            [("Dori", "2025-02-16", "1", "-")],
            id="an unknown hamlet lies near the town that the text gives",
        ),
        pytest.param(
            "2025-04-04",
            "AMMAN - 14 people were killed in Aleppo on Wednesday.",
            [("Aleppo", "2025-04-02", "14", "-")],
            id="a toll behind a dateline",
        ),
        pytest.param(
            "2025-04-04",
            "A train derailed near Sofia on Tuesday and 11 people died, police said, correcting a first figure of 13.",
            [("Sofia", "2025-04-01", "11", "-")],
            id="a toll that was taken back is none",
        ),
        pytest.param(
            "2025-05-06",
            "BAGHDAD: A car bomb exploded outside a bank in the Iraqi capital",
            [("Baghdad", "2025-05-06", "-", "-")],
            id="the capital of a country is a place",
        ),
        pytest.param(
            "2025-05-06",
            "MOGADISHU, May 5 — Gunmen stormed a hotel here on Monday.",
            [("Mogadishu", "2025-05-05", "-", "-")],
            id="here is the place of the dateline",
        ),
        pytest.param(
            "2025-04-04",
            "A bomb exploded in a church in Jos on Wednesday. No injuries were reported in Abuja.",
            [("Jos", "2025-04-02", "-", "-")],
            id="where nobody was hurt nothing happened",
        ),
        pytest.param(
            "2025-04-04",
            "A storm killed two people in Regina on Monday. No deaths have been reported in Saskatoon.",
            [("Regina", "2025-03-31", "2", "-")],
            id="no deaths elsewhere are no toll",
        ),
        pytest.param(
            "2025-04-04",
            "Mortar fire struck a school in Bologna on Thursday.",
            [("Bologna", "2025-04-03", "-", "-")],
            id="an attack without a toll is one",
        ),
        pytest.param(
            "2025-04-04",
            "Police shot a woman dead in Leeds on Thursday.",
            [("Leeds", "2025-04-03", "1", "-")],
            id="a person without a number is one",
        ),
        pytest.param(
            "2025-04-04",
            "A decade ago a bomb killed five people in Ankara.",
            [("Ankara", "2015-01-01..2015-12-31", "5", "-")],
            id="a decade ago",
        ),
        pytest.param(
            "2025-04-04",
            "An earthquake killed three people in Patras a fortnight ago.",
            [("Pátra", "2025-03-21", "3", "-")],
            id="a fortnight ago",
        ),
        pytest.param(
            "2025-04-05",
            "A train derailed near Graz on the 27th, killing one person.",
            [("Graz", "2025-03-27", "1", "-")],
            id="a day of the month before",
        ),
        pytest.param(
            "2025-04-23",
            "A fire destroyed a market in Accra on Easter Monday.",
            [("Accra", "2025-04-21", "-", "-")],
            id="a feast",
        ),
        pytest.param(
            "2025-04-04",
            "GUNMEN KILLED FOUR PEOPLE IN KANO ON MONDAY.",
            [("Kano", "2025-03-31", "4", "-")],
            id="capitals only",
        ),
    ],
)
def test_events_of_a_short_text(published: str, text: str, expected: list[Told]) -> None:
    assert [told(event) for event in events(published, text)] == expected


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "Fourteen people died and 30 were injured in bombings across southern Somalia on Friday, police said. A car"
            " bomb killed nine at a hotel in Kismayo. Later that day a checkpoint near Baidoa was attacked; five"
            " soldiers were killed.",
            [("Somalia", "14"), ("Kismayo", "9"), ("Baidoa", "5")],
        ),
        (
            "Shelling killed 11 people in eastern Ukraine on Thursday. Seven died when a rocket hit a market in"
            " Kostiantynivka. In Pokrovsk four people were killed in their homes.",
            [("Ukraine", "11"), ("Kostyantynivka", "7"), ("Pokrovsk", "4")],
        ),
    ],
)
def test_a_sum_and_its_parts_have_their_own_dead(text: str, killed: list[tuple[str, str]]) -> None:
    assert [(place(event), number(event.killed)) for event in events("2025-05-10", text) if event.killed] == killed


def test_arrests_are_those_of_their_own_town() -> None:
    text = (
        "Chilean police arrested at least 70 people on Friday in protests over water prices in Santiago and other"
        " cities. In Temuco students blocked a bridge and 12 of them were arrested. In Iquique protesters clashed with"
        " dockers and three were detained."
    )
    assert [
        (place(event), count.what, number(count)) for event in events("2025-11-03", text) for count in event.counts
    ] == [("Santiago", "arrested", "70.."), ("Temuco", "arrested", "12"), ("Iquique", "arrested", "3")]


def test_a_judgment_is_news_and_what_it_is_about_is_history() -> None:
    text = "A judge in Lille on Tuesday jailed the owner of a factory over a fire that killed 19 workers in March 2016."
    jailed, fire = events("2025-04-04", text)
    assert (jailed.layer, place(jailed), day(jailed)) == (Layer.INCIDENT, "Lille", "2025-04-01")
    assert (fire.layer, day(fire), number(fire.killed)) == (Layer.BACKGROUND, "2016-03-01..2016-03-31", "19")


def spans(value: object) -> list[Span]:
    """Return every span in a result."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for part in value for span in spans(part)]
    if dataclasses.is_dataclass(value):
        return [span for field in dataclasses.fields(value) for span in spans(getattr(value, field.name))]
    return []


def check(text: str) -> None:
    parsed = parse_article(Article("odd", text, published=dt.date(2025, 4, 4)))
    identifiers = {event.event_id for event in parsed.events}
    for event in parsed.events:
        assert event.trigger in event.mentions
        assert 0 <= event.score <= 1
        assert event.part_of is None or event.part_of in identifiers - {event.event_id}
        for span in spans(event):
            assert text[span.start : span.end] == span.text


NEWS = "Gunmen killed nine people in Turin on Monday, police said. The attack there hurt 12 others. "


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n ",
        "Attack",
        "9",
        ".",
        "x",
        "GUNMEN KILL NINE IN TURIN AS PEACE TALKS END IN ROME",
        "Turin. Milan. Nine dead. Monday.",
        "Нападение в городе Казань произошло в пятницу, погибли девять человек.",
        "昨日、市内で爆発があり、9人が死亡した。",
        "قتل تسعة أشخاص في هجوم في بغداد يوم الاثنين.",
        "\u202eGunmen\u202c killed\u200b nine in \U0001f4a5Turin\ufeff",
        "killed " * 300,
        "there " * 300,
        "Turin " * 300,
        "12 " * 300,
        "Monday " * 300,
        "killed12there" * 300,
        "“" * 500,
    ],
)
def test_odd_texts_are_read_to_their_end(text: str) -> None:
    check(text)


def test_a_text_of_many_parts_is_read_in_all_of_them() -> None:
    filler = "The council met and spoke of roads and schools. " * 12
    text = f"{NEWS}\n{(filler + chr(10)) * 14}A flood killed four people in Mombasa on Sunday.\n"
    assert len(text.split()) > 1500
    placed = [place(event) for event in events("2025-04-04", text) if event.killed]
    assert (placed[0], placed[-1]) == ("Turin", "Mombasa")
    check(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "killed",
                    "attack",
                    "Turin",
                    "there",
                    "the capital",
                    "at least",
                    "9",
                    "Monday",
                    "in 2019",
                    "police said",
                ]
            ),
            st.sampled_from(["\n", ".", "“", "Read more:", "-", "TURIN", "\u2028", "a\u0301"]),
            st.text(max_size=4),
        ),
        max_size=40,
    )
)
def test_wild_words_do_no_harm(words: list[str]) -> None:
    check(" ".join(words))
