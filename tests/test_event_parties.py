"""Who does it, to whom, who says it, and what one side claims: by words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import attribution, parties
from geo.events.mentions import Status
from geo.model import Count, EventClass, Mention, MentionKind, Place, Span, Stance, Toponym


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def toponym(text: str, name: str, kind: MentionKind, country: str, code: str = "PCLI") -> Toponym:
    return Toponym(Mention(span(text, name), kind), Place(1, country, 0.0, 0.0, "A", code, country_name=country))


def found(
    text: str, trigger: str, event_class: str = "violence", toponyms: tuple[Toponym, ...] = ()
) -> set[tuple[str, str]]:
    status = Status.STATEMENT if event_class == "statement" else Status.NEWS
    people = parties.of(
        text, [(0, len(text))], [span(text, trigger)], toponyms, event_class=EventClass(event_class), status=status
    )
    assert all(one.span and text[one.span.start : one.span.end] == one.span.text for one in people)
    return {(one.name, one.role.value) for one in people}


@pytest.mark.parametrize(
    ("text", "trigger", "event_class", "expected"),
    [
        (
            "Rebels attacked soldiers on the road.",
            "attacked",
            "violence",
            {("Rebels", "actor"), ("soldiers", "target")},
        ),
        ("Two farmers were shot by masked gunmen.", "shot", "violence", {("farmers", "target"), ("gunmen", "actor")}),
        ("A nurse was killed at home.", "killed", "crime", {("nurse", "target")}),
        ("The rebel attack lasted an hour.", "attack", "violence", {("rebel", "actor")}),
        ("Students held a rally against the king.", "rally", "protest", {("Students", "actor"), ("king", "target")}),
        (
            "Police arrested three senators, a lawyer said.",
            "arrested",
            "crime",
            {("Police", "actor"), ("senators", "target")},
        ),
        ("A storm swept the coast and soldiers helped.", "storm", "disaster", set()),
        ("Ana Ruiz, head of the agency, said it was over.", "said", "statement", {("Ana Ruiz", "speaker")}),
        ("It is over, said Interior Minister Ana Ruiz.", "said", "statement", {("Ana Ruiz", "speaker")}),
        ("The mayor of Bergen was seen in police custody.", "custody", "crime", {("police", "actor")}),
    ],
)
def test_parties_stand_around_the_words_of_the_event(
    text: str, trigger: str, event_class: str, expected: set[tuple[str, str]]
) -> None:
    assert {(name.removeprefix("masked "), role) for name, role in found(text, trigger, event_class)} == expected


def test_a_state_goes_by_its_name_and_a_town_is_no_party() -> None:
    text = "Danish diplomats met in Bergen after Norway accused Moscow."
    places = (
        toponym(text, "Norway", MentionKind.LITERAL, "Norway"),
        toponym(text, "Moscow", MentionKind.METONYM, "Russia", "PPLC"),
        toponym(text, "Bergen", MentionKind.LITERAL, "Norway", "PPL"),
    )
    assert found(text, "accused", "statement", places) == {("Norway", "speaker"), ("Russia", "target")}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The fire service said 12 people were hurt.", "fire service"),
        ("At least 12 people were hurt, according to the regional governor.", "regional governor"),
        ("At least 12 people were hurt, police said on Friday.", "police"),
        ("12 people were hurt in the fire.", None),
        ("The harbour office in Odda told reporters that 12 people were hurt.", "harbour office in Odda"),
    ],
)
def test_a_number_has_the_one_who_gives_it(text: str, speaker: str | None) -> None:
    said = attribution.speaker_of(text, (0, len(text)), span(text, "12"))
    assert (said.text if said else None) == speaker


def test_what_an_army_says_of_rebels_is_a_claim() -> None:
    text = "The army said it had killed 30 rebels near the border."
    count = Count("killed", 30, 30, "", span(text, "30"))
    (claim,) = attribution.claims_of(text, [(0, len(text))], [span(text, "killed")], [count])
    assert claim.stance is Stance.CLAIMS
    assert claim.counts == (count,)
    assert claim.speaker == span(text, "army")


def test_a_denial_is_a_claim_and_a_report_is_none() -> None:
    denied = "The rebels denied that they had shelled the school."
    (claim,) = attribution.claims_of(denied, [(0, len(denied))], [span(denied, "shelled")], [])
    assert claim.stance is Stance.DENIES
    for told in ("The hospital said two people were killed.", "The army said rebels killed two nurses."):
        assert attribution.claims_of(told, [(0, len(told))], [span(told, "killed")], []) == ()


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 20), st.sampled_from(list(EventClass)))
def test_wild_text_has_parties_without_an_error(text: str, start: int, length: int, event_class: EventClass) -> None:
    trigger = Span.of(text, min(start, len(text)), min(start + length, len(text)))
    for status in (Status.NEWS, Status.STATEMENT):
        parties.of(text, [(0, len(text))], [trigger], [], event_class=event_class, status=status)
    attribution.claims_of(text, [(0, len(text))], [trigger], [])
    attribution.speaker_of(text, (0, len(text)), trigger)
