"""A short line for an event, in the article's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import codes, titles
from geo.events.mentions import Status, Told, Trigger
from geo.model import Actor, ActorRole, Count, EventClass, EventLocation, Place, Span


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def told(
    text: str, *triggers: str, event_class: str = "violence", status: str = "news", killed: Count | None = None
) -> Told:
    found = tuple(Trigger(span(text, words), 0.9) for words in triggers)
    return Told(found, EventClass(event_class), Status(status), 0.8, killed=killed)


def at(text: str, name: str, relation: str | None = None) -> EventLocation:
    return EventLocation(span(text, name), Place(1, name, 1.0, 1.0), 1.0, 1.0, relation)


def title(text: str, event: Told, location: EventLocation | None = None, actors: tuple[Actor, ...] = ()) -> str:
    kind = codes.kind_of([one.span.text for one in event.triggers], [text], event.event_class, event.status)
    return titles.title(text, event, kind, location, actors)


def killed(text: str, words: str, low: int | None, high: int | None, qualifier: str = "") -> Count:
    return Count("killed", low, high, qualifier, span(text, words))


def test_a_noun_of_the_class_goes_before_what_the_event_caused() -> None:
    text = "Fires broke out in Sumy after a drone attack on the depot."
    assert title(text, told(text, "Fires", "attack"), at(text, "Sumy")) == "Drone attack in Sumy"
    assert title(text, told(text, "Fires", "attack", event_class="accident"), at(text, "Sumy")) == "Fires in Sumy"


def test_the_noun_of_the_event_with_its_place_and_toll() -> None:
    text = "A Russian missile strike on Sumy killed at least 16 people."
    event = told(text, "strike", "killed", killed=killed(text, "16", 16, None, "at least"))
    assert title(text, event, at(text, "Sumy")) == "Russian missile strike on Sumy: at least 16 killed"


def test_a_relation_and_a_range_stay_as_the_text_has_them() -> None:
    text = "A bus crash near Jos left between 9 and 12 dead."
    event = told(text, "crash", event_class="accident", killed=killed(text, "9", 9, 12))
    assert title(text, event, at(text, "Jos", "near")) == "Bus crash near Jos: 9 to 12 killed"


def test_a_toll_told_by_a_verb_has_the_label_of_its_kind() -> None:
    text = "Nine people died when the river rose in Odda."
    event = told(text, "died", event_class="disaster", killed=killed(text, "Nine", 9, 9))
    assert title(text, event, at(text, "Odda")) == "Flood in Odda: 9 killed"


def test_a_verb_without_a_toll_has_its_clause() -> None:
    text = "The mayor said on Monday that police arrested 40 people in Bergen, after weeks of calm."
    assert title(text, told(text, "arrested", event_class="crime"), at(text, "Bergen")) == (
        "Police arrested 40 people in Bergen"
    )


def test_a_statement_has_its_speaker() -> None:
    text = "David Lammy said that Putin is playing for time."
    speaker = Actor("David Lammy", ActorRole.SPEAKER, span(text, "David Lammy"))
    event = told(text, "said", event_class="statement", status="statement")
    assert title(text, event, actors=(speaker,)) == "Lammy: Putin is playing for time"


def test_a_long_sentence_is_cut_so_that_what_happened_stays() -> None:
    text = (
        "After a long day of meetings with his colleagues in Oslo and a dinner at the harbour, the minister of trade of"
        " Denmark, Ole Lund, summoned the ambassador."
    )
    event = told(text, "summoned", event_class="statement", status="statement")
    assert title(text, event) == "The minister of trade of Denmark, Ole Lund, summoned the ambassador"


@pytest.mark.parametrize(
    ("text", "noun", "place", "line"),
    [
        ("The mayor declared a state of emergency in Odda on Monday.", "state", "Odda", "State of emergency in Odda"),
        ("The collapse of a bridge near Jos cut the road.", "collapse", "Jos", "Collapse of a bridge near Jos"),
        ("The outbreak of cholera in Goma goes on.", "outbreak", "Goma", "Outbreak of cholera in Goma"),
        ("A quake of magnitude 6.1 in Bam was felt.", "quake", "Bam", "Quake in Bam"),
        ("The march of those who had waited in Bonn was short.", "march", "Bonn", "March in Bonn"),
    ],
)
def test_a_bare_noun_says_of_what(text: str, noun: str, place: str, line: str) -> None:
    assert title(text, told(text, noun), at(text, place)) == line


def test_what_was_said_counts_also_where_another_word_names_the_statement() -> None:
    text = (
        "Speaking in Oslo to a hall of students and reporters, the Danish minister of trade, Ole Lund, warned Norway"
        " that prices would rise."
    )
    event = told(text, "Speaking", event_class="statement", status="statement")
    assert title(text, event) == "Prices would rise"


def test_the_name_of_a_storm_belongs_to_it() -> None:
    text = "Hurricane Melissa tore down roofs in Toledo."
    assert title(text, told(text, "Hurricane", event_class="disaster"), at(text, "Toledo")) == (
        "Hurricane Melissa in Toledo"
    )


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words", "line"),
    [
        (4301, None, "more than", "4,300", "more than 4,300 killed"),
        (24, None, "dozens", "dozens", "dozens killed"),
        (None, 85, "up to", "85", "up to 85 killed"),
        (None, 9, "fewer than", "10", "fewer than 10 killed"),
        (16, None, "", "sixteen", "at least 16 killed"),
    ],
)
def test_numbers_stay_as_the_text_bounds_them(
    low: int | None, high: int | None, qualifier: str, words: str, line: str
) -> None:
    assert titles.number(Count("killed", low, high, qualifier, Span(0, len(words), words))) == line


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 30), st.sampled_from(list(EventClass)))
def test_wild_text_has_a_short_title(text: str, start: int, length: int, event_class: EventClass) -> None:
    start = min(start, max(len(text) - 1, 0))
    trigger = Trigger(Span.of(text, start, min(start + length, len(text))), 0.5)
    for status in (Status.NEWS, Status.STATEMENT):
        event = Told((trigger,), event_class, status, 0.5)
        line = title(text, event)
        assert len(line) <= titles.LENGTH
        assert line == title(text, event)
        assert line.count("“") == line.count("”")
