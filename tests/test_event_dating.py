import datetime as dt

import pytest

import geo
from geo import language
from geo.events import dates, dating, drafts, structure
from geo.events.drafts import Draft

FRIDAY = dt.date(2025, 4, 4)


def inferred(text: str, today: dt.date | None = FRIDAY) -> list[Draft]:
    """Return the mentions of events in ``text``, dated by what stands around them."""
    doc = language.analyse(text)
    found = dates.find(doc, today)
    events = drafts.find(doc, structure.read(text, None), [], found)
    dating.infer(events, found, today)
    return events


def day(event: Draft) -> str | None:
    return str(event.date.start) if event.date is not None else None


def test_a_sentence_goes_on_with_the_day_of_the_one_before() -> None:
    assert [day(event) for event in inferred("Rebels bombed the town on Monday. Two men were killed.")] == [
        "2025-03-31",
        "2025-03-31",
    ]


def test_another_paragraph_has_the_day_of_the_news() -> None:
    events = inferred("Rebels bombed the town on Wednesday.\n\nSoldiers killed two men near the river.")
    assert [day(event) for event in events] == ["2025-04-02", "2025-04-02"]
    assert events[-1].date is not None
    assert events[-1].date.span is None


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 rebels bombed the town. Soldiers killed two men.",
        "The rebels had killed two men.",
    ],
)
def test_what_is_told_as_history_is_not_of_today(text: str) -> None:
    assert day(inferred(text)[-1]) != "2025-04-04"


def test_without_a_day_of_writing_nothing_is_inferred() -> None:
    assert [day(event) for event in inferred("Soldiers killed two men.", None)] == [None]


@pytest.mark.parametrize("impossible", ["31 February", "29 February 2023", "2025-02-30"])
def test_a_day_that_no_calendar_knows_dates_nothing(impossible: str) -> None:
    events = inferred(f"Rebels bombed the town on Monday. Soldiers killed two men on {impossible}.")
    assert [day(event) for event in events] == ["2025-03-31", None]


@pytest.mark.parametrize("plan", ["Troops will parade on Sunday.", "Troops are due to parade tomorrow."])
def test_what_has_happened_takes_no_day_of_a_plan(plan: str) -> None:
    assert day(inferred(f"{plan} A blast killed three people.")[-1]) == "2025-04-04"


def test_the_day_on_which_a_toll_was_given_is_not_that_of_the_event() -> None:
    text = "A 6.1 earthquake struck the coast on Tuesday. The agency said on Thursday that 52 people had been hurt."
    (found,) = (event for event in geo.parse(text, published="2025-04-04").events if event.layer == "incident")
    assert found.date is not None
    assert str(found.date.start) == "2025-04-01"
    assert found.injured is not None
    assert found.injured.low == 52
