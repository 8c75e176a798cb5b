"""From what the reader finds to the records of events."""

import time
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from geo import recognition
from geo.contract import event_to_dict
from geo.events import records as making
from geo.events.mentions import Scene, Status, Told, Trigger
from geo.model import (
    Article,
    Count,
    Event,
    EventClass,
    Layer,
    LocationRole,
    Mention,
    Place,
    Span,
    Toponym,
)

TEXT = (
    "Gunmen killed at least 12 farmers 40 km north of Jos on Saturday, a chief said. The attack was the worst of the "
    "year there. The army said it had killed 30 militants in Jos."
)


def records(article: Article, found: Sequence[Told], toponyms: Sequence[Toponym]) -> list[Event]:
    """Return the records of an article as the encoder has read it; one without words has none."""
    reading = recognition.read(article.text)
    return making.records(article, found, toponyms, reading) if reading else []


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def toponym(words: Span) -> Toponym:
    return Toponym(Mention(words), Place(9, "Jos", 9.9, 8.9, "P", "PPLA", "NG", country_name="Nigeria"), 0.9)


def told(*triggers: Span, status: str = "news", event_class: str = "violence", **more: object) -> Told:
    found = tuple(Trigger(one, 0.9 - number / 100) for number, one in enumerate(triggers))
    return Told(found, EventClass(event_class), Status(status), 0.7, **more)  # type: ignore[arg-type]


def test_a_record_has_place_toll_parties_and_traces() -> None:
    jos = toponym(span("Jos"))
    twelve = Count("killed", 12, None, "at least", span("12"))
    event = told(span("killed"), span("attack"), scene=Scene(jos.span, jos.place, 0.8, jos.span.start), killed=twelve)
    (record,) = records(Article("a", TEXT), [event], [jos])
    assert record.headline == "Attack 40 km north of Jos: at least 12 killed"
    assert record.layer is Layer.INCIDENT
    assert record.location is not None
    assert record.location.relation == "40 km north of"
    assert record.location.latitude > 10.2
    assert record.location.where_prec == 2
    assert record.killed is not None
    assert record.killed.speaker == span("chief")
    assert [one.text for one in record.mentions] == ["killed", "attack"]
    assert record.trigger == span("killed")
    assert len(record.evidence) == 2
    assert {one.name for one in record.actors} == {"Gunmen", "farmers"}
    assert record.score == 0.7


def test_words_that_stand_for_a_place_have_no_relation() -> None:
    jos = toponym(span("Jos"))
    event = told(span("attack"), scene=Scene(span("there"), jos.place, 0.8))
    (record,) = records(Article("a", TEXT), [event], [jos])
    assert record.location is not None
    assert (record.location.span.text, record.location.relation) == ("there", None)
    assert "Jos" in record.headline


def test_what_an_army_claims_leaves_the_toll() -> None:
    thirty = Count("killed", 30, 30, "", span("30"))
    (record,) = records(Article("a", TEXT), [told(span("killed 30"), killed=thirty)], [])
    assert record.killed is None
    assert [one.counts[0].low for one in record.claims] == [30]


def test_layers_follow_status_and_class() -> None:
    attack = span("attack")
    events = [
        told(attack),
        told(attack, status="history"),
        told(attack, status="statement", event_class="statement"),
        told(attack, event_class="diplomacy"),
        told(
            attack,
            status="history",
            event_class="diplomacy",
            scene=Scene(span("Jos"), toponym(span("Jos")).place, 0.8, span("Jos").start),
        ),
    ]
    found = records(Article("a", TEXT), events, [])
    assert [one.layer.value for one in found] == ["incident", "background", "statement", "diplomacy", "background"]
    assert found[-1].location is not None
    assert found[-1].location.role is LocationRole.BACKGROUND


def test_a_part_names_its_whole_and_a_place_unknown_gives_no_location() -> None:
    unknown = Scene(span("Jos"), None, 0.5)
    whole, part = records(
        Article("a", TEXT), [told(span("killed")), told(span("attack"), scene=unknown, part_of=0)], []
    )
    assert part.part_of == whole.event_id
    assert part.location is None
    assert event_to_dict(part)["part_of"] == whole.event_id
    assert event_to_dict(part)["mentions"] == [
        {"start": TEXT.index("attack"), "end": TEXT.index("attack") + 6, "text": "attack"}
    ]


def test_the_same_article_has_the_same_ids() -> None:
    event = told(span("attack"))
    first, second = (records(Article("a", TEXT), [event], [])[0] for _ in range(2))
    assert first == second
    assert records(Article("b", TEXT), [event], [])[0].event_id != first.event_id


def test_a_sentence_without_an_end_is_read_in_linear_time() -> None:
    def seconds(times: int) -> float:
        text = "rebels said the army attacked soldiers and " * times
        events = [told(Span.of(text, at + 20, at + 28)) for at in range(0, len(text), 43 * 10)]
        began = time.process_time()
        records(Article("a", text), events, [])
        return time.process_time() - began

    seconds(100)
    assert seconds(2000) < 60 * max(seconds(200), 0.01)


@settings(deadline=None)
@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 20)), min_size=1, max_size=4))
def test_wild_text_has_records(text: str, where: list[tuple[int, int]]) -> None:
    spans = [Span.of(text, min(start, len(text)), min(start + length, len(text))) for start, length in where]
    for event_class in EventClass:
        for record in records(Article("a", text), [told(*spans, event_class=event_class)], []):
            assert all(text[one.start : one.end] == one.text for one in (*record.evidence, *record.mentions))
