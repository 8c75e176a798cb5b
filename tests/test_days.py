"""Days as people, feeds and heads of reports write them."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import sources
from geo.errors import InvalidDate
from geo.sources import mastheads
from geo.sources.days import read_day

DAY = dt.date(2024, 11, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-09", "2024-11-09T23:40:00-08:00", "2024-11-09T00:10+05:30", "20241109", "20241109T101500Z",
        "20241109101500", "2024-314", "2024-W45-6", "2024/11/9 7:05:00", "1731110400", "1731110400123",
        "Sat, 09 Nov 2024 00:20:00 +0530", "Sat, 9 Nov 24 10:00:00 GMT", "Sat Nov  9 10:00:00 UTC 2024",
        "Saturday, November 9th, 2024 at 10:15 PM EST", "9 November 2024", "9-Nov-2024", "09.11.2024",
        "Nov. 9, 2024", "10:15 GMT, 9 November 2024", "2024-11-09 10:00:00 +0100 CET",
        "Sat,09 Nov 2024 10:00:00 GMT", "Saturday, 09-Nov-24 10:00:00 GMT", "9. November 2024", "2024. 11. 9.",
        "Sat Nov 09 2024 00:30:00 GMT+0530 (India Standard Time)", "2024-11-09T10:00:00 Europe/Zagreb",
    ],
)  # fmt: skip
def test_what_has_one_reading_is_read_on_the_writers_own_clock(text: str) -> None:
    assert read_day(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "2024", "2024-11", "November 2024", "2024-000", "2024-400", "2024-W60-1", "2024-02-30", "9999-365",
        "31/31/2024", "2999-01-01", "0001-01-01", "1 January 0001", "tomorrow", "12", "99999999", "9" * 5_000, "10:15",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    with pytest.raises(InvalidDate):
        read_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "Wed Dec 31 16:00:00 PST 1969", "0000000000",
        "19700101000000", "1900-01-01 00:00:00",
    ],
)  # fmt: skip
def test_the_zero_of_a_clock_is_no_day(text: str) -> None:
    with pytest.raises(InvalidDate, match="the zero of a clock"):
        read_day(text)


@pytest.mark.parametrize("text", ["1970-01-01", "1 January 1970", "19700101", "Thursday, January 1, 1970"])
def test_what_came_out_on_that_day_keeps_it(text: str) -> None:
    assert read_day(text) == dt.date(1970, 1, 1)


def test_what_may_be_two_days_is_none_and_says_which() -> None:
    with pytest.raises(InvalidDate, match="may be March 7 or July 3: write it as 2024-03-07 or 2024-07-03"):
        read_day("07/03/2024")
    assert read_day("27/03/2024") == read_day("03/27/2024") == dt.date(2024, 3, 27)
    assert read_day("07/07/2024") == dt.date(2024, 7, 7)


@given(st.text(max_size=90) | st.from_regex(r"\d{1,4}[-/. ]\d{1,3}[-/. ]?\d{0,4}[T ]?[a-zA-Z0-9:+ ]{0,60}"))
def test_any_text_is_a_day_or_an_error(text: str) -> None:
    with contextlib.suppress(InvalidDate):
        assert isinstance(read_day(text), dt.date)


@pytest.mark.parametrize(
    "head",
    [
        "Published: 9 November 2024, 10:15\n", "By Jane Roe | Nov 9, 2024\n",
        "The Daily Herald, Saturday, November 9, 2024\n",
        "Nov. 9, 2024\n", "First published on 2024-11-09 · Updated 10 November 2024\n",
        "Last updated 9 November 2024\n",
    ],
)  # fmt: skip
def test_the_day_above_a_report_is_its_day(head: str) -> None:
    text = f"Fire in Split\n\n{head}\nTwo people were hurt on Friday.\n"
    assert mastheads.day(text) == DAY
    assert sources.article_from_text(text).published == DAY
    assert sources.article_from_text(text, published=dt.date(2025, 1, 1)).published == dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Two killed in Kabul on November 9, 2024\n\nTwo were killed.",
        "Bombing in Kabul, November 9, 2024\n\nTwo were killed.",
        "On 9 November 2024, two were killed.\n",
        "Two were killed.\n" * 12 + "9 November 2024\n",
    ],
)
def test_a_day_in_a_headline_or_sentence_is_not_the_day_of_the_report(text: str) -> None:
    assert mastheads.day(text) is None


def test_a_head_that_may_be_two_days_says_so() -> None:
    article = sources.article_from_text("Fire in Split\n\nPublished 07/03/2024\n\nTwo were hurt.", "fire.txt")
    assert article.published is None
    assert article.remarks == (
        "fire.txt: read without a day of publication: "
        "'07/03/2024' may be March 7 or July 3: write it as 2024-03-07 or 2024-07-03",
    )
