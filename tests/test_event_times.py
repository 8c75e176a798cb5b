import datetime as dt
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import dateline
from geo.events import times
from geo.model import DatePrecision, DateRange

FRIDAY = dt.date(2025, 4, 4)
DAY, WEEK, MONTH, YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR


def find(text: str, published: dt.date | None = FRIDAY) -> list[DateRange]:
    return times.find(text, published)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The dam burst on Friday.", "2025-04-04"),
        ("The dam burst on Tuesday night.", "2025-04-01"),
        ("THE DAM BURST ON MONDAY", "2025-03-31"),
        ("The dam burst in the early hours of Monday.", "2025-03-31"),
        ("The dam burst last Friday.", "2025-03-28"),
        ("The dam burst on Monday last week.", "2025-03-24"),
        ("The dam burst yesterday.", "2025-04-03"),
        ("It burst the day before yesterday.", "2025-04-02"),
        ("It burst three days ago.", "2025-04-01"),
        ("It burst on 31 December.", "2024-12-31"),
        ("It burst on 31 December last year.", "2024-12-31"),
        ("It burst on the 2nd of April.", "2025-04-02"),
        ("It burst on the 28th.", "2025-03-28"),
        ("It burst on the 9th of last month.", "2025-03-09"),
        ("It burst on March 30.", "2025-03-30"),
        ("It burst on Sunday, March 30, 2025.", "2025-03-30"),
        ("It burst on the last Sunday of March.", "2025-03-30"),
        ("It burst on 30 Mar. 1988.", "1988-03-30"),
        ("It burst on 2024-02-29.", "2024-02-29"),
        ("It burst on 25/12/2024.", "2024-12-25"),
        ("It burst on 12/25/2024.", "2024-12-25"),
    ],
)
def test_days(text: str, day: str) -> None:
    (found,) = find(text)
    assert found.start == found.end == dt.date.fromisoformat(day)
    assert found.precision is DAY


@pytest.mark.parametrize(
    ("feast", "day"),
    [
        ("Easter Monday", "2025-04-21"),
        ("Good Friday", "2025-04-18"),
        ("Easter Sunday", "2025-04-20"),
        ("Ash Wednesday", "2025-03-05"),
        ("Whit Monday", "2024-05-20"),
        ("Pentecost", "2024-05-19"),
        ("Boxing Day", "2024-12-26"),
        ("New Year's Eve", "2024-12-31"),
        ("New Year’s Day", "2025-01-01"),
        ("Good Friday 2019", "2019-04-19"),
        ("Christmas Day last year", "2024-12-25"),
    ],
)
def test_feasts(feast: str, day: str) -> None:
    (found,) = find(f"A coach overturned on {feast}.", dt.date(2025, 4, 23))
    assert (str(found.start), found.end, found.precision) == (day, found.start, DAY)


@pytest.mark.parametrize("feast", ["Ramadan", "Eid al-Fitr", "Orthodox Easter"])
def test_feasts_that_are_not_computed_are_found_without_a_day(feast: str) -> None:
    (mention,) = times.mentions(f"A coach overturned during {feast}.", FRIDAY)
    assert (mention.kind, mention.range, mention.span.text) == ("feast", None, feast)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("Shells fell overnight.", "2025-04-03", "2025-04-04", DAY),
        ("It rained on April 1-3.", "2025-04-01", "2025-04-03", DAY),
        ("It rained from Tuesday to Thursday.", "2025-04-01", "2025-04-03", DAY),
        ("It rained between 30 March and 2 April.", "2025-03-30", "2025-04-02", DAY),
        ("It rained in the past 24 hours.", "2025-04-03", "2025-04-04", DAY),
        ("It happened earlier this week.", "2025-03-31", "2025-04-04", WEEK),
        ("It happened last week.", "2025-03-24", "2025-03-30", WEEK),
        ("It happened a fortnight ago.", "2025-03-21", "2025-03-21", WEEK),
        ("It happened two weeks earlier.", "2025-03-21", "2025-03-21", WEEK),
        ("It happened in the first week of March.", "2025-03-01", "2025-03-07", WEEK),
        ("It rained over the weekend.", "2025-03-29", "2025-03-30", WEEK),
        ("In March both sides agreed.", "2025-03-01", "2025-03-31", MONTH),
        ("January saw a strike.", "2025-01-01", "2025-01-31", MONTH),
        ("Last month both sides agreed.", "2025-03-01", "2025-03-31", MONTH),
        ("In early March both sides agreed.", "2025-03-01", "2025-03-10", MONTH),
        ("By mid-March both sides agreed.", "2025-03-11", "2025-03-20", MONTH),
        ("In July 2022 floods came.", "2022-07-01", "2022-07-31", MONTH),
        ("In July of last year floods came.", "2024-07-01", "2024-07-31", MONTH),
        ("In December both sides agreed.", "2024-12-01", "2024-12-31", MONTH),
        ("Last summer a mill shut.", "2024-06-01", "2024-08-31", MONTH),
        ("In the winter of 2003 a mill shut.", "2003-12-01", "2004-02-29", MONTH),
        ("Exports fell in Q1.", "2025-01-01", "2025-03-31", MONTH),
        ("Exports fell in the first quarter.", "2025-01-01", "2025-03-31", MONTH),
        ("Exports fell in the third quarter of last year.", "2024-07-01", "2024-09-30", MONTH),
        ("Exports fell in the first half of 2024.", "2024-01-01", "2024-06-30", MONTH),
        ("In 2014 both sides agreed.", "2014-01-01", "2014-12-31", YEAR),
        ("Last year both sides agreed.", "2024-01-01", "2024-12-31", YEAR),
        ("A decade ago it was a swamp.", "2015-01-01", "2015-12-31", YEAR),
        ("Twenty-five years ago it was a swamp.", "2000-01-01", "2000-12-31", YEAR),
        ("In the 1990s it was a swamp.", "1990-01-01", "1999-12-31", YEAR),
        ("In the last century it was a swamp.", "1900-01-01", "1999-12-31", YEAR),
        ("In the 18th century it was a swamp.", "1700-01-01", "1799-12-31", YEAR),
    ],
)
def test_ranges_and_precision(text: str, start: str, end: str, precision: DatePrecision) -> None:
    (found,) = find(text)
    assert (str(found.start), str(found.end), found.precision) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ferry will sail on Tuesday.", "2025-04-08"),
        ("A rally planned for Sunday was called off.", "2025-04-06"),
        ("The court is to rule on Monday.", "2025-04-07"),
        ("On Sunday voters will choose a mayor.", "2025-04-06"),
        ("The ferry is due to be launched on 10 April.", "2025-04-10"),
        ("The ferry, which will be renamed, sank on Tuesday.", "2025-04-01"),
        ("It was closed due to heavy rain on Tuesday.", "2025-04-01"),
        ("The mayor said on Tuesday that it will sail.", "2025-04-01"),
        ("It will sail. A pilot fell ill on Tuesday.", "2025-04-01"),
    ],
)
def test_words_before_a_day_say_whether_it_is_still_to_come(text: str, day: str) -> None:
    (found,) = find(text)
    assert str(found.start) == day


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The river rose on Tuesday. The next day it broke its banks.", ["2025-04-01", "2025-04-02"]),
        ("He fled on 3 March 2020. Three days later he was caught.", ["2020-03-03", "2020-03-06"]),
        ("He fled on 3 March 2020. Hours later he was caught.", ["2020-03-03", "2020-03-03"]),
        ("He was caught on 3 March 2020; the evening before, he had fled.", ["2020-03-03", "2020-03-02"]),
        ("It opened in March 2020. The following year it shut.", ["2020-03-01", "2021-01-01"]),
        ("It opened in March 2020 and shut in May of the same year.", ["2020-03-01", "2020-05-01"]),
        ("It opened on 3 March 2020 and shut the following Friday.", ["2020-03-03", "2020-03-06"]),
    ],
)
def test_days_that_count_from_another_day(text: str, starts: list[str]) -> None:
    assert [str(date.start) for date in find(text)] == starts


@pytest.mark.parametrize(
    "text",
    [
        "They agreed on a 30-day truce.",
        "At some point it will be clear.",
        "The man, 34, was found.",
        "They may march.",
        "He plays every Friday.",
        "The 19 April Movement said so.",
        "The Good Friday agreement held.",
        "The Christmas tree fell.",
        "It lasted two weeks.",
        "Flight 2014 landed.",
        "The museum opens at 10:30.",
        "She lives on the 28th floor.",
        "The fall of the town came soon.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert times.mentions(text, FRIDAY) == []


@pytest.mark.parametrize(
    "words",
    [
        "on 31 February",
        "on 03/04/1990",
        "years ago",
        "several days ago",
        "in recent days",
        "9,999 years ago",
        "the day before the vote",
        "three days later",
    ],
)
def test_what_names_no_day_that_can_be_known_is_found_without_one(words: str) -> None:
    (mention,) = times.mentions(f"They met {words}.", FRIDAY)
    assert mention.range is None
    assert mention.span.text in words


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_the_ends_of_the_calendar(day: dt.date) -> None:
    text = (
        "Yesterday, tomorrow, last week, next month, a century ago, next summer, over the weekend, last winter, in Q4,"
        " next year, last Friday, next Friday, overnight, on Easter Monday and on the 31st it will"
        " rain on 1 January 10^400."
    )
    assert all(
        mention.range is None or mention.range.start <= mention.range.end for mention in times.mentions(text, day)
    )


def test_the_expression_without_its_preposition_is_the_evidence() -> None:
    text = "Later on Friday, a drone fell; in March, in the summer of 2003 and over the weekend none did."
    assert [(m.span.text, m.kind) for m in times.mentions(text, FRIDAY)] == [
        ("Later on Friday", "weekday"),
        ("March", "month"),
        ("the summer of 2003", "season"),
        ("the weekend", "weekend"),
    ]


def test_without_a_day_of_writing_only_full_dates_are_known() -> None:
    found = find("On Friday, yesterday, last month, at Easter and on 3 May it rained; on 3 May 1990 it did not.", None)
    assert [(str(date.start), date.precision) for date in found] == [("1990-05-03", DAY)]


def test_a_wire_dateline_is_the_day_of_writing_and_no_date_of_the_text() -> None:
    text = "LIMA, 9 Jan 90 (EFE) -- A mayor was shot yesterday."
    filed = dateline.find(text)
    assert [str(date.start) for date in times.find(text, None, filed)] == ["1990-01-08"]
    assert times.writing_day(dt.date(1990, 1, 12), filed) == dt.date(1990, 1, 9)
    assert times.writing_day(FRIDAY, filed) == FRIDAY


def test_letters_whose_small_form_is_longer_move_no_span() -> None:
    (found,) = find("İİİ fell on Friday.")
    assert found.span is not None
    assert found.span.text == "Friday"


WORDS = (
    "on Friday March 3 31 February 2025 99 the last next week ago - / , . 12 to between and 03/04/2020 \n overnight"
    " May 0 every years 1st “ ” 年 İ \x00 Sept. since in early today weekend will later a two summer of Easter"
    " Monday century 1990s Q1 first half quarter same day before year 99,999 ten"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=25), st.dates() | st.none())
def test_wild_words_give_true_spans(words: list[str], published: dt.date | None) -> None:
    text = " ".join(words)
    end = 0
    for mention in times.mentions(text, published):
        span = mention.span
        assert text[span.start : span.end] == span.text
        assert end <= span.start < span.end
        end = span.end
        assert mention.range is None or (mention.range.start <= mention.range.end and mention.range.span == span)


@pytest.mark.parametrize(
    "words",
    ["on Friday March 3 in the past 12 of May 2020 and ", "early last the ", "in the first of ", "1,", "-", "\n"],
)
def test_a_long_text_takes_time_in_proportion(words: str) -> None:
    taken = []
    for length in (4_000, 32_000):
        text = words * (length // len(words))
        start = time.process_time()
        times.mentions(text, FRIDAY)
        taken.append(time.process_time() - start)
    assert taken[1] < 24 * taken[0] + 0.5  # eight times as long; a square would be 64
