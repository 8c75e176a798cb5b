import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import dateline, language
from geo.events import dates, drafts, structure
from geo.model import DatePrecision, DateRange

FRIDAY = dt.date(2025, 4, 4)
DAY, WEEK, MONTH, YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR


def find(text: str, published: dt.date | None = FRIDAY) -> list[DateRange]:
    return dates.find(language.analyse(text), published)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The bridge fell on Friday.", "2025-04-04"),
        ("The bridge fell on Tuesday night.", "2025-04-01"),
        ("The bridge fell last Friday.", "2025-03-28"),
        ("The bridge will open on Tuesday.", "2025-04-08"),
        ("A march planned for Sunday was called off.", "2025-04-06"),
        ("The bridge fell yesterday.", "2025-04-03"),
        ("It fell the day before yesterday.", "2025-04-02"),
        ("It fell three days ago.", "2025-04-01"),
        ("It fell on 31 December.", "2024-12-31"),
        ("It fell on the 2nd of April.", "2025-04-02"),
        ("It fell on March 30.", "2025-03-30"),
        ("It fell on Sunday, March 30, 2025.", "2025-03-30"),
        ("It fell on 30 Mar. 1988.", "1988-03-30"),
        ("It fell on 2024-02-29.", "2024-02-29"),
        ("It fell on 25/12/2024.", "2024-12-25"),
        ("It fell on 12/25/2024.", "2024-12-25"),
        ("It fell on New Year's Eve.", "2024-12-31"),
    ],
)
def test_days(text: str, day: str) -> None:
    (found,) = find(text)
    assert found.start == found.end == dt.date.fromisoformat(day)
    assert found.precision is DAY


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("Shells fell overnight.", "2025-04-03", "2025-04-04", DAY),
        ("In March both sides agreed.", "2025-03-01", "2025-03-31", MONTH),
        ("Last month both sides agreed.", "2025-03-01", "2025-03-31", MONTH),
        ("In early March both sides agreed.", "2025-03-01", "2025-03-10", MONTH),
        ("In July 2022 floods came.", "2022-07-01", "2022-07-31", MONTH),
        ("In December both sides agreed.", "2024-12-01", "2024-12-31", MONTH),
        ("In 2014 both sides agreed.", "2014-01-01", "2014-12-31", YEAR),
        ("Last year both sides agreed.", "2024-01-01", "2024-12-31", YEAR),
        ("It happened earlier this week.", "2025-03-31", "2025-04-04", WEEK),
        ("It happened last week.", "2025-03-24", "2025-03-30", WEEK),
        ("It rained over the weekend.", "2025-03-29", "2025-03-30", WEEK),
        ("It rained on April 1-3.", "2025-04-01", "2025-04-03", DAY),
        ("It rained from Tuesday to Thursday.", "2025-04-01", "2025-04-03", DAY),
        ("It rained between 30 March and 2 April.", "2025-03-30", "2025-04-02", DAY),
        ("It rained in the past 24 hours.", "2025-04-03", "2025-04-04", DAY),
    ],
)
def test_ranges_and_precision(text: str, start: str, end: str, precision: DatePrecision) -> None:
    (found,) = find(text)
    assert (str(found.start), str(found.end), found.precision) == (start, end, precision)


def test_the_expression_is_the_evidence() -> None:
    (found,) = find("Later on Friday, a drone fell.")
    assert found.span is not None
    assert found.span.text == "Later on Friday"


@pytest.mark.parametrize(
    "text",
    [
        "They agreed on a 30-day truce.",
        "At some point it will be clear.",
        "The man, 34, was found.",
        "They met on 31 February.",
        "They met on 03/04/1990.",
        "They may march.",
        "He plays every Friday.",
        "The 19 April Movement said so.",
        "The Good Friday agreement held.",
        "It lasted two weeks.",
        "Flight 2014 landed.",
        "The museum opens at 10:30.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find(text) == []


def test_without_a_day_of_writing_only_full_dates_are_known() -> None:
    found = find("On Friday, yesterday, last month and on 3 May it rained; on 3 May 1990 it did not.", None)
    assert [(str(date.start), date.precision) for date in found] == [("1990-05-03", DAY)]


def test_a_wire_dateline_is_the_day_of_writing_and_no_date_of_the_text() -> None:
    text = "LIMA, 9 Jan 90 (EFE) -- A mayor was shot yesterday."
    found = dates.find(language.analyse(text), None, dateline.find(text))
    assert [str(date.start) for date in found] == ["1990-01-08"]


def test_days_that_count_from_another_day() -> None:
    found = find("The river rose on Tuesday. The next day it broke its banks.")
    assert [str(date.start) for date in found] == ["2025-04-01", "2025-04-02"]


def test_a_trigger_takes_the_date_that_its_clause_holds() -> None:
    doc = language.analyse("Police said on Thursday that a man who fled on Monday was shot on Wednesday.")
    found = dates.find(doc, FRIDAY)
    shot = next(token for token in doc if token.text == "shot")
    fled = next(token for token in doc if token.text == "fled")
    assert str(getattr(dates.date_for(shot, found), "start", None)) == "2025-04-02"
    assert str(getattr(dates.date_for(fled, found), "start", None)) == "2025-03-31"


def test_a_sentence_goes_on_with_the_day_before_it() -> None:
    doc = language.analyse("Soldiers searched the village on Monday. Two men were killed.")
    killed = next(token for token in doc if token.text == "killed")
    date = dates.date_for(killed, dates.find(doc, FRIDAY))
    assert date is not None
    assert str(date.start) == "2025-03-31"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            re.findall(
                r"\S+|\n",
                "on Friday March 31 February 2025 99 the last next week ago - / , . 12 to between and 03/04/2020 \n"
                " overnight May 0 every years 1st “ ” 年 \x00 Sept. since in early today weekend",
            )
        ),
        max_size=25,
    )
)
def test_wild_words_give_true_spans(words: list[str]) -> None:
    text = " ".join(words)
    for date in find(text):
        assert date.start <= date.end
        assert date.span is not None
        assert text[date.span.start : date.span.end] == date.span.text


def test_a_sentence_of_twenty_thousand_words_ends() -> None:
    doc = language.load().make_doc("on Friday March 3 in the past 12 of May 2020 and " * 1800)
    assert len(dates.find(doc, FRIDAY)) > 1800


def test_a_clause_about_the_quake_dates_the_quake() -> None:
    text = "The toll from the earthquake that struck the island on Wednesday has risen to 87, up from 56 a day earlier."
    doc = language.analyse(text)
    earthquake = next(token for token in doc if token.text == "earthquake")
    date = dates.date_for(earthquake, dates.find(doc, FRIDAY))
    assert date is not None
    assert date.start == dt.date(2025, 4, 2)


def test_a_day_of_a_toll_told_before_is_not_that_of_the_quake() -> None:
    text = "The toll from the earthquake that struck the island on Wednesday has risen to 87, up from 56 a day earlier."
    doc = language.analyse(text)
    (quake, *_) = drafts.find(doc, structure.read(text), [], dates.find(doc, FRIDAY))
    assert quake.date is not None
    assert quake.date.start == dt.date(2025, 4, 2)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Bombs killed two men on Monday, before a rally next Friday.", ["remote_explosive"]),
        ("Thousands are marching next Friday.", []),
        ("A protest next Friday brings farmers to the capital.", []),
        ("The two armies agreed on a ceasefire from next Friday.", ["agreement"]),
        ("Gunmen attacked a bus on Monday.", ["attack"]),
    ],
)
def test_what_a_date_puts_ahead_has_not_happened(text: str, kinds: list[str]) -> None:
    doc = language.analyse(text)
    found = drafts.find(doc, structure.read(text), [], dates.find(doc, FRIDAY), today=FRIDAY)
    assert [event.kind for event in found] == kinds
    assert all(event.date is None or event.date.start <= FRIDAY for event in found)
